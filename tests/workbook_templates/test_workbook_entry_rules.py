"""Typed entry: one rule for each type of cell, with a message in French."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.model import CellType, Kind
from tests.workbook_templates.classeurs import REC
from workbook_templates.entry_rules import entry_rule, rectangles

LISTS = {name: f"=_listes!$A$2:$A${len(one.elements) + 1}" for name, one in REC.nomenclatures.items()}


def rule(kind: Kind, **options):
    return entry_rule(REC, CellType(kind, "agents", **options), "D12", LISTS)


@pytest.mark.parametrize("kind", [Kind.ENTIER, Kind.MONTANT])
def test_a_count_or_an_amount_is_a_whole_number(kind) -> None:
    found = rule(kind)
    assert (found["validate"], found["criteria"], found["value"]) == ("integer", ">=", 0)


def test_an_amount_says_that_it_is_in_euros() -> None:
    assert "euros" in rule(Kind.MONTANT)["error_message"]


@pytest.mark.parametrize(
    ("step", "how", "times"), [(0.5, "demi", 2), (0.25, "quart", 4), (0.01, "deux décimales", 100)]
)
def test_a_decimal_follows_its_step(step, how, times) -> None:
    found = rule(Kind.DECIMAL, step=step)
    assert found["value"] == f"=AND(ISNUMBER(D12),D12>=0,ROUND(D12*{times},6)=ROUND(D12*{times},0))"
    assert how in found["error_message"]


def test_a_year_stops_at_the_year_of_the_report() -> None:
    found = rule(Kind.ANNEE)
    assert (found["criteria"], found["maximum"]) == ("between", 2019)


def test_a_siret_may_hold_spaces() -> None:
    assert rule(Kind.SIRET)["value"] == ('=AND(LEN(SUBSTITUTE(D12," ",""))=14,ISNUMBER(VALUE(SUBSTITUTE(D12," ",""))))')


def test_a_text_has_a_length() -> None:
    found = rule(Kind.TEXTE)
    assert (found["validate"], found["criteria"]) == ("length", "<=")


def test_a_short_list_stands_in_the_rule() -> None:
    assert rule(Kind.OUI_NON, choices="reponses_oui_non")["source"] == ["Oui", "Non"]


def test_a_long_list_is_read_from_the_hidden_sheet() -> None:
    assert rule(Kind.LISTE, choices="departements")["source"] == LISTS["departements"]


@pytest.mark.parametrize("cell_type", sorted({cell.type for cell in REC.cells.values()}, key=str), ids=str)
def test_rules_stay_within_the_limits_of_excel(cell_type) -> None:
    found = entry_rule(REC, cell_type, "XFD1048576", LISTS)
    assert len(found["error_title"]) <= 32
    assert len(found["error_message"]) <= 255
    assert len(str(found.get("value", ""))) <= 255
    source = found.get("source", "")
    assert len(source if isinstance(source, str) else ",".join(source)) <= 255


CELLS = st.sets(st.tuples(st.integers(0, 12), st.integers(0, 8)), max_size=60)


@given(CELLS)
def test_rectangles_cover_the_cells_once_and_nothing_else(cells) -> None:
    covered = [
        (line, column)
        for top, left, bottom, right in rectangles(cells)
        for line in range(top, bottom + 1)
        for column in range(left, right + 1)
    ]
    assert sorted(covered) == sorted(cells)


def test_a_full_grid_is_one_rectangle() -> None:
    assert rectangles((line, column) for line in range(3, 9) for column in range(2, 6)) == [(3, 2, 8, 5)]
