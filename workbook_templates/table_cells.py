"""The cells of a table: entries with their typed entry rule, totals as native formulas with their cached value."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from schemas.model import Cell, CellType
from schemas.plan import formula_of
from workbook_templates.context import Context
from workbook_templates.entry_rules import entry_rule, rectangles
from workbook_templates.formulas import AbsentCellError
from workbook_templates.layout import TableLayout
from workbook_templates.raw_contents import raw_format, write_raw


class TableCells:
    """Writes the cells of the tables of one sheet."""

    def __init__(self, worksheet: Worksheet, name: str, context: Context) -> None:
        self.worksheet, self.name, self.context = worksheet, name, context
        self._annotated = context.annotations is not None
        self._formats: dict[tuple[int, bool], Format] = {}  # by identity of the type: hashing it takes longer

    def write(self, placed: TableLayout, cells: Sequence[Cell]) -> None:
        """Write the cells of a table, then the rules of its entries."""
        rows, columns = placed.rows, placed.columns
        for cell in cells:
            line, column = rows[cell.row.code], columns[cell.column.code]
            if self._annotated and cell.code in self.context.content.raw:
                self._typed(cell, line, column)
            elif cell.computed:
                self._computed(cell, placed, line, column)
            else:
                self._entry(cell, line, column)
        self._entry_rules(placed, [cell for cell in cells if not cell.computed])

    def _format(self, cell: Cell, line: int, column: int) -> Format:
        if self._annotated and (severity := self.context.marks.severity(self.name, line, column)):
            return self.context.styles.value(cell.type, computed=cell.computed, severity=severity)
        key = (id(cell.type), cell.computed)
        if key not in self._formats:
            self._formats[key] = self.context.styles.value(cell.type, computed=cell.computed)
        return self._formats[key]

    def _typed(self, cell: Cell, line: int, column: int) -> None:
        """Write back what was typed in a cell."""
        raw, severity = self.context.content.raw[cell.code], self.context.marks.severity(self.name, line, column)
        style = self.context.styles.value(cell.type, computed=cell.computed, severity=severity, shown=raw_format(raw))
        write_raw(self.worksheet, line, column, raw, style)

    def _entry(self, cell: Cell, line: int, column: int) -> None:
        shown, style = self.context.content.shown(cell), self._format(cell, line, column)
        if shown is None:
            self.worksheet.write_blank(line, column, None, style)
        elif isinstance(shown, str):
            self.worksheet.write_string(line, column, shown, style)
        else:
            self.worksheet.write_number(line, column, shown, style)

    def _computed(self, cell: Cell, placed: TableLayout, line: int, column: int) -> None:
        style = self._format(cell, line, column)
        try:
            formula = self._formula(cell, placed, column)
        except AbsentCellError:
            self.worksheet.write_blank(line, column, None, style)
            return
        value = self.context.content.total(cell)
        self.worksheet.write_formula(line, column, formula, style, "" if value is None else value)

    def _formula(self, cell: Cell, placed: TableLayout, column: int) -> str:
        formulas, complement = self.context.formulas, self.context.supplement.complement
        if cell.code not in formulas.written:
            formulas.written[cell.code] = self._native(cell, placed, column)
        native = formulas.written[cell.code]
        return complement.total(formulas.layout, cell, native, formulas.address) if complement else native

    def _native(self, cell: Cell, placed: TableLayout, column: int) -> str:
        """The formula of a computed cell. Raise `AbsentCellError`."""
        if formula_of(cell) is not None:
            return self.context.formulas.computed(cell, self.name)
        absent = placed.table.absent
        lines = [placed.rows[code] for code in cell.row.sum_of if (code, cell.column.code) not in absent]
        return self.context.formulas.total_of_rows(lines, column)

    def _entry_rules(self, placed: TableLayout, entries: Sequence[Cell]) -> None:
        """One data validation for each type of entry of the table, and for each figure of the previous report."""
        previous, questionnaire = self.context.supplement.previous, self.context.questionnaire
        alike: dict[tuple[CellType, tuple[str, str] | None], list[Cell]] = {}
        for cell in entries:
            hint = previous.hint(questionnaire, cell) if previous else None
            alike.setdefault((cell.type, hint), []).append(cell)
        for (cell_type, hint), cells in alike.items():
            areas = rectangles(placed.cell(cell.row.code, cell.column.code) for cell in cells)
            address = self.context.formulas.address(*areas[0][:2])
            rule = entry_rule(self.context.questionnaire, cell_type, address, self.context.lists)
            rule["other_cells"] = [list(area) for area in areas[1:]]
            if hint is not None:
                rule["input_title"], rule["input_message"] = hint
            self.worksheet.data_validation(*areas[0], rule)
