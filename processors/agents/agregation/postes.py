"""The post that counts, of a person written on several lines of « Agents »: that of most hours in the year (S1-064).

The hours of the year are those of « Périodes », when each period of the person is that of one of the posts, and each
post has one at least; else the weekly hours of the lines tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from processors.agents.donnees import Donnees
from processors.agents.etpr import calculer
from schemas.model import Questionnaire
from schemas.registers import AGENTS, KEY, Register

ANNEE, HEURES = "_annee", "_heures"
"""What the lines of a person are compared by: hours, and whether they are those of the year."""

_TEMPS_COMPLET_HEBDO = 35.0
_DU_POSTE = ("filiere", "categorie", "cadre_emplois", "type_emploi_non_permanent", "temps_complet", "duree_hebdo")
"""What a period and its post say alike, unless one of them leaves it blank."""


def une_ligne_par_personne(donnees: Donnees, fiches: Register) -> pd.DataFrame:
    """The lines that count, one per key: a post held on 31/12 first, then most hours, then the oldest entry.

    Source: S1-063, S1-064.
    """
    connus = donnees[AGENTS][donnees[AGENTS][KEY].notna()]
    multiples = connus[KEY].duplicated(keep=False)
    if not multiples.any():
        return connus
    ordre = connus[multiples].assign(_quitte=connus["remunere_3112"] != "OUI", _place=np.flatnonzero(multiples))
    ordre = ordre.join(heures_des_postes(ordre, donnees, fiches))
    ordre[HEURES] = -ordre[HEURES]
    rangees = ordre.sort_values(["_quitte", HEURES, "date_entree", "_place"], na_position="last")
    perdues = rangees.index[rangees[KEY].duplicated()]
    return connus[~connus.index.isin(perdues)]


def heures_des_postes(postes: pd.DataFrame, donnees: Donnees, fiches: Register) -> pd.DataFrame:
    """The hours of each of these lines (`HEURES`), and whether they are those of the year (`ANNEE`), not of a week."""
    periodes = donnees["periodes"]
    periodes = periodes[periodes[KEY].isin(postes[KEY])]
    etpr = periodes["valeur"].fillna(pd.Series(calculer(periodes, fiches), index=periodes.index)).fillna(0.0)
    heures = pd.DataFrame({HEURES: _heures_hebdo(postes, fiches.feeds), ANNEE: False}, index=postes.index)
    par_cle = dict(iter(periodes.assign(etpr=etpr).groupby(KEY)))
    for cle, de_la_personne in postes.groupby(KEY):
        dites = _de_l_annee(de_la_personne, par_cle[cle]) if cle in par_cle else {}
        for ligne, somme in dites.items():
            heures.loc[ligne, HEURES] = somme
            heures.loc[ligne, ANNEE] = True
    return heures


def _de_l_annee(postes: pd.DataFrame, periodes: pd.DataFrame) -> dict[int, float]:
    """The ETPR of each post of a person, by line; nothing when a period is that of no post, or of several."""
    sommes: dict[int, float] = {}
    for _, periode in periodes.iterrows():
        lignes = list(_candidats(postes, periode))
        if len(lignes) != 1:
            return {}
        sommes[lignes[0]] = sommes.get(lignes[0], 0.0) + float(periode["etpr"])
    return sommes if len(sommes) == len(postes) else {}


def _candidats(postes: pd.DataFrame, periode: pd.Series[Any]) -> Iterator[int]:
    dits = [champ for champ in _DU_POSTE if pd.notna(periode[champ])]
    for ligne, poste in postes.iterrows():
        if all(pd.isna(poste[champ]) or poste[champ] == periode[champ] for champ in dits):
            yield int(str(ligne))


def _heures_hebdo(agents: pd.DataFrame, questionnaire: Questionnaire) -> pd.Series[float]:
    """Weekly hours of each post; those of a temps non complet without them are the lowest of its band."""
    tranches = questionnaire.nomenclatures["quotites_temps_non_complet"].by_code
    minima = {code: float(une.attributes.get("minimum") or 0) for code, une in tranches.items()}
    non_complet = agents["duree_hebdo"].fillna(agents["tranche_tnc"].map(minima)).astype("float64")
    quotite = agents["quotite_exacte"].fillna(100.0) / 100
    heures: pd.Series[float] = non_complet.where(agents["temps_complet"] == "NON", _TEMPS_COMPLET_HEBDO * quotite)
    return heures.fillna(0.0)


__all__ = ["ANNEE", "HEURES", "heures_des_postes", "une_ligne_par_personne"]
