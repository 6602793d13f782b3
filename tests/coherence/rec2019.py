"""What the tests of the coherence rules share: the questionnaire, its rules, consistent answers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from processors.answers import Answers
from processors.coherence import Moteur, moteur_de
from processors.example import exemple
from schemas import questionnaire
from schemas.plan import plan_of
from schemas.rules import Rule, rules_of

REC = questionnaire("rec2019")
MODULES = tuple(REC.modules)
SEEDS = (1, 3, 4, 8, 5, 2, 12)
"""A small commune, an EPCI, a département, a CDG, other communes, a CCAS."""

RULES: dict[str, Rule] = {rule.code: rule for rule in rules_of(REC)}
EVALUATED = [code for code, rule in RULES.items() if rule.level == "collectivite"]


@cache
def consistent(seed: int) -> Answers:
    """Consistent answers to every module; not to be changed (`changed` copies them)."""
    return exemple(REC, seed, MODULES)


def changed(seed: int, **values: object) -> Answers:
    """The consistent answers with other values by variable code; None takes an answer away."""
    return with_values(consistent(seed), values)


def with_values(answers: Answers, values: Mapping[str, object]) -> Answers:
    merged = {**answers.values, **values}
    kept = {code: value for code, value in merged.items() if isinstance(value, int | float | str)}
    return Answers(REC, answers.modules, kept, justifications=answers.justifications)


def engine() -> Moteur:
    return moteur_de(REC)


def block_of(answers: Answers):
    plan = plan_of(REC)
    return plan.compute(plan.block(answers.values))
