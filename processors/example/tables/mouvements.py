"""Careers: tables 1.4 and 1.5."""

from __future__ import annotations

from processors.example.agents import FONCTIONNAIRES, Agent, Statut, temps_complet, temps_non_complet
from processors.example.grid import Grid, facts
from processors.example.registry import fills
from processors.example.simulation import Situation


def _partis(situation: Situation, *statuts: Statut) -> list[Agent]:
    return [agent for agent in situation.departs if agent.statut in statuts]


POSITIONS = (
    "positions_originaires",
    "positions_cabinet",
    "positions_mises_a_disposition",
    "positions_prises_en_charge",
)


@fills(*POSITIONS)
def positions(grid: Grid, situation: Situation) -> None:
    """Particular positions: a few people outside the staff, drawn among agents alike; a part is drawn in its whole."""
    draws = situation.draws
    for name in POSITIONS:
        table = grid.table(name)
        if table is None:
            continue
        drawn: dict[str, list[Agent]] = {}
        for row in table.rows:
            pool = drawn.get(row.part_of) if row.part_of else situation.permanents
            size = draws.around(min(len(situation.permanents) * 0.004, 4.0))
            drawn[row.code] = draws.sample(pool or [], size)
            first_pair = grid.columns(name, "sexes")[:2]
            grid.tally(name, facts(drawn[row.code]), first_pair, row.code)


@fills("departs_fonctionnaires", "departs_contractuels")
def departs(grid: Grid, situation: Situation) -> None:
    """Departures by motive, category and sex."""
    for table, statuts in (("departs_fonctionnaires", FONCTIONNAIRES), ("departs_contractuels", (Statut.CONTRACTUEL,))):
        grid.tally(table, facts(_partis(situation, *statuts)), grid.columns(table, "sexes", "categories"))


ARRIVEES_FONCTIONNELLES = (
    "arrivees_emplois_fonctionnels",
    "arrivees_emplois_fonctionnels_etat",
    "arrivees_emplois_fonctionnels_contractuels",
)
"""Of fonctionnaires, of those of the State (none comes), of contractuels."""


@fills(*ARRIVEES_FONCTIONNELLES)
def arrivees_emplois_fonctionnels(grid: Grid, situation: Situation) -> None:
    """Agents on functional jobs who arrived in the year."""
    arrivals = situation.arrivees
    columns = grid.columns(ARRIVEES_FONCTIONNELLES[0], "grades_detachement", "sexes")
    grid.tally(ARRIVEES_FONCTIONNELLES[0], facts(agent for agent in arrivals if agent.fonctionnaire), columns)
    grid.by_sex(ARRIVEES_FONCTIONNELLES[2], facts(agent for agent in arrivals if not agent.fonctionnaire))


@fills("arrivees_fonctionnaires")
def arrivees_fonctionnaires(grid: Grid, situation: Situation) -> None:
    """Arrivals of fonctionnaires: by way in, then by length of the post and sex."""
    arrivals = [agent for agent in situation.arrivees if agent.fonctionnaire]
    grid.tally("arrivees_fonctionnaires", facts(arrivals), grid.columns("arrivees_fonctionnaires", "motifs_arrivee"))
    grid.by_sex("arrivees_fonctionnaires", facts(temps_complet(arrivals)), facts(temps_non_complet(arrivals)))


@fills("arrivees_contractuels", "autres_arrivees_contractuels")
def arrivees_contractuels(grid: Grid, situation: Situation) -> None:
    """Arrivals of contractuels: replacements, returns, and the others."""
    arrivals = [agent for agent in situation.arrivees if not agent.fonctionnaire]
    special = [agent for agent in arrivals if "motifs_arrivee" in agent.axes]
    usual = [agent for agent in arrivals if "motifs_arrivee" not in agent.axes]
    for table, agents in (("arrivees_contractuels", special), ("autres_arrivees_contractuels", usual)):
        grid.by_sex(table, facts(temps_complet(agents)), facts(temps_non_complet(agents)))


@fills("titularisations")
def titularisations(grid: Grid, situation: Situation) -> None:
    """« Titularisations » and appointments as « stagiaire »."""
    grid.by_sex("titularisations", facts(situation.fonctionnaires))


@fills("promotions", "promotions_par_filiere")
def promotions(grid: Grid, situation: Situation) -> None:
    """Steps and grades; the same promotions by filière."""
    promoted = [agent for agent in situation.fonctionnaires if "motifs_promotion" in agent.axes]
    grid.by_sex("promotions", facts(situation.marques("echelon")), row="echelon")
    grid.by_sex("promotions", facts(promoted))
    grid.tally("promotions_par_filiere", facts(promoted), grid.columns("promotions_par_filiere", "categories", "sexes"))


@fills("accompagnements")
def accompagnements(grid: Grid, situation: Situation) -> None:
    """Agents accompanied in a professional change."""
    grid.by_sex("accompagnements", facts(agent for agent in situation.marques("accompagne") if agent.permanent))
