"""What the reading of a txt file gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from processors.answers import Answers
from processors.findings import Finding
from processors.pertes import Pertes
from processors.txt.entete import Entete
from schemas.model import Questionnaire

Resolver = Callable[[str], Questionnaire]
"""The questionnaire of an id; KeyError when there is none."""


@dataclass(frozen=True, slots=True)
class Enregistrement:
    """A record of a type that this version does not know, kept as it is: type and fields, escapes not undone."""

    ligne: int
    type: str
    contenu: str


@dataclass
class Lu:
    """What was read of one collectivité. `answers` is None when the header did not allow to read on.

    The values of `answers` are those that are well written, even when `findings` reject others. `lignes` is the line
    of each value, from 1; `autres` the records of unknown types; `siret` the one of the envelope, unchecked. `pertes`:
    the lines that became no answer, and how many are missing.
    """

    siret: str
    answers: Answers | None
    findings: list[Finding]
    entete: Entete | None = None
    lignes: Mapping[str, int] = field(default_factory=dict)
    autres: tuple[Enregistrement, ...] = ()
    pertes: Pertes = field(default_factory=Pertes)
