"""Staff representation, strikes, sanctions, social protection: chapters 6 and 7."""

from __future__ import annotations

from processors.example.agents import Agent, Statut
from processors.example.grid import NO, YES, Grid, facts, yes_no
from processors.example.registry import fills
from processors.example.simulation import Situation

MONTHLY_SHARE = {"sante": 15, "prevoyance": 8}
"""Euros a month, by risk: the mark of the agents insured, and the name of a column."""


@fills("reunions")
def reunions(grid: Grid, situation: Situation) -> None:
    """Meetings of one's own bodies: an affiliated collectivité leaves the CAP and the CCP to the CDG."""
    draws = situation.draws
    own_ct = situation.comite_propre or not situation.affiliee
    own_cap = not situation.affiliee
    meetings = {"ct": own_ct * draws.integer(2, 6), "cap": own_cap * draws.integer(1, 4)}
    grid.put_rows("reunions", meetings | {"ccp": own_cap * draws.integer(0, 2)})


@fills("chsct_propre", "chsct", "missions_chsct_du_ct", "chsct_du_ct")
def chsct(grid: Grid, situation: Situation) -> None:
    """Health and safety committee: one's own, or the comité technique of a centre de gestion."""
    draws = situation.draws
    if situation.centre_de_gestion:
        grid.put("missions_chsct_du_ct", "question", YES)
        grid.put("chsct_du_ct", "reunions", draws.integer(2, 5))
    elif situation.comite_propre:
        meetings = draws.integer(2, 5)
        days = {"jours_membres": meetings + draws.integer(0, 30) / 2, "jours_secretaire": draws.integer(0, 20) / 2}
        grid.put("chsct_propre", "question", YES)
        grid.put_rows("chsct", {"reunions": meetings, **days})


@fills("jours_syndicaux", "heures_syndicales", "protocoles")
def droits_syndicaux(grid: Grid, situation: Situation) -> None:
    """Union rights, asked of the centres de gestion and of those that no CDG serves."""
    draws, count = situation.draws, len(situation.permanents)
    if not situation.affiliee:
        hours = count * draws.integer(2, 4)
        days = {"autorisations": draws.integer(0, count // 3), "formation": draws.integer(0, count // 8)}
        grid.put_rows("jours_syndicaux", dict(days))
        used = int(hours * draws.number(0.3, 1))
        rows = {"contingent": count, "decharges_accordees": hours, "decharges_utilisees": used}
        grid.put_rows("heures_syndicales", dict(rows))
        grid.put("protocoles", "protocoles", draws.integer(0, 2))


@fills("greves_suivies", "greves")
def greves(grid: Grid, situation: Situation) -> None:
    """Days of strike by call."""
    draws = situation.draws
    days = {
        motif: draws.integer(0, len(situation.presents) // 4) for motif in situation.repertoire.codes("motifs_greve")
    }
    struck = any(days.values())
    grid.put("greves_suivies", "question", yes_no(struck))
    if struck:
        grid.put_rows("greves", dict(days))


@fills("sanctions_titulaires", "sanctions_stagiaires", "sanctions_contractuels", "motifs_des_sanctions")
def sanctions(grid: Grid, situation: Situation) -> None:
    """Sanctions by statut, then all of them by motive."""
    punished = [agent for agent in situation.presents if "sanctions" in agent.axes]
    places = {Statut.TITULAIRE: "sanctions_titulaires", Statut.STAGIAIRE: "sanctions_stagiaires"}
    for agent in punished:
        grid.by_sex(places.get(agent.statut, "sanctions_contractuels"), facts([agent]))
    grid.by_sex("motifs_des_sanctions", facts(punished))


@fills("oeuvres_sociales", "prestations", "garde_enfants")
def action_sociale(grid: Grid, situation: Situation) -> None:
    """Benefits to staff, given directly or through a committee."""
    draws = situation.draws
    committee = draws.chance(0.6)
    grid.put_rows("oeuvres_sociales", {"subventions": yes_no(draws.chance(0.3)), "cotisations": yes_no(committee)})
    for row, given in (("directes", draws.chance(0.5)), ("comite", committee)):
        grid.put("prestations", row, yes_no(given), "reponse")
        grid.put("prestations", row, given * len(situation.permanents) * draws.integer(60, 250), "montant")
    other = draws.chance(0.2)
    answers = {"creche": NO, "aides": yes_no(draws.chance(0.2)), "autres": yes_no(other)}
    grid.put_rows("garde_enfants", dict(answers))
    if other:
        grid.put("garde_enfants", "description", "Chèques emploi service universel (exemple fictif)")


@fills("participation", "beneficiaires_protection", "montants_protection")
def protection_sociale(grid: Grid, situation: Situation) -> None:
    """Each risk: by agreement, by labelled contract, or no contribution at all."""
    for risk, share in MONTHLY_SHARE.items():
        way = situation.draws.weighted({"convention": 4, "labellisation": 4, "": 3})
        grid.put_rows(
            "participation", {row: YES if row == way else NO for row in ("convention", "labellisation")}, risk
        )
        if way:
            for agent in situation.marques(risk):
                _insure(grid, agent, risk, 12 * share)


def _insure(grid: Grid, agent: Agent, risk: str, amount: int) -> None:
    row = agent.categorie if agent.permanent else "hors_categorie"
    grid.add("beneficiaires_protection", row, 1, risk)
    grid.add("montants_protection", row, amount, risk)
