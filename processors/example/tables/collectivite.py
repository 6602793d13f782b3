"""The « Collectivité » sheet: identity, attachment, and the opening questions as the simulation answers them."""

from __future__ import annotations

from processors.example.agents import Statut
from processors.example.grid import Grid, yes_no
from processors.example.identite import lieu, siret
from processors.example.registry import fills
from processors.example.simulation import COMITE, Situation
from schemas.plan import Value

OTHER_SIRET = 5_000_000
"""Offset of the seeds whose SIRET stand for the collectivité that another depends on."""


@fills("collectivite")
def collectivite(grid: Grid, situation: Situation) -> None:
    """Every field of the sheet, the opening questions included."""
    grid.put_rows("collectivite", _identite(situation) | _ouvertures(situation))


def _identite(situation: Situation) -> dict[str, Value]:
    draws, profil = situation.draws, situation.profil
    place, present = lieu(draws), len(situation.presents)
    departement = draws.choice(situation.repertoire.elements("departements"))
    return {
        "siret": siret(situation.graine),
        "raison_sociale": profil.nom.format(lieu=place),
        "type_collectivite": profil.type_collectivite,
        "departement": departement.code,
        "population": situation.taille * profil.habitants + draws.integer(0, 99),
        "strate_surclassement": "Sans objet (exemple fictif)",
        "zone_emploi": f"Zone d’emploi fictive de {place}",
        "effectif_0112": present,
        "echantillon_dgcl": yes_no(draws.chance(0.1)),
        "cdg": f"Centre de gestion fictif ({departement.label})",
        "affiliee": yes_no(situation.affiliee),
        "ct_cdg": yes_no(present < COMITE and situation.affiliee),
        "chsct_propre": yes_no(situation.comite_propre),
        "siret_rattachement": siret(situation.graine + OTHER_SIRET),
        "repondant_nom": "Camille Exemple (personne fictive)",
        "repondant_tel": "01 99 00 00 00",
        "repondant_mail": "rh@collectivite-fictive.example",
    }


def _ouvertures(situation: Situation) -> dict[str, Value]:
    arrivals, leaving = situation.arrivees, situation.departs
    functional = [agent for agent in situation.presents if "emplois_fonctionnels" in agent.axes]
    truths: dict[str, object] = {
        "q_agents": situation.agents,
        "q_fonctionnaires_annee": situation.annee_de(Statut.TITULAIRE, Statut.STAGIAIRE),
        "q_fonctionnaires_3112": situation.fonctionnaires,
        "q_contractuels_annee": situation.annee_de(Statut.CONTRACTUEL),
        "q_contractuels_3112": situation.contractuels,
        "q_non_permanents_annee": situation.annee_de(Statut.NON_PERMANENT),
        "q_non_permanents_3112": situation.non_permanents,
        "q_emplois_fonctionnels_annee": functional,
        "q_emplois_fonctionnels_3112": functional,
        "q_departs_fonctionnaires": [agent for agent in leaving if agent.fonctionnaire],
        "q_departs_contractuels": [agent for agent in leaving if not agent.fonctionnaire],
        "q_arrivees_fonctionnaires": [agent for agent in arrivals if agent.fonctionnaire],
        "q_arrivees_contractuels": [agent for agent in arrivals if not agent.fonctionnaire],
        "q_cet": situation.cet,
    }
    return {question: yes_no(truth) for question, truth in truths.items()}
