"""Who has answered: a « Non », or the 0 of a short table, is meant when every agent who is asked has answered."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from processors.agents.agregation.regles import Filtre
from processors.agents.agregation.vue import Masque
from processors.agents.agregation.vues import Vues
from processors.agents.evaluation import Colonne, Conditions
from schemas.expressions import Reference
from schemas.registers import COLLECTIVITE, KEY, PerAgent, Sheet

_QUI = frozenset({"population", "present", "paye", "parti", "sexe"})
"""The filters that say of whom a question is asked; the others say what is counted."""

_VIVANTS = ("paye", frozenset({True}))


def de_l_agent(vues: Vues, champ: str) -> Sheet | None:
    """The sheet with one line per agent where a field is entered; None for a field of other lines."""
    feuilles = (feuille for feuille in vues.fiches.tables if feuille.per_agent is PerAgent.UNE)
    return next((feuille for feuille in feuilles if champ in feuille.by_code), None)


def interroges(vues: Vues, champ: str, parmi: Filtre) -> Masque:
    """The agents whom a field is asked of: those of the population (paid in the year, when it does not say), who have
    a line on the sheet of the field, and whose other answers do not make it pointless.
    """
    feuille = de_l_agent(vues, champ)
    assert feuille is not None
    qui = tuple(filtre for filtre in parmi if filtre[0] in _QUI)
    if not {"present", "paye"} & {nom for nom, _ in qui}:
        qui = (*qui, _VIVANTS)
    masque = vues["agents"].retenues(qui)
    masque &= vues.agents[KEY].isin(vues.donnees[feuille.code][KEY]).to_numpy(np.bool_)
    condition = feuille.by_code[champ].condition
    if condition is not None:
        masque &= ~Conditions(lambda reference: _lire(vues, reference)).fausse(condition.expression)
    return masque


def sans_reponse(vues: Vues, champ: str, parmi: Filtre) -> Masque:
    """The agents who are asked and left the field blank, when what they do (a training) does not answer for them."""
    muets = interroges(vues, champ, parmi) & vues.agents[champ].isna().to_numpy(np.bool_)
    quoi = tuple(filtre for filtre in parmi if filtre[0] not in _QUI)
    return muets & ~vues["agents"].retenues(quoi) if quoi else muets


def tous_repondent(vues: Vues, champs: Iterable[str], parmi: Filtre) -> bool:
    """Whether every agent who is asked has answered to each field, and one at least is."""
    for champ in champs:
        if not interroges(vues, champ, parmi).any() or sans_reponse(vues, champ, parmi).any():
            return False
    return True


def _lire(vues: Vues, reference: Reference) -> Colonne:
    """A field that a condition names: of the agent, or of « Collectivité »."""
    ou, _, code = reference.name.rpartition(".")
    if ou == COLLECTIVITE:
        return pd.Series(vues.donnees.collectivite.get(code), index=vues.agents.index, dtype="object")
    return vues.agents[code]
