"""Reads a report from any file that holds one: workbook, txt exchange file or JSON answers document."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import Any

import schemas
from processors.answers import Answers, flatten
from processors.findings import Finding, Verdict, finding, verdict
from processors.intake import read_workbook
from processors.intake.precedent import Precedent
from processors.lecture import Classeur, LectureImpossible, Limites, lire_octets
from processors.pertes import Pertes
from processors.totals import LuTotal
from processors.txt import UTF16, lire
from processors.validation import valider_document
from workbook_templates.rework_lines import Rework

TEXT_SUFFIXES = (".txt", ".csv")
SIRET_LENGTH = 14
WORKBOOK_SIGNS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""First bytes of a zip archive (.xlsx, .xlsb, .ods) and of an OLE2 document (.xls, encrypted)."""
LIMITS = Limites(taille_max=100_000_000)
_LONGEST_NUMBER = 300
_SHOWN = 40


@dataclass(frozen=True)
class Source:
    """One report read from a file. `answers` None: refused, `findings` says why.

    `raw`: the contents of a workbook that became no answer, as they were typed.
    `totals`: what the computed cells of a workbook held. `validated`: the schema has spoken already. `precedent`: the
    previous report that a workbook carries, `rework` its « À reprendre » lines. `agents`: a workbook of agent sheets,
    which is no report. `pertes`: the lines of a txt that became no answer.
    """

    answers: Answers | None
    findings: tuple[Finding, ...] = ()
    totals: dict[str, LuTotal] | None = None
    raw: Mapping[str | tuple[str, str], object] = field(default_factory=dict)
    validated: bool = False
    precedent: Precedent | None = None
    agents: Classeur | None = None
    pertes: Pertes = field(default_factory=Pertes)
    rework: tuple[Rework, ...] = ()


def read(path: Path) -> list[Source]:
    """The reports of a file: one for a workbook or a JSON document, one per SIRET for a txt.

    The content decides, then the suffix. Never raises for what the file holds.
    """
    try:
        data = lire_octets(path, LIMITS)
    except LectureImpossible:
        return [_workbook(path)]  # it says why, in one place
    text = data.removeprefix(BOM_UTF8).lstrip()
    if data.startswith(WORKBOOK_SIGNS):
        return [_workbook(path)]
    if text[:1] == b"{" or path.suffix.lower() == ".json":
        return [_json(data)]
    if text[:SIRET_LENGTH].isdigit() or path.suffix.lower() in TEXT_SUFFIXES:
        return list(_txt(data))
    return [_workbook(path)]


def _workbook(path: Path) -> Source:
    intake = read_workbook(path)
    found = tuple(intake.findings)
    return Source(
        intake.answers,
        found,
        intake.totals,
        intake.raw,
        precedent=intake.precedent,
        agents=intake.agents,
        rework=tuple(intake.rework),
    )


def _txt(data: bytes) -> Iterator[Source]:
    for found in lire(data):
        yield Source(found.answers, tuple(found.findings), pertes=found.pertes)


class _RepeatedNameError(ValueError):
    """A name stands twice in one object: one of the two values would be lost."""


def _json(octets: bytes) -> Source:
    if UTF16.match(octets):
        return Source(None, (_encoding("il est en UTF-16 (ou en UTF-32)"),))
    try:
        data = json.loads(octets.decode("utf-8-sig"), object_pairs_hook=_object, parse_int=_whole)
    except UnicodeDecodeError as error:
        line = octets.count(b"\n", 0, error.start) + 1
        return Source(None, (_encoding(f"la ligne {line} ne se lit pas, le fichier est peut-être en Windows-1252"),))
    except (ValueError, RecursionError) as error:
        return Source(None, (finding("JSON-ILLISIBLE", motif=_reason(error)),))
    found = tuple(valider_document(data))
    if verdict(found) is Verdict.REJETE:
        return Source(None, found)
    questionnaire = schemas.reading(data["questionnaire"], str(data.get("version", "")))
    named = data.get("modules")
    modules = tuple(code for code in questionnaire.modules if isinstance(named, list) and code in named)
    values = flatten(data["reponses"])
    answers = Answers(questionnaire, modules or questionnaire.default_modules, values, str(data.get("version", "")))
    answers.justifications = _justifications(data.get("justifications"))
    return Source(answers, found, validated=True)


def _encoding(what: str) -> Finding:
    return finding("JSON-ENCODAGE", constat=what)


def _justifications(data: object) -> dict[str, str]:
    """The justifications that are texts; the schema tells the others."""
    if not isinstance(data, dict):
        return {}
    return {code: text for code, text in data.items() if isinstance(text, str)}


def _reason(error: Exception) -> str:
    match error:
        case json.JSONDecodeError():
            return f"ligne {error.lineno}"
        case _RepeatedNameError():
            return f"«\u00a0{error}\u00a0» y figure deux fois au même endroit"
    return "son contenu est illisible"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _RepeatedNameError(next(name for name in names if names.count(name) > 1)[:_SHOWN])
    return found


def _whole(digits: str) -> int | float:
    """A whole number; an infinity, which the schema refuses, when no calculation could hold it."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER else inf
