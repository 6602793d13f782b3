"""From the codes of the axes to a cell: the cells that one measure of a rule may fill."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from processors.agents.agregation.regles import Mesure
from schemas.model import Cell, Questionnaire, Table
from schemas.nodes import DeclarationError

SANS_CELLULE = -1

Rangs = NDArray[np.int64]


@dataclass(frozen=True)
class Grille:
    """The cells of a measure. `cases` gives `Cell.index` by the ranks of the codes along the axes, -1 for no cell.

    `axes` are (nomenclature, field of the view) in the order of the dimensions of `cases`.
    """

    axes: tuple[tuple[str, str], ...]
    cases: NDArray[np.int64]
    cellules: tuple[Cell, ...]

    def placer(self, rangs: list[Rangs], nombre: int) -> Rangs:
        """The cell of each of `nombre` lines from the ranks of their codes (-1 for a blank or an unknown one)."""
        if not rangs:
            return np.full(nombre, int(self.cases), dtype=np.int64)
        connus = np.logical_and.reduce([rang >= 0 for rang in rangs])
        places = self.cases[tuple(rangs)]  # -1 reads the last one: blanked just below
        return np.where(connus, places, SANS_CELLULE)


def colonnes(table: Table, ecrit: str) -> tuple[str, ...]:
    """The entry columns that « C01 » or « C01:C06 » names. Raise KeyError for a column that the table has not."""
    debut, _, fin = ecrit.partition(":")
    codes = [colonne.code for colonne in table.columns]
    for code in (debut, fin or debut):
        if code not in codes:
            raise KeyError(f"{table.id}: {code}")
    retenus = table.columns[codes.index(debut) : codes.index(fin or debut) + 1]
    return tuple(colonne.code for colonne in retenus if not colonne.computed)


@cache
def grille(questionnaire: Questionnaire, tableau: str, mesure: Mesure) -> Grille:
    """The grid of a measure over a table, built once.

    Raise `DeclarationError` when the table, a row or a column is unknown, when an axis is not borne by one of the
    cells, or when two cells answer to the same codes: the rule would not know where to count.
    """
    table = questionnaire.tables.get(tableau)
    if table is None:
        raise DeclarationError("agregation", tableau, "unknown table")
    try:
        cellules = tuple(_cellules(questionnaire, table, mesure))
    except KeyError as erreur:
        raise DeclarationError("agregation", tableau, f"unknown row or column: {erreur}") from erreur
    if not cellules:
        raise DeclarationError("agregation", tableau, f"no cell in {mesure.colonnes}")
    axes = mesure.axes
    rangs = [questionnaire.nomenclatures[nomenclature].position for nomenclature, _ in axes]
    cases = np.full([len(positions) for positions in rangs], SANS_CELLULE, dtype=np.int64)
    for cellule in cellules:
        portes: Mapping[str, str] = {**cellule.row.axes, **cellule.column.axes}
        if manquants := [nomenclature for nomenclature, _ in axes if nomenclature not in portes]:
            raise DeclarationError("agregation", cellule.code, f"no axis {', '.join(manquants)}")
        place = tuple(positions[portes[nomenclature]] for positions, (nomenclature, _) in zip(rangs, axes, strict=True))
        if cases[place] != SANS_CELLULE:
            raise DeclarationError("agregation", cellule.code, "another cell has the same codes")
        cases[place] = cellule.index
    return Grille(axes, cases, cellules)


def _cellules(questionnaire: Questionnaire, table: Table, mesure: Mesure) -> Iterator[Cell]:
    codes = colonnes(table, mesure.colonnes)
    lignes = mesure.lignes or tuple(ligne.code for ligne in table.rows if not ligne.computed)
    for ligne in lignes:
        if ligne not in table.row_by_code:
            raise KeyError(ligne)
        for code in codes:
            cellule = questionnaire.cells.get(table.variable(ligne, code))
            if cellule is not None and not cellule.computed:
                yield cellule
