"""The workbook of the agent sheets: real tables, typed entry, live colours, anchors, and nobody's name around."""

from __future__ import annotations

import re
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from processors.agents.ecriture import ecrire_fiches
from schemas.registers import AGENTS, FieldKind
from schemas.registers_reader import register
from tests.agents.fiches import donnees
from workbook_templates.layout import IDENTITY_SHEET, LISTS_SHEET
from workbook_templates.registers.layout import FIRST, HEADER, RegisterLayout


@pytest.fixture(scope="module")
def chemin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("fiches") / "fiches.xlsx"
    ecrire_fiches(path, donnees())
    return path


@pytest.fixture(scope="module")
def classeur(chemin: Path) -> Workbook:
    return load_workbook(chemin)


def test_every_sheet_of_agents_is_an_excel_table(classeur: Workbook) -> None:
    for sheet in register().tables:
        (table,) = classeur[sheet.title].tables.values()
        assert table.autoFilter is not None
        assert table.tableStyleInfo.showRowStripes
        assert [column.name for column in table.tableColumns] == [item.label for item in sheet.fields]
        assert table.ref.startswith(f"A{HEADER + 1}:")


def test_every_field_has_an_anchor_and_a_typed_entry(classeur: Workbook) -> None:
    for sheet in register().tables:
        feuille = classeur[sheet.title]
        assert [cell.value for cell in feuille[1]][: len(sheet.fields)] == [f"{sheet.code}!{c}" for c in sheet.codes]
        assert feuille.row_dimensions[1].hidden
        premieres = {str(rule.sqref).partition(":")[0]: rule for rule in feuille.data_validations.dataValidation}
        layout = RegisterLayout(register())
        for item in sheet.fields:
            if not item.formula:
                rule = premieres[f"{layout.letter(sheet, item.code)}{FIRST + 1}"]
                assert rule.type == ("list" if item.kind.coded else rule.type)
                assert item.kind is FieldKind.LISTE_MULTIPLE or rule.error
                assert len(rule.prompt or "") <= 255
                assert len(rule.promptTitle or "") <= 32
                assert len(rule.formula1 or "") <= 255  # a longer one breaks the file for Excel


def test_days_are_typed_by_halves_and_days_of_training_by_quarters(classeur: Workbook) -> None:
    layout = RegisterLayout(register())
    for code, champ, fois in (("absences", "jours", 2), ("accidents", "jours", 2), ("formations", "jours", 4)):
        sheet = register().sheets[code]
        premiere = f"{layout.letter(sheet, champ)}{FIRST + 1}"
        regles = classeur[sheet.title].data_validations.dataValidation
        (regle,) = (one for one in regles if str(one.sqref).partition(":")[0] == premiere)
        assert regle.type == "custom"
        assert f"ROUND({premiere}*{fois},6)=ROUND({premiere}*{fois},0)" in regle.formula1


def test_conditions_grey_and_required_fields_show(classeur: Workbook) -> None:
    for sheet in register().tables:
        feuille = classeur[sheet.title]
        par_plage = {str(plage.sqref): plage.rules for plage in feuille.conditional_formatting}
        layout = RegisterLayout(register())
        for item in sheet.fields:
            plage = f"{layout.letter(sheet, item.code)}{FIRST + 1}:{layout.letter(sheet, item.code)}200000"
            formules = [rule.formula[0] for rule in par_plage.get(plage, [])]
            if item.condition is not None:
                assert any('=""' not in formule or "AND(" in formule for formule in formules), item.code
            attendues = bool(item.condition) + bool(item.required or item.required_if)
            assert len(formules) >= attendues, (sheet.code, item.code)


def test_formulas_that_colour_cells_name_no_other_sheet(chemin: Path) -> None:
    """Older Excels refuse a conditional format that names another sheet; a defined name is accepted by all."""
    with zipfile.ZipFile(chemin) as archive:
        for nom in archive.namelist():
            if nom.startswith("xl/worksheets/sheet"):
                texte = archive.read(nom).decode()
                regles = re.findall(r"<cfRule.*?</cfRule>", texte)
                assert not [regle for regle in regles if "!" in re.sub(r"&quot;.*?&quot;", "", regle)]


def test_the_workbook_is_recognised_and_its_lists_are_hidden(classeur: Workbook) -> None:
    said = {row[0].value: row[1].value for row in classeur[IDENTITY_SHEET].iter_rows(max_col=2)}
    assert said["questionnaire"] == "fiches"
    assert said["version"] == register().version
    assert said["empreinte"]
    assert classeur[IDENTITY_SHEET].sheet_state == "veryHidden"
    assert classeur[LISTS_SHEET].sheet_state == "hidden"


def test_the_properties_of_the_document_name_no_one(chemin: Path) -> None:
    with zipfile.ZipFile(chemin) as archive:
        proprietes = b"".join(archive.read(nom) for nom in archive.namelist() if nom.startswith("docProps/"))
    for nom in ("Durandal", "Mauricette", "Commune", "D001", "21990001600011"):
        assert nom.encode() not in proprietes


def test_no_macro_no_link_no_outside_connection(chemin: Path) -> None:
    with zipfile.ZipFile(chemin) as archive:
        assert not [nom for nom in archive.namelist() if "vba" in nom.lower() or "externalLink" in nom]


def test_dates_show_as_dates_and_keys_as_texts(classeur: Workbook) -> None:
    sheet, layout = register().sheets[AGENTS], RegisterLayout(register())
    feuille = classeur[sheet.title]
    formats = {code: feuille[f"{layout.letter(sheet, code)}6"].number_format for code in sheet.codes}
    assert formats["date_entree"] == "dd/mm/yyyy"
    assert formats["naissance"] == "mm/yyyy"
    assert formats["id_agent"] == "@"


def test_the_same_data_give_the_same_bytes(chemin: Path, tmp_path: Path) -> None:
    ecrire_fiches(tmp_path / "deux.xlsx", donnees())
    assert (tmp_path / "deux.xlsx").read_bytes() == chemin.read_bytes()


def test_the_printable_blank_has_every_question_and_every_list(tmp_path: Path) -> None:
    path = tmp_path / "papier.xlsx"
    ecrire_fiches(path, vierge_imprimable=True)
    classeur = load_workbook(path)
    assert classeur.sheetnames == ["Fiche collectivité", "Fiche agent", "Annexes"]
    textes = "\n".join(str(c.value) for f in classeur for ligne in f.iter_rows() for c in ligne if c.value)
    for sheet in register().sheets.values():
        for item in sheet.fields:
            assert item.label in textes or item.formula or item.code == "id_agent", item.code
    for element in register().nomenclatures["grades"].elements:
        assert element.label in textes
    assert "☐\u00a0Oui   ☐\u00a0Non" in textes
    for feuille in classeur:
        assert str(feuille.page_setup.paperSize) == feuille.PAPERSIZE_A4
    annexes = classeur["Annexes"]
    intertitres = [cell.value for cell in annexes["B"] if cell.value and not annexes[f"A{cell.row}"].value]
    assert "Culturelle" in intertitres
    assert "Bretagne" not in intertitres, "departments are by number: their region would come back again and again"
    assert annexes.page_setup.scale and not annexes.page_setup.fitToHeight, "Excel would heed no page break"
    coupures = [coupure.id + 1 for coupure in annexes.row_breaks.brk]
    assert len(coupures) > 20
    assert all(str(annexes[f"A{ligne}"].value).startswith("Annexe ") for ligne in coupures), "a list is cut in two"
    for debut, fin in pairwise([1, *coupures]):
        titres = [ligne for ligne in range(debut, fin) if str(annexes[f"A{ligne}"].value).startswith("Annexe ")]
        hauteur = sum(annexes.row_dimensions[ligne].height or 15 for ligne in range(debut, fin))
        assert hauteur <= 760 or len(titres) == 1, "a list too long for a page stands alone"
