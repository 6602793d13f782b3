"""What a mapping file says, checked: which cell of a foreign workbook answers which variable."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from schemas.model import Questionnaire

LAST_COLUMN, LAST_LINE = 16_384, 1_048_576
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")

Area = tuple[int, int, int, int]
"""First line, first column, last line, last column, counted from 0."""

WHOLE: Area = (0, 0, LAST_LINE - 1, LAST_COLUMN - 1)


class MappingError(ValueError):
    """A mapping file that cannot be used; the message, in French, gives every fault with its line."""


@dataclass(frozen=True, slots=True)
class Cible:
    """One variable and where it stands: at an address, or where two headers cross in an area of the sheet.

    `ligne`, `colonne`: the texts of the headers. `numero`: line of the mapping file.
    """

    variable: str
    feuille: str
    numero: int
    cellule: tuple[int, int] | None = None
    ligne: str = ""
    colonne: str = ""
    zone: Area = WHOLE
    traduction: str = ""


@dataclass(frozen=True, slots=True)
class Ignoree:
    """An area of a sheet that holds no answer."""

    feuille: str
    zone: Area = WHOLE


@dataclass(frozen=True)
class Correspondance:
    """A whole mapping. `traductions`: name of a table → folded text of a value → the answer that it stands for."""

    questionnaire: Questionnaire
    modules: tuple[str, ...]
    cibles: tuple[Cible, ...]
    traductions: Mapping[str, Mapping[str, str]]
    ignorees: tuple[Ignoree, ...] = ()


def position(text: str) -> tuple[int, int] | None:
    """Line and column, from 0, of an A1 address; None when it is not one."""
    found = _ADDRESS.fullmatch(text.strip().upper())
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    line = int(found[2])
    return (line - 1, column - 1) if column <= LAST_COLUMN and line <= LAST_LINE else None


def area(text: str) -> Area | None:
    """The area of an address (B2) or of a range (A5:H20), None when it is not one, the whole sheet when blank."""
    if not text.strip():
        return WHOLE
    first, mark, last = text.partition(":")
    start, end = position(first), position(last if mark else first)
    if start is None or end is None or end[0] < start[0] or end[1] < start[1]:
        return None
    return (*start, *end)


def inside(where: tuple[int, int], zone: Area) -> bool:
    """Whether a cell is in an area."""
    return zone[0] <= where[0] <= zone[2] and zone[1] <= where[1] <= zone[3]
