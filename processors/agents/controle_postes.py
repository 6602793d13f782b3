"""Several lines of « Agents » under one key: the posts of one person, or a mistake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from processors.agents.agregation.agents import heures_hebdo, une_ligne_par_personne
from processors.agents.evaluation import Verite
from processors.agents.reperes import Reperes
from processors.findings import Finding, finding
from processors.report.mots import pluriel
from schemas.registers import AGENTS, KEY

_IDENTITE = ("sexe", "naissance")
_NOMS = ("nom", "prenom")
_POSTE = (
    *("remunere_3112", "statut", "type_emploi_non_permanent", "filiere", "cadre_emplois", "categorie", "grade"),
    *("temps_complet", "duree_hebdo", "tranche_tnc", "quotite_exacte", "date_entree", "date_arrivee_contrat"),
)
_MONTREES = 5


@dataclass(frozen=True, slots=True)
class _Poste:
    """One line, and what decides between the lines of a person."""

    numero: int
    present: bool
    heures: float
    entree: pd.Timestamp


def lignes_de_plusieurs_postes(agents: pd.DataFrame) -> Verite:
    """The lines whose key is that of one person (same sex, birth and name) with posts that all differ."""
    cles = agents[KEY]
    identites = agents[list(_IDENTITE)]
    une_personne = identites.notna().all(axis=1)
    for champ in (*_IDENTITE, *_NOMS):
        valeurs = agents[champ].astype("str").str.strip().str.casefold() if champ in _NOMS else agents[champ]
        valeurs = valeurs.where(agents[champ].notna())
        une_personne &= valeurs.groupby(cles).transform("nunique") <= 1
    completes = une_personne.groupby(cles).transform("all").fillna(False).astype(bool)
    identiques = agents.duplicated([KEY, *_POSTE], keep=False).groupby(cles).transform("any").fillna(False).astype(bool)
    return np.asarray(completes & ~identiques & cles.notna(), dtype=np.bool_)


def plusieurs_postes(agents: pd.DataFrame, postes: Verite, reperes: Reperes) -> Finding:
    """The finding on these lines: which one of each person counts, and why."""
    lignes = agents[postes]
    questionnaire = reperes.fiches.feeds
    de_la_personne: dict[object, list[_Poste]] = {}
    colonnes = (lignes.index, lignes[KEY], lignes["remunere_3112"], heures_hebdo(lignes, questionnaire))
    for numero, cle, presence, heures, entree in zip(*colonnes, lignes["date_entree"], strict=True):
        poste = _Poste(numero, presence == "OUI", heures, entree if pd.notna(entree) else pd.Timestamp.max)
        de_la_personne.setdefault(cle, []).append(poste)
    retenus = set(une_ligne_par_personne(lignes, questionnaire).index)
    dites = [
        f"ligne {poste.numero} ({_raison(poste, postes_dits)})"
        for postes_dits in de_la_personne.values()
        for poste in postes_dits
        if poste.numero in retenus
    ]
    plus = f" et {pluriel(len(dites) - _MONTREES, 'autre', 'autres')}" if len(dites) > _MONTREES else ""
    cellules = reperes.cellules(AGENTS, KEY, postes)
    combien = pluriel(len(dites), "personne", "personnes")
    return finding("FICHES-PLUSIEURS-POSTES", cellules, combien=combien, retenues=", ".join(dites[:_MONTREES]) + plus)


def _raison(retenu: _Poste, postes: Sequence[_Poste]) -> str:
    """What makes a line win over the others of its key."""
    rivaux = [poste for poste in postes if poste is not retenu]
    if retenu.present and not any(poste.present for poste in rivaux):
        return "poste occupé au 31/12"
    rivaux = [poste for poste in rivaux if poste.present == retenu.present]
    if all(poste.heures < retenu.heures for poste in rivaux):
        return "le plus d’heures par semaine"
    if all(poste.entree > retenu.entree for poste in rivaux if poste.heures == retenu.heures):
        return "à heures égales, l’entrée la plus ancienne"
    return "la première, rien ne les départage"
