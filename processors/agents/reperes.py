"""Cells of the agent sheets, named for a report: sheet, line, field; never a name, nor a key."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from xlsxwriter.utility import xl_col_to_name

from processors.agents.discretion import est_personnel
from processors.agents.donnees import COLONNES, NOM, Donnees
from processors.findings import CellRef
from processors.intake.interpretation import quoted
from processors.libelles import MASKED
from schemas.registers import Field, Register


class Reperes:
    """Makes the references of findings: where the sheets were read, else where a new workbook has them."""

    def __init__(self, fiches: Register, donnees: Donnees) -> None:
        self.fiches, self.donnees = fiches, donnees

    def cellules(self, feuille: str, champ: str, fautes: NDArray[np.bool_], *, montrer: bool = True) -> list[CellRef]:
        """The cells of a field on the lines where `fautes` is true."""
        lignes = self.donnees[feuille]
        declare = self.fiches.find(feuille, champ)
        rangs = np.flatnonzero(fautes)
        index, valeurs = lignes.index.to_numpy(), lignes[champ].to_numpy(object)
        return [self._une(feuille, declare, int(index[rang]), valeurs[rang] if montrer else None) for rang in rangs]

    def _une(self, feuille: str, champ: Field, ligne: int, valeur: object) -> CellRef:
        declaree = self.fiches.sheets[feuille]
        lues = self.donnees[feuille].attrs
        colonne = lues.get(COLONNES, {}).get(champ.code, declaree.codes.index(champ.code))
        nom, adresse = lues.get(NOM, declaree.title), f"{xl_col_to_name(colonne)}{ligne}"
        libelle = f"feuille «\u00a0{nom}\u00a0», ligne {ligne}, {champ.label}"
        return CellRef(f"{feuille}!{champ.code}", nom, adresse, _montree(champ, valeur), libelle)


def _montree(champ: Field, valeur: object) -> object:
    """The value as the sheet shows it; None when blank, masked when it is personal."""
    if valeur is None or valeur != valeur:  # noqa: PLR0124 - NaN and NaT differ from themselves
        return None
    if est_personnel(champ):
        return MASKED
    if champ.choices is not None:
        return ", ".join(champ.choices.shown.get(code, code) for code in str(valeur).split("|"))
    if champ.kind.dated and hasattr(valeur, "strftime"):
        return valeur.strftime("%d/%m/%Y" if champ.kind == "date" else "%m/%Y")
    return quoted(valeur)


def exemple(cellules: Iterable[CellRef]) -> str:
    """The first cell in words, for a message."""
    return next((cellule.label for cellule in cellules), "")
