"""Health and safety report (RASSCT): tables R."""

from __future__ import annotations

from processors.example.agents import Accident, Axes
from processors.example.grid import Fact, Grid, yes_no
from processors.example.registry import fills
from processors.example.sante import DUREES
from processors.example.simulation import Situation
from schemas.plan import Value

ACTIONS = ("Gestes et postures", "Sauveteur secouriste du travail", "Habilitation électrique", "Risque chimique")
MESURES = {
    "Remplacement de matériel de levage": "Rotation des postes",
    "Achat de sièges ergonomiques": "Fiches de consignes par atelier",
    "Protection des machines": "Accueil sécurité des nouveaux agents",
}
ORGANISMES = ("CNFPT", "Centre de gestion fictif", "Organisme de formation fictif")
QUESTIONS = ("L03", "L04", "L05", "L09", "L10", "L11", "L12", "L13", "L14")
"""Questions of R.1 that open no other."""


@fills("R.1")
def informations(grid: Grid, situation: Situation) -> None:
    """Questions on prevention."""
    draws = situation.draws
    for question, following in (("L01", "L02"), ("L06", "L07")):
        answer = draws.chance(0.7)
        grid.put("R.1", question, "C01", yes_no(answer))
        if answer:
            value: Value = yes_no(draws.chance(0.6)) if following == "L02" else draws.integer(0, 3)
            grid.put("R.1", following, "C01", value)
    grid.put("R.1", "L08", "C01", draws.integer(0, 2))
    for question in QUESTIONS:
        grid.put("R.1", question, "C01", yes_no(draws.chance(0.5)))


def _accidents(situation: Situation) -> list[Accident]:
    return [accident for agent in situation.agents for accident in agent.accidents]


@fills("R.2")
def durees(grid: Grid, situation: Situation) -> None:
    """Accidents by length of leave; the year before is drawn around the same numbers."""
    accidents = _accidents(situation)
    for rank, (low, high) in enumerate(DUREES, start=1):
        last = rank == len(DUREES)
        count = sum(low <= accident.jours and (last or accident.jours <= high) for accident in accidents)
        grid.put("R.2", f"L{rank:02}", "C01", max(count + situation.draws.integer(-1, 1), 0))
        grid.put("R.2", f"L{rank:02}", "C02", count)


@fills("R.3", "R.4")
def actions(grid: Grid, situation: Situation) -> None:
    """Training done and planned."""
    draws, count = situation.draws, len(situation.presents)
    for table in ("R.3", "R.4"):
        for rank, action in enumerate(draws.sample(ACTIONS, draws.integer(1, 3)), start=1):
            row: dict[str, Value] = {
                "C01": action,
                "C02": draws.integer(1, max(count // 10, 1)),
                "C03": draws.choice(ORGANISMES),
            }
            for column, value in row.items():
                grid.put(table, f"L{rank:02}", column, value)


@fills("R.5", "R.7")
def mesures(grid: Grid, situation: Situation) -> None:
    """Other measures, done and planned."""
    for table in ("R.5", "R.7"):
        chosen = situation.draws.sample(list(MESURES.items()), situation.draws.integer(1, 2))
        for rank, (technique, organisation) in enumerate(chosen, start=1):
            grid.put(table, f"L{rank:02}", "C01", technique)
            grid.put(table, f"L{rank:02}", "C02", organisation)


@fills("R.6", "R.8")
def maladies(grid: Grid, situation: Situation) -> None:
    """Diseases recognised in the year, by table and by activity."""
    new = [maladie for agent in situation.agents for maladie in agent.maladies if maladie.nouvelle]
    grid.by_sex("R.6", [(maladie.axes, 1) for maladie in new])
    _counts_and_days(grid, "R.8", [(maladie.axes, maladie.jours) for maladie in new])


@fills("R.9", "R.10", "R.11", "R.12")
def circonstances(grid: Grid, situation: Situation) -> None:
    """Accidents on duty and on the way, by activity, lesion, seat of the lesion and material element."""
    accidents: list[tuple[Axes, int]] = [(accident.axes, accident.jours) for accident in _accidents(situation)]
    for table in ("R.9", "R.11", "R.12"):
        _counts_and_days(grid, table, accidents)
    with_leave: list[Fact] = [(axes, 1) for axes, jours in accidents if jours]
    without: list[Fact] = [(axes, 1) for axes, jours in accidents if not jours]
    grid.tally("R.10", with_leave, ["C01"])
    grid.tally("R.10", without, ["C02"])
    grid.tally("R.10", accidents, ["C03"])


def _counts_and_days(grid: Grid, table: str, events: list[tuple[Axes, int]]) -> None:
    grid.tally(table, [(axes, 1) for axes, _ in events], ["C01"])
    grid.tally(table, events, ["C02"])
