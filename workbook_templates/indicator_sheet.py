"""Writes the sheet of one indicator: its frame, then its tables, one under the other."""

from __future__ import annotations

from xlsxwriter import Workbook

from schemas.model import Cell, Questionnaire
from schemas.variables import cell_of
from workbook_templates.context import Context
from workbook_templates.layout import SheetLayout, TableLayout, body_rows
from workbook_templates.live_checks.flags import notice, write_flags
from workbook_templates.live_states import stateful_rows, write_states
from workbook_templates.sheet_frame import SheetFrame
from workbook_templates.table_cells import TableCells
from workbook_templates.table_labels import write_labels


def write_indicator(workbook: Workbook, sheet: SheetLayout, context: Context) -> None:
    """Add the sheet of an indicator to the workbook."""
    worksheet = workbook.add_worksheet(sheet.name)
    frame = SheetFrame(worksheet, sheet, context)
    frame.columns()
    frame.titles()
    notice(frame)
    writer = TableCells(worksheet, sheet.name, context)
    for placed in sheet.tables:
        write_labels(frame, placed, body_rows(placed.table, len(placed.rows)))
        cells = table_cells(context.questionnaire, placed)
        writer.write(placed, cells)
        entries = [cell for cell in cells if not cell.computed]
        if entries:
            write_states(frame, placed, entries)
        write_flags(frame, placed, stateful_rows(entries))
    frame.annotate()
    frame.page()


def table_cells(questionnaire: Questionnaire, placed: TableLayout) -> list[Cell]:
    """The cells of a table in the order of the form; those of added rows take the shape of the last declared row."""
    table, grid = placed.table, questionnaire.grid[placed.table.id]
    cells = [cell for row in placed.rows for cell in grid.get(row, ())]
    added = [
        table.variable(row, column) for row in placed.rows if row not in table.row_by_code for column in placed.columns
    ]
    return cells + [cell for code in added if (cell := cell_of(questionnaire, code)) is not None]
