"""The shortest way to show a sum of many cells: the computed cell of the workbook that holds the same sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from schemas.expressions import is_sum
from schemas.model import Cell, Questionnaire
from schemas.plan import formula_of, operands

SHOWN = 12
"""Number of cells listed for one sum that no computed cell holds."""


def resume(questionnaire: Questionnaire, cells: tuple[Cell, ...], filled: frozenset[int]) -> list[Cell]:
    """The cells to show for a sum: its total if there is one, else those of its columns, else those that are filled.

    `filled` are the places, in the block, of the cells that hold an answer.
    """
    if len(cells) <= 2:
        return list(cells)
    whole = _total(questionnaire, cells)
    if whole:
        return [whole]
    columns: dict[str, list[Cell]] = {}
    for cell in cells:
        columns.setdefault(cell.column.code, []).append(cell)
    totals = [_total(questionnaire, tuple(column)) for column in columns.values()]
    found = [total for total in totals if total is not None]
    if len(found) == len(totals):
        return found
    return [cell for cell in cells if cell.index in filled][:SHOWN] or [cells[0]]


def _total(questionnaire: Questionnaire, cells: tuple[Cell, ...]) -> Cell | None:
    return _totals(questionnaire, cells[0].table).get(frozenset(cell.index for cell in cells))


@cache
def _totals(questionnaire: Questionnaire, table: str) -> Mapping[frozenset[int], Cell]:
    """The computed cells of a table that only add, by the entries they add up; the first of the form wins."""
    totals: dict[frozenset[int], Cell] = {}
    for row in questionnaire.grid[table].values():
        for cell in row:
            if cell.computed and _adds(cell):
                totals.setdefault(frozenset(_entries(questionnaire, cell)), cell)
    return totals


def _adds(cell: Cell) -> bool:
    formula = formula_of(cell)
    return formula is None or is_sum(formula)


def _entries(questionnaire: Questionnaire, cell: Cell) -> Iterator[int]:
    """The places of the entries that a cell adds up; its own place for an entry, or for another computed cell."""
    if not cell.computed or not _adds(cell):
        yield cell.index
        return
    for operand in operands(questionnaire, cell):
        yield from _entries(questionnaire, operand)
