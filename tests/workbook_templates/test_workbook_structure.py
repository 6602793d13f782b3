"""What a generated workbook is made of, seen by openpyxl: protection, formulas, links, print setup, limits."""

from __future__ import annotations

import re
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from processors.example import exemple
from schemas.rules import rules_of
from tests.workbook_templates.classeurs import MODULES, REC, at, read
from workbook_templates.builder import build
from workbook_templates.checks_sheet import JUSTIFICATION
from workbook_templates.indicator_sheet import table_cells
from workbook_templates.layout import (
    ANCHOR_COLUMN,
    CHECKS_SHEET,
    HELP_SHEET,
    IDENTITY_SHEET,
    LISTS_SHEET,
    LIVE_CHECKS_SHEET,
    STATE_COLUMN,
    SUMMARY_SHEET,
    VERSIONS_SHEET,
)
from workbook_templates.live_checks.justifications import anchor
from workbook_templates.text_sheets import identity

READ_SHEETS = (SUMMARY_SHEET, CHECKS_SHEET, HELP_SHEET, VERSIONS_SHEET)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("structure") / "rempli.xlsx"


@pytest.fixture(scope="module")
def layout(path):
    odd = {"collectivite!zone_emploi.C01": "=1+1", "R.3!L12.C01": "Un de plus"}
    return build(path, REC, MODULES, exemple(REC, 1, MODULES).values | odd)


@pytest.fixture(scope="module")
def workbook(layout, path):
    return load_workbook(path)


@pytest.fixture(scope="module")
def grids(layout, path):
    return read(path)


def cells_of(layout, workbook):
    """Every cell of the questionnaire with its cell in the file."""
    for cell in REC.cells.values():
        sheet, line, column = layout.place(cell.table, cell.row.code, cell.column.code)
        yield cell, workbook[sheet].cell(line + 1, column + 1)


def every_formula(workbook):
    for sheet in workbook:
        for row in sheet.iter_rows():
            yield from ((sheet, cell) for cell in row if cell.data_type == "f")


def test_every_total_is_a_formula_and_no_entry_is(layout, workbook) -> None:
    wrong = [one.code for one, cell in cells_of(layout, workbook) if one.computed != (cell.data_type == "f")]
    assert wrong == []


def test_entries_are_unlocked_and_totals_locked(layout, workbook) -> None:
    wrong = [one.code for one, cell in cells_of(layout, workbook) if cell.protection.locked != one.computed]
    assert wrong == []


def test_only_entries_and_justifications_of_alerts_are_unlocked(layout, workbook) -> None:
    alerts = {rule.code for rule in rules_of(REC) if rule.severity == "alerte" and rule.level == "collectivite"}
    lines = {row[0].value: row[0].row for row in workbook[CHECKS_SHEET].iter_rows(max_col=1)}
    texts = {(CHECKS_SHEET, f"{get_column_letter(JUSTIFICATION + 1)}{lines[anchor(code)]}") for code in alerts}
    entries = {
        (sheet.name, f"{get_column_letter(column + 1)}{line + 1}")
        for sheet in layout.sheets
        for placed in sheet.tables
        for one in table_cells(REC, placed)
        if not one.computed
        for line, column in [placed.cell(one.row.code, one.column.code)]
    }
    unlocked = {
        (sheet.title, cell.coordinate)
        for sheet in workbook
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    assert unlocked == entries | texts


def test_every_entry_has_one_rule_with_a_message(layout, workbook) -> None:
    for sheet in layout.sheets:
        ruled = [area for rule in workbook[sheet.name].data_validations.dataValidation for area in rule.sqref.ranges]
        covered = [spot for area in ruled for row in area.rows for spot in row]
        entries = {
            (line + 1, column + 1)
            for placed in sheet.tables
            for one in table_cells(REC, placed)
            if not one.computed
            for line, column in [placed.cell(one.row.code, one.column.code)]
        }
        assert len(covered) == len(set(covered)), sheet.name
        assert set(covered) == entries, sheet.name
        for rule in workbook[sheet.name].data_validations.dataValidation:
            assert rule.error, sheet.name


def test_sheets_are_protected_without_a_password(workbook) -> None:
    for sheet in workbook:
        assert sheet.protection.sheet, sheet.title
        assert sheet.protection.password in (None, "0000"), sheet.title


def test_hidden_sheets_are_hidden(workbook) -> None:
    states = {sheet.title: sheet.sheet_state for sheet in workbook}
    assert states.pop(IDENTITY_SHEET) == "veryHidden"
    assert states.pop(LISTS_SHEET) == "hidden"
    assert states.pop(LIVE_CHECKS_SHEET) == "hidden"
    assert set(states.values()) == {"visible"}


def test_the_identity_sheet_says_what_the_workbook_is(layout, grids) -> None:
    assert dict(grids[IDENTITY_SHEET]) == identity(layout)
    assert identity(layout)["modules"] == "rec,rassct,handitorial,gpeec"


def test_anchors_and_states_are_hidden(layout, workbook) -> None:
    for sheet in layout.sheets:
        found = workbook[sheet.name]
        for column in (ANCHOR_COLUMN, STATE_COLUMN):
            assert found.column_dimensions["AB"[column]].hidden
        for placed in sheet.tables:
            assert found.row_dimensions[placed.anchors + 1].hidden
            assert found.row_dimensions[placed.states + 1].hidden


def test_headers_stay_in_view(layout, workbook) -> None:
    for sheet in layout.sheets:
        found = workbook[sheet.name]
        assert found.freeze_panes is not None
        if len(sheet.tables) == 1:
            assert found.freeze_panes == f"D{sheet.tables[0].first_line + 1}"
            assert found.print_title_rows is not None


def test_pages_are_set_up_for_printing(layout, workbook) -> None:
    for name in (*READ_SHEETS, *(sheet.name for sheet in layout.sheets)):
        found = workbook[name]
        assert found.sheet_properties.pageSetUpPr.fitToPage, name
        assert (found.page_setup.fitToWidth or 1, found.page_setup.fitToHeight) == (1, 0), name
        assert found.page_setup.paperSize in (8, 9), name
        assert found.oddFooter.right.text.strip() == "&P / &N", name
    for sheet in layout.sheets:
        assert workbook[sheet.name].page_setup.orientation == "landscape"
        assert workbook[sheet.name].print_area.startswith(f"'{sheet.name}'!$C$1:")


def links(workbook):
    """Sheet title and place of every link: internal ones only, for a link outside has no location."""
    for sheet in workbook:
        for row in sheet.iter_rows():
            yield from ((sheet.title, cell.hyperlink.location) for cell in row if cell.hyperlink)


def test_every_internal_link_leads_somewhere(layout, workbook) -> None:
    targets: dict[str, set[str]] = {}
    for source, location in links(workbook):
        name, _, address = location.rpartition("!")
        sheet = workbook[name.strip("'")]
        assert sheet.sheet_state == "visible"
        assert sheet[address].value is not None or address == "A1"
        targets.setdefault(source, set()).add(sheet.title)
    assert targets[SUMMARY_SHEET] >= {sheet.name for sheet in layout.sheets} | {HELP_SHEET, CHECKS_SHEET}
    assert all(SUMMARY_SHEET in targets[sheet.name] for sheet in layout.sheets)


def test_the_help_link_of_a_sheet_leads_to_its_own_rules(layout, workbook) -> None:
    followed = [(source, place) for source, place in links(workbook) if place.startswith(f"'{HELP_SHEET}'!A")]
    on_indicators = [(source, place) for source, place in followed if source in {sheet.name for sheet in layout.sheets}]
    assert on_indicators
    for source, place in on_indicators:
        assert workbook[HELP_SHEET][place.rpartition("!")[2]].value == source


def test_every_counting_rule_is_on_the_help_sheet(layout, workbook) -> None:
    told = {row[0] for row in workbook[HELP_SHEET].iter_rows(min_col=2, max_col=2, values_only=True)}
    assert {entry.text for sheet in layout.sheets for entry in sheet.indicator.help} <= told


def test_comments_are_readable_and_not_huge(path) -> None:
    """Excel shows them at the size written in the drawing: at most 465 × 480 points, a few thousand characters."""
    with ZipFile(path) as archive:
        drawings = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".vml")]
    sizes = re.findall(r"width:([\d.]+)pt;height:([\d.]+)pt", "".join(drawings))
    assert sizes
    assert all(200 <= float(width) <= 480 and 20 <= float(height) <= 500 for width, height in sizes)


def test_no_comment_is_lost_inside_a_merged_area(workbook, path) -> None:
    """openpyxl would have warned, and warnings are errors here; count them all the same."""
    with ZipFile(path) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/comments")]
    written = sum(part.count("<comment ") for part in parts)
    assert written == sum(cell.comment is not None for sheet in workbook for row in sheet.iter_rows() for cell in row)


def test_formulas_use_only_functions_of_excel_2010(workbook) -> None:
    """Later ones need the prefix _xlfn, which the builder does not add."""
    known = {"AND", "COUNT", "COUNTBLANK", "COUNTIF", "IF", "LEN", "N", "OR", "ROUND", "ROUNDDOWN", "SUM", "SUMPRODUCT"}
    known |= {"ABS", "COUNTIFS", "HYPERLINK", "INDEX", "MATCH", "NOT", "SUMIF"}
    found = {re.sub(r"\"(?:[^\"]|\"\")*\"|'[^']*'", "", cell.value) for _, cell in every_formula(workbook)}
    assert set(re.findall(r"([A-Z][A-Z.\d]*)\(", "\n".join(found))) <= known


def test_formulas_stay_within_the_limits_of_excel(workbook) -> None:
    for sheet, cell in every_formula(workbook):
        where = f"{sheet.title}!{cell.coordinate}"
        assert len(cell.value) <= 8192, where
        literals = re.findall(r'"((?:[^"]|"")*)"', cell.value)
        assert max(map(len, literals), default=0) <= 255, where
        depth = arguments = 0
        for character in re.sub(r'"(?:[^"]|"")*"', "", cell.value):
            depth += (character == "(") - (character == ")")
            arguments = arguments + 1 if character == "," else 0 if character in "()" else arguments
            assert depth <= 64, where
            assert arguments < 255, where


def test_rules_of_entry_stay_within_the_limits_of_excel(workbook) -> None:
    for sheet in workbook:
        for rule in sheet.data_validations.dataValidation:
            assert len(rule.errorTitle or "") <= 32
            assert len(rule.error or "") <= 255
            assert len(rule.promptTitle or "") <= 32
            assert len(rule.prompt or "") <= 255
            assert max(len(rule.formula1 or ""), len(rule.formula2 or "")) <= 255


def test_conditional_formats_read_their_own_sheet(workbook) -> None:
    rules = [
        (sheet.title, formula)
        for sheet in workbook
        for area in sheet.conditional_formatting
        for rule in area.rules
        for formula in rule.formula
    ]
    assert rules
    assert [one for one in rules if "!" in one[1]] == []


def test_excel_computes_everything_again_when_it_opens_the_file(path) -> None:
    with ZipFile(path) as archive:
        assert re.search(r'<calcPr [^>]*fullCalcOnLoad="1"', archive.read("xl/workbook.xml").decode())


def test_the_workbook_holds_neither_macro_nor_outside_link(path) -> None:
    with ZipFile(path) as archive:
        names = archive.namelist()
    assert [name for name in names if "vba" in name.lower() or "externalLink" in name] == []


def test_a_text_that_looks_like_a_formula_stays_a_text(layout, workbook) -> None:
    sheet, line, column = layout.place("collectivite", "zone_emploi", "C01")
    cell = workbook[sheet].cell(line + 1, column + 1)
    assert (cell.data_type, cell.value) == ("s", "=1+1")


def test_a_filled_example_says_that_it_is_fictive_on_every_sheet(layout, grids) -> None:
    assert "fictive" in str(at(grids, SUMMARY_SHEET, 1, 0))
    assert all("fictive" in str(at(grids, sheet.name, 1, 2)) for sheet in layout.sheets)


def test_added_rows_of_an_open_table_are_entries_too(layout, workbook) -> None:
    sheet, line, column = layout.place("R.3", "L12", "C01")
    cell = workbook[sheet].cell(line + 1, column + 1)
    assert (cell.value, cell.protection.locked) == ("Un de plus", False)
