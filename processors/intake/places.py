"""Where the cells of a workbook were found, worked out when asked: most places are never shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlsxwriter.utility import xl_col_to_name

from processors.answers import Place, split_variable
from processors.intake.anchors import TablePlace


def address(line: int, column: int) -> str:
    """A1 address of a 0-based line and column."""
    return f"{xl_col_to_name(column)}{line + 1}"


class Places(Mapping[str, Place]):
    """Variable code → place, for every cell of the tables that were found."""

    def __init__(self, tables: Mapping[str, TablePlace]) -> None:
        self._tables = tables

    def __getitem__(self, variable: str) -> Place:
        try:
            table, row, column = split_variable(variable)
            place = self._tables[table]
            return Place(place.sheet.nom, address(place.rows[row], place.columns[column]))
        except ValueError as error:
            raise KeyError(variable) from error

    def __iter__(self) -> Iterator[str]:
        for table, place in self._tables.items():
            for row in place.rows:
                for column in place.columns:
                    yield f"{table}!{row}.{column}"

    def __len__(self) -> int:
        return sum(len(place.rows) * len(place.columns) for place in self._tables.values())
