"""What the tests of `migrer` and `reprendre` share."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import schemas
from tests.support.imports import RACINE

VERSIONS = RACINE / "tests" / "data" / "versions"
REC = schemas.questionnaire("rec2019")


def journal(path: Path) -> list[dict[str, str]]:
    """The lines of a CSV journal."""
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
