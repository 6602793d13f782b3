"""Where everything stands: places, anchors, fingerprint."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schemas.model import Questionnaire, Row, Table
from tests.workbook_templates.classeurs import MODULES, REC, at, read
from workbook_templates.builder import build, chosen_modules, open_rows
from workbook_templates.layout import ANCHOR_COLUMN, FIRST_COLUMN, Layout, body_rows

LAYOUT = Layout(REC, MODULES)


def with_row(questionnaire: Questionnaire, table: str, row: Row) -> Questionnaire:
    """The questionnaire with one more row at the end of a table."""

    def changed(one: Table) -> Table:
        return replace(one, rows=(*one.rows, row)) if one.id == table else one

    indicators = tuple(
        replace(indicator, tables=tuple(changed(one) for one in indicator.tables))
        for indicator in questionnaire.indicators
    )
    return replace(questionnaire, indicators=indicators)


def test_every_cell_has_one_place() -> None:
    places = [LAYOUT.place(cell.table, cell.row.code, cell.column.code) for cell in REC.cells.values()]
    assert None not in places
    assert len(set(places)) == len(REC.cells)


def test_a_cell_of_a_module_left_out_has_no_place() -> None:
    layout = Layout(REC, ("rec",))
    assert layout.place("G.1", REC.tables["G.1"].rows[0].code, REC.tables["G.1"].columns[0].code) is None
    assert layout.place("1.1.1", "G001", "C99") is None


def test_the_collectivite_sheet_comes_first() -> None:
    assert [sheet.name for sheet in LAYOUT.sheets[:3]] == ["Collectivité", "IND 1.1.0", "IND 1.1.1"]


def test_sheet_names_are_legal_and_distinct() -> None:
    names = [sheet.name for sheet in LAYOUT.sheets]
    assert len(set(map(str.lower, names))) == len(names)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_places_agree_with_the_anchors_of_the_file(tmp_path) -> None:
    path = tmp_path / "vide.xlsx"
    layout = build(path, REC, MODULES)
    grids = read(path)
    for placed in layout.tables.values():
        sheet = layout.sheet_of_table[placed.table.id].name
        assert at(grids, sheet, placed.anchors, ANCHOR_COLUMN) == f"{placed.table.id}!"
        for code, column in placed.columns.items():
            assert at(grids, sheet, placed.anchors, column) == code
        for code, line in placed.rows.items():
            assert at(grids, sheet, line, ANCHOR_COLUMN) == f"{placed.table.id}!{code}"


def test_headings_and_rows_never_share_a_line() -> None:
    for sheet in LAYOUT.sheets:
        lines = [line for placed in sheet.tables for line in placed.rows.values()]
        lines += [heading.line for placed in sheet.tables for heading in placed.headings]
        lines += [line for placed in sheet.tables for line in (placed.title, placed.states, placed.anchors)]
        assert len(set(lines)) == len(lines), sheet.name


def test_cells_start_after_the_hidden_columns_and_the_labels() -> None:
    assert min(column for placed in LAYOUT.tables.values() for column in placed.columns.values()) == FIRST_COLUMN


def test_fingerprint_is_stable_and_depends_on_the_modules() -> None:
    assert Layout(REC, MODULES).fingerprint == LAYOUT.fingerprint
    assert Layout(REC, ("rec",)).fingerprint != LAYOUT.fingerprint


def test_fingerprint_changes_when_a_row_is_added() -> None:
    changed = with_row(REC, "2.2.5", Row("X999", "Une ligne de plus"))
    assert Layout(changed, MODULES).fingerprint != LAYOUT.fingerprint


def test_an_open_table_grows_with_the_answers() -> None:
    values = {"R.3!L14.C01": "Un contrat de plus"}
    assert open_rows(REC, values) == {"R.3": 14}
    layout = Layout(REC, MODULES, open_rows(REC, values))
    assert list(layout.tables["R.3"].rows)[-4:] == ["L11", "L12", "L13", "L14"]
    assert layout.place("R.3", "L14", "C01") is not None
    assert LAYOUT.place("R.3", "L14", "C01") is None


def test_a_closed_table_never_grows() -> None:
    assert body_rows(REC.tables["1.1.1"], 900) == REC.tables["1.1.1"].rows


def test_modules_keep_the_order_of_the_questionnaire() -> None:
    assert chosen_modules(REC, reversed(MODULES)) == MODULES
    assert chosen_modules(REC, ()) == REC.default_modules
    with pytest.raises(KeyError, match="inconnu"):
        chosen_modules(REC, ["rec", "inconnu"])
