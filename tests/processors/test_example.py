"""`processors.example`: one seed, one fictitious collectivité, always the same and always acceptable."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from itertools import pairwise

import jsonschema_rs
import pytest
from stdnum.fr import siret

from processors.answers import Answers, to_document
from processors.applicability import verifier_applicabilite
from processors.example import exemple
from processors.example.build import fill
from processors.example.draws import Draws
from processors.example.registry import FILLERS
from schemas import questionnaire
from schemas.example import example_of
from schemas.json_schema import json_schema
from schemas.model import COLLECTIVITE, Cell, Condition, Kind, Table
from schemas.plan import plan_of

REC = questionnaire("rec2019")
MODULES = tuple(REC.modules)
SEEDS = range(1, 13)
DIGEST = """
import hashlib, json
from processors.applicability import verifier_applicabilite
from processors.answers import to_document
from processors.example import exemple
from schemas import questionnaire
from schemas.example import example_of
rec = questionnaire("rec2019")
text = json.dumps(to_document(exemple(rec, 3, tuple(rec.modules))), ensure_ascii=True)
print(hashlib.sha256(text.encode()).hexdigest())
"""


@cache
def answers(graine: int) -> Answers:
    return exemple(REC, graine, MODULES)


@cache
def validator() -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(json_schema(REC))


def entries(table: Table) -> list[Cell]:
    return by_table()[table.id]


@cache
def by_table() -> dict[str, list[Cell]]:
    cells: dict[str, list[Cell]] = {table: [] for table in REC.tables}
    for cell in REC.cells.values():
        if not cell.computed:
            cells[cell.table].append(cell)
    return cells


def table_of(code: str) -> str:
    return code.partition("!")[0]


def test_the_same_seed_gives_the_same_answers():
    assert exemple(REC, 3, MODULES).values == answers(3).values


def test_the_answers_do_not_depend_on_the_hash_seed():
    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_draws_keep_to_the_generator_that_python_promises_to_keep():
    draws = Draws(1)
    assert [draws.integer(0, 99) for _ in range(6)] == [13, 84, 76, 25, 49, 44]
    assert draws.sample("abcdef", 3) == ["d", "e", "c"]


def test_two_seeds_give_two_collectivites():
    assert len({answers(graine).siret for graine in SEEDS}) == len(SEEDS)
    assert all(answers(one).values != answers(other).values for one, other in pairwise(SEEDS))


@pytest.mark.parametrize("module", MODULES)
def test_a_module_alone_answers_its_own_tables_as_all_modules_do(module):
    chosen = {table.id for indicator in REC.select((module,)) for table in indicator.tables}
    whole = {code: value for code, value in answers(5).values.items() if table_of(code) in chosen}
    assert exemple(REC, 5, (module,)).values == whole


def test_an_unknown_module_is_refused():
    with pytest.raises(KeyError):
        exemple(REC, 1, ("inconnu",))


def test_every_kind_of_collectivite_comes_up_in_a_few_seeds():
    kinds = {answers(graine).field("type_collectivite") for graine in SEEDS}
    assert kinds == {"CCN", "CCO", "CCAS", "CDG", "DEP"}


@pytest.mark.parametrize("graine", SEEDS)
def test_nobody_takes_the_collectivite_for_a_real_one(graine):
    given = answers(graine)
    assert "fictif" in given.name or "fictive" in given.name
    assert siret.is_valid(given.siret)
    assert given.siret.startswith("9999")


@pytest.mark.parametrize("graine", SEEDS)
def test_every_field_of_the_collectivite_sheet_is_answered(graine):
    assert [row.code for row in REC.tables[COLLECTIVITE].rows if not answers(graine).field(row.code)] == []


@pytest.mark.parametrize("graine", SEEDS)
def test_the_document_is_accepted_by_the_json_schema(graine):
    assert [error.message for error in validator().iter_errors(to_document(answers(graine)))] == []


@pytest.mark.parametrize("graine", SEEDS)
def test_answers_stand_on_the_steps_of_their_cells(graine):
    off = [
        code
        for code, value in answers(graine).values.items()
        if REC.cells[code].type.kind is Kind.DECIMAL
        and abs(float(value) / REC.cells[code].type.step - round(float(value) / REC.cells[code].type.step)) > 1e-6
    ]
    assert off == []


@pytest.mark.parametrize("graine", SEEDS)
def test_every_table_that_applies_is_answered_and_no_other_cell(graine):
    plan, given = plan_of(REC), answers(graine)
    block = plan.compute(plan.block(given.values))

    def holds(condition: Condition | None) -> bool:
        return condition is None or plan.holds(condition, block)[0] == 1.0

    answered = {table_of(code) for code in given.values}
    missing, closed = [], []
    for table in REC.tables.values():
        rows = {row.code for row in table.rows if holds(row.condition)}
        columns = {column.code for column in table.columns if holds(column.condition)}
        open_table = holds(table.condition)
        for cell in entries(table):
            asked = open_table and cell.row.code in rows and cell.column.code in columns
            if asked and table.id not in answered:
                missing.append(table.id)
            if not asked and cell.code in given.values:
                closed.append(cell.code)
    assert (sorted(set(missing)), closed) == ([], [])


@pytest.mark.parametrize("graine", SEEDS)
def test_the_check_of_applicability_finds_nothing(graine):
    assert verifier_applicabilite(answers(graine)) == []


@pytest.mark.parametrize("graine", SEEDS)
def test_a_part_never_exceeds_its_whole(graine):
    assert parts_above_their_wholes(answers(graine)) == []


def parts_above_their_wholes(given: Answers) -> list[str]:
    values = given.values | plan_of(REC).totals(given.values)
    above = []
    for code, value in given.values.items():
        cell = REC.cells[code]
        wholes = (
            f"{cell.table}!{cell.row.code}.{cell.column.part_of}",
            f"{cell.table}!{cell.row.part_of}.{cell.column.code}",
        )
        above += [code for whole in wholes if whole in REC.cells and float(value) > float(values.get(whole, 0)) + 1e-9]
    return above


@pytest.mark.parametrize("graine", SEEDS)
def test_a_grade_without_agents_stays_blank(graine):
    given = answers(graine).values
    assert [code for code, value in given.items() if table_of(code) == "1.1.1" and value == 0] == []


def test_a_small_grid_says_zero_for_nobody():
    given = answers(5).values
    assert all(cell.code in given for cell in entries(REC.tables["1.5.7"]))


def test_fillers_only_name_cells_that_the_questionnaire_asks():
    assert fill(REC, 2, MODULES).unknown == set()


def test_every_place_that_is_declared_is_filled():
    assert set(example_of(REC).places) == set(FILLERS)


@pytest.mark.parametrize("graine", SEEDS[:3])
def test_tables_without_a_filler_are_answered_in_a_valid_way(graine, monkeypatch):
    for place in [place for place in FILLERS if place != COLLECTIVITE]:
        monkeypatch.delitem(FILLERS, place)
    given = exemple(REC, graine, MODULES)
    errors = validator().iter_errors(to_document(given))
    assert [error.message for error in errors] == []
    assert parts_above_their_wholes(given) == []
    assert len({table_of(code) for code in given.values}) > len(REC.tables) // 2
