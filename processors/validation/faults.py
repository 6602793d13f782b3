"""The two JSON Schema engines behind one value, `Fault`, so that both are translated by the same code.

jsonschema-rs is the one that runs (about fifty times faster); jsonschema is the reference the tests compare it with.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from schemas.json_schema import json_schema
from schemas.model import Questionnaire

Path = tuple[str | int, ...]


class Fault(NamedTuple):
    """One violation: the keyword that fails, and the path of the faulty value in the document."""

    keyword: str
    path: Path


def faults(questionnaire: Questionnaire, document: Any) -> list[Fault]:
    """The violations of a document, by jsonschema-rs."""
    errors = _validator(questionnaire).iter_errors(document)
    return [Fault(error.kind.name, tuple(error.instance_path)) for error in errors]


def reference_faults(questionnaire: Questionnaire, document: Any) -> Iterator[Fault]:
    """The violations of a document, by jsonschema; decimals are exact, so that 0.29 is a multiple of 0.01.

    Empty names are left out of the paths, as jsonschema-rs does.
    """
    for error in _reference_validator(questionnaire).iter_errors(_exact(document)):
        yield Fault(str(error.validator), tuple(step for step in error.absolute_path if step != ""))


@cache
def _validator(questionnaire: Questionnaire) -> Any:
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(json_schema(questionnaire))


@cache
def _reference_validator(questionnaire: Questionnaire) -> Any:
    import jsonschema

    return jsonschema.Draft202012Validator(_exact(json_schema(questionnaire)))


def _exact(value: Any) -> Any:
    """The same JSON value with exact numbers; NaN and infinities, which JSON does not have, become null."""
    match value:
        case dict():
            return {key: _exact(inner) for key, inner in value.items()}
        case list():
            return [_exact(inner) for inner in value]
        case float():
            if not math.isfinite(value):
                return None
            return int(value) if value.is_integer() else Decimal(repr(value))
        case _:
            return value
