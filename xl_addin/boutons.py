"""The Python side of the buttons, called by `RunPython`: the only lines that speak to Excel, on Windows and on Mac."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from processors.cli.terminal import CommandError, reason
from workbook_templates.complement import PATH_NAME, RESULT_NAME
from xl_addin import travaux
from xl_addin.travaux import Travail

TITRE = "bilan-social"


def controler() -> None:
    """« Contrôler »: the report opens in the browser."""
    fait = _mener(lambda classeur: travaux.controler(_enregistre(classeur)))
    if fait is not None:
        webbrowser.open(fait.fichier.as_uri())


def exporter() -> None:
    """« Exporter le txt »."""
    _mener(lambda classeur: travaux.exporter(_enregistre(classeur)))


def importer() -> None:
    """« Importer un txt »: the new workbook opens beside the one that asked."""
    _mener(_importer)


def _importer(classeur: Any) -> Travail:
    choisi = str(_cellule(classeur, PATH_NAME).value or "").strip()
    if not choisi:
        raise CommandError("Aucun fichier n’a été choisi.")
    fait = travaux.importer(Path(choisi), _enregistre(classeur).parent)
    classeur.app.books.open(str(fait.fichier))
    return fait


def _mener(travail: Callable[[Any], Travail]) -> Travail | None:
    """Do the work on the workbook whose button was pressed, and tell its result there; None when it failed."""
    classeur = _appelant()
    fait = None
    try:
        fait = travail(classeur)
        message = fait.message
    except CommandError as refus:
        message = str(refus)
    except OSError as refus:
        message = f"Le fichier n’a pas pu être lu ou écrit\u00a0: {reason(refus)}."
    _cellule(classeur, RESULT_NAME).value = message
    classeur.app.alert(message, TITRE)
    return fait


def _appelant() -> Any:
    """The workbook whose button was pressed."""
    import xlwings

    return xlwings.Book.caller()


def _enregistre(classeur: Any) -> Path:
    """Save the workbook; return its path. Raise CommandError for one that is not on a disk."""
    classeur.save()
    chemin = Path(classeur.fullname)
    if not chemin.is_file():
        raise CommandError(
            "Ce classeur n’est pas enregistré sur ce poste\u00a0: enregistrez-en d’abord une copie dans un dossier."
        )
    return chemin


def _cellule(classeur: Any, nom: str) -> Any:
    return classeur.names[nom].refers_to_range
