"""The nature of expressions: a `calcul` is a figure made of numbers, a `condition` is a truth about answers."""

from __future__ import annotations

from collections.abc import Callable

from schemas.expressions import Call, Expression, ExpressionError, Number, Operation, Reference, Text, references
from schemas.model import CODED, NUMERIC, Cell, Kind, Parameter, Questionnaire

MAX_DECIMALS = 6
"""`arrondi` and `tronque` keep at most as many decimals as figures do."""

_COMPARATORS = {"=", "!=", "<", "<=", ">", ">="}

Bind = Callable[[Reference], Cell | Parameter]


def check_figure(expression: Expression, bound: Bind, kinds: frozenset[Kind] = NUMERIC) -> None:
    """Raise `ExpressionError` unless the expression computes a figure from at least one cell of these kinds."""
    _check_figure(expression, bound, kinds)
    if not _names_a_cell(expression, bound):
        raise ExpressionError("no cell is named: the figure is a constant")


def check_condition(expression: Expression, bound: Bind, questionnaire: Questionnaire) -> None:
    """Raise `ExpressionError` unless the expression is a condition that the workbook can hold too."""
    match expression:
        case Operation("et" | "ou" | "non", operands):
            for operand in operands:
                check_condition(operand, bound, questionnaire)
        case Operation("=" | "!=", (Reference() as left, Text(code))):
            cell = bound(left)
            if not isinstance(cell, Cell) or cell.type.kind not in CODED:
                raise ExpressionError(f"« {left.name} » is compared with « {code} », but is not a choice in a list")
            choices = questionnaire.choices(cell.type)
            if code not in choices.by_code:
                raise ExpressionError(f"« {code} » is not a code of {choices.name}, the answers of {left.name}")
        case Operation(operator, sides) if operator in _COMPARATORS:
            for side in sides:
                _check_figure(side, bound, NUMERIC | {Kind.ANNEE})
                if _divides(side):
                    raise ExpressionError("a condition does not divide: the cell would show an error")
                if references(side) and not _names_a_cell(side, bound):
                    raise ExpressionError("a parameter is compared together with a cell, never alone")
            if not any(references(side) for side in sides):
                raise ExpressionError("two constants are compared")
        case _:
            raise ExpressionError("not a condition: comparisons joined by et, ou, non are expected")


def _check_figure(node: Expression, bound: Bind, kinds: frozenset[Kind]) -> None:
    match node:
        case Number():
            return
        case Reference(name):
            cell = bound(node)
            if isinstance(cell, Cell) and cell.type.kind not in kinds:
                raise ExpressionError(f"« {name} » holds no number")
        case Call("arrondi" | "tronque", (inner, Number(decimals))):
            if decimals != int(decimals) or decimals > MAX_DECIMALS:
                raise ExpressionError(f"{decimals} is not a number of decimals, from 0 to {MAX_DECIMALS}")
            _check_figure(inner, bound, kinds)
        case Operation("+" | "-" | "*" | "/" | "neg", operands):
            for operand in operands:
                _check_figure(operand, bound, kinds)
        case _:
            raise ExpressionError("a number is expected: references, + - * /, arrondi, tronque")


def _names_a_cell(expression: Expression, bound: Bind) -> bool:
    return any(isinstance(bound(reference), Cell) for reference in references(expression))


def _divides(node: Expression) -> bool:
    match node:
        case Operation(operator, operands):
            return operator == "/" or any(_divides(operand) for operand in operands)
        case Call(_, arguments):
            return any(_divides(argument) for argument in arguments)
    return False
