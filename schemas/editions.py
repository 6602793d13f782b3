"""A questionnaire at one of its versions, as files and people name it: `rec2019`, `rec2019@1.0.0`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.model import Questionnaire

VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")
MARK = "@"


@dataclass(frozen=True, slots=True, order=True)
class Edition:
    """The id of a questionnaire and one version of its declaration."""

    id: str
    version: str

    def __str__(self) -> str:
        return f"{self.id}{MARK}{self.version}"

    @staticmethod
    def of(questionnaire: Questionnaire) -> Edition:
        """The edition that a questionnaire is."""
        return Edition(questionnaire.id, questionnaire.version)


def version_key(version: str) -> tuple[int, ...]:
    """Sort key of versions written `major.minor.patch`. Raise ValueError for another writing."""
    if not VERSION.fullmatch(version):
        raise ValueError(f"not a version: {version}")
    return tuple(map(int, version.split(".")))
