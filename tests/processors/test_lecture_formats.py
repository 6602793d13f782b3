"""Blank, number, text, boolean, date and error stay apart in the four formats, and formula cells are known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import pyxlsb
import xlsxwriter
from openpyxl.utils.cell import coordinate_to_tuple

from processors.lecture import CellValue, Classeur, Genre, Limites, lire_classeur
from processors.lecture.conteneur import decompresser, recomposer
from tests.support.xlsb import CODES_ERREUR, Erreur, Formule, ecrire_xlsb

ATTENDU = {
    "A1": CellValue(Genre.NOMBRE, 12.0),
    "B1": CellValue(Genre.NOMBRE, 0.5),
    "C1": CellValue(Genre.TEXTE, "Présents au 31/12"),
    "D1": CellValue(Genre.BOOLEEN, True),
    "E1": CellValue(Genre.DATE, date(2019, 12, 31)),
    "F1": CellValue(Genre.DATE, datetime(2019, 12, 31, 12, 0)),
    "G1": CellValue(Genre.VIDE),
    "H1": CellValue(Genre.TEXTE, " 12 "),
    "B3": CellValue(Genre.NOMBRE, 24.0),
    "C3": CellValue(Genre.ERREUR, "#DIV/0!"),
    "D3": CellValue(Genre.ERREUR, "#N/A"),
    "E3": CellValue(Genre.TEXTE, "x & y"),
    "F3": CellValue(Genre.BOOLEEN, False),
    "Z99": CellValue(Genre.VIDE),
}
FORMULES = {"B3", "C3", "D3", "E3", "F3"}
FORMATS = ["xlsx", "xlsm", "xlsb", "ods", "xlsx de LibreOffice"]
PASSES_PAR_LIBREOFFICE = {"ods", "xlsx de LibreOffice"}  # it turns the boolean constants of an .xlsx into =TRUE()


def adresse(reference: str) -> tuple[int, int]:
    ligne, colonne = coordinate_to_tuple(reference)
    return ligne - 1, colonne - 1


def ecrire_xlsx(chemin: Path) -> Path:
    with xlsxwriter.Workbook(str(chemin)) as classeur:
        feuille = classeur.add_worksheet("Ind 1.1 & suite")
        jour = classeur.add_format({"num_format": "dd/mm/yyyy"})
        heure = classeur.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        feuille.write_row("A1", [12, 0.5, "Présents au 31/12", True])
        feuille.write_datetime("E1", datetime(2019, 12, 31), jour)
        feuille.write_datetime("F1", datetime(2019, 12, 31, 12), heure)
        feuille.write_blank("G1", None, jour)
        feuille.write_string("H1", " 12 ")
        feuille.write_formula("B3", "=A1*2", None, 24)
        feuille.write_formula("C3", "=A1/0", None, "#DIV/0!")
        feuille.write_formula("D3", "=NA()", None, "#N/A")
        feuille.write_formula("E3", '="x & y"', None, "x & y")
        feuille.write_formula("F3", "=A1>99", None, False)
        cachee = classeur.add_worksheet("Cachée")
        cachee.write("A1", "empreinte")
        cachee.hide()
        classeur.add_worksheet("Vide")
    return chemin


def ecrire_binaire(chemin: Path) -> Path:
    entree: list[object] = [
        12,
        0.5,
        "Présents au 31/12",
        True,
        date(2019, 12, 31),
        datetime(2019, 12, 31, 12),
        None,
        " 12 ",
    ]
    calcul: list[object] = [
        None,
        Formule(24.0),
        Formule(Erreur("#DIV/0!")),
        Formule(Erreur("#N/A")),
        Formule("x & y"),
        Formule(False),
    ]
    feuilles: dict[str, list[list[object]]] = {
        "Ind 1.1 & suite": [entree, [], calcul],
        "Cachée": [["empreinte"]],
        "Vide": [],
    }
    return ecrire_xlsb(chemin, feuilles, masquees=["Cachée"])


@dataclass
class Fichiers:
    chemins: dict[str, Path]
    classeurs: dict[str, Classeur]


@pytest.fixture(scope="module")
def fichiers(tmp_path_factory, libreoffice) -> Fichiers:
    dossier = tmp_path_factory.mktemp("formats")
    source = ecrire_xlsx(dossier / "source.xlsx")
    macro = ecrire_avec_macro(dossier / "macro.xlsm")
    chemins = {
        "xlsx": source,
        "xlsm": macro,
        "xlsb": ecrire_binaire(dossier / "binaire.xlsb"),
        "ods": libreoffice.convertir(source, "ods", dossier),
        "xlsx de LibreOffice": libreoffice.convertir(source, "xlsx", dossier / "lo"),
    }
    return Fichiers(chemins, {nom: lire_classeur(chemin) for nom, chemin in chemins.items()})


def ecrire_avec_macro(chemin: Path) -> Path:
    parties = decompresser(ecrire_xlsx(chemin.with_suffix(".xlsx")).read_bytes(), Limites())
    parties["[Content_Types].xml"] = parties["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    chemin.write_bytes(recomposer(parties | {"xl/vbaProject.bin": b"projet VBA de test"}))
    return chemin


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("reference", ATTENDU)
def test_each_kind_of_cell_is_told_apart(fichiers, format_, reference):
    assert fichiers.classeurs[format_].feuilles[0].cellule(*adresse(reference)) == ATTENDU[reference]


@pytest.mark.parametrize("format_", FORMATS)
def test_formula_cells_are_known(fichiers, format_):
    attendues = FORMULES | ({"D1"} if format_ in PASSES_PAR_LIBREOFFICE else set())
    assert fichiers.classeurs[format_].feuilles[0].formules == set(map(adresse, attendues))


@pytest.mark.parametrize("format_", FORMATS)
def test_error_cells_are_blank_in_the_raw_values(fichiers, format_):
    feuille = fichiers.classeurs[format_].feuilles[0]
    assert feuille.erreurs == {adresse("C3"): "#DIV/0!", adresse("D3"): "#N/A"}
    assert feuille.lignes[2][2:4] == ["", ""]


@pytest.mark.parametrize("format_", FORMATS)
def test_raw_values_are_rectangular_from_a1_with_floats(fichiers, format_):
    lignes = fichiers.classeurs[format_].feuilles[0].lignes
    assert len({len(ligne) for ligne in lignes}) == 1
    assert lignes[0][:4] == [12.0, 0.5, "Présents au 31/12", True]
    assert not any(type(valeur) is int for ligne in lignes for valeur in ligne)


@pytest.mark.parametrize("format_", FORMATS)
def test_hidden_and_empty_sheets_are_read_in_order(fichiers, format_):
    classeur = fichiers.classeurs[format_]
    assert classeur.format == format_.split()[0]
    assert [(f.nom, f.visible) for f in classeur.feuilles] == [
        ("Ind 1.1 & suite", True),
        ("Cachée", False),
        ("Vide", True),
    ]
    assert classeur.feuille("Cachée").cellule(0, 0) == CellValue(Genre.TEXTE, "empreinte")
    assert classeur.feuille("Vide").lignes == []
    assert classeur.feuille("Vide").cellule(0, 0) == CellValue(Genre.VIDE)


@pytest.mark.parametrize("format_", ["xlsx", "xlsm", "xlsx de LibreOffice"])
def test_openpyxl_reads_the_same_values_and_formulas(fichiers, format_):
    chemin = fichiers.chemins[format_]
    valeurs = openpyxl.load_workbook(chemin, data_only=True)
    brut = openpyxl.load_workbook(chemin)
    for feuille in fichiers.classeurs[format_].feuilles:
        for r, ligne in enumerate(valeurs[feuille.nom].iter_rows(values_only=True)):
            for c, attendue in enumerate(ligne):
                lue = feuille.cellule(r, c).valeur
                jour = attendue.date() if isinstance(attendue, datetime) else attendue
                assert lue in (attendue, jour), (r, c)
                jumelle = brut[feuille.nom].cell(r + 1, c + 1)
                assert ((r, c) in feuille.formules) == (jumelle.data_type == "f"), (r, c)


def test_pyxlsb_reads_the_same_values(fichiers):
    codes = {hex(code): texte for texte, code in CODES_ERREUR.items()}
    with pyxlsb.open_workbook(str(fichiers.chemins["xlsb"])) as classeur:
        for feuille in fichiers.classeurs["xlsb"].feuilles:
            with classeur.get_sheet(feuille.nom) as autre:
                cellules = [cellule for ligne in autre.rows() for cellule in ligne]
            for cellule in cellules:
                lue = feuille.cellule(cellule.r, cellule.c)
                if lue.genre is Genre.DATE:
                    attendue = pyxlsb.convert_date(cellule.v)
                    assert lue.valeur in (attendue, attendue.date())
                elif lue.genre is Genre.ERREUR:
                    assert lue.valeur == codes[cellule.v]
                else:
                    assert lue.valeur == cellule.v


def test_libreoffice_reads_the_binary_file_of_the_test_writer(fichiers, libreoffice, tmp_path):
    relu = lire_classeur(libreoffice.convertir(fichiers.chemins["xlsb"], "xlsx", tmp_path))
    for reference in ("A1", "B1", "C1", "D1", "E1", "F1", "G1", "H1"):
        assert relu.feuilles[0].cellule(*adresse(reference)) == ATTENDU[reference]
    assert [feuille.visible for feuille in relu.feuilles] == [True, False, True]
