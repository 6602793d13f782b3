"""What happened to the sheets, rows and columns of a workbook since it was generated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from processors.findings import CellRef, Finding, finding
from processors.intake.anchors import Location, TablePlace
from processors.intake.places import address
from processors.lecture import Classeur
from processors.libelles import nommer
from schemas.model import Cell, Questionnaire
from workbook_templates.layout import SHEETS_WITHOUT_ANSWERS, Layout
from workbook_templates.table_labels import row_label

_NAMED = 5


def structure_findings(layout: Layout, workbook: Classeur, location: Location) -> Iterator[Finding]:
    """Sheets renamed, moved, copied, added, deleted or unprotected; rows deleted or sorted, columns deleted."""
    for expected, actual in location.renamed.items():
        yield finding("FEUILLE-RENOMMEE", feuille=expected, nouvelle=actual)
    for table, sheets in location.duplicated.items():
        names = ", ".join(f"« {name} »" for name in sheets)
        indicator = layout.questionnaire.indicator_of[table].code
        yield finding("FEUILLE-EN-DOUBLE", indicator=indicator, tableau=table, feuilles=names)
    yield from _deleted_sheets(layout, location)
    yield from _deleted_lines(layout.questionnaire, location)
    for place in location.tables.values():
        yield from _sorted_rows(layout.questionnaire, place)
    yield from _moved(layout, workbook, location)
    yield from _ignored(workbook, location)
    bare = sorted({place.sheet.nom for place in location.tables.values() if not place.sheet.protegee})
    if bare:
        yield finding("PROTECTION-RETIREE", nombre=len(bare), feuilles=_few(bare))


def _few(names: list[str]) -> str:
    return ", ".join(f"« {name} »" for name in names[:_NAMED]) + ("…" if len(names) > _NAMED else "")


def _entries(questionnaire: Questionnaire, table: str) -> list[Cell]:
    return [cell for cells in questionnaire.grid[table].values() for cell in cells if not cell.computed]


def _names(questionnaire: Questionnaire, cells: list[Cell], sheet: str) -> list[CellRef]:
    return [CellRef(cell.code, sheet, "", None, nommer(questionnaire, cell.code)) for cell in cells]


def _deleted_sheets(layout: Layout, location: Location) -> Iterator[Finding]:
    questionnaire = layout.questionnaire
    for sheet in layout.sheets:
        missing = [placed.table.id for placed in sheet.tables if placed.table.id not in location.tables]
        lost = [cell for table in missing for cell in _entries(questionnaire, table)]
        if lost:
            cells = _names(questionnaire, lost, sheet.name)
            code = sheet.indicator.code
            yield finding("FEUILLE-SUPPRIMEE", cells, indicator=code, feuille=sheet.name, nombre=len(lost))


def _complete(place: TablePlace) -> bool:
    return len(place.columns) == len(place.table.columns) and len(place.rows) >= len(place.table.rows)


def _deleted_lines(questionnaire: Questionnaire, location: Location) -> Iterator[Finding]:
    for place in location.tables.values():
        if _complete(place):
            continue
        lost = [
            cell
            for cell in _entries(questionnaire, place.table.id)
            if cell.row.code not in place.rows or cell.column.code not in place.columns
        ]
        if lost:
            name = place.sheet.nom
            cells = _names(questionnaire, lost, name)
            code = questionnaire.indicator_of[place.table.id].code
            yield finding("LIGNE-OU-COLONNE-SUPPRIMEE", cells, indicator=code, feuille=name, nombre=len(lost))


def _moved(layout: Layout, workbook: Classeur, location: Location) -> Iterator[Finding]:
    """Sheets in another order, found under their own name or a new one."""
    order = {sheet.name: rank for rank, sheet in enumerate(layout.sheets)}
    order |= {actual: order[expected] for expected, actual in location.renamed.items()}
    ranks = [order[sheet.nom] for sheet in workbook.feuilles if sheet.nom in order]
    if ranks != sorted(ranks):
        yield finding("FEUILLES-DEPLACEES")


@cache
def _labels(questionnaire: Questionnaire, table: str) -> Mapping[str, str]:
    """The label that each row of a table shows, by row code."""
    return {row.code: row_label(row) for row in questionnaire.tables[table].rows}


def _sorted_rows(questionnaire: Questionnaire, place: TablePlace) -> Iterator[Finding]:
    """Rows that show the label of another row: sorted or moved without the hidden column that tells their code."""
    if place.table.open_rows or not place.columns:
        return
    labels = _labels(questionnaire, place.table.id)
    known = set(labels.values())
    first = min(place.columns.values())
    wrong = []
    for code, line in place.rows.items():
        texts = place.sheet.lignes[line][place.anchor + 1 : first]
        if labels[code] not in texts and (other := next((text for text in texts if text in known), None)):
            wrong.append(CellRef("", place.sheet.nom, address(line, first - 1), other, labels[code]))
    if wrong:
        table, example = place.table.id, wrong[0]
        yield finding(
            "LIGNES-PERMUTEES",
            wrong,
            indicator=questionnaire.indicator_of[table].code,
            nombre=len(wrong),
            tableau=table,
            trouve=example.value,
            attendu=example.label,
        )


def _ignored(workbook: Classeur, location: Location) -> Iterator[Finding]:
    """Sheets that hold something and no table of the questionnaire."""
    read = {place.sheet.nom for place in location.tables.values()} | SHEETS_WITHOUT_ANSWERS
    read |= {name for names in location.duplicated.values() for name in names}
    ignored = [
        sheet.nom
        for sheet in workbook.feuilles
        if sheet.nom not in read and any(value != "" for row in sheet.lignes for value in row)
    ]
    if ignored:
        yield finding("FEUILLE-IGNOREE", nombre=len(ignored), feuilles=_few(ignored))
