"""What a cell holds: six kinds kept apart, whatever the file format."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, unique
from typing import Any


@unique
class Genre(Enum):
    """Kind of a cell's content."""

    VIDE = "vide"
    NOMBRE = "nombre"
    TEXTE = "texte"
    BOOLEEN = "booleen"
    DATE = "date"
    ERREUR = "erreur"


Valeur = None | float | str | bool | date | datetime | time | timedelta


@dataclass(frozen=True, slots=True)
class CellValue:
    """Content of one cell.

    `valeur` is None (VIDE), float (NOMBRE), str (TEXTE, and ERREUR: the English error text such as '#DIV/0!'),
    bool (BOOLEEN), or for DATE a date, datetime, time of day, or a timedelta when the cell's format is a duration
    such as [h]:mm.
    """

    genre: Genre
    valeur: Valeur = None


VIDE = CellValue(Genre.VIDE)

_GENRES: dict[type, Genre] = {
    float: Genre.NOMBRE,
    str: Genre.TEXTE,
    bool: Genre.BOOLEEN,
    date: Genre.DATE,
    datetime: Genre.DATE,
    time: Genre.DATE,
    timedelta: Genre.DATE,
}


def typer(brut: Any) -> CellValue:
    """Types a raw value of `Feuille.lignes`; '' and None are blank.

    Raises KeyError on a type that `Feuille.lignes` never holds.
    """
    if brut is None or brut == "":
        return VIDE
    return CellValue(_GENRES[type(brut)], brut)
