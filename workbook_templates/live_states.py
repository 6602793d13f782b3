"""The live states of a table, on hidden cells: does it apply, has it an answer, which rows and columns are open.

States are numbers, not truth values: LibreOffice 7.4 crashes on a conditional format that reads a truth value.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_rowcol_to_cell

from schemas.expressions import Expression, references
from schemas.model import COLLECTIVITE, Cell, Condition
from workbook_templates.entry_rules import rectangles
from workbook_templates.layout import FIRST_COLUMN, STATE_COLUMN, TableLayout
from workbook_templates.live_checks.flags import RowFlag, row_flags
from workbook_templates.sheet_frame import SheetFrame

_MANY_RANGES = 12


def condition_text(condition: Condition, *, applies: bool) -> str:
    """The sentence under the title of a table that does not always apply."""
    sentence = f"À remplir seulement {condition.text}."
    return sentence if applies else f"Sans objet. {sentence}"


def stateful_rows(entries: Sequence[Cell]) -> frozenset[str]:
    """The rows whose hidden state tells whether they apply: all those that ask something, if one has a condition."""
    if not any(cell.row.condition for cell in entries):
        return frozenset()
    return frozenset(cell.row.code for cell in entries)


def write_states(frame: SheetFrame, placed: TableLayout, entries: Sequence[Cell]) -> None:
    """Write the states of a table that has entries, its condition, and the hatching of what does not apply."""
    states = _States(frame, placed, entries)
    states.table()
    states.condition()
    closing = states.rows_and_columns()
    for formula in closing or [f'={states.address}=""']:
        options = {"type": "formula", "criteria": formula, "format": frame.styles.conditional("sans_objet")}
        frame.worksheet.conditional_format(*states.area, options)


class _States:
    def __init__(self, frame: SheetFrame, placed: TableLayout, entries: Sequence[Cell]) -> None:
        self.frame, self.placed, self.entries = frame, placed, entries
        self.content, self.formulas = frame.context.content, frame.context.formulas
        values = frame.context.checks
        self.checks = values.checks if values else None
        self.failing = values.failing if values else frozenset[int]()
        self.address = xl_rowcol_to_cell(placed.title, STATE_COLUMN, row_abs=True, col_abs=True)
        self.area = (placed.first_line, FIRST_COLUMN, placed.last_line, max(placed.columns.values()))

    def table(self) -> None:
        """'' when the table does not apply, 1 when it has an answer, 0 when it is blank."""
        formula = f'=IF({self._not_applicable()},"",IF({self._filled()}>0,1,0))'
        state = self.content.table_state(self.placed.table)
        self._write(self.placed.title, STATE_COLUMN, formula, "" if state is None else state)

    def condition(self) -> None:
        condition = self.placed.table.condition
        if self.placed.condition is None or condition is None:
            return
        to_fill, closed = (condition_text(condition, applies=applies) for applies in (True, False))
        formula = f'=IF({self.address}="",{_quoted(closed)},{_quoted(to_fill)})'
        shown = to_fill if self.content.applies(self.placed.table) else closed
        self.frame.wide_formula(self.placed.condition, formula, shown, "condition", closed)

    def rows_and_columns(self) -> list[str]:
        """Write the states of rows and columns if some have a condition; the formulas that read them."""
        criteria = []
        rows = {cell.row.code: cell.row.condition for cell in self.entries}
        flags = row_flags(self.checks, self.placed.table.id)
        if stateful_rows(self.entries):
            for code, condition in rows.items():
                self._closed(self.placed.rows[code], STATE_COLUMN, condition, flags.get(code))
            state = xl_rowcol_to_cell(self.placed.first_line, STATE_COLUMN, col_abs=True)
            criteria.append(f"=MOD(N({state}),2)=1")
        columns = {cell.column.code: cell.column.condition for cell in self.entries}
        if any(columns.values()):
            for code, condition in columns.items():
                self._closed(self.placed.states, self.placed.columns[code], condition)
            criteria.append(f"={xl_rowcol_to_cell(self.placed.states, FIRST_COLUMN, row_abs=True)}=1")
        return criteria

    def _closed(self, line: int, column: int, condition: Condition | None, flag: RowFlag | None = None) -> None:
        """1 when the row or the column, or the whole table, does not apply, else 0; then the flag of the row."""
        own = self.formulas.is_false(condition, self.frame.name) if condition else "FALSE"
        closed = not self.content.applies(self.placed.table)
        closed = closed or (condition is not None and self.content.is_false(condition))
        formula, value = f'=IF(OR({self.address}="",{own}),1,0)', int(closed)
        if flag is not None:
            formula, value = f"{formula}+{flag.formula}", value + flag.value(self.failing)
        self._write(line, column, formula, value)

    def _write(self, line: int, column: int, formula: str, value: int | str) -> None:
        self.frame.worksheet.write_formula(line, column, formula, self.frame.styles["cache"], value)

    def _not_applicable(self) -> str:
        """TRUE when the table does not apply: its condition is false, or the report is declared empty."""
        table, tests = self.placed.table, []
        if table.id != COLLECTIVITE:
            tests.append(self.formulas.is_true(self.content.questionnaire.empty_report, self.frame.name))
        if table.condition is not None:
            tests.append(self.formulas.is_false(table.condition, self.frame.name))
        return f"OR({','.join(tests)})" if tests else "FALSE"

    def _filled(self) -> str:
        """Number of entries: the non-empty cells of the entry ranges (a total shows nothing while all is blank)."""
        areas = rectangles(self.placed.cell(cell.row.code, cell.column.code) for cell in self.entries)
        if len(areas) > _MANY_RANGES and not self._reads_other_tables():
            areas = [self.area]  # one range is faster than many, and sums of blank entries are blank
        ranges = (f"{self.formulas.address(*area[:2])}:{self.formulas.address(*area[2:])}" for area in areas)
        return "+".join(f"SUMPRODUCT(--(LEN({one})>0))" for one in ranges)

    def _reads_other_tables(self) -> bool:
        """Whether a total of the table may show a figure while the table has no entry."""
        names = (part.name for formula in self._expressions() for part in references(formula))
        return any("!" in name or name.startswith(f"{COLLECTIVITE}.") for name in names)

    def _expressions(self) -> list[Expression]:
        table = self.placed.table
        formulas = [row.formula for row in table.rows] + [column.formula for column in table.columns]
        return [formula for formula in formulas if formula is not None]


def _quoted(text: str) -> str:
    """A text as a literal of a formula."""
    return f'"{text.replace(chr(34), chr(34) * 2)}"'
