"""The LibreOffice harness does what the other tests rely on."""

from __future__ import annotations

import os
import time
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.support.libreoffice import PREFIXE_PROFIL, ErreurLibreOffice


@pytest.fixture
def classeur(tmp_path: Path) -> Path:
    """Sheet `Saisie`, protected: A1 = 21 unlocked, B1 = A1*2 locked with a stale cached value. Sheet `Libre`, empty."""
    chemin = tmp_path / "source" / "classeur.xlsx"
    chemin.parent.mkdir()
    with xlsxwriter.Workbook(chemin) as livre:
        saisie = livre.add_worksheet("Saisie")
        saisie.protect()
        saisie.write_number("A1", 21, livre.add_format({"locked": False}))
        saisie.write_formula("B1", "=A1*2", None, 99)
        livre.add_worksheet("Libre")
    return chemin


def feuille(chemin: Path, nom: str) -> list[list[object]]:
    lignes = CalamineWorkbook.from_path(str(chemin)).get_sheet_by_name(nom).to_python(skip_empty_area=False)
    return [list(ligne) for ligne in lignes]


def processus_soffice() -> list[str]:
    """Command lines that use a profile of this test process. A killed process may take a moment to go away."""
    for _ in range(100):
        commandes = [
            commande for commande in map(commande_de, Path("/proc").glob("[0-9]*")) if PREFIXE_PROFIL in commande
        ]
        if not commandes:
            break
        time.sleep(0.05)
    return commandes


def commande_de(processus: Path) -> str:
    try:
        return (processus / "cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
    except OSError:  # it has just ended
        return ""


def test_a_stale_cached_value_becomes_right_after_recalculation(
    libreoffice: ModuleType, classeur: Path, tmp_path: Path
) -> None:
    resultat = libreoffice.recalculer(classeur, tmp_path / "sortie")
    assert feuille(classeur, "Saisie") == [[21, 99]]
    assert feuille(resultat, "Saisie") == [[21, 42]]


def test_a_plain_conversion_keeps_the_cached_value(libreoffice: ModuleType, classeur: Path, tmp_path: Path) -> None:
    assert feuille(libreoffice.convertir(classeur, "xlsx", tmp_path), "Saisie") == [[21, 99]]


def test_recalculation_reaches_ods_files(libreoffice: ModuleType, classeur: Path, tmp_path: Path) -> None:
    perime = libreoffice.convertir(classeur, "ods", tmp_path)
    assert feuille(perime, "Saisie") == [[21, 99]]
    assert feuille(libreoffice.recalculer(perime, tmp_path), "Saisie") == [[21, 42]]


@pytest.mark.parametrize("format", ["xlsx", "ods"])
def test_edited_cells_are_read_back_and_formulas_follow(
    libreoffice: ModuleType, classeur: Path, tmp_path: Path, format: str
) -> None:
    editions = {
        ("Saisie", "A1"): 3,
        ("Libre", "A1"): "é « € »",
        ("Libre", "B1"): "=1+1",
        ("Libre", "C1"): Decimal("0.25"),
        ("Libre", "D1"): date(2019, 12, 31),
        ("Libre", "E1"): datetime(2019, 12, 31, 12, 30),
        ("Libre", "F1"): True,
    }
    resultat = libreoffice.editer(classeur, editions, tmp_path, format)
    assert feuille(resultat, "Saisie") == [[3, 6]]
    attendu = ["é « € »", "=1+1", 0.25, date(2019, 12, 31), datetime(2019, 12, 31, 12, 30), True]
    assert feuille(resultat, "Libre") == [attendu]


def test_a_locked_cell_is_overwritten_and_the_sheet_stays_protected(
    libreoffice: ModuleType, classeur: Path, tmp_path: Path
) -> None:
    import openpyxl

    resultat = libreoffice.editer(classeur, {("Saisie", "B1"): 5, ("Saisie", "A1"): None}, tmp_path)
    assert feuille(resultat, "Saisie") == [["", 5]]
    assert openpyxl.load_workbook(resultat)["Saisie"].protection.sheet


def test_rows_columns_and_sheets_can_be_moved(libreoffice: ModuleType, classeur: Path, tmp_path: Path) -> None:
    gestes = [
        ("inserer_lignes", "Saisie", 1, 2),
        ("inserer_colonnes", "Saisie", 2, 1),
        ("supprimer_lignes", "Saisie", 1, 1),
        ("renommer", "Saisie", "Renommée"),
        ("deplacer", "Libre", 0),
    ]
    resultat = libreoffice.editer(classeur, {("Saisie", "A1"): 4}, tmp_path, gestes=gestes)
    assert CalamineWorkbook.from_path(str(resultat)).sheet_names == ["Libre", "Renommée"]
    assert feuille(resultat, "Renommée") == [["", "", ""], [4, "", 8]]


def test_a_pdf_page_becomes_a_picture(libreoffice: ModuleType, classeur: Path, tmp_path: Path) -> None:
    pdf = libreoffice.convertir(classeur, "pdf", tmp_path)
    [image] = libreoffice.pdf_en_png(pdf, tmp_path, [1])
    assert image.read_bytes().startswith(b"\x89PNG")
    with pytest.raises(ErreurLibreOffice, match="page 9"):
        libreoffice.pdf_en_png(pdf, tmp_path, [9])


def test_csv_filter_options_are_passed_on_and_numbers_are_french(
    libreoffice: ModuleType, classeur: Path, tmp_path: Path
) -> None:
    source = libreoffice.editer(classeur, {("Saisie", "A1"): 1.5}, tmp_path)
    csv = libreoffice.convertir(source, "csv:Text - txt - csv (StarCalc):59,34,76", tmp_path)
    assert csv.read_text(encoding="utf-8").strip() == "1,5;3"


def test_an_unknown_sheet_is_named_in_the_error(libreoffice: ModuleType, classeur: Path, tmp_path: Path) -> None:
    with pytest.raises(ErreurLibreOffice, match=r"feuille inconnue : 'Saisi'.*Saisie, Libre"):
        libreoffice.editer(classeur, {("Saisi", "A1"): 1}, tmp_path)
    assert processus_soffice() == []


def test_a_file_that_is_no_workbook_is_refused(libreoffice: ModuleType, tmp_path: Path) -> None:
    faux = tmp_path / "faux.xlsx"
    faux.write_bytes(b"PK\x03\x04" + os.urandom(200))
    with pytest.raises(ErreurLibreOffice, match=r"faux\.xlsx"):
        libreoffice.convertir(faux, "ods", tmp_path)
    with pytest.raises(ErreurLibreOffice, match=r"faux\.xlsx"):
        libreoffice.editer(faux, {}, tmp_path, "ods")


def test_the_source_is_never_overwritten(libreoffice: ModuleType, classeur: Path) -> None:
    with pytest.raises(ValueError, match="écraserait la source"):
        libreoffice.recalculer(classeur, classeur.parent)


def test_a_missing_source_is_named(libreoffice: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(ErreurLibreOffice, match=r"fichier introuvable.*absent\.xlsx"):
        libreoffice.recalculer(tmp_path / "absent.xlsx", tmp_path / "sortie")


def test_an_operation_that_lasts_too_long_leaves_no_process_behind(
    libreoffice: ModuleType, classeur: Path, tmp_path: Path
) -> None:
    with pytest.raises(ErreurLibreOffice, match="plus de"):
        libreoffice.convertir(classeur, "pdf", tmp_path, delai=0.3)
    with pytest.raises(ErreurLibreOffice, match="plus de"):
        libreoffice.editer(classeur, {}, tmp_path, delai=0.3)
    assert processus_soffice() == []
