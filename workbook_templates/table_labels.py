"""The labels of a table: title, header over the columns, labels of the rows, notes, and the hidden anchors."""

from __future__ import annotations

from collections.abc import Iterator

from xlsxwriter.format import Format

from schemas.model import Column, Row
from schemas.variables import cell_of
from workbook_templates import sizes
from workbook_templates.layout import ANCHOR_COLUMN, FIRST_COLUMN, LABEL_COLUMN, TableLayout, row_anchor
from workbook_templates.raw_contents import write_raw
from workbook_templates.sheet_frame import SheetFrame

REQUIRED = " (obligatoire)"
_INDENT = 2.0


def write_labels(frame: SheetFrame, placed: TableLayout, rows: tuple[Row, ...]) -> None:
    """Write all that a table says; `rows` are its rows, those added to an open table included."""
    labels = _Labels(frame, placed)
    labels.title()
    labels.header()
    labels.anchors()
    labels.headings()
    for row in rows:
        labels.row(row)
    labels.greyed()
    for rank, note in enumerate(placed.table.notes):
        frame.wide(placed.notes + rank, note, "note")


class _Labels:
    def __init__(self, frame: SheetFrame, placed: TableLayout) -> None:
        self.frame, self.placed, self.table = frame, placed, placed.table
        self.worksheet, self.styles = frame.worksheet, frame.styles

    def title(self) -> None:
        sheet, title = self.frame.sheet, self.table.title
        if len(sheet.tables) > 1 or title != sheet.indicator.title:
            text = f"{self.table.id} — {title}" if sheet.name.startswith("IND") else title
            self.frame.wide(self.placed.title, text, "tableau", size=11.0, bold=True)

    def header(self) -> None:
        """The headings over groups of columns, then the labels, which go up to the lowest heading of their column."""
        placed, frame = self.placed, self.frame
        bottom = placed.header + placed.header_depth - 1
        frame.span((placed.header, LABEL_COLUMN, bottom, LABEL_COLUMN), self.table.label_title, "entete_libelle")
        heights = [sizes.ROW_HEIGHT] * placed.header_depth
        for depth in range(placed.header_depth - 1):
            line = placed.header + depth
            for first, last, text in heading_spans(self.table.columns, depth):
                left, right = FIRST_COLUMN + first, FIRST_COLUMN + last
                frame.span((line, left, line, right), text, "entete")
                heights[depth] = max(heights[depth], sizes.height(text, frame.width(left, right), bold=True))
        for column in self.table.columns:
            self._column_label(column, bottom, heights)
        for depth, height in enumerate(heights):
            self.worksheet.set_row(placed.header + depth, height)

    def _column_label(self, column: Column, bottom: int, heights: list[float]) -> None:
        text = f"{column.label}\n{column.number}" if column.number else column.label
        top, where = self.placed.header + len(column.headings), self.placed.columns[column.code]
        self.frame.span((top, where, bottom, where), text, "entete")
        above = sum(heights[len(column.headings) : -1])
        heights[-1] = max(heights[-1], sizes.height(text, self.frame.width(where, where), bold=True) - above)
        if column.note:
            self.frame.comment(top, where, column.note)

    def anchors(self) -> None:
        placed, worksheet, style = self.placed, self.worksheet, self.styles["cache"]
        worksheet.set_row(placed.states, None, None, {"hidden": True})
        worksheet.set_row(placed.anchors, None, None, {"hidden": True})
        worksheet.write_string(placed.anchors, ANCHOR_COLUMN, row_anchor(self.table.id), style)
        for code, column in placed.columns.items():
            worksheet.write_string(placed.anchors, column, code, style)
        for code, line in placed.rows.items():
            worksheet.write_string(line, ANCHOR_COLUMN, row_anchor(self.table.id, code), style)

    def headings(self) -> None:
        end = max(self.placed.columns.values())
        for heading in self.placed.headings:
            area = (heading.line, LABEL_COLUMN, heading.line, end)
            self.frame.span(area, heading.text, f"bande{min(heading.depth, 1)}")
            height = sizes.height(heading.text, self.frame.width(LABEL_COLUMN, end), bold=True)
            self.worksheet.set_row(heading.line, height)

    def row(self, row: Row) -> None:
        line = self.placed.rows[row.code]
        label = row_label(row)
        style = "libelle_total" if row.computed else "libelle"
        self.worksheet.write_string(line, LABEL_COLUMN, label, self.styles[style])
        height = sizes.height(label, sizes.LABEL_WIDTH - _INDENT, bold=row.computed)
        self.worksheet.set_row(line, max(height, sizes.ROW_HEIGHT, *self._answer_heights(row)))
        if row.note or row.help:
            self.frame.comment(line, LABEL_COLUMN, "\n".join(filter(None, (row.help, row.note))))

    def _answer_heights(self, row: Row) -> Iterator[float]:
        """Heights that the written answers of a row need to be read whole."""
        content, questionnaire = self.frame.context.content, self.frame.context.questionnaire
        for code, where in self.placed.columns.items():
            variable = self.table.variable(row.code, code)
            if isinstance(content.values.get(variable), str) and (cell := cell_of(questionnaire, variable)):
                shown = str(content.shown(cell))
                yield sizes.height(shown, self.frame.width(where, where) - _INDENT)

    def greyed(self) -> None:
        style = self.styles["grise"]
        for row, column in self.table.absent:
            if row in self.placed.rows:
                self._greyed(self.table.variable(row, column), *self.placed.cell(row, column), style)

    def _greyed(self, variable: str, line: int, column: int, style: Format) -> None:
        """A cell that asks nothing; an annotated copy writes back what was typed there."""
        raw = self.frame.context.content.raw
        if variable in raw:
            write_raw(self.worksheet, line, column, raw[variable], self.styles["hors_tableau"])
        else:
            self.worksheet.write_blank(line, column, None, style)


def row_label(row: Row) -> str:
    """The label of a row as printed: its number, « dont » for a part of another row, whether it must be answered."""
    label = f"{row.number} {row.label}".strip()
    if row.part_of and not label.lower().startswith("dont"):
        label = f"dont\u00a0: {label}"
    return f"{label}{REQUIRED}" if row.required else label


def heading_spans(columns: tuple[Column, ...], depth: int) -> list[tuple[int, int, str]]:
    """Runs of columns under one heading at a depth: first rank, last rank, text."""
    spans: list[tuple[int, int, str]] = []
    for rank, column in enumerate(columns):
        if len(column.headings) <= depth:
            continue
        path = column.headings[: depth + 1]
        joined = spans and spans[-1][1] == rank - 1 and columns[rank - 1].headings[: depth + 1] == path
        if joined:
            spans[-1] = (spans[-1][0], rank, path[-1])
        else:
            spans.append((rank, rank, path[-1]))
    return spans
