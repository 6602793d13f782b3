"""Periods that count for a full time though « Agents » says a temps non complet or a part time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from processors.agents.donnees import Donnees
from processors.agents.etpr import PERIODES, calculer
from processors.agents.evaluation import Verite
from processors.agents.reperes import Reperes, exemple
from processors.findings import Finding, finding
from processors.report.mots import pluriel
from schemas.registers import AGENTS, KEY, Register

_DITS = (
    ("temps_complet", "duree_hebdo", "à temps non complet"),
    ("temps_plein", "quotite", "à temps partiel"),
)
"""An answer « Non » of « Agents », the field of « Périodes » that must say how much, and the situation in words."""

_EGAL = 1e-9


def verifier_periodes(fiches: Register, donnees: Donnees, reperes: Reperes) -> Iterator[Finding]:
    """The last period of an agent, that « Agents » describes, against what « Agents » says of his working time."""
    lignes = donnees[PERIODES]
    a_compter = _dernieres(donnees) & _d_apres_les_dates(fiches, donnees)
    for dit, attendu, situation in _DITS:
        agents = donnees[AGENTS].dropna(subset=[KEY])
        reduits = (agents[dit] == "NON").groupby(agents[KEY]).all()
        fautes = a_compter & lignes[KEY].isin(reduits.index[reduits]).to_numpy(bool)
        fautes &= lignes[attendu].isna().to_numpy() & ~donnees.refus(PERIODES, attendu)
        if attendu == "duree_hebdo":  # said « Non » without hours: the field is missing, and said so
            fautes &= (lignes["temps_complet"] != "NON").to_numpy(bool)
        if fautes.any():
            cellules = reperes.cellules(PERIODES, attendu, fautes)
            yield finding(
                "FICHES-PERIODE-A-TEMPS-PLEIN",
                cellules,
                situation=situation,
                champ=fiches.find(PERIODES, attendu).label,
                combien=pluriel(len(cellules), "période", "périodes"),
                exemple=exemple(cellules),
            )


def _dernieres(donnees: Donnees) -> Verite:
    """The periods that end last, agent by agent; a blank end is that of the year."""
    lignes = donnees[PERIODES]
    fins = lignes["fin"].fillna(pd.Timestamp(donnees.annee, 12, 31))
    return np.asarray(fins == fins.groupby(lignes[KEY]).transform("max"), dtype=np.bool_)


def _d_apres_les_dates(fiches: Register, donnees: Donnees) -> Verite:
    """The periods whose ETPR comes from their dates: neither paid by the hour or the task, nor typed."""
    lignes = donnees[PERIODES]
    ecart = np.abs(lignes["valeur"].to_numpy(float) - calculer(lignes, fiches, donnees[AGENTS]))
    typees = np.nan_to_num(ecart) > _EGAL
    return np.asarray(lignes[["heures", "remuneration_tache"]].isna().all(axis=1) & ~typees, dtype=np.bool_)
