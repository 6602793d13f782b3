"""The computing plan: every kind of total, greyed cells, many workbooks at once, no circle."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

import schemas
from schemas.expressions import parse
from schemas.loader import load
from schemas.model import CODED, Condition, Questionnaire
from schemas.plan import CircleError, Plan, Value, plan_of
from tests.schemas.declaration import FICHIERS, ecrire

REC = schemas.questionnaire("rec2019")
PLAN = plan_of(REC)


def totals(**answers: Value) -> dict[str, float]:
    """Totals of one table: `G001_C05=3` is the answer 3 at row G001, column C05 of 1.1.1."""
    return PLAN.totals({f"1.1.1!{code.replace('_', '.')}": value for code, value in answers.items()})


def column_of(found: dict[str, float], table: str, column: str) -> dict[str, float]:
    """The computed cells of a column, by row."""
    start, end = f"{table}!", f".{column}"
    return {
        code[len(start) : -len(end)]: found[code] for code in found if code.startswith(start) and code.endswith(end)
    }


def random_answers(questionnaire: Questionnaire, seed: int, share: float) -> dict[str, Value]:
    dice = random.Random(seed)
    values: dict[str, Value] = {}
    for cell in questionnaire.cells.values():
        if cell.computed or dice.random() > share:
            continue
        if cell.type.kind in CODED:
            values[cell.code] = dice.choice(questionnaire.choices(cell.type).elements).code
        elif cell.type.numeric:
            values[cell.code] = round(dice.randrange(0, 400) * cell.type.step, 2)
    return values


def test_nothing_answered_computes_nothing() -> None:
    assert PLAN.totals({}) == {}
    assert np.isnan(PLAN.compute(PLAN.block({}))).all()


def test_a_zero_is_totalled_where_a_blank_is_not() -> None:
    found = totals(G001_C05=0)
    assert found["1.1.1!GENERAL.C05"] == 0.0
    assert "1.1.1!GENERAL.C06" not in found


def test_cadre_filiere_and_general_totals_add_the_level_below() -> None:
    table = REC.tables["1.1.1"]
    levels = {row.code: row.level for row in table.rows if row.level}
    assert set(levels.values()) == {"cadres_emplois", "filieres", "general"}
    entries = [row for row in table.rows if not row.level]
    answers: dict[str, Value] = {table.variable(row.code, "C05"): rank for rank, row in enumerate(entries, 1)}
    found = column_of(PLAN.totals(answers), "1.1.1", "C05")
    for code, level in levels.items():
        owned = [
            rank for rank, row in enumerate(entries, 1) if level == "general" or f"TOTAL_{row.axes[level]}" == code
        ]
        assert found[code] == sum(owned), code


def test_a_general_total_adds_each_entry_once() -> None:
    for table in REC.tables.values():
        if "GENERAL" in table.row_by_code:
            column = next(column for column in table.columns if not column.computed and column.type.numeric)
            entries = [row for row in table.rows if not row.computed and (row.code, column.code) not in table.absent]
            answers: dict[str, Value] = {table.variable(row.code, column.code): 1 for row in entries}
            assert PLAN.totals(answers)[table.variable("GENERAL", column.code)] == len(entries), table.id


def test_row_totals_are_declared_rows() -> None:
    rows = REC.tables["1.5.0.1"].rows
    entries = [row.code for row in rows if not row.computed]
    found = PLAN.totals({f"1.5.0.1!{code}.C01": 2 for code in entries})
    assert found["1.5.0.1!TOTAL.C01"] == 2 * len(entries)


def test_column_totals_cross_total_rows() -> None:
    found = PLAN.totals({"1.1.2!CE001.C01": 3, "1.1.2!CE001.C02": 4, "1.1.2!CE002.C03": 5})
    crossing = {column: found[f"1.1.2!GENERAL.{column}"] for column in ("T1", "T2", "T3", "T4", "T5", "T6")}
    assert crossing == {"T1": 7, "T2": 5, "T3": 12, "T4": 8, "T5": 4, "T6": 12}


def test_the_summary_of_movements_is_taken_from_four_tables() -> None:
    found = PLAN.totals(
        {
            "1.1.1!G001.C05": 40,
            "1.1.1!G001.C06": 60,
            "1.5.0.1!MD001.C01": 7,
            "1.5.0.2!MD001.C01": 0,
            "1.5.2!CE001.C01": 2,
        }
    )
    recap = {column: found[f"1.5.0.0!RECAP.{column}"] for column in ("T1", "T2", "T3", "T4")}
    assert recap["T4"] == found["1.1.1!GENERAL.T3"] == 100
    assert recap["T3"] == found["1.5.0.1!TOTAL.T3"] == 7
    assert recap["T2"] == found["1.5.2!GENERAL.T1"] == 2
    assert recap["T1"] == 100 - 2 + 7


def test_expenses_become_units_and_rates_are_cut() -> None:
    found = PLAN.totals({"1.6.2.1!L01.C01": 20_000, "1.6.2.1!L02.C01": 16_509, "1.1.1!G001.C05": 700})
    assert found["1.6.2.1!L05.C01"] == 1.99  # 36 509 / 18 254.64 = 1.99998…
    assert "1.6.2.2!L01.C01" not in found
    assert found["1.6.2.2!L02.C01"] == 0.0
    assert found["1.6.2.2!L03.C01"] == 0.28  # 100 × 1.99 / 700 = 0.2842…


def test_no_agent_gives_no_rate() -> None:
    assert "1.6.2.2!L03.C01" not in PLAN.totals({"1.6.2.1!L01.C01": 20_000})


def test_percentages_are_shares_of_the_general_total() -> None:
    first, second, third = [row.code for row in REC.tables["R.9"].rows][:3]
    found = PLAN.totals({f"R.9!{first}.C01": 1, f"R.9!{second}.C01": 2})
    assert found[f"R.9!{first}.P01"] == 33.33
    assert found[f"R.9!{second}.P01"] == 66.67
    assert found[f"R.9!{third}.P01"] == 0.0
    assert "R.9!GENERAL.P01" not in REC.cells
    assert not [code for code in PLAN.totals({f"R.9!{first}.C01": 0}) if code.endswith(".P01")]


def test_a_greyed_cell_adds_nothing_and_is_never_filled() -> None:
    for table in REC.tables.values():
        assert not {table.variable(row, column) for row, column in table.absent} & REC.cells.keys()
    table = REC.tables["2.1.1.1"]
    greyed = {row for row, column in table.absent if column == "C01"}
    open_rows = [row.code for row in table.rows if not row.computed and row.code not in greyed]
    assert greyed
    computed = [row.code for row in table.rows if row.computed and (row.code, "C01") not in table.absent]
    every = PLAN.totals({f"2.1.1.1!{row}.C01": 1 for row in open_rows if f"2.1.1.1!{row}.C01" in REC.cells})
    same = PLAN.totals({f"2.1.1.1!{row.code}.C01": 1 for row in table.rows if not row.computed})
    assert computed and every == same


def test_many_workbooks_at_once_are_computed_as_one_by_one() -> None:
    answers = [random_answers(REC, seed, share) for seed, share in enumerate((0.0, 0.02, 0.3, 1.0, 0.7))]
    one_by_one = [PLAN.compute(PLAN.block(values)) for values in answers]
    together = PLAN.compute(np.concatenate([PLAN.block(values) for values in answers]))
    np.testing.assert_array_equal(together, np.concatenate(one_by_one))


def test_computing_twice_changes_nothing() -> None:
    block = PLAN.compute(PLAN.block(random_answers(REC, 7, 0.5)))
    np.testing.assert_array_equal(PLAN.compute(block.copy()), block)


def test_entries_are_left_as_they_are() -> None:
    values = random_answers(REC, 3, 0.5)
    before = PLAN.block(values)
    after = PLAN.compute(before.copy())
    entries = [cell.index for cell in REC.cells.values() if not cell.computed]
    np.testing.assert_array_equal(before[:, entries], after[:, entries])


def test_an_answered_total_is_computed_again() -> None:
    found = PLAN.totals({"1.1.1!G001.C05": 3, "1.1.1!GENERAL.C05": 99})
    assert found["1.1.1!GENERAL.C05"] == 3.0


def test_an_unknown_code_is_left_out() -> None:
    assert np.isnan(PLAN.block({"9.9.9!X.C01": 1, "R.3!L11.C02": 4, "collectivite!q_agents.C01": "PEUT-ETRE"})).all()


@pytest.mark.parametrize(("answer", "truth"), [("OUI", 0.0), ("NON", 1.0), (None, np.nan)])
def test_a_condition_has_three_values(answer: str | None, truth: float) -> None:
    block = PLAN.block({"collectivite!q_agents.C01": answer} if answer else {})
    np.testing.assert_array_equal(PLAN.holds(REC.empty_report, block), [truth])


def test_a_condition_is_told_for_each_workbook() -> None:
    condition = Condition(parse("1.1.1!GENERAL.C05 > 2 ou collectivite.q_agents = 'NON'"), "")
    cases: list[dict[str, Value]] = [{"1.1.1!G001.C05": 3}, {"1.1.1!G001.C05": 2}, {"collectivite!q_agents.C01": "NON"}]
    block = PLAN.compute(np.concatenate([PLAN.block(values) for values in cases]))
    np.testing.assert_array_equal(PLAN.holds(condition, block), [1.0, np.nan, 1.0])


@pytest.mark.parametrize(
    ("file", "old", "new", "members"),
    [
        ("indicateurs/1.1.1.yaml", "C01 + C02", "C01 + T01", {"1.1.1!CE1.T01"}),
        ("indicateurs/1.1.2.yaml", "L01 + L02", "L01 + 1.1.1!GENERAL.T01", {"1.1.2.1!L03.C01", "1.1.1!GENERAL.T01"}),
    ],
)
def test_a_circle_is_refused(tmp_path: Path, file: str, old: str, new: str, members: set[str]) -> None:
    files = dict(FICHIERS)
    files[file] = files[file].replace(old, new)
    if len(members) > 1:
        files["indicateurs/1.1.1.yaml"] = files["indicateurs/1.1.1.yaml"].replace("C01 + C02", "C01 + 1.1.2.1!L03.C01")
    with pytest.raises(CircleError, match="circle") as refused:
        Plan(load(ecrire(tmp_path, files)))
    assert members <= set(refused.value.circle)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_plan_of_some_cells_gives_what_the_whole_one_gives_and_says_what_it_reads(seed: int) -> None:
    dice = random.Random(seed)
    wanted = dice.sample([cell for cell in REC.cells.values() if cell.computed], 40)
    answers = random_answers(REC, seed, 0.3)
    few = Plan(REC, wanted)
    read = {cell.code for cell in few.entries}
    found = few.compute(few.block({code: value for code, value in answers.items() if code in read}))
    places = [cell.index for cell in wanted]
    np.testing.assert_array_equal(found[:, places], PLAN.compute(PLAN.block(answers))[:, places])
    assert len(read) < len(REC.cells) / 2
