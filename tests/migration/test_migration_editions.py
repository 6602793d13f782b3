"""The delivered migrations on answers drawn at random: nothing is lost, and steps compose."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, reduce

from hypothesis import given, settings
from hypothesis import strategies as st

import schemas
from processors.answers import Answers
from processors.example import exemple
from processors.migration import Migre, Nature, Sort, migrer
from schemas.migration import Edition, path
from schemas.model import Kind, Questionnaire
from schemas.plan import Value

OLD, NEW = schemas.questionnaire("rec2017"), schemas.questionnaire("rec2019")
STEPS = [OLD, *(schemas.questionnaire(f"rec2019@{version}") for version in reversed(schemas.versions("rec2019")))]


@cache
def entries(questionnaire: Questionnaire) -> list[str]:
    return [code for code, cell in questionnaire.cells.items() if not cell.computed]


@cache
def moved() -> list[str]:
    """The entries of the old edition that are not merely kept: what a draw must reach often."""
    steps = path(Edition.of(OLD), Edition.of(NEW)).by_source
    return [code for code in entries(OLD) if steps[code].targets != (code,)]


def value(code: str) -> st.SearchStrategy[Value]:
    cell = OLD.cells[code]
    match cell.type.kind:
        case Kind.OUI_NON | Kind.LISTE:
            return st.sampled_from([element.code for element in OLD.choices(cell.type).elements])
        case Kind.DECIMAL:
            return st.integers(0, 10_000).map(lambda steps: round(steps * cell.type.step, 2))
        case Kind.ANNEE:
            return st.integers(1950, OLD.year)
        case Kind.TEXTE | Kind.SIRET:
            return st.sampled_from(["21990001600011", "Présents au 31/12"])
        case _:
            return st.integers(0, 10_000)


@st.composite
def values(draw: st.DrawFn) -> dict[str, Value]:
    codes = draw(st.lists(st.sampled_from(moved()) | st.sampled_from(entries(OLD)), unique=True, max_size=60))
    return {code: draw(value(code)) for code in codes}


def report(held: Mapping[str, Value]) -> Answers:
    return Answers(OLD, ("rec", "rassct", "handitorial"), dict(held))


def one_way(answers: Answers, target: Questionnaire) -> Migre:
    return migrer(answers, path(Edition.of(answers.questionnaire), Edition.of(target)), target)


@settings(max_examples=30)
@given(values())
def test_nothing_is_lost_from_one_edition_to_the_next(held):
    migre = one_way(report(held), NEW)
    lines = [line for line in migre.journal if line.nature is Nature.REPONSE]
    assert migre.solde.clos
    assert sorted(line.source for line in lines) == sorted(held)
    assert all(line.motif for line in lines if line.sort in (Sort.ABANDONNEE, Sort.A_DECIDER, Sort.ADDITIONNEE))
    assert all(line.cibles for line in lines if line.sort is not Sort.ABANDONNEE)


@settings(max_examples=20)
@given(values())
def test_version_after_version_is_the_same_as_at_once(held):
    answers = report(held)
    stepwise = reduce(lambda found, target: one_way(found, target).answers, STEPS[1:], answers)
    at_once = one_way(answers, NEW).answers
    assert at_once.values == stepwise.values
    assert at_once.modules == stepwise.modules


def test_a_whole_report_of_the_previous_edition_is_accounted_for():
    answers = exemple(OLD, 3, OLD.default_modules)
    migre = one_way(answers, NEW)
    assert migre.solde.clos and migre.solde.entrees == len(answers.values)
    assert {line.sort for line in migre.journal} >= {Sort.CONSERVEE, Sort.DEPLACEE, Sort.ADDITIONNEE, Sort.A_DECIDER}
    assert all(migre.layout.place(*_parts(code)) for line in migre.a_reprendre for code in line.cibles)


def _parts(code: str) -> tuple[str, str, str]:
    table, _, rest = code.partition("!")
    row, _, column = rest.rpartition(".")
    return table, row, column
