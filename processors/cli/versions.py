"""The command that compares two editions or versions of a questionnaire: `comparer-versions`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from processors.cli.app import command
from processors.cli.files import require_writable, write
from processors.cli.options import Overwrite, _output
from processors.cli.terminal import say, working

_NAME = "rec2019, ou rec2019@1.0.0 pour une version antérieure."
Before = Annotated[str, typer.Argument(metavar="ANCIEN", help=f"Édition de départ\u00a0: {_NAME}")]
After = Annotated[str, typer.Argument(metavar="NOUVEAU", help=f"Édition d’arrivée\u00a0: {_NAME}")]
List = Annotated[
    Path | None, _output("Fichier .csv ou page .html à écrire\u00a0; sans cette option, la liste est à l’écran.")
]


@command("comparer-versions", "rec2017 rec2019", "rec2019@1.0.0 rec2019", "rec2017 rec2019 -o differences.html")
def comparer_versions(ancien: Before, nouveau: After, sortie: List = None, ecraser: Overwrite = False) -> None:
    """Liste les différences entre deux éditions, par indicateur\u00a0: la raison, et ce que la migration en fait."""
    if sortie is not None:
        require_writable(sortie, ecraser, (".csv", ".html"))
    from processors.cli.conversion import questionnaire
    from processors.editions import comparer, csv_ecarts, html_ecarts, lignes_ecarts

    with working("Comparaison…"):
        before, after = questionnaire(ancien), questionnaire(nouveau)
        ecarts = comparer(before, after)
    if sortie is None:
        for line in lignes_ecarts(before, after, ecarts):
            say(line)
        return
    page = sortie.suffix.lower() == ".html"
    text = html_ecarts(before, after, ecarts) if page else csv_ecarts(ecarts)
    write(sortie, text.encode("utf-8" if page else "utf-8-sig"))
    say(f"Fichier écrit\u00a0: {sortie}")
