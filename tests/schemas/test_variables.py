"""Variable codes of printed rows and of the rows that a respondent adds."""

from __future__ import annotations

import pytest

import schemas
from schemas.variables import cell_of, close_variables, form_order

REC = schemas.questionnaire("rec2019")


def test_a_printed_cell_is_the_one_of_the_questionnaire() -> None:
    assert all(cell_of(REC, code) is cell for code, cell in REC.cells.items())


@pytest.mark.parametrize("row", ["L11", "L99", "L100", "L999"])
def test_an_added_row_has_the_shape_of_the_last(row: str) -> None:
    for column in ("C01", "C02", "C03"):
        cell, last = cell_of(REC, f"R.3!{row}.{column}"), REC.cells[f"R.3!L10.{column}"]
        assert cell is not None
        assert (cell.code, cell.row.code) == (f"R.3!{row}.{column}", row)
        assert (cell.table, cell.type, cell.column, cell.computed) == (last.table, last.type, last.column, False)


def test_an_added_row_has_no_place_in_arrays() -> None:
    cell = cell_of(REC, "R.3!L11.C02")
    assert cell is not None
    assert cell.index == len(REC.cells)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "R.3",
        "R.3!",
        "R.3!L11",
        "R.3!L11.",
        "R.3!L11.C09",
        "R.3!L1000.C01",
        "R.3!L011.C01",
        "R.3!L00.C01",
        "R.3!l11.C01",
        "R.3!L11\n.C01",
        "R.3!L11.C01\n",
        " R.3!L11.C01",
        "R.33!L11.C01",
        "1.1.1!L11.C05",
        "1.1.1!G999.C05",
    ],
)
def test_other_codes_have_no_cell(code: str) -> None:
    assert cell_of(REC, code) is None


def test_added_rows_come_at_the_end_of_their_table() -> None:
    codes = ["collectivite!siret.C01", "R.3!L10.C03", "R.3!L11.C01", "R.3!L11.C02", "R.3!L12.C01", "R.3!L100.C01"]
    codes += ["R.4!L01.C01", "inconnue"]
    assert sorted(reversed(codes), key=lambda code: form_order(REC, code)) == codes


def test_printed_cells_keep_the_order_of_the_form() -> None:
    assert sorted(REC.cells, key=lambda code: form_order(REC, code)) == list(REC.cells)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("1.1.1!G001.C5", "1.1.1!G001.C05"),
        ("1.11!G001.C05", "1.1.1!G001.C05"),
        ("r.3!l02.c01", "R.3!L02.C01"),
        ("collectivite!raison_social.C01", "collectivite!raison_sociale.C01"),
    ],
)
def test_the_closest_code_comes_first(wrong: str, right: str) -> None:
    assert close_variables(REC, wrong)[0] == right


@pytest.mark.parametrize("wrong", ["", "douze", "zzzz!y.x", "1.1.1!zzzzzz.C05"])
def test_nothing_is_suggested_for_what_looks_like_nothing(wrong: str) -> None:
    assert close_variables(REC, wrong) == []
