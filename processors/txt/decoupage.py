"""Cutting a txt file into lots, one per collectivité: the lines of each, and those that belong to none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from processors.txt.codage import SEPARATOR
from processors.txt.entete import SIRET_LENGTH, envelope_of

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_END = re.compile(r"F\|([0-9]{1,9})\|([0-9A-Fa-f]{8})")
_OURS = re.compile(rf"[0-9]{{{SIRET_LENGTH}}}\|[A-Z]\|")


@dataclass(frozen=True, slots=True)
class Ligne:
    """A line of the file: its number, from 1, and its text without the spaces that end it."""

    number: int
    text: str


@dataclass(slots=True)
class Suite:
    """Neighbouring lines told together."""

    lines: list[Ligne]

    @property
    def first(self) -> Ligne:
        return self.lines[0]

    @property
    def count(self) -> int:
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class Fin:
    """The end record: number of records and checksum."""

    nombre: int
    controle: str


@dataclass(slots=True)
class Lot:
    """The lines of one collectivité. `header` is None when the lot does not begin with a header of ours.

    `foreign`: lines that begin with another SIRET. `after_end`: lines of this SIRET after its end record.
    """

    header: Ligne | None
    first: Ligne
    siret: str
    records: list[Ligne] = field(default_factory=list)
    foreign: list[Suite] = field(default_factory=list)
    after_end: list[Suite] = field(default_factory=list)
    end: Fin | None = None
    _last_foreign: int = 0

    @property
    def ours(self) -> bool:
        """Whether it looks like a file of ours, were it without its beginning."""
        return self.header is not None or _OURS.match(self.first.text) is not None

    def owns(self, line: Ligne) -> bool:
        return line.text.startswith(f"{self.siret}{SEPARATOR}")

    def content(self, line: Ligne) -> str:
        """A record without its SIRET."""
        return line.text[len(self.siret) + 1 :]

    def add(self, line: Ligne, rank: int) -> None:
        """Add a line that is no header; `rank` counts the lines that are not blank."""
        if not self.owns(line):
            self._extend(self.foreign, line, rank)
        elif self.end is not None:
            self._extend(self.after_end, line, rank)
        elif found := _END.fullmatch(self.content(line)):
            self.end = Fin(int(found[1]), found[2].upper())
        else:
            self.records.append(line)

    def _extend(self, runs: list[Suite], line: Ligne, rank: int) -> None:
        if runs and rank == self._last_foreign + 1:
            runs[-1].lines.append(line)
        else:
            runs.append(Suite([line]))
        self._last_foreign = rank


def lines_of(text: str) -> Iterator[Ligne]:
    """The lines that are not blank, whatever ends them: CR LF, LF or CR."""
    for number, found in enumerate(_LINE.finditer(text), start=1):
        line = found[1].rstrip(" \t")
        if line:
            yield Ligne(number, line)


def split(text: str) -> list[Lot]:
    """The lots of a file, in order; empty when the file has no line."""
    lots: list[Lot] = []
    for rank, line in enumerate(lines_of(text)):
        envelope = envelope_of(line.text)
        if envelope is not None:
            lots.append(Lot(line, line, envelope[0]))
            continue
        if not lots or (lots[-1].end is not None and not lots[-1].owns(line)):
            lots.append(Lot(None, line, line.text[:SIRET_LENGTH]))
        lots[-1].add(line, rank)
    return lots
