"""Small hand-made agent data for the tests of the sheets: clean, so that one change breaks one thing."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd

from processors.agents.donnees import Donnees, cadre, vides
from schemas.registers_reader import register
from tests.agents.a_la_main import EN_POSTE

TITULAIRE: dict[str, Any] = {
    "id_agent": "D001",
    "nom": "Durandal",
    "prenom": "Mauricette",
    **EN_POSTE,
    "naissance": pd.Timestamp(1975, 4, 1),
    "date_entree": pd.Timestamp(2001, 9, 1),
    "temps_plein": "NON",
    "type_temps_partiel": "PARTDROI",
    "quotite": "PTPSP002",
    "quotite_exacte": 80.0,
    "cycle": "CTT002",
    "contraintes": "CPTT001|CPTT003",
}
VACATAIRE: dict[str, Any] = {
    "id_agent": "D002",
    "nom": "Trifouillet",
    "prenom": "Anselme",
    "sexe": "H",
    "naissance": pd.Timestamp(1999, 12, 1),
    "remunere_3112": "NON",
    "remunere_annee": "OUI",
    "statut": "CONTNONPERM",
    "type_emploi_non_permanent": "EF005",
    "categorie": "C",
}
LIGNES: dict[str, list[dict[str, Any]]] = {
    "agents": [TITULAIRE, VACATAIRE],
    "periodes": [
        {
            "id_agent": "D001",
            "debut": pd.Timestamp(2019, 1, 1),
            "fin": pd.Timestamp(2019, 12, 31),
            "statut": "TITU",
            "filiere": "AD",
            "cadre_emplois": "CE005",
            "categorie": "C",
            "temps_complet": "OUI",
            "quotite": 80.0,
        },
        {
            "id_agent": "D002",
            "debut": pd.Timestamp(2019, 7, 1),
            "fin": pd.Timestamp(2019, 8, 31),
            "statut": "CONTNONPERM",
            "type_emploi_non_permanent": "EF005",
            "heures": 182.0,
        },
    ],
    "absences": [{"id_agent": "D001", "motif": "ABS001", "debut": pd.Timestamp(2019, 3, 4), "jours": 5.5, "arrets": 1}],
    "accidents": [{"id_agent": "D001", "motif": "ABS003", "annee": "N", "avec_arret": "OUI", "jours": 10.0}],
    "formations": [{"id_agent": "D001", "type": "F005", "organisme": "ORG001", "jours": 2.0, "cpf": "NON"}],
    "remunerations": [{"id_agent": "D001", "statut": "TITU", "categorie": "C", "filiere": "AD", "brut": 24_000.0}],
    "mouvements": [
        {
            "id_agent": "D001",
            "nature": "promotion",
            "date": pd.Timestamp(2019, 6, 1),
            "promotion": "OUI",
            "motifs_promotion": "ECHELON",
        }
    ],
}
COLLECTIVITE = {"siret": "21990001600011", "raison_sociale": "Commune d’Essai", "q_agents": "OUI"}


def donnees(**changees: list[dict[str, Any]]) -> Donnees:
    """The clean data, some sheets replaced."""
    fiches, propres = register(), _propres()
    feuilles = {code: lignes.copy() for code, lignes in propres.feuilles.items()}
    feuilles |= {code: cadre(fiches.sheets[code], lignes) for code, lignes in changees.items()}
    return Donnees(feuilles, dict(COLLECTIVITE), propres.annee)


@cache
def _propres() -> Donnees:
    faites = vides()
    for code, lignes in LIGNES.items():
        faites.feuilles[code] = cadre(register().sheets[code], lignes)
    return faites


def changer(feuille: str, rang: int, **valeurs: Any) -> Donnees:
    """The clean data, one line of one sheet changed."""
    lignes = [dict(ligne) for ligne in LIGNES.get(feuille, [])]
    lignes[rang] |= valeurs
    return donnees(**{feuille: lignes})
