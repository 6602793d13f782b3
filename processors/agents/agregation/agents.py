"""The agents as the rules see them: one line per person, with what follows from the fields that were entered."""

from __future__ import annotations

from typing import Any

import pandas as pd

from processors.agents.agregation.postes import une_ligne_par_personne
from processors.agents.agregation.tranches import dans_la_liste, en_tranches
from processors.agents.donnees import LIGNE, Donnees
from schemas.bands import bands_of
from schemas.model import Nomenclature, Questionnaire
from schemas.registers import KEY, Register
from schemas.roles import code_of

_CDG_MIS_A_DISPOSITION, _AUTRES = code_of("mis_a_disposition_par_le_cdg"), code_of("autres_non_permanents")
_TERRITORIALE = code_of("fonction_publique_territoriale")
AUTRE_REMUNERATION = code_of("autre_remuneration")


def fiches_agents(donnees: Donnees, fiches: Register) -> pd.DataFrame:
    """One line per agent. An agent written on several lines (several posts) keeps the one with most hours, then the
    oldest entry (S1-063, S1-064).
    """
    questionnaire = fiches.feeds
    agents = une_ligne_par_personne(donnees, fiches)
    agents = agents.assign(**{LIGNE: agents.index.to_numpy()}).reset_index(drop=True)
    for feuille in ("handicap", "gpeec"):
        details = donnees[feuille].dropna(subset=[KEY]).drop_duplicates(KEY)
        agents = agents.merge(details, on=KEY, how="left")
    nomenclatures = questionnaire.nomenclatures
    derives: dict[str, Any] = {
        "population": agents["statut"].map(_populations(nomenclatures["statuts"])),
        "present": agents["remunere_3112"] == "OUI",
        "paye": (agents["remunere_3112"].notna() & (agents["remunere_3112"] != "NON"))
        | (agents["remunere_annee"] == "OUI"),
        "tranche_age": dans_la_liste(nomenclatures["tranches_age"], questionnaire.year - agents["naissance"].dt.year),
        "contrat": agents["type_contrat"].where(agents["cdi"] != "OUI", code_of("cdi")),
        "quotite": agents["quotite"].where(agents["temps_plein"] != "OUI", code_of("temps_plein")),
        "tranche_tnc": agents["tranche_tnc"].where(
            agents["tranche_tnc"].notna() | (agents["temps_complet"] != "NON"),
            dans_la_liste(nomenclatures["quotites_temps_non_complet"], agents["duree_hebdo"]),
        ),
        "fp_origine": agents["fp_origine"].where(agents["fp_origine"].notna(), _TERRITORIALE),
        "cadre_detachement": _cadre_detachement(agents, nomenclatures["grades_detachement"]),
        "emploi_fonctionnel": agents["emploi_fonctionnel"].where(agents["sur_emploi_fonctionnel"] == "OUI"),
        "accompagne": (agents["accompagne_cep"] == "OUI") | (agents["bilan_competences"] == "OUI"),
        "bilans": agents["bilan_competences_nb"].fillna(1.0).where(agents["bilan_competences"] == "OUI"),
        "forme": (agents["formation_suivie"] == "OUI") | agents[KEY].isin(donnees["formations"][KEY]),
        "emploi_formation": agents["type_emploi_non_permanent"].replace({_CDG_MIS_A_DISPOSITION: _AUTRES}),
        "greviste": agents["jours_greve"] > 0,
        "inapte": (agents["inapt_avis_annee"] == "OUI") | (agents["inapt_avis_avant"] == "OUI"),
    }
    derives |= _anciennetes(agents, questionnaire)
    derives |= {
        dit: agents[champ].notna()
        for dit, champ in (
            ("metier_dit", "metier"),
            ("diplome_dit", "diplome"),
            ("specialite_dite", "specialite"),
            ("nature_dite", "handicap_nature"),
            ("mesure_annee", "inapt_mesure_annee"),
            ("mesure_avant", "inapt_mesure_avant"),
        )
    }
    return agents.assign(**derives)


def _populations(statuts: Nomenclature) -> dict[str, str]:
    return {code: element.attributes["population"] for code, element in statuts.by_code.items()}


def populations(statuts: pd.Series[str], questionnaire: Questionnaire) -> pd.Series[str]:
    """The population (fonctionnaires, contractuels permanents, non permanents) that each statut belongs to."""
    return statuts.map(_populations(questionnaire.nomenclatures["statuts"]))


def _cadre_detachement(agents: pd.DataFrame, cadres: Nomenclature) -> pd.Series[str]:
    """That of the detachment, else the one of the agent's cadre d’emplois, « Autres » when none has it."""
    par_cadre = {element.parent: code for code, element in cadres.by_code.items() if element.parent}
    autres = next(code for code, element in cadres.by_code.items() if not element.parent)
    deduit = agents["cadre_emplois"].map(par_cadre).fillna(autres)
    return agents["cadre_detachement"].where(agents["cadre_detachement"].notna(), deduit)


def _anciennetes(agents: pd.DataFrame, questionnaire: Questionnaire) -> dict[str, Any]:
    """Whole years on 31/12: since the contract (1.2.1), since the entry (Handitorial)."""
    contrat, entree = agents["date_arrivee_contrat"], agents["date_entree"]
    dans_le_contrat = _annees(contrat.fillna(entree), questionnaire.year)
    depuis_l_entree = _annees(entree.fillna(contrat), questionnaire.year)
    return {
        "tranche_anciennete": dans_la_liste(questionnaire.nomenclatures["tranches_anciennete"], dans_le_contrat),
        "tranche_entree": en_tranches(depuis_l_entree, bands_of(questionnaire)["anciennete_inaptes"]),
    }


def _annees(dates: pd.Series[pd.Timestamp], annee: int) -> pd.Series[float]:
    """Whole years gone by on 31 December: who came in on 1 January 2017 has 2 years on 31/12/2019, not 3."""
    return annee - dates.dt.year.astype("float64")
