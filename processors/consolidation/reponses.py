"""The answers of a line of the ledger as people read them."""

from __future__ import annotations

from processors.consolidation.fusion import Ligne
from processors.libelles import MASKED, is_personal
from schemas.model import CODED, Questionnaire
from schemas.plan import Value
from schemas.variables import cell_of


def montrees(questionnaire: Questionnaire, line: Ligne) -> list[object]:
    """The answers of each collectivité, then the merged one: labels for codes, nothing of a person."""
    values = [*line.valeurs, line.retenu]
    if is_personal(questionnaire, line.variable):
        return [value and MASKED for value in values]
    cell = cell_of(questionnaire, line.variable)
    if cell is None or cell.type.kind not in CODED:
        return list(values)
    labels = questionnaire.choices(cell.type).by_code
    return [_label(labels, value) for value in values]


def _label(labels: object, value: Value | None) -> object:
    element = labels.get(value) if isinstance(labels, dict) else None
    return element.label if element else value
