"""Which function fills which place."""

from __future__ import annotations

from collections.abc import Callable

from processors.example.grid import Grid
from processors.example.simulation import Situation

Filler = Callable[[Grid, Situation], None]

FILLERS: dict[str, Filler] = {}
"""By the name of a place (`exemple/tableaux.yaml`). A table without a filler is left to `generic`; one that the
questionnaire has not is not called."""


def fills(*places: str) -> Callable[[Filler], Filler]:
    """Register a function that fills these places, all at once."""

    def register(filler: Filler) -> Filler:
        for place in places:
            assert place not in FILLERS, place
            FILLERS[place] = filler
        return filler

    return register
