"""The printable blank of the two preparatory sheets, « Fiche collectivité » and « Fiche agent », and of their annexes.

For those who write on paper: A4 pages, boxes to tick for short lists, a number of annex for the long ones, a small
table of blank lines for what an agent may have several times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise
from pathlib import Path

from xlsxwriter.worksheet import Worksheet

from schemas.registers import AGENTS, COLLECTIVITE, KEY, Choices, Field, FieldKind, PerAgent, Register, Sheet
from workbook_templates import sizes
from workbook_templates.registers.builder import new_workbook
from workbook_templates.registers.lists import annexes
from workbook_templates.registers.styles import RegisterStyles

A4 = 9
BOX = "☐"
_SHORT, _SHORT_TEXT = 6, 150
"""Most answers, and most characters in all, of a list that is printed as boxes to tick."""

_GRID = 12
_LABEL_COLUMNS = 5
_COLUMN = 7.4
_SCALE = 96
_PAGE = 760
"""Height of a printed page in points at that scale. Excel heeds no page break in « fit to width »."""

_LINES = 4
"""Blank lines printed for what an agent may have several times."""

_BLANK_LINE = 20
_EMPTY_LINE = 15
_ANNEX_WIDTHS = (9.0, 80.0)
_DATE, _MONTH = "____ / ____ / ________", "____ / ________"


class _Paper:
    def __init__(
        self, register: Register, styles: RegisterStyles, worksheet: Worksheet, numbers: dict[int, int]
    ) -> None:
        self.register, self.styles, self.worksheet, self.numbers = register, styles, worksheet, numbers
        self.line = 0
        self._heights: dict[int, float] = {}
        self._blocks = [0]
        for column in range(_GRID):
            worksheet.set_column(column, column, _COLUMN)
        worksheet.set_paper(A4)
        worksheet.set_portrait()
        worksheet.set_print_scale(_SCALE)
        worksheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
        worksheet.hide_gridlines(2)

    def title(self, text: str, presentation: str) -> None:
        self._merged(0, _GRID - 1, text, "grand", size=16.0)
        self._merged(0, _GRID - 1, presentation, "sous_titre")
        footer = f"&L&8{self.register.title}, {text.lower()}&C&8Document à garder dans la collectivité&R&8&P / &N"
        self.worksheet.set_footer(footer)

    def _merged(self, first: int, last: int, text: str, style: str, *, size: float = 9.0) -> None:
        self.worksheet.merge_range(self.line, first, self.line, last, text, self.styles[style])
        self._height(self.line, sizes.height(text, (last - first + 1) * _COLUMN, size=size))
        self.line += 1

    def _height(self, line: int, points: float) -> None:
        self.worksheet.set_row(line, points)
        self._heights[line] = points

    def block(self) -> None:
        """What follows, down to the next block, stays on one page."""
        self._blocks.append(self.line)

    def paginate(self) -> None:
        """Break the pages before the blocks that would not hold whole on the one under way."""
        self.worksheet.set_h_pagebreaks(_breaks(self._blocks, self.line, self._heights))
        self.worksheet.print_area(0, 0, self.line - 1, _GRID - 1)

    def band(self, text: str) -> None:
        self.block()
        self.line += 1
        for column in range(_GRID):
            self.worksheet.write_blank(self.line, column, None, self.styles["bande"])
        self.worksheet.write_string(self.line, 0, text, self.styles["bande"])
        self._height(self.line, 18)
        self.line += 1

    def questions(self, sheet: Sheet, without: tuple[str, ...] = ()) -> None:
        """One line for each field, under the bands of its groups."""
        for group, fields in groupby(sheet.fields, key=lambda item: item.group):
            kept = [item for item in fields if item.code not in without]
            if kept:
                self.band(group)
            for rank, item in enumerate(kept):
                if rank:
                    self.block()
                self._question(item)

    def _question(self, item: Field) -> None:
        asked = item.label + (f" ({item.condition.text})" if item.condition else "")
        answer, style = self._answer(item)
        worksheet, line = self.worksheet, self.line
        worksheet.merge_range(line, 0, line, _LABEL_COLUMNS - 1, asked, self.styles["papier_libelle"])
        worksheet.merge_range(line, _LABEL_COLUMNS, line, _GRID - 1, answer, self.styles[style])
        heights = (
            sizes.height(asked, _LABEL_COLUMNS * _COLUMN),
            sizes.height(answer, (_GRID - _LABEL_COLUMNS) * _COLUMN),
        )
        self._height(line, max(*heights, _BLANK_LINE))
        self.line += 1

    def _answer(self, item: Field) -> tuple[str, str]:
        """What is printed where the answer goes, and its style."""
        if item.choices is not None:
            if _short(item.choices):
                return "   ".join(
                    f"{BOX}\u00a0{_bound(label)}" for label in item.choices.shown.values()
                ), "papier_cases"
            several = ", plusieurs réponses possibles" if item.kind is FieldKind.LISTE_MULTIPLE else ""
            return f"(annexe {self.numbers[id(item.choices)]}{several})", "papier_reponse"
        if item.kind is FieldKind.DATE:
            return _DATE, "papier_cases"
        return (_MONTH, "papier_cases") if item.kind is FieldKind.MOIS_ANNEE else ("", "papier_reponse")

    def grid(self, sheet: Sheet) -> None:
        """A small table of blank lines: the fields as columns, over the width of the page, in parts of like width."""
        fields = [item for item in sheet.fields if item.code != KEY and not item.formula]
        self.band(f"{sheet.title}\u00a0: une ligne par {_WHAT.get(sheet.code, 'situation')}")
        parts = -(-len(fields) // (_GRID // 2))
        bounds = [len(fields) * rank // parts for rank in range(parts + 1)]
        for start, end in pairwise(bounds):
            if start:
                self.block()
            self._part(fields[start:end])
            self.line += 1

    def _part(self, fields: list[Field]) -> None:
        worksheet, styles = self.worksheet, self.styles
        heads = [self._head(item) for item in fields]
        for rank, head in enumerate(heads):
            worksheet.merge_range(self.line, 2 * rank, self.line, 2 * rank + 1, head, styles["papier_entete"])
        self._height(self.line, max(sizes.height(head, 2 * _COLUMN, size=8.0, bold=True) for head in heads) + 4)
        for line in range(self.line + 1, self.line + 1 + _LINES):
            for rank in range(len(fields)):
                worksheet.merge_range(line, 2 * rank, line, 2 * rank + 1, "", styles["papier_case"])
            self._height(line, _BLANK_LINE)
        self.line += 1 + _LINES

    def _head(self, item: Field) -> str:
        if item.choices is None:
            return item.label
        if item.kind is FieldKind.OUI_NON:
            return f"{item.label} (oui ou non)"
        return f"{item.label} (annexe {self.numbers[id(item.choices)]})"


def _breaks(blocks: Sequence[int], end: int, heights: Mapping[int, float]) -> list[int]:
    """The blocks, told by their first line, that start a page: they would not hold whole on the one under way."""
    breaks, used = [], 0.0
    for first, after in pairwise([*blocks, end]):
        height = sum(heights.get(line, _EMPTY_LINE) for line in range(first, after))
        if used + height > _PAGE and used:
            breaks.append(first)
            used = 0.0
        used += height
    return breaks


_WHAT = {
    "periodes": "période",
    "absences": "motif d’absence",
    "accidents": "événement",
    "formations": "action de formation",
    "heures": "mois",
    "remunerations": "période",
    "mouvements": "mouvement",
}


def build_paper(path: Path, register: Register) -> None:
    """Write the blank to print at `path`: two preparatory sheets and their annexes. Raise OSError."""
    workbook = new_workbook(path, register, f"{register.title}, à imprimer")
    styles = RegisterStyles(workbook)
    numbered = [choices for choices in annexes(register) if not _oui_non(choices)]
    numbers = _numbers(register, numbered)
    collectivite = _Paper(register, styles, workbook.add_worksheet("Fiche collectivité"), numbers)
    sheet = register.sheets[COLLECTIVITE]
    collectivite.title("Fiche collectivité", sheet.presentation)
    collectivite.questions(sheet)
    agent = _Paper(register, styles, workbook.add_worksheet("Fiche agent"), numbers)
    agent.title(
        "Fiche agent", "Une fiche par agent. Ce qui n’a pas d’objet reste vide. Les annexes donnent les listes."
    )
    agent.questions(register.sheets[AGENTS])
    for sheet in register.tables:
        if sheet.per_agent is PerAgent.PLUSIEURS:
            agent.grid(sheet)
        elif sheet.code != AGENTS:
            agent.questions(sheet, without=(KEY,))
    for paper in (collectivite, agent):
        paper.paginate()
    _annex_sheet(workbook.add_worksheet("Annexes"), register, styles, numbered)
    workbook.close()


def _annex_sheet(worksheet: Worksheet, register: Register, styles: RegisterStyles, numbered: list[Choices]) -> None:
    """The lists. None that holds on a page is cut in two, and a longer one starts a page."""
    for column, width in enumerate(_ANNEX_WIDTHS):
        worksheet.set_column(column, column, width)
    worksheet.merge_range(0, 0, 0, 1, "Annexes", styles["grand"])
    line, starts = 1, [0]
    heights: dict[int, float] = {}
    for number, choices in enumerate(numbered, start=1):
        line += 1
        starts += [line] if number > 1 else []
        worksheet.merge_range(line, 0, line, 1, f"Annexe {number}. {choices.nomenclature.title}", styles["bande"])
        heights[line] = 18
        headings = _headings(register, choices)
        above = ""
        for element in choices.elements:
            if element.parent != above and element.parent in headings:
                above = element.parent
                line += 1
                worksheet.write_string(line, 1, headings[above], styles["annexe_parent"])
            line += 1
            worksheet.write_string(line, 0, element.code, styles["annexe"])
            worksheet.write_string(line, 1, element.label, styles["annexe"])
            heights[line] = sizes.height(element.label, _ANNEX_WIDTHS[1], size=8.0)
        line += 1
    for row in range(1, line):
        worksheet.set_row(row, heights.get(row, _EMPTY_LINE))
    worksheet.set_paper(A4)
    worksheet.set_print_scale(_SCALE)
    worksheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
    worksheet.set_h_pagebreaks(_breaks(starts, line, heights))
    worksheet.print_area(0, 0, line, len(_ANNEX_WIDTHS) - 1)
    worksheet.hide_gridlines(2)
    worksheet.set_footer(f"&L&8{register.title}, annexes&R&8&P / &N")


def _headings(register: Register, choices: Choices) -> dict[str, str]:
    """The label of each parent of a list; none when the list is not in their order (departments, by number)."""
    parents = register.nomenclatures.get(choices.nomenclature.parent or "")
    runs = [parent for parent, _ in groupby(element.parent for element in choices.elements)]
    if parents is None or len(runs) > len(set(runs)):
        return {}
    return {parent: parents.by_code[parent].label for parent in runs if parent in parents.by_code}


def _numbers(register: Register, numbered: list[Choices]) -> dict[int, int]:
    """The number of the annex of the choices of each field, by their identity."""
    rank = {_codes(choices): number for number, choices in enumerate(numbered, start=1)}
    return {
        id(item.choices): rank[_codes(item.choices)]
        for sheet in register.sheets.values()
        for item in sheet.fields
        if item.choices is not None and _codes(item.choices) in rank
    }


def _codes(choices: Choices) -> tuple[str, tuple[str, ...]]:
    return choices.nomenclature.name, tuple(element.code for element in choices.elements)


def _short(choices: Choices) -> bool:
    labels = choices.shown.values()
    return len(labels) <= _SHORT and sum(map(len, labels)) <= _SHORT_TEXT


def _oui_non(choices: Choices) -> bool:
    return choices.nomenclature.name == "reponses_oui_non"


def _bound(label: str) -> str:
    """A label whose words stay together with its box."""
    return label.replace(" ", "\u00a0")
