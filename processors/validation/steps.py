"""The noise of binary arithmetic around the step of a cell: 4.3500000000000005 is 4.35 (`docs/format-reponses.md`)."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

from processors.answers import Answers
from schemas.model import CellType
from schemas.plan import Value
from schemas.variables import cell_of

TOLERANCE = 1e-6
"""How far from a multiple of its step a number may be, in steps: the one that `docs/format-reponses.md` publishes."""

_DECIMALS = 2
"""Decimals of nearly every entry: a number that has no more of them holds no noise."""


def without_noise(cell_type: CellType, value: object) -> float | int | None:
    """The multiple of the step that a number stands for; None when it is not one, or not within `TOLERANCE`."""
    if not cell_type.numeric or not isinstance(value, float) or not isfinite(value / cell_type.step):
        return None
    steps = round(value / cell_type.step)
    if abs(value / cell_type.step - steps) >= TOLERANCE:
        return None
    nearest = steps * cell_type.step
    return int(nearest) if nearest == int(nearest) else round(nearest, 6)


def denoised(answers: Answers) -> Answers:
    """The same answers, those that stand for a multiple of their step being that multiple."""
    moved: dict[str, Value] = {
        code: exact
        for code, value in answers.values.items()
        if type(value) is float
        and value != round(value, _DECIMALS)
        and (cell := cell_of(answers.questionnaire, code)) is not None
        and (exact := without_noise(cell.type, value)) is not None
    }
    return replace(answers, values={**answers.values, **moved}) if moved else answers
