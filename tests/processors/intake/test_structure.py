"""Sheets renamed, copied or deleted, rows and columns added, deleted or sorted: answers are found, or said lost."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsxwriter.utility import xl_rowcol_to_cell

from processors.answers import Place
from processors.control import check
from processors.intake import read_workbook
from schemas.plan import Value
from tests.processors.intake.classeurs import address, codes, named, rewrite_sheet, some_answers
from tests.processors.intake.remplir import Book, en_xlsb, serious
from tests.processors.reponses import IDENTITY, REC
from tests.support.xlsb import Erreur
from workbook_templates.builder import build
from workbook_templates.layout import FIRST_COLUMN, LABEL_COLUMN, Layout, SheetLayout

RASSCT = ("rassct",)
MARGIN = 2


@pytest.fixture(scope="module")
def around(libreoffice, tmp_path_factory) -> tuple[dict[str, Value], Path]:
    """Values typed around the tables: on inserted rows and columns, beside, below, under open tables; sorted rows."""
    folder = tmp_path_factory.mktemp("autour")
    path = folder / "bilan.xlsx"
    values = some_answers(RASSCT, 120) | {"R.3!L01.C01": "Gestes et postures", "R.3!L01.C02": 3, "R.10!NL002.C01": 12}
    values = {code: value for code, value in values.items() if not code.startswith("R.1!")}
    layout = build(path, REC, RASSCT, values)
    rewrite_sheet(path, layout, "IND R.10", _cell_pattern(layout, "R.10!NL002.C01"), r"<c\1><f>6+6</f><v>12</v></c>")
    r6, r8, r3 = layout.tables["R.6"], layout.tables["R.8"], layout.tables["R.3"]
    inserted_line = sorted(r8.rows.values())[2]
    inserted_column = sorted(r8.columns.values())[1]
    step = libreoffice.editer(
        path,
        {},
        folder / "1",
        gestes=[
            ("inserer_lignes", "IND R.8", inserted_line + 1, 1),
            ("inserer_colonnes", "IND R.8", inserted_column + 1, 1),
            ("supprimer_lignes", "IND R.3", r3.rows["L05"] + 1, 1),
        ],
    )
    first, last = min(r6.columns.values()), max(r6.columns.values())
    below = max(r6.rows.values()) + 1
    r1 = layout.tables["R.1"]
    one, two = [code for code in r1.rows if not r1.table.row_by_code[code].computed][:2]
    names = {code: r1.table.row_by_code[code].label for code in (one, two)}
    editions: dict[tuple[str, str], object] = {
        ("IND R.8", xl_rowcol_to_cell(inserted_line, inserted_column)): 5,
        ("IND R.8", xl_rowcol_to_cell(inserted_line, min(r8.columns.values()))): 0,
        ("IND R.8", xl_rowcol_to_cell(inserted_line + 1, inserted_column)): 6,
        ("IND R.6", xl_rowcol_to_cell(r6.first_line + 1, last + MARGIN)): "voir la note jointe",
        ("IND R.6", xl_rowcol_to_cell(below + 4, first)): "remarque",
        ("IND R.3", xl_rowcol_to_cell(max(r3.rows.values()), min(r3.columns.values()))): "Thème ajouté",
        ("IND R.3", xl_rowcol_to_cell(max(r3.rows.values()), min(r3.columns.values()) + 1)): 4,
        ("IND R.1", xl_rowcol_to_cell(r1.rows[one], LABEL_COLUMN)): names[two],
        ("IND R.1", xl_rowcol_to_cell(r1.rows[two], LABEL_COLUMN)): names[one],
        ("IND R.12", xl_rowcol_to_cell(*next(iter(_totals(layout, "R.12"))))): 999,
    }
    return values, libreoffice.editer(step, editions, folder / "2")


def _cell_pattern(layout: Layout, variable: str) -> str:
    return rf'<c( r="{address(layout, variable)[1]}"[^>]*)><v>12</v></c>'


def _totals(layout: Layout, table: str) -> list[tuple[int, int]]:
    placed = layout.tables[table]
    cells = [cell for row in REC.grid[table].values() for cell in row if cell.computed]
    return [placed.cell(cell.row.code, cell.column.code) for cell in cells]


def test_values_around_the_tables_are_all_said(around):
    _, path = around
    intake = read_workbook(path)
    added, outside = named(intake, "LIGNE-OU-COLONNE-AJOUTEE"), named(intake, "VALEUR-HORS-TABLEAU")
    assert sorted(str(ref.value) for ref in added.cells) == ["0.0", "5.0", "6.0"]
    assert {ref.sheet for ref in added.cells} == {"IND R.8"}
    assert sorted(str(ref.value) for ref in outside.cells) == ["remarque", "voir la note jointe"]
    assert intake.answers is not None
    assert not {"remarque", "voir la note jointe"} & set(map(str, intake.answers.values.values()))


def test_a_row_typed_under_an_open_table_takes_a_new_code_even_when_another_was_deleted(around):
    values, path = around
    intake = read_workbook(path)
    assert intake.answers is not None
    assert intake.answers.values["R.3!L11.C01"] == "Thème ajouté"
    assert intake.answers.values["R.3!L11.C02"] == 4
    kept = {code: value for code, value in values.items() if code.startswith(("R.3!L01.", "R.3!L10."))}
    assert kept
    assert kept.items() <= intake.answers.values.items()
    assert "LIGNE-AJOUTEE-REPRISE" in codes(intake)


def test_the_other_answers_are_untouched(around):
    values, path = around
    intake = read_workbook(path)
    assert intake.answers is not None
    new = {"R.3!L11.C01", "R.3!L11.C02"}
    kept = {code: value for code, value in values.items() if not code.startswith("R.3!L05.")}
    assert {code: value for code, value in intake.answers.values.items() if code not in new} == kept


def test_sorted_rows_are_not_guessed(around):
    found = named(read_workbook(around[1]), "LIGNES-PERMUTEES")
    assert len(found.cells) == 2
    assert found.indicator == "R.1"


def test_formulas_and_replaced_totals_are_said(around):
    reports = check(around[1])
    every = {found.code for found in reports[0].findings}
    assert {"FORMULE-EN-SAISIE", "TOTAL-REMPLACE"} <= every


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_blank_rows_and_columns_anywhere_new_names_and_another_order_lose_nothing(seed):
    random = Random(seed)
    values = some_answers(RASSCT, 200, seed)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bilan.xlsx"
        build(path, REC, RASSCT, values)
        intake = read_workbook(en_xlsb(path, change=lambda book: upset(book, random)))
    assert intake.answers is not None
    assert intake.answers.values == values
    assert serious(intake.findings) == []
    assert codes(intake) <= {"FEUILLE-RENOMMEE", "FEUILLES-DEPLACEES", "PROTECTION-RETIREE"}


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32))
def test_a_value_typed_anywhere_below_a_header_is_an_answer_a_total_or_a_finding(seed):
    random = Random(seed)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bilan.xlsx"
        layout = build(path, REC, ("rassct", "gpeec"), dict(IDENTITY))
        spots: dict[tuple[str, int, int], object] = {}
        for sheet in layout.sheets:
            top, bottom = sheet.tables[0].anchors + 1, sheet.last_line + 3
            for _ in range(4):
                spot = sheet.name, random.randint(top, bottom), random.randint(FIRST_COLUMN, sheet.last_column + 3)
                if sheet.name != "Collectivité" and not _said_by_the_template(sheet, spot):
                    spots[spot] = random.choice([0.0, 5.0, "remarque", False, Erreur("#N/A")])
        (checked,) = check(en_xlsb(path, contents=spots))
    assert checked.answers is not None
    read = {checked.answers.places[code] for code in checked.answers.values if code in checked.answers.places}
    said = {Place(ref.sheet, ref.address) for found in checked.findings for ref in found.cells}
    typed = {Place(name, xl_rowcol_to_cell(line, column)) for name, line, column in spots}
    assert typed <= read | said, typed - read - said


def _said_by_the_template(sheet: SheetLayout, spot: tuple[str, int, int]) -> bool:
    """Whether a spot belongs to the title and header of one of the tables that follow the first."""
    _, line, _ = spot
    return any(table.title <= line <= table.anchors for table in sheet.tables)


def upset(book: Book, random: Random) -> Book:
    """Insert blank rows and columns, rename and shuffle the sheets of the questionnaire."""
    asked = [name for name in book if name.startswith(("IND", "Collectivité"))]
    for name in random.sample(asked, 6):
        rows = book[name]
        width = max(map(len, rows))
        for _ in range(random.randrange(4)):
            rows.insert(random.randrange(len(rows) + 1), [None] * width)
        for _ in range(random.randrange(4)):
            where = random.randrange(width + 1)
            for row in rows:
                row[where:where] = [None]
            width += 1
    others = [name for name in book if name not in asked]
    random.shuffle(asked)
    names = {name: f"Feuille {rank}" for rank, name in enumerate(random.sample(asked, 3))}
    return {names.get(name, name): book[name] for name in [*asked, *others]}


def test_a_copy_of_a_sheet_is_said_and_the_original_is_read(tmp_path):
    path = tmp_path / "bilan.xlsx"
    values = some_answers(RASSCT, 80) | {"R.8!TA002.C01": 3}
    layout = build(path, REC, RASSCT, values)
    sheet, line, column = layout.place("R.8", "TA002", "C01") or ("", 0, 0)
    copied = en_xlsb(path, copies={f"{sheet} (2)": sheet}, contents={(f"{sheet} (2)", line, column): 99})
    intake = read_workbook(copied)
    assert intake.answers is not None
    assert intake.answers.values == values
    assert sheet in named(intake, "FEUILLE-EN-DOUBLE").message
    assert "FEUILLE-RENOMMEE" not in codes(intake)


def test_a_sheet_of_notes_is_said_unread(tmp_path):
    path = tmp_path / "bilan.xlsx"
    values = some_answers(RASSCT, 10)
    build(path, REC, RASSCT, values)
    intake = read_workbook(en_xlsb(path, sheets={"Mes notes": [["à vérifier", 12.0]], "Vide": [[]]}))
    assert intake.answers is not None
    assert intake.answers.values == values
    assert "Mes notes" in named(intake, "FEUILLE-IGNOREE").message
    assert "Vide" not in named(intake, "FEUILLE-IGNOREE").message


def test_what_stands_in_a_greyed_cell_is_refused_by_the_schema(tmp_path):
    path = tmp_path / "bilan.xlsx"
    layout = build(path, REC, RASSCT, dict(IDENTITY))
    row, column = next(iter(REC.tables["R.8"].absent))
    placed = layout.tables["R.8"]
    spot = ("IND R.8", *placed.cell(row, column))
    (checked,) = check(en_xlsb(path, contents={spot: 4.0}))
    assert [found.code for found in checked.reading if found.severity == "bloquant"] == ["CASE-GRISEE"]
    assert checked.usable().values == IDENTITY


def test_a_formula_that_was_never_computed_is_said(tmp_path):
    path = tmp_path / "bilan.xlsx"
    layout = build(path, REC, RASSCT, dict(IDENTITY))
    where = address(layout, "R.10!NL002.C01")[1]
    pattern = rf'<c( r="{where}"[^>]*)/>'
    rewrite_sheet(path, layout, "IND R.10", pattern, r"<c\1><f>6+6</f></c>")
    intake = read_workbook(path)
    assert [ref.variable for ref in named(intake, "FORMULE-SANS-RESULTAT").cells] == ["R.10!NL002.C01"]
