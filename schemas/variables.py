"""Variable codes, open rows included.

`Questionnaire.cells` holds the printed rows only; an open table (`Table.open_rows`) also takes rows that the respondent
adds after the last one (`R.3!L11.C01`). These functions know both, and name the closest code of a mistyped one.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import replace

from schemas.json_schema import OPEN_ROW
from schemas.model import Cell, Questionnaire

_OPEN_ROW = re.compile(OPEN_ROW.removeprefix("^").removesuffix("$"))
_VARIABLE = re.compile(r"(?P<table>[^!]+)!(?P<row>.+)\.(?P<column>[^.]+)", re.DOTALL)

Position = tuple[int, str, int, int]


def _parts(code: str) -> tuple[str, str, str] | None:
    found = _VARIABLE.fullmatch(code)
    return (found["table"], found["row"], found["column"]) if found else None


def cell_of(questionnaire: Questionnaire, code: str) -> Cell | None:
    """The cell of a variable code, None when the questionnaire has none (unknown code, greyed cell).

    A row added to an open table gets the shape of the table's last row. Such a cell has no place in the arrays of
    `schemas.plan`: its `index` is the number of cells, so that using it by mistake raises IndexError.
    """
    cell = questionnaire.cells.get(code)
    if cell is not None:
        return cell
    parts = _parts(code)
    table = questionnaire.tables.get(parts[0]) if parts else None
    if parts is None or table is None or not table.open_rows:
        return None
    _, row, column = parts
    if row in table.row_by_code or not _OPEN_ROW.fullmatch(row):
        return None
    model = questionnaire.cells.get(table.variable(table.rows[-1].code, column))
    if model is None:
        return None
    return replace(model, code=code, row=replace(model.row, code=row), index=len(questionnaire.cells))


def form_order(questionnaire: Questionnaire, code: str) -> Position:
    """Sort key of variable codes: the order of the form, added rows at the end of their table, unknown codes last."""
    cell = cell_of(questionnaire, code)
    if cell is None:
        return (len(questionnaire.cells), code, 0, 0)
    if cell.index < len(questionnaire.cells):
        return (cell.index, "", 0, 0)
    table = questionnaire.tables[cell.table]
    last_row = (table.variable(table.rows[-1].code, column.code) for column in table.columns)
    last = max(questionnaire.cells[known].index for known in last_row if known in questionnaire.cells)
    column = [other.code for other in table.columns].index(cell.column.code)
    return (last, cell.table, int(cell.row.code[1:]), column)


def close_variables(questionnaire: Questionnaire, code: str, count: int = 3) -> list[str]:
    """At most `count` codes of the questionnaire that look like an unknown one, best first."""
    parts = _parts(code)
    if parts is None:
        return []
    tables = {table.lower(): table for table in questionnaire.tables}
    near = difflib.get_close_matches(parts[0].lower(), list(tables), n=1)
    if not near:
        return []
    table = questionnaire.tables[tables[near[0]]]
    wanted = table.variable(parts[1], parts[2])
    if cell_of(questionnaire, wanted) is not None:
        return [wanted]
    rows = _closest(parts[1], list(table.row_by_code), count)
    columns = _closest(parts[2], list(table.column_by_code), count)
    codes = [table.variable(row, column) for row in rows for column in columns]
    return [known for known in codes if known in questionnaire.cells][:count]


def _closest(text: str, codes: list[str], count: int) -> list[str]:
    """`text` alone when it is one of the codes, else those that look like it, whatever the case."""
    if text in codes:
        return [text]
    by_lower = {known.lower(): known for known in codes}
    return [by_lower[known] for known in difflib.get_close_matches(text.lower(), list(by_lower), n=count)]
