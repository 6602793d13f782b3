"""The commands of the agent sheets: from the sheets to the bilan, and from a figure of the bilan to the agents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from processors.cli.app import command
from processors.cli.files import require_apart, require_file, require_writable
from processors.cli.options import Overwrite, Partial, Workbook, _argument, _output

Fiches = Annotated[Path, _argument("FICHES", "Classeur des fiches d’agents, rempli.")]
Bilan = Annotated[Path, _argument("BILAN", "Bilan écrit par la commande «\u00a0agreger\u00a0».")]
Variable = Annotated[
    str, typer.Argument(metavar="CHIFFRE", help="Une variable (1.1.1!G018.C05) ou une cellule (IND 1.1.1!J41).")
]
Modules = Annotated[
    str | None,
    typer.Option(
        "--modules",
        metavar="LISTE",
        help="Modules, séparés par des virgules\u00a0: rec, rassct, handitorial, gpeec. Sans cette option\u00a0: ceux "
        "que demande la feuille «\u00a0Collectivité\u00a0» des fiches.",
    ),
]
Update = Annotated[
    bool,
    typer.Option(
        "--mettre-a-jour", help="Met à jour un bilan déjà commencé, en gardant ce qui y a été saisi à la main."
    ),
]
Replace = Annotated[
    bool,
    typer.Option(
        "--remplacer-saisies",
        help="Avec --mettre-a-jour\u00a0: les chiffres des fiches remplacent ceux qui ont été saisis à la main.",
    ),
]
Gaps = Annotated[
    Path | None, _output("Avec --mettre-a-jour\u00a0: écrit toutes les différences dans un fichier .csv.", "--ecarts")
]
ToFill = Annotated[
    Path | None, _output("Écrit dans un fichier .csv la liste de ce que les agents ne donnent pas.", "--a-completer")
]


@command(
    "agreger",
    "fiches.xlsx -o bilan.xlsx",
    "fiches.xlsx -o bilan.xlsx --modules rec,rassct",
    "fiches.xlsx -o bilan.xlsx --mettre-a-jour",
)
def agreger(  # noqa: PLR0913 - one argument an option
    fichier: Fiches,
    sortie: Workbook,
    modules: Modules = None,
    partiel: Partial = False,
    mettre_a_jour: Update = False,
    remplacer_saisies: Replace = False,
    ecarts: Gaps = None,
    a_completer: ToFill = None,
    ecraser: Overwrite = False,
) -> None:
    """Calcule le bilan à partir des fiches d’agents.

    Sans --modules, les modules sont ceux que demande la feuille «\u00a0Collectivité\u00a0» des fiches. À côté du
    bilan, un fichier .sources.json garde les clés des agents derrière chaque chiffre\u00a0: il reste dans la
    collectivité.
    """
    require_file(fichier)
    from processors.agents.tracabilite import chemin_sources
    from processors.cli import agregation

    require_apart((fichier,), (sortie, chemin_sources(sortie), ecarts, a_completer))
    agregation.require_target(sortie, overwrite=ecraser, update=mettre_a_jour)
    for path in (ecarts, a_completer):
        if path is not None:
            require_writable(path, ecraser, (".csv",))
    demande = agregation.Demande(fichier, sortie, modules, partiel, mettre_a_jour, remplacer_saisies)
    raise typer.Exit(agregation.agreger(demande, ecarts, a_completer))


@command("expliquer", "bilan.xlsx 1.1.1!G018.C05", 'bilan.xlsx "IND 1.1.1!J41"')
def expliquer(fichier: Bilan, chiffre: Variable) -> None:
    """Liste les agents, par leurs clés, derrière un chiffre du bilan, et la règle qui l’a compté."""
    require_file(fichier)
    from processors.cli.explication import show

    show(fichier, chiffre)
