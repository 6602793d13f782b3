"""The expressions of totals and conditions: every reference answers, and means what the expression makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from schemas.binding import bind
from schemas.checks.documents import column_key, row_key, table_fault
from schemas.checks.natures import check_condition, check_figure
from schemas.expressions import Expression, ExpressionError, Reference, is_sum, references
from schemas.expressions.syntax import Operation, walk
from schemas.loader import ROOT
from schemas.model import COLLECTIVITE, Cell, Condition, Parameter, Questionnaire, Table
from schemas.nodes import DeclarationError
from schemas.plan import CircleError, Plan, formula_of, is_greyed

Bind = Callable[[Reference], Cell | Parameter]


def formula_faults(questionnaire: Questionnaire) -> Iterator[DeclarationError]:
    """What does not hold together in the expressions; circles last, for they need everything else to be right."""
    found = False
    for fault in _expression_faults(questionnaire):
        found = True
        yield fault
    if not found:
        yield from _circle_faults(questionnaire)


def _expression_faults(questionnaire: Questionnaire) -> Iterator[DeclarationError]:
    try:
        check_condition(questionnaire.empty_report.expression, _from_nowhere(questionnaire), questionnaire)
    except ExpressionError as error:
        yield DeclarationError(ROOT, "bilan_a_vide.expression", str(error))
    for table in questionnaire.tables.values():
        yield from _condition_faults(questionnaire, table)
        yield from _formula_faults(questionnaire, table)


def _condition_faults(questionnaire: Questionnaire, table: Table) -> Iterator[DeclarationError]:
    conditions: list[tuple[str, Condition | None]] = [("condition", table.condition)]
    conditions += [(f"{row_key(row.code)}.condition", row.condition) for row in table.rows]
    conditions += [(f"{column_key(column.code)}.condition", column.condition) for column in table.columns]
    for key, condition in conditions:
        if condition is None:
            continue
        try:
            _check_modules(questionnaire, table.id, condition.expression, _from_nowhere(questionnaire))
            check_condition(condition.expression, _from_nowhere(questionnaire), questionnaire)
        except ExpressionError as error:
            yield table_fault(questionnaire, table.id, f"{key}.expression", str(error))


def _from_nowhere(questionnaire: Questionnaire) -> Bind:
    """Binds the references of a condition, which name their table."""

    def bound(reference: Reference) -> Cell | Parameter:
        return bind(questionnaire, reference)

    return bound


def _formula_faults(questionnaire: Questionnaire, table: Table) -> Iterator[DeclarationError]:
    """Faults of the computed rows and columns, the first of each line only."""
    faulty: set[str] = set()
    for cells in questionnaire.grid[table.id].values():
        for cell in cells:
            expression = formula_of(cell)
            key = row_key(cell.row.code) if cell.row.formula else column_key(cell.column.code)
            if expression is None or key in faulty:
                continue
            try:
                _check_cell(questionnaire, cell, expression)
            except ExpressionError as error:
                faulty.add(key)
                yield table_fault(questionnaire, table.id, f"{key}.calcul", str(error))


def _check_cell(questionnaire: Questionnaire, cell: Cell, expression: Expression) -> None:
    table = questionnaire.tables[cell.table]
    plain_sum = is_sum(expression)

    def bound(reference: Reference) -> Cell | Parameter:
        try:
            return bind(questionnaire, reference, cell.table, cell.row.code, cell.column.code)
        except ExpressionError:
            if plain_sum and is_greyed(table, reference, cell):
                return cell  # adds nothing, and is like the sum itself
            raise

    _check_modules(questionnaire, cell.table, expression, bound)
    if not cell.type.numeric:
        raise ExpressionError(f"the computed cell {cell.code} holds no number")
    check_figure(expression, bound)
    if all(not isinstance(node, Operation) or node.operator in "+-" for node in walk(expression)):
        _check_like_with_like(cell, expression, bound)


def _check_modules(questionnaire: Questionnaire, table: str, expression: Expression, bound: Bind) -> None:
    """A table only looks at its own module, at those asked of everyone and at « Collectivité »."""
    always = {COLLECTIVITE, _module(questionnaire, table), *questionnaire.default_modules}
    for reference in references(expression):
        cell = bound(reference)
        if isinstance(cell, Cell) and (module := _module(questionnaire, cell.table)) not in always:
            raise ExpressionError(f"« {reference.name} » is in the module {module}, which may not be asked")


def _module(questionnaire: Questionnaire, table: str) -> str:
    chapter = questionnaire.indicator_of[table].chapter
    return questionnaire.module_of_chapter.get(chapter, COLLECTIVITE if table == COLLECTIVITE else chapter)


def _check_like_with_like(cell: Cell, expression: Expression, bound: Bind) -> None:
    for reference in references(expression):
        part = bound(reference)
        if isinstance(part, Cell) and (part.type.unit, part.type.kind) != (cell.type.unit, cell.type.kind):
            here, there = (f"{other.type.kind} {other.type.unit}" for other in (cell, part))
            raise ExpressionError(f"« {reference.name} » ({there}) is added into another unit or type ({here})")


def _circle_faults(questionnaire: Questionnaire) -> Iterator[DeclarationError]:
    try:
        Plan(questionnaire)
    except CircleError as error:
        cell = questionnaire.cells[error.circle[-1]]
        key = row_key(cell.row.code) if cell.row.computed else column_key(cell.column.code)
        yield table_fault(questionnaire, cell.table, f"{key}.calcul", str(error))
