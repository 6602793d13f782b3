"""From a selection of the expression language (`1.1.1[cadre=*, C05:C06]`) to the cells it names.

A selection never counts anything twice: unless its rows are named (`ligne=`), it leaves out computed rows and the rows
that are part of another counted row; `tous` does the same for columns. Greyed cells are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from schemas.expressions import ExpressionError, Selection, references
from schemas.model import Cell, Column, Questionnaire, Row, Table

CURRENT = "*"
"""The current element of the scope of a rule."""

EVERY = "tous"
"""Every entry column of the table."""

ROWS = "ligne"
"""The dimension that names rows by their codes."""

_Line = Row | Column


@dataclass(frozen=True, slots=True)
class Dimension:
    """An axis that rules run along: `nomenclatures` are the lists that bear it, `label` its name in words."""

    code: str
    label: str
    nomenclatures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolved:
    """The cells of a selection by the elements of its current dimensions, in the order of `dimensions`."""

    dimensions: tuple[str, ...]
    groups: Mapping[tuple[str, ...], tuple[Cell, ...]]


@dataclass
class Selector:
    """Resolves the selections of one questionnaire, each once."""

    questionnaire: Questionnaire
    dimensions: Mapping[str, Dimension]
    _known: dict[Selection, Resolved] = field(default_factory=dict)
    _axes: dict[tuple[str, str], tuple[dict[str, str], dict[str, str]]] = field(default_factory=dict)

    def resolve(self, selection: Selection) -> Resolved:
        """The cells of a selection. Raise `ExpressionError` when it names nothing, or what does not exist."""
        if selection not in self._known:
            self._known[selection] = self._resolve(selection)
        return self._known[selection]

    def _resolve(self, selection: Selection) -> Resolved:
        table = self.questionnaire.tables.get(selection.table)
        if table is None:
            raise ExpressionError(f"unknown table « {selection.table} »")
        rows = [row.code for row in table.rows if _counted(row, table.row_by_code)]
        columns = list(dict.fromkeys(self._columns(selection, table)))
        current: list[tuple[str, dict[str, str], bool]] = []
        for kept in selection.filters:
            starred = kept.codes == (CURRENT,)
            if kept.dimension == ROWS:
                rows = rows if starred else _spread(kept.codes, [row.code for row in table.rows], selection)
                values, on_row = {code: code for code in rows}, True
            else:
                values, on_row = self._values(table, kept.dimension)
                wanted = set(kept.codes)
                if not starred and not wanted <= set(values.values()):
                    raise ExpressionError(f"« {selection.table} »: unknown code of {kept.dimension}: {sorted(wanted)}")
                passing = {code for code, value in values.items() if starred or value in wanted}
                if on_row:
                    rows = [row for row in rows if row in passing]
                else:
                    columns = [column for column in columns if column in passing]
            if starred:
                current.append((kept.dimension, values, on_row))
        groups = self._groups(table, rows, columns, [(values, on_row) for _, values, on_row in current])
        if not groups:
            raise ExpressionError(f"« {selection.table}[…] »: no cell")
        return Resolved(tuple(dimension for dimension, *_ in current), groups)

    def _groups(
        self, table: Table, rows: Sequence[str], columns: Sequence[str], axes: Sequence[tuple[dict[str, str], bool]]
    ) -> dict[tuple[str, ...], tuple[Cell, ...]]:
        cells = self.questionnaire.cells
        groups: dict[tuple[str, ...], list[Cell]] = {}
        for row in rows:
            for column in columns:
                cell = cells.get(f"{table.id}!{row}.{column}")
                if cell is not None:
                    key = tuple(values[row if on_row else column] for values, on_row in axes)
                    groups.setdefault(key, []).append(cell)
        return {key: tuple(group) for key, group in groups.items()}

    def _columns(self, selection: Selection, table: Table) -> list[str]:
        if selection.columns == (EVERY,):
            return [column.code for column in table.columns if _counted(column, table.column_by_code)]
        return _spread(selection.columns, [column.code for column in table.columns], selection)

    def _values(self, table: Table, dimension: str) -> tuple[dict[str, str], bool]:
        """The element of a dimension that each row, or else each column, stands for; whether rows bear it."""
        if dimension not in self.dimensions:
            raise ExpressionError(f"unknown dimension « {dimension} »")
        if (table.id, dimension) not in self._axes:
            names = self.dimensions[dimension].nomenclatures
            self._axes[table.id, dimension] = (_borne(table.rows, names), _borne(table.columns, names))
        on_rows, on_columns = self._axes[table.id, dimension]
        if not (on_rows or on_columns):
            raise ExpressionError(f"« {table.id} » has no dimension {dimension}")
        return (on_rows, True) if on_rows else (on_columns, False)


def _borne(lines: Iterable[_Line], names: Sequence[str]) -> dict[str, str]:
    return {
        line.code: line.axes[name]
        for line in lines
        if not line.computed
        for name in reversed(names)
        if name in line.axes
    }


def _spread(codes: Iterable[str], order: Sequence[str], selection: Selection) -> list[str]:
    """Codes with their spans (`C01:C04`) written out. Raise `ExpressionError` for an unknown one."""
    every: list[str] = []
    for code in codes:
        first, _, last = code.partition(":")
        unknown = {first, last or first} - set(order)
        if unknown:
            raise ExpressionError(f"« {selection.table} »: unknown row or column {sorted(unknown)}")
        start, end = order.index(first), order.index(last or first)
        if end < start:
            raise ExpressionError(f"« {selection.table} »: {code} runs backwards")
        every.extend(order[start : end + 1])
    return every


def _counted(line: _Line, lines: Mapping[str, _Line]) -> bool:
    """Whether a row or a column adds up: not computed, and no part of another one that does not add it up."""
    if line.computed:
        return False
    whole = lines.get(line.part_of)
    if whole is None:
        return True
    if whole.formula is None:
        return False
    return any(line.code in re.split(r"[.!]", reference.name) for reference in references(whole.formula))
