"""The frame of an indicator's sheet: column widths, titles, comments, protection and print setup."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from schemas.model import COLLECTIVITE
from workbook_templates import sizes
from workbook_templates.annotations import beside
from workbook_templates.comments import write_comment
from workbook_templates.context import Context
from workbook_templates.layout import (
    ANCHOR_COLUMN,
    FIRST_COLUMN,
    HELP_SHEET,
    LABEL_COLUMN,
    STATE_COLUMN,
    SUMMARY_SHEET,
    SheetLayout,
)
from workbook_templates.raw_contents import write_raw

A3, A4 = 8, 9
_A4_WIDTH = 170
"""Widest table, in column units, that stays easy to read once shrunk to an A4 page."""

_SPARE_COLUMN = 10.0
"""Width of the columns beyond the tables, which the titles may use."""

_NAME_ROOM = "M" * 30
"""Stands for the name of the collectivité, typed later, when the height of a title is computed."""

POPULATIONS = {
    "fonctionnaires": "Fonctionnaires (titulaires et stagiaires)",
    "contractuels_permanents": "Contractuels sur emploi permanent",
    "non_permanents": "Agents sur emploi non permanent",
    "permanents": "Agents sur emploi permanent (fonctionnaires et contractuels)",
    "tous": "Tous les agents",
    "collectivite": "Collectivité",
}


class SheetFrame:
    """One sheet being written; its parts write through it.

    Attributes:
        widths: widths of the columns from `FIRST_COLUMN` to the last one of the tables.
        title_end: last column of the titles.
    """

    def __init__(self, worksheet: Worksheet, sheet: SheetLayout, context: Context) -> None:
        self.worksheet, self.sheet, self.context = worksheet, sheet, context
        self.styles, self.name = context.styles, sheet.name
        self.widths = self._table_widths()
        self.title_end = self._title_end()

    # Widths

    def _table_widths(self) -> list[float]:
        """For each column, the widest need of all tables of the sheet."""
        questionnaire = self.context.questionnaire
        widths = [0.0] * (self.sheet.last_column - FIRST_COLUMN + 1)
        for placed in self.sheet.tables:
            rows = questionnaire.grid[placed.table.id].values()
            needs = {(cell.column.code, cell.type) for cells in rows for cell in cells}
            for code, cell_type in needs:
                answers = questionnaire.choices(cell_type).by_label if cell_type.choices else ()
                rank = placed.columns[code] - FIRST_COLUMN
                widths[rank] = max(widths[rank], sizes.type_width(cell_type, answers))
            for column in placed.table.columns:
                rank = placed.columns[column.code] - FIRST_COLUMN
                widths[rank] = max(widths[rank], sizes.header_width(column))
        return widths

    def width(self, first: int, last: int) -> float:
        """Total width of the columns `first` to `last`, the label column included."""
        return sum(self._column_width(column) for column in range(first, last + 1))

    def _column_width(self, column: int) -> float:
        if column == LABEL_COLUMN:
            return sizes.LABEL_WIDTH
        rank = column - FIRST_COLUMN
        return self.widths[rank] if rank < len(self.widths) else _SPARE_COLUMN

    def _title_end(self) -> int:
        """Enough columns to read the titles on one screen and on paper."""
        column, width = LABEL_COLUMN, sizes.LABEL_WIDTH
        while width < sizes.MIN_SHEET_WIDTH:
            column += 1
            width += self._column_width(column)
        return column

    def columns(self) -> None:
        """Set the widths; hide the columns of anchors and states."""
        worksheet, hidden = self.worksheet, {"hidden": True}
        worksheet.set_column(ANCHOR_COLUMN, ANCHOR_COLUMN, 14, self.styles["cache"], hidden)
        worksheet.set_column(STATE_COLUMN, STATE_COLUMN, 8, self.styles["cache"], hidden)
        worksheet.set_column(LABEL_COLUMN, LABEL_COLUMN, sizes.LABEL_WIDTH)
        for rank, width in enumerate(self.widths):
            worksheet.set_column(FIRST_COLUMN + rank, FIRST_COLUMN + rank, width)
        if self.title_end > self.sheet.last_column:
            worksheet.set_column(self.sheet.last_column + 1, self.title_end, _SPARE_COLUMN)

    # Texts

    def wide(self, line: int, text: str, style: str, *, size: float = 9.0, bold: bool = False) -> None:
        """A text over the width of the titles, wrapped, its line high enough."""
        self.worksheet.merge_range(line, LABEL_COLUMN, line, self.title_end, text, self.styles[style])
        self._wide_height(line, text, size=size, bold=bold)

    def wide_formula(self, line: int, formula: str, value: str, style: str, longest: str) -> None:
        """A live text over the width of the titles, its line high enough for the `longest` it may become."""
        self.worksheet.merge_range(line, LABEL_COLUMN, line, self.title_end, "", self.styles[style])
        self.worksheet.write_formula(line, LABEL_COLUMN, formula, self.styles[style], value)
        self._wide_height(line, longest, size=9.0, bold=True)

    def _wide_height(self, line: int, text: str, *, size: float, bold: bool) -> None:
        width = self.width(LABEL_COLUMN, self.title_end)
        self.worksheet.set_row(line, sizes.height(text, width, size=size, bold=bold))

    def span(self, area: tuple[int, int, int, int], text: str, style: str) -> None:
        """A text over an area: first line, first column, last line, last column."""
        if area[:2] == area[2:]:
            self.worksheet.write_string(*area[:2], text, self.styles[style])
        else:
            self.worksheet.merge_range(*area, text, self.styles[style])

    def comment(self, line: int, column: int, text: str) -> None:
        """A comment; in a merged area, `line` and `column` are those of its first cell."""
        said = self.context.marks.take(self.name, line, column)
        write_comment(self.worksheet, line, column, f"{said}\n\n{text}" if said else text)

    def annotate(self) -> None:
        """Write what is left to say of the cells of this sheet, in an annotated copy, and what was typed around."""
        annotations, worksheet = self.context.annotations, self.worksheet
        if annotations is None:
            return
        for line, column, raw in beside(self.context.layout, annotations, self.name):
            write_raw(worksheet, line, column, raw, self.styles["hors_tableau"])
        for line, column, said in self.context.marks.left(self.name):
            write_comment(worksheet, line, column, said)

    # Titles and page

    def titles(self) -> None:
        """The indicator, whose report it is and who is counted, the ways out."""
        indicator, worksheet = self.sheet.indicator, self.worksheet
        prefix = f"{self.name} — " if self.name.startswith("IND") else ""
        self.wide(0, f"{prefix}{indicator.title}", "titre", size=13.0, bold=True)
        self._population()
        worksheet.write_url(2, LABEL_COLUMN, f"internal:'{SUMMARY_SHEET}'!A1", self.styles["lien"], "↩ Sommaire")
        if (help_line := self.context.help_lines.get(self.name)) is not None:
            target = f"internal:'{HELP_SHEET}'!A{help_line + 1}"
            worksheet.write_url(2, FIRST_COLUMN, target, self.styles["lien"], "Règles de comptage et exemples")
        if indicator.help:
            rules = "\n".join(f"• {entry.text}" for entry in indicator.help)
            self.comment(0, LABEL_COLUMN, f"Règles de comptage\n{rules}")

    def _population(self) -> None:
        """Who is counted, after the name of the collectivité, so that a printed page says whose it is."""
        indicator, context = self.sheet.indicator, self.context
        population = POPULATIONS[indicator.population]
        text = f"{population}\u00a0; {indicator.scope}" if indicator.scope else population
        name = context.questionnaire.cells[f"{COLLECTIVITE}!raison_sociale.C01"]
        address, known = context.formulas.cell(name, self.name), str(context.content.shown(name) or "")
        formula = f'=IF({address}="","",{address}&" — ")&"{text.replace(chr(34), chr(34) * 2)}"'
        self.wide_formula(1, formula, f"{known} — {text}" if known else text, "sous_titre", _NAME_ROOM + text)

    def page(self) -> None:
        """Freeze the headers, protect without a password, print on one page of width."""
        sheet, worksheet = self.sheet, self.worksheet
        last_column = max(sheet.last_column, self.title_end)
        worksheet.set_landscape()
        worksheet.set_paper(A3 if self.width(LABEL_COLUMN, sheet.last_column) > _A4_WIDTH else A4)
        worksheet.fit_to_pages(1, 0)
        worksheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        worksheet.print_area(0, LABEL_COLUMN, sheet.last_line, last_column)
        worksheet.set_footer(f"&L&8{self.context.questionnaire.title.replace('&', '&&')}&C&8&A&R&8&P / &N")
        worksheet.hide_gridlines(2)
        if len(sheet.tables) == 1:
            placed = sheet.tables[0]
            worksheet.freeze_panes(placed.first_line, FIRST_COLUMN)
            worksheet.repeat_rows(placed.header, placed.anchors)
        else:
            worksheet.freeze_panes(1, FIRST_COLUMN)
        worksheet.protect("", {"format_columns": True, "format_rows": True})
