"""Staff representation, strikes, sanctions, social protection: chapters 6 and 7."""

from __future__ import annotations

from processors.example.agents import Agent, Statut
from processors.example.grid import NO, YES, Grid, facts, yes_no
from processors.example.registry import fills
from processors.example.simulation import Situation

RISKS = {"C01": "sante", "C02": "prevoyance"}
"""Column of 7.1.4 and the mark of the agents insured."""

MONTHLY_SHARE = {"sante": 15, "prevoyance": 8}


@fills("6.1.1.1")
def reunions(grid: Grid, situation: Situation) -> None:
    """Meetings of one's own bodies: an affiliated collectivité leaves the CAP and the CCP to the CDG."""
    draws = situation.draws
    own_ct = situation.comite_propre or not situation.affiliee
    own_cap = not situation.affiliee
    meetings = {"L01": own_ct * draws.integer(2, 6), "L02": own_cap * draws.integer(1, 4)}
    grid.put_rows("6.1.1.1", "C01", meetings | {"L03": own_cap * draws.integer(0, 2)})


@fills("6.1.1.2.0", "6.1.1.2", "6.1.1.3.0", "6.1.1.3")
def chsct(grid: Grid, situation: Situation) -> None:
    """Health and safety committee: one's own, or the comité technique of a centre de gestion."""
    draws = situation.draws
    if situation.centre_de_gestion:
        grid.put("6.1.1.3.0", "Q02", "C01", YES)
        grid.put("6.1.1.3", "L08", "C01", draws.integer(2, 5))
    elif situation.comite_propre:
        meetings = draws.integer(2, 5)
        days = {"L06": meetings + draws.integer(0, 30) / 2, "L07": draws.integer(0, 20) / 2}
        grid.put("6.1.1.2.0", "Q01", "C01", YES)
        grid.put_rows("6.1.1.2", "C01", {"L05": meetings, **days})


@fills("6.1.2.1", "6.1.2.2", "6.1.2.3")
def droits_syndicaux(grid: Grid, situation: Situation) -> None:
    """Union rights, asked of the centres de gestion and of those that no CDG serves."""
    draws, count = situation.draws, len(situation.permanents)
    if not situation.affiliee:
        hours = count * draws.integer(2, 4)
        grid.put_rows("6.1.2.1", "C01", {"L01": draws.integer(0, count // 3), "L02": draws.integer(0, count // 8)})
        grid.put_rows("6.1.2.2", "C01", {"L03": count, "L04": hours, "L05": int(hours * draws.number(0.3, 1))})
        grid.put("6.1.2.3", "L06", "C01", draws.integer(0, 2))


@fills("6.1.3.0", "6.1.3")
def greves(grid: Grid, situation: Situation) -> None:
    """Days of strike by call."""
    draws = situation.draws
    days = {
        motif: draws.integer(0, len(situation.presents) // 4) for motif in situation.repertoire.codes("motifs_greve")
    }
    struck = any(days.values())
    grid.put("6.1.3.0", "Q01", "C01", yes_no(struck))
    if struck:
        grid.put_rows("6.1.3", "C01", dict(days))


@fills("6.1.4.1", "6.1.4.2", "6.1.4.3", "6.1.4.4")
def sanctions(grid: Grid, situation: Situation) -> None:
    """Sanctions by statut, then all of them by motive."""
    punished = [agent for agent in situation.presents if "sanctions" in agent.axes]
    tables = {Statut.TITULAIRE: "6.1.4.1", Statut.STAGIAIRE: "6.1.4.2"}
    for agent in punished:
        grid.by_sex(tables.get(agent.statut, "6.1.4.3"), facts([agent]))
    grid.by_sex("6.1.4.4", facts(punished))


@fills("7.1.1", "7.1.2", "7.1.3")
def action_sociale(grid: Grid, situation: Situation) -> None:
    """Benefits to staff, given directly or through a committee."""
    draws = situation.draws
    committee = draws.chance(0.6)
    grid.put_rows("7.1.1", "C01", {"L01": yes_no(draws.chance(0.3)), "L02": yes_no(committee)})
    for row, given in (("L01", draws.chance(0.5)), ("L02", committee)):
        grid.put("7.1.2", row, "C01", yes_no(given))
        grid.put("7.1.2", row, "C02", given * len(situation.permanents) * draws.integer(60, 250))
    other = draws.chance(0.2)
    answers = {"L01": NO, "L02": yes_no(draws.chance(0.2)), "L03": yes_no(other)}
    grid.put_rows("7.1.3", "C01", dict(answers))
    if other:
        grid.put("7.1.3", "L04", "C01", "Chèques emploi service universel (exemple fictif)")


@fills("7.1.4.0", "7.1.4.1", "7.1.4.2")
def protection_sociale(grid: Grid, situation: Situation) -> None:
    """Each risk: by agreement, by labelled contract, or no contribution at all."""
    for column, risk in RISKS.items():
        way = situation.draws.weighted({"Q01": 4, "Q02": 4, "": 3})
        grid.put_rows("7.1.4.0", column, {row: YES if row == way else NO for row in ("Q01", "Q02")})
        if way:
            for agent in situation.marques(risk):
                _insure(grid, agent, column, 12 * MONTHLY_SHARE[risk])


def _insure(grid: Grid, agent: Agent, column: str, amount: int) -> None:
    row = agent.categorie if agent.permanent else "HC"
    grid.add("7.1.4.1", row, column, 1)
    grid.add("7.1.4.2", row, column, amount)
