"""What « À reprendre » shows of the values of one line: what they share is said once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, takewhile

from workbook_templates.annotations import Position, address_of
from workbook_templates.layout import COLLECTIVITE_SHEET
from workbook_templates.rework_lines import OTHERS, Rework

_PLACE = re.compile(rf"^(?:(?:tableau|indicateur) \S+|{COLLECTIVITE_SHEET}), ")
"""What a name starts with, and the heading says."""

_PARTS, _SUB = ", ", " – "
_MORE = 6
"""Most cells named beside the one that the link opens."""


def shown_name(items: Sequence[Rework]) -> str:
    """The name of one value; what the names of several start with: that of their row."""
    names = [_PLACE.sub("", item.label) for item in items]
    shared = _PARTS.join(_shared(names)) if len(names) > 1 else names[0]
    return shared[:1].upper() + shared[1:]


def shown_values(items: Sequence[Rework]) -> str:
    """The value; for several, each with the name of its column: « Agents – Hommes : 1, Femmes : 3 »."""
    if len(items) == 1:
        return items[0].value
    names = [_PLACE.sub("", item.label) for item in items]
    skipped = len(_shared(names))
    told = []
    for name, item in zip(names, items, strict=True):
        stem, sub, last = _PARTS.join(name.split(_PARTS)[skipped:]).rpartition(_SUB)
        told.append((f"{stem}{sub}", f"{last}\u00a0: {item.value}"))
    stems = [
        (stem, "\u00a0; ".join(text for _, text in values)) for stem, values in groupby(told, key=lambda one: one[0])
    ]
    return "\n".join(f"{stem}{texts}" for stem, texts in stems)


def _shared(names: Sequence[str]) -> list[str]:
    """The parts that names start with, all of them; each keeps one part of its own."""
    parts = [name.split(_PARTS)[:-1] for name in names]
    columns = zip(*parts, strict=False)
    return [column[0] for column in takewhile(lambda column: len(set(column)) == 1, columns)]


def shown_others(places: Sequence[Position]) -> str:
    """The other cells that may be the right ones."""
    names = [address_of(place) for place in places[:_MORE]]
    if not names:
        return ""
    more = "…" if len(places) > _MORE else "."
    return f"\n{OTHERS}{', '.join(names)}{more}"
