"""Which function fills which table."""

from __future__ import annotations

from collections.abc import Callable

from processors.example.grid import Grid
from processors.example.simulation import Situation

Filler = Callable[[Grid, Situation], None]

FILLERS: dict[str, Filler] = {}
"""By table id. A table without a filler is left to `generic`; an id that the questionnaire has not is not called."""


def fills(*tables: str) -> Callable[[Filler], Filler]:
    """Register a function that fills these tables, all at once."""

    def register(filler: Filler) -> Filler:
        for table in tables:
            assert table not in FILLERS, table
            FILLERS[table] = filler
        return filler

    return register
