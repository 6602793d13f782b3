"""The answers being filled: cells are counted by the axes of their row and of their column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from processors.example.agents import Agent
from schemas.example import example_of
from schemas.model import Cell, Column, Kind, Questionnaire, Row, Table
from schemas.plan import Value

Fact = tuple[Mapping[str, str], float]
"""Something to count: what it is (axis → code) and how much it weighs."""

NO, YES = "NON", "OUI"
"""Codes of the answers to a question; `yes_no` says which."""

SMALL_GRID = 66
"""Entry cells up to which a clerk writes every zero; in a larger grid the rows without agents stay blank."""


class Grid:
    """Entries by variable code. Cells that the questionnaire has not, or computes, are noted in `unknown`.

    Tables are named by their places (`schemas.example`); so are rows and columns, unless a nomenclature gives their
    code.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.places = example_of(questionnaire).places
        self.values: dict[str, Value] = {}
        self.unknown: set[str] = set()
        self._rows = cache(self._index)

    def put(self, place: str, row: str, value: Value, column: str = "") -> None:
        """Answer one cell: that of the first column unless said."""
        cell = self._cell(place, row, column)
        if cell:
            self.values[cell.code] = value

    def put_rows(self, place: str, values: Mapping[str, Value], column: str = "") -> None:
        """Answer cells of one column, the first unless said, by row."""
        for row, value in values.items():
            self.put(place, row, value, column)

    def add(self, place: str, row: str, amount: float, column: str = "") -> None:
        """Add to the number of one cell: that of the first column unless said."""
        self._add(self._cell(place, row, column), amount)

    def _add(self, cell: Cell | None, amount: float) -> None:
        if cell:
            known = self.values.get(cell.code, 0)
            assert not isinstance(known, str)
            self.values[cell.code] = known + amount

    def _cell(self, name: str, row: str, column: str) -> Cell | None:
        place, table = self.places[name], self.table(name)
        first = next((one.code for one in table.columns if not one.computed), "") if table else ""
        column = place.columns.get(column, column) or first
        return self._entry(f"{place.table}!{place.rows.get(row, row)}.{column}")

    def _entry(self, code: str) -> Cell | None:
        cell = self.questionnaire.cells.get(code)
        if cell is None or cell.computed:
            self.unknown.add(code)
            return None
        return cell

    def tally(self, name: str, facts: Iterable[Fact], columns: Iterable[str], row: str = "") -> None:
        """Add each fact to the columns whose axes it satisfies, on its row (or on the `row` given).

        A fact whose row the table has not, or crosses an absent cell, is not counted.
        """
        place, table = self.places[name], self.table(name)
        if table is None:
            return
        named = [place.columns.get(column, column) for column in columns]
        chosen = [table.column_by_code[code] for code in named if code in table.column_by_code]
        for axes, amount in facts:
            code = place.rows.get(row, row) or self._row_of(table, axes)
            for column in chosen:
                if code and _satisfied(column, axes) and (code, column.code) not in table.absent:
                    self._add(self._entry(table.variable(code, column.code)), amount)

    def _row_of(self, table: Table, axes: Mapping[str, str]) -> str:
        for names, rows in self._rows(table.id).items():
            code = rows.get(tuple(axes.get(name, "") for name in names))
            if code:
                return code
        return ""

    def _index(self, table_id: str) -> dict[tuple[str, ...], dict[tuple[str, ...], str]]:
        """Entry rows by the names of their axes, then by their codes on these axes.

        A row of a nomenclature is found by its own code: what stands above it follows.
        """
        table = self.questionnaire.tables[table_id]
        index: dict[tuple[str, ...], dict[tuple[str, ...], str]] = {}
        for row in table.rows:
            names = tuple(row.axes)
            if table.nomenclature in row.axes:
                names = (table.nomenclature,) if table.nomenclature else names
            if names and not row.computed:
                index.setdefault(names, {})[tuple(row.axes[name] for name in names)] = row.code
        return index

    def table(self, name: str) -> Table | None:
        """The table of a place, None when the questionnaire has it not."""
        return self.questionnaire.tables.get(self.places[name].table)

    def columns(self, name: str, *axes: str) -> list[str]:
        """Entry columns of a table that stand for these axes, and for no other."""
        table = self.table(name)
        if table is None:
            return []
        return [column.code for column in table.columns if not column.computed and set(column.axes) == set(axes)]

    def by_sex(self, name: str, *groups: Iterable[Fact], row: str = "") -> None:
        """Count groups of facts by sex: the first in the first pair of columns, the second in the second…"""
        columns = self.columns(name, "sexes")
        for rank, facts in enumerate(groups):
            self.tally(name, facts, columns[2 * rank : 2 * rank + 2], row)

    # Zeros

    def zeros(self, table: Table, facts: Iterable[Fact]) -> None:
        """The zeros a clerk writes: everywhere in a small grid; in a large one that would stay empty, on the rows
        of the agents there are."""
        entries = entry_cells(self.questionnaire, table)
        numbers = [cell for cell in entries if cell.type.numeric]
        if table.open_rows or not numbers:
            return
        if len(entries) > SMALL_GRID:
            if any(cell.code in self.values for cell in entries):
                return
            if table.nomenclature:
                rows = {self._row_of(table, axes) for axes, _ in facts}
                numbers = [cell for cell in numbers if cell.row.code in rows] or numbers
        for cell in numbers:
            self.values.setdefault(cell.code, 0)

    def rounded(self) -> dict[str, Value]:
        """The answers as the questionnaire types them: whole numbers as int, the others to the hundredth."""
        return {
            code: _typed(self.questionnaire.cells[code], value)
            for code, value in sorted(self.values.items(), key=lambda item: self.questionnaire.cells[item[0]].index)
        }


def yes_no(truth: object) -> str:
    """The code of the answer to a question."""
    return YES if truth else NO


def facts(agents: Iterable[Agent], weight: Callable[[Agent], float] | None = None) -> list[Fact]:
    """One fact per agent; it weighs 1, or what `weight` says of the agent."""
    return [(agent.axes, weight(agent) if weight else 1) for agent in agents]


def entry_cells(questionnaire: Questionnaire, table: Table) -> list[Cell]:
    """The cells of a table that are asked, conditions aside."""
    codes = (table.variable(row.code, column.code) for row in table.rows for column in table.columns)
    return [cell for code in codes if (cell := questionnaire.cells.get(code)) and not cell.computed]


def _satisfied(place: Row | Column, axes: Mapping[str, str]) -> bool:
    return all(axes.get(name) == code for name, code in place.axes.items())


def _typed(cell: Cell, value: Value) -> Value:
    if isinstance(value, str) or cell.type.kind is Kind.ANNEE:
        return value
    return int(value) if value == int(value) else round(value, 2)
