"""Validation of the answers by the JSON Schema generated from the declaration.

The schema decides, we explain: each violation becomes a finding in French on the cell it comes from. One finding per
cell; the variables that a table does not have are gathered in one finding per table.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from processors.answers import Answers, document_of, split_variable
from processors.findings import Finding, Verdict, verdict
from processors.validation.faults import Fault, faults, reference_faults
from processors.validation.header import header_findings, newer_version, not_a_document, unknown_questionnaire
from processors.validation.modules import verifier_modules
from processors.validation.names import leaves
from processors.validation.steps import denoised
from processors.validation.translation import answer_findings
from schemas import available, reading
from schemas.model import Questionnaire

__all__ = ["denoised", "valider", "valider_document", "valider_reference", "verifier_modules"]

_SHAPES = {list: "une liste", str: "un texte", bool: "une valeur logique", type(None): "vide"}
Engine = Callable[[Questionnaire, Any], Iterable[Fault]]


def valider(answers: Answers) -> list[Finding]:
    """The findings of the schema on the answers of one collectivité, then those of the SIRET keys."""
    nested, misnamed = _nest(answers)
    document = document_of(answers, nested)
    return _findings(answers, document, faults(answers.questionnaire, document), misnamed)


def valider_document(data: object) -> list[Finding]:
    """The findings on a JSON document from outside, header included. The document is not changed.

    Those that refuse the whole document are alone: nothing is said of answers that are not read.
    """
    return _document_findings(data, faults)


def valider_reference(data: object) -> list[Finding]:
    """`valider_document` with the reference engine, fifty times slower: what the tests compare with."""
    return _document_findings(data, reference_faults)


def _document_findings(data: object, engine: Engine) -> list[Finding]:
    if not isinstance(data, dict):
        return [not_a_document(f"sa racine est {_SHAPES.get(type(data), 'un nombre')}, et non un objet")]
    known = available()
    if data.get("questionnaire") not in known:
        return [unknown_questionnaire(data.get("questionnaire"), known)]
    questionnaire = reading(data["questionnaire"], str(data.get("version", "")))
    try:
        json.dumps(data, ensure_ascii=False).encode("utf-8")
        found = list(engine(questionnaire, data))
    except (TypeError, ValueError, RecursionError):  # what JSON cannot hold: halves of characters, endless nesting…
        return [not_a_document("un de ses textes contient une moitié de caractère, ou ses étages sont sans fin")]
    if not isinstance(data.get("reponses"), dict):
        return [not_a_document("il n’a pas d’objet «\u00a0reponses\u00a0»")]
    values = {leaf.code: leaf.value for leaf in leaves(data.get("reponses"))}
    newer = newer_version(questionnaire, data["version"]) if isinstance(data.get("version"), str) else []
    told = _findings(Answers(questionnaire, (), values), data, found, [])
    refusals = [item for item in told if verdict([item]) is Verdict.REJETE]
    return refusals or [*newer, *told]


def _findings(answers: Answers, document: dict[str, Any], found: Iterable[Fault], misnamed: list[str]) -> list[Finding]:
    header: list[Fault] = []
    inside: list[Fault] = []
    for fault in found:
        (inside if fault.path[:1] == ("reponses",) else header).append(fault)
    return [
        *header_findings(answers.questionnaire, document, header),
        *answer_findings(answers, document, inside, misnamed),
    ]


@cache
def _rows(questionnaire: Questionnaire) -> Mapping[str, tuple[tuple[str, str], str]]:
    """Row (table, code) and column of each variable; the cells of a row share one tuple."""
    shared: dict[tuple[str, str], tuple[str, str]] = {}
    found = {}
    for code, cell in questionnaire.cells.items():
        row = (cell.table, cell.row.code)
        found[code] = (shared.setdefault(row, row), cell.column.code)
    return found


def _nest(answers: Answers) -> tuple[dict[str, dict[str, dict[str, Any]]], list[str]]:
    """Answers by table, row and column, and the codes that are not variable codes at all."""
    known = _rows(answers.questionnaire)
    rows: defaultdict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    others = []
    for code, value in answers.values.items():
        if code in known:
            row, column = known[code]
            rows[row][column] = value
        else:
            others.append(code)
    misnamed = []
    for code in others:
        try:
            table, row_code, column = split_variable(code)
        except ValueError:
            misnamed.append(code)
        else:
            rows[table, row_code][column] = answers.values[code]
    nested: dict[str, dict[str, dict[str, Any]]] = {}
    for (table, row_code), columns in rows.items():
        nested.setdefault(table, {})[row_code] = columns
    return nested, misnamed
