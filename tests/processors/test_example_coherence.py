"""The examples agree from table to table, because the same simulated agents are counted everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pytest

from processors.example import exemple
from schemas import questionnaire
from schemas.model import Column, Row
from schemas.plan import plan_of

REC = questionnaire("rec2019")
SEXES, CATEGORIES = ("H", "F"), ("A", "B", "C")
pytestmark = pytest.mark.parametrize("graine", [1, 3, 5, 8, 12, 16, 28, 34])


@cache
def values(graine: int) -> dict[str, float]:
    given = exemple(REC, graine, tuple(REC.modules)).values
    numbers = {code: value for code, value in given.items() if not isinstance(value, str)}
    return numbers | plan_of(REC).totals(given)


def satisfies(place: Row | Column, axes: dict[str, str]) -> bool:
    return all(place.axes.get(axis) == code for axis, code in axes.items())


def total(graine: int, table: str, columns: Iterable[str], rows: Iterable[str] = (), **axes: str) -> float:
    """Sum of entry rows over some columns; `axes` choose the rows, `rows` names them."""
    chosen = list(rows) or [row.code for row in REC.tables[table].rows if not row.computed and satisfies(row, axes)]
    return sum(values(graine).get(f"{table}!{row}.{column}", 0) for row in chosen for column in columns)


def cadres() -> list[str]:
    return [element.code for element in REC.nomenclatures["cadres_emplois"].elements]


def test_grades_count_the_same_agents_by_sex_and_by_working_time(graine):
    for row in REC.tables["1.1.1"].rows:
        by_time = total(graine, "1.1.1", ("C01", "C02", "C03", "C04"), [row.code])
        assert by_time == total(graine, "1.1.1", ("C05", "C06"), [row.code])


def test_full_time_posts_are_shared_out_by_rate(graine):
    columns = [f"C0{rank}" for rank in range(1, 9)]
    for cadre in cadres():
        posts = total(graine, "1.1.1", ["C01"], cadres_emplois=cadre)
        assert total(graine, "1.1.2", columns, [cadre]) == posts
        assert total(graine, "1.2.2", columns, [cadre]) == total(graine, "1.2.1", ["C10"], [cadre])


def test_part_time_work_is_of_right_or_on_request(graine):
    men, women = ("C03", "C05", "C07"), ("C04", "C06", "C08")
    for by_right, by_rate in (("1.1.3", "1.1.2"), ("1.2.3", "1.2.2")):
        for categorie in CATEGORIES:
            for sexe, columns in (("H", men), ("F", women)):
                counted = total(graine, by_right, ("C01", "C02"), categories=categorie, sexes=sexe)
                assert counted == total(graine, by_rate, columns, categories=categorie)


def test_contractuels_are_counted_alike_four_times(graine):
    for cadre in cadres():
        by_contract = total(graine, "1.2.1", [f"C0{rank}" for rank in range(1, 10)], [cadre])
        for columns in (("C10", "C11"), ("C12", "C13", "C14"), ("C15", "C16", "C17", "C18")):
            assert total(graine, "1.2.1", columns, [cadre]) == by_contract


def test_the_age_pyramid_holds_everyone_present(graine):
    staff = {
        "H": {"1.1.1": ["C05"], "1.2.1": ["C15", "C17"], "1.3.1.1": ["C01"]},
        "F": {"1.1.1": ["C06"], "1.2.1": ["C16", "C18"], "1.3.1.1": ["C02"]},
    }
    for sexe, columns in staff.items():
        for column, (table, sexed) in zip(("C01", "C02", "C03"), columns.items(), strict=True):
            assert total(graine, "1.7.1", [column], sexes=sexe) == total(graine, table, sexed)


def test_staff_of_the_year_before_follows_from_the_movements(graine):
    before = values(graine)["1.5.0.0!RECAP.T1"]
    assert 0 < before < 3 * values(graine)["1.5.0.0!RECAP.T4"]


def test_arrivals_are_counted_alike_by_way_in_and_by_post(graine):
    ways = [column.code for column in REC.tables["1.5.2"].columns if "motifs_arrivee" in column.axes]
    for cadre in cadres():
        assert total(graine, "1.5.2", ways, [cadre]) == total(graine, "1.5.2", ("C17", "C18", "C19", "C20"), [cadre])


def test_contractuels_appointed_stagiaires_leave_and_arrive(graine):
    for column, left in (("C01", ("C01", "C02", "C03")), ("C02", ("C04", "C05", "C06"))):
        assert total(graine, "1.5.4", [column], ["TS007"]) == total(graine, "1.5.0.2", left, ["MD018"])
    appointed = total(graine, "1.5.4", ("C01", "C02"), ("TS007", "TS008"))
    assert appointed == total(graine, "1.5.2", ("C02", "C03", "C05", "C06"))


def test_promotions_are_the_same_by_way_and_by_filiere(graine):
    for rank, sexe in enumerate(SEXES, start=1):
        by_filiere = total(graine, "1.5.6", [f"C0{rank}", f"C0{rank + 2}", f"C0{rank + 4}"])
        assert by_filiere == values(graine)[f"1.5.5!GRADE.C0{rank}"], sexe


@pytest.mark.parametrize("population", ["2.1.1", "2.1.2", "2.1.3"])
def test_absences_are_the_same_by_sex_and_by_age(graine, population):
    ages = [f"C{rank:02}" for rank in range(1, 11)]
    for row in REC.tables[f"{population}.2"].rows:
        if not row.computed:
            assert total(graine, f"{population}.2", ages, [row.code]) == total(
                graine, f"{population}.1", ("C01", "C02"), [row.code]
            )
            assert total(graine, f"{population}.3", ages, [row.code]) == total(
                graine, f"{population}.1", ("C04", "C05"), [row.code]
            )


def test_working_cycles_share_out_the_full_time_posts(graine):
    for rank in (1, 2):
        rates = [f"C0{column}" for column in range(rank, 9, 2)]
        posts = total(graine, "1.1.2", rates) + total(graine, "1.2.2", rates)
        assert values(graine).get(f"2.2.1!L07.C0{rank}", 0) == posts


def test_pay_covers_its_parts(graine):
    for table, parts in (("3.1.1", (4, 7, 10, 13, 16)), ("3.2.1", (4, 7))):
        for row in REC.tables[table].rows:
            for rank in (0, 1):
                whole = total(graine, table, [f"C{1 + rank:02}"], [row.code])
                assert whole >= total(graine, table, [f"C{part + rank:02}" for part in parts], [row.code])


def test_days_of_leave_after_accidents_hold_those_of_the_agents_present(graine):
    absences = ("2.1.1.1", "2.1.2.1", "2.1.3.1")
    for sexed, after in (("C09", "C04"), ("C10", "C05")):
        present = sum(total(graine, table, [after], ["ABS003"]) for table in absences)
        assert total(graine, "4.2.1", [sexed]) >= present


def test_accidents_are_the_same_in_the_safety_report(graine):
    without_leave = total(graine, "4.2.1", ("C03", "C04", "C07", "C08"))
    assert total(graine, "R.2", ["C02"], ["L01"]) == without_leave
    every = total(graine, "4.2.1", ("C01", "C02", "C05", "C06"))
    assert total(graine, "R.2", ["C02"]) == every
    assert total(graine, "R.9", ["C01"]) == every
    assert total(graine, "R.8", ["C01"]) == total(graine, "4.2.2", ("C01", "C02"))


def test_disabled_workers_are_the_same_in_handitorial(graine):
    for rank in (1, 2):
        counted = total(graine, "1.6.1.1", [f"C0{rank}", f"C0{rank + 2}"]) + total(
            graine, "1.6.1.2", [f"C0{rank}"], ["NONPERM"]
        )
        assert total(graine, "H.6.1", [f"C0{rank}"]) == counted
        assert total(graine, "H.9.1", [f"C0{rank}", f"C0{rank + 2}"], ["L01"]) == counted


def test_trained_agents_are_among_the_staff(graine):
    for categorie in CATEGORIES:
        for column, sexed in (("C01", "C05"), ("C02", "C06")):
            staff = total(graine, "1.1.1", [sexed], categories=categorie)
            assert total(graine, "5.1.1.1", [column], categories=categorie) <= staff


def test_sanctions_have_one_motive_each(graine):
    for column in ("C01", "C02"):
        pronounced = sum(total(graine, f"6.1.4.{rank}", [column]) for rank in (1, 2, 3))
        assert total(graine, "6.1.4.4", [column]) == pronounced


def test_metiers_and_diplomas_count_everyone_present(graine):
    present = values(graine)["1.7.1!E_TOTAL.T1"]
    assert values(graine)["G.1!GENERAL.T01"] == present
    assert total(graine, "G.2", ("C01", "C02")) == present
