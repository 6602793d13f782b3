"""Pay by period, and paid overtime."""

from __future__ import annotations

import numpy as np
import pandas as pd

from processors.agents.exemple.population import NON_PERMANENT, PERMANENTS, STAGIAIRE, TITULAIRE, Population
from processors.agents.exemple.tableaux import Bloc
from processors.agents.exemple.tirages import Colonne, seulement
from schemas.register_example import draws
from schemas.roles import code_of, codes_of

MENSUEL_SANS_CATEGORIE = 1650.0
SMIC, HEURES_PAR_MOIS = 10.03, 151.67
A_PART, AUTRES = codes_of("remuneration_a_part"), code_of("autre_remuneration")
"""Temporary posts whose pay is told apart, and what the others are."""


def heures(peuple: Population) -> list[Bloc]:
    """Lines of « Heures »: overtime of full-time posts, extra hours of the others."""
    if not peuple.decor.repond_oui("q_heures"):
        return []
    tirages, fiche = peuple.tirages, peuple.fiche
    agents = np.flatnonzero(peuple.est(*PERMANENTS) & peuple.paye & tirages.chance(peuple.taille, 0.2))
    n = len(agents)
    nombre, complet = tirages.entiers(n, 2, 240) / 4, fiche["temps_complet"][agents] == "OUI"
    cadre = seulement(tirages.chance(n, 0.3), fiche["cadre_emplois"][agents])
    lignes: dict[str, Colonne] = {
        "_agent": agents,
        "mois": np.where(tirages.chance(n, 0.4), _mois(peuple, n), np.datetime64("NaT")),
        "cadre_emplois": cadre,
        "heures_sup": np.where(complet, nombre, np.nan),
        "heures_compl": np.where(complet, np.nan, nombre),
    }
    au_dela = np.flatnonzero(~complet & tirages.chance(n, 0.3))  # above the full time, for a part-time post (S1-184)
    plus = {"_agent": agents[au_dela], "heures_sup": tirages.entiers(len(au_dela), 1, 20) / 4}
    return [bloc for bloc in (Bloc(lignes), Bloc(plus)) if bloc.taille]


def _mois(peuple: Population, n: int) -> Colonne:
    mois = peuple.tirages.entiers(n, 1, 12).astype("int64") - 1
    return np.asarray(np.datetime64(f"{peuple.annee}-01", "M") + mois).astype("datetime64[D]")


def remunerations(peuple: Population, periodes: list[Bloc], avec_heures: list[Bloc]) -> list[Bloc]:
    """One line for each paid period: gross pay, and what it is made of."""
    payees = np.zeros(peuple.taille, dtype=bool)
    for bloc in avec_heures:
        payees[bloc["_agent"]] = True
    return [ligne for bloc in periodes if (ligne := _periode(peuple, bloc, payees)).taille]


def _periode(peuple: Population, bloc: Bloc, heures: Colonne) -> Bloc:
    payee = bloc["fin"] >= bloc["debut"]
    payee &= ~np.isin(peuple.selon(lambda one: one.code)[bloc["_agent"]].astype(str), ("contrat-fin-decembre",))
    bloc = Bloc({champ: valeurs[payee] for champ, valeurs in bloc.items()})
    tirages, n = peuple.tirages, bloc.taille
    permanent = bloc["statut"] != NON_PERMANENT
    fonctionnaire = np.isin(bloc["statut"].astype(str), (TITULAIRE, STAGIAIRE))
    brut = np.round(_temps(bloc) * _mensuel(bloc) * (0.9 + 0.5 * tirages.rng.random(n)), 2)
    brut = np.where(np.isnan(bloc["remuneration_tache"]), brut, bloc["remuneration_tache"])
    part = {champ: np.round(brut * tirages.rng.random(n) * taux, 2) for champ, taux in PARTS.items()}
    part["nbi"] = np.where(tirages.chance(n, 0.15), part["nbi"], np.nan)
    part["sft"] = np.where(tirages.chance(n, 0.35), part["sft"], np.nan)
    emplois = bloc["type_emploi_non_permanent"]
    regroupes = np.where(np.isin(emplois.astype(str), A_PART), emplois, AUTRES)
    lignes: dict[str, Colonne] = {
        "_agent": bloc["_agent"],
        "debut": bloc["debut"].astype("datetime64[M]").astype("datetime64[D]"),
        "fin": bloc["fin"].astype("datetime64[M]").astype("datetime64[D]"),
        "statut": bloc["statut"],
        "type_emploi_non_permanent": seulement(~permanent, regroupes),
        "temps": np.where(
            bloc["temps_complet"] == "NON", code_of("temps_non_complet"), code_of("temps_complet")
        ).astype(object),
        "categorie": bloc["categorie"],
        "filiere": bloc["filiere"],
        "brut": brut,
        "primes": np.where(permanent, part["primes"], np.nan),
        "nbi": np.where(fonctionnaire, part["nbi"], np.nan),
        "hs": np.where(heures[bloc["_agent"]], part["hs"], np.nan),
        "sft": np.where(permanent, part["sft"], np.nan),
        "ir": np.where(fonctionnaire, part["ir"], np.nan),
    }
    return Bloc(lignes)


PARTS = {"primes": 0.3, "nbi": 0.03, "hs": 0.05, "sft": 0.04, "ir": 0.03}
"""Highest share of the gross pay."""


def _mensuel(bloc: Bloc) -> Colonne:
    mensuel = pd.Series(bloc["categorie"]).map(dict(draws()["brut_mensuel"])).fillna(MENSUEL_SANS_CATEGORIE)
    return np.asarray(mensuel.to_numpy(dtype="float64"))


def _temps(bloc: Bloc) -> Colonne:
    """Months at full time that the period is worth."""
    mois = ((bloc["fin"] - bloc["debut"]).astype("int64") + 1) / (365 / 12)
    quotite = np.where(np.isnan(bloc["quotite"]), 100.0, bloc["quotite"]) / 100
    duree = np.where(np.isnan(bloc["duree_hebdo"]), 35.0, bloc["duree_hebdo"]) / 35
    return np.asarray(np.where(np.isnan(bloc["heures"]), mois * quotite * duree, bloc["heures"] / HEURES_PAR_MOIS))
