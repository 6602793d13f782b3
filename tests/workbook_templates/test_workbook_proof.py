"""Proof: LibreOffice, which never saw our code, computes every total and every state as Python does."""

from __future__ import annotations

import pytest

from processors.example import exemple
from schemas.plan import plan_of
from tests.workbook_templates.classeurs import MODULES, REC, at, random_answers, read
from workbook_templates.builder import build
from workbook_templates.content import Content, has_entries
from workbook_templates.formulas import Formulas
from workbook_templates.layout import CHECKS_SHEET, STATE_COLUMN, SUMMARY_SHEET
from workbook_templates.live_checks.program import live_checks
from workbook_templates.live_checks.values import CheckValues
from workbook_templates.live_states import condition_text
from workbook_templates.states import DONE, STARTED, TO_FILL, WRONG, indicator_state

AGENTS = "collectivite!q_agents.C01"
FILLS = {
    "exemple": lambda: exemple(REC, 3, MODULES).values,
    "hasard, toutes les cellules": lambda: random_answers(11, 1.0) | {AGENTS: "OUI"},
    "hasard, une cellule sur trois, bilan à vide": lambda: random_answers(12, 0.34) | {AGENTS: "NON"},
}


class Filled:
    """A filled workbook: as written, as LibreOffice computes it again, and as Python says it is."""

    def __init__(self, values, folder, libreoffice) -> None:
        path = folder / "rempli.xlsx"
        self.layout = build(path, REC, MODULES, values)
        self.written = read(path)
        self.computed = read(libreoffice.recalculer(path, folder / "recalcule"))
        self.values, self.content = values, Content(REC, values)

    def everywhere(self, sheet, line, column):
        return at(self.written, sheet, line, column), at(self.computed, sheet, line, column)

    def states(self):
        """Sheet name → state of the indicator, as Python says."""
        formulas, checks = Formulas(self.layout), CheckValues(live_checks(self.layout), self.content)
        return {
            sheet.name: indicator_state(sheet, formulas, self.content, checks.of_indicator(sheet.indicator.code)).value
            for sheet in self.layout.sheets
        }


@pytest.fixture(scope="module", params=FILLS)
def filled(request, tmp_path_factory, libreoffice):
    return Filled(FILLS[request.param](), tmp_path_factory.mktemp("preuve"), libreoffice)


def same(found, expected) -> bool:
    if isinstance(expected, str) or isinstance(found, str):
        return found == expected
    return found == pytest.approx(expected, rel=1e-9, abs=1e-6)


def test_every_total_is_the_same_in_the_file_in_libreoffice_and_in_python(filled) -> None:
    totals = plan_of(REC).totals(filled.values)
    assert len(totals) > 1000
    wrong = {}
    for cell in REC.cells.values():
        if cell.computed:
            expected = totals.get(cell.code, "")
            found = filled.everywhere(*filled.layout.place(cell.table, cell.row.code, cell.column.code))
            if not all(same(one, expected) for one in found):
                wrong[cell.code] = (expected, *found)
    assert wrong == {}


def test_every_answer_is_written_as_given(filled) -> None:
    wrong = {}
    for cell in REC.cells.values():
        if not cell.computed:
            shown = filled.content.shown(cell)
            found = filled.everywhere(*filled.layout.place(cell.table, cell.row.code, cell.column.code))
            if not all(same(one, "" if shown is None else shown) for one in found):
                wrong[cell.code] = (shown, *found)
    assert wrong == {}


def test_every_table_state_is_the_same(filled) -> None:
    for placed in filled.layout.tables.values():
        if has_entries(placed.table):
            state = filled.content.table_state(placed.table)
            sheet = filled.layout.sheet_of_table[placed.table.id].name
            found = filled.everywhere(sheet, placed.title, STATE_COLUMN)
            assert all(same(one, "" if state is None else state) for one in found), placed.table.id


def test_every_row_and_column_state_is_the_same(filled) -> None:
    compared = 0
    for placed in filled.layout.tables.values():
        sheet = filled.layout.sheet_of_table[placed.table.id].name
        spots = [(row, placed.rows[row.code], STATE_COLUMN) for row in placed.table.rows if row.condition]
        spots += [(one, placed.states, placed.columns[one.code]) for one in placed.table.columns if one.condition]
        for part, line, column in spots:
            closed = not filled.content.applies(placed.table) or filled.content.is_false(part.condition)
            states = [int(float(str(state))) for state in filled.everywhere(sheet, line, column)]
            assert [state % 2 for state in states] == [closed, closed], (placed.table.id, part.code)
            compared += 1
    assert compared


def test_the_condition_of_a_table_is_worded_after_its_state(filled) -> None:
    for placed in filled.layout.tables.values():
        if placed.condition is not None:
            sheet = filled.layout.sheet_of_table[placed.table.id].name
            expected = condition_text(placed.table.condition, applies=filled.content.applies(placed.table))
            assert filled.everywhere(sheet, placed.condition, 2) == (expected, expected)


def test_the_summary_shows_the_states_and_the_progress(filled) -> None:
    states = filled.states()
    for grids in (filled.written, filled.computed):
        shown = {row[0]: row[2] for row in grids[SUMMARY_SHEET][9:] if row[0] in states}
        assert shown == states
        known = [state for state in states.values() if state in TO_FILL]
        share = (known.count(DONE) + (known.count(STARTED) + known.count(WRONG)) / 2) / len(known)
        assert at(grids, SUMMARY_SHEET, 5, 2) == pytest.approx(share)


def test_the_summary_counts_the_correct_indicators_of_each_chapter(filled) -> None:
    counts = [
        [row[2] for row in grids[SUMMARY_SHEET] if " / " in str(row[2])] for grids in (filled.written, filled.computed)
    ]
    assert counts[0] == counts[1]
    assert sum(int(text.partition(" / ")[0]) for text in counts[0]) == list(filled.states().values()).count(DONE)


def test_the_checks_and_the_titles_are_the_same(filled) -> None:
    assert filled.written[CHECKS_SHEET] == filled.computed[CHECKS_SHEET]
    for sheet in filled.layout.sheets:
        assert len(set(filled.everywhere(sheet.name, 1, 2))) == 1
    assert [row[:2] for row in filled.written[SUMMARY_SHEET][:7]] == [
        row[:2] for row in filled.computed[SUMMARY_SHEET][:7]
    ]
