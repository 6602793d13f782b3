"""The movements and the paid periods of the year, as the situation of each agent tells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from processors.agents.exemple.dates import jour
from processors.agents.exemple.population import NON_PERMANENT, TITULAIRE, Population
from processors.agents.exemple.tableaux import Bloc
from processors.agents.exemple.tirages import Colonne, sans_nombre, seulement, vide

HEURES_VACATIONS = (40, 600)
PAGES = (300, 4000)


def mouvements(peuple: Population) -> list[Bloc]:
    """One block of lines for each movement that a situation declares."""
    return [_mouvement(peuple, declare, qui) for one, qui in peuple.par_parcours() for declare in one.mouvements]


def _mouvement(peuple: Population, declare: Mapping[str, Any], qui: Colonne) -> Bloc:
    lignes: dict[str, Colonne] = {"_agent": qui, "date": peuple.jours.nomme(declare["date"], qui)}
    hasard = peuple.fiche["_tirage"][qui]
    for champ, dit in declare.items():
        if champ in ("date", "grade_avant"):
            continue
        dits = dit if isinstance(dit, list) else [dit]
        lignes[champ] = np.array([dits[int(tirage) % len(dits)] for tirage in hasard], dtype=object)
    if "grade_avant" in declare:
        avant = peuple.fiche["_avant"][qui]
        titulaires = np.full(len(qui), TITULAIRE, dtype=object)
        lignes["grade_avant"] = peuple.cadres.grades(avant, titulaires, peuple.tirages)
    return Bloc(lignes)


def periodes(peuple: Population) -> list[Bloc]:
    """One block of lines for each period that a situation declares; an agent who works part-time does all year."""
    return [_periode(peuple, declare, qui) for one, qui in peuple.par_parcours() for declare in one.periodes]


def _periode(peuple: Population, declare: Mapping[str, Any], qui: Colonne) -> Bloc:
    fiche, n = peuple.fiche, len(qui)
    debut = peuple.jours.nomme(declare.get("debut", "01-01"), qui)
    fin = peuple.jours.nomme(declare.get("fin", "12-31"), qui)
    statut = np.full(n, declare["statut"], dtype=object) if "statut" in declare else fiche["statut"][qui]
    non_permanent = statut == NON_PERMANENT
    emploi = declare.get("type_emploi_non_permanent")
    emplois = np.full(n, emploi, dtype=object) if emploi else fiche["type_emploi_non_permanent"][qui]
    lignes: dict[str, Colonne] = {
        "_agent": qui,
        "debut": debut,
        "fin": fin,
        "statut": statut,
        "type_emploi_non_permanent": seulement(non_permanent, emplois),
        **_grade(peuple, declare, qui, non_permanent),
        **_duree(peuple, declare, qui, non_permanent),
    }
    return Bloc(lignes)


def _grade(peuple: Population, declare: Mapping[str, Any], qui: Colonne, non_permanent: Colonne) -> dict[str, Colonne]:
    fiche = peuple.fiche
    cadres = fiche["_avant"][qui] if declare.get("avant") else fiche["cadre_emplois"][qui]
    categories = peuple.cadres.categories(cadres)
    if "categorie" in declare:
        categories = np.full(len(qui), declare["categorie"], dtype=object)
    trouves = {"filiere": peuple.cadres.filieres(cadres), "cadre_emplois": cadres, "categorie": categories}
    return {champ: seulement(~non_permanent, valeurs) for champ, valeurs in trouves.items()}


def _duree(peuple: Population, declare: Mapping[str, Any], qui: Colonne, non_permanent: Colonne) -> dict[str, Colonne]:
    fiche, n, tirages = peuple.fiche, len(qui), peuple.tirages
    complet = np.where(non_permanent, "OUI", fiche["temps_complet"][qui])
    duree = fiche["duree_hebdo"][qui].astype("float64")
    if "duree_hebdo" in declare:
        duree = np.full(n, float(declare["duree_hebdo"]))
    quotite = fiche["quotite_exacte"][qui].astype("float64")
    if "quotite" in declare:
        quotite = np.full(n, float(declare["quotite"]))
    heures, tache = sans_nombre(n), sans_nombre(n)
    if declare.get("heures"):
        heures = tirages.entiers(n, *HEURES_VACATIONS)
    if declare.get("remuneration_tache"):
        tache = tirages.entiers(n, *PAGES)
    return {
        "temps_complet": complet if not (declare.get("heures") or declare.get("remuneration_tache")) else vide(n),
        "duree_hebdo": np.where(complet == "NON", duree, np.nan),
        "quotite": quotite,
        "heures": heures,
        "remuneration_tache": tache,
    }


def jours_payes(peuple: Population, blocs: list[Bloc]) -> Colonne:
    """Days of the year that the periods of each agent cover, 365 at most."""
    total = np.zeros(peuple.taille)
    premier, dernier = jour(peuple.annee, "01-01"), jour(peuple.annee, "12-31")
    for bloc in blocs:
        duree = np.minimum(bloc["fin"], dernier) - np.maximum(bloc["debut"], premier)
        np.add.at(total, bloc["_agent"], duree.astype("int64") + 1)
    return np.minimum(total, 365)
