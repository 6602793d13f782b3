"""What the light scans of a sheet give beside the values: its extent, its error cells, its formula cells."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, Protocol

Position = tuple[int, int]
"""0-based (row, column)."""

Correction = bool | date | datetime | time | timedelta


class Etendue(NamedTuple):
    """Rows and columns from A1 to the furthest used cell."""

    lignes: int
    colonnes: int


class Balayage(Protocol):
    """Scan of one sheet; an implementation may compute each property when it is first asked for."""

    @property
    def surface_fusionnee(self) -> int:
        """Sum of the areas of the merged ranges, in cells."""

    @property
    def erreurs(self) -> Mapping[Position, str]:
        """Error text ('#DIV/0!') by position."""

    @property
    def formules(self) -> Set[Position]:
        """Positions of the cells that hold a formula."""

    @property
    def corrections(self) -> Mapping[Position, Correction]:
        """Values that calamine mistypes, by position."""

    @property
    def protegee(self) -> bool:
        """Whether the sheet is protected against changes."""

    @property
    def externe(self) -> bool:
        """Whether this is no sheet of the workbook, but LibreOffice's copy of a sheet of another file."""

    def etendue(self, lignes: int, colonnes: int) -> Etendue:
        """The extent: exact when it exceeds the given bounds, else possibly an upper bound that respects them."""


@dataclass(frozen=True, slots=True)
class BalayageComplet:
    """A scan whose results were gathered in one walk (.xlsb, .ods, unusual .xlsx)."""

    lignes: int = 0
    colonnes: int = 0
    surface_fusionnee: int = 0
    erreurs: Mapping[Position, str] = field(default_factory=dict)
    formules: Set[Position] = frozenset()
    corrections: Mapping[Position, Correction] = field(default_factory=dict)
    externe: bool = False
    protegee: bool = False

    def etendue(self, lignes: int, colonnes: int) -> Etendue:
        """The exact extent, whatever the bounds."""
        return Etendue(self.lignes, self.colonnes)


class Colonnes(dict[bytes, int]):
    """0-based column index by letters (b'A' → 0), remembered; lower-case letters are accepted."""

    def __missing__(self, lettres: bytes) -> int:
        index = 0
        for lettre in lettres.upper():
            index = index * 26 + lettre - 64
        self[lettres] = index - 1
        return index - 1


COLONNES = Colonnes()


class Positions(dict[bytes, Position]):
    """0-based position by reference (b'B3' → (2, 1)), remembered: the sheets of a questionnaire look alike."""

    _MEMOIRE_MAX = 200_000

    def __missing__(self, reference: bytes) -> Position:
        if len(self) >= self._MEMOIRE_MAX:
            self.clear()
        lettres = reference.rstrip(b"0123456789")
        position = (int(reference[len(lettres) :]) - 1, COLONNES[lettres])
        self[reference] = position
        return position


POSITIONS = Positions()
