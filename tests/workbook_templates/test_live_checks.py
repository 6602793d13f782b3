"""The live coherence rules: how they are rendered, where they are shown, how justifications are read back."""

from __future__ import annotations

import re

import pytest
from openpyxl import load_workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from processors.example import exemple
from schemas.covers import cover
from schemas.instances import instances_of
from schemas.rules import rules_of
from tests.workbook_templates.classeurs import MODULES, REC, at, read
from workbook_templates.builder import build
from workbook_templates.checks_sheet import CODE, JUSTIFICATION, MESSAGE, REMEDY, SEVERITY, STATE
from workbook_templates.layout import (
    CHECKS_SHEET,
    LABEL_COLUMN,
    LIVE_CHECKS_SHEET,
    STATE_COLUMN,
    SUMMARY_SHEET,
    Layout,
)
from workbook_templates.live_checks import program
from workbook_templates.live_checks.flags import NOTICE_LINE, groups_of, row_flags
from workbook_templates.live_checks.justifications import anchor, read_justifications
from workbook_templates.live_checks.program import live_checks
from workbook_templates.live_checks.wording import general_message, general_remedy

CHECKS = live_checks(Layout(REC, MODULES))
RULES = {rule.code: rule for rule in rules_of(REC) if rule.level == "collectivite"}
TOLD = {
    "C-1.2.4-01": "Agents recrutés le 31/12 : aucun ETPR.",
    "C-2.1.1-03": "=1+1",
    "C-1.1.1-01": "Une règle bloquante se corrige, mais rien ne se perd.",
    "C-ANCIENNE": "Une règle que ce questionnaire n’a plus.",
}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A blank workbook without the optional modules, with justifications."""
    path = tmp_path_factory.mktemp("controles") / "petit.xlsx"
    build(path, REC, (), justifications=TOLD)
    return load_workbook(path)


@pytest.fixture(scope="module")
def rows(small):
    return [[cell.value for cell in row] for row in small[CHECKS_SHEET].iter_rows()]


def test_every_rule_over_the_report_has_its_line(rows) -> None:
    lines = [row for row in rows if row[CODE] in RULES]
    assert [row[CODE] for row in lines] == list(RULES)
    for row in lines:
        rule = RULES[row[CODE]]
        assert row[SEVERITY] == rule.severity
        assert (row[MESSAGE], row[REMEDY]) == (general_message(rule), general_remedy(rule))


def test_a_rule_over_a_table_that_is_not_here_is_without_object(rows) -> None:
    small = {live.rule.code for live in live_checks(Layout(REC, REC.default_modules)).rules if not live.instances}
    assert small
    assert {row[STATE] for row in rows if row[CODE] in small} == {"sans objet"}
    assert {live.rule.code for live in CHECKS.rules if not live.instances} == set()


def test_messages_are_about_any_element() -> None:
    for rule in RULES.values():
        for text in (general_message(rule), general_remedy(rule)):
            assert text
            assert not set("{}") & set(text), rule.code
            assert text[0] == text[0].upper()
            assert "()" not in text
            assert "  " not in text


def test_instances_are_those_of_the_rules() -> None:
    every = instances_of(REC)
    assert {live.rule.code: len(live.instances) for live in CHECKS.rules} == {
        code: len(found) for code, found in every.items()
    }
    lines = [instance.line for live in CHECKS.rules for instance in live.instances]
    assert lines == list(range(1, len(lines) + 1))


def test_a_cover_adds_up_to_the_same_entries() -> None:
    """Totals are taken for what they add up: written out, they give back the cells of the rule, each once."""
    from schemas.covers import _entries

    shorter = 0
    for found in instances_of(REC).values():
        for instance in found:
            for cells in instance.cells:
                covering = cover(REC, cells)
                expected = sorted(index for cell in cells for index in _entries(REC, cell.code))
                assert sorted(index for cell in covering for index in _entries(REC, cell.code)) == expected
                shorter += len(cells) - len(covering)
    assert shorter > 50_000


def test_a_long_sum_is_the_total_of_the_sheet() -> None:
    [live] = [one for one in CHECKS.rules if one.rule.code == "C-1.1.1-01"]
    assert all(len(instance.left) < 200 for instance in live.instances)
    assert max(len(instance.state) for one in CHECKS.rules for instance in one.instances) < 2000


def test_a_rule_with_two_sides_shows_them_and_its_state_reads_them() -> None:
    for live in CHECKS.rules:
        for instance in live.instances:
            assert bool(instance.left) == bool(instance.right) == (live.sides is not None)
            if live.sides is not None:
                here = {f"C{instance.line + 1}", f"D{instance.line + 1}"}
                assert here & set(re.findall(r"(?<![!:\w$])[CD]\d+", instance.state)), live.rule.code


def test_the_link_of_an_instance_leads_to_the_first_of_its_cells() -> None:
    layout = Layout(REC, MODULES)
    for live in CHECKS.rules:
        for instance in live.instances:
            place = layout.place(*instance.cells[0])
            assert place is not None
            assert instance.target == f"'{place[0]}'!{xl_rowcol_to_cell(*place[1:])}"


def test_states_are_numbers_or_nothing() -> None:
    for live in CHECKS.rules:
        for instance in live.instances:
            assert instance.state.endswith((",0,1)", ",0,1))"))


def test_a_mark_has_one_bit_and_flags_are_exact_numbers() -> None:
    for table in CHECKS.marks:
        groups = groups_of(CHECKS, table)
        names = [name for group in groups for name in group.columns]
        assert len(names) == len(set(names))
        assert len(groups) <= 40
        assert all(len(flag.formula) < 4000 for flag in row_flags(CHECKS, table).values())


def test_the_sheets_of_the_rules_are_rendered_once_for_a_layout() -> None:
    assert live_checks(Layout(REC, MODULES)) is live_checks(Layout(REC, MODULES))


def test_every_alert_may_be_justified_and_only_alerts(small, rows) -> None:
    sheet = small[CHECKS_SHEET]
    for line, row in enumerate(rows, start=1):
        if row[CODE] in RULES:
            locked = sheet.cell(line, JUSTIFICATION + 1).protection.locked
            assert locked is (RULES[row[CODE]].severity != "alerte"), row[CODE]


def test_justifications_are_read_back_wherever_they_went(rows) -> None:
    assert read_justifications(rows) == TOLD
    moved = [["", "", *reversed(row[1:])] if row[0] is None else [None, row[0], *row[1:]] for row in reversed(rows)]
    moved = [row for row in moved if anchor() in row] + [row for row in moved if anchor() not in row]
    assert read_justifications(moved) == TOLD
    assert read_justifications([]) == {}
    assert read_justifications([["Titre", None], [12.0, "justification!"]]) == {}


def test_a_number_is_a_justification_too() -> None:
    lines: list[list[object]] = [
        [anchor(), "", "texte"],
        [anchor("C-1"), "", 12.0],
        [anchor("C-2"), "", "  "],
        [anchor("C-3"), None],
    ]
    assert read_justifications(lines) == {"C-1": "12"}


def test_a_justification_is_limited_in_length(small) -> None:
    [rule] = [rule for rule in small[CHECKS_SHEET].data_validations.dataValidation if rule.type == "textLength"]
    assert rule.formula1 == "2000"


def test_a_workbook_may_be_built_without_the_rules(tmp_path) -> None:
    build(tmp_path / "sans.xlsx", REC, (), checks=False)
    workbook = load_workbook(tmp_path / "sans.xlsx")
    assert LIVE_CHECKS_SHEET not in workbook.sheetnames
    formulas = [str(cell.value) for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert not any(LIVE_CHECKS_SHEET in formula for formula in formulas)


def test_a_wrong_figure_typed_in_libreoffice_is_shown_at_once(tmp_path, libreoffice) -> None:
    """C-1.1.1-01: the agents by working time are those by sex. The example respects it; one figure is changed."""
    layout = build(tmp_path / "juste.xlsx", REC, (), exemple(REC, 2, REC.default_modules).values)
    [live] = [one for one in live_checks(layout).rules if one.rule.code == "C-1.1.1-01"]
    instance = live.instances[5]
    place = layout.place("1.1.1", instance.cells[0][1], "C01")
    assert place is not None
    sheet, line, column = place
    before = read(tmp_path / "juste.xlsx")
    edited = libreoffice.editer(
        tmp_path / "juste.xlsx", {(sheet, xl_rowcol_to_cell(line, column)): 777}, tmp_path / "faux"
    )
    after = read(edited)
    assert [at(grids, LIVE_CHECKS_SHEET, instance.line, program.STATE) for grids in (before, after)] == [0, 1]
    flags = [float(str(at(grids, sheet, line, STATE_COLUMN))) for grids in (before, after)]
    assert flags[0] < 2 <= flags[1]
    states = [{row[0]: row[2] for row in grids[SUMMARY_SHEET]}["IND 1.1.1"] for grids in (before, after)]
    assert states == ["correct", "incohérent"]
    lines = [{row[CODE]: row[STATE] for row in grids[CHECKS_SHEET]}["C-1.1.1-01"] for grids in (before, after)]
    assert lines == ["conforme", "1 anomalie"]
    assert "voir la feuille «\u00a0Contrôles\u00a0»" in str(at(after, sheet, NOTICE_LINE, LABEL_COLUMN))
    assert at(before, sheet, NOTICE_LINE, LABEL_COLUMN) == ""
