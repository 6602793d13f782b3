"""Careers: tables 1.4 and 1.5."""

from __future__ import annotations

from processors.example.agents import FONCTIONNAIRES, Agent, Statut, temps_complet, temps_non_complet
from processors.example.grid import Grid, facts
from processors.example.registry import fills
from processors.example.simulation import Situation


def _partis(situation: Situation, *statuts: Statut) -> list[Agent]:
    return [agent for agent in situation.departs if agent.statut in statuts]


@fills("1.4.1", "1.4.2", "1.4.3", "1.4.4")
def positions(grid: Grid, situation: Situation) -> None:
    """Particular positions: a few people outside the staff, drawn among agents alike; a part is drawn in its whole."""
    draws = situation.draws
    for name in ("1.4.1", "1.4.2", "1.4.3", "1.4.4"):
        table = grid.questionnaire.tables.get(name)
        if table is None:
            continue
        drawn: dict[str, list[Agent]] = {}
        for row in table.rows:
            pool = drawn.get(row.part_of) if row.part_of else situation.permanents
            size = draws.around(min(len(situation.permanents) * 0.004, 4.0))
            drawn[row.code] = draws.sample(pool or [], size)
            first_pair = grid.columns(name, "sexes")[:2]
            grid.tally(name, facts(drawn[row.code]), first_pair, row.code)


@fills("1.5.0.1", "1.5.0.2")
def departs(grid: Grid, situation: Situation) -> None:
    """Departures by motive, category and sex."""
    for table, statuts in (("1.5.0.1", FONCTIONNAIRES), ("1.5.0.2", (Statut.CONTRACTUEL,))):
        grid.tally(table, facts(_partis(situation, *statuts)), grid.columns(table, "sexes", "categories"))


@fills("1.5.1.1", "1.5.1.2", "1.5.1.3")
def arrivees_emplois_fonctionnels(grid: Grid, situation: Situation) -> None:
    """Agents on functional jobs who arrived in the year."""
    arrivals = situation.arrivees
    columns = grid.columns("1.5.1.1", "grades_detachement", "sexes")
    grid.tally("1.5.1.1", facts(agent for agent in arrivals if agent.fonctionnaire), columns)
    grid.by_sex("1.5.1.3", facts(agent for agent in arrivals if not agent.fonctionnaire))


@fills("1.5.2")
def arrivees_fonctionnaires(grid: Grid, situation: Situation) -> None:
    """Arrivals of fonctionnaires: by way in, then by length of the post and sex."""
    arrivals = [agent for agent in situation.arrivees if agent.fonctionnaire]
    grid.tally("1.5.2", facts(arrivals), grid.columns("1.5.2", "motifs_arrivee"))
    grid.by_sex("1.5.2", facts(temps_complet(arrivals)), facts(temps_non_complet(arrivals)))


@fills("1.5.3.1", "1.5.3.2")
def arrivees_contractuels(grid: Grid, situation: Situation) -> None:
    """Arrivals of contractuels: replacements, returns, and the others."""
    arrivals = [agent for agent in situation.arrivees if not agent.fonctionnaire]
    special = [agent for agent in arrivals if "motifs_arrivee" in agent.axes]
    usual = [agent for agent in arrivals if "motifs_arrivee" not in agent.axes]
    for table, agents in (("1.5.3.1", special), ("1.5.3.2", usual)):
        grid.by_sex(table, facts(temps_complet(agents)), facts(temps_non_complet(agents)))


@fills("1.5.4")
def titularisations(grid: Grid, situation: Situation) -> None:
    """« Titularisations » and appointments as « stagiaire »."""
    grid.by_sex("1.5.4", facts(situation.fonctionnaires))


@fills("1.5.5", "1.5.6")
def promotions(grid: Grid, situation: Situation) -> None:
    """Steps and grades; the same promotions by filière."""
    promoted = [agent for agent in situation.fonctionnaires if "motifs_promotion" in agent.axes]
    grid.by_sex("1.5.5", facts(situation.marques("echelon")), row="ECHELON")
    grid.by_sex("1.5.5", facts(promoted))
    grid.tally("1.5.6", facts(promoted), grid.columns("1.5.6", "categories", "sexes"))


@fills("1.5.7")
def accompagnements(grid: Grid, situation: Situation) -> None:
    """Agents accompanied in a professional change."""
    grid.by_sex("1.5.7", facts(agent for agent in situation.marques("accompagne") if agent.permanent))
