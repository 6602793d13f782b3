"""The agents as the rules see them: one line per person, with what follows from the fields that were entered."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from processors.agents.agregation.tranches import en_tranches
from processors.agents.donnees import LIGNE, Donnees
from schemas.model import Nomenclature, Questionnaire
from schemas.registers import KEY
from schemas.roles import code_of

_TEMPS_COMPLET_HEBDO = 35.0
_ANCIENNETES_HANDITORIAL = ((0, "0"), (1, "1-3"), (4, "4-6"), (7, "7-12"), (13, "13"))
"""Bands of the Handitorial module, by their first whole year."""
_CDG_MIS_A_DISPOSITION, _AUTRES = code_of("mis_a_disposition_par_le_cdg"), code_of("autres_non_permanents")
AUTRE_REMUNERATION = "EF999"


def fiches_agents(donnees: Donnees, questionnaire: Questionnaire) -> pd.DataFrame:
    """One line per agent. An agent written on several lines (several posts) keeps the one with most hours, then the
    oldest entry (S1-063, S1-064).
    """
    agents = une_ligne_par_personne(donnees["agents"], questionnaire)
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
        "tranche_age": _tranches(nomenclatures["tranches_age"], questionnaire.year - agents["naissance"].dt.year),
        "contrat": agents["type_contrat"].where(agents["cdi"] != "OUI", "CDI"),
        "quotite": agents["quotite"].where(agents["temps_plein"] != "OUI", "TPLEIN"),
        "tranche_tnc": agents["tranche_tnc"].where(
            agents["tranche_tnc"].notna() | (agents["temps_complet"] != "NON"),
            _tranches(nomenclatures["quotites_temps_non_complet"], agents["duree_hebdo"]),
        ),
        "fp_origine": agents["fp_origine"].where(agents["fp_origine"].notna(), "FPT"),
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


def une_ligne_par_personne(agents: pd.DataFrame, questionnaire: Questionnaire) -> pd.DataFrame:
    """The lines that count, one per key: a post held on 31/12 first, then most hours, then the oldest entry.

    Source: S1-063, S1-064.
    """
    connus = agents[agents[KEY].notna()]
    if not connus[KEY].duplicated().any():
        return connus
    ordre = connus.assign(
        _quitte=connus["remunere_3112"] != "OUI",
        _heures=-heures_hebdo(connus, questionnaire),
        _place=np.arange(len(connus)),
    )
    rangees = ordre.sort_values(["_quitte", "_heures", "date_entree", "_place"], na_position="last")
    gardes = rangees.drop_duplicates(KEY)
    return connus.loc[gardes.sort_values("_place").index]


def heures_hebdo(agents: pd.DataFrame, questionnaire: Questionnaire) -> pd.Series[float]:
    """Weekly hours of each post; those of a temps non complet without them are the lowest of its band."""
    tranches = questionnaire.nomenclatures["quotites_temps_non_complet"].by_code
    minima = {code: float(une.attributes.get("minimum") or 0) for code, une in tranches.items()}
    non_complet = agents["duree_hebdo"].fillna(agents["tranche_tnc"].map(minima)).astype("float64")
    quotite = agents["quotite_exacte"].fillna(100.0) / 100
    heures: pd.Series[float] = non_complet.where(agents["temps_complet"] == "NON", _TEMPS_COMPLET_HEBDO * quotite)
    return heures.fillna(0.0)


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
        "tranche_anciennete": _tranches(questionnaire.nomenclatures["tranches_anciennete"], dans_le_contrat),
        "tranche_entree": en_tranches(depuis_l_entree, _ANCIENNETES_HANDITORIAL),
    }


def _annees(dates: pd.Series[pd.Timestamp], annee: int) -> pd.Series[float]:
    """Whole years gone by on 31 December: who came in on 1 January 2017 has 2 years on 31/12/2019, not 3."""
    return annee - dates.dt.year.astype("float64")


def _tranches(nomenclature: Nomenclature, nombres: pd.Series[Any]) -> pd.Series[Any]:
    """The band (`minimum` included, `maximum` excluded) of each number, None for a blank."""
    bornes = [(float(element.attributes.get("minimum") or 0), element.code) for element in nomenclature.elements]
    return en_tranches(nombres, bornes)
