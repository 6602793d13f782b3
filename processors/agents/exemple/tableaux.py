"""From columns to the frames of `Donnees`: the declared fields, in their order, with their types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from processors.agents.donnees import LIGNE, PREMIERE_LIGNE, dtype_de
from processors.agents.exemple.tirages import Colonne, vide
from schemas.registers import KEY, Field, Sheet

AGENT = "_agent"
"""Column of a block: the rank of the agent of each line."""


class Bloc(dict[str, Colonne]):
    """Lines of a sheet, column by column; columns that it leaves out are blank."""

    @property
    def taille(self) -> int:
        return len(self[AGENT])


def tableau(feuille: Sheet, colonnes: Mapping[str, Colonne], taille: int) -> pd.DataFrame:
    """The frame of a sheet. Columns that are not declared (their name starts with `_`) stay in the workshop."""
    index = pd.Index(np.arange(PREMIERE_LIGNE, PREMIERE_LIGNE + taille), name=LIGNE, dtype="int64")
    donnees = {
        champ.code: pd.Series(_colonne(champ, colonnes.get(champ.code), taille), index=index, dtype=dtype_de(champ))
        for champ in feuille.fields
    }
    return pd.DataFrame(donnees, index=index)


def _colonne(champ: Field, valeurs: Colonne | None, taille: int) -> Colonne:
    dtype = dtype_de(champ)
    if dtype == "object":
        return vide(taille) if valeurs is None else valeurs.astype(object)
    if valeurs is None:
        return np.full(taille, np.nan if dtype == "float64" else np.datetime64("NaT"), dtype=dtype)
    return valeurs.astype(dtype)


def empiler(feuille: Sheet, blocs: Sequence[Bloc], cles: Colonne, tri: Sequence[str] = ()) -> pd.DataFrame:
    """One frame from blocks of lines, sorted by agent, then by the columns `tri`; ties keep their order."""
    agents = np.concatenate([bloc[AGENT] for bloc in blocs]).astype("int64") if blocs else np.array([], dtype="int64")
    colonnes = {
        champ.code: np.concatenate([_colonne(champ, bloc.get(champ.code), bloc.taille) for bloc in blocs])
        for champ in feuille.fields
        if blocs and champ.code != KEY
    }
    ordre = np.lexsort([*(colonnes[nom] for nom in reversed(tri)), agents]) if blocs else agents
    rangees = {nom: valeurs[ordre] for nom, valeurs in colonnes.items()}
    return tableau(feuille, rangees | {KEY: cles[agents[ordre]]}, len(ordre))
