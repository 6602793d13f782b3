"""Finds the cells of a questionnaire in a workbook by its anchors, wherever they have gone.

A sheet that is where the layout puts it, anchor for anchor, is taken as it is. The others are searched row by row:
a row anchor (`1.1.1!G001`) names a row, the anchor of the columns (`1.1.1!`) starts the line of the column codes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from processors.lecture import Feuille
from schemas.model import Questionnaire, Table
from workbook_templates.layout import ANCHOR_COLUMN, Layout, SheetLayout, TableLayout, row_anchor

_ANCHOR_SEARCH = 8
"""Columns searched for anchors: columns may have been inserted before the hidden one."""


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where a table was found: its sheet, line of each row code, column of each column code (all 0-based).

    `header` is the line of the column codes, `anchor` the column of the row codes. `added` are the lines of an open
    table that have no code.
    """

    table: Table
    sheet: Feuille
    rows: Mapping[str, int]
    columns: Mapping[str, int]
    header: int
    anchor: int
    added: tuple[int, ...] = ()


class _Header(NamedTuple):
    """Line of the column codes of a table, column of its row codes, column of each column code."""

    line: int
    anchor: int
    columns: dict[str, int]


@dataclass
class Location:
    """The tables that were found, and what was met on the way.

    `renamed`: name in the layout → name in the file. `duplicated`: tables found on several sheets.
    """

    tables: dict[str, TablePlace] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    duplicated: dict[str, list[str]] = field(default_factory=dict)


def locate(layout: Layout, sheets: tuple[Feuille, ...]) -> Location:
    """Find every table of a layout in the sheets of a workbook."""
    found = Location()
    by_name = {sheet.nom: sheet for sheet in sheets}
    names = {expected.name for expected in layout.sheets}
    # Of a sheet and its copy, the one that kept the name comes first.
    remaining = sorted(sheets, key=lambda sheet: sheet.nom not in names)
    for expected in layout.sheets:
        sheet = by_name.get(expected.name)
        closed = not any(placed.table.open_rows for placed in expected.tables)
        if sheet is not None and closed and _untouched(expected, sheet):
            for placed in expected.tables:
                found.tables[placed.table.id] = _as_laid_out(placed, sheet)
            remaining.remove(sheet)
    # A copy of an untouched sheet still has anchors: searching the rest finds it, and says that it is one too many.
    for sheet in remaining:
        _search(layout, sheet, found)
    return found


def _untouched(expected: SheetLayout, sheet: Feuille) -> bool:
    lines = sheet.lignes
    for placed in expected.tables:
        table = placed.table.id
        for code, line in ((("", placed.anchors)), *placed.rows.items()):
            if line >= len(lines) or lines[line][ANCHOR_COLUMN] != row_anchor(table, code):
                return False
        header = lines[placed.anchors]
        if any(column >= len(header) or header[column] != code for code, column in placed.columns.items()):
            return False
    return not any(row[ANCHOR_COLUMN] for row in lines[expected.last_line + 1 :])


def _as_laid_out(placed: TableLayout, sheet: Feuille) -> TablePlace:
    return TablePlace(placed.table, sheet, placed.rows, placed.columns, placed.anchors, ANCHOR_COLUMN)


def _search(layout: Layout, sheet: Feuille, found: Location) -> None:
    """Search one sheet for anchors, in its first columns."""
    questionnaire = layout.questionnaire
    headers: dict[str, _Header] = {}
    rows: dict[str, dict[str, int]] = {}
    for line, row in enumerate(sheet.lignes):
        rank = next((rank for rank, text in enumerate(row[:_ANCHOR_SEARCH]) if _is_anchor(questionnaire, text)), None)
        if rank is None:
            continue
        table, _, code = row[rank].partition("!")
        if code:
            rows.setdefault(table, {}).setdefault(code, line)
        elif table not in headers:
            headers[table] = _Header(line, rank, _columns(questionnaire.tables[table], row))
    for table, lines in rows.items():
        if table not in headers:
            continue
        if table in found.tables:
            found.duplicated.setdefault(table, [found.tables[table].sheet.nom]).append(sheet.nom)
            continue
        found.tables[table] = _place(questionnaire.tables[table], sheet, headers[table], lines)
        expected = layout.sheet_of_table.get(table)
        if expected is not None and expected.name != sheet.nom:
            found.renamed[expected.name] = sheet.nom


def _is_anchor(questionnaire: Questionnaire, text: object) -> bool:
    if not isinstance(text, str) or "!" not in text:
        return False
    table, _, code = text.partition("!")
    known = questionnaire.tables.get(table)
    if known is None:
        return False
    return not code or code in known.row_by_code or (known.open_rows and code[:1] == "L" and code[1:].isdigit())


def _columns(table: Table, row: list[object]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for rank, text in enumerate(row):
        if isinstance(text, str) and text in table.column_by_code:
            columns.setdefault(text, rank)
    return columns


def _place(table: Table, sheet: Feuille, header: _Header, lines: dict[str, int]) -> TablePlace:
    added = tuple(_added(sheet, header, lines)) if table.open_rows else ()
    return TablePlace(table, sheet, lines, header.columns, header.line, header.anchor, added)


def _added(sheet: Feuille, header: _Header, lines: dict[str, int]) -> Iterator[int]:
    """The lines typed into an open table: between its rows, and after the last one until the first blank line."""
    used, last = set(lines.values()), max(lines.values())
    for line in range(header.line + 1, len(sheet.lignes)):
        if line in used:
            continue
        row = sheet.lignes[line]
        if any(str(row[rank]).strip() or (line, rank) in sheet.erreurs for rank in header.columns.values()):
            yield line
        elif line > last:
            return
