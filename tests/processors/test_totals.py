"""What the workbook held in its computed cells, against the totals of its entries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from processors.answers import Place
from processors.findings import Severity
from processors.totals import LuTotal, comparer
from schemas.plan import plan_of
from tests.processors.reponses import FEMMES, HOMMES, REC, reponses

PLACE = Place("1.1.1", "M12")


def total_variable() -> str:
    """The total of men and women of the first grade."""
    totals = plan_of(REC).totals({HOMMES: 3, FEMMES: 4})
    return next(code for code, value in totals.items() if code.startswith("1.1.1!G001.") and value == 7)


TOTAL = total_variable()


def lu(value, formule=True, erreur=False) -> LuTotal:
    return LuTotal(value, formule, erreur)


def constats(read, values):
    answers = replace(reponses(values), places={TOTAL: PLACE})
    return comparer(answers, read, plan_of(REC).totals(answers.values))


def codes(read: LuTotal, values) -> list[str]:
    return [found.code for found in constats({TOTAL: read}, values)]


ENTERED = {HOMMES: 3, FEMMES: 4}


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        (lu(7.0), []),
        (lu(7), []),
        (lu(7 + 1e-7), []),
        (lu(7.01), ["TOTAL-PERIME"]),
        (lu(""), ["TOTAL-PERIME"]),
        (lu("sept"), ["TOTAL-PERIME"]),
        (lu(None), ["TOTAL-ABSENT"]),
        (lu("#REF!", erreur=True), ["TOTAL-ERREUR"]),
        (lu(7.0, formule=False), ["TOTAL-CONSTANTE"]),
        (lu(8.0, formule=False), ["TOTAL-REMPLACE"]),
        (lu("sept", formule=False), ["TOTAL-REMPLACE"]),
        (lu(True, formule=False), ["TOTAL-REMPLACE"]),
        (lu(None, formule=False), ["TOTAL-EFFACE"]),
        (lu(" ", formule=False), ["TOTAL-EFFACE"]),
    ],
)
def test_against_a_total_of_seven(read, expected):
    assert codes(read, ENTERED) == expected


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        (lu(None), []),
        (lu(""), []),
        (lu(0.0), []),
        (lu(5.0), ["TOTAL-PERIME"]),
        (lu(None, formule=False), []),
        (lu(0.0, formule=False), ["TOTAL-CONSTANTE"]),
        (lu(5.0, formule=False), ["TOTAL-REMPLACE"]),
    ],
)
def test_against_a_blank_total(read, expected):
    assert codes(read, {}) == expected


def test_a_blank_is_not_the_computed_zero():
    assert codes(lu(None, formule=False), {HOMMES: 0, FEMMES: 0}) == ["TOTAL-EFFACE"]


def test_a_replaced_total_shows_what_was_typed_and_what_is_computed():
    (found,) = constats({TOTAL: lu(8.0, formule=False)}, ENTERED)
    assert found.severity is Severity.BLOQUANT
    assert "8 au lieu de 7" in found.message
    assert found.expected == 7
    (cell,) = found.cells
    assert (cell.variable, cell.sheet, cell.address, cell.value) == (TOTAL, "1.1.1", "M12", 8.0)


def test_gaps_of_one_table_are_one_finding():
    answers = reponses(ENTERED)
    totals = plan_of(REC).totals(answers.values)
    table = [code for code in totals if code.startswith("1.1.1!")]
    (found,) = comparer(answers, {code: lu(99.0, formule=False) for code in table}, totals)
    assert len(found.cells) == len(table) > 3
    assert found.expected == tuple(totals[code] for code in table)


def test_gaps_of_two_tables_are_two_findings():
    values = ENTERED | {"2.1.0!L01.C01": 2}
    read = {TOTAL: lu(99.0), "2.1.0!L04.C01": lu(99.0)}
    assert [found.indicator for found in constats(read, values)] == ["1.1.1", "2.1.0"]


def test_totals_never_computed_are_one_finding_with_their_number():
    answers = reponses(ENTERED | {"2.1.0!L01.C01": 2})
    totals = plan_of(REC).totals(answers.values)
    (found,) = comparer(answers, {code: lu(None) for code in REC.cells if REC.cells[code].computed}, totals)
    assert found.code == "TOTAL-ABSENT"
    assert str(len(totals)) in found.message


def test_a_workbook_that_agrees_has_no_finding():
    answers = reponses(ENTERED)
    totals = plan_of(REC).totals(answers.values)
    read = {cell.code: lu(totals.get(cell.code)) for cell in REC.cells.values() if cell.computed}
    assert comparer(answers, read, totals) == []
