"""Findings: what the processor has to say of a file, as values.

The catalogue of codes is the files of `anomalies/`, one per domain: severity, message, remedy and explanation of each
code, in French.
A code is emitted in exactly one place (`finding("CODE", …)`), and has one section in `docs/anomalies.md` (tested).
The coherence rules of a questionnaire are codes of their own, declared with it (`schemas.rules`): the findings of
`processors.coherence` carry all they need (title, severity, message, remedy) and are in no catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CATALOGUE = Path(__file__).with_name("anomalies")


class Severity(StrEnum):
    """How grave a finding is, the gravest first."""

    BLOQUANT = "bloquant"
    ALERTE = "alerte"
    INFORMATION = "information"


class Verdict(StrEnum):
    """What becomes of the file. `REJETE`: it could not be read as a questionnaire at all."""

    ACCEPTE = "accepté"
    ACCEPTE_AVEC_ALERTES = "accepté avec alertes"
    A_CORRIGER = "à corriger"
    REJETE = "rejeté"


@dataclass(frozen=True, slots=True)
class CellRef:
    """A cell that a finding is about: where it is (sheet and A1 address, '' when unknown) and what it holds.

    `label` names it in words: « indicateur 1.1.1, Attaché, Hommes ».
    """

    variable: str = ""
    sheet: str = ""
    address: str = ""
    value: object = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One entry of the catalogue.

    `rejects`: a file with this finding was not read at all. `oversized`: because it is larger than a report may be.
    `foreign`: because it holds neither a workbook nor an exchange file.
    """

    code: str
    title: str
    severity: Severity
    message: str
    remedy: str
    explanation: str
    rejects: bool = False
    oversized: bool = False
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """`cells` are the cells to correct, `others` those of the other side of the rule; `expected` is the right value.

    `title` names what findings of one code have in common. `justification` is what the respondent says of it.
    """

    code: str
    severity: Severity
    message: str
    remedy: str
    cells: tuple[CellRef, ...] = ()
    others: tuple[CellRef, ...] = ()
    expected: object = None
    indicator: str = ""
    title: str = ""
    justification: str = ""


@cache
def catalogue() -> Mapping[str, Kind]:
    """The kinds of findings by code."""
    domains = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(CATALOGUE.glob("*.yaml"))]
    return {
        code: Kind(
            code=code,
            title=entry["titre"],
            severity=Severity(entry["gravite"]),
            message=entry["message"],
            remedy=entry["remede"],
            explanation=entry["explication"],
            rejects=entry.get("rejette", False),
            oversized=entry.get("trop_grand", False),
            foreign=entry.get("etranger", False),
        )
        for entries in domains
        for code, entry in entries.items()
    }


def finding(
    code: str,
    cells: Iterable[CellRef] = (),
    *,
    others: Iterable[CellRef] = (),
    expected: object = None,
    indicator: str = "",
    **values: Any,
) -> Finding:
    """A finding of the catalogue, its message and remedy filled with `values` (`{name}` in the texts).

    Raise KeyError for an unknown code or a missing value: a programming error, caught by the tests.
    """
    kind = catalogue()[code]
    return Finding(
        code=code,
        severity=kind.severity,
        message=kind.message.format(**values),
        remedy=kind.remedy.format(**values),
        cells=tuple(cells),
        others=tuple(others),
        expected=expected,
        indicator=indicator,
        title=kind.title,
    )


def oversized(found: Finding) -> bool:
    """Whether a file was refused for its size: other limits than those of a report may let it in."""
    return found.code in catalogue() and catalogue()[found.code].oversized


def verdict(findings: Iterable[Finding]) -> Verdict:
    """The verdict that follows from all findings of a file."""
    found = list(findings)
    if any(catalogue()[item.code].rejects for item in found if item.code in catalogue()):
        return Verdict.REJETE
    severities = {item.severity for item in found}
    if Severity.BLOQUANT in severities:
        return Verdict.A_CORRIGER
    return Verdict.ACCEPTE_AVEC_ALERTES if Severity.ALERTE in severities else Verdict.ACCEPTE
