"""The figures of every valid report of a campaign: numerators, denominators, and the strata it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from processors.campaign.base import Campagne
from processors.comparison.declaration import Declaration
from schemas.expressions.evaluation import Array
from schemas.model import CODED, Cell, Questionnaire
from schemas.plan import BEYOND_COUNT, Plan

CHUNK = 100
"""Reports computed at a time: a block of them takes about 20 MB."""


@dataclass(frozen=True)
class Mesures:
    """One line per report in force and valid. `numerateurs` and `denominateurs`: (n reports, n ratios), NaN if blank.

    `axes`: the rank of the group of each report on each axis, -1 for none.
    """

    sirets: tuple[str, ...]
    numerateurs: Array
    denominateurs: Array
    axes: dict[str, NDArray[np.intp]]


def mesurer(campagne: Campagne, questionnaire: Questionnaire, declaration: Declaration) -> Mesures:
    """The figures of the reports of an edition that are in force and valid."""
    found = campagne.lignes(
        "SELECT id, siret FROM suivi WHERE en_vigueur AND valide AND questionnaire = ? ORDER BY id", [questionnaire.id]
    )
    plan = Plan(questionnaire, (cell for figure in declaration.figures for cell in figure.cells))
    _register(campagne, questionnaire, plan.entries)
    tops: list[Array] = []
    bottoms: list[Array] = []
    axes: dict[str, list[Array]] = {code: [] for code in declaration.axes}
    for start in range(0, len(found), CHUNK):
        numbers = np.array([number for number, _ in found[start : start + CHUNK]])
        block = plan.compute(_block(campagne, numbers, plan.width))
        tops.append(np.column_stack([ratio.numerateur(block) for ratio in declaration.ratios]))
        bottoms.append(np.column_stack([ratio.denominateur(block) for ratio in declaration.ratios]))
        for code, axis in declaration.axes.items():
            axes[code].append(axis.rangs(block))
    campagne.connexion.unregister("cellules")
    campagne.connexion.unregister("choix")
    empty = np.empty((0, len(declaration.ratios)))
    return Mesures(
        tuple(siret for _, siret in found),
        np.vstack([empty, *tops]),
        np.vstack([empty, *bottoms]),
        {code: np.concatenate([np.empty(0), *parts]).astype(np.intp) for code, parts in axes.items()},
    )


def _register(campagne: Campagne, questionnaire: Questionnaire, cells: Sequence[Cell]) -> None:
    """The cells to read and the ranks of their coded answers, as tables that queries can join."""
    campagne.connexion.register(
        "cellules",
        {
            "variable": np.array([cell.code for cell in cells], dtype=object),
            "indice": np.array([cell.index for cell in cells]),
        },
    )
    choices = [
        (cell.code, code, rank)
        for cell in cells
        if cell.type.kind in CODED
        for code, rank in questionnaire.choices(cell.type).position.items()
    ]
    campagne.connexion.register(
        "choix",
        {
            "variable": np.array([row[0] for row in choices], dtype=object),
            "texte": np.array([row[1] for row in choices], dtype=object),
            "rang": np.array([float(row[2]) for row in choices]),
        },
    )


def _block(campagne: Campagne, numbers: NDArray[np.intp], width: int) -> Array:
    """The block of the entries of some receptions, as `schemas.plan` holds them."""
    rows = campagne.connexion.execute(
        """SELECT v.reception AS reception, c.indice AS indice, coalesce(v.nombre, x.rang, 1) AS valeur
        FROM valeurs v JOIN cellules c USING (variable) LEFT JOIN choix x USING (variable, texte)
        WHERE v.reception BETWEEN ? AND ? AND (v.nombre IS NULL OR abs(v.nombre) < ?)""",
        [int(numbers.min()), int(numbers.max()), BEYOND_COUNT],
    ).fetchnumpy()
    block = np.full((len(numbers), width), np.nan)
    lines = np.searchsorted(numbers, rows["reception"])
    inside = numbers[np.minimum(lines, len(numbers) - 1)] == rows["reception"]
    block[lines[inside], rows["indice"][inside]] = np.asarray(rows["valeur"])[inside]
    return block
