"""Working conditions: prevention, accidents, occupational diseases, unfitness, violence: chapter 4."""

from __future__ import annotations

from processors.example.agents import Agent
from processors.example.grid import Fact, Grid, facts, yes_no
from processors.example.registry import fills
from processors.example.simulation import Situation

TRAININGS, EXPENSES = ("AP001", "AP002", "AP003"), ("AP004", "AP005")
FIRST_DUERP = 2002
"""First years of the « document unique » (décret n° 2001-1016)."""

SUBJECTS = ("", "2", "3", "4")
IN_PROGRESS = "EN_COURS"


@fills("4.1.1")
def agents_de_prevention(grid: Grid, situation: Situation) -> None:
    """Prevention staff, which grows with the number of agents."""
    count = len(situation.permanents)
    rows = {"MP001": 1 + count // 60, "MP002": count // 300, "MP003": count // 700, "MP004": count // 900, "MP005": 0}
    grid.put_rows("4.1.1", "C01", dict(rows))


@fills("4.1.2")
def actions_de_prevention(grid: Grid, situation: Situation) -> None:
    """Training and expenses of prevention."""
    draws, budget = situation.draws, situation.depenses_fonctionnement
    for row in TRAININGS:
        agents = draws.around(len(situation.permanents) * 0.03)
        grid.put("4.1.2", row, "C01", agents * draws.integer(80, 300))
        grid.put("4.1.2", row, "C02", agents * draws.integer(1, 3))
        grid.put("4.1.2", row, "C03", agents)
    for row in EXPENSES:
        grid.put("4.1.2", row, "C01", int(budget * draws.number(0, 0.002)))


@fills("4.1.3")
def visites(grid: Grid, situation: Situation) -> None:
    """Medical visits on request."""
    grid.by_sex("4.1.3", facts(situation.marques("visite_medicale")), row="L01")


@fills("4.1.4", "4.1.5", "4.1.6", "4.1.7")
def documents(grid: Grid, situation: Situation) -> None:
    """Prevention documents; years only where the « document unique » exists."""
    draws = situation.draws
    answer = draws.weighted({"OUI": 7, "NON": 1, IN_PROGRESS: 2})
    grid.put("4.1.4", "L01", "C01", answer)
    if answer == "OUI":
        created = draws.integer(FIRST_DUERP, situation.annee)
        grid.put_rows("4.1.4", "C01", {"L02": created, "L03": draws.integer(created, situation.annee)})
    for table, rows in (("4.1.5", ("L01",)), ("4.1.6", ("L01", "L02", "L03")), ("4.1.7", ("L01",))):
        for row in rows:
            grid.put(table, row, "C01", draws.weighted({"OUI": 4, "NON": 4, IN_PROGRESS: 2}))


@fills("4.2.1.0", "4.2.1")
def accidents(grid: Grid, situation: Situation) -> None:
    """Accidents on duty and on the way: all, without leave, days of leave."""
    every = [accident for agent in situation.agents for accident in agent.accidents]
    grid.put("4.2.1.0", "Q01", "C01", yes_no(every))
    counted: list[list[Fact]] = []
    days: list[list[Fact]] = []
    for trajet in (False, True):
        kind = [accident for accident in every if accident.trajet is trajet]
        counted.append([(accident.axes, 1) for accident in kind])
        counted.append([(accident.axes, 1) for accident in kind if not accident.jours])
        days.append([(accident.axes, accident.jours) for accident in kind if accident.jours])
    grid.by_sex("4.2.1", *counted, *days)


@fills("4.2.2.0", "4.2.2")
def maladies(grid: Grid, situation: Situation) -> None:
    """Occupational diseases recognised in the year, earlier ones with leave, days of leave of both."""
    every = [maladie for agent in situation.agents for maladie in agent.maladies]
    grid.put("4.2.2.0", "Q01", "C01", yes_no(every))
    new = [maladie for maladie in every if maladie.nouvelle]
    old = [maladie for maladie in every if not maladie.nouvelle]
    counted: list[list[Fact]] = [[(maladie.axes, 1) for maladie in group] for group in (new, old)]
    days: list[list[Fact]] = [
        [(maladie.axes, maladie.jours) for maladie in group if maladie.jours] for group in (new, old)
    ]
    grid.by_sex("4.2.2", *counted, *days)


@fills("4.2.3")
def inaptitudes(grid: Grid, situation: Situation) -> None:
    """What followed the notices of the year; requests are the reclassifications, granted or awaited."""
    agents = situation.marques("inapte")
    by_measure = {
        "INAP001": ("REC", "PAS"),
        "INAP003": ("REC",),
        "INAP005": ("INV",),
        "INAP006": ("LICIP",),
        "INAP009": ("AMP",),
    }
    for row, measures in by_measure.items():
        concerned = [agent for agent in agents if agent.axes["mesures_boeth"] in measures]
        if row == "INAP001":
            concerned = [agent for agent in concerned if agent.axes["inaptitudes_boeth"] != "TEMP"]
        grid.tally("4.2.3", facts(concerned), ["C01"], row)
    definitive = [agent for agent in agents if agent.axes["inaptitudes_boeth"] == "DTF"]
    for agent in definitive:
        grid.add("4.2.3", f"INAP007_{agent.axes['filieres']}", "C01", 1)


@fills("4.2.4")
def allocations_temporaires(grid: Grid, situation: Situation) -> None:
    """Allowances after an accident or a disease of the year, for agents still present."""
    for row, agents in (("L01", situation.fonctionnaires), ("L02", situation.contractuels)):
        hurt = [agent for agent in agents if any(accident.jours >= 90 for accident in agent.accidents)]
        ill = [agent for agent in agents if agent.maladies and agent not in hurt]
        grid.by_sex("4.2.4", facts(hurt), facts(ill), row=row)


@fills("4.2.5")
def assurance(grid: Grid, situation: Situation) -> None:
    """Insurance of sick pay."""
    grid.put("4.2.5", "L01", "C01", yes_no(situation.draws.chance(0.7)))


@fills(*(f"4.3.1.{rank}{part}" for rank in (1, 2, 3, 4) for part in (".0", "")))
def violences(grid: Grid, situation: Situation) -> None:
    """Assaults with leave are the accidents that they caused; the others are drawn among the agents present."""
    assaulted = [agent for agent in situation.presents if any(accident.violence for accident in agent.accidents)]
    frequencies = (0.006, 0.003, 0.0008, 0.0008)
    for rank, frequency in enumerate(frequencies, start=1):
        table = f"4.3.1.{rank}"
        with_leave = assaulted if rank == 1 else []
        without = [agent for agent in situation.presents if situation.draws.chance(frequency)]
        grid.put(f"{table}.0", f"Q{rank:02}", "C01", yes_no(with_leave or without))
        grid.by_sex(table, facts(with_leave), row="AVP003")
        _by_author(grid, situation, table, without)


def _by_author(grid: Grid, situation: Situation, table: str, agents: list[Agent]) -> None:
    for agent in agents:
        row = "AVP002" if situation.draws.chance(0.4) else "AVP004"
        grid.by_sex(table, facts([agent]), row=row)
