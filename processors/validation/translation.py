"""From the violations inside the answers to findings: sorted by what they are about, one finding per cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from stdnum.fr import siret

from processors.answers import Answers
from processors.findings import Finding, finding
from processors.libelles import cellule, indicateur
from processors.validation.cells import Site, siret_key, translate
from processors.validation.faults import Fault, Path
from processors.validation.header import structure
from processors.validation.names import is_entry, unknown_below, unknown_findings
from processors.validation.steps import without_noise
from schemas.model import COLLECTIVITE, COLLECTIVITE_COLUMN, Kind, Questionnaire
from schemas.variables import cell_of, form_order

SIRET = f"{COLLECTIVITE}!siret.{COLLECTIVITE_COLUMN}"
_CELL_DEPTH = 4
"""Length of the path of a cell in the document: `reponses`, table, row, column."""

NO_SIRET = "SIRET-MANQUANT"
_OF_STEP = frozenset({"multipleOf", "type"})
"""What the schema says of a number that is off its step: of decimals, of whole numbers."""


def answer_findings(
    answers: Answers, document: dict[str, Any], found: Iterable[Fault], misnamed: Iterable[str]
) -> list[Finding]:
    """The findings on the answers of a document; `misnamed` are codes that could not even be put in it."""
    keywords: dict[str, set[str]] = {}
    naming: set[Path] = set()
    shapeless: set[Path] = set()
    result: list[Finding] = []
    siret_missing = False
    for keyword, path in found:
        if len(path) >= _CELL_DEPTH:
            keywords.setdefault(f"{path[1]}!{path[2]}.{path[3]}", set()).add(keyword)
        elif keyword == "required":
            siret_missing = True
        else:
            (shapeless if keyword == "type" else naming).add(path)
    unknown = _unknown(answers, document, naming, shapeless) | set(misnamed)
    if naming and not unknown:
        shapeless |= naming
    result += [structure(path) for path in sorted(shapeless, key=str)]
    if siret_missing:
        result.append(finding(NO_SIRET, [cellule(answers, SIRET)], indicator=COLLECTIVITE))
    result += unknown_findings(answers, unknown)
    entries = [variable for variable in keywords if is_entry(answers.questionnaire, variable)]
    entries = [variable for variable in entries if not _noise(answers, variable, keywords[variable])]
    wrong = sorted(entries, key=lambda variable: form_order(answers.questionnaire, variable))
    result += [translate(_site(answers, variable), keywords[variable]) for variable in wrong]
    result += _siret_keys(answers, wrong)
    return result


def _unknown(answers: Answers, document: dict[str, Any], naming: set[Path], shapeless: set[Path]) -> set[str]:
    """The unknown names, without those that are reported as a wrong structure already."""
    if not naming:
        return set()
    reported = {"!".join(map(str, path[1:])) for path in shapeless}
    return unknown_below(answers.questionnaire, document["reponses"], naming) - reported


def _noise(answers: Answers, variable: str, keywords: set[str]) -> bool:
    """Whether a number is off its step by nothing but the noise of binary arithmetic."""
    cell = cell_of(answers.questionnaire, variable)
    assert cell is not None
    return keywords <= _OF_STEP and without_noise(cell.type, answers.values.get(variable)) is not None


def _site(answers: Answers, variable: str) -> Site:
    cell = cell_of(answers.questionnaire, variable)
    assert cell is not None
    indicator = indicateur(answers.questionnaire, variable)
    return Site(answers.questionnaire, cell.type, cellule(answers, variable), indicator)


@cache
def _siret_variables(questionnaire: Questionnaire) -> tuple[str, ...]:
    return tuple(cell.code for cell in questionnaire.cells.values() if cell.type.kind is Kind.SIRET)


def _siret_keys(answers: Answers, faulty: Iterable[str]) -> Iterator[Finding]:
    """The SIRETs of 14 digits whose key is wrong (Luhn; the rule of La Poste for its own establishments)."""
    skipped = set(faulty)
    for variable in _siret_variables(answers.questionnaire):
        number = answers.values.get(variable)
        if number is not None and variable not in skipped and not siret.is_valid(str(number)):
            yield siret_key(_site(answers, variable))
