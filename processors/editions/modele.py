"""One difference between two editions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ecart:
    """One difference. `avant` and `apres` say where, in words; `cellules` counts the entries of the older side.

    `reprise`: what a migration does of the answers, '' for what changes no cell.
    """

    indicateur: str
    titre: str
    nature: str
    intitule: str
    avant: str
    apres: str
    cellules: int
    raison: str
    reprise: str
