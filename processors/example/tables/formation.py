"""Training: chapter 5."""

from __future__ import annotations

from processors.example.agents import Agent, Formation
from processors.example.grid import Fact, Grid, facts
from processors.example.registry import fills
from processors.example.simulation import Situation

DAY_COSTS = {"cnfpt": ("cnfpt_au_dela", 120), "autres_organismes": ("autres_organismes", 260)}
"""Rows of the costs: bodies paid by the day, in euros."""

LEVY, TRAVEL = 0.009, 14
"""Levy of the CNFPT on gross pay; travel costs of a day of training, in euros."""


def _trained(agents: list[Agent]) -> list[Agent]:
    return [agent for agent in agents if agent.formations]


def _courses(agents: list[Agent]) -> list[Formation]:
    return [formation for agent in agents for formation in agent.formations]


@fills("agents_formes")
def agents_formes(grid: Grid, situation: Situation) -> None:
    """Permanent agents trained at least once."""
    grid.by_sex("agents_formes", facts(_trained(situation.fonctionnaires)), facts(_trained(situation.contractuels)))


@fills("journees_fonctionnaires", "journees_contractuels", "journees_non_permanents")
def journees(grid: Grid, situation: Situation) -> None:
    """Training days by body, agents by sex, and the part under a personal account."""
    groups = {
        "journees_fonctionnaires": situation.fonctionnaires,
        "journees_contractuels": situation.contractuels,
        "journees_non_permanents": situation.non_permanents,
    }
    for place, agents in groups.items():
        courses = _courses(agents)
        once: list[Fact] = [(course.axes, 1) for course in courses]
        if place == "journees_non_permanents":
            once = facts(_trained(agents))
        grid.tally(place, _days(courses), grid.columns(place, "organismes_formation"))
        grid.by_sex(place, once)
        paid = [course for course in courses if course.cpf]
        grid.tally(place, _days(paid), ["jours_cpf"])
        grid.tally(place, [(course.axes, 1) for course in paid], ["agents_cpf"])


def _days(courses: list[Formation]) -> list[Fact]:
    return [(course.axes, course.jours) for course in courses]


@fills("non_permanents_formes")
def non_permanents_formes(grid: Grid, situation: Situation) -> None:
    """Agents on temporary posts trained at least once."""
    grid.by_sex("non_permanents_formes", facts(_trained(situation.non_permanents)))


@fills("validation_experience")
def validation_experience(grid: Grid, situation: Situation) -> None:
    """A few cases among the agents present, contractuels on temporary posts included."""
    draws = situation.draws
    groups = (situation.fonctionnaires, situation.contractuels + situation.non_permanents)
    for row in ("deposes", "en_cours", "aboutis", "bilans", "conges"):
        chosen = [facts(agent for agent in group if draws.chance(0.004)) for group in groups]
        grid.by_sex("validation_experience", *chosen, row=row)


@fills("couts_formation")
def couts(grid: Grid, situation: Situation) -> None:
    """Costs that follow the days and the pay."""
    courses = _courses(situation.presents)
    for row, (role, cost) in DAY_COSTS.items():
        organisme = situation.repertoire.code(role)
        days = sum(course.jours for course in courses if course.axes["organismes_formation"] == organisme)
        grid.put("couts_formation", row, int(days * cost))
    grid.put("couts_formation", "cotisation", max(int(situation.masse_brute * LEVY), 1))
    grid.put("couts_formation", "deplacements", int(sum(course.jours for course in courses) * TRAVEL))
