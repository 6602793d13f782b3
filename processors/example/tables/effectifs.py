"""Staff at the end of the year and over the year: tables 1.1, 1.2, 1.3, 1.6, 1.7."""

from __future__ import annotations

from processors.example.agents import FONCTIONNAIRES, Statut, temps_complet, temps_non_complet
from processors.example.grid import Grid, facts, yes_no
from processors.example.registry import fills
from processors.example.simulation import Situation

DEDUCTIBLE_SHARE, MINIMUM_PAY = 0.5, 18_254.64
"""Share of the ceiling of deductible units that is spent at most; a year at the minimum wage, in euros."""


@fills("emplois_fonctionnels", "emplois_fonctionnels_etat")
def emplois_fonctionnels(grid: Grid, situation: Situation) -> None:
    """Fonctionnaires on functional jobs, by the cadre d'emplois they come from; none comes from the State."""
    columns = grid.columns("emplois_fonctionnels", "grades_detachement", "sexes")
    grid.tally("emplois_fonctionnels", facts(situation.fonctionnaires), columns)


@fills("emplois_fonctionnels_contractuels")
def emplois_fonctionnels_contractuels(grid: Grid, situation: Situation) -> None:
    """Contractuels on functional jobs."""
    grid.by_sex("emplois_fonctionnels_contractuels", facts(situation.contractuels))


@fills("grades")
def grades(grid: Grid, situation: Situation) -> None:
    """Fonctionnaires by grade: by length of the post, then by sex."""
    agents = situation.fonctionnaires
    grid.tally("grades", facts(temps_complet(agents)), ["temps_complet"])
    grid.tally("grades", facts(agents), grid.columns("grades", "quotites_temps_non_complet"))
    grid.by_sex("grades", facts(agents))


@fills("quotites_fonctionnaires", "modalites_fonctionnaires", "quotites_contractuels", "modalites_contractuels")
def temps_partiel(grid: Grid, situation: Situation) -> None:
    """Full-time posts by rate, and « temps partiel » by right or on request."""
    for agents, by_rate, by_right in (
        (situation.fonctionnaires, "quotites_fonctionnaires", "modalites_fonctionnaires"),
        (situation.contractuels, "quotites_contractuels", "modalites_contractuels"),
    ):
        grid.tally(by_rate, facts(agents), grid.columns(by_rate, "quotites_temps_partiel", "sexes"))
        grid.tally(by_right, facts(agents), grid.columns(by_right, "modalites_temps_partiel"))


@fills("etpr_fonctionnaires", "etpr_contractuels")
def etpr(grid: Grid, situation: Situation) -> None:
    """Paid full-time equivalents of everyone paid in the year."""
    for table, statuts in (("etpr_fonctionnaires", FONCTIONNAIRES), ("etpr_contractuels", (Statut.CONTRACTUEL,))):
        grid.by_sex(table, facts(situation.annee_de(*statuts), lambda agent: agent.etpr))


@fills("contrats")
def contrats(grid: Grid, situation: Situation) -> None:
    """Contractuels four times over: by contract, length of the post, seniority, sex."""
    agents, cdi = situation.contractuels, situation.repertoire.code("cdi")
    permanent = [agent for agent in agents if agent.axes["types_contrat"] == cdi]
    temporary = [agent for agent in agents if agent.axes["types_contrat"] != cdi]
    grid.tally("contrats", facts(agents), grid.columns("contrats", "types_contrat"))
    grid.tally("contrats", facts(temps_complet(agents)), ["temps_complet"])
    grid.tally("contrats", facts(temps_non_complet(agents)), ["temps_non_complet"])
    grid.tally("contrats", facts(agents), grid.columns("contrats", "tranches_anciennete"))
    grid.tally("contrats", facts(permanent), grid.columns("contrats", "types_contrat", "sexes"))
    grid.by_sex("contrats", facts(temporary))


@fills("non_permanents", "etpr_non_permanents")
def non_permanents(grid: Grid, situation: Situation) -> None:
    """Temporary posts: present at the end of the year, paid in the year, full-time equivalents."""
    year = situation.annee_de(Statut.NON_PERMANENT)
    grid.by_sex("non_permanents", facts(situation.non_permanents), facts(year))
    grid.by_sex("etpr_non_permanents", facts(year, lambda agent: agent.etpr))


@fills("temporaires", "mis_a_disposition", "interimaires")
def temporaires(grid: Grid, situation: Situation) -> None:
    """Replacements lent by the CDG and temporary workers: present at the end of the year, and over the year."""
    draws = situation.draws
    lent = draws.sample(situation.permanents, draws.integer(1, 6)) if draws.chance(0.4) else []
    grid.put("temporaires", "question", yes_no(lent))
    if lent:
        half = lent[: len(lent) // 2]
        grid.by_sex("mis_a_disposition", facts(half), facts(lent))
        grid.by_sex("interimaires", facts(half[:1]), facts(lent[:2]), row="interim")


@fills("handicap", "handicap_permanents", "handicap_non_permanents")
def handicap(grid: Grid, situation: Situation) -> None:
    """Beneficiaries of the « obligation d'emploi » present at the end of the year."""
    agents = situation.marques("boeth")
    temporary = [agent for agent in agents if not agent.permanent]
    apprenti = situation.repertoire.code("apprenti")
    apprentis = [agent for agent in temporary if agent.axes["emplois_non_permanents"] == apprenti]
    grid.put("handicap", "question", yes_no(agents))
    if agents:
        permanent = [agent for agent in agents if agent.permanent]
        grid.by_sex(
            "handicap_permanents",
            facts(agent for agent in permanent if agent.fonctionnaire),
            facts(agent for agent in permanent if not agent.fonctionnaire),
        )
        grid.by_sex("handicap_non_permanents", facts(temporary), facts(apprentis), row="non_permanents")


@fills("depenses_handicap")
def depenses_handicap(grid: Grid, situation: Situation) -> None:
    """Expenses below the ceiling of deductible units: half of the 6 % that are due."""
    ceiling = DEDUCTIBLE_SHARE * 0.06 * len(situation.permanents) * MINIMUM_PAY
    for row in ("marches", "insertion", "accueil", "postes"):
        spent = situation.draws.chance(0.4) * situation.draws.number(0.02, 0.2)
        grid.put("depenses_handicap", row, int(ceiling * spent))


@fills("pyramide")
def pyramide(grid: Grid, situation: Situation) -> None:
    """Everyone present, by sex and age."""
    groups = (situation.fonctionnaires, situation.contractuels, situation.non_permanents)
    for column, agents in zip(grid.columns("pyramide"), groups, strict=False):
        grid.tally("pyramide", facts(agents), [column])
