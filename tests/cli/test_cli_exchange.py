"""`exporter`, `importer`, `dictionnaire`, `schema`, and poor terminals."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from processors.answers import Answers
from processors.cli.terminal import OK, REFUSED, TO_CORRECT, USAGE
from processors.txt import ecrire
from tests.cli.outils import OTHER_SIRET, REC, SIRET, YEAR, Run, shell, without
from workbook_templates.layout import Layout

# exporter, importer


def test_from_the_template_to_the_txt_and_back_without_losing_a_byte(run: Run, tmp_path: Path) -> None:
    blank, filled = tmp_path / "modele.xlsx", tmp_path / "rempli.xlsx"
    assert run("modele", "rec2019", "-o", blank, "--siret", SIRET, "--modules", "rassct").code == OK
    workbook = openpyxl.load_workbook(blank)
    layout = Layout(REC, ("rassct",))
    row = REC.tables["R.10"].rows[0].code
    typed = (
        ("collectivite", "raison_sociale", "C01", "Commune d’Œuilly ☺"),
        ("collectivite", "q_agents", "C01", "Oui"),
        ("R.3", "L01", "C01", "Gestes | postures"),
        ("R.3", "L01", "C02", "3 "),
        ("R.3", "L02", "C02", 0),
        ("R.10", row, "C03", "2,5"),
    )
    for table, row, column, value in typed:
        place = layout.place(table, row, column)
        assert place is not None
        workbook[place[0]].cell(place[1] + 1, place[2] + 1).value = value
    workbook.save(filled)
    first, again, second = tmp_path / "1.txt", tmp_path / "2.xlsx", tmp_path / "2.txt"
    for command, source, target in (
        ("exporter", filled, first),
        ("importer", first, again),
        ("exporter", again, second),
    ):
        ran = run(command, source, "-o", target)
        assert ran.code in (OK, TO_CORRECT)  # so few answers cannot be coherent
        assert "partielle" not in ran.err
    assert first.read_bytes() == second.read_bytes()
    assert f"R.10!{row}.C03|N|2.5".encode() in first.read_bytes()


def test_json_goes_both_ways(run: Run, files: Path, tmp_path: Path) -> None:
    book, back = tmp_path / "a.xlsx", tmp_path / "a.json"
    assert run("importer", files / "juste.json", "-o", book).code == OK
    assert run("exporter", book, "-o", back).code == OK
    assert json.loads(back.read_bytes()) == json.loads((files / "juste.json").read_bytes())


def test_a_refused_value_stops_everything_unless_partiel(
    run: Run, files: Path, example: Answers, tmp_path: Path
) -> None:
    for line in (
        ("exporter", files / "faux.xlsx", "-o", tmp_path / "a.txt"),
        ("importer", files / "faux.txt", "-o", tmp_path / "a.xlsx"),
    ):
        ran = run(*line)
        assert ran.code == TO_CORRECT
        assert "Rien n’a été écrit" in ran.err
        assert "ANNEE-HORS-LIMITES" in ran.out
        assert list(tmp_path.iterdir()) == []
    ran = run("exporter", files / "faux.xlsx", "-o", tmp_path / "a.txt", "--partiel")
    assert ran.code == TO_CORRECT
    assert "n’ont pas été reprises" in ran.err
    assert (tmp_path / "a.txt").read_bytes() == ecrire(replace(example, values=without(example, YEAR)))


def test_a_file_that_cannot_be_read_is_never_converted(run: Run, files: Path, tmp_path: Path) -> None:
    for name in ("texte.xlsx", "absent.xlsx"):
        ran = run("exporter", files / name, "-o", tmp_path / "a.txt", "--partiel")
        assert ran.code == REFUSED
    assert list(tmp_path.iterdir()) == []


def test_a_txt_needs_a_siret(run: Run, files: Path, tmp_path: Path) -> None:
    ran = run("exporter", files / "sans-siret.json", "-o", tmp_path / "a.txt", "--partiel")
    assert ran.code == TO_CORRECT
    assert "SIRET" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_grouped_txt_goes_to_a_folder(run: Run, files: Path, tmp_path: Path) -> None:
    ran = run("importer", files / "groupe.txt", "-o", tmp_path / "a.xlsx")
    assert (ran.code, "indiquez un dossier" in ran.err) == (USAGE, True)
    assert list(tmp_path.iterdir()) == []
    ran = run("importer", files / "groupe.txt", "-o", tmp_path / "communes")
    assert ran.code == OK
    assert {one.name for one in (tmp_path / "communes").iterdir()} == {
        f"{SIRET}-rec2019.xlsx",
        f"{OTHER_SIRET}-rec2019.xlsx",
    }
    ran = run("exporter", files / "groupe.txt", "-o", tmp_path / "a.json")
    assert (ran.code, "ne contient qu’un bilan" in ran.err) == (USAGE, True)


def test_importer_of_one_report_wants_a_workbook_name(run: Run, files: Path, tmp_path: Path) -> None:
    for name in ("retour", "retour.txt"):
        ran = run("importer", files / "juste.txt", "-o", tmp_path / name)
        assert ran.code == USAGE
        assert "doit se terminer par .xlsx" in ran.err


# dictionnaire, schema


def test_dictionnaire_lists_every_variable(run: Run, tmp_path: Path) -> None:
    assert run("dictionnaire", "rec2019", "-o", tmp_path / "d.csv").code == OK
    text = (tmp_path / "d.csv").read_text(encoding="utf-8-sig")
    assert text == run("dictionnaire", "rec2019").out
    assert len(text.splitlines()) == 1 + len(REC.cells)


def test_dictionnaire_is_also_a_workbook(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "dictionnaire.xlsx"
    assert run("dictionnaire", "rec2019", "-o", path).code == OK
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert sheet.max_row == 1 + len(REC.cells)
    assert [cell.value for cell in sheet[2]][:2] == ["collectivite!siret.C01", "collectivite"]


def test_schema_is_the_published_one(run: Run, tmp_path: Path) -> None:
    assert run("schema", "rec2019", "-o", tmp_path / "s.json").code == OK
    text = (tmp_path / "s.json").read_text(encoding="utf-8")
    assert text == run("schema", "rec2019").out
    assert json.loads(text)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


# Terminals


@pytest.mark.parametrize(
    ("environment", "encoding", "words"),
    [
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, "ascii", "x Annee impossible"),
        ({"PYTHONIOENCODING": "cp1252"}, "cp1252", "x Année impossible"),
        ({"PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}, "utf-8", "✖ Année impossible"),
    ],
)
def test_any_terminal_can_show_a_report(files: Path, environment: dict[str, str], encoding: str, words: str) -> None:
    done = shell("controler", "faux.txt", cwd=files, **environment)
    assert (done.returncode, done.stderr) == (TO_CORRECT, b"")
    said = done.stdout.decode(encoding)
    assert words in said
    assert "\x1b" not in said


def test_data_sent_to_another_program_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    done = shell("schema", "rec2019", cwd=tmp_path, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == OK
    assert json.loads(done.stdout.decode("utf-8"))["type"] == "object"


def test_long_names_are_not_cut(files: Path, tmp_path: Path) -> None:
    path = tmp_path / ("nom très long avec des espaces " * 6 + ".txt")
    done = shell("exporter", files / "juste.txt", "-o", path, cwd=tmp_path, COLUMNS="80", PYTHONIOENCODING="utf-8")
    assert f"{path} (" in done.stdout.decode()
