"""Oracle: chapters 3, 4.2 and 5 (pay, overtime, accidents, incapacity, training)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

from tests.agents.oracle_base import (
    CONTRACTUEL,
    FONCTIONNAIRES,
    NON_PERMANENT,
    Agent,
    Compte,
    Ligne,
    distincts,
    nombre,
    oui,
    plusieurs,
)
from tests.agents.oracle_effectifs import exact

TYPES_REMUNERATION = ("EF002", "EF003")
AUTRES_TYPES = "EF999"
ORGANISMES = {"ORG001": "C01", "ORG002": "C02", "ORG005": "C03", "ORG004": "C04"}
MIS_A_DISPOSITION_CDG, AUTRES_FORMATION = "EF009", "EF012"
SERVICE, TRAJET, MALADIE_PRO = "ABS003", "ABS004", "ABS005"
INAPTITUDE_DEFINITIVE = "INAP007"


def remunerations(compte: Compte, agent: Agent, annee: int) -> None:
    """3.1.1, 3.2.1, 3.3.1: by the situation of each period (S4-060); SFT of contractuels among the primes (S4-061)."""
    for ligne in agent.remunerations:
        if ligne["statut"] == NON_PERMANENT:
            type_emploi = ligne["type_emploi_non_permanent"]
            type_emploi = type_emploi if type_emploi in TYPES_REMUNERATION else AUTRES_TYPES
            euros(compte, "3.3.1", type_emploi, agent.colonne("C01", "C02"), ligne, "brut")
            continue
        case = f"{ligne['filiere']}-{ligne['categorie']}"
        table = "3.1.1" if ligne["statut"] in FONCTIONNAIRES else "3.2.1"
        euros(compte, table, case, agent.colonne("C01", "C02"), ligne, "brut")
        if table == "3.2.1":
            euros(compte, table, case, agent.colonne("C04", "C05"), ligne, "primes", "sft")
            euros(compte, table, case, agent.colonne("C07", "C08"), ligne, "hs")
            continue
        euros(compte, table, case, agent.colonne("C04", "C05"), ligne, "primes")
        euros(compte, table, case, agent.colonne("C07", "C08"), ligne, "nbi")
        euros(compte, table, case, agent.colonne("C10", "C11"), ligne, "hs")
        euros(compte, table, case, agent.colonne("C13", "C14"), ligne, "sft")
        euros(compte, table, case, agent.colonne("C16", "C17"), ligne, "ir")


def euros(compte: Compte, table: str, ligne: str, colonne: str, source: Ligne, *champs: str) -> None:
    """Exact cents inside: the cell is rounded once everything is added."""
    for champ in champs:
        if source[champ] is not None:
            compte.ajouter(table, ligne, colonne, exact(source[champ]))


def heures(compte: Compte, agent: Agent, annee: int) -> None:
    """3.4.4: permanents, by the situation of the month when a period (or a pay line) tells it."""
    for ligne in agent.heures:
        statut, complet, cadre = situation_du_mois(agent, ligne["mois"])
        if statut == NON_PERMANENT:
            continue
        if statut == CONTRACTUEL:
            sup, compl = ("C15", "C16"), ("C18", "C19")
        elif complet:
            sup, compl = ("C01", "C02"), ("C04", "C05")
        else:
            sup, compl = ("C08", "C09"), ("C11", "C12")
        rangee = ligne["cadre_emplois"] or cadre
        compte.ajouter("3.4.4", rangee, agent.colonne(*sup), nombre(ligne["heures_sup"]))
        compte.ajouter("3.4.4", rangee, agent.colonne(*compl), nombre(ligne["heures_compl"]))


def situation_du_mois(agent: Agent, mois: date | None) -> tuple[str, bool, Any]:
    """Statut, full-time post, cadre: of the period with most days in the month, else of the pay line, else the card."""
    dites: list[tuple[Any, Any, Any]] = [(agent.statut, agent["temps_complet"], agent["cadre_emplois"])]
    for paie in sorted(agent.remunerations[::-1], key=lambda une: jours_du_mois(une, mois)):
        if jours_du_mois(paie, mois):
            dites.append((paie["statut"], {"TC": "OUI", "TNC": "NON"}.get(paie["temps"]), None))
    for periode in sorted(agent.periodes[::-1], key=lambda une: jours_du_mois(une, mois)):
        if jours_du_mois(periode, mois):
            complet = "NON" if not periode["temps_complet"] and periode["duree_hebdo"] else periode["temps_complet"]
            dites.append((periode["statut"], complet, periode["cadre_emplois"]))
    statut, complet, cadre = (next((dite[rang] for dite in reversed(dites) if dite[rang]), None) for rang in range(3))
    return str(statut), oui(complet), cadre


def jours_du_mois(ligne: Ligne, mois: date | None) -> int:
    """Days that a line with a first and a last day (or month, the 1st of it) has in a month."""
    if mois is None or (ligne["debut"] is None and ligne["fin"] is None):
        return 0
    compris = 0
    for jour in range(1, monthrange(mois.year, mois.month)[1] + 1):
        quand = mois.replace(day=jour)
        fin = ligne["fin"]
        if fin is not None and "brut" in ligne:
            fin = fin.replace(day=monthrange(fin.year, fin.month)[1])
        compris += (ligne["debut"] is None or ligne["debut"] <= quand) and (fin is None or quand <= fin)
    return compris


def accidents(compte: Compte, agent: Agent, annee: int) -> None:
    """4.2.1 and 4.2.2: events of the year, days of every year; agents of the year, leavers included.

    A non permanent has the cadre nearest to his work (S4-067); without one he stands on no row.
    """
    cadre = agent["cadre_emplois"]
    for ligne in agent.accidents if cadre is not None else ():
        jours, de_l_annee = nombre(ligne["jours"]), ligne["annee"] == "N"
        if ligne["motif"] == MALADIE_PRO:
            _maladie(compte, agent, cadre, jours, de_l_annee)
            continue
        service = ligne["motif"] == SERVICE
        if de_l_annee:
            compte.ajouter("4.2.1", cadre, agent.colonne(*(("C01", "C02") if service else ("C05", "C06"))))
            if ligne["avec_arret"] != "OUI":
                compte.ajouter("4.2.1", cadre, agent.colonne(*(("C03", "C04") if service else ("C07", "C08"))))
        compte.ajouter("4.2.1", cadre, agent.colonne(*(("C09", "C10") if service else ("C11", "C12"))), jours)


def _maladie(compte: Compte, agent: Agent, cadre: str, jours: float, de_l_annee: bool) -> None:
    if de_l_annee:
        compte.ajouter("4.2.2", cadre, agent.colonne("C01", "C02"))
        compte.ajouter("4.2.2", cadre, agent.colonne("C05", "C06"), jours)
    elif jours > 0:
        compte.ajouter("4.2.2", cadre, agent.colonne("C03", "C04"))
        compte.ajouter("4.2.2", cadre, agent.colonne("C07", "C08"), jours)


def inaptitudes(compte: Compte, agent: Agent, annee: int) -> None:
    """4.2.3 (requests and decisions, INAP007 by filière) and 4.2.4 (ATI)."""
    if not agent.permanent:
        return
    for code in plusieurs(agent["demande_reclassement"]) + plusieurs(agent["decision_inaptitude"]):
        compte.ajouter("4.2.3", f"{code}_{agent['filiere']}" if code == INAPTITUDE_DEFINITIVE else code, "C01")
    ligne = "L01" if agent.fonctionnaire else "L02"
    for champ, colonnes in {
        "ati_accident": ("C01", "C02"),
        "ati_mp": ("C03", "C04"),
        "ati_autre": ("C05", "C06"),
    }.items():
        if oui(agent[champ]):
            compte.ajouter("4.2.4", ligne, agent.colonne(*colonnes))


def formations(compte: Compte, agent: Agent, annee: int) -> None:
    """5.1.1 and 5.1.2: present at 31/12 (S4-069, S4-070); an agent counts once per type, whatever the bodies."""
    if not (agent.present and (oui(agent["formation_suivie"]) or agent.formations)):
        return
    if agent.permanent:
        colonnes = ("C01", "C02") if agent.fonctionnaire else ("C03", "C04")
        compte.ajouter("5.1.1.1", agent["categorie"], agent.colonne(*colonnes))
        table = "5.1.1.2" if agent.fonctionnaire else "5.1.1.3"
    else:
        table = "5.1.2.1"
    formes, avec_cpf = set(), set()
    for ligne in agent.formations:
        rang = _ligne_formation(agent, ligne)
        compte.ajouter(table, rang, ORGANISMES[ligne["organisme"]], nombre(ligne["jours"]))
        formes.add((rang, agent.colonne("C07", "C08")))
        if oui(ligne["cpf"]):
            compte.ajouter(table, rang, "C06", nombre(ligne["jours"]))
            avec_cpf.add((rang, "C10"))
    distincts(compte, table, formes | avec_cpf)
    if table == "5.1.2.1":
        distincts(compte, "5.1.2.2", {(rang, agent.colonne("C01", "C02")) for rang, _ in formes})


def _ligne_formation(agent: Agent, ligne: Ligne) -> str:
    if agent.permanent:
        return f"{agent['categorie']}_{ligne['type']}"
    type_emploi = agent["type_emploi_non_permanent"]
    return AUTRES_FORMATION if type_emploi == MIS_A_DISPOSITION_CDG else str(type_emploi)


def validations(compte: Compte, agent: Agent, annee: int) -> None:
    """5.1.3: present at 31/12 (S4-075), contractuels permanent or not."""
    if not agent.present:
        return
    colonne = agent.colonne(*(("C01", "C02") if agent.fonctionnaire else ("C03", "C04")))
    if oui(agent["vae"]) and agent["vae_stade"] is not None:
        compte.ajouter("5.1.3", agent["vae_stade"], colonne)
    if oui(agent["bilan_competences"]):
        nb = agent["bilan_competences_nb"]
        compte.ajouter("5.1.3", "BC", colonne, 1 if nb is None else nombre(nb))
    if oui(agent["conge_formation"]):
        compte.ajouter("5.1.3", "CF", colonne)


def greves(compte: Compte, agent: Agent, annee: int) -> None:
    """6.1.3: days given agent by agent; the sum is rounded (S1-229)."""
    compte.ajouter("6.1.3", "MG003", "C01", nombre(agent["jours_greve"]))


def sanctions(compte: Compte, agent: Agent, annee: int) -> None:
    """6.1.4: one line per sanction, one motive each; leavers included (S1-116)."""
    table = "6.1.4.1" if agent.statut == "TITU" else "6.1.4.2" if agent.statut == "STAG" else "6.1.4.3"
    for sanction in plusieurs(agent["sanctions"]):
        compte.ajouter(table, sanction, agent.colonne("C01", "C02"))
        if agent["motif_sanction"] is not None:
            compte.ajouter("6.1.4.4", agent["motif_sanction"], agent.colonne("C01", "C02"))
