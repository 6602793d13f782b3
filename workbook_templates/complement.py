"""The variant of a workbook that calls the functions of the add-in, above its native formulas.

A computed cell becomes `=IFERROR(FUNCTION(…),native formula)`: the function where the add-in answers, the native
formula everywhere else, so that the workbook stays right without it. One call a cell, on the smallest rectangle that
holds what the cell adds: a change recomputes the few totals above it, no cell reads itself, and nothing spills.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from schemas.model import Cell
from schemas.plan import operands
from workbook_templates.layout import Layout

TOTAL, SIRET = "TOTAL_INDICATEUR", "VERIFIER_SIRET"
ETPR, HOURS, TASK = "ETPR", "ETPR_HEURES", "ETPR_TACHE"
FUNCTIONS = (TOTAL, SIRET, ETPR, HOURS, TASK)
"""The functions of the add-in that workbooks call, by the names of `xl_addin` (tested)."""

PATH_NAME, RESULT_NAME = "bilan_txt", "bilan_resultat"
"""Names of the two cells by which the buttons speak to Python."""


@dataclass(frozen=True, slots=True)
class Box:
    """The rectangle of the cells that a total uses. `lines` and `columns` are its size; `cells` gives the place of
    each in it, from 0."""

    first: tuple[int, int]
    lines: int
    columns: int
    cells: tuple[tuple[Cell, int, int], ...]

    @property
    def last(self) -> tuple[int, int]:
        return self.first[0] + self.lines - 1, self.first[1] + self.columns - 1


def box_of(layout: Layout, cell: Cell) -> Box | None:
    """The box of a computed cell; None when it uses cells of another table, or none."""
    questionnaire = layout.questionnaire
    if cell.code not in questionnaire.cells:
        return None
    used = operands(questionnaire, cell)
    placed = layout.tables.get(cell.table)
    if placed is None or not used or any(other.table != cell.table for other in used):
        return None
    places = [placed.cell(other.row.code, other.column.code) for other in used]
    lines, columns = ([place[axis] for place in places] for axis in (0, 1))
    first = min(lines), min(columns)
    return Box(
        first,
        max(lines) - first[0] + 1,
        max(columns) - first[1] + 1,
        tuple((other, place[0] - first[0], place[1] - first[1]) for other, place in zip(used, places, strict=True)),
    )


@dataclass(frozen=True, slots=True)
class Button:
    """A button of the first sheet: its words, its macro, what it does. `report_only`: not for agent sheets."""

    caption: str
    macro: str
    does: str
    report_only: bool = False


@dataclass(frozen=True, slots=True)
class Complement:
    """What the variant carries: its VBA project for a number of sheets, its buttons, its settings of xlwings."""

    project: Callable[[int], bytes]
    buttons: tuple[Button, ...]
    settings: tuple[tuple[str, str], ...]

    def for_sheets(self) -> Complement:
        """The same for a workbook of agent sheets: without the buttons of a report."""
        return replace(self, buttons=tuple(button for button in self.buttons if not button.report_only))

    def total(self, layout: Layout, cell: Cell, native: str, address: Callable[[int, int], str]) -> str:
        """The formula of a computed cell: `native` alone for one that reads other tables."""
        box = box_of(layout, cell)
        if box is None:
            return native
        first, last = address(*box.first), address(*box.last)
        area = first if first == last else f"{first}:{last}"
        part = f"{cell.row.code}.{cell.column.code}"
        arguments = (quoted(cell.table), area, quoted(part), quoted(layout.questionnaire.id))
        return call_above(f"{TOTAL}({','.join(arguments)})", native)


def call_above(called: str, native: str) -> str:
    """What calls the add-in (without `=`) above the native formula (with or without its `=`), as a formula."""
    return f"=IFERROR({called},{native.removeprefix('=')})"


def quoted(text: str) -> str:
    """A text in a formula."""
    return f'"{text.replace(chr(34), chr(34) * 2)}"'
