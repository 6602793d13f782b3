"""The commands that look at several collectivités at once: `consolider` and `comparer`. Thin: the work is elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from processors.cli.app import command
from processors.cli.campagne import Base, opened
from processors.cli.files import replacing, require_apart, require_file, require_writable, write
from processors.cli.options import Modules, Name, Overwrite, Partial, Siret, _argument, _output
from processors.cli.terminal import REFUSED, CommandError, say, warn, working

if TYPE_CHECKING:
    from processors.answers import Answers

JOURNAL = "-a-decider"

Reports = Annotated[list[Path], _argument("FICHIER", "Bilans à regrouper\u00a0: classeurs, fichiers .txt ou .json.")]


def _lots(files: list[Path], partial: bool) -> list[Answers]:
    """The reports of the files, each read whole unless `partial`."""
    from processors.cli.conversion import require_complete
    from processors.cli.reports import check_file

    lots = []
    for path in files:
        require_file(path)
        checked = check_file(path, "Lecture")
        require_complete(path, checked, partial)
        lots += [one.usable() for one in checked]
    return lots


@command(
    "consolider",
    "commune-a.xlsx commune-b.xlsx -o regroupe.xlsx",
    'commune-a.xlsx commune-b.xlsx -o regroupe.xlsx --siret 21990001600011 --nom "Commune nouvelle"',
)
def consolider(
    fichiers: Reports,
    sortie: Annotated[Path, _output("Classeur .xlsx du regroupement, à écrire.")],
    siret: Siret = "",
    nom: Name = "",
    modules: Modules = None,
    partiel: Partial = False,
    ecraser: Overwrite = False,
) -> None:
    """Regroupe les bilans de collectivités qui fusionnent.

    Les nombres, heures et montants s’additionnent, les taux se recalculent. Ce qui ne s’additionne pas et les
    mouvements entre collectivités sont listés dans un second classeur, nommé comme le premier suivi de « -a-decider ».
    """
    journal = sortie.with_name(f"{sortie.stem}{JOURNAL}.xlsx")
    require_apart(fichiers, (sortie, journal))
    for path in (sortie, journal):
        require_writable(path, ecraser, (".xlsx",))
    from processors.cli import conversion
    from processors.consolidation import RegroupementImpossible
    from processors.consolidation import consolider as merge
    from processors.consolidation.a_reprendre import a_reprendre
    from processors.consolidation.journal import ecrire_journal
    from processors.report.mots import pluriel
    from workbook_templates.builder import build
    from workbook_templates.supplement import Supplement

    identity = conversion.identity(siret, nom)
    lots = _lots(fichiers, partiel)
    declared = lots[0].questionnaire
    chosen = conversion.modules(declared, modules) if modules is not None else ()
    try:
        merged = merge(
            lots,
            siret=str(identity.get("collectivite!siret.C01", "")),
            nom=str(identity.get("collectivite!raison_sociale.C01", "")),
            modules=chosen,
        )
    except RegroupementImpossible as error:
        raise CommandError(str(error), REFUSED) from error
    with working("Production du classeur…"), replacing(sortie) as draft, replacing(journal) as beside:
        left = Supplement(rework=a_reprendre(merged))
        layout = build(draft, declared, merged.answers.modules, merged.answers.values, supplement=left)
        ecrire_journal(beside, merged, layout, sortie.name)
    say(f"Classeur écrit\u00a0: {sortie} ({conversion.counted(len(merged.answers.values))})")
    pending = pluriel(len(merged.a_decider), "réponse à décider ou à vérifier", "réponses à décider ou à vérifier")
    say(f"Journal écrit\u00a0: {journal} ({pending})")
    for one in merged.internes:
        warn(f"{one.libelle}\u00a0: jusqu’à {one.possibles} peut-être entre les collectivités regroupées.")


@command(
    "comparer",
    "resultats --siret 21990001600011 --strate type -o comparaison.xlsx",
    "resultats --siret 21990001600011 --strate population --strate type -o comparaison.xlsx --csv comparaison.csv",
)
def comparer(
    campagne: Base,
    siret: Annotated[str, typer.Option("--siret", metavar="SIRET", help="SIRET de la collectivité à comparer.")],
    strate: Annotated[
        list[str],
        typer.Option(
            "--strate",
            metavar="STRATE",
            help="À qui comparer\u00a0: type, population, effectif ou ensemble. Option à répéter au besoin.",
        ),
    ],
    sortie: Annotated[Path, _output("Classeur .xlsx à écrire, avec ses graphiques.")],
    csv: Annotated[Path | None, _output("Écrit aussi les chiffres dans un fichier .csv.", "--csv")] = None,
    ecraser: Overwrite = False,
) -> None:
    """Compare une collectivité à celles de sa strate, sous secret statistique.

    Médiane, quartiles et rang des ratios usuels, d’après les bilans valides de la campagne. Une strate trop petite, ou
    qu’une collectivité domine, n’est pas publiée.
    """
    require_apart((campagne,), (sortie, csv))
    require_writable(sortie, ecraser, (".xlsx",))
    if csv is not None:
        require_writable(csv, ecraser, (".csv",))
    from processors.comparison.comparaison import comparer as compare
    from processors.comparison.tableau import ecrire_classeur, lignes_csv

    with working("Calcul des ratios de la campagne…"), opened(campagne, lecture_seule=True) as base:
        compared = compare(base, "".join(siret.split()), strate)
    with replacing(sortie) as draft:
        ecrire_classeur(draft, compared)
    say(f"Classeur écrit\u00a0: {sortie}")
    if csv is not None:
        write(csv, lignes_csv(compared))
        say(f"Fichier écrit\u00a0: {csv}")
    for rank, name in enumerate(compared.strates):
        withheld = sum(line.reperes[rank] is None for line in compared.lignes)
        if withheld:
            warn(non_publies(name, withheld, len(compared.lignes)))


def non_publies(strate: str, tus: int, ratios: int) -> str:
    """How many ratios of a stratum the rule of secrecy withholds."""
    from processors.report.mots import pluriel

    said = pluriel(tus, f"ratio sur {ratios} n’est pas publié", f"ratios sur {ratios} ne sont pas publiés")
    return f"{strate}\u00a0: {said} (secret statistique)."
