"""The command `anonymiser`: a copy of the agent sheets without names, for the centre de gestion."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from processors.cli.app import command
from processors.cli.files import require_apart, require_file, require_writable
from processors.cli.options import Overwrite, Workbook, _argument, _output

Fiches = Annotated[Path, _argument("FICHES", "Classeur des fiches d’agents, rempli.")]
WithDisability = Annotated[bool, typer.Option("--avec-handicap", help="Copie aussi la feuille «\u00a0Handicap\u00a0».")]
Threshold = Annotated[
    int,
    typer.Option(
        "--seuil",
        metavar="N",
        min=2,
        max=100,
        help="Une combinaison est rare quand elle compte moins de N agents\u00a0: 2 (un agent seul) sans cette option.",
    ),
]
Withdraw = Annotated[bool, typer.Option("--retirer", help="Retire de la copie les agents des combinaisons rares.")]
Rare = Annotated[
    Path | None, _output("Écrit dans un fichier .csv, à garder, la liste des combinaisons rares.", "--rares")
]
Keys = Annotated[
    Path | None,
    _output("Écrit dans un fichier .csv, à garder, les anciennes clés et les nouvelles.", "--correspondance"),
]


@command(
    "anonymiser",
    "fiches.xlsx -o fiches-anonymes.xlsx",
    "fiches.xlsx -o fiches-anonymes.xlsx --seuil 3 --retirer",
    "fiches.xlsx -o fiches-anonymes.xlsx --rares rares.csv",
)
def anonymiser(
    fichier: Fiches,
    sortie: Workbook,
    avec_handicap: WithDisability = False,
    seuil: Threshold = 2,
    retirer: Withdraw = False,
    rares: Rare = None,
    correspondance: Keys = None,
    ecraser: Overwrite = False,
) -> None:
    """Copie les fiches d’agents sans les noms, avec d’autres clés et l’âge par tranche.

    Le bilan tiré de la copie est le même, sauf les tableaux du handicap quand leur feuille n’est pas copiée, et sauf
    les agents retirés. Une combinaison de sexe, de statut, de cadre d’emplois et d’âge qui ne désigne qu’un agent est
    signalée\u00a0: c’est à la collectivité de dire s’il reste dans la copie.
    """
    require_file(fichier)
    require_apart((fichier,), (sortie, rares, correspondance))
    require_writable(sortie, ecraser, (".xlsx",))
    for path in (rares, correspondance):
        if path is not None:
            require_writable(path, ecraser, (".csv",))
    from processors.cli import anonymisation

    demande = anonymisation.Demande(fichier, sortie, avec_handicap, seuil, retirer)
    anonymisation.anonymiser(demande, rares, correspondance)
