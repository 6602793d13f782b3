"""From a reference as written in a declaration to the cell it names."""

from __future__ import annotations

from schemas.expressions import ExpressionError, Reference
from schemas.model import COLLECTIVITE, COLLECTIVITE_COLUMN, Cell, Parameter, Questionnaire


def bind(
    questionnaire: Questionnaire, reference: Reference, table: str = "", row: str = "", column: str = ""
) -> Cell | Parameter:
    """The cell (or parameter) that a reference names.

    `table` is the table the expression is declared in; `row` and `column` the computed cell: a bare code is a column on
    the current row if the table has such a column, else a row in the current column. Raise `ExpressionError` when
    nothing answers to the reference, or when the cell is one of those greyed out (`cellules_absentes`).
    """
    name = reference.name
    if name.startswith("parametre."):
        parameter = questionnaire.parameters.get(name.removeprefix("parametre."))
        if parameter is None:
            raise ExpressionError(f"unknown parameter « {name} »")
        return parameter
    code = _code(questionnaire, name, table, row, column)
    cell = questionnaire.cells.get(code)
    if cell is None:
        raise ExpressionError(f"unknown cell « {name} » ({code})")
    return cell


def _code(questionnaire: Questionnaire, name: str, table: str, row: str, column: str) -> str:
    here = questionnaire.tables.get(table)
    if here is not None:
        if name in here.column_by_code:
            return here.variable(row, name)
        if name in here.row_by_code:
            return here.variable(name, column)
    prefix = f"{COLLECTIVITE}."
    if name.startswith(prefix):
        return f"{COLLECTIVITE}!{name.removeprefix(prefix)}.{COLLECTIVITE_COLUMN}"
    return name if "!" in name else f"{table}!{name}"
