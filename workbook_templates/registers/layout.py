"""Where everything stands in the workbook of the agent sheets; the reader looks for the anchors, not these places."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name

from schemas.registers import COLLECTIVITE, KEY, Field, Register, Sheet

GUIDE_SHEET = "Mode d’emploi"
ANCHORS, TITLE, PRESENTATION, GROUPS, HEADER, FIRST = 0, 1, 2, 3, 4, 5
"""Lines of a table's sheet (0-based): hidden anchors, title, presentation, groups, header, first agent."""

LAST = 199_999
"""Last line (0-based) with typed entry, lists and colours; a table grows by itself as lines are typed under it."""

QUESTION_ANCHOR, QUESTION_LABEL, QUESTION_ANSWER, QUESTION_HELP = 0, 1, 2, 3
"""Columns of the sheet « Collectivité »; the first one is hidden."""
FIRST_QUESTION = 4

BLANK_LINES = 60
"""Lines of the table of a blank workbook."""
SPARE_LINES = 20
"""Blank lines after the last agent of a filled one."""


def anchor(sheet: str, code: str) -> str:
    """What tells, in a hidden cell, which field a column (or a line of « Collectivité ») holds."""
    return f"{sheet}!{code}"


def table_name(sheet: str) -> str:
    """The name of the Excel table of a sheet."""
    return f"T_{sheet}"


def answer_name(code: str) -> str:
    """The defined name of an answer of « Collectivité », for the conditions that read it."""
    return f"rep_{code}"


@dataclass(frozen=True)
class RegisterLayout:
    """`lines`: number of filled lines by sheet."""

    register: Register
    lines: dict[str, int] = field(default_factory=dict)

    def column(self, sheet: Sheet, code: str) -> int:
        return sheet.codes.index(code)

    def letter(self, sheet: Sheet, code: str) -> str:
        return str(xl_col_to_name(self.column(sheet, code)))

    def cell(self, sheet: Sheet, code: str, line: int = FIRST) -> str:
        """Address of a field on a line, the column fixed: `$C6`."""
        return f"${self.letter(sheet, code)}{line + 1}"

    def whole(self, sheet: Sheet, code: str) -> str:
        """Address of a column of entries, without its sheet: `$A$6:$A$200000`."""
        letter = self.letter(sheet, code)
        return f"${letter}${FIRST + 1}:${letter}${LAST + 1}"

    def keys(self, sheet: Sheet) -> str:
        """Address of the column of keys of a sheet, with its sheet."""
        return f"'{sheet.title}'!{self.whole(sheet, KEY)}"

    def last_table_line(self, sheet: Sheet) -> int:
        """Last line of the Excel table, 0-based."""
        filled = self.lines.get(sheet.code, 0)
        return FIRST + (filled + SPARE_LINES if filled else BLANK_LINES) - 1

    @cached_property
    def answers(self) -> dict[str, int]:
        """Line of each question of « Collectivité »; a heading stands above each group."""
        lines, line, group = {}, FIRST_QUESTION, ""
        for item in self.register.sheets[COLLECTIVITE].fields:
            if item.group != group:
                group, line = item.group, line + 1
            lines[item.code] = line
            line += 1
        return lines

    @property
    def fingerprint(self) -> str:
        """Changes with the fields, their order and their lists."""
        said = [
            (sheet.code, item.code, item.kind.value, item.codes)
            for sheet in self.register.sheets.values()
            for item in sheet.fields
        ]
        return f"{zlib.crc32(repr(said).encode()):08x}"


_AROUND = 4.0
"""Characters taken by the button of a header, and by bold letters in its longest word."""


def width_of(item: Field) -> float:
    """Width of the column of a field, in characters; no word of its header is cut."""
    return max(_entries_width(item), max(map(len, item.label.split())) + _AROUND)


def _entries_width(item: Field) -> float:
    kind = item.kind
    if kind.dated:
        return 12.0
    if kind.numeric:
        return 12.5
    if not kind.coded or item.choices is None:
        return 14.0 if item.code == KEY else 18.0
    longest = max((len(label) for label in item.choices.shown.values()), default=0)
    return float(min(max(longest + 3, 11), 32))
