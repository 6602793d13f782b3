"""Oracle: the modules RASSCT (R), Handitorial (H) and GPEEC (G)."""

from __future__ import annotations

from tests.agents.oracle_base import Agent, Compte, Ligne, nombre, oui
from tests.agents.oracle_mouvements import de_l_annee

MALADIE_PRO = "ABS005"
ANCIENNETES = ((1, ("C01", "C02")), (4, ("C03", "C04")), (7, ("C05", "C06")), (13, ("C07", "C08")))
LONGUE = ("C09", "C10")


def rassct(compte: Compte, agent: Agent, annee: int) -> None:
    """R.2 (the year’s own accidents), R.6, R.8 to R.12: events of the year, days of every year; R.8 its own."""
    for ligne in agent.accidents:
        if ligne["motif"] == MALADIE_PRO:
            _maladie(compte, agent, ligne)
        else:
            _accident(compte, ligne)


def _maladie(compte: Compte, agent: Agent, ligne: Ligne) -> None:
    if ligne["annee"] != "N":
        return
    if ligne["maladie_pro"] is not None:
        compte.ajouter("R.6", ligne["maladie_pro"], agent.colonne("C01", "C02"))
    if ligne["activite_mp"] is not None:
        compte.ajouter("R.8", ligne["activite_mp"], "C01")
        compte.ajouter("R.8", ligne["activite_mp"], "C02", nombre(ligne["jours"]))


def _accident(compte: Compte, ligne: Ligne) -> None:
    jours, avec_arret, de_l_annee = nombre(ligne["jours"]), oui(ligne["avec_arret"]), ligne["annee"] == "N"
    if de_l_annee and (jours > 0 or not avec_arret):
        duree = "L01" if not avec_arret else "L02" if jours < 4 else "L03" if jours < 22 else "L04"
        compte.ajouter("R.2", "L05" if avec_arret and jours >= 90 else duree, "C02")
    for table, champ in (("R.9", "activite_arret"), ("R.11", "siege_lesion"), ("R.12", "element_materiel")):
        if ligne[champ] is not None:
            compte.ajouter(table, ligne[champ], "C01", 1 if de_l_annee else 0)
            compte.ajouter(table, ligne[champ], "C02", jours)
    if ligne["nature_lesion"] is not None:
        if de_l_annee:
            compte.ajouter("R.10", ligne["nature_lesion"], "C01" if avec_arret else "C02")
        compte.ajouter("R.10", ligne["nature_lesion"], "C03", jours)


def inaptes(compte: Compte, agent: Agent, annee: int) -> None:
    """H.2.2 to H.2.6, H.3, H.4, H.5: agents with an avis d’inaptitude, of the year or before."""
    for fiche in agent.handicap:
        avis = [
            (oui(fiche["inapt_avis_annee"]), "H.2.2", "inapt_type_annee", "H.2.3", "inapt_mesure_annee"),
            (oui(fiche["inapt_avis_avant"]), "H.2.4", "inapt_type_avant", "H.2.5", "inapt_mesure_avant"),
        ]
        for rendu, types, champ_type, mesures, champ_mesure in avis:
            for table, champ in ((types, champ_type), (mesures, champ_mesure)):
                if rendu and fiche[champ] is not None:
                    compte.ajouter(table, fiche[champ], agent.colonne("C01", "C02"))
        if any(rendu for rendu, *_ in avis):
            _anciennete(compte, agent, annee)
            _repartition(compte, agent, "H.3", "H.4", "H.5")


def _anciennete(compte: Compte, agent: Agent, annee: int) -> None:
    ans = agent.anciennete("date_entree", annee)
    if ans is None:
        ans = agent.anciennete("date_arrivee_contrat", annee)
    if ans is not None:
        colonnes = next((colonnes for borne, colonnes in ANCIENNETES if ans < borne), LONGUE)
        compte.ajouter("H.2.6", "L01", agent.colonne(*colonnes))


def _repartition(compte: Compte, agent: Agent, cadres: str, metiers: str, temps: str) -> None:
    if agent["cadre_emplois"] is not None:
        compte.ajouter(cadres, agent["cadre_emplois"], agent.colonne("C01", "C02"))
    for fiche in agent.gpeec:
        if fiche["metier"] is not None:
            compte.ajouter(metiers, fiche["metier"], agent.colonne("C01", "C02"))
    if agent["temps_complet"] is not None:
        complet = oui(agent["temps_complet"])
        compte.ajouter(f"{temps}.1", "L01", agent.colonne(*(("C01", "C02") if complet else ("C03", "C04"))))
        if complet and agent["temps_plein"] is not None:
            plein = oui(agent["temps_plein"])
            compte.ajouter(f"{temps}.2", "L01", agent.colonne(*(("C01", "C02") if plein else ("C03", "C04"))))


def boeth(compte: Compte, agent: Agent, annee: int) -> None:
    """H.6 to H.9: beneficiaries."""
    if not (oui(agent["boeth"]) and agent.present):
        return
    for fiche in agent.handicap:
        for table, champ in (("H.6.1", "boeth_categorie"), ("H.6.2", "handicap_nature")):
            if fiche[champ] is not None:
                compte.ajouter(table, fiche[champ], agent.colonne("C01", "C02"))
    arrivees = [ligne for ligne in de_l_annee(agent, "arrivee", annee) if ligne["mouvement_interne"] is None]
    for ligne in arrivees[-1:]:
        compte.ajouter("H.6.3", ligne["motif_arrivee"], agent.colonne("C01", "C02"))
    for fiche in agent.gpeec:
        if fiche["diplome"] is not None:
            compte.ajouter("H.6.4", fiche["diplome"], agent.colonne("C01", "C02"))
    _repartition(compte, agent, "H.7", "H.8", "H.9")


def gpeec(compte: Compte, agent: Agent, annee: int) -> None:
    """G.1, G.2, G.3: present at 31/12."""
    if not agent.present:
        return
    colonne = f"C{int(agent.age(annee)[2:]):02}"
    for fiche in agent.gpeec:
        for table, champ, case in (
            ("G.1", "metier", colonne),
            ("G.2", "diplome", agent.colonne("C01", "C02")),
            ("G.3", "specialite", colonne),
        ):
            if fiche[champ] is not None:
                compte.ajouter(table, fiche[champ], case)
