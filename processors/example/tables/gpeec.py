"""Jobs and skills (GPEEC): tables G, over the agents present at the end of the year."""

from __future__ import annotations

from processors.example.grid import Grid, facts
from processors.example.registry import fills
from processors.example.simulation import Situation


@fills("G.1", "G.3")
def par_age(grid: Grid, situation: Situation) -> None:
    """Métiers and specialities by age."""
    for table in ("G.1", "G.3"):
        grid.tally(table, facts(situation.presents), grid.columns(table, "tranches_age"))


@fills("G.2")
def par_diplome(grid: Grid, situation: Situation) -> None:
    """Highest diploma by sex."""
    grid.by_sex("G.2", facts(situation.presents))
