"""Pay, unemployment benefits, overtime, expenses: chapter 3."""

from __future__ import annotations

from processors.example.agents import FONCTIONNAIRES, Agent, Statut, temps_complet, temps_non_complet
from processors.example.grid import NO, YES, Grid, facts, yes_no
from processors.example.registry import fills
from processors.example.simulation import Situation


@fills("3.1.1.0", "3.2.1.0", "3.4.3")
def rifseep(grid: Grid, situation: Situation) -> None:
    """Bonus schemes."""
    draws = situation.draws
    adopted = draws.chance(0.8)
    grid.put("3.1.1.0", "L01", "C01", yes_no(adopted))
    if adopted:
        grid.put("3.1.1.0", "L02", "C01", yes_no(draws.chance(0.7)))
    grid.put("3.2.1.0", "L01", "C01", yes_no(adopted and draws.chance(0.6)))
    grid.put("3.4.3", "L01", "C01", yes_no(draws.chance(0.5)))


@fills("3.1.1")
def remunerations_fonctionnaires(grid: Grid, situation: Situation) -> None:
    """Gross pay of fonctionnaires and its parts."""
    agents = situation.annee_de(*FONCTIONNAIRES)
    grid.by_sex(
        "3.1.1",
        facts(agents, lambda agent: agent.paie.brut),
        facts(agents, lambda agent: agent.paie.primes),
        facts(agents, lambda agent: agent.paie.nbi),
        facts(agents, lambda agent: agent.paie.heures),
        facts(agents, lambda agent: agent.paie.sft),
        facts(agents, lambda agent: agent.paie.ir),
    )


@fills("3.2.1")
def remunerations_contractuels(grid: Grid, situation: Situation) -> None:
    """Gross pay of contractuels on permanent posts and its parts."""
    agents = situation.annee_de(Statut.CONTRACTUEL)
    grid.by_sex(
        "3.2.1",
        facts(agents, lambda agent: agent.paie.brut),
        facts(agents, lambda agent: agent.paie.primes),
        facts(agents, lambda agent: agent.paie.heures),
    )


@fills("3.3.1")
def remunerations_non_permanents(grid: Grid, situation: Situation) -> None:
    """Gross pay of temporary posts."""
    grid.by_sex("3.3.1", facts(situation.annee_de(Statut.NON_PERMANENT), lambda agent: agent.paie.brut))


@fills("3.4.1-Q", "3.4.1")
def chomage_titulaires(grid: Grid, situation: Situation) -> None:
    """Fonctionnaires: always self-insured, with or without an agreement with Pôle emploi."""
    agreement = situation.draws.chance(0.6)
    grid.put_rows("3.4.1-Q", "C01", {"L01": yes_no(not agreement), "L02": yes_no(agreement)})
    benefits = situation.draws.around(len(situation.fonctionnaires) * 0.004)
    grid.put_rows("3.4.1", "C01", {"L01": benefits, "L02": 0})


@fills("3.4.2-Q", "3.4.2")
def chomage_contractuels(grid: Grid, situation: Situation) -> None:
    """Contractuels: one way among three; only self-insurance has beneficiaries to count."""
    chosen = situation.draws.weighted({"L01": 2, "L02": 3, "L03": 5})
    grid.put_rows("3.4.2-Q", "C01", {row: YES if row == chosen else NO for row in ("L01", "L02", "L03")})
    if chosen != "L03":
        benefits = situation.draws.around(len(situation.contractuels) * 0.06)
        grid.put("3.4.2", "L01", "C01", benefits)


@fills("3.4.4-Q", "3.4.4")
def heures(grid: Grid, situation: Situation) -> None:
    """Full-time agents do overtime, part-time posts do complementary hours; contractuels have their own columns."""
    working = [agent for agent in situation.agents if agent.heures]
    grid.put("3.4.4-Q", "L01", "C01", yes_no(working))
    fonctionnaires = [agent for agent in working if agent.fonctionnaire]
    contractuels = [agent for agent in working if not agent.fonctionnaire]
    nobody: list[Agent] = []
    groups = (
        temps_complet(fonctionnaires),
        nobody,
        nobody,
        temps_non_complet(fonctionnaires),
        temps_complet(contractuels),
        temps_non_complet(contractuels),
    )
    grid.by_sex("3.4.4", *(facts(agents, lambda agent: agent.heures) for agents in groups))


@fills("3.4.5")
def depenses(grid: Grid, situation: Situation) -> None:
    """Running costs and staff costs."""
    amounts = {"L01": situation.depenses_fonctionnement, "L02": situation.charges_personnel}
    grid.put_rows("3.4.5", "C01", amounts)
