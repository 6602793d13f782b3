"""Oracle: 1.5. Source: agregation (1.5), FAQ of the ministry (S4) and of the CDG (S1).

A movement carries the situation at that day; what it leaves blank is that of the agent's line.
"""

from __future__ import annotations

from typing import Any

from tests.agents.oracle_base import (
    CATEGORIES,
    CONTRACTUEL,
    FONCTIONNAIRES,
    PERMANENTS,
    Agent,
    Compte,
    Ligne,
    dans_l_annee,
    distincts,
    oui,
    plusieurs,
)
from tests.agents.oracle_effectifs import sur_emploi_fonctionnel

ARRIVEES = {
    "MA022": "C01", "MA023": "C02", "MA024": "C03", "MA025": "C04", "MA026": "C05", "MA027": "C06", "MA005": "C38",
    "MA006": "C07", "MA007": "C08", "MA008": "C09", "MA009": "C10", "MA010": "C11", "MA011": "C12", "MA013": "C13",
    "MA028": "C14", "MA029": "C15", "MA015": "C16",
}  # fmt: skip
REMPLACANTS_ET_RETOURS = ("MA016", "MA017", "MA018")
RETOURS = ("MA015", "MA017", "MA018", "MA028", "MA029")
TEMPORAIRES = ("MD001", "MD002", "MD003", "MD004", "MD005", "MD021", "MD022", "MD007", "MD020")
MISES_EN_DISPONIBILITE, D_OFFICE = ("MD021", "MD022"), "PS013"
DETACHEMENT = "MD005"
NOMME_STAGIAIRE, CONTRACTUEL_NOMME = "MD018", "TS007"
ECHELON = "ECHELON"


def situation(agent: Agent, mouvement: Ligne, champ: str) -> Any:
    return agent[champ] if mouvement.get(champ) is None else mouvement[champ]


def de_l_annee(agent: Agent, nature: str, annee: int) -> list[Ligne]:
    """The movements of a nature in the year, in date order."""
    trouves = [ligne for ligne in agent.mouvements if ligne["nature"] == nature and dans_l_annee(ligne["date"], annee)]
    return sorted(trouves, key=lambda ligne: ligne["date"])


def retenus(agent: Agent, annee: int) -> list[Ligne]:
    """Arrivals and departures that count.

    - retired on 31/12 and paid until then: no departure (S4-030);
    - not paid in the year (disponibilité begun before): no departure (S1-120); a renewed détachement is one (S1-118);
    - a leave begun and ended in the year is a departure and an arrival (S1-121, S1-122);
    - a leave followed by a final departure is that departure only (S1-119);
    - put on disponibilité d’office: no movement (S4-035);
    - several contracts in the year: the last movement only (S1-117);
    - hired as contractuel and then made stagiaire: the arrival as fonctionnaire only (S1-125).
    """
    ordre = de_l_annee(agent, "arrivee", annee) + de_l_annee(agent, "depart", annee)
    dernier_jour = max((ligne["date"] for ligne in ordre), default=None)
    ordre.sort(key=lambda ligne: (ligne["date"], _second_du_jour(agent, ligne, dernier_jour)))
    ordre = [ligne for ligne in ordre if _recense(agent, ligne, annee)]
    suite: list[Ligne] = []
    for rang, ligne in enumerate(ordre):
        suivante = ordre[rang + 1] if rang + 1 < len(ordre) else None
        if ligne["nature"] == "depart" and suivante is not None and suivante["nature"] == "depart":
            continue
        suite.append(ligne)
    return _un_seul_contrat(agent, suite)


def _second_du_jour(agent: Agent, ligne: Ligne, dernier_jour: Any) -> bool:
    """Two movements of one day: out, then in again (S1-123); in, then out, if the agent is gone after that day."""
    parti = agent["remunere_3112"] == "NON" and ligne["date"] == dernier_jour
    return bool(ligne["nature"] == ("depart" if parti else "arrivee"))


def _recense(agent: Agent, ligne: Ligne, annee: int) -> bool:
    statut = situation(agent, ligne, "statut")
    if statut not in PERMANENTS:
        return False
    if ligne["nature"] == "arrivee":
        devenu_fonctionnaire = statut == CONTRACTUEL and agent.fonctionnaire
        return ligne["mouvement_interne"] is None and not devenu_fonctionnaire
    if not agent.de_l_annee and ligne["motif_depart"] != DETACHEMENT:
        return False
    if ligne["motif_depart"] in MISES_EN_DISPONIBILITE and agent["position_statutaire"] == D_OFFICE:
        return False
    dernier_jour = (ligne["date"].month, ligne["date"].day) == (12, 31)
    return not (agent.present and dernier_jour)


def _un_seul_contrat(agent: Agent, suite: list[Ligne]) -> list[Ligne]:
    """Of the contracts of a contractuel (hired, final departure), the last movement only; leaves and returns stay."""
    contrats = [ligne for ligne in suite if situation(agent, ligne, "statut") == CONTRACTUEL and _contrat(ligne)]
    return [ligne for ligne in suite if ligne not in contrats[:-1]]


def _contrat(ligne: Ligne) -> bool:
    if ligne["nature"] == "arrivee":
        return ligne["motif_arrivee"] not in RETOURS
    return ligne["motif_depart"] not in TEMPORAIRES


def mouvements(compte: Compte, agent: Agent, annee: int) -> None:
    """1.5.0.1, 1.5.0.2, 1.5.1, 1.5.2, 1.5.3."""
    for ligne in retenus(agent, annee):
        if ligne["nature"] == "depart":
            _depart(compte, agent, ligne["motif_depart"], situation(agent, ligne, "statut"), ligne)
        else:
            _arrivee(compte, agent, ligne, annee)


def _depart(compte: Compte, agent: Agent, motif: str, statut: str, ligne: Ligne) -> None:
    rang = CATEGORIES.index(situation(agent, ligne, "categorie"))
    colonne = f"C0{rang + 1 + (0 if agent['sexe'] == 'H' else 3)}"
    compte.ajouter("1.5.0.1" if statut in FONCTIONNAIRES else "1.5.0.2", motif, colonne)


def _arrivee(compte: Compte, agent: Agent, ligne: Ligne, annee: int) -> None:
    statut = situation(agent, ligne, "statut")
    emploi = ligne["emploi_fonctionnel"]
    if emploi is None and oui(agent["sur_emploi_fonctionnel"]):
        emploi = agent["emploi_fonctionnel"]
    if emploi is not None:
        sur_emploi_fonctionnel(compte, agent, "1.5.1", emploi, statut)
    cadre, complet = situation(agent, ligne, "cadre_emplois"), oui(situation(agent, ligne, "temps_complet"))
    if statut in FONCTIONNAIRES:
        compte.ajouter("1.5.2", cadre, ARRIVEES[ligne["motif_arrivee"]])
        compte.ajouter("1.5.2", cadre, agent.colonne(*(("C17", "C18") if complet else ("C19", "C20"))))
        return
    colonne = agent.colonne(*(("C01", "C02") if complet else ("C03", "C04")))
    if ligne["motif_arrivee"] in REMPLACANTS_ET_RETOURS:
        compte.ajouter("1.5.3.1", ligne["motif_arrivee"], colonne)
    elif dans_l_annee(agent["date_arrivee_contrat"], annee):
        compte.ajouter("1.5.3.2", cadre, colonne)


def titularisations(compte: Compte, agent: Agent, annee: int) -> None:
    """1.5.4, and the departure of the contractuel made stagiaire (MD018), unless he arrived in the year (S1-125)."""
    lignes = [ligne for ligne in de_l_annee(agent, "titularisation", annee) if ligne["titularise"] in ("OUI", "REFUS")]
    motifs = [(ligne["motif_titularisation"], agent.colonne("C01", "C02")) for ligne in lignes]
    distincts(compte, "1.5.4", motifs)
    arrive_contractuel = any(
        ligne["statut"] == CONTRACTUEL and ligne["mouvement_interne"] is None
        for ligne in de_l_annee(agent, "arrivee", annee)
    )
    for ligne in lignes:
        if ligne["motif_titularisation"] == CONTRACTUEL_NOMME and not arrive_contractuel:
            _depart(compte, agent, NOMME_STAGIAIRE, CONTRACTUEL, ligne)


def promotions(compte: Compte, agent: Agent, annee: int) -> None:
    """1.5.5 and 1.5.6: persons; the category is that after the advancement."""
    lignes = [ligne for ligne in de_l_annee(agent, "promotion", annee) if oui(ligne["promotion"])]
    lignes = [ligne for ligne in lignes if situation(agent, ligne, "statut") in FONCTIONNAIRES]
    couples = [
        (motif, agent.colonne("C01", "C02")) for ligne in lignes for motif in plusieurs(ligne["motifs_promotion"])
    ]
    distincts(compte, "1.5.5", couples)
    grades = []
    for ligne in lignes:
        if any(motif != ECHELON for motif in plusieurs(ligne["motifs_promotion"])):
            rang = CATEGORIES.index(situation(agent, ligne, "categorie"))
            colonne = f"C0{2 * rang + (1 if agent['sexe'] == 'H' else 2)}"
            grades.append((situation(agent, ligne, "filiere"), colonne))
    distincts(compte, "1.5.6", grades)
