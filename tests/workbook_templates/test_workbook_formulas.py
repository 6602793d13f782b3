"""Expressions as native formulas."""

from __future__ import annotations

import re

import pytest

from schemas.plan import formula_of
from tests.workbook_templates.classeurs import MODULES, REC
from workbook_templates.formulas import AbsentCellError, Formulas
from workbook_templates.layout import Layout

FORMULAS = Formulas(Layout(REC, MODULES))
SHEET = FORMULAS.layout.sheet_of_table


def rendered(code: str) -> str:
    cell = REC.cells[code]
    return FORMULAS.computed(cell, SHEET[cell.table].name)


def address(code: str, here: str = "") -> str:
    return FORMULAS.cell(REC.cells[code], here or SHEET[code.partition("!")[0]].name)


def test_a_sum_is_blank_while_all_its_operands_are() -> None:
    code = "1.1.1!G001.T3"
    first = "1.1.1!G001.C05"
    assert REC.cells[code].computed, "the total of men and women"
    assert not REC.cells[first].computed
    pair = f"{address(first)}:{address('1.1.1!G001.C06')}"
    assert rendered(code) == f'=IF(COUNT({pair})=0,"",SUM({pair}))'


def test_cells_in_a_row_become_ranges() -> None:
    assert FORMULAS.ranges([(4, 3), (5, 3), (6, 3), (9, 3)]) == "D5:D7,D10"
    assert FORMULAS.ranges([(4, 3), (4, 4), (4, 6), (5, 6)]) == "D5:E5,G5:G6"
    assert FORMULAS.ranges([(4, 3)]) == "D5"


def test_a_cell_of_another_sheet_is_written_with_its_sheet() -> None:
    assert address("collectivite!siret.C01", "Sommaire") == f"'Collectivité'!{address('collectivite!siret.C01')}"


def test_a_cell_of_a_module_left_out_raises() -> None:
    small = Formulas(Layout(REC, ("rec",)))
    with pytest.raises(AbsentCellError, match=r"G\.1"):
        small.cell(next(cell for cell in REC.cells.values() if cell.table == "G.1"), "Sommaire")


def test_a_condition_reads_the_label_of_the_answer_and_ignores_blanks() -> None:
    table = next(
        one for one in REC.tables.values() if one.condition and "q_fonctionnaires_3112" in str(one.condition.expression)
    )
    assert table.condition is not None
    opening = address("collectivite!q_fonctionnaires_3112.C01", "x")
    assert FORMULAS.is_true(table.condition, "x") == f'AND({opening}<>"",{opening}="Oui")'
    assert FORMULAS.is_false(table.condition, "x") == f'AND({opening}<>"",{opening}<>"Oui")'


def every_formula() -> list[str]:
    found = [rendered(cell.code) for cell in REC.cells.values() if cell.computed and formula_of(cell) is not None]
    conditions = [table.condition for table in REC.tables.values() if table.condition]
    found += [FORMULAS.is_false(condition, "x") for condition in conditions]
    return found


def test_formulas_stay_within_the_limits_of_excel() -> None:
    formulas = every_formula()
    assert formulas
    assert max(map(len, formulas)) <= 8192
    assert max(formula.count(",") for formula in formulas) < 255


def test_formulas_use_only_functions_that_every_spreadsheet_knows() -> None:
    known = {"IF", "COUNT", "SUM", "ROUND", "ROUNDDOWN", "N", "AND", "OR"}
    outside_texts = re.sub(r'"[^"]*"|\'[^\']*\'', "", "\n".join(every_formula()))
    assert set(re.findall(r"([A-Z.]+)\(", outside_texts)) <= known


def test_a_rate_is_blank_while_its_divisor_is_nothing() -> None:
    """3.4.5 : part des charges de personnel dans les dépenses, tronquée à une décimale."""
    expenses, wages = address("3.4.5!L01.C01"), address("3.4.5!L02.C01")
    assert rendered("3.4.5!L03.C01") == (
        f'=IF(OR(COUNT({wages},{expenses})=0,N({expenses})=0),"",ROUNDDOWN(ROUND(((100*N({wages}))/N({expenses})),9),1))'
    )
