"""Comments large enough to be read whole, and no larger than a screen."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from workbook_templates.metrics import line_count

_NARROW, _WIDE = 360, 620
_HIGHEST = 480
_LINE_PIXELS = 16
_PADDING = 18
_PIXELS_PER_UNIT = 7.0
_EXCEL_LIMIT = 32_000


def write_comment(worksheet: Worksheet, line: int, column: int, text: str) -> None:
    """Write a comment sized to its text. On a merged area, `line` and `column` are those of its first cell."""
    width, height = _size(text)
    options = {"width": width, "height": height, "font_name": "Arial", "font_size": 9, "author": "bilan-social"}
    worksheet.write_comment(line, column, text[:_EXCEL_LIMIT], options)


def _size(text: str) -> tuple[int, int]:
    """Width and height in pixels; a text too long for the narrow box gets the wide one."""
    for width in (_NARROW, _WIDE):
        lines = line_count(text, (width - _PADDING) / _PIXELS_PER_UNIT)
        height = lines * _LINE_PIXELS + _PADDING
        if height <= _HIGHEST:
            break
    return width, height
