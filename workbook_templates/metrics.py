"""Width of texts: Arial's own character widths, so that lines are neither cut nor much higher than needed."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

_FAMILIES = {
    191: "'",
    222: "ijl‘’",
    260: "|",
    278: " !,./:;I[\\]ft\u00a0\u202f",
    333: "()-`r“”",
    350: "•",
    355: '"',
    389: "*",
    400: "°",
    500: "Jcksvxyzç",
    556: "#$0123456789?L_abdeghnopquàâéèêëîïôöùûü«»€–",
    584: "+<=>~",
    611: "FTZ",
    667: "&ABEKPSVXYÀÂÉÈÊË",
    722: "CDHNRUwÇ",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "Wœ",
    1000: "Œ—…→↩",
}
"""Thousandths of the font size → characters (Adobe Font Metrics of Helvetica, whose widths are Arial's)."""

_WIDTHS = {character: width for width, characters in _FAMILIES.items() for character in characters}
_UNKNOWN = 1000
_BOLD = 1.08
_MARGIN = 1.05
"""For fonts that stand in for Arial, and for printers, whose metrics are not the screen's."""

_PIXELS_PER_POINT = 96 / 72
_PIXELS_PER_UNIT = 7.0
"""A column width counts digits of Arial 10, the default font of the file: 7 pixels each."""

_BREAKS = re.compile(r"(?<=-)(?=\w)| +")


@cache
def _character(character: str) -> int:
    found = _WIDTHS.get(character)
    if found is None:
        found = _WIDTHS.get(unicodedata.normalize("NFD", character)[0], _UNKNOWN)
    return found


def text_width(text: str, *, size: float = 9.0, bold: bool = False) -> float:
    """Width of a text on one line, in units of a column width. `size` is in points."""
    thousandths = sum(map(_character, text)) * (_BOLD if bold else 1.0) * _MARGIN
    return thousandths / 1000 * size * _PIXELS_PER_POINT / _PIXELS_PER_UNIT


def words(text: str) -> list[str]:
    """The pieces between which a spreadsheet may break a line: at a space, after a hyphen."""
    return [word for word in _BREAKS.split(text) if word]


@lru_cache(maxsize=1 << 15)  # the texts of a questionnaire come back in every workbook
def line_count(text: str, width: float, *, size: float = 9.0, bold: bool = False) -> int:
    """Number of lines that a text takes once wrapped in a column of that width."""
    return sum(_wrapped(part, width, size, bold) for part in text.split("\n"))


def _wrapped(text: str, width: float, size: float, bold: bool) -> int:
    if text_width(text, size=size, bold=bold) <= width:
        return 1
    space = text_width(" ", size=size, bold=bold)
    lines, used = 1, 0.0
    for word in words(text):
        wide = text_width(word, size=size, bold=bold)
        if used and used + space + wide > width:
            lines, used = lines + 1, 0.0
        elif used:
            used += space
        whole, rest = divmod(used + wide, width) if used + wide > width else (0.0, used + wide)
        lines, used = lines + int(whole), rest
    return lines
