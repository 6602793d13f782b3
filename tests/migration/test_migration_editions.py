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


def test_the_agents_of_mayotte_are_added_up_or_left_to_decide():
    """Every cell of theirs reaches category C, but for the year before, which nobody is asked any more."""
    codes = [code for code in entries(OLD) if mayotte(code)]
    migre = one_way(report(dict.fromkeys(codes, 3)), NEW)
    lines = {line.source: line for line in migre.journal if line.nature is Nature.REPONSE}
    assert len(codes) > 200 and lines.keys() == set(codes) and migre.solde.clos
    dropped = [code for code, line in lines.items() if line.sort is Sort.ABANDONNEE]
    assert dropped == ["1.1.4!AOTM.C01", "1.1.4!AOTM.C02", "1.2.4!AOTM.C01", "1.2.4!AOTM.C02"]
    assert all("année précédente" in lines[code].motif for code in dropped)
    rest = [line for code, line in lines.items() if code not in dropped]
    assert {line.sort for line in rest} == {Sort.ADDITIONNEE, Sort.A_DECIDER}
    assert all(line.cibles and line.motif for line in rest)
    full = lines["1.1.4!AOTM.C03"]
    assert set(full.cibles) == {
        f"1.1.4!{code}_C.C03" for code in ("AD", "TE", "CU", "SP", "SO", "MS", "MT", "PM", "AN", "IS")
    }


def mayotte(code: str) -> bool:
    """Whether a cell counts the agents of Mayotte."""
    cell = OLD.cells[code]
    axes = {**cell.row.axes, **cell.column.axes}
    return axes.get("categories") == "AOTM" or axes.get("filieres") == "MY"


def test_what_waits_does_not_stop_what_is_carried():
    held = {"1.1.4!TE_C.C03": 10.5, "1.1.4!AOTM.C03": 2.0, "1.5.5!APC004.C01": 4, "1.5.5!APC006.C01": 1}
    migre = one_way(report(held | {"1.5.5!GRADE.C01": 6, "7.1.1!L01.C01": "OUI", "7.1.1!L01.C02": 900}), NEW)
    assert migre.answers.values == {"1.1.4!TE_C.C03": 10.5, "1.5.5!CONCOURS.C01": 4, "7.1.1!L01.C01": "OUI"}
    assert [line.source for line in migre.a_reprendre] == [
        "1.1.4!AOTM.C03", "1.5.5!GRADE.C01", "1.5.5!APC006.C01", "7.1.1!L01.C02",
    ]  # fmt: skip


def _parts(code: str) -> tuple[str, str, str]:
    table, _, rest = code.partition("!")
    row, _, column = rest.rpartition(".")
    return table, row, column
