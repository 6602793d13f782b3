"""The state of an indicator, as the summary shows it: what it is called, how it is computed, what it is now."""

from __future__ import annotations

from dataclasses import dataclass

from workbook_templates.content import Content, has_entries
from workbook_templates.formulas import Formulas
from workbook_templates.layout import COUNT_LINE, STATE_COLUMN, SheetLayout

EMPTY, STARTED, WRONG, DONE = "vide", "incomplet", "incohérent", "correct"
NOT_APPLICABLE, COMPUTED = "sans objet", "calculé"
TO_FILL = (EMPTY, STARTED, WRONG, DONE)


@dataclass(frozen=True, slots=True)
class State:
    """`formula` is empty for an indicator that asks nothing: its state never changes."""

    formula: str
    value: str


def indicator_state(sheet: SheetLayout, formulas: Formulas, content: Content, anomalies: int | None = None) -> State:
    """State of an indicator, from the hidden states of its tables and the number of its anomalies.

    `anomalies` is None when no coherence rule is computed for the indicator: its hidden count is not there.
    """
    asked = [placed for placed in sheet.tables if has_entries(placed.table)]
    if not asked:
        return State("", COMPUTED)
    joined = ",".join(f"'{sheet.name}'!{formulas.address(placed.title, STATE_COLUMN)}" for placed in asked)
    filled = f'IF(SUM({joined})<COUNT({joined}),"{STARTED}","{DONE}")'
    if anomalies is not None:
        count = f"'{sheet.name}'!{formulas.address(COUNT_LINE, STATE_COLUMN)}"
        filled = f'IF({count}>0,"{WRONG}",{filled})'
    formula = f'=IF(COUNT({joined})=0,"{NOT_APPLICABLE}",IF(SUM({joined})=0,"{EMPTY}",{filled}))'
    states = [state for placed in asked if (state := content.table_state(placed.table)) is not None]
    if not states:
        return State(formula, NOT_APPLICABLE)
    if not any(states):
        return State(formula, EMPTY)
    return State(formula, WRONG if anomalies else DONE if all(states) else STARTED)
