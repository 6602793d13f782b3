"""When figures are equal: what the coherence rules of a report decide, and what the workbook shows of them.

Truth has two values here: blank cells count as 0 before any comparison. Figures that differ by less than `GAP` are
equal. The formulas of the workbook (`workbook_templates.live_checks.rendering`) spell the same for a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from schemas.expressions.evaluation import Array

GAP = 5e-7
"""Half a unit of the sixth decimal: the least difference between two figures (entries have two decimals)."""

Truth = NDArray[np.bool_]

ARITHMETIC: Mapping[str, Callable[[Array | float, Array | float], Array]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
}
"""Unlike in a computed cell, what is divided by 0 is infinite: a rule that divides says when it applies."""

JOINED: Mapping[str, Callable[[Truth, Truth], Truth]] = {"et": np.logical_and, "ou": np.logical_or}


def compared(operator: str, tolerance: float) -> Callable[[Array | float, Array | float], Truth]:
    """A comparison of figures. `tolerance` is the largest gap that is none: it only ever excuses."""
    near = tolerance + GAP
    match operator:
        case "=":
            return lambda left, right: np.less_equal(np.abs(np.subtract(left, right)), near)
        case "!=":
            return lambda left, right: np.greater(np.abs(np.subtract(left, right)), GAP)
        case "<=":
            return lambda left, right: np.less_equal(np.subtract(left, right), near)
        case ">=":
            return lambda left, right: np.greater_equal(np.subtract(left, right), -near)
        case "<":
            return lambda left, right: np.less(np.subtract(left, right), tolerance - GAP)
        case ">":
            return lambda left, right: np.greater(np.subtract(left, right), GAP - tolerance)
    raise TypeError(f"not a comparison: {operator}")


def whole(figure: Array | float) -> Truth:
    """Whether a figure has no decimals."""
    return np.asarray(np.abs(figure - np.round(figure)) <= GAP)
