"""Jobs and skills (GPEEC): tables G, over the agents present at the end of the year."""

from __future__ import annotations

from processors.example.grid import Grid, facts
from processors.example.registry import fills
from processors.example.simulation import Situation


@fills("metiers", "specialites")
def par_age(grid: Grid, situation: Situation) -> None:
    """Métiers and specialities by age."""
    for place in ("metiers", "specialites"):
        grid.tally(place, facts(situation.presents), grid.columns(place, "tranches_age"))


@fills("diplomes")
def par_diplome(grid: Grid, situation: Situation) -> None:
    """Highest diploma by sex."""
    grid.by_sex("diplomes", facts(situation.presents))
