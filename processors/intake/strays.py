"""The values that stand around the cells of the questionnaire: on added rows and columns, beside and below the tables.

No question asks for them, so that they cannot be answers; they are reported, never dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from processors.findings import CellRef, Finding, finding
from processors.intake.anchors import TablePlace
from processors.intake.places import address
from processors.lecture import Feuille
from workbook_templates.layout import ANCHOR_COLUMN, FIRST_COLUMN, Layout
from workbook_templates.table_labels import row_label

_SHOWN = 60
_OWN_COLUMNS = FIRST_COLUMN - ANCHOR_COLUMN
"""Columns from that of the anchors to the first one of the tables."""

Spot = tuple[int, int]


def stray_findings(layout: Layout, tables: Mapping[str, TablePlace]) -> Iterator[Finding]:
    """The values around the tables that were found; their rows hold those that were added to open tables already."""
    by_sheet: dict[int, list[TablePlace]] = {}
    for place in tables.values():
        by_sheet.setdefault(id(place.sheet), []).append(place)
    for places in by_sheet.values():
        places.sort(key=lambda place: place.header)
        for rank, place in enumerate(places):
            following = places[rank + 1] if rank + 1 < len(places) else None
            end = len(place.sheet.lignes) if following is None else _title_line(layout, following)
            yield from _around(layout, place, end)


def _title_line(layout: Layout, place: TablePlace) -> int:
    placed = layout.tables.get(place.table.id)
    return place.header - (placed.anchors - placed.title if placed else 0)


def _around(layout: Layout, place: TablePlace, end: int) -> Iterator[Finding]:
    if not place.columns or not place.rows:
        return
    last = max(place.rows.values())
    spots = [*_beside(place), *_between(place, end)]
    inserted = range(min(place.columns.values()), max(place.columns.values()) + 1)
    below = _continued(place, {line for line, _ in spots}, last)
    inside: list[CellRef] = []
    outside: list[CellRef] = []
    for line, column in sorted(spots):
        near = line <= below and column <= inserted[-1]
        (inside if near else outside).append(stray_cell(place.sheet, (line, column)))
    table, indicator = place.table.id, layout.questionnaire.indicator_of[place.table.id].code
    if inside:
        count = len(inside)
        yield finding("LIGNE-OU-COLONNE-AJOUTEE", inside, indicator=indicator, nombre=count, tableau=table)
    if outside:
        first, count = outside[0], len(outside)
        yield finding(
            "VALEUR-HORS-TABLEAU",
            outside,
            indicator=indicator,
            nombre=count,
            tableau=table,
            feuille=first.sheet,
            adresse=first.address,
            exemple=first.value,
        )


def _beside(place: TablePlace) -> Iterator[Spot]:
    """The values on the rows of the questionnaire, in columns that have no code."""
    columns = set(place.columns.values())
    first, last = min(columns), max(columns)
    inner = [column for column in range(first, last) if column not in columns]
    added = range(place.anchor + 1, first) if first - place.anchor > _OWN_COLUMNS else range(0)
    for code, line in place.rows.items():
        raws = place.sheet.lignes[line]
        for column in inner:
            if is_filled(place.sheet, line, column):
                yield line, column
        if added:
            row = place.table.row_by_code.get(code)
            own = {row_label(row), row.label} if row else set()
            for column in added:
                formula = (line, column) in place.sheet.formules
                if not formula and raws[column] not in own and is_filled(place.sheet, line, column):
                    yield line, column
        yield from _after(place.sheet, line, last + 1)


def _between(place: TablePlace, end: int) -> Iterator[Spot]:
    """The values on lines without a code, from the header of the table to the title of the next one."""
    rows = set(place.rows.values())
    first = min(place.columns.values())
    for line in range(place.header + 1, end):
        if line not in rows:
            yield from _after(place.sheet, line, first)


def _after(sheet: Feuille, line: int, first: int) -> Iterator[Spot]:
    """The values of a line from a column on."""
    raws = sheet.lignes[line]
    count = len(raws) - first
    if count > 0 and (sheet.erreurs or raws[first:] != [""] * count):
        yield from ((line, column) for column in range(first, len(raws)) if is_filled(sheet, line, column))


def _continued(place: TablePlace, lines: set[int], last: int) -> int:
    """Last line of the table, with the rows of figures that were typed right below it."""
    columns = place.columns.values()
    while last + 1 in lines and any(isinstance(place.sheet.lignes[last + 1][column], float) for column in columns):
        last += 1
    return last


def is_filled(sheet: Feuille, line: int, column: int) -> bool:
    """Whether a cell holds anything: a value or an error."""
    row = sheet.lignes[line]
    return (column < len(row) and bool(str(row[column]).strip())) or (line, column) in sheet.erreurs


def shown(raw: Any) -> object:
    """A raw content as a message quotes it."""
    return raw[: _SHOWN - 1] + "…" if isinstance(raw, str) and len(raw) > _SHOWN else raw


def stray_cell(sheet: Feuille, where: Spot) -> CellRef:
    """A cell that belongs to no question."""
    error = sheet.erreurs.get(where)
    value = shown(sheet.lignes[where[0]][where[1]]) if error is None else error
    return CellRef("", sheet.nom, address(*where), value, "cellule ajoutée")
