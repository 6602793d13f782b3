"""The commands that take a report to another edition, or to a new year: `migrer`, `reprendre`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from processors.cli.app import command
from processors.cli.options import InputFile, Modules, Overwrite, Partial, Workbook, _argument, _output

Target = Annotated[
    str | None,
    typer.Option(
        "--vers", metavar="QUESTIONNAIRE", help="Édition à atteindre. Sans cette option\u00a0: la plus récente."
    ),
]
Journal = Annotated[
    Path, _output("Journal .csv à écrire\u00a0: une ligne par valeur de l’ancien fichier.", "--journal")
]
Page = Annotated[Path | None, _output("Écrit aussi le journal à lire et à imprimer.", "--html")]
Mapping = Annotated[
    Path | None,
    _output(
        "Fichier .yaml ou .csv qui dit où sont les réponses dans un classeur d’une autre forme.", "--correspondance"
    ),
]
SameYear = Annotated[
    bool,
    typer.Option("--meme-annee", help="Accepte un nouveau classeur de la même année que le bilan précédent."),
]
Previous = Annotated[Path, _argument("PRECEDENT", "Bilan précédent\u00a0: classeur, fichier .txt ou document .json.")]


@command(
    "migrer",
    "bilan-2017.txt --vers rec2019 -o bilan-2019.xlsx --journal journal.csv",
    "ancien.xlsb -o nouveau.xlsx --journal journal.csv --html journal.html",
    "export.xlsx --correspondance export.yaml -o bilan.xlsx --journal journal.csv",
)
def migrer(
    fichier: InputFile,
    sortie: Workbook,
    journal: Journal,
    vers: Target = None,
    html: Page = None,
    correspondance: Mapping = None,
    partiel: Partial = False,
    ecraser: Overwrite = False,
) -> None:
    """Fait passer un bilan d’une édition ou d’une version à une autre, et dit ce que chaque valeur est devenue.

    Rien n’est écrit si une valeur est illisible ou refusée, sauf avec --partiel\u00a0: elle est alors listée. Ce qui
    demande une décision est dans la feuille «\u00a0À reprendre\u00a0» du nouveau classeur.
    """
    from processors.cli import transition

    files = transition.Files(fichier, sortie, journal, html, correspondance)
    files.require(ecraser)
    checked = transition.read_one(fichier, correspondance, partiel)
    assert checked.answers is not None
    target = transition.target_of(vers, checked.answers.questionnaire)
    raise typer.Exit(transition.run_migration(files, checked, target))


@command("reprendre", "bilan-2017.xlsx -o bilan-2019.xlsx", "bilan-2017.txt --vers rec2019 -o bilan-2019.xlsx")
def reprendre(
    precedent: Previous,
    sortie: Workbook,
    vers: Target = None,
    modules: Modules = None,
    meme_annee: SameYear = False,
    partiel: Partial = False,
    ecraser: Overwrite = False,
) -> None:
    """Commence le bilan d’une nouvelle année à partir du précédent.

    L’identité est reprise, les réponses qui changent rarement le sont comme suggestions à confirmer, et chaque cellule
    affiche la réponse précédente quand on la sélectionne. Les coordonnées de personnes ne sont jamais reprises.
    """
    from processors.cli import transition
    from processors.cli.conversion import modules as chosen

    files = transition.Files(precedent, sortie)
    files.require(ecraser)
    checked = transition.read_one(precedent, None, partiel)
    assert checked.answers is not None
    target = transition.target_of(vers, checked.answers.questionnaire)
    transition.require_new_year(checked.answers.questionnaire, target, meme_annee)
    named = chosen(target, modules) if modules is not None else ()
    raise typer.Exit(transition.run_new_year(files, checked, target, named))
