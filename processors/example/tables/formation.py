"""Training: chapter 5."""

from __future__ import annotations

from processors.example.agents import Agent, Formation
from processors.example.grid import Fact, Grid, facts
from processors.example.registry import fills
from processors.example.simulation import Situation

CPF_DAYS, CPF_AGENTS = "C06", "C10"
DAY_COSTS = {"5.1.4.2": ("ORG002", 120), "5.1.4.3": ("ORG004", 260)}
"""Bodies paid by the day, in euros."""

LEVY, TRAVEL = 0.009, 14
"""Levy of the CNFPT on gross pay; travel costs of a day of training, in euros."""


def _trained(agents: list[Agent]) -> list[Agent]:
    return [agent for agent in agents if agent.formations]


def _courses(agents: list[Agent]) -> list[Formation]:
    return [formation for agent in agents for formation in agent.formations]


@fills("5.1.1.1")
def agents_formes(grid: Grid, situation: Situation) -> None:
    """Permanent agents trained at least once."""
    grid.by_sex("5.1.1.1", facts(_trained(situation.fonctionnaires)), facts(_trained(situation.contractuels)))


@fills("5.1.1.2", "5.1.1.3", "5.1.2.1")
def journees(grid: Grid, situation: Situation) -> None:
    """Training days by body, agents by sex, and the part under a personal account."""
    groups = {
        "5.1.1.2": situation.fonctionnaires,
        "5.1.1.3": situation.contractuels,
        "5.1.2.1": situation.non_permanents,
    }
    for table, agents in groups.items():
        courses = _courses(agents)
        once: list[Fact] = [(course.axes, 1) for course in courses]
        if table == "5.1.2.1":
            once = facts(_trained(agents))
        grid.tally(table, _days(courses), grid.columns(table, "organismes_formation"))
        grid.by_sex(table, once)
        paid = [course for course in courses if course.cpf]
        grid.tally(table, _days(paid), [CPF_DAYS])
        grid.tally(table, [(course.axes, 1) for course in paid], [CPF_AGENTS])


def _days(courses: list[Formation]) -> list[Fact]:
    return [(course.axes, course.jours) for course in courses]


@fills("5.1.2.2")
def non_permanents_formes(grid: Grid, situation: Situation) -> None:
    """Agents on temporary posts trained at least once."""
    grid.by_sex("5.1.2.2", facts(_trained(situation.non_permanents)))


@fills("5.1.3")
def validation_experience(grid: Grid, situation: Situation) -> None:
    """A few cases among the agents present, contractuels on temporary posts included."""
    draws = situation.draws
    groups = (situation.fonctionnaires, situation.contractuels + situation.non_permanents)
    for row in ("VAE001", "VAE002", "VAE003", "BC", "CF"):
        chosen = [facts(agent for agent in group if draws.chance(0.004)) for group in groups]
        grid.by_sex("5.1.3", *chosen, row=row)


@fills("5.1.4")
def couts(grid: Grid, situation: Situation) -> None:
    """Costs that follow the days and the pay."""
    courses = _courses(situation.presents)
    for row, (organisme, cost) in DAY_COSTS.items():
        days = sum(course.jours for course in courses if course.axes["organismes_formation"] == organisme)
        grid.put("5.1.4", row, "C01", int(days * cost))
    grid.put("5.1.4", "5.1.4.1", "C01", max(int(situation.masse_brute * LEVY), 1))
    grid.put("5.1.4", "5.1.4.4", "C01", int(sum(course.jours for course in courses) * TRAVEL))
