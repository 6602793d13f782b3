"""A worksheet that takes formulas as they are."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet


class PlainSheet(Worksheet):
    """A worksheet that takes formulas as they are.

    XlsxWriter looks into each formula for thirty functions later than Excel 2010, to prefix them: a quarter of the
    time of a workbook, for nothing, since ours use none of them (tested).
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")
