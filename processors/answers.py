"""The answers document: what every part of the project exchanges.

Flat and addressed first (variable code → value, with the cell it was read from), then the nested document that the
JSON Schema describes (`docs/format-reponses.md`). Only entries travel: totals are recomputed, never carried.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from schemas.json_schema import FORMAT, FORMAT_VERSION
from schemas.model import COLLECTIVITE, COLLECTIVITE_COLUMN, Questionnaire
from schemas.plan import Value
from schemas.variables import form_order


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a workbook: sheet name and A1 address."""

    sheet: str
    address: str


@dataclass
class Answers:
    """The answers of one collectivité. `values` holds the entries that are not blank, by variable code.

    `places` says which cell each value was read from (empty when they come from a txt or a JSON document).
    `justifications` holds what the respondent says of an alert, by the code of the coherence rule.
    A coded answer is held by its code, a whole number as int, another number as float.
    """

    questionnaire: Questionnaire
    modules: tuple[str, ...]
    values: dict[str, Value] = field(default_factory=dict)
    version: str = ""
    places: Mapping[str, Place] = field(default_factory=dict)
    justifications: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.version = self.version or self.questionnaire.version

    def field(self, name: str) -> str:
        """A field of the « Collectivité » sheet as text, '' when blank."""
        return str(self.values.get(f"{COLLECTIVITE}!{name}.{COLLECTIVITE_COLUMN}", ""))

    @property
    def siret(self) -> str:
        return self.field("siret")

    @property
    def name(self) -> str:
        return self.field("raison_sociale")


def split_variable(code: str) -> tuple[str, str, str]:
    """Table, row and column of a variable code. Raise ValueError when it is not one."""
    table, mark, rest = code.partition("!")
    row, dot, column = rest.rpartition(".")
    if not (mark and dot and table and row and column):
        raise ValueError(f"not a variable code: {code}")
    return table, row, column


def to_document(answers: Answers) -> dict[str, Any]:
    """The nested document, ready for JSON; tables, rows and columns in the order of the form."""
    nested: dict[str, dict[str, dict[str, Value]]] = {}
    for code in sorted(answers.values, key=partial(form_order, answers.questionnaire)):
        table, row, column = split_variable(code)
        nested.setdefault(table, {}).setdefault(row, {})[column] = answers.values[code]
    return document_of(answers, nested)


def document_of(answers: Answers, nested: Mapping[str, Any]) -> dict[str, Any]:
    """The document of answers that are nested already."""
    document = {
        "format": FORMAT,
        "version_format": FORMAT_VERSION,
        "questionnaire": answers.questionnaire.id,
        "version": answers.version,
        "annee": answers.questionnaire.year,
        "modules": list(answers.modules),
        "reponses": nested,
    }
    told = {"justifications": dict(sorted(answers.justifications.items()))} if answers.justifications else {}
    return document | told


def flatten(nested: Mapping[str, Any]) -> dict[str, Value]:
    """Variable code → value of the `reponses` of a document; the schema refuses what has not that shape."""
    return {
        f"{table}!{row}.{column}": value
        for table, rows in nested.items()
        if isinstance(rows, Mapping)
        for row, columns in rows.items()
        if isinstance(columns, Mapping)
        for column, value in columns.items()
    }
