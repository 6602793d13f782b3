"""The « À reprendre » sheet: what a migration or a new year leaves to the user, with links and states to tick.

One heading for the lines of a table that have the same reason: a link to the table, how many are left, and a state
that is theirs too. The states are the only cells that can be changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from schemas.model import COLLECTIVITE
from workbook_templates import sizes
from workbook_templates.annotations import Position, Spot, address_of, place_of
from workbook_templates.layout import COLLECTIVITE_SHEET, LABEL_COLUMN, REWORK_SHEET, Layout
from workbook_templates.rework_lines import (
    ANCHOR,
    CELL,
    COUNT,
    DONE,
    GROUP,
    HELD,
    LABEL,
    STATE,
    TO_DO,
    VALUE,
    WHERE,
    Rework,
    anchor_of,
    grouped,
    held_by,
    lines_of,
)
from workbook_templates.rework_wording import shown_name, shown_others, shown_values
from workbook_templates.styles import Styles
from workbook_templates.text_sheets import text_page, text_title

_TITLES = ("État", "Cellule", "De quoi il s’agit", "Valeur d’avant", "Où elle était")
_WIDTHS = (8.0, 13.0, 34.0, 41.0, 14.0)
_LEFT, _HEADER = 2, 4
_TITLE_HEIGHT = 26.0

SCALE = 80
"""Per cent. The page is not fitted to its width: Excel would heed no page break."""

_PAGE = 900.0
"""Height of a page in points at that scale, under the titles repeated on each."""

_TOGETHER = 2
"""Lines that stay on the page of their heading."""

_NOWHERE = "Sans cellule dans ce questionnaire"
_TOLD = (
    f"Suivez le lien, répondez dans la cellule, puis choisissez «\u00a0{DONE}\u00a0»\u00a0: sur la ligne grisée d’un "
    f"tableau, «\u00a0{DONE}\u00a0» vaut pour toutes ses lignes."
)
_ASIDE = "Filtrez sur «\u00a0État\u00a0» pour ne voir que ce qui reste. Cette feuille n’est pas transmise."


def rework_sheet(worksheet: Worksheet, layout: Layout, items: Sequence[Rework], styles: Styles) -> None:
    """Write the whole sheet."""
    _Sheet(worksheet, layout, styles).write(items)


class _Sheet:
    def __init__(self, worksheet: Worksheet, layout: Layout, styles: Styles) -> None:
        self.worksheet, self.layout, self.styles = worksheet, layout, styles
        self.line = _HEADER
        self._heights: list[float] = []
        self._groups: list[int] = []

    def write(self, items: Sequence[Rework]) -> None:
        worksheet, styles = self.worksheet, self.styles
        text_page(worksheet, _WIDTHS, REWORK_SHEET)
        worksheet.set_print_scale(SCALE)
        text_title(worksheet, REWORK_SHEET, styles)
        worksheet.merge_range(0, 0, 0, WHERE, REWORK_SHEET, styles["grand"])
        for column, title in enumerate(_TITLES):
            worksheet.write_string(_HEADER, column, title, styles["entete"])
        for group in grouped(items):
            self._group(group)
        self._count(len(items), sum(not item.done for item in items))
        self._rules()
        self._page()

    # Lines

    def _next(self, height: float) -> int:
        self.line += 1
        self._heights.append(height)
        self.worksheet.set_row(self.line, height)
        return self.line

    def _group(self, items: Sequence[Rework]) -> None:
        """The heading of a group, then its lines, whose states are that of the heading until they get their own."""
        worksheet, styles = self.worksheet, self.styles
        lines = list(lines_of(items))
        title, told = self._title(items[0].table), " ".join(filter(None, (f"{items[0].task}.", items[0].why)))
        width = sum(_WIDTHS[LABEL:WHERE])
        heading = self._next(sizes.height(title, width, bold=True) + sizes.height(told, width))
        left = sum(not item.done for item in items)
        self._groups.append(heading)
        worksheet.write_string(heading, STATE, TO_DO if left else DONE, styles["choix_gras"])
        self._table_link(heading, items[0].table)
        worksheet.merge_range(heading, LABEL, heading, VALUE, "", styles["bande_texte"])
        texts = (styles["texte_court"], title, styles["texte"], f"\n{told}")
        worksheet.write_rich_string(heading, LABEL, *texts, styles["bande_texte"])
        formula = f'="reste "&{self._left(heading + 1, heading + len(lines))}&" sur {len(items)}"'
        worksheet.write_formula(heading, WHERE, formula, styles["bande_compte"], f"reste {left} sur {len(items)}")
        worksheet.write_string(heading, ANCHOR, GROUP, styles["cache"])
        for line in lines:
            self._item(line, heading, follows=line[0].done == (not left))

    def _left(self, first: int, last: int) -> str:
        """How many values of some lines are to do, as a formula."""
        counts, states = (xl_range(first, column, last, column) for column in (COUNT, STATE))
        return f'SUMIF({states},"{TO_DO}",{counts})'

    def _title(self, table: str) -> str:
        known = self.layout.questionnaire.tables.get(table)
        if known is None:
            return _NOWHERE
        if table == COLLECTIVITE:
            return COLLECTIVITE_SHEET
        absent = "" if table in self.layout.tables else " (absent de ce classeur)"
        return f"{table} {known.title}{absent}"

    def _table_link(self, line: int, table: str) -> None:
        placed = self.layout.tables.get(table)
        if placed is None:
            self.worksheet.write_blank(line, CELL, None, self.styles["bande_texte"])
            return
        name = self.layout.sheet_of_table[table].name
        target = f"internal:'{name}'!{xl_rowcol_to_cell(placed.title, LABEL_COLUMN)}"
        self.worksheet.write_url(line, CELL, target, self.styles["bande_lien"], name)

    def _places(self, codes: Iterable[str]) -> list[Position]:
        return [place for code in codes if (place := place_of(self.layout, Spot(code))) is not None]

    def _item(self, items: Sequence[Rework], heading: int, *, follows: bool) -> None:
        """The line of some values. `follows`: its state is that of its heading."""
        worksheet, style, hidden = self.worksheet, self.styles["cellule"], self.styles["cache"]
        places = self._places(item.variables[0] for item in items if item.variables)
        others = self._places(code for item in items for code in item.variables[1:])
        texts = {
            LABEL: f"{shown_name(items)}{shown_others(others)}",
            VALUE: shown_values(items),
            WHERE: _from_to([item.where for item in items]),
        }
        heights = [sizes.height(text, _WIDTHS[column]) for column, text in texts.items()]
        line, state = self._next(max(sizes.ROW_HEIGHT, *heights)), DONE if items[0].done else TO_DO
        if follows:
            above = xl_rowcol_to_cell(heading, STATE, row_abs=True, col_abs=True)
            formula = f'=IF({above}="{DONE}","{DONE}","{TO_DO}")'
            worksheet.write_formula(line, STATE, formula, self.styles["choix"], state)
        else:
            worksheet.write_string(line, STATE, state, self.styles["choix"])
        for column, text in texts.items():
            worksheet.write_string(line, column, text, style)
        if places:
            sheet, row, column = places[0]
            target = f"internal:'{sheet}'!{xl_rowcol_to_cell(row, column)}"
            worksheet.write_url(line, CELL, target, self.styles["cellule_lien"], address_of(places[0]))
        else:
            worksheet.write_blank(line, CELL, None, style)
        worksheet.write_string(line, ANCHOR, anchor_of(items), hidden)
        worksheet.write_number(line, COUNT, len(items), hidden)
        worksheet.write_string(line, HELD, held_by(items), hidden)

    # Around

    def _count(self, count: int, left: int) -> None:
        """How many remain, live, and how to use the sheet."""
        formula = f'={self._left(_HEADER + 1, self.line)}&" à reprendre sur {count}"'
        style = self.styles["texte_court"]
        self.worksheet.write_formula(_LEFT, 0, formula, style, f"{left} à reprendre sur {count}")
        self.worksheet.merge_range(_LEFT + 1, 0, _LEFT + 1, WHERE, f"{_TOLD} {_ASIDE}", self.styles["sous_titre"])
        self.worksheet.set_row(_LEFT + 1, sizes.height(f"{_TOLD} {_ASIDE}", sum(_WIDTHS)))

    def _rules(self) -> None:
        """What may be chosen as a state, and how what is done looks."""
        worksheet, first = self.worksheet, _HEADER + 1
        choice: dict[str, Any] = {"validate": "list", "source": [TO_DO, DONE], "error_title": "Valeur refusée"}
        choice["error_message"] = f"Choisissez «\u00a0{TO_DO}\u00a0» ou «\u00a0{DONE}\u00a0»."
        worksheet.data_validation(first, STATE, self.line, STATE, choice)
        done: dict[str, Any] = {"type": "formula", "criteria": f'=$A{first + 1}="{DONE}"'}
        for columns, style in (((STATE, STATE), "etat_rempli"), ((CELL, WHERE), "ligne_faite")):
            options = done | {"format": self.styles.conditional(style)}
            worksheet.conditional_format(first, columns[0], self.line, columns[1], options)
        worksheet.ignore_errors({"formula_unlocked": xl_range(first, STATE, self.line, STATE)})

    def _page(self) -> None:
        worksheet = self.worksheet
        worksheet.set_column(ANCHOR, HELD, 14, self.styles["cache"], {"hidden": True})
        worksheet.freeze_panes(_HEADER + 1, 0)
        worksheet.repeat_rows(_HEADER)
        worksheet.print_area(0, 0, self.line, WHERE)
        worksheet.set_h_pagebreaks(list(self._breaks()))
        worksheet.autofilter(_HEADER, 0, self.line, WHERE)
        worksheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})

    def _breaks(self) -> Iterator[int]:
        """The headings that would stand at the foot of a page, without the first lines that they introduce."""
        used = _TITLE_HEIGHT + sizes.LINE_HEIGHT * _HEADER
        ends = {start: min(start + 1 + _TOGETHER, end) for start, end in pairwise([*self._groups, self.line + 1])}
        for line, height in enumerate(self._heights, start=_HEADER + 1):
            first = _HEADER + 1
            needed = sum(self._heights[line - first : ends[line] - first]) if line in ends else height
            if used + needed > _PAGE:
                if line in ends:
                    yield line
                used = 0.0
            used += height


def _from_to(names: Sequence[str]) -> str:
    """« IND 2.1.1 D12 à K12 » for the first and the last of several places."""
    first, last = names[0], names[-1]
    if first == last:
        return first
    sheet, _, address = last.rpartition(" ")
    return f"{first} à {address if first.rpartition(' ')[0] == sheet else last}"
