"""Several lines of « Agents » under one key: the posts of one person, or a mistake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from processors.agents.agregation.postes import ANNEE, HEURES, heures_des_postes, une_ligne_par_personne
from processors.agents.donnees import Donnees
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
_AUTOUR_DU_POSTE = (
    *("remunere_annee", "statut_acquis_annee", "date_emploi_permanent", "cdi", "type_contrat", "structure_origine"),
    *("temps_plein", "type_temps_partiel", "quotite", "cycle", "cycle_avant_2002", "contraintes"),
)
"""Fields that tell of a post and not of the person: those of the line that counts are enough."""

_MONTREES = 5
_SUIVI = ("commentaire", "valide")
"""Fields whose answer on a line that does not count is no loss."""


@dataclass(frozen=True, slots=True)
class _Poste:
    """One line, and what decides between the lines of a person."""

    numero: int
    present: bool
    heures: float
    de_l_annee: bool
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


def plusieurs_postes(donnees: Donnees, postes: Verite, reperes: Reperes) -> Finding:
    """The finding on these lines: which one of each person counts and why, and what the others say that is lost."""
    lignes = donnees[AGENTS][postes]
    de_la_personne: dict[object, list[_Poste]] = {}
    heures = heures_des_postes(lignes, donnees, reperes.fiches)
    colonnes = (lignes.index, lignes[KEY], lignes["remunere_3112"], heures[HEURES], heures[ANNEE])
    for numero, cle, presence, nombre, annee, entree in zip(*colonnes, lignes["date_entree"], strict=True):
        poste = _Poste(numero, presence == "OUI", nombre, annee, entree if pd.notna(entree) else pd.Timestamp.max)
        de_la_personne.setdefault(cle, []).append(poste)
    retenus = set(une_ligne_par_personne(donnees, reperes.fiches).index)
    dites = [
        f"ligne {poste.numero} ({_raison(poste, postes_dits)})"
        for postes_dits in de_la_personne.values()
        for poste in postes_dits
        if poste.numero in retenus
    ]
    cellules = reperes.cellules(AGENTS, KEY, postes)
    combien = pluriel(len(dites), "personne", "personnes")
    perdues = _perdues(lignes, retenus, reperes)
    suite = f" Ne sont pas comptées les réponses des autres lignes\u00a0: {_premieres(perdues)}." if perdues else ""
    retenues = _premieres(dites)
    return finding("FICHES-PLUSIEURS-POSTES", cellules, combien=combien, retenues=retenues, perdues=suite)


def _premieres(dites: Sequence[str]) -> str:
    plus = f" et {pluriel(len(dites) - _MONTREES, 'autre', 'autres')}" if len(dites) > _MONTREES else ""
    return ", ".join(dites[:_MONTREES]) + plus


def _perdues(lignes: pd.DataFrame, retenus: set[int], reperes: Reperes) -> list[str]:
    """What a line that does not count says, and the line that counts does not: fields by name, never their answers.

    The posts themselves differ, and are not told; an answer that both lines give alike is not lost.
    """
    comptees = lignes[lignes.index.isin(retenus)].set_index(KEY)
    autres = lignes[~lignes.index.isin(retenus)]
    dites = []
    for champ in reperes.fiches.sheets[AGENTS].fields:
        if champ.code in (KEY, *_IDENTITE, *_NOMS, *_POSTE, *_AUTOUR_DU_POSTE, *_SUIVI):
            continue
        gardee = comptees[champ.code].reindex(autres[KEY]).set_axis(autres.index)
        seules = autres.index[(autres[champ.code].notna() & (autres[champ.code] != gardee)).to_numpy(bool)]
        dites += [f"«\u00a0{champ.label}\u00a0» (ligne {numero})" for numero in seules]
    return dites


def _raison(retenu: _Poste, postes: Sequence[_Poste]) -> str:
    """What makes a line win over the others of its key."""
    rivaux = [poste for poste in postes if poste is not retenu]
    if retenu.present and not any(poste.present for poste in rivaux):
        return "poste occupé au 31/12"
    rivaux = [poste for poste in rivaux if poste.present == retenu.present]
    if all(poste.heures < retenu.heures for poste in rivaux):
        return f"le plus d’heures {'dans l’année' if retenu.de_l_annee else 'par semaine'}"
    if all(poste.entree > retenu.entree for poste in rivaux if poste.heures == retenu.heures):
        return "à heures égales, l’entrée la plus ancienne"
    return "la première, rien ne les départage"
