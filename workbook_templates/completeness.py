"""What is left to fill in a workbook, counted by native formulas: required fields, opening questions, indicators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from schemas.expressions import references
from schemas.model import COLLECTIVITE, COLLECTIVITE_COLUMN, Cell, Condition
from workbook_templates.context import Context
from workbook_templates.entry_rules import rectangles
from workbook_templates.layout import COLLECTIVITE_SHEET, SUMMARY_SHEET, Layout
from workbook_templates.states import EMPTY, STARTED
from workbook_templates.summary_sheet import SummarySheet


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is counted, the formula and its present value, what to do, and the sheet where to do it."""

    label: str
    formula: str
    value: int
    remedy: str
    sheet: str


def remaining(context: Context, summary: SummarySheet) -> Iterator[Remaining]:
    """What is left to fill, from the most urgent."""
    yield from _collectivite(context)
    yield from _indicators(summary)


def _collectivite(context: Context) -> Iterator[Remaining]:
    cells = [cell for cell in context.questionnaire.cells.values() if cell.table == COLLECTIVITE]
    required = [cell for cell in cells if cell.row.required]
    gates = _gates(context.layout)
    opening = [cell for cell in cells if cell.row.code in gates]
    if required:
        remedy = "Renseignez les champs obligatoires\u00a0: sans eux le bilan ne peut pas être transmis."
        yield _blanks(context, "Champs obligatoires sans réponse", required, remedy)
    if opening:
        remedy = (
            "Répondez aux questions qui ouvrent ou ferment des tableaux\u00a0: les tableaux sans objet se hachurent."
        )
        yield _blanks(context, "Questions d’ouverture sans réponse", opening, remedy)


def _blanks(context: Context, label: str, cells: list[Cell], remedy: str) -> Remaining:
    """How many of these cells of the « Collectivité » sheet are blank."""
    placed, address = context.layout.tables[COLLECTIVITE], context.formulas.address
    areas = rectangles(placed.cell(cell.row.code, cell.column.code) for cell in cells)
    ranges = (f"'{COLLECTIVITE_SHEET}'!{address(*area[:2])}:{address(*area[2:])}" for area in areas)
    formula = "=" + "+".join(f"COUNTBLANK({one})" for one in ranges)
    count = sum(cell.code not in context.content.values for cell in cells)
    return Remaining(label, formula, count, remedy, COLLECTIVITE_SHEET)


def _indicators(summary: SummarySheet) -> Iterator[Remaining]:
    texts = {
        EMPTY: ("Indicateurs vides", "Remplissez-les, zéros compris, ou vérifiez les questions d’ouverture."),
        STARTED: (
            "Indicateurs incomplets",
            "Terminez les tableaux qui restent vides\u00a0; tapez 0 quand la réponse est «\u00a0aucun\u00a0».",
        ),
    }
    for state, (label, remedy) in texts.items():
        formula = f"=COUNTIF('{SUMMARY_SHEET}'!{summary.area},\"{state}\")"
        yield Remaining(label, formula, summary.count(state), remedy, SUMMARY_SHEET)


def _gates(layout: Layout) -> set[str]:
    """Rows of the « Collectivité » table on which a condition of this workbook depends."""
    names = {part.name for condition in _conditions(layout) for part in references(condition.expression)}
    short, suffix, long = f"{COLLECTIVITE}.", f".{COLLECTIVITE_COLUMN}", f"{COLLECTIVITE}!"
    return {
        name.removeprefix(long).removeprefix(short).removesuffix(suffix)
        for name in names
        if name.startswith((short, long))
    }


def _conditions(layout: Layout) -> Iterator[Condition]:
    yield layout.questionnaire.empty_report
    for placed in layout.tables.values():
        table = placed.table
        conditions = [
            table.condition,
            *(row.condition for row in table.rows),
            *(part.condition for part in table.columns),
        ]
        yield from (condition for condition in conditions if condition is not None)
