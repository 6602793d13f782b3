"""`controler`: verdicts, reports, annotated copies, several files at once."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from processors.cli.terminal import OK, REFUSED, TO_CORRECT, USAGE
from processors.example import exemple
from processors.txt import ecrire
from tests.cli.outils import NBSP, OTHER_SIRET, REC, SIRET, YEAR, Run
from workbook_templates.builder import build
from workbook_templates.layout import Layout

# controler


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("juste.xlsx", OK, "Accepté"),
        ("juste.txt", OK, "Accepté"),
        ("juste.json", OK, "Accepté"),
        ("faux.xlsx", TO_CORRECT, "ANNEE-HORS-LIMITES"),
        ("faux.txt", TO_CORRECT, "ANNEE-HORS-LIMITES"),
        ("texte.xlsx", REFUSED, "FORMAT-INCONNU"),
    ],
)
def test_controler_tells_the_verdict(run: Run, files: Path, name: str, code: int, words: str) -> None:
    ran = run("controler", files / name)
    assert (ran.code, ran.err) == (code, "")
    assert words in ran.out


def test_a_missing_file_gets_a_short_message(run: Run, tmp_path: Path) -> None:
    for name, words in (("absent.xlsx", "est introuvable"), ("", "est un dossier"), ("*.xlsx", "Aucun fichier")):
        ran = run("controler", tmp_path / name)
        assert (ran.code, ran.out.strip()) == (REFUSED, ran.out.strip())
        assert words in ran.err


def test_reports_are_written_and_replace_only_reports(run: Run, files: Path, tmp_path: Path) -> None:
    page, data, other = tmp_path / "r.html", tmp_path / "r.json", tmp_path / "autre.json"
    for _ in range(2):
        ran = run("controler", files / "faux.xlsx", "--html", page, "--json", data)
        assert ran.code == TO_CORRECT
        assert f"Rapport écrit{NBSP}: {page}" in ran.out
    assert "ANNEE-HORS-LIMITES" in page.read_text(encoding="utf-8")
    assert json.loads(data.read_text(encoding="utf-8"))["verdict"] == "à corriger"
    other.write_text("{}", encoding="utf-8")
    ran = run("controler", files / "faux.xlsx", "--json", other)
    assert (ran.code, other.read_text(encoding="utf-8")) == (USAGE, "{}")
    assert "n’est pas un rapport de contrôle" in ran.err
    assert run("controler", files / "faux.xlsx", "--html", tmp_path / "r.xlsx").code == USAGE


def test_an_annotated_copy_marks_the_cells_and_replaces_nothing(run: Run, tmp_path: Path) -> None:
    answers = exemple(REC, 1, ("rec",))
    source, copy = tmp_path / "bilan.xlsx", tmp_path / "annote.xlsx"
    build(source, REC, ("rec",), answers.values | {YEAR: 2031})
    assert run("controler", source, "--annote", copy).code == TO_CORRECT
    workbook = openpyxl.load_workbook(copy)
    assert "Anomalies" in workbook.sheetnames
    sheet, line, column = Layout(REC, ("rec",)).place("4.1.4", "L02", "C01") or ("", 0, 0)
    cell = workbook[sheet].cell(line + 1, column + 1)
    assert cell.value == 2031
    assert cell.comment is not None
    assert "2031" in cell.comment.text
    again = run("controler", source, "--annote", copy)
    assert again.code == USAGE
    assert "existe déjà" in again.err


def test_a_file_that_is_not_a_report_has_no_annotated_copy(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.xlsx").write_bytes(b"bonjour")
    said = run("controler", tmp_path / "notes.xlsx", "--annote", tmp_path / "annote.xlsx")
    assert said.code == REFUSED
    assert not (tmp_path / "annote.xlsx").exists()


def test_justifications_travel_from_txt_to_workbook_and_back(run: Run, tmp_path: Path) -> None:
    answers = replace(exemple(REC, 1, ("rec",)), justifications={"C-2.1.4-01": "Congé pris en deux fois"})
    source, workbook, back = tmp_path / "a.txt", tmp_path / "a.xlsx", tmp_path / "b.txt"
    source.write_bytes(ecrire(answers))
    assert run("importer", source, "-o", workbook).code == OK
    assert run("exporter", workbook, "-o", back).code == OK
    assert back.read_bytes() == source.read_bytes()


def test_several_files_are_all_checked_whatever_happens_to_one(run: Run, files: Path, tmp_path: Path) -> None:
    ran = run("controler", files / "juste.xlsx", tmp_path / "absent.xlsx", files / "faux.txt", "--html", tmp_path)
    assert ran.code == REFUSED
    assert "3 bilans contrôlés" in ran.out
    ran = run("controler", files / "juste.txt", tmp_path / "absent.txt")
    assert ran.code == REFUSED
    assert "1 accepté" in ran.out
    assert "1 fichier non lu" in ran.out
    assert "est introuvable" in ran.err
    assert {path.name for path in tmp_path.iterdir()} == {"juste.html", "absent.html", "faux.html"}


def test_a_grouped_file_gives_numbered_reports(run: Run, files: Path, tmp_path: Path) -> None:
    ran = run("controler", files / "groupe.txt", "--json", tmp_path / "r.json")
    assert ran.code == OK
    assert "2 bilans contrôlés" in ran.out
    found = [json.loads((tmp_path / name).read_text(encoding="utf-8")) for name in ("r.json", "r-2.json")]
    assert [report["collectivite"]["siret"] for report in found] == [SIRET, OTHER_SIRET]


def test_a_pattern_left_by_the_shell_names_its_files(run: Run, files: Path) -> None:
    ran = run("controler", files / "*.json")
    assert "2 bilans contrôlés" in ran.out


def test_a_file_of_waivers_that_cannot_be_used_is_refused(run: Run, files: Path, tmp_path: Path) -> None:
    (tmp_path / "faux.yaml").write_text("- rien", encoding="utf-8")
    for name in ("faux.yaml", "absent.yaml"):
        ran = run("controler", files / "juste.txt", "--derogations", tmp_path / name)
        assert (ran.code, ran.out) == (USAGE, "")
        assert name in ran.err


def test_no_report_shows_the_person_to_contact(run: Run, tmp_path: Path) -> None:
    contact: dict[str, Any] = {
        "collectivite!repondant_nom.C01": "Zoé Introuvable " * 200,
        "collectivite!repondant_tel.C01": 612345678,
    }
    source, html, told = tmp_path / "bilan.xlsx", tmp_path / "r.html", tmp_path / "r.json"
    build(source, REC, ("rec",), exemple(REC, 1, ("rec",)).values | contact)
    said = run("controler", source, "--html", html, "--json", told)
    shown = said.out + said.err + html.read_text(encoding="utf-8") + told.read_text(encoding="utf-8")
    assert "TEXTE-TROP-LONG" in shown
    assert "TEXTE-CONVERTI" in shown
    assert "Introuvable" not in shown
    assert "612345678" not in shown
