"""The rows that a respondent adds to an open table follow the last printed one."""

from __future__ import annotations

from dataclasses import replace

from schemas.migration.model import Migration, Step
from schemas.model import Questionnaire
from schemas.variables import cell_of


def step_of(migration: Migration, source: Questionnaire, code: str) -> Step | None:
    """The step of an entry variable of the source, rows added to open tables included; None when it is no entry."""
    if code in migration.by_source:
        return migration.by_source[code]
    cell = cell_of(source, code)
    if cell is None or cell.computed or code in source.cells:
        return None
    table = source.tables[cell.table]
    model = migration.by_source[table.variable(table.rows[-1].code, cell.column.code)]
    last = table.rows[-1].code
    targets = tuple(_on_row(target, last, cell.row.code) for target in model.targets)
    return replace(model, sources=(code,), targets=targets)


def _on_row(target: str, last: str, row: str) -> str:
    table, _, rest = target.partition("!")
    found, _, column = rest.rpartition(".")
    return f"{table}!{row if found == last else found}.{column}"
