"""The name of the element that an instance of a rule is about: « Attachés », « Maladie ordinaire, hommes »."""

from __future__ import annotations

from schemas.expressions import selections
from schemas.instances import Instance
from schemas.model import Questionnaire
from schemas.rules import Rule, rule_book
from schemas.selections import CURRENT, ROWS


def nommer_element(questionnaire: Questionnaire, rule: Rule, instance: Instance) -> str:
    """The elements of an instance in words, '' for a rule without scope."""
    names = [
        _row(questionnaire, rule, code) if along.dimension == ROWS else _element(questionnaire, along.dimension, code)
        for along, code in zip(rule.scope, instance.elements, strict=True)
    ]
    return ", ".join(name if place == 0 else name[:1].lower() + name[1:] for place, name in enumerate(names))


def _row(questionnaire: Questionnaire, rule: Rule, code: str) -> str:
    """The label of a row, in the first table that the rule runs along the rows of."""
    for selection in selections(rule.expression):
        if any(kept.dimension == ROWS and kept.codes == (CURRENT,) for kept in selection.filters):
            return questionnaire.tables[selection.table].row_by_code[code].label
    return code


def _element(questionnaire: Questionnaire, dimension: str, code: str) -> str:
    declared = rule_book(questionnaire).dimensions[dimension]
    for name in declared.nomenclatures:
        element = questionnaire.nomenclatures[name].by_code.get(code)
        if element is not None:
            return f"{declared.label} {element.label}" if _is_letter(element.label) else element.label
    return code


def _is_letter(label: str) -> bool:
    """« A » says nothing alone: « catégorie A » does."""
    return len(label) == 1
