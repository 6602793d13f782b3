"""One total of a table from the cells that it uses, and nothing else: what each computed cell of the variant asks."""

from __future__ import annotations

from functools import cache
from math import isnan

import numpy as np

import schemas
from processors.calculs import CalculError
from processors.intake.interpretation import raw_answer, read_value
from processors.libelles import nommer, valeur
from schemas.binding import bind
from schemas.expressions import Reference, is_sum
from schemas.expressions.evaluation import SUM_DECIMALS, Array, Evaluator
from schemas.model import Cell, Parameter, Questionnaire, Table
from schemas.plan import Value, formula_of, plan_of
from workbook_templates.complement import Box, box_of
from workbook_templates.layout import Layout
from xl_addin.plages import ATTENTION, Cellule, Grille, est_vide, texte


def total_vise(questionnaire: Questionnaire, table: Table, partie: str) -> Cell | None:
    """The computed cell that « row.column » names, None for anything else."""
    ligne, _, colonne = partie.rpartition(".")
    cell = questionnaire.cells.get(table.variable(ligne, colonne)) if ligne else None
    return cell if cell is not None and cell.computed else None


def rectangle(questionnaire: Questionnaire, cell: Cell) -> Box | None:
    """The rectangle of the sheet that holds what a total uses; None when it uses other tables."""
    return _rectangles(questionnaire.id, cell.code)


@cache
def _mise_en_page(edition: str) -> Layout:
    questionnaire = schemas.questionnaire(edition)
    return Layout(questionnaire, tuple(questionnaire.modules))


@cache
def _rectangles(edition: str, code: str) -> Box | None:
    mise_en_page = _mise_en_page(edition)
    return box_of(mise_en_page, mise_en_page.questionnaire.cells[code])


def un_total(questionnaire: Questionnaire, cell: Cell, boite: Box, rangees: Grille) -> Cellule:
    """A total from its rectangle, None when all that it uses is blank. What stands between its cells is not read.

    Raise `CalculError` when one of its cells holds something else than a figure.
    """
    lues: dict[str, Value] = {}
    for autre, ligne, colonne in boite.cells:
        lue = _figure(questionnaire, autre, rangees[ligne][colonne])
        if lue is not None:
            lues[autre.code] = lue
    rangee = plan_of(questionnaire).block(lues)[0]
    trouvee = _somme(rangee, boite) if _est_somme(cell) else _formule(questionnaire, cell, rangee)
    return None if isnan(trouvee) else int(trouvee) if trouvee.is_integer() else trouvee


def _figure(questionnaire: Questionnaire, cell: Cell, brut: Cellule) -> Value | None:
    if est_vide(brut):
        return None
    if cell.computed and isinstance(brut, str) and brut.startswith(ATTENTION):
        raise CalculError(brut.removeprefix(ATTENTION).strip())
    lecture = read_value(questionnaire, cell, texte(brut) if isinstance(brut, str) else brut)
    lue = raw_answer(brut) if lecture.refused else lecture.value
    if isinstance(lue, str) and cell.type.numeric:
        raise CalculError(f"{nommer(questionnaire, cell.code)}\u00a0: {valeur(lue)} n’est pas un nombre")
    return lue


def _est_somme(cell: Cell) -> bool:
    formule = formula_of(cell)
    return formule is None or is_sum(formule)


def _somme(rangee: Array, boite: Box) -> float:
    """The sum of the cells, NaN when they are all blank."""
    prises = rangee[[cell.index for cell, _, _ in boite.cells]]
    remplies = prises[~np.isnan(prises)]
    return float(np.round(remplies.sum(), SUM_DECIMALS)) if remplies.size else float("nan")


def _formule(questionnaire: Questionnaire, cell: Cell, rangee: Array) -> float:
    def valeurs(reference: Reference) -> Array:
        liee = bind(questionnaire, reference, cell.table, cell.row.code, cell.column.code)
        return np.asarray(liee.value if isinstance(liee, Parameter) else rangee[liee.index])

    def rang(reference: Reference, code: str) -> float:
        raise CalculError(f"le calcul de {nommer(questionnaire, cell.code)} compare {reference.name} à {code}")

    formule = formula_of(cell)
    assert formule is not None
    return float(Evaluator(valeurs, rang)(formule))
