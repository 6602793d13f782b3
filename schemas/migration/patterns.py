"""Patterns of variables, as the files of migration write them: `1.1.4!*.C01|C02`, `@grades!*.*`, `*![categories=M].*`.

Three parts, each a list of alternatives: tables (or `@nomenclature`, those whose rows are that list), rows, columns.
`*` stands for any run of signs. `[nomenclature=code|code]` in place of rows or columns: those that bear that axis.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from schemas.model import Cell, Column, Questionnaire, Row, Table

ANY = "*"
_PATTERN = re.compile(r"(?P<tables>[^!\[\]]+)!(?P<rows>\[[^\]]+\]|[^\[\]]+)\.(?P<columns>\[[^\]]+\]|[^.\[\]]+)")
_AXIS = re.compile(r"\[(?P<nomenclature>[a-z_]+)=(?P<codes>[^\]]+)\]")


class PatternError(ValueError):
    """A pattern that is not written as one."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """The three parts of a pattern, or of the code that a step gives to what a pattern matched."""

    tables: str
    rows: str
    columns: str

    @staticmethod
    def parse(text: str) -> Pattern:
        """Raise `PatternError` when the text is no pattern."""
        found = _PATTERN.fullmatch(text)
        if found is None:
            raise PatternError(f"« {text} » is not « table!row.column »")
        return Pattern(found["tables"], found["rows"], found["columns"])

    def __str__(self) -> str:
        return f"{self.tables}!{self.rows}.{self.columns}"

    def entries(self, questionnaire: Questionnaire) -> Iterator[Cell]:
        """The entry cells that the pattern names, in the order of the form."""
        for table in questionnaire.tables.values():
            if not _names_table(self.tables, table):
                continue
            rows = _named(self.rows, table.rows)
            columns = _named(self.columns, table.columns)
            if rows and columns:
                for row, cells in questionnaire.grid[table.id].items():
                    if row in rows:
                        yield from (cell for cell in cells if cell.column.code in columns and not cell.computed)

    def filled(self, cell: Cell, target: Questionnaire) -> list[str]:
        """The codes that the pattern gives to a cell: each `*` keeps what the cell has there.

        Alternatives and axes are those of the table of the edition `target`, without its totals.
        """
        name = cell.table if self.tables == ANY else self.tables
        table = target.tables.get(name)
        rows = _chosen(self.rows, cell.row.code, table.rows if table else ())
        columns = _chosen(self.columns, cell.column.code, table.columns if table else ())
        return [f"{name}!{row}.{column}" for row in rows for column in columns]


def _names_table(text: str, table: Table) -> bool:
    names = {table.id, f"@{table.nomenclature}"}
    return any(fnmatchcase(name, choice) for choice in text.split("|") for name in names)


def _chosen(text: str, own: str, lines: Sequence[Row] | Sequence[Column]) -> list[str]:
    """The codes of the lines that one part of a pattern gives to a cell whose own code is known."""
    if text == ANY:
        return [own]
    if "|" not in text and not _AXIS.fullmatch(text):
        return [text]
    named = _named(text, lines)
    return [line.code for line in lines if line.code in named and not line.computed]


def _named(text: str, lines: Iterable[Row] | Iterable[Column]) -> set[str]:
    axis = _AXIS.fullmatch(text)
    if axis is not None:
        codes = axis["codes"].split("|")
        return {line.code for line in lines if line.axes.get(axis["nomenclature"]) in codes}
    choices = text.split("|")
    return {line.code for line in lines if any(fnmatchcase(line.code, choice) for choice in choices)}
