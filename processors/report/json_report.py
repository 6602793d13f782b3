"""The report for machines; its JSON Schema is `rapport.schema.json`, published with the project."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from processors.findings import CellRef, Finding, Severity
from processors.report.rapport import Rapport

FORMAT = "bilan-social/rapport"
FORMAT_VERSION = 1
SCHEMA = Path(__file__).with_name("rapport.schema.json")


@cache
def schema_rapport() -> dict[str, Any]:
    """The JSON Schema of the report."""
    schema: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return schema


def json_rapport(rapport: Rapport) -> dict[str, Any]:
    """The report as a JSON value: every finding, every cell, nothing shortened."""
    return {
        "format": FORMAT,
        "version_format": FORMAT_VERSION,
        "date": rapport.date,
        "fichier": {"nom": rapport.fichier, "sha256": rapport.sha256},
        "questionnaire": {"id": rapport.questionnaire, "version": rapport.version, "titre": rapport.titre},
        "collectivite": {"siret": rapport.siret, "nom": rapport.nom},
        "verdict": rapport.verdict.value,
        "comptes": {"valeurs_lues": rapport.valeurs_lues}
        | {gravite.value: n for gravite, n in rapport.comptes.items()},
        "indicateurs": [
            {"code": indicateur.code, "titre": indicateur.titre, "valeurs": indicateur.valeurs}
            | _comptes(rapport.comptes_de(indicateur.code))
            for indicateur in rapport.indicateurs
        ],
        "constats": [_constat(constat) for constat in rapport.constats],
    }


def _comptes(counts: Mapping[Severity, int]) -> dict[str, int]:
    return {gravite.value: count for gravite, count in counts.items()}


def _constat(constat: Finding) -> dict[str, Any]:
    return {
        "code": constat.code,
        "gravite": constat.severity.value,
        "titre": constat.title,
        "message": constat.message,
        "remede": constat.remedy,
        "indicateur": constat.indicator,
        "cellules": [_cellule(cell) for cell in constat.cells],
        "en_regard": [_cellule(cell) for cell in constat.others],
        "attendu": _json(constat.expected),
        "justification": constat.justification,
    }


def _cellule(cell: CellRef) -> dict[str, Any]:
    return {
        "variable": cell.variable,
        "feuille": cell.sheet,
        "adresse": cell.address,
        "valeur": _json(cell.value),
        "libelle": cell.label,
    }


def _json(value: object) -> Any:
    """A value that JSON can hold: a list for a sequence, the text of anything else that it does not know."""
    match value:
        case None | bool() | str() | int():
            return value
        case float():
            return value if math.isfinite(value) else str(value)
        case list() | tuple():
            return [_json(item) for item in value]
        case _:
            return str(value)
