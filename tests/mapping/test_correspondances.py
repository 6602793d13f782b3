"""Workbooks of a foreign layout, read through a mapping file."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from processors.control import check_source
from processors.findings import Severity
from processors.mapping import MappingError, lire_correspondance, lire_par_correspondance
from processors.mapping.modele import area, position
from processors.sources import Source
from tests.mapping.etranger import CSV, FOLDER, MAPPING_YAML, SHEETS, WORKBOOK, YAML, write_all, write_workbook
from tests.support.imports import RACINE
from tests.support.xlsb import Erreur, ecrire_xlsb

EXPECTED = {
    "collectivite!siret.C01": "21990001600011",
    "collectivite!raison_sociale.C01": "Commune d’Exemple-sur-Orne",
    "collectivite!type_collectivite.C01": "CCN",
    "collectivite!q_agents.C01": "OUI",
    "2.2.4-Q!L01.C01": "NON",
    "4.1.4!L01.C01": "EN_COURS",
    "4.1.4!L02.C01": 2014,
    "1.1.1!G006.C01": 2,
    "1.1.1!G006.C05": 1,
    "1.1.1!G006.C06": 1,
    "1.1.1!G007.C01": 3,
    "1.1.1!G007.C05": 1,
    "1.1.1!G007.C06": 2,
    "1.1.1!G009.C01": 1,
    "1.1.1!G009.C06": 1,
    "1.1.4!AD_A.C03": 1.8,
    "1.1.4!AD_A.C04": 3.55,
}


def read(folder: Path, mapping: str = MAPPING_YAML, sheets=SHEETS, name: str = "m.yaml") -> Source:
    (folder / name).write_text(mapping, encoding="utf-8")
    return lire_par_correspondance(write_workbook(folder / "etranger.xlsx", sheets), lire_correspondance(folder / name))


def changed(sheet: str, line: int, column: int, value: object) -> dict[str, list[list[object]]]:
    sheets = copy.deepcopy(SHEETS)
    sheets[sheet][line][column] = value
    return sheets


def codes(source: Source) -> set[str]:
    return {found.code for found in source.findings}


def faults(folder: Path, mapping: str, name: str = "m.yaml") -> str:
    (folder / name).write_text(mapping, encoding="utf-8")
    with pytest.raises(MappingError) as refused:
        lire_correspondance(folder / name)
    return str(refused.value)


def test_the_example_files_are_up_to_date(tmp_path):
    write_all(tmp_path)
    for name in (WORKBOOK, YAML, CSV):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name


def test_the_guide_shows_the_example():
    assert MAPPING_YAML in (RACINE / "docs" / "correspondances.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("mapping", [YAML, CSV])
def test_a_foreign_workbook_is_read_whole_and_without_a_word(mapping):
    source = lire_par_correspondance(FOLDER / WORKBOOK, lire_correspondance(FOLDER / mapping))
    assert source.answers is not None
    assert source.answers.values == EXPECTED
    assert source.answers.modules == ("rec",)
    assert source.findings == ()
    assert source.raw == {}
    assert source.answers.places["1.1.1!G007.C06"].address == "D4"


def test_what_is_read_is_checked_like_any_report():
    checked = check_source(lire_par_correspondance(FOLDER / WORKBOOK, lire_correspondance(FOLDER / YAML)))
    assert checked.complete


def test_values_are_understood_as_in_our_workbooks(tmp_path):
    source = read(tmp_path, sheets=changed("Effectifs", 3, 3, "2 agents"))
    assert source.answers is not None and source.answers.values["1.1.1!G007.C06"] == 2
    assert codes(source) == {"NOMBRE-EN-TEXTE"}


def test_a_value_without_translation_is_refused_and_kept(tmp_path):
    source = read(tmp_path, sheets=changed("Politiques", 1, 1, "à l’étude"))
    (found,) = source.findings
    assert found.code == "CORRESPONDANCE-TRADUCTION"
    assert (found.cells[0].sheet, found.cells[0].address) == ("Politiques", "B2")
    assert source.raw == {"2.2.4-Q!L01.C01": "à l’étude"}
    assert not check_source(source).complete


def test_a_missing_sheet_says_what_it_costs(tmp_path):
    sheets = {name: rows for name, rows in SHEETS.items() if name != "Politiques"}
    (found,) = read(tmp_path, sheets=sheets).findings
    assert found.code == "CORRESPONDANCE-FEUILLE-ABSENTE"
    assert {cell.variable for cell in found.cells} == {"2.2.4-Q!L01.C01", "4.1.4!L01.C01", "4.1.4!L02.C01"}


def test_a_missing_header_says_what_it_costs(tmp_path):
    source = read(tmp_path, sheets=changed("Effectifs", 3, 0, "Attachés"))
    absent = next(found for found in source.findings if found.code == "CORRESPONDANCE-ENTETE-ABSENT")
    assert "« Attaché »" in absent.message.replace("\u00a0", " ")
    assert {cell.variable for cell in absent.cells} == {f"1.1.1!G007.{column}" for column in ("C01", "C05", "C06")}
    left = next(found for found in source.findings if found.code == "CORRESPONDANCE-CELLULE-IGNOREE")
    assert {cell.address for cell in left.cells} == {"A4", "B4", "C4", "D4"}


def test_a_header_that_stands_twice_is_not_guessed(tmp_path):
    source = read(tmp_path, sheets=changed("Effectifs", 4, 0, "Attaché"))
    assert {"CORRESPONDANCE-ENTETE-AMBIGU", "CORRESPONDANCE-ENTETE-ABSENT"} <= codes(source)
    assert source.answers is not None and "1.1.1!G007.C01" not in source.answers.values


def test_headers_do_not_mind_case_accents_and_spaces(tmp_path):
    source = read(tmp_path, sheets=changed("Effectifs", 3, 0, "  attache "))
    assert source.findings == ()


def test_what_no_line_describes_is_listed_and_its_texts_are_not_shown(tmp_path):
    sheets = copy.deepcopy(SHEETS)
    sheets["Effectifs"].append(["Dupont Marie", "", 7, "=1+1"])
    sheets["Autre"] = [["Total", 12]]
    source = read(tmp_path, sheets=sheets)
    assert codes(source) == {"CORRESPONDANCE-CELLULE-IGNOREE", "CORRESPONDANCE-FEUILLE-IGNOREE"}
    assert source.raw[("Effectifs", "C9")] == 7
    assert source.raw[("Effectifs", "A9")] == "(texte)"
    assert not any("Dupont" in found.message for found in source.findings)
    assert check_source(source).complete, "what is left aside is told, and does not stop the reading"


def test_an_error_cell_is_refused_in_a_binary_workbook_too(tmp_path):
    sheets = changed("Effectifs", 2, 2, Erreur("#DIV/0!"))
    book = {name: [[None if cell == "" else cell for cell in row] for row in rows] for name, rows in sheets.items()}
    (tmp_path / "m.yaml").write_text(MAPPING_YAML, encoding="utf-8")
    source = lire_par_correspondance(ecrire_xlsb(tmp_path / "e.xlsb", book), lire_correspondance(tmp_path / "m.yaml"))
    assert codes(source) == {"CELLULE-EN-ERREUR"}
    assert source.answers is not None
    assert source.answers.values == {code: value for code, value in EXPECTED.items() if code != "1.1.1!G006.C05"}


def test_a_file_that_is_no_workbook_is_refused(tmp_path):
    (tmp_path / "m.yaml").write_text(MAPPING_YAML, encoding="utf-8")
    (tmp_path / "faux.xlsx").write_text("bonjour", encoding="utf-8")
    source = lire_par_correspondance(tmp_path / "faux.xlsx", lire_correspondance(tmp_path / "m.yaml"))
    assert source.answers is None
    assert {found.severity for found in source.findings} == {Severity.BLOQUANT}


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("rec2019", "rec1999", None, "questionnaire inconnu"),
        ("collectivite!siret.C01", "collectivite!sirret.C01", 8, "la plus proche est collectivite!siret.C01"),
        ('cellule: "B2"', 'cellule: "2B"', 8, "n’est pas l’adresse"),
        ('cellule: "B2"', 'cellule: "XFE1"', 8, "n’est pas l’adresse"),
        ('cellule: "B3"', 'cellule: "B2"', 9, "répond à deux variables (déjà ligne 8)"),
        ("raison_sociale.C01", "siret.C01", 9, "est décrite deux fois (déjà ligne 8)"),
        ("traduction: nature", "traduction: natures", 10, "traduction inconnue"),
        ("{COM: CCN,", "{COM: XXX,", 10, "n’est pas une réponse admise"),
        ('cellule: "B2"', 'cellule: "B2", ligne: "SIRET"', 8, "est désignée par"),
        ('ligne: "Document unique", ', "", 13, "est désignée par"),
        ('zone: "A2:E5"', 'zone: "E5:A2"', 19, "n’est pas une zone"),
        ("C06}", "T3}", 19, "est un total"),
        ("cellules:", "celules:", 7, "clé inconnue « celules »"),
        ('feuille: "Identité", cellule: "B2"', 'cellule: "B2"', 8, "la feuille manque"),
        ("  lignes: {", "  rangs: {", 16, "un tableau attend"),
        ("questionnaire: rec2019", "questionnaire: rec2019\nmodules: [xyz]", 1, "module inconnu"),
        ("ignorer:\n", 'ignorer:\n- {zone: "A1"}\n', 27, "la feuille à ignorer manque"),
        ("traduction: nature", "traduction: on", 10, "entre guillemets"),
        ("  nature: {", "  on: {", 5, "entre guillemets"),
        ("{COM: CCN,", "{yes: CCN,", 5, "entre guillemets"),
    ],
)
def test_a_faulty_mapping_is_refused_with_its_line(tmp_path, old, new, line, told):
    assert old in MAPPING_YAML
    message = faults(tmp_path, MAPPING_YAML.replace(old, new, 1)).replace("\u00a0", " ")
    assert told.replace("\u00a0", " ") in message
    assert line is None or f"m.yaml, ligne {line} :" in message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("questionnaire;rec2019\nvariable;feuille;cellule\ncollectivite!siret.C01;A;B2;B3\n", "ligne 3"),
        ("questionnaire;rec2019\nvariable;feuille;adresse\n", "colonne inconnue"),
        ("questionnaire;rec2019\n", "la ligne des titres manque"),
        ("questionnaire;rec2019\nbonjour\nvariable;feuille;cellule\n", "ligne 2"),
        ("questionnaire;rec2019\nvariable;feuille;cellule\n", "aucune cellule"),
    ],
)
def test_a_faulty_csv_mapping_is_refused_with_its_line(tmp_path, text, told):
    assert told in faults(tmp_path, text, "m.csv").replace("\u00a0", " ")


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "questionnaire: rec2019\nquestionnaire: rec2019\n", "{", "a: *b\n"])
def test_a_file_that_is_no_mapping_is_refused_in_french(tmp_path, text):
    message = faults(tmp_path, text)
    assert "Error" not in message and "line" not in message.replace("ligne", "")


def test_only_yaml_and_csv_are_mappings(tmp_path):
    assert ".yaml ou .csv" in faults(tmp_path, "", "m.txt")


def test_addresses_and_areas():
    assert position("B12") == (11, 1) == position("$b$12")
    assert [position(text) for text in ("", "B", "12", "B0", "XFE1", "A1048577")] == [None] * 6
    assert area("A5:H20") == (4, 0, 19, 7)
    assert area("B2") == (1, 1, 1, 1)
    assert [area(text) for text in ("H20:A5", "A1:", ":", "A1:B2:C3")] == [None] * 4
