"""The worksheet of the questionnaires: XlsxWriter's own, with the same bytes, sooner.

With `plain_sheet`, this is the only module that redoes private parts of XlsxWriter. A questionnaire has 50,000 cells,
and XlsxWriter spends most of its time on each: a wrapper that accepts « A1 » addresses, bounds, a tuple, a list of
attributes searched one by one for signs to escape. Here a cell is turned into XML when it is written, but its address
and its style, which XlsxWriter numbers in the order of the finished sheet. What is rare (dates, truth values, texts in
several fonts, strings too long, figures that are not) is left to XlsxWriter, cell by cell.

`tests/workbook_templates/test_workbook_fast_sheet.py` compares the bytes with those of a plain worksheet: should a
version of XlsxWriter change what is redone here, it fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import isfinite
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name

from workbook_templates.plain_sheet import PlainSheet

_LONG = 16_000
"""Length from which XlsxWriter looks whether a string must be cut."""

_SPAN = 16
"""Rows are told the columns used by their block of sixteen."""

_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))


class FastSheet(PlainSheet):
    """A worksheet written faster. Cells are given by line and column, never by an « A1 » address.

    Formulas are plain ones: neither arrays nor functions later than Excel 2010 (tested). No chart may read the sheet,
    and no column fits its contents by itself (`autofit`): XlsxWriter would not know the cells.
    """

    # XlsxWriter sets these to None until they are known.
    fh: Any
    str_table: Any
    dim_rowmin: Any
    dim_rowmax: Any
    dim_colmin: Any
    dim_colmax: Any

    def _write_string(self, row: int, col: int, string: str, cell_format: Format | None = None) -> Any:
        if len(string) > _LONG:
            return super()._write_string(row, col, string, cell_format)
        if (cells := self._cells(row, col)) is None:
            return -1
        cells[col] = (cell_format, f' t="s"><v>{self.str_table._get_shared_string_index(string)}</v></c>')
        return 0

    def _write_number(self, row: int, col: int, number: float | Fraction, cell_format: Format | None = None) -> Any:
        if number.__class__ not in (int, float) or not isfinite(number):
            return super()._write_number(row, col, number, cell_format)
        if (cells := self._cells(row, col)) is None:
            return -1
        cells[col] = (cell_format, f"><v>{number:.16G}</v></c>")
        return 0

    def _write_blank(self, row: int, col: int, _: object, cell_format: Format | None = None) -> Any:
        if cell_format is None:
            return 0
        if (cells := self._cells(row, col)) is None:
            return -1
        cells[col] = (cell_format, "/>")
        return 0

    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: Format | None = None, value: Any = 0
    ) -> Any:
        if not formula:
            return super()._write_formula(row, col, formula, cell_format, value)
        if (cells := self._cells(row, col)) is None:
            return -1
        kind = ""
        if isinstance(value, str):
            kind = "" if not value else ' t="e"' if value in _ERRORS else ' t="str"'
            value = _escaped(value)
        elif isinstance(value, bool):
            kind, value = ' t="b"', int(value)
        text = _escaped(self._prepare_formula(formula))
        cells[col] = (cell_format, f"{kind}><f>{text}</f><v>{value}</v></c>")
        return 0

    write_string: Any = _write_string
    write_number: Any = _write_number
    write_blank: Any = _write_blank
    write_formula: Any = _write_formula

    def _cells(self, row: int, col: int) -> dict[int, Any] | None:
        """The cells of a row, to put one more there: a plain tuple, which XlsxWriter's own cells are not.

        None out of the sheet.
        """
        cells: dict[int, Any] | None = self.table.get(row)
        if not cells or not self.dim_colmin <= col <= self.dim_colmax:
            return None if self._check_dimensions(row, col) else self.table[row]
        return cells

    def _write_rows(self) -> None:
        """The rows of the finished sheet: `<row …>`, its cells, `</row>`. A cell without format takes another's."""
        spans = dict(self._spans())
        letters = [xl_col_to_name(column) for column in range(self.dim_colmax + 1)]
        of_columns = {column: info.column_format for column, info in self.col_info.items()}
        styles: dict[Format | None, str] = {None: '"'}
        for row in range(self.dim_rowmin, self.dim_rowmax + 1):
            cells, info = self.table.get(row), self.row_info.get(row)
            if not cells:
                if info is not None or row in self.comments:
                    self._write_empty_row(row, spans.get(row // _SPAN), info)
                continue
            self._write_row(row, spans.get(row // _SPAN), info)
            of_row = info.row_format if info else None
            number, write = row + 1, self.fh.write
            for column in sorted(cells):
                cell = cells[column]
                if cell.__class__ is not tuple:
                    self._write_cell(row, column, cell)
                    continue
                style: Any = cell[0] or of_row or of_columns.get(column)
                if style not in styles:
                    styles[style] = f'" s="{style._get_xf_index()}"'
                write(f'<c r="{letters[column]}{number}{styles[style]}{cell[1]}')
            write("</row>")

    def _spans(self) -> Iterator[tuple[int, str]]:
        """First and last columns used, cells and comments, of each block of rows that uses some."""
        used: dict[int, list[int]] = {}
        for table in (self.table, self.comments):
            for row, cells in table.items():
                if cells:
                    used.setdefault(row // _SPAN, []).extend((min(cells), max(cells)))
        return ((block, f"{min(columns) + 1}:{max(columns) + 1}") for block, columns in used.items())


def _escaped(text: str) -> str:
    """A text of an element; its quotes stay as they are."""
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text
