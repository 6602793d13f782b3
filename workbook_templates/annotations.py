"""What is written over a filled workbook to make an annotated copy: anomalies on their cells, and an index of them.

Plain values: the caller turns its findings into `Anomaly`, the builder writes them. Every text is written as a text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from workbook_templates.layout import Layout, TableLayout

Position = tuple[str, int, int]
"""Sheet name, line and column, counted from 0."""

SEVERITIES = ("bloquant", "alerte", "information")
"""From the worst: a cell takes the fill of its worst anomaly."""

_TEXTS = 12
"""Most texts in one comment."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell that an anomaly is about: by its variable, else by the sheet and A1 address where it was read.

    `label` names it in words, `value` is what it holds, in words.
    """

    variable: str = ""
    sheet: str = ""
    address: str = ""
    label: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One anomaly: `cells` are to be corrected, `others` are those of the other side, marked and not listed."""

    severity: str
    code: str
    indicator: str
    message: str
    remedy: str
    cells: tuple[Spot, ...] = ()
    others: tuple[Spot, ...] = ()


@dataclass(frozen=True)
class Annotations:
    """The anomalies of a workbook, and the contents to write back as they were typed.

    `raw` is by variable code, or by sheet and A1 address for what was typed beside the tables: a text, a number, a
    truth value or a date. A variable given here is written as it is, whatever the answers say.
    """

    anomalies: Sequence[Anomaly] = ()
    raw: Mapping[str | tuple[str, str], object] = field(default_factory=dict)


@dataclass
class Marks:
    """The marks of one workbook by position, taken one by one while the sheets are written."""

    severities: dict[Position, str] = field(default_factory=dict)
    texts: dict[Position, list[str]] = field(default_factory=dict)

    def severity(self, sheet: str, line: int, column: int) -> str:
        """The worst severity of a cell, '' when nothing is said of it."""
        return self.severities.get((sheet, line, column), "")

    def take(self, sheet: str, line: int, column: int) -> str:
        """The comment of a cell, which is then no longer to be written; '' when there is none."""
        return _joined(self.texts.pop((sheet, line, column), []))

    def left(self, sheet: str) -> Iterator[tuple[int, int, str]]:
        """The comments of a sheet that are still to be written."""
        for name, line, column in [position for position in self.texts if position[0] == sheet]:
            yield line, column, self.take(name, line, column)


def marks_of(layout: Layout, annotations: Annotations) -> Marks:
    """The marks of every anomaly on the cells that the workbook holds."""
    marks = Marks()
    for anomaly in annotations.anomalies:
        text = f"{anomaly.severity.upper()} — {anomaly.message}\nQue faire\u00a0: {anomaly.remedy}"
        for spots, said in ((anomaly.cells, text), (anomaly.others, f"En lien avec une autre cellule.\n{text}")):
            for spot in spots:
                if (position := place_of(layout, spot)) is not None:
                    _add(marks, position, anomaly.severity, said)
    return marks


def _add(marks: Marks, position: Position, severity: str, text: str) -> None:
    told = marks.texts.setdefault(position, [])
    if text not in told:
        told.append(text)
    known = marks.severities.get(position)
    if known is None or SEVERITIES.index(severity) < SEVERITIES.index(known):
        marks.severities[position] = severity


def _joined(texts: list[str]) -> str:
    more = len(texts) - _TEXTS
    others = "autre" if more == 1 else "autres"
    told = [f"… et {more} {others}\u00a0: voir la feuille «\u00a0Anomalies\u00a0»."] if more > 0 else []
    return "\n\n".join(texts[:_TEXTS] + told)


def place_of(layout: Layout, spot: Spot) -> Position | None:
    """Where a cell stands in the copy; None when the copy has no such cell."""
    if spot.variable:
        table, _, rest = spot.variable.partition("!")
        row, _, column = rest.rpartition(".")
        return layout.place(table, row, column)
    if spot.address and any(sheet.name == spot.sheet for sheet in layout.sheets):
        return (spot.sheet, *xl_cell_to_rowcol(spot.address))
    return None


def beside(layout: Layout, annotations: Annotations, sheet: str) -> Iterator[tuple[int, int, object]]:
    """What was typed on a sheet on the right of its tables or under them, which the copy can hold in its place."""
    placed = next(one for one in layout.sheets if one.name == sheet)
    for key, raw in annotations.raw.items():
        if isinstance(key, tuple) and key[0] == sheet:
            line, column = xl_cell_to_rowcol(key[1])
            if line > placed.last_line or (column > placed.last_column and _on_a_row(placed.tables, line)):
                yield line, column, raw


def _on_a_row(tables: Sequence[TableLayout], line: int) -> bool:
    return any(table.header <= line <= table.last_line for table in tables)


def address_of(position: Position) -> str:
    """« IND 1.1.1 F12 », as people say it."""
    return f"{position[0]} {xl_rowcol_to_cell(*position[1:])}"
