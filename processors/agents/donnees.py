"""The agent-level data in memory: one data frame per sheet, what every part of the package exchanges.

Each frame has exactly the declared field codes as columns; its index is the Excel line number (`ligne`). Coded answers
are codes, several of them joined with `|`; dates and months are `datetime64`, numbers `float64`, texts `str`; a blank
is None, NaN or NaT.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from schemas.registers import Field, Register, Sheet
from schemas.registers_reader import register

SEPARATEUR = "|"
"""Between the codes of a multiple answer."""

LIGNE = "ligne"
NOM, COLONNES = "nom", "colonnes"
"""Attributes of a frame that was read: the name of its sheet in the file, and the column of each field."""

PREMIERE_LIGNE = 6
"""Line of the first agent in a workbook as it is written, for data that come from no workbook."""


@dataclass
class Donnees:
    """The sheets of one collectivité: `feuilles` by code of sheet, `collectivite` by code of field.

    `refusees`: the cells (sheet, field, line) that are blank because what they hold was refused, not because they hold
    nothing.
    """

    feuilles: dict[str, pd.DataFrame] = field(default_factory=dict)
    collectivite: dict[str, Any] = field(default_factory=dict)
    annee: int = 0
    refusees: set[tuple[str, str, int]] = field(default_factory=set)

    def __getitem__(self, feuille: str) -> pd.DataFrame:
        return self.feuilles[feuille]

    def refus(self, feuille: str, champ: str) -> NDArray[np.bool_]:
        """On which lines of a sheet the content of a field was refused."""
        lignes = {ligne for ou, quoi, ligne in self.refusees if (ou, quoi) == (feuille, champ)}
        return np.asarray(self[feuille].index.isin(list(lignes)), dtype=np.bool_)


def dtype_de(champ: Field) -> str:
    """The pandas type of the column of a field."""
    if champ.kind.dated:
        return "datetime64[ns]"
    return "float64" if champ.kind.numeric else "object"


def cadre(
    feuille: Sheet, lignes: Iterable[Mapping[str, Any]] = (), numeros: Iterable[int] | None = None
) -> pd.DataFrame:
    """The frame of a sheet from its lines (field code → value); fields that a line leaves out are blank.

    Raise KeyError for a code that the sheet does not declare.
    """
    rangs = list(lignes)
    for ligne in rangs:
        for code in ligne:
            if code not in feuille.by_code:
                raise KeyError(f"{feuille.code}.{code}")
    index = list(numeros) if numeros is not None else list(range(PREMIERE_LIGNE, PREMIERE_LIGNE + len(rangs)))
    colonnes = {
        champ.code: colonne(champ, [ligne.get(champ.code) for ligne in rangs], index) for champ in feuille.fields
    }
    return pd.DataFrame(colonnes, index=pd.Index(index, name=LIGNE, dtype="int64"), columns=list(feuille.codes))


def colonne(champ: Field, valeurs: list[Any], index: list[int]) -> pd.Series[Any]:
    """A column of the declared type; None is the blank of texts and codes."""
    dtype = dtype_de(champ)
    if dtype == "object":
        brutes = [None if pd.isna(valeur) or valeur == "" else valeur for valeur in valeurs]
        return pd.Series(brutes, index=index, dtype="object")
    if champ.kind.dated:
        return pd.Series(pd.to_datetime(pd.Series(valeurs, dtype="object")).to_numpy("datetime64[ns]"), index=index)
    return pd.Series(valeurs, index=index, dtype="float64")


def vides(fiches: Register | None = None) -> Donnees:
    """No agent at all: every sheet, every column, no line."""
    declares = fiches or register()
    return Donnees({feuille.code: cadre(feuille) for feuille in declares.tables}, {}, declares.year)
