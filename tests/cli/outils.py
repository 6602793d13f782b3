"""What the tests of the command share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import schemas
from processors.answers import Answers

NBSP = "\u00a0"
SIRET, OTHER_SIRET = "21990001600011", "99990001200009"
COMMANDS = ("modele", "exemple", "controler", "exporter", "importer", "dictionnaire", "schema", "demo")
YEAR = "4.1.4!L02.C01"
REC = schemas.questionnaire("rec2019")


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


def shell(*arguments: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Runs the command as a user does, in another process."""
    line = [sys.executable, "-m", "processors.cli", *map(str, arguments)]
    return subprocess.run(line, cwd=cwd, capture_output=True, check=False, env={**os.environ, **environment})


def without(answers: Answers, variable: str) -> dict[str, Any]:
    return {code: value for code, value in answers.values.items() if code != variable}
