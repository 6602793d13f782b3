"""Agent sheets of a few lines, written by hand in the tests: each test says only what its rule is about."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from processors.agents.agregation import Agregat, agreger
from processors.agents.donnees import Donnees, cadre, vides
from schemas.registers_reader import register

TOUS = ("rec", "rassct", "handitorial", "gpeec")
REC = ("rec",)
EN_POSTE: dict[str, Any] = {
    "sexe": "F",
    "remunere_3112": "OUI",
    "statut": "TITU",
    "filiere": "AD",
    "cadre_emplois": "CE005",
    "categorie": "C",
    "grade": "G018",
    "temps_complet": "OUI",
}
TITULAIRE = EN_POSTE | {"naissance": date(1980, 5, 1), "temps_plein": "OUI"}
STAGIAIRE = TITULAIRE | {"statut": "STAG"}
CONTRACTUEL = TITULAIRE | {
    "statut": "CONTPERM",
    "grade": None,
    "cdi": "NON",
    "type_contrat": "CDD002",
    "date_arrivee_contrat": date(2018, 3, 1),
}
NON_PERMANENT = {champ: TITULAIRE[champ] for champ in ("sexe", "naissance", "remunere_3112")} | {
    "statut": "CONTNONPERM",
    "type_emploi_non_permanent": "EF005",
}
PARTI = {"remunere_3112": "NON", "remunere_annee": "OUI"}


def fiches(*agents: dict[str, Any], **feuilles: list[dict[str, Any]]) -> Donnees:
    """The sheets of these agents, who are « A1 », « A2 »… unless they have a key; lines without key are of « A1 »."""
    donnees = Donnees(dict(_vides().feuilles), {}, register().year)
    cles = [{"id_agent": f"A{rang}", **agent} for rang, agent in enumerate(agents, start=1)]
    feuilles_dites = {"agents": cles} | {
        code: [{"id_agent": "A1", **ligne} for ligne in lignes] for code, lignes in feuilles.items()
    }
    for code, lignes in feuilles_dites.items():
        donnees.feuilles[code] = cadre(register().sheets[code], lignes)
    return donnees


@cache
def _vides() -> Donnees:
    return vides()


def compter(*agents: dict[str, Any], modules: tuple[str, ...] = REC, **feuilles: list[dict[str, Any]]) -> Agregat:
    return agreger(fiches(*agents, **feuilles), modules)


def chiffres(agregat: Agregat, tableau: str) -> dict[str, Any]:
    """The figures of a table that are not 0, by row and column."""
    debut = f"{tableau}!"
    return {
        code.removeprefix(debut): valeur
        for code, valeur in agregat.valeurs.items()
        if code.startswith(debut) and valeur != 0
    }


def depart(motif: str, jour: date, **plus: Any) -> dict[str, Any]:
    return {"nature": "depart", "motif_depart": motif, "date": jour, **plus}


def arrivee(motif: str, jour: date, **plus: Any) -> dict[str, Any]:
    return {"nature": "arrivee", "motif_arrivee": motif, "date": jour, **plus}


def stage(motif: str, jour: date, **plus: Any) -> dict[str, Any]:
    return {"nature": "titularisation", "titularise": "OUI", "motif_titularisation": motif, "date": jour, **plus}
