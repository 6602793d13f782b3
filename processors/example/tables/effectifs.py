"""Staff at the end of the year and over the year: tables 1.1, 1.2, 1.3, 1.6, 1.7."""

from __future__ import annotations

from processors.example.agents import FONCTIONNAIRES, Statut, temps_complet, temps_non_complet
from processors.example.grid import Grid, facts, yes_no
from processors.example.registry import fills
from processors.example.simulation import Situation

CDI = "CDI"
APPRENTI = "EF010"
DEDUCTIBLE_SHARE, MINIMUM_PAY = 0.5, 18_254.64
"""Share of the ceiling of deductible units that is spent at most; a year at the minimum wage, in euros."""


@fills("1.1.0.1", "1.1.0.2")
def emplois_fonctionnels(grid: Grid, situation: Situation) -> None:
    """Fonctionnaires on functional jobs, by the cadre d'emplois they come from; none comes from the State."""
    columns = grid.columns("1.1.0.1", "grades_detachement", "sexes")
    grid.tally("1.1.0.1", facts(situation.fonctionnaires), columns)


@fills("1.1.0.3")
def emplois_fonctionnels_contractuels(grid: Grid, situation: Situation) -> None:
    """Contractuels on functional jobs."""
    grid.by_sex("1.1.0.3", facts(situation.contractuels))


@fills("1.1.1")
def grades(grid: Grid, situation: Situation) -> None:
    """Fonctionnaires by grade: by length of the post, then by sex."""
    agents = situation.fonctionnaires
    grid.tally("1.1.1", facts(temps_complet(agents)), ["C01"])
    grid.tally("1.1.1", facts(agents), grid.columns("1.1.1", "quotites_temps_non_complet"))
    grid.by_sex("1.1.1", facts(agents))


@fills("1.1.2", "1.1.3", "1.2.2", "1.2.3")
def temps_partiel(grid: Grid, situation: Situation) -> None:
    """Full-time posts by rate, and « temps partiel » by right or on request."""
    for agents, by_rate, by_right in (
        (situation.fonctionnaires, "1.1.2", "1.1.3"),
        (situation.contractuels, "1.2.2", "1.2.3"),
    ):
        grid.tally(by_rate, facts(agents), grid.columns(by_rate, "quotites_temps_partiel", "sexes"))
        grid.tally(by_right, facts(agents), grid.columns(by_right, "modalites_temps_partiel"))


@fills("1.1.4", "1.2.4")
def etpr(grid: Grid, situation: Situation) -> None:
    """Paid full-time equivalents of everyone paid in the year."""
    for table, statuts in (("1.1.4", FONCTIONNAIRES), ("1.2.4", (Statut.CONTRACTUEL,))):
        grid.by_sex(table, facts(situation.annee_de(*statuts), lambda agent: agent.etpr))


@fills("1.2.1")
def contrats(grid: Grid, situation: Situation) -> None:
    """Contractuels four times over: by contract, length of the post, seniority, sex."""
    agents = situation.contractuels
    permanent = [agent for agent in agents if agent.axes["types_contrat"] == CDI]
    temporary = [agent for agent in agents if agent.axes["types_contrat"] != CDI]
    grid.tally("1.2.1", facts(agents), grid.columns("1.2.1", "types_contrat"))
    grid.tally("1.2.1", facts(temps_complet(agents)), ["C10"])
    grid.tally("1.2.1", facts(temps_non_complet(agents)), ["C11"])
    grid.tally("1.2.1", facts(agents), grid.columns("1.2.1", "tranches_anciennete"))
    grid.tally("1.2.1", facts(permanent), grid.columns("1.2.1", "types_contrat", "sexes"))
    grid.by_sex("1.2.1", facts(temporary))


@fills("1.3.1.1", "1.3.1.2")
def non_permanents(grid: Grid, situation: Situation) -> None:
    """Temporary posts: present at the end of the year, paid in the year, full-time equivalents."""
    year = situation.annee_de(Statut.NON_PERMANENT)
    grid.by_sex("1.3.1.1", facts(situation.non_permanents), facts(year))
    grid.by_sex("1.3.1.2", facts(year, lambda agent: agent.etpr))


@fills("1.3.2.0", "1.3.2.1", "1.3.2.2")
def temporaires(grid: Grid, situation: Situation) -> None:
    """Replacements lent by the CDG and temporary workers: present at the end of the year, and over the year."""
    draws = situation.draws
    lent = draws.sample(situation.permanents, draws.integer(1, 6)) if draws.chance(0.4) else []
    grid.put("1.3.2.0", "Q132", "C01", yes_no(lent))
    if lent:
        half = lent[: len(lent) // 2]
        grid.by_sex("1.3.2.1", facts(half), facts(lent))
        grid.by_sex("1.3.2.2", facts(half[:1]), facts(lent[:2]), row="INTERIM")


@fills("1.6.1.0", "1.6.1.1", "1.6.1.2")
def handicap(grid: Grid, situation: Situation) -> None:
    """Beneficiaries of the « obligation d'emploi » present at the end of the year."""
    agents = situation.marques("boeth")
    temporary = [agent for agent in agents if not agent.permanent]
    apprentis = [agent for agent in temporary if agent.axes["emplois_non_permanents"] == APPRENTI]
    grid.put("1.6.1.0", "Q161", "C01", yes_no(agents))
    if agents:
        permanent = [agent for agent in agents if agent.permanent]
        grid.by_sex(
            "1.6.1.1",
            facts(agent for agent in permanent if agent.fonctionnaire),
            facts(agent for agent in permanent if not agent.fonctionnaire),
        )
        grid.by_sex("1.6.1.2", facts(temporary), facts(apprentis), row="NONPERM")


@fills("1.6.2.1")
def depenses_handicap(grid: Grid, situation: Situation) -> None:
    """Expenses below the ceiling of deductible units: half of the 6 % that are due."""
    ceiling = DEDUCTIBLE_SHARE * 0.06 * len(situation.permanents) * MINIMUM_PAY
    for rank in range(1, 5):
        spent = situation.draws.chance(0.4) * situation.draws.number(0.02, 0.2)
        grid.put("1.6.2.1", f"L{rank:02}", "C01", int(ceiling * spent))


@fills("1.7.1")
def pyramide(grid: Grid, situation: Situation) -> None:
    """Everyone present, by sex and age."""
    groups = (situation.fonctionnaires, situation.contractuels, situation.non_permanents)
    for column, agents in zip(grid.columns("1.7.1"), groups, strict=False):
        grid.tally("1.7.1", facts(agents), [column])
