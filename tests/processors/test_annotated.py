"""The annotated copy keeps what was typed, marks the cells of every finding, and lists them with links."""

from __future__ import annotations

from datetime import datetime

import pytest
from openpyxl import load_workbook
from openpyxl.utils import coordinate_to_tuple

from processors.annotated import ecrire_annote
from processors.answers import Answers
from processors.control import check
from processors.example import exemple
from processors.findings import CellRef, Finding, Severity
from processors.intake import read_workbook
from tests.processors.reponses import REC
from workbook_templates.layout import ANOMALIES_SHEET, CHECKS_SHEET, Layout
from workbook_templates.live_checks.justifications import read_justifications

MODULES = REC.default_modules
MEN = "1.1.1!G001.C05"
GREYED = next(
    table.variable(*sorted(table.absent)[0])
    for table in REC.tables.values()
    if table.absent and table.id in Layout(REC, MODULES).tables
)
RAW: dict[str | tuple[str, str], object] = {
    MEN: "douze agents",
    "1.1.1!G001.C06": "=2+2",
    "2.1.0!L03.C01": datetime(2019, 3, 12),
    "1.1.1!G002.C05": True,
    ("IND 1.1.2", "ZZ9"): "hors page",
    ("IND 1.1.1", "A1"): "jamais écrit",
    ("IND 1.1.1", "P9"): "note à côté",
}
JUSTIFIED = {"C-1.2.4-01": "Agents recrutés le 31/12.", "C-INCONNUE": "Texte d’une règle oubliée"}


def broken_answers() -> Answers:
    values = dict(exemple(REC, 4, MODULES).values)
    values |= {"1.1.1!G003.C01": 7, "4.1.4!L02.C01": 2031, GREYED: 5}
    values.pop(MEN, None)
    values = {code: value for code, value in values.items() if code not in RAW}
    return Answers(REC, MODULES, values, justifications=JUSTIFIED)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("annote")


@pytest.fixture(scope="module")
def typed(folder):
    """A workbook as the respondent typed it, garbage included, and what its control says."""
    path = folder / "tape.xlsx"
    ecrire_annote(path, broken_answers(), (), RAW)
    return path, check(path)[0]


@pytest.fixture(scope="module")
def copy(folder, typed):
    _, checked = typed
    ecrire_annote(folder / "copie.xlsx", checked.answers, checked.findings, RAW)
    return folder / "copie.xlsx"


@pytest.fixture(scope="module")
def workbook(copy):
    return load_workbook(copy)


def test_the_copy_is_read_with_the_same_answers_and_the_same_refusals(typed, copy) -> None:
    _, checked = typed
    again = check(copy)[0]
    assert again.answers is not None
    assert again.answers.values == checked.answers.values
    assert sorted(found.code for found in again.findings) == sorted(found.code for found in checked.findings)
    assert checked.answers.values[GREYED] == 5


def test_what_was_not_understood_is_written_back_as_it_was_typed(typed, workbook) -> None:
    layout = Layout(REC, MODULES)
    for code, raw in RAW.items():
        if isinstance(code, str):
            table, _, rest = code.partition("!")
            row, _, column = rest.rpartition(".")
            place = layout.place(table, row, column)
            assert place is not None
            cell = workbook[place[0]].cell(place[1] + 1, place[2] + 1)
            assert cell.value == raw
            assert cell.data_type != "f"
    assert workbook["IND 1.1.1"]["P9"].value == "note à côté"
    assert workbook["IND 1.1.1"]["A1"].value != "jamais écrit"


def test_every_cell_to_correct_has_a_comment_and_a_mark(typed, workbook) -> None:
    _, checked = typed
    layout = Layout(REC, MODULES)
    marked = 0
    for found in checked.findings:
        for spot in found.cells:
            table, _, rest = spot.variable.partition("!")
            row, _, column = rest.rpartition(".")
            place = layout.place(table, row, column)
            if place is None:
                continue
            cell = workbook[place[0]].cell(place[1] + 1, place[2] + 1)
            assert cell.comment is not None, spot
            if "autres : voir" not in cell.comment.text:
                assert found.message in cell.comment.text.replace("\r\n", "\n")
            if REC.cells.get(spot.variable) is not None:
                assert cell.fill.fgColor.rgb not in ("FFFFFFFF", "FFE3EAF2")
                assert cell.border.left.style in ("thick", "medium", "dotted", "dashed", "hair")
            marked += 1
    assert marked > 3


def test_the_index_lists_every_finding_with_a_link_to_its_cell(typed, workbook) -> None:
    _, checked = typed
    sheet = workbook[ANOMALIES_SHEET]
    rows = list(sheet.iter_rows(min_row=5))
    assert {row[1].value for row in rows} == {found.code for found in checked.findings}
    order = [row[0].value for row in rows]
    assert order == sorted(order, key=("bloquant", "alerte", "information").index)
    links = [row[3].hyperlink.location for row in rows if row[3].hyperlink]
    assert links
    for link in links:
        name, _, address = link.rpartition("!")
        line, column = coordinate_to_tuple(address)
        assert workbook[name.strip("'")].cell(line, column).comment is not None


def test_a_text_that_looks_like_a_formula_is_never_one(folder) -> None:
    cell = CellRef(MEN, "IND 1.1.1", "H10", "=1+1", "=HYPERLINK(0)")
    found = Finding("=CODE", Severity.ALERTE, "=cmd|' /C calc'!A0", "+1", (cell,), indicator="@1", title="-1")
    ecrire_annote(folder / "formules.xlsx", Answers(REC, MODULES, {}), [found])
    sheet = load_workbook(folder / "formules.xlsx")[ANOMALIES_SHEET]
    kinds = {one.data_type for row in sheet.iter_rows(min_row=5, max_row=5) for one in row}
    assert "f" not in kinds
    assert sheet["B5"].value == "=CODE"


def test_a_comment_joins_the_one_of_the_template(folder) -> None:
    header = next(one for one in Layout(REC, MODULES).sheets if one.indicator.help)
    found = Finding("X", Severity.ALERTE, "Titre douteux.", "Relisez.", (CellRef("", header.name, "C1"),))
    ecrire_annote(folder / "titre.xlsx", Answers(REC, MODULES, {}), [found])
    text = load_workbook(folder / "titre.xlsx")[header.name]["C1"].comment.text
    assert "Titre douteux." in text
    assert "Règles de comptage" in text


def test_justifications_travel_with_the_copy(typed) -> None:
    workbook = load_workbook(typed[0])
    rows = [[cell.value for cell in row] for row in workbook[CHECKS_SHEET].iter_rows()]
    assert read_justifications(rows) == JUSTIFIED


def test_the_copy_opens_in_libreoffice_with_the_same_answers(libreoffice, folder, typed, copy) -> None:
    saved = libreoffice.recalculer(copy, folder / "libreoffice")
    answers = read_workbook(saved).answers
    assert answers is not None
    assert answers.values == typed[1].answers.values
