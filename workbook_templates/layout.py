"""Where everything stands in the workbook: variable code ⇄ sheet, row, column.

One sheet per indicator. Column A (hidden) holds the row anchors, column B (hidden) the live states, column C the
labels, the cells of the tables start in column D. Above the body of each table a hidden row holds the column anchors.
The reader finds the cells by these anchors, so that moved rows, columns and sheets lose nothing.
Rows and columns are counted from 0, as in XlsxWriter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from schemas.model import COLLECTIVITE, Indicator, Questionnaire, Row, Table

ANCHOR_COLUMN = 0
STATE_COLUMN = 1
COUNT_LINE = 0
"""Line of the hidden column of states that counts the anomalies of the indicator."""
LABEL_COLUMN = 2
FIRST_COLUMN = 3
TITLE_ROWS = 3
"""Title of the indicator, population and scope, link back to the summary."""

COLLECTIVITE_SHEET = "Collectivité"
SUMMARY_SHEET = "Sommaire"
CHECKS_SHEET = "Contrôles"
HELP_SHEET = "Aide"
VERSIONS_SHEET = "Versions"
IDENTITY_SHEET = "_bilan_social"
LISTS_SHEET = "_listes"
LIVE_CHECKS_SHEET = "_controles"
ANOMALIES_SHEET = "Anomalies"
"""Of annotated copies only."""

REWORK_SHEET = "À reprendre"
PREVIOUS_SHEET = "_precedent"
"""Of migrated workbooks and of those that follow a previous report."""

COMPLEMENT_SHEET, SETTINGS_SHEET = "Complément", "xlwings.conf"
"""Of the variant with the add-in: its first sheet, and its last, whose name xlwings imposes."""

SHEETS_WITHOUT_ANSWERS = frozenset(
    {
        SUMMARY_SHEET,
        CHECKS_SHEET,
        HELP_SHEET,
        VERSIONS_SHEET,
        IDENTITY_SHEET,
        LISTS_SHEET,
        LIVE_CHECKS_SHEET,
        ANOMALIES_SHEET,
        REWORK_SHEET,
        PREVIOUS_SHEET,
        COMPLEMENT_SHEET,
        SETTINGS_SHEET,
    }
)
"""Sheets of ours that hold none."""


def sheet_name(indicator: Indicator) -> str:
    """Name of the sheet of an indicator, as the ministry writes it."""
    return COLLECTIVITE_SHEET if indicator.code == COLLECTIVITE else f"IND {indicator.code}"


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the body that holds no cell: the label of a group of rows; `depth` 0 is the outermost."""

    line: int
    text: str
    depth: int


@dataclass(frozen=True, slots=True)
class TableLayout:
    """Place of a table in its sheet. Lines are row numbers of the sheet.

    `condition`: line of the sentence that says when the table applies; None when it always does.
    `states`: hidden line of the column states; `anchors`: hidden line of the column anchors.
    """

    table: Table
    title: int
    condition: int | None
    header: int
    header_depth: int
    states: int
    anchors: int
    rows: Mapping[str, int]
    headings: tuple[Heading, ...]
    first_line: int
    last_line: int
    notes: int
    columns: Mapping[str, int]

    def cell(self, row: str, column: str) -> tuple[int, int]:
        return self.rows[row], self.columns[column]


@dataclass(frozen=True)
class SheetLayout:
    """Place of the tables of an indicator, one under the other, on its sheet."""

    name: str
    indicator: Indicator
    tables: tuple[TableLayout, ...]

    @cached_property
    def last_column(self) -> int:
        return max(max(table.columns.values()) for table in self.tables)

    @cached_property
    def last_line(self) -> int:
        return self.tables[-1].notes + len(self.tables[-1].table.notes)


@dataclass(frozen=True)
class Layout:
    """The layout of a workbook: the sheets of the chosen modules, « Collectivité » first.

    `open_rows` tells how many rows an open table has when it is more than declared.
    """

    questionnaire: Questionnaire
    modules: tuple[str, ...]
    open_rows: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def sheets(self) -> tuple[SheetLayout, ...]:
        indicators = self.questionnaire.select(self.modules)
        return tuple(_sheet(indicator, self.open_rows) for indicator in indicators if indicator.tables)

    @cached_property
    def sheet_of_table(self) -> Mapping[str, SheetLayout]:
        return {table.table.id: sheet for sheet in self.sheets for table in sheet.tables}

    @cached_property
    def tables(self) -> Mapping[str, TableLayout]:
        return {table.table.id: table for sheet in self.sheets for table in sheet.tables}

    def place(self, table: str, row: str, column: str) -> tuple[str, int, int] | None:
        """Sheet name, row and column of a cell; None when the workbook does not hold it."""
        found = self.tables.get(table)
        if found is None or row not in found.rows or column not in found.columns:
            return None
        return (self.sheet_of_table[table].name, *found.cell(row, column))

    def anchors(self) -> Iterator[tuple[str, int, str]]:
        """Every row anchor: sheet name, line, text."""
        for sheet in self.sheets:
            for placed in sheet.tables:
                yield sheet.name, placed.anchors, row_anchor(placed.table.id)
                for code, line in placed.rows.items():
                    yield sheet.name, line, row_anchor(placed.table.id, code)

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that change when any cell of the layout moves or changes name."""
        digest = hashlib.sha256(f"{self.questionnaire.id} {self.questionnaire.version}".encode())
        for sheet, line, text in self.anchors():
            digest.update(f"\n{sheet}\t{line}\t{text}".encode())
        for placed in self.tables.values():
            digest.update(f"\n{placed.table.id}\t{sorted(placed.columns.items())}".encode())
        return digest.hexdigest()[:16]


def row_anchor(table: str, row: str = "") -> str:
    """Text of the anchor of a row, or of the line of the column anchors when `row` is empty."""
    return f"{table}!{row}"


def body_rows(table: Table, open_rows: int = 0) -> tuple[Row, ...]:
    """The rows of a table, with the rows that the respondent added to an open table."""
    if not table.open_rows:
        return table.rows
    added = range(len(table.rows) + 1, open_rows + 1)
    return table.rows + tuple(Row(f"L{number:02d}", "") for number in added)


def header_depth(table: Table) -> int:
    """Number of lines of the header: the deepest heading and the label."""
    return 1 + max(len(column.headings) for column in table.columns)


def _sheet(indicator: Indicator, open_rows: Mapping[str, int]) -> SheetLayout:
    line = TITLE_ROWS + 1
    placed = []
    for table in indicator.tables:
        table_layout = _table(table, line, open_rows.get(table.id, 0))
        placed.append(table_layout)
        line = table_layout.notes + len(table.notes) + 1
    return SheetLayout(sheet_name(indicator), indicator, tuple(placed))


def _table(table: Table, line: int, open_rows: int) -> TableLayout:
    title = line
    condition = title + 1 if table.condition else None
    header = title + (2 if table.condition else 1)
    depth = header_depth(table)
    states = header + depth
    anchors = states + 1
    line = first_line = anchors + 1
    rows: dict[str, int] = {}
    headings: list[Heading] = []
    current: tuple[str, ...] = ()
    for row in body_rows(table, open_rows):
        if not row.level:
            for rank, text in enumerate(row.headings):
                if row.headings[: rank + 1] != current[: rank + 1]:
                    headings.append(Heading(line, text, rank))
                    line += 1
            current = row.headings
        rows[row.code] = line
        line += 1
    columns = {column.code: FIRST_COLUMN + rank for rank, column in enumerate(table.columns)}
    return TableLayout(
        table,
        title,
        condition,
        header,
        depth,
        states,
        anchors,
        rows,
        tuple(headings),
        first_line,
        line - 1,
        line,
        columns,
    )
