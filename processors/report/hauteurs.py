"""How high a row of a report must be for its wrapped texts: no program fits it by itself when it opens the file."""

from __future__ import annotations

from collections.abc import Iterable

from workbook_templates.metrics import line_count

LINE = 15.0
"""Points of a line of Calibri 11, the default font of the reports."""

MOST_LINES = 27
"""Excel’s rows are 409 points high at most: a longer text is read in the formula bar, or scrolled."""

_AS_ARIAL = 10.0
"""Calibri 11 is about as wide as Arial 10, whose widths are known."""

_MARGINS = 1.0
_NARROW = 4
"""Characters that hold in the width of a digit, at most: what is beyond the last line is not measured."""


def hauteur(values: Iterable[object], widths: Iterable[float], *, bold: bool = False) -> float:
    """Points of a row: `values` are its cells, `widths` those of their columns, in characters."""
    pairs = zip(values, widths, strict=False)
    most = max((_lines(str(value), width, bold=bold) for value, width in pairs if value is not None), default=1)
    return LINE * min(most, MOST_LINES)


def _lines(text: str, width: float, *, bold: bool) -> int:
    told = text[: int(width * MOST_LINES * _NARROW)]
    return line_count(told, width - _MARGINS, size=_AS_ARIAL, bold=bold)
