"""The command that checks the declaration of an edition: `verifier-edition`."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from processors.cli.app import command
from processors.cli.terminal import OK, TO_CORRECT, CommandError, quoted, say, working

if TYPE_CHECKING:
    from processors.editions.verification import Faute

Edition = Annotated[
    str | None,
    typer.Argument(metavar="NOM", help="Édition à vérifier, par exemple rec2019\u00a0; sans ce nom, toutes."),
]


@command("verifier-edition", "rec2019", "")
def verifier_edition(nom: Edition = None) -> None:
    """Vérifie la déclaration d’une édition, et liste chaque faute avec son fichier et sa clé.

    Tout est lu\u00a0: questionnaire, contrôles, reprise, ratios, calculs, versions antérieures, migrations, et les
    règles d’agrégation des fiches qui l’alimentent. Les fautes sont dites en anglais, comme la documentation des
    déclarations.
    """
    import schemas

    known = schemas.available()
    if nom is not None and nom.lower() not in known:
        raise CommandError(f"Édition inconnue\u00a0: {quoted(nom)}. Éditions livrées\u00a0: {', '.join(known)}.")
    from processors.editions.verification import verifier_livree

    faulty = False
    for name in known if nom is None else [nom.lower()]:
        with working(f"Vérification de {name}…"):
            found = verifier_livree(schemas.FOLDER / name)
        _tell(name, found)
        faulty = faulty or bool(found)
    raise typer.Exit(TO_CORRECT if faulty else OK)


def _tell(name: str, found: list[Faute]) -> None:
    from processors.report.mots import pluriel

    if not found:
        say(f"{name}\u00a0: aucune faute.")
        return
    say(f"{name}\u00a0: {pluriel(len(found), 'faute', 'fautes')}.")
    for (edition, file), faults in groupby(found, key=lambda fault: (fault.edition, fault.fichier)):
        say(f"  {edition}/{file}")
        for fault in faults:
            say(f"    {fault.cle}\u00a0: {' '.join(fault.message.split())}")
