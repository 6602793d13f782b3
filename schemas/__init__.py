"""What is asked: the questionnaires as data and the model that reads them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from schemas.loader import DeclarationError, load
from schemas.model import Questionnaire

FOLDER = Path(__file__).parent


def available() -> list[str]:
    """The ids of the questionnaires delivered with the project."""
    return sorted(path.parent.name for path in FOLDER.glob("*/questionnaire.yaml"))


def latest(family: str = "rec") -> str:
    """The id of the newest questionnaire of a family: ids end with the year."""
    return [name for name in available() if name.startswith(family)][-1]


@cache
def questionnaire(name: str) -> Questionnaire:
    """A questionnaire delivered with the project, loaded once. Raise KeyError, with the known ids, for another."""
    if name not in available():
        raise KeyError(f"{name} (connus : {', '.join(available())})")
    return load(FOLDER / name)


__all__ = ["DeclarationError", "Questionnaire", "available", "latest", "load", "questionnaire"]
