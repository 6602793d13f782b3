"""The command `reconduire`: the sheets of the next year, from those of the year that ends."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from processors.cli.app import command
from processors.cli.files import replacing, require_apart, require_file, require_writable
from processors.cli.options import Overwrite, Workbook, _argument
from processors.cli.terminal import say, warn, working

Fiches = Annotated[Path, _argument("FICHES", "Classeur des fiches d’agents de l’année qui finit.")]
_MONTREES = 20


@command("reconduire", "fiches.xlsx -o fiches-suivantes.xlsx")
def reconduire(fichier: Fiches, sortie: Workbook, ecraser: Overwrite = False) -> None:
    """Prépare les fiches de l’année suivante à partir de celles de l’année qui finit.

    Ce qui est stable est repris (identité, statut, grade, temps de travail, périodes en cours…)\u00a0; les faits de
    l’année sont vidés, et les agents partis sont retirés.
    """
    require_file(fichier)
    require_apart((fichier,), (sortie,))
    require_writable(sortie, ecraser, (".xlsx",))
    from processors.agents.ecriture import ecrire_fiches
    from processors.agents.reconduction import reconduire as suivre
    from processors.cli.anonymisation import lues
    from processors.report.mots import pluriel
    from schemas.registers import AGENTS
    from schemas.registers_reader import register

    suite = suivre(lues(fichier, "aux nouvelles fiches"), register())
    with working(f"Production de {sortie.name}…"), replacing(sortie) as draft:
        ecrire_fiches(draft, suite.donnees)
    repris = pluriel(len(suite.donnees[AGENTS]), "agent repris", "agents repris")
    retires = pluriel(len(suite.retires), "agent parti retiré", "agents partis retirés")
    a_dater = pluriel(suite.periodes, "période à dater", "périodes à dater")
    say(f"Fiches écrites\u00a0: {sortie} ({repris}, {retires}, {a_dater})")
    if suite.retires:
        say(f"Lignes d’origine des agents retirés\u00a0: {_lignes(suite.retires)}.")
    if suite.sans_presence:
        warn(
            f"Présence au 31/12 vide\u00a0: {pluriel(len(suite.sans_presence), 'agent gardé', 'agents gardés')} dans "
            f"le doute (lignes d’origine\u00a0: {_lignes(suite.sans_presence)}). Supprimez ceux qui sont partis."
        )
    say(
        f"Les fiches restent celles de l’édition {register().year}\u00a0: les titres et les dates attendues suivront "
        "l’édition de la campagne à venir."
    )


def _lignes(numeros: tuple[int, ...]) -> str:
    return ", ".join(map(str, numeros[:_MONTREES])) + (", …" if len(numeros) > _MONTREES else "")
