"""The lines of an exchange file that became no answer, so that whoever writes something from it can list them."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST = 20_000
"""Lines that are kept one by one; a hostile file may have a million of them, and the others are counted."""


@dataclass(frozen=True, slots=True)
class Perdue:
    """One line: its number, the variable that it names ('' when unknown), its value (masked: a text may name somebody).

    `motif`: why it is no answer, in French.
    """

    ligne: int
    variable: str
    valeur: object
    motif: str


@dataclass
class Pertes:
    """What a file announced or held and that was not read. `manquantes`: how many lines are not there, or not kept."""

    lignes: list[Perdue] = field(default_factory=list)
    manquantes: int = 0

    def add(self, line: Perdue) -> None:
        """Keep a line, or count it."""
        if len(self.lignes) < MOST:
            self.lignes.append(line)
        else:
            self.manquantes += 1
