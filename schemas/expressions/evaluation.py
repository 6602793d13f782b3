"""Vectorised evaluation of bound expressions over arrays of answers.

Values are numpy arrays of floats of any one shape: a number as it is, a coded answer as its rank in its nomenclature,
NaN for a blank. A truth value is 1.0, 0.0 or NaN (unknown): a comparison with a blank operand is unknown, and
`et`, `ou`, `non` follow Kleene's logic.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schemas.expressions.syntax import Call, Expression, Number, Operation, Reference, Text

Array = NDArray[np.float64]

GUARD_DECIMALS = 9
"""Figures are rounded to this many decimals before `arrondi` and `tronque`, so that 0.29 * 100 truncates to 29."""

SUM_DECIMALS = 6
"""A figure ends rounded to this many decimals: entries have at most two, so a sum is as exact as can be."""


class Evaluator:
    """Evaluates expressions. `values(reference)` gives an array; `rank(reference, code)` the rank of an answer.

    A figure is blank when the cells that it is made of are all blank, or when it divides by zero or by a blank;
    a blank among filled cells counts as 0.
    """

    def __init__(self, values: Callable[[Reference], Array], rank: Callable[[Reference, str], float]) -> None:
        self._values, self._rank = values, rank

    def __call__(self, node: Expression) -> Array:
        match node:
            case Operation("=" | "!=" | "<" | "<=" | ">" | ">=" as operator, (left, right)):
                return _compare(operator, *self._comparable(left, right))
            case Operation("et" | "ou" | "non" as operator, operands):
                return _logic(operator, [self(operand) for operand in operands])
            case Reference():
                return self._values(node)
        figure, filled = self._figure(node)
        if not isinstance(node, Call):
            figure = _rounded("arrondi", figure, SUM_DECIMALS)
        return figure if filled is None else np.where(filled, figure, np.nan)

    def _comparable(self, left: Expression, right: Expression) -> tuple[Array, Array]:
        if isinstance(right, Text) and isinstance(left, Reference):
            return self._values(left), np.asarray(self._rank(left, right.value))
        return self(left), self(right)

    def _figure(self, node: Expression) -> tuple[Array, NDArray[np.bool_] | None]:
        """The figure, with blanks as 0 and NaN for a division by 0, and whether any of its cells is filled.

        The second is None when there is no cell: numbers and parameters.
        """
        match node:
            case Number(value):
                return np.asarray(value, dtype=np.float64), None
            case Reference():
                values = self._values(node)
                blank = np.isnan(values)
                return np.where(blank, 0.0, values), None if node.is_parameter else ~blank
            case Call(function, (inner, Number(decimals))):
                figure, filled = self._figure(inner)
                return _rounded(function, figure, int(decimals)), filled
            case Operation("neg", (operand,)):
                figure, filled = self._figure(operand)
                return -figure, filled
            case Operation("+" | "-" | "*" | "/" as operator, (left, right)):
                (a, a_filled), (b, b_filled) = self._figure(left), self._figure(right)
                if a_filled is not None and b_filled is not None:
                    return _ARITHMETIC[operator](a, b), a_filled | b_filled
                return _ARITHMETIC[operator](a, b), b_filled if a_filled is None else a_filled
        raise TypeError(f"not a figure: {node!r}")


def _quotient(a: Array, b: Array) -> Array:
    """A divisor that is 0 but for the noise of binary fractions, as 0.3 - 3 * 0.1, is 0 for a spreadsheet too."""
    return np.asarray(a / np.where(np.round(b, GUARD_DECIMALS) == 0, np.nan, b))


_ARITHMETIC: Mapping[str, Callable[[Array, Array], Array]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": _quotient,
}


def _rounded(function: str, value: Array, decimals: int) -> Array:
    scaled = np.round(np.abs(value), GUARD_DECIMALS) * 10.0**decimals
    scaled = np.round(scaled, GUARD_DECIMALS - decimals)
    whole = np.floor(scaled + 0.5) if function == "arrondi" else np.floor(scaled)
    return np.asarray(np.sign(value) * whole / 10.0**decimals + 0.0)


COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


def _compare(operator: str, left: Array, right: Array) -> Array:
    with np.errstate(invalid="ignore"):
        truth = COMPARISONS[operator](left, right)
    return np.asarray(np.where(np.isnan(left) | np.isnan(right), np.nan, truth))


def _logic(operator: str, operands: list[Array]) -> Array:
    if operator == "non":
        return 1.0 - operands[0]
    decisive = 0.0 if operator == "et" else 1.0
    result = operands[0]
    for operand in operands[1:]:
        unknown = np.isnan(result) | np.isnan(operand)
        decided = (result == decisive) | (operand == decisive)
        result = np.where(decided, decisive, np.where(unknown, np.nan, 1.0 - decisive))
    return np.asarray(result)
