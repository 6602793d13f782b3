"""Pay, unemployment benefits, overtime, expenses: chapter 3."""

from __future__ import annotations

from processors.example.agents import FONCTIONNAIRES, Agent, Statut, temps_complet, temps_non_complet
from processors.example.grid import NO, YES, Grid, facts, yes_no
from processors.example.registry import fills
from processors.example.simulation import Situation


@fills("rifseep", "rifseep_contractuels", "maintien_des_primes")
def rifseep(grid: Grid, situation: Situation) -> None:
    """Bonus schemes."""
    draws = situation.draws
    adopted = draws.chance(0.8)
    grid.put("rifseep", "mis_en_place", yes_no(adopted))
    if adopted:
        grid.put("rifseep", "delibere", yes_no(draws.chance(0.7)))
    grid.put("rifseep_contractuels", "mis_en_place", yes_no(adopted and draws.chance(0.6)))
    grid.put("maintien_des_primes", "question", yes_no(draws.chance(0.5)))


@fills("remunerations_fonctionnaires")
def remunerations_fonctionnaires(grid: Grid, situation: Situation) -> None:
    """Gross pay of fonctionnaires and its parts."""
    agents = situation.annee_de(*FONCTIONNAIRES)
    grid.by_sex(
        "remunerations_fonctionnaires",
        facts(agents, lambda agent: agent.paie.brut),
        facts(agents, lambda agent: agent.paie.primes),
        facts(agents, lambda agent: agent.paie.nbi),
        facts(agents, lambda agent: agent.paie.heures),
        facts(agents, lambda agent: agent.paie.sft),
        facts(agents, lambda agent: agent.paie.ir),
    )


@fills("remunerations_contractuels")
def remunerations_contractuels(grid: Grid, situation: Situation) -> None:
    """Gross pay of contractuels on permanent posts and its parts."""
    agents = situation.annee_de(Statut.CONTRACTUEL)
    grid.by_sex(
        "remunerations_contractuels",
        facts(agents, lambda agent: agent.paie.brut),
        facts(agents, lambda agent: agent.paie.primes),
        facts(agents, lambda agent: agent.paie.heures),
    )


@fills("remunerations_non_permanents")
def remunerations_non_permanents(grid: Grid, situation: Situation) -> None:
    """Gross pay of temporary posts."""
    grid.by_sex(
        "remunerations_non_permanents", facts(situation.annee_de(Statut.NON_PERMANENT), lambda agent: agent.paie.brut)
    )


@fills("chomage_titulaires", "allocataires_titulaires")
def chomage_titulaires(grid: Grid, situation: Situation) -> None:
    """Fonctionnaires: always self-insured, with or without an agreement with Pôle emploi."""
    agreement = situation.draws.chance(0.6)
    grid.put_rows(
        "chomage_titulaires", {"sans_convention": yes_no(not agreement), "avec_convention": yes_no(agreement)}
    )
    benefits = situation.draws.around(len(situation.fonctionnaires) * 0.004)
    grid.put_rows("allocataires_titulaires", {"titulaires": benefits, "stagiaires": 0})


WAYS = {"sans_convention": 2, "avec_convention": 3, "regime_general": 5}
"""How the unemployment of former contractuels is covered, and how often."""


@fills("chomage_contractuels", "allocataires_contractuels")
def chomage_contractuels(grid: Grid, situation: Situation) -> None:
    """Contractuels: one way among three; only self-insurance has beneficiaries to count."""
    chosen = situation.draws.weighted(WAYS)
    grid.put_rows("chomage_contractuels", {row: YES if row == chosen else NO for row in WAYS})
    if chosen != "regime_general":
        benefits = situation.draws.around(len(situation.contractuels) * 0.06)
        grid.put("allocataires_contractuels", "contractuels", benefits)


@fills("heures_realisees", "heures")
def heures(grid: Grid, situation: Situation) -> None:
    """Full-time agents do overtime, part-time posts do complementary hours; contractuels have their own columns."""
    working = [agent for agent in situation.agents if agent.heures]
    grid.put("heures_realisees", "question", yes_no(working))
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
    grid.by_sex("heures", *(facts(agents, lambda agent: agent.heures) for agents in groups))


@fills("depenses")
def depenses(grid: Grid, situation: Situation) -> None:
    """Running costs and staff costs."""
    amounts = {"fonctionnement": situation.depenses_fonctionnement, "personnel": situation.charges_personnel}
    grid.put_rows("depenses", amounts)
