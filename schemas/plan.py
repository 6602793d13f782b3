"""The computing plan of a questionnaire: every computed cell in an order that can be followed, over arrays.

A block of answers is an array of floats of shape (n workbooks, n cells), one column per cell of `Questionnaire.cells`
(`Cell.index`): a number as it is, a coded answer as its rank in its nomenclature, a text or a SIRET as 1, blank as NaN.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from graphlib import CycleError, TopologicalSorter
from math import isnan

import numpy as np
from numpy.typing import NDArray

from schemas.binding import bind
from schemas.expressions import Expression, ExpressionError, Reference, is_sum, references
from schemas.expressions.evaluation import SUM_DECIMALS, Array, Evaluator
from schemas.model import CODED, NUMERIC, Cell, Condition, Kind, Parameter, Questionnaire, Table

BEYOND_COUNT = 1e15
"""A figure as large is no count: the schema refuses it, and sums leave it out."""

Value = float | int | str
"""An answer: a number, the code of a choice, or a text."""


class CircleError(ExpressionError):
    """Computed cells that depend on each other: `circle` holds their codes, the first one again at the end."""

    def __init__(self, circle: list[str]) -> None:
        super().__init__(f"the computed cells depend on each other in a circle: {' ← '.join(circle)}")
        self.circle = circle


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums of one level: cell `targets[i]` adds the cells `operands[starts[i]:starts[i + 1]]`."""

    targets: NDArray[np.intp]
    operands: NDArray[np.intp]
    starts: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Formulas:
    """One expression computed at many cells: `operands` gives, by reference, the cell that each target reads.

    A parameter is held by its value. Computed cells hold figures only, so no answer is compared by its code here.
    """

    targets: NDArray[np.intp]
    expression: Expression
    operands: Mapping[str, NDArray[np.intp] | float]


class Plan:
    """Computes the totals and the conditions of a questionnaire. Build it once (`plan_of`).

    `wanted`: the only cells to compute, with those that they are made of; every one when it is not given.
    """

    def __init__(self, questionnaire: Questionnaire, wanted: Iterable[Cell] | None = None) -> None:
        self.questionnaire = questionnaire
        self.width = len(questionnaire.cells)
        self._wanted = tuple(questionnaire.cells.values() if wanted is None else wanted)
        self._operands = _operands_of(questionnaire, self._wanted)
        self._levels = [self._level(codes) for codes in self._schedule()]

    @property
    def entries(self) -> list[Cell]:
        """The entry cells that the wanted cells are, or are made of."""
        used = (self._wanted, *self._operands.values())
        return list({cell.code: cell for cells in used for cell in cells if not cell.computed}.values())

    # Scheduling

    def _schedule(self) -> list[tuple[str, ...]]:
        """Levels of computed cells; a cell only uses entries and cells of earlier levels. Raise `CircleError`."""
        inner = {code: [cell.code for cell in used if cell.computed] for code, used in self._operands.items()}
        sorter = TopologicalSorter(inner)
        try:
            sorter.prepare()
        except CycleError as error:
            raise CircleError(error.args[1]) from error
        levels = []
        while sorter.is_active():
            level = sorter.get_ready()
            sorter.done(*level)
            levels.append(level)
        return levels

    def _level(self, codes: Iterable[str]) -> list[_Sums | _Formulas]:
        targets: list[int] = []
        added: list[int] = []
        starts: list[int] = []
        others: dict[tuple[str, Expression], list[Cell]] = {}
        for code in codes:
            cell = self.questionnaire.cells[code]
            expression = formula_of(cell)
            if expression is not None and not _shape(expression)[1]:
                others.setdefault((cell.table, expression), []).append(cell)
            elif self._operands[code]:
                targets.append(cell.index)
                starts.append(len(added))
                added.extend(operand.index for operand in self._operands[code])
        steps: list[_Sums | _Formulas] = [self._formulas(key[1], cells) for key, cells in others.items()]
        if targets:
            steps.insert(0, _Sums(np.array(targets), np.array(added), np.array(starts)))
        return steps

    def _formulas(self, expression: Expression, cells: list[Cell]) -> _Formulas:
        operands: dict[str, NDArray[np.intp] | float] = {}
        for reference in references(expression):
            bound = [bind(self.questionnaire, reference, cell.table, cell.row.code, cell.column.code) for cell in cells]
            first = bound[0]
            operands[reference.name] = (
                first.value
                if isinstance(first, Parameter)
                else np.array([found.index for found in bound if isinstance(found, Cell)])
            )
        return _Formulas(np.array([cell.index for cell in cells]), expression, operands)

    # Evaluation

    def block(self, answers: Mapping[str, Value]) -> Array:
        """The block (1, n cells) of one set of answers by variable code; unknown codes are left out."""
        block = np.full((1, self.width), np.nan)
        cells = self.questionnaire.cells
        row = block[0]
        for code, value in answers.items():
            cell = cells.get(code)
            if cell is not None:
                row[cell.index] = self._number(cell, value)
        return block

    def _number(self, cell: Cell, value: Value) -> float:
        if cell.type.kind in CODED:
            return self.questionnaire.choices(cell.type).position.get(str(value), np.nan)
        if cell.type.kind in NUMERIC or cell.type.kind is Kind.ANNEE:
            known = isinstance(value, int | float) and abs(value) < BEYOND_COUNT
            return float(value) if known else np.nan
        return 1.0

    def compute(self, block: Array) -> Array:
        """Fill the computed cells of a block (n, n cells) from its entries, in place; return it."""
        for level in self._levels:
            for step in level:
                if isinstance(step, _Sums):
                    taken = block[:, step.operands]
                    blank = np.isnan(taken)
                    sums = np.add.reduceat(np.where(blank, 0.0, taken), step.starts, axis=1)
                    filled = np.add.reduceat(~blank, step.starts, axis=1, dtype=np.intp)
                    block[:, step.targets] = np.where(filled == 0, np.nan, np.round(sums, SUM_DECIMALS))
                else:
                    block[:, step.targets] = _evaluated(step, block)
        return block

    def totals(self, answers: Mapping[str, Value]) -> dict[str, float]:
        """The computed cells that are not blank, by variable code, for one set of answers."""
        return self.computed_values(self.compute(self.block(answers)))

    def computed_values(self, block: Array) -> dict[str, float]:
        """The computed cells that are not blank in the first row of a computed block, by variable code."""
        row = block[0].tolist()
        return {code: row[index] for code, index in self._computed if not isnan(row[index])}

    @cached_property
    def _computed(self) -> list[tuple[str, int]]:
        return [(cell.code, cell.index) for cell in self.questionnaire.cells.values() if cell.computed]

    def holds(self, condition: Condition, block: Array) -> Array:
        """Truth of a condition over a computed block: 1.0, 0.0 or NaN (undecided), of shape (n,)."""

        def values(reference: Reference) -> Array:
            bound = bind(self.questionnaire, reference)
            return np.asarray(bound.value) if isinstance(bound, Parameter) else block[:, bound.index]

        def rank(reference: Reference, code: str) -> float:
            bound = bind(self.questionnaire, reference)
            assert isinstance(bound, Cell)
            return float(self.questionnaire.choices(bound.type).position[code])

        return np.broadcast_to(Evaluator(values, rank)(condition.expression), block.shape[:1])


def _evaluated(step: _Formulas, block: Array) -> Array:
    def values(reference: Reference) -> Array:
        operand = step.operands[reference.name]
        return np.asarray(operand) if isinstance(operand, float) else block[:, operand]

    return Evaluator(values, _no_rank)(step.expression)


def _no_rank(reference: Reference, code: str) -> float:
    raise ExpressionError(f"« {reference.name} » is compared with « {code} » in a computed cell")


def formula_of(cell: Cell) -> Expression | None:
    """The declared expression of a computed cell: the row's wins over the column's; None for a total row's sum."""
    if cell.row.sum_of:
        return None
    return cell.row.formula or cell.column.formula


@cache
def _shape(expression: Expression) -> tuple[tuple[Reference, ...], bool]:
    """The references of an expression, and whether it only adds them: hundreds of cells share one expression."""
    return tuple(references(expression)), is_sum(expression)


def operands(questionnaire: Questionnaire, cell: Cell) -> list[Cell]:
    """The cells that a computed cell uses, in the order of its expression. A greyed cell adds nothing to a sum.

    Raise `ExpressionError` when the expression names a cell that does not exist, or a greyed one outside a sum.
    """
    table = questionnaire.tables[cell.table]
    expression = formula_of(cell)
    if expression is None:
        codes = (table.variable(row, cell.column.code) for row in cell.row.sum_of)
        return [questionnaire.cells[code] for code in codes if code in questionnaire.cells]
    bound = []
    used, plain_sum = _shape(expression)
    for reference in used:
        try:
            found = bind(questionnaire, reference, cell.table, cell.row.code, cell.column.code)
        except ExpressionError:
            if plain_sum and is_greyed(table, reference, cell):
                continue
            raise
        if isinstance(found, Cell):
            bound.append(found)
    return bound


def _operands_of(questionnaire: Questionnaire, wanted: Iterable[Cell]) -> dict[str, list[Cell]]:
    """What each computed cell among `wanted`, or that one of them is made of, uses directly, by code."""
    found: dict[str, list[Cell]] = {}
    waiting = [cell for cell in wanted if cell.computed]
    for cell in waiting:
        if cell.code not in found:
            found[cell.code] = operands(questionnaire, cell)
            waiting += (used for used in found[cell.code] if used.computed and used.code not in found)
    return found


def is_greyed(table: Table, reference: Reference, cell: Cell) -> bool:
    """Whether a reference from a computed cell names a greyed cell of its row or column."""
    return (cell.row.code, reference.name) in table.absent or (reference.name, cell.column.code) in table.absent


@cache
def plan_of(questionnaire: Questionnaire) -> Plan:
    """The plan of a questionnaire, built once per questionnaire object."""
    return Plan(questionnaire)
