"""What is written in a workbook is what is read from it, cell for cell; and whatever is typed is counted."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from processors.control import check, check_source
from processors.findings import Severity
from processors.intake import read_workbook
from processors.sources import Source
from processors.totals import comparer
from schemas.plan import plan_of
from tests.processors.intake.remplir import TEXTS, answers, en_xlsb, entries, garbage, serious
from tests.processors.reponses import IDENTITY, REC
from tests.support.xlsb import Erreur, Formule
from workbook_templates.builder import build

SMALL = ("rassct", "gpeec")
EVERY = tuple(REC.modules)
draws = given(st.integers(0, 2**32), st.sampled_from([0.05, 0.5, 1.0]), st.lists(TEXTS, max_size=20))


def assert_same(path: Path, values: dict, modules: tuple[str, ...]) -> None:
    intake = read_workbook(path)
    assert intake.answers is not None
    assert intake.answers.values == values
    assert {code: type(value) for code, value in intake.answers.values.items()} == {
        code: type(value) for code, value in values.items()
    }
    assert serious(intake.findings) == []
    assert intake.answers.modules == modules
    totals = plan_of(REC).totals(values)
    assert comparer(intake.answers, intake.totals, totals) == []
    shown = {code: total.value for code, total in intake.totals.items() if total.value not in (None, "")}
    assert shown == pytest.approx({code: value for code, value in totals.items() if code in intake.answers.places})


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@draws
def test_every_answer_is_read_as_it_was_written(seed, density, texts):
    random = Random(seed)
    values = answers(entries(SMALL, added=random.randrange(4)), random, density, texts)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bilan.xlsx"
        build(path, REC, SMALL, values)
        assert_same(path, values, SMALL)
        assert_same(en_xlsb(path), values, SMALL)


@settings(max_examples=1, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32), st.lists(TEXTS, max_size=20))
def test_a_whole_questionnaire_is_read_as_it_was_written(seed, texts):
    random = Random(seed)
    values = answers(entries(EVERY, added=2), random, 0.9, texts)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bilan.xlsx"
        build(path, REC, EVERY, values)
        assert_same(path, values, EVERY)
        assert_same(en_xlsb(path), values, EVERY)


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32), st.lists(TEXTS, max_size=20))
def test_every_value_typed_ends_in_the_answers_or_in_one_refusal(seed, texts):
    random = Random(seed)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bilan.xlsx"
        layout = build(path, REC, SMALL)
        chosen = [cell for cell in entries(SMALL) if random.random() < 0.2]
        typed = {cell.code: garbage(random, texts) for cell in chosen}
        typed = {code: value for code, value in typed.items() if not isinstance(value, str) or value.strip()}
        spots = {place: value for code, value in typed.items() if (place := layout.place(*_parts(code)))}
        assert len(spots) == len(typed)
        intake = read_workbook(en_xlsb(path, spots))
    assert intake.answers is not None
    refused = [ref.variable for found in intake.findings if _blocks(found) for ref in found.cells]
    assert sorted([*intake.answers.values, *refused]) == sorted(typed)
    checked = check_source(Source(intake.answers, tuple(intake.findings), intake.totals))
    blocked = [
        ref.variable for found in checked.reading if _blocks(found) for ref in found.cells if ref.variable in typed
    ]
    assert sorted([*(set(checked.usable().values)), *blocked]) == sorted(typed)


@pytest.mark.parametrize("field", ["siret", "raison_sociale", "q_agents"])
def test_a_required_cell_in_error_is_not_called_blank_too(tmp_path, field):
    path, variable = tmp_path / "bilan.xlsx", f"collectivite!{field}.C01"
    layout = build(path, REC, SMALL, IDENTITY)
    place = layout.place(*_parts(variable))
    assert place is not None
    (checked,) = check(en_xlsb(path, {place: Erreur("#N/A")}))
    about = [found.code for found in checked.findings if [ref.variable for ref in found.cells] == [variable]]
    assert about == ["CELLULE-EN-ERREUR"]


def test_an_entry_whose_function_is_missing_tells_of_the_add_in(tmp_path):
    path = tmp_path / "bilan.xlsx"
    place = build(path, REC, SMALL, IDENTITY).place("R.2", "L01", "C01")
    assert place is not None
    (checked,) = check(en_xlsb(path, {place: Formule(Erreur("#NAME?"))}))
    (found,) = [found for found in checked.findings if found.code == "CELLULE-NOM-INCONNU"]
    assert [ref.variable for ref in found.cells] == ["R.2!L01.C01"]
    assert "#NOM?" in found.message
    assert "#NAME?" not in found.message
    assert "complément" in found.remedy
    assert not checked.complete


def _blocks(found) -> bool:
    return found.severity is Severity.BLOQUANT


def _parts(code: str) -> tuple[str, str, str]:
    table, _, rest = code.partition("!")
    row, _, column = rest.rpartition(".")
    return table, row, column
