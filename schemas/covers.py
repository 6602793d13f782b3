"""The shortest way to a sum of cells: the computed cells of the form that already hold parts of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from schemas.expressions import is_sum
from schemas.model import Cell, Questionnaire
from schemas.plan import formula_of, operands


def cover(questionnaire: Questionnaire, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Cells of the same table whose sum is that of `cells`, totals taken for the entries that they add up.

    `cells` are those of one selection: of one table, never counted twice.
    """
    if len(cells) < 2:
        return cells
    table = cells[0].table
    left: dict[int, Cell | None] = {}
    for cell in cells:
        for index in _entries(questionnaire, cell.code):
            if index in left:
                return cells  # a cell and its own total: adding them is what the rule says
            left[index] = None
    return tuple(_greedy(left, _totals(questionnaire, table), _by_index(questionnaire, table)))


def _greedy(
    left: dict[int, Cell | None], totals: Mapping[int, list[tuple[frozenset[int], Cell]]], by_index: Mapping[int, Cell]
) -> Iterator[Cell]:
    """From the first cell on, the widest total that starts there and holds nothing else than what is left."""
    remaining = set(left)
    for index in sorted(left):
        if index not in remaining:
            continue
        for entries, total in totals.get(index, ()):
            if entries <= remaining:
                remaining -= entries
                yield total
                break
        else:
            remaining.discard(index)
            yield by_index[index]


@cache
def _by_index(questionnaire: Questionnaire, table: str) -> Mapping[int, Cell]:
    return {cell.index: cell for row in questionnaire.grid[table].values() for cell in row}


@cache
def _totals(questionnaire: Questionnaire, table: str) -> Mapping[int, list[tuple[frozenset[int], Cell]]]:
    """The computed cells of a table that only add, by the first entry they add up, the widest first."""
    totals: dict[frozenset[int], Cell] = {}
    own = frozenset(_by_index(questionnaire, table))
    for row in questionnaire.grid[table].values():
        for cell in row:
            entries = _entries(questionnaire, cell.code) if cell.computed else ()
            adds = len(entries) > 1 or entries != (cell.index,)
            if entries and adds and len(set(entries)) == len(entries) and own.issuperset(entries):
                totals.setdefault(frozenset(entries), cell)
    by_first: dict[int, list[tuple[frozenset[int], Cell]]] = {}
    for key in sorted(totals, key=len, reverse=True):
        by_first.setdefault(min(key), []).append((key, totals[key]))
    return by_first


def _adds(cell: Cell) -> bool:
    formula = formula_of(cell)
    return formula is None or is_sum(formula)


@cache
def _entries(questionnaire: Questionnaire, code: str) -> tuple[int, ...]:
    """The places of the entries that a cell adds up; its own when it does not add."""
    cell = questionnaire.cells[code]
    if not cell.computed or not _adds(cell):
        return (cell.index,)
    used = operands(questionnaire, cell)
    return tuple(index for operand in used for index in _entries(questionnaire, operand.code))
