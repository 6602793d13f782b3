"""The « À reprendre » sheet: one line a row, one heading a table; everything comes back, from the former layout too."""

from __future__ import annotations

import string
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from processors.lecture import lire_classeur
from tests.migration.fichiers import REC
from workbook_templates.builder import build
from workbook_templates.layout import REWORK_SHEET
from workbook_templates.rework_lines import (
    ANCHOR,
    CELL,
    CELLS,
    DONE,
    HELD,
    LABEL,
    STATE,
    TO_DO,
    VALUE,
    WHERE,
    Rework,
    anchor_of,
    grouped,
    held_by,
    lines_of,
    read_confirmed,
    read_rework,
)
from workbook_templates.rework_sheet import SCALE
from workbook_templates.rework_wording import shown_name, shown_values
from workbook_templates.supplement import Supplement

TASK, WHY = "Vérifier, puis saisir", "Le champ a changé."
AGES = ("Moins de 25\u00a0ans", "25 à 29\u00a0ans", "30 à 34\u00a0ans")
HEADINGS, ROWS = ("2.1.1.2", "2.1.1.3"), ("ABS001", "ABS002", "ABS004", "ABS005", "ABS009")


def absence(table: str, row: str, rank: int) -> Rework:
    label = f"tableau {table}, Maladie {row}, {AGES[rank]}"
    return Rework(TASK, (f"{table}!{row}.C{rank + 1:02d}",), label, "3", f"IND 2.1.1 {'DEF'[rank]}3", WHY)


ITEMS = [absence(table, row, rank) for table in HEADINGS for row in ROWS for rank in range(3)]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reprendre") / "classeur.xlsx"
    build(path, REC, ("rec",), checks=False, supplement=Supplement(ITEMS))
    return path


@pytest.fixture(scope="module")
def sheet(path: Path) -> Worksheet:
    return load_workbook(path, rich_text=True)[REWORK_SHEET]


def raw(path: Path) -> list[list[object]]:
    found = lire_classeur(path).feuille(REWORK_SHEET)
    return [list(line) for line in found.lignes]


def test_the_values_of_a_row_are_one_line_and_a_table_has_one_heading(path: Path) -> None:
    lines = [line for line in raw(path) if line[STATE] in (TO_DO, DONE)]
    assert len(lines) == len(HEADINGS) * (1 + len(ROWS))
    heading, line = lines[0], lines[1]
    assert str(heading[LABEL]).startswith("2.1.1.2 Agents absents") and str(heading[LABEL]).endswith(f"{TASK}. {WHY}")
    assert heading[CELL] == "IND 2.1.1" and heading[WHERE] == "reste 15 sur 15"
    assert line[LABEL] == "Maladie ABS001"
    assert line[VALUE] == "\u00a0; ".join(f"{age}\u00a0: 3" for age in AGES)
    assert line[WHERE] == "IND 2.1.1 D3 à F3"


def test_the_states_of_a_table_follow_that_of_its_heading(sheet: Worksheet) -> None:
    states = [str(row[STATE].value) for row in sheet.iter_rows(min_row=6, max_row=12)]
    assert states[:2] == [TO_DO, f'=IF($A$6="{DONE}","{DONE}","{TO_DO}")'] and states[6] == TO_DO
    assert not sheet["A7"].protection.locked and sheet["C7"].protection.locked
    assert sheet["E6"].value == f'="reste "&SUMIF(A7:A11,"{TO_DO}",G7:G11)&" sur 15"'
    assert sheet["C6"].font.b is not True and sheet.protection.sheet


def test_the_page_is_read_without_a_lens(sheet: Worksheet) -> None:
    """An upright A4 page at a fixed scale, since Excel heeds no page break on a page fitted to its width."""
    assert sheet.page_setup.scale == SCALE >= 70 and not sheet.page_setup.fitToHeight
    visible = [sheet.column_dimensions[letter] for letter in "ABCDE"]
    points = sum(column.width * 5.7 for column in visible)
    assert points * SCALE / 100 < 595 - 72, "wider than the page"
    assert sheet.print_title_rows == "$5:$5"
    hidden = sheet.column_dimensions["F"]
    assert hidden.hidden and (hidden.min, hidden.max) == (6, 8)


def test_no_page_ends_with_a_heading(tmp_path: Path) -> None:
    """Breaks stand before headings only."""
    tables = [table for table in REC.tables.values() if len(table.rows) > 5 and not table.open_rows][:40]
    items = [
        Rework(
            TASK, (table.variable(row.code, table.columns[0].code),), f"tableau {table.id}, {row.label}", "1", "A1", WHY
        )
        for table in tables
        for row in table.rows[:12]
    ]
    build(tmp_path / "long.xlsx", REC, ("gpeec",), supplement=Supplement(items))
    sheet = load_workbook(tmp_path / "long.xlsx")[REWORK_SHEET]
    breaks = [found.id for found in sheet.row_breaks.brk]
    headings = {row[ANCHOR].row for row in sheet.iter_rows(min_row=6) if row[ANCHOR].value == "groupe!"}
    assert breaks and {line + 1 for line in breaks} <= headings


def test_everything_comes_back(path: Path) -> None:
    assert read_rework(raw(path)) == ITEMS


def test_a_tick_on_a_heading_is_that_of_lines_that_nobody_computed(path: Path) -> None:
    """Some software writes a formula without its result."""
    lines = raw(path)
    lines[5][STATE] = "fait"
    for line in lines[6:11]:
        line[STATE] = ""
    assert [item.done for item in read_rework(lines)] == [True] * 15 + [False] * 15


def test_a_line_whose_state_differs_keeps_its_own(tmp_path: Path) -> None:
    items = [replace(item, done=item.variables[0].startswith("2.1.1.2!ABS001.C01")) for item in ITEMS]
    path = tmp_path / "c.xlsx"
    build(path, REC, ("rec",), checks=False, supplement=Supplement(items))
    assert read_rework(raw(path)) == items
    heading = load_workbook(path)[REWORK_SHEET]
    assert [heading[f"A{line}"].value for line in (6, 7)] == [TO_DO, DONE]
    assert heading["G7"].value == 1 and heading["G8"].value == 2


def test_a_spoilt_line_comes_back_as_it_shows(path: Path) -> None:
    lines = raw(path)
    for spoilt in ("", "[[1]]", "[" * 100_000, '{"a": 1}'):
        lines[6][HELD] = spoilt
        found = read_rework(lines)
        assert found[0].label == "Maladie ABS001" and len(found) == len(ITEMS) - 2


def test_the_former_layout_is_read() -> None:
    titles = ["État", "Ce qu’il faut faire", "Cellule", "De quoi il s’agit", "Valeur d’avant", "Où elle était"]
    why = "Raison. Autres cellules possibles\u00a0: B2."
    former = [
        ["À reprendre", "", "", "", "", "", "", ""],
        [*titles, "Pourquoi", ""],
        [TO_DO, "Répartir", "IND 1", "Tel", "3", "IND 2", why, "cellules!a!b.c d!e.f"],
        [DONE, "Confirmer", "IND 1", "Tel", "Oui", "bilan 2017", "Rare", "reprise!a!b.c"],
        [TO_DO, "Décider", "", "Hors", "12", "Notes B3", "Rien", ""],
    ]
    assert read_rework(former) == [
        Rework("Répartir", ("a!b.c", "d!e.f"), "Tel", "3", "IND 2", "Raison."),
        Rework("Confirmer", ("a!b.c",), "Tel", "Oui", "bilan 2017", "Rare", confirm=True, done=True),
        Rework("Décider", (), "Hors", "12", "Notes B3", "Rien"),
    ]
    assert read_confirmed(former) == {"a!b.c": True}


def test_what_names_share_is_said_once() -> None:
    names = ("Agents – Hommes", "Agents – Femmes", "Jours – Hommes")
    items = [
        Rework("", (f"T!L.C{rank}",), f"indicateur 2.1.1, Maladie, {name}", "1", "", "")
        for rank, name in enumerate(names)
    ]
    assert shown_name(items) == "Maladie"
    assert shown_values(items) == "Agents – Hommes\u00a0: 1\u00a0; Femmes\u00a0: 1\nJours – Hommes\u00a0: 1"
    assert (shown_name(items[:1]), shown_values(items[:1])) == ("Maladie, Agents – Hommes", "1")


def test_a_hidden_cell_never_overflows() -> None:
    """A cell holds 32,767 characters: a spreadsheet cuts what is longer."""
    many = [replace(ITEMS[0], variables=(f"2.1.1.2!ABS001.C{rank}",), value="é" * 300) for rank in range(400)]
    lines = list(lines_of(many))
    assert len(lines) > 1 and max(len(held_by(line)) for line in lines) < 32_767
    assert [item for line in lines for item in line] == many


words = st.text(string.ascii_letters + " ,–!.\n\"'", max_size=12)
codes = st.lists(st.from_regex(r"[AB]!L[1-3]\.C[1-3]", fullmatch=True), max_size=3).map(tuple)
reworks = st.builds(
    Rework, st.sampled_from(["Décider", "Vérifier"]), codes, words, words, words, words, done=st.booleans()
)


@settings(max_examples=60)
@given(st.lists(reworks, max_size=25))
def test_nothing_is_lost_between_lines_and_values(items: list[Rework]) -> None:
    groups = grouped(items)
    lines = [line for group in groups for line in lines_of(group)]
    assert sorted(map(repr, (item for line in lines for item in line))) == sorted(map(repr, items))
    raws = [
        [DONE if line[0].done else TO_DO, "", "", "", "", anchor_of(line), len(line), held_by(line)] for line in lines
    ]
    assert read_rework(raws) == [item for line in lines for item in line]
    assert all(str(row[ANCHOR]).startswith(CELLS) for row in raws)
    assert all(len({item.done for item in line}) == 1 for line in lines)
