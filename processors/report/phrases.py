"""Coherence rules as French sentences: what each compares, for the documents and for those who ask."""

from __future__ import annotations

from collections.abc import Sequence

from processors.libelles import nommer, nommer_partie, reponse
from schemas.binding import bind
from schemas.expressions import Filter, Reference, Selection
from schemas.expressions.sentence import sentence
from schemas.model import Cell, Parameter, Questionnaire
from schemas.rules import Along, Rule, rule_book
from schemas.selections import CURRENT, EVERY, ROWS


def phrase(questionnaire: Questionnaire, rule: Rule) -> str:
    """« Pour chaque cadre d’emplois : le total de 1.1.2, colonnes (1) à (8), est 1.1.1, colonne (1). »"""

    def name(reference: Reference) -> str:
        if rule.level != "collectivite":
            return f"«\u00a0{reference.name}\u00a0»"
        bound = bind(questionnaire, reference)
        return f"«\u00a0{bound.label}\u00a0»" if isinstance(bound, Parameter) else f"«\u00a0{_cell(bound)}\u00a0»"

    def answer(reference: Reference, code: str) -> str:
        bound = bind(questionnaire, reference) if rule.level == "collectivite" else None
        said = reponse(questionnaire, bound.code, code) if isinstance(bound, Cell) else code
        return said.strip("«\u00a0»")

    def _cell(cell: Cell) -> str:
        return nommer(questionnaire, cell.code)

    demand = sentence(rule.expression, name, answer, lambda selection: _selection(questionnaire, selection))
    scope = ", ".join(_along(questionnaire, along) for along in rule.scope)
    return f"Pour chaque {scope}\u00a0: {demand}." if scope else f"{demand[:1].upper()}{demand[1:]}."


def _along(questionnaire: Questionnaire, along: Along) -> str:
    dimensions = rule_book(questionnaire).dimensions
    label = "ligne" if along.dimension == ROWS else dimensions[along.dimension].label
    if along.without:
        return f"{label} sauf {_elements(questionnaire, along.dimension, along.without)}"
    return label


def _elements(questionnaire: Questionnaire, dimension: str, codes: Sequence[str]) -> str:
    declared = rule_book(questionnaire).dimensions.get(dimension)
    names = declared.nomenclatures if declared else ()
    labels = []
    for code in codes:
        found = [
            questionnaire.nomenclatures[name].by_code[code]
            for name in names
            if code in questionnaire.nomenclatures[name].by_code
        ]
        labels.append(f"«\u00a0{found[0].label}\u00a0»" if found else code)
    return ", ".join(labels)


def _selection(questionnaire: Questionnaire, selection: Selection) -> str:
    parts = [selection.table]
    parts += [text for kept in selection.filters if (text := _filter(questionnaire, selection.table, kept))]
    if selection.columns != (EVERY,) and len(questionnaire.tables[selection.table].columns) > 1:
        parts.append(_columns(questionnaire, selection))
    return f"[{', '.join(parts)}]"


def _filter(questionnaire: Questionnaire, table: str, kept: Filter) -> str:
    if kept.codes == (CURRENT,):
        return ""
    if kept.dimension != ROWS:
        return _elements(questionnaire, kept.dimension, kept.codes)
    rows = [
        f"«\u00a0{_short(nommer_partie(questionnaire, table, row=code))}\u00a0»"
        for span in kept.codes
        for code in span.split(":")
    ]
    return (" à " if any(":" in code for code in kept.codes) else ", ").join(rows)


def _columns(questionnaire: Questionnaire, selection: Selection) -> str:
    table = questionnaire.tables[selection.table]
    names = []
    for span in selection.columns:
        ends = [table.column_by_code[code].number or _title(questionnaire, table.id, code) for code in span.split(":")]
        names.append(" à ".join(ends))
    return ("colonne " if len(names) == 1 and " à " not in names[0] else "colonnes ") + ", ".join(names)


def _title(questionnaire: Questionnaire, table: str, column: str) -> str:
    return f"«\u00a0{_short(nommer_partie(questionnaire, table, column=column))}\u00a0»"


def _short(name: str) -> str:
    """The name of a row without that of its table."""
    return name.partition(", ")[2]
