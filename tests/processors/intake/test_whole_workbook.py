"""A whole questionnaire filled and bullied in LibreOffice: the same answers in .xlsx and .ods, or said lost."""

from __future__ import annotations

import pytest
from xlsxwriter.utility import xl_rowcol_to_cell

from processors.answers import split_variable
from processors.intake import read_workbook
from tests.processors.intake.classeurs import address, codes, named, of_sheet, rewrite_sheet, some_answers, typed
from tests.processors.intake.remplir import entries, serious
from tests.processors.reponses import REC
from workbook_templates.builder import build
from workbook_templates.layout import sheet_name

EVERY = tuple(REC.modules)
RENAMED, MOVED, DELETED = "IND 1.1.1", "IND 1.2.1", "IND 7.1.1"
SHIFTED, WIDENED, STRETCHED, BARE = "IND R.6", "IND R.10", "IND R.8", "IND R.12"
"""Rows inserted above the header; columns before the hidden one; a row and a column in the middle; no protection."""
UNANCHORED, CUT_ROW, CUT_COLUMN = "IND R.9", "IND R.11", "IND R.2"


@pytest.fixture(scope="module")
def filled(libreoffice, tmp_path_factory) -> dict[str, object]:
    """A blank questionnaire of every module, filled and bullied in LibreOffice, saved as .xlsx; and filled, as .ods."""
    folder = tmp_path_factory.mktemp("structure")
    blank = folder / "bilan.xlsx"
    layout = build(blank, REC, EVERY)
    values = some_answers(EVERY, 320)
    values |= {code: 7 for code in ("R.11!SL001.C01", "R.2!L01.C01", "R.9!TA001.C01")}
    values |= {next(cell.code for cell in entries(EVERY) if cell.table == "7.1.1"): "OUI"}
    editions = {address(layout, code): typed(code, value) for code, value in values.items()}
    rewrite_sheet(blank, layout, BARE, r"<sheetProtection[^>]*/>", "")
    ods = libreoffice.editer(blank, editions, folder / "ods", "ods")
    rows, columns = layout.tables["R.8"].rows, layout.tables["R.8"].columns
    gestures = [
        ("renommer", RENAMED, "Titulaires"),
        ("deplacer", MOVED, 0),
        ("supprimer_feuille", DELETED),
        ("inserer_lignes", SHIFTED, 1, 4),
        ("inserer_colonnes", WIDENED, 1, 3),
        ("inserer_lignes", STRETCHED, sorted(rows.values())[3] + 1, 2),
        ("inserer_colonnes", STRETCHED, sorted(columns.values())[1] + 1, 1),
        ("supprimer_colonnes", UNANCHORED, 1, 1),
        ("supprimer_lignes", CUT_ROW, min(layout.tables["R.11"].rows.values()) + 1, 1),
        ("supprimer_colonnes", CUT_COLUMN, min(layout.tables["R.2"].columns.values()) + 1, 1),
    ]
    xlsx = libreoffice.editer(blank, editions, folder / "xlsx", gestes=gestures)
    return {"values": values, "layout": layout, "ods": ods, "xlsx": xlsx}


def test_libreoffice_fills_every_kind_of_cell(filled):
    kinds = {REC.cells[code].type.kind for code in filled["values"]}
    assert len(kinds) >= 7
    assert len(filled["values"]) > 300


def test_the_same_answers_are_read_in_the_ods(filled):
    intake = read_workbook(filled["ods"])
    assert intake.answers is not None
    assert intake.answers.values == filled["values"]
    assert serious(intake.findings) == []


def test_the_same_answers_are_read_in_the_bullied_xlsx(filled):
    intake, values = read_workbook(filled["xlsx"]), filled["values"]
    assert intake.answers is not None
    lost = set(values) - set(intake.answers.values)
    assert intake.answers.values == {code: value for code, value in values.items() if code not in lost}
    said = {ref.variable for found in intake.findings for ref in found.cells}
    assert lost <= said
    assert {code.partition("!")[0] for code in lost} == {
        table.id for table in REC.tables.values() if sheet_name(REC.indicator_of[table.id]) in (DELETED, UNANCHORED)
    } | {"R.11", "R.2"}


def test_each_gesture_has_its_finding(filled):
    intake = read_workbook(filled["xlsx"])
    assert codes(intake) == {
        "FEUILLE-RENOMMEE",
        "FEUILLES-DEPLACEES",
        "FEUILLE-SUPPRIMEE",
        "FEUILLE-IGNOREE",
        "LIGNE-OU-COLONNE-SUPPRIMEE",
        "PROTECTION-RETIREE",
    }
    assert "Titulaires" in named(intake, "FEUILLE-RENOMMEE").message
    assert BARE in named(intake, "PROTECTION-RETIREE").message
    assert UNANCHORED in named(intake, "FEUILLE-IGNOREE").message


def test_a_deleted_sheet_is_said_with_all_its_variables(filled):
    intake = read_workbook(filled["xlsx"])
    deleted = {
        f.cells[0].sheet: {ref.variable for ref in f.cells} for f in intake.findings if f.code == "FEUILLE-SUPPRIMEE"
    }
    assert set(deleted) == {DELETED, UNANCHORED}
    asked = {cell.code for cell in entries(EVERY)}
    assert deleted[DELETED] == of_sheet(dict.fromkeys(asked, 0), DELETED)


def test_every_answer_knows_the_cell_where_it_now_stands(filled):
    answers_read = read_workbook(filled["xlsx"]).answers
    assert answers_read is not None
    first = min(code for code in answers_read.values if code.startswith("R.10!"))
    _, line, column = filled["layout"].place(*split_variable(first))
    assert answers_read.places[first].address == xl_rowcol_to_cell(line, column + 3)
    assert {answers_read.places[code].sheet for code in of_sheet(answers_read.values, RENAMED)} <= {"Titulaires"}
