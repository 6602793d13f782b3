"""The variant of the template that calls the functions, built and read here. No test pretends that Excel ran.

What is compared: the variant with the native workbook cell by cell, every call with the Python function, what
LibreOffice computes without the add-in, and the way back to the native variant.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from typer.testing import CliRunner
from xlsxwriter.utility import xl_cell_to_rowcol

from processors.cli.conversion import build_workbook
from processors.cli.main import app
from processors.cli.terminal import CommandError
from processors.control import check
from processors.example import exemple
from processors.findings import Severity
from schemas import questionnaire
from schemas.plan import operands
from tests.workbook_templates.classeurs import at, read
from workbook_templates import complement_sheets
from workbook_templates.complement import FUNCTIONS, TOTAL, box_of
from workbook_templates.layout import COMPLEMENT_SHEET, SETTINGS_SHEET, Layout
from xl_addin import fonctions, variante
from xl_addin.inscription import declarees

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from oletools.olevba import VBA_Parser

REC = questionnaire("rec2019")
MODULES = tuple(REC.modules)
REPONSES = exemple(REC, 5, MODULES)
JUSTIFICATIONS = {"C-1.2.4-01": "Agents recrutés le 31/12."}
AJOUTEES = {COMPLEMENT_SHEET, SETTINGS_SHEET}
APPEL = re.compile(rf'{TOTAL}\("([^"]*)",([A-Z]+\d+)(?::([A-Z]+\d+))?,"([^"]*)","rec2019"\)')
UN_MODULE = ("gpeec",)


class Classeurs:
    """The same answers in both variants, as written: contents and formulas."""

    def __init__(self, dossier: Path) -> None:
        self.variante, self.natif = dossier / "variante.xlsm", dossier / "natif.xlsx"
        valeurs = dict(REPONSES.values)
        build_workbook(self.variante, REC, MODULES, valeurs, JUSTIFICATIONS, complement=variante.complement())
        build_workbook(self.natif, REC, MODULES, valeurs, JUSTIFICATIONS)
        self.vues, self.natives = read(self.variante), read(self.natif)
        self.formules, self.formules_natives = _formules(self.variante), _formules(self.natif)


def _formules(chemin: Path) -> dict[tuple[str, str], str]:
    """Sheet and address → formula, straight from the parts of the file."""
    with zipfile.ZipFile(chemin) as archive:
        noms = re.findall(r'<sheet name="([^"]*)"', archive.read("xl/workbook.xml").decode())
        return {
            (nom, adresse): formule.replace("&quot;", '"')
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&")
            for rang, nom in enumerate(noms, start=1)
            for adresse, formule in re.findall(
                r'<c r="([A-Z]+\d+)"[^>]*><f>([^<]*)</f>', archive.read(f"xl/worksheets/sheet{rang}.xml").decode()
            )
        }


@pytest.fixture(scope="module")
def classeurs(tmp_path_factory) -> Classeurs:
    return Classeurs(tmp_path_factory.mktemp("variante"))


def test_every_cell_shows_what_the_native_one_shows(classeurs):
    assert list(classeurs.vues) == [COMPLEMENT_SHEET, *classeurs.natives, SETTINGS_SHEET]
    assert {nom: classeurs.vues[nom] for nom in classeurs.natives} == dict(classeurs.natives)


def test_a_total_calls_the_function_above_its_native_formula(classeurs):
    changees = {lieu for lieu, formule in classeurs.formules_natives.items() if classeurs.formules[lieu] != formule}
    for lieu in changees:
        debut, _, reste = classeurs.formules[lieu].partition(",IF(")
        assert APPEL.fullmatch(debut.removeprefix("IFERROR("))
        assert f"IF({reste}".removesuffix(")") == classeurs.formules_natives[lieu]
    ajoutees = {lieu for lieu in classeurs.formules if lieu[0] not in AJOUTEES}
    assert ajoutees == classeurs.formules_natives.keys()


def test_only_totals_that_read_other_tables_stay_native(classeurs):
    calcules = [cell for cell in REC.cells.values() if cell.computed]
    appeles = [APPEL.search(formule) for formule in classeurs.formules.values()]
    nommes = {f"{appel[1]}!{appel[4]}" for appel in appeles if appel}
    autres = {cell.code for cell in calcules if any(lu.table != cell.table for lu in operands(REC, cell))}
    assert {cell.code for cell in calcules} - nommes == autres
    assert len(nommes) > 8000
    assert len(autres) < 10


def test_every_call_gives_the_stored_value(classeurs):
    """The Python function, on the contents of its range, gives what the cell shows."""
    for (feuille, adresse), formule in classeurs.formules.items():
        appel = APPEL.search(formule)
        if appel:
            (haut, gauche), (bas, droite) = xl_cell_to_rowcol(appel[2]), xl_cell_to_rowcol(appel[3] or appel[2])
            plage = [
                [at(classeurs.vues, feuille, ligne, colonne) for colonne in range(gauche, droite + 1)]
                for ligne in range(haut, bas + 1)
            ]
            donne = fonctions.TOTAL_INDICATEUR(appel[1], plage, appel[4], "rec2019")
            montre = at(classeurs.vues, feuille, *xl_cell_to_rowcol(adresse))
            assert donne == (pytest.approx(montre, abs=1e-9) if isinstance(montre, float) else montre), (
                feuille,
                adresse,
            )


def test_formulas_call_only_functions_of_the_add_in_or_of_excel(classeurs):
    appelees = set(
        chain.from_iterable(re.findall(r"([A-Z_.]{2,})\(", sans_textes(f)) for f in classeurs.formules.values())
    )
    natives = set(
        chain.from_iterable(re.findall(r"([A-Z_.]{2,})\(", sans_textes(f)) for f in classeurs.formules_natives.values())
    )
    assert appelees - natives <= {*FUNCTIONS, "IFERROR", "ISERROR", "NOW"}
    assert declarees(fonctions).keys() >= set(FUNCTIONS)


def sans_textes(formule: str) -> str:
    return re.sub(r'"[^"]*"', "", formule)


def test_no_rectangle_can_be_taken_for_a_whole_table_nor_holds_its_total():
    mise_en_page = Layout(REC, MODULES)
    for cell in (cell for cell in REC.cells.values() if cell.computed):
        boite, place = box_of(mise_en_page, cell), mise_en_page.tables[cell.table]
        if boite is None:
            continue
        ligne, colonne = place.cell(cell.row.code, cell.column.code)
        assert not (boite.first[0] <= ligne <= boite.last[0] and boite.first[1] <= colonne <= boite.last[1])
        table = place.table
        assert (boite.lines, boite.columns) != (len(table.rows), len(table.columns))
        lignes = [row.code for row in table.rows if not row.computed]
        colonnes = [column.code for column in table.columns if not column.computed]
        if (boite.lines, boite.columns) == (len(lignes), len(colonnes)):
            assert {place.cell(une, autre) for une in lignes for autre in colonnes} == {
                (boite.first[0] + rang, boite.first[1] + numero)
                for rang in range(boite.lines)
                for numero in range(boite.columns)
            }


def test_calls_do_not_go_round_in_circles(classeurs):
    """Ranges hold more cells than what is added: none leads back to the total that reads it."""
    from graphlib import TopologicalSorter

    lus = {}
    for (feuille, adresse), formule in classeurs.formules.items():
        appel = APPEL.search(formule)
        if appel:
            (haut, gauche), (bas, droite) = xl_cell_to_rowcol(appel[2]), xl_cell_to_rowcol(appel[3] or appel[2])
            lus[feuille, *xl_cell_to_rowcol(adresse)] = {
                (feuille, ligne, colonne) for ligne in range(haut, bas + 1) for colonne in range(gauche, droite + 1)
            }
    TopologicalSorter(lus).prepare()  # raises CycleError


def test_the_first_sheet_says_what_to_do_without_the_add_in(classeurs):
    feuille = classeurs.vues[COMPLEMENT_SHEET]
    dits = " ".join(str(cellule) for ligne in feuille for cellule in ligne)
    assert complement_sheets.ABSENT in dits
    assert "#NOM?" in dits
    assert "bilan-social importer" in dits
    etat = classeurs.formules[COMPLEMENT_SHEET, "A4"]
    assert max(len(texte) for texte in re.findall(r'"([^"]*)"', etat)) <= 255  # the most that Excel takes
    assert "NOW()" in etat


def test_excel_is_not_asked_to_compute_everything(classeurs):
    with zipfile.ZipFile(classeurs.variante) as archive:
        livre = archive.read("xl/workbook.xml").decode()
        assert "fullCalcOnLoad" not in livre
        assert f'calcId="{complement_sheets.CALCULATION_ID}"' in livre


def test_the_settings_are_those_that_xlwings_reads(classeurs):
    lignes = [ligne[:2] for ligne in classeurs.vues[SETTINGS_SHEET]]
    assert lignes == [["UDF MODULES", "xl_addin.fonctions"], ["ADD_WORKBOOK_TO_PYTHONPATH", "false"]]


def test_buttons_run_macros_that_exist(classeurs):
    with zipfile.ZipFile(classeurs.variante) as archive:
        dessins = "".join(archive.read(nom).decode() for nom in archive.namelist() if nom.endswith(".vml"))
        lu = VBA_Parser("vbaProject.bin", data=archive.read("xl/vbaProject.bin"))
        feuilles = len(re.findall(r'<sheetPr[^>]*codeName="Sheet\d+"', "".join(_parties(archive))))
    macros = re.findall(r"<x:FmlaMacro>\[0\]!(\w+)</x:FmlaMacro>", dessins)
    textes = {nom.partition(".")[0]: texte for _, _, nom, texte in lu.extract_macros()}
    assert macros == [bouton.macro for bouton in variante.BOUTONS]
    assert all(f"Sub {macro}()" in textes["bilan_social_boutons"] for macro in macros)
    assert all(f"Function {nom}(" in textes["bilan_social_fonctions"] for nom in declarees(fonctions))
    assert "DecrireFonctions" in textes["ThisWorkbook"]
    assert "Sub DecrireFonctions()" in textes["bilan_social_fonctions"]
    assert feuilles == sum(nom.startswith("Sheet") for nom in textes) == len(classeurs.vues)


def _parties(archive: zipfile.ZipFile) -> Iterator[str]:
    for nom in archive.namelist():
        if nom.startswith("xl/worksheets/sheet"):
            yield archive.read(nom)[:2000].decode(errors="ignore")


def test_the_macros_keep_the_licences_and_the_text_of_xlwings():
    from importlib.resources import files

    textes = {module.nom: module.texte for module in variante.modules()}
    livre = files("xlwings").joinpath("xlwings.bas").read_text(encoding="cp1252")
    assert textes["xlwings"].splitlines() == livre.splitlines()
    assert "BSD 3-clause license" in textes["xlwings"]
    assert "@license: MIT" in textes["Dictionary"]
    assert "' Copyright (c) 2017 Tim Hall" in textes["Dictionary"]
    assert "' Permission is hereby granted" in textes["Dictionary"]
    assert '\' THE SOFTWARE IS PROVIDED "AS IS"' in textes["Dictionary"]
    appels = re.findall(r"xl_addin\.boutons\.(\w+)\(\)", textes["bilan_social_boutons"])
    from xl_addin import boutons

    assert all(callable(getattr(boutons, nom)) for nom in appels)
    assert len(appels) == len(variante.BOUTONS)


def test_a_failure_of_python_lets_the_native_formula_answer():
    enveloppes = next(module.texte for module in variante.modules() if module.nom == "bilan_social_fonctions")
    assert "= Err.Description" not in enveloppes
    assert enveloppes.count("= Echec(Application.Caller, Err.Description)") == len(declarees(fonctions))


def test_the_processor_reads_it_all_the_same(classeurs):
    (lu,), (natif,) = check(classeurs.variante), check(classeurs.natif)
    assert lu.answers is not None and natif.answers is not None
    assert lu.answers.values == natif.answers.values == dict(REPONSES.values)
    assert lu.answers.justifications == natif.answers.justifications == JUSTIFICATIONS
    assert next(found for found in lu.findings if found.code == "MACRO-PRESENTE").severity is Severity.INFORMATION
    assert {found.code for found in lu.findings} == {found.code for found in natif.findings} | {"MACRO-PRESENTE"}
    assert lu.verdict == natif.verdict


def test_importer_gives_back_the_native_workbook(classeurs, tmp_path):
    lance = CliRunner().invoke(app, ["importer", str(classeurs.variante), "-o", str(tmp_path / "bilan.xlsx")])
    assert lance.exit_code in (0, 1), lance.output
    assert (tmp_path / "bilan.xlsx").read_bytes() == classeurs.natif.read_bytes()


def test_totals_that_show_errors_lose_no_answer(classeurs, tmp_path):
    """As a spreadsheet would save it that neither knows the functions nor catches the error."""
    casse = tmp_path / "casse.xlsm"
    with zipfile.ZipFile(classeurs.variante) as source, zipfile.ZipFile(casse, "w", zipfile.ZIP_DEFLATED) as copie:
        for nom in source.namelist():
            octets = source.read(nom)
            if nom.startswith("xl/worksheets/sheet"):
                octets = re.sub(
                    rb'<c r="(\w+)" s="(\d+)"(?: t="str")?>(<f>IFERROR\(TOTAL_[^<]*</f>)<v>[^<]*</v>',
                    rb'<c r="\1" s="\2" t="e">\3<v>#NAME?</v>',
                    octets,
                )
            copie.writestr(nom, octets)
    (lu,) = check(casse)
    assert lu.answers is not None
    assert lu.complete
    assert lu.answers.values == dict(REPONSES.values)
    assert "TOTAL-ERREUR" in {found.code for found in lu.findings}


def test_libreoffice_without_the_add_in_computes_the_same_totals(libreoffice, tmp_path):
    source = tmp_path / "variante.xlsm"
    valeurs = exemple(REC, 6, UN_MODULE)
    build_workbook(source, REC, valeurs.modules, dict(valeurs.values), complement=variante.complement())
    ecrites, calculees = read(source), read(libreoffice.recalculer(source, tmp_path / "recalcule"))
    for nom, lignes in ecrites.items():
        for ligne, rangee in enumerate(lignes):
            for colonne, ecrite in enumerate(rangee):
                calculee = at(calculees, nom, ligne, colonne)
                assert calculee == (pytest.approx(ecrite) if isinstance(ecrite, float) else ecrite), (
                    nom,
                    ligne,
                    colonne,
                )


def test_libreoffice_keeps_the_macros_and_the_three_buttons_in_an_ods(libreoffice, tmp_path):
    source = tmp_path / "variante.xlsm"
    valeurs = exemple(REC, 6, UN_MODULE)
    build_workbook(source, REC, valeurs.modules, dict(valeurs.values), complement=variante.complement())
    with zipfile.ZipFile(libreoffice.convertir(source, "ods", tmp_path / "ods")) as ods:
        noms, contenu = set(ods.namelist()), ods.read("content.xml").decode()
        assert {f"Basic/VBAProject/{module.nom}.xml" for module in variante.modules()} <= noms
        assert "RunPython" in ods.read("Basic/VBAProject/bilan_social_boutons.xml").decode()
    ecoutes = re.findall(r"<script:event-listener [^>]*VBAProject\.bilan_social_boutons\.(\w+)\?", contenu)
    assert ecoutes == [bouton.macro for bouton in variante.BOUTONS]


def test_without_xlwings_the_command_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda nom: None)
    with pytest.raises(CommandError, match="xlwings"):
        variante.complement()


def test_the_command_writes_the_variant(tmp_path):
    sortie = tmp_path / "bilan.xlsm"
    arguments = ["modele", "rec2019", "--modules", "gpeec", "--variante", "complement", "-o"]
    assert CliRunner().invoke(app, [*arguments, str(sortie)]).exit_code == 0
    assert zipfile.ZipFile(sortie).testzip() is None
    assert (sortie.stat().st_size, read(sortie).keys() >= AJOUTEES) == (sortie.stat().st_size, True)
    mauvais = CliRunner().invoke(app, [*arguments, str(tmp_path / "bilan.xlsx")])
    assert isinstance(mauvais.exception, CommandError)
    inconnue = CliRunner().invoke(app, ["modele", "rec2019", "--variante", "autre", "-o", str(tmp_path / "b.xlsm")])
    assert isinstance(inconnue.exception, CommandError)
    assert "complement" in str(inconnue.exception)


def test_the_same_variant_is_written_byte_for_byte(tmp_path):
    chemins = [tmp_path / "un.xlsm", tmp_path / "deux.xlsm"]
    for chemin in chemins:
        build_workbook(chemin, REC, ("gpeec",), {}, complement=variante.complement())
    assert chemins[0].read_bytes() == chemins[1].read_bytes()
