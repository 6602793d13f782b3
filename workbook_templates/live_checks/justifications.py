"""Justifications on the « Contrôles » sheet: where they are written, and how they are read back.

The hidden column of the anchors holds `justification!<code of the rule>` on the line of each rule; above, on a hidden
line, `justification!` alone, and the word `texte` in the column of the texts. A reader that follows these anchors
finds them on a sheet that was renamed, moved, sorted or whose columns were moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

PREFIX = "justification!"
COLUMN = "texte"
LONGEST = 2000
"""Most characters of a justification."""

_ANCHOR_SEARCH = 8
"""Columns searched for anchors: columns may have been inserted before the hidden one."""


def anchor(code: str = "") -> str:
    """Text of the anchor of a rule, or of the line that tells the column when `code` is empty."""
    return f"{PREFIX}{code}"


def read_justifications(sheet: Iterable[Sequence[object]]) -> dict[str, str]:
    """The justifications of a sheet by code of rule, from its lines of raw values; {} when the sheet holds none.

    Blank cells may be None or ''. A number typed as a justification is taken as its text. Spaces around are removed.
    """
    found: dict[str, str] = {}
    column = None
    for line in sheet:
        text = next((cell for cell in line[:_ANCHOR_SEARCH] if isinstance(cell, str) and cell.startswith(PREFIX)), None)
        if text is None:
            continue
        code = text.removeprefix(PREFIX)
        if not code:
            column = next((rank for rank, cell in enumerate(line) if cell == COLUMN), None)
        elif column is not None and column < len(line) and (told := _told(line[column])):
            found[code] = told
    return found


def _told(raw: object) -> str:
    if raw is None:
        return ""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw).strip()
