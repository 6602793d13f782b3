"""Widths and heights: how wide a column must be, how high a line that holds a wrapped text."""

from __future__ import annotations

import math
from collections.abc import Iterable

from schemas.model import CellType, Column, Kind
from workbook_templates.metrics import line_count, text_width, words

LABEL_WIDTH = 52.0
MIN_SHEET_WIDTH = 118.0
LINE_HEIGHT = 12.0
ROW_HEIGHT = 16.0
_PADDING = 1.0
"""Kept free inside a cell, in column units, for its two margins."""

_MAX_HEIGHT = 400.0
_SPACING = 4.0
_LIST_BUTTON = 3.0
_LONGEST_LIST = 34.0
_KIND_WIDTH = {Kind.MONTANT: 13.0, Kind.TEXTE: 34.0, Kind.LISTE: 12.0, Kind.SIRET: 18.0, Kind.DECIMAL: 10.5}
_OTHER_WIDTH = 9.5
_HEADER_LINES = 4


def type_width(cell_type: CellType, answers: Iterable[str] = ()) -> float:
    """Width that fits any plausible value of a type: 999 999 agents, 999 999 999 euros, the longest of `answers`."""
    usual = _KIND_WIDTH.get(cell_type.kind, _OTHER_WIDTH)
    if cell_type.kind is not Kind.LISTE:
        return usual
    longest = max(map(text_width, answers), default=0.0)
    return min(max(usual, longest + _LIST_BUTTON), _LONGEST_LIST)


def header_width(column: Column) -> float:
    """Width that lets the label of a column wrap on few lines and never cuts its longest word."""
    longest = max((text_width(word, bold=True) for word in words(column.label)), default=0.0)
    comfortable = text_width(column.label, bold=True) / _HEADER_LINES
    return math.ceil(max(longest, min(comfortable, 20.0)) + _PADDING + 0.5)


def height(text: str, width: float, *, size: float = 9.0, bold: bool = False) -> float:
    """Height, in points, of a line that holds a wrapped text in a cell of that width."""
    count = line_count(text, width - _PADDING, size=size, bold=bold)
    return min(count * LINE_HEIGHT * size / 9.0 + _SPACING, _MAX_HEIGHT)
