"""The command: what it accepts, says, writes, refuses, and its exit codes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import schemas
from processors import cli
from processors.answers import Answers, to_document
from processors.cli_terminal import INTERNAL, INTERRUPTED, OK, REFUSED, TO_CORRECT, USAGE
from processors.example import exemple
from processors.txt import ecrire, ecrire_groupe
from workbook_templates.builder import build
from workbook_templates.layout import Layout

NBSP = "\u00a0"
SIRET, OTHER_SIRET = "21990001600011", "99990001200009"
COMMANDS = ("modele", "exemple", "controler", "exporter", "importer", "dictionnaire", "schema", "demo")
YEAR = "4.1.4!L02.C01"
REC = schemas.questionnaire("rec2019")


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in this process, as its entry point does."""

    def ran(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["bilan-social", *map(str, arguments)])
        with pytest.raises(SystemExit) as ending:
            cli.main()
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Ran(int(ending.value.code or 0), said.out, said.err)

    return ran


def shell(*arguments: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Runs the command as a user does, in another process."""
    line = [sys.executable, "-m", "processors.cli", *map(str, arguments)]
    return subprocess.run(line, cwd=cwd, capture_output=True, check=False, env={**os.environ, **environment})


@pytest.fixture(scope="module")
def example() -> Answers:
    """Coherent answers, with the year that the wrong files hold wrong."""
    found = exemple(REC, 1, ("rec",))
    return replace(found, values=found.values | {"collectivite!siret.C01": SIRET, YEAR: 2012})


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, example: Answers) -> Path:
    """A folder with every kind of file; tests do not write in it."""
    folder = tmp_path_factory.mktemp("fichiers reçus")
    for name, year in (("juste", 2012), ("faux", 2031)):
        answers = replace(example, values=example.values | {YEAR: year})
        build(folder / f"{name}.xlsx", REC, answers.modules, answers.values)
        (folder / f"{name}.txt").write_bytes(ecrire(answers))
    small = exemple(REC, 1, ("gpeec",))
    group = [replace(small, values=small.values | {"collectivite!siret.C01": siret}) for siret in (SIRET, OTHER_SIRET)]
    (folder / "groupe.txt").write_bytes(ecrire_groupe(group))
    (folder / "juste.json").write_text(json.dumps(to_document(example)), encoding="utf-8")
    anonymous = replace(example, values=without(example, "collectivite!siret.C01"))
    (folder / "sans-siret.json").write_text(json.dumps(to_document(anonymous)), encoding="utf-8")
    (folder / "texte.xlsx").write_text("bonjour", encoding="utf-8")
    return folder


def without(answers: Answers, variable: str) -> dict[str, Any]:
    return {code: value for code, value in answers.values.items() if code != variable}


# Help and usage


def test_help_lists_every_command_and_the_exit_codes(run: Run) -> None:
    ran = run("--help")
    assert ran.code == OK
    assert [name for name in COMMANDS if f"\n  {name} " not in ran.out] == []
    assert "Codes de sortie" in ran.out


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_is_french_complete_and_has_an_example(run: Run, name: str) -> None:
    ran = run(name, "--help")
    assert ran.code == OK
    assert ran.out.startswith(f"Usage{NBSP}: bilan-social {name} ")
    assert f"\n  bilan-social {name}" in ran.out.partition("Exemple")[2]
    assert "--debug" in ran.out
    assert not re.search(r"\[required\]|\[default|Options:|Show this|<\w+>|…$", ran.out, re.MULTILINE)
    assert not re.search(rf"[^{NBSP}] [:;?!] |« | »", ran.out.replace(f"{NBSP}:", "")), "typographie"


def test_examples_of_the_help_use_existing_options(run: Run) -> None:
    for name in COMMANDS:
        options, _, examples = run(name, "--help").out.partition("Exemple")
        used = set(re.findall(r" (-{1,2}[a-z]+)", examples))
        assert used <= set(re.findall(r"(?<![\w-])(-{1,2}[a-z]+)", options)), name


def test_without_argument_the_help_is_shown_as_a_wrong_usage(run: Run) -> None:
    ran = run()
    assert (ran.code, ran.out) == (USAGE, "")
    assert "Commandes" in ran.err


def test_help_is_quick_to_start(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "processors.cli", "--help"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    heavy = re.findall(
        rb"\| +(pandas|openpyxl|xlwings|numpy|jsonschema|schemas|rich\.console)$", done.stderr, re.MULTILINE
    )
    assert heavy == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("modle", "Commande inconnue : « modle ». Vouliez-vous dire « modele » ?"),
        ("zzz", "Commande inconnue : « zzz »."),
        ("--zut", "Option inconnue : --zut."),
        ("modele", "Il manque l’argument QUESTIONNAIRE."),
        ("modele rec2019", "Il manque l’option -o / --sortie."),
        ("modele rec2019 -o", "L’option -o attend une valeur."),
        ("modele rec2019 -o a.xlsx --ecraser=oui", "L’option --ecraser n’attend pas de valeur."),
        ("modele rec2019 -o a.xlsx --modul rec", "Option inconnue : --modul. Vouliez-vous dire --modules ?"),
        ("modele rec2019 reste -o a.xlsx", "Argument en trop : « reste »."),
        ("modele rec2018 -o a.xlsx", "Questionnaire inconnu : « rec2018 ». Questionnaires livrés : rec2019."),
        ("modele rec2019 -o a.xlsx --modules rec,foo", "Module inconnu : foo. Modules de ce questionnaire : rec, "),
        ("modele rec2019 -o a.xlsx --siret 123", "« 123 » n’est pas un SIRET valide : quatorze chiffres"),
        ("modele rec2019 -o a.xls", "Le nom du fichier à écrire doit se terminer par .xlsx, pas « a.xls ».*a.xlsx"),
        ("modele rec2019 -o a", "Par exemple : a.xlsx"),
        ("modele rec2019 -o .", "« . » est un dossier : indiquez un nom de fichier"),
        ("modele rec2019 -o absent/a.xlsx", "Le dossier « absent » n’existe pas : créez-le"),
        (
            "exemple rec2019 -o a.xlsx --graine x",
            "Valeur refusée pour l’option --graine : un nombre entier est attendu",
        ),
        ("exemple rec2019 -o a.xlsx --graine -1", "à partir de 0"),
        ("controler", "Il manque l’argument FICHIER."),
        ("exporter a.xlsx -o a.pdf", "doit se terminer par .txt ou .json, pas « a.pdf »"),
        ("importer a.txt", "Il manque l’option -o / --sortie."),
        ("dictionnaire rec2019 -o a.xlsx", "doit se terminer par .csv"),
        ("schema rec2019 -o a.txt", "doit se terminer par .json"),
    ],
)
def test_a_wrong_usage_is_explained(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run(*line.split())
    assert (ran.code, ran.out) == (USAGE, "")
    assert re.search(message, ran.err.replace(NBSP, " ")), ran.err
    assert list(tmp_path.iterdir()) == []


def test_every_message_has_french_spaces(run: Run) -> None:
    for line in ("zzz", "modele rec2018 -o a.xlsx", "modele rec2019 -o absent/a.xlsx", "controler absent.xlsx"):
        assert not re.search(r"« | »| [:;?!]", run(*line.split()).err), line


def test_version(run: Run) -> None:
    assert re.fullmatch(r"bilan-social \d+\.\d+\.\d+\n", run("--version").out)


def test_debug_is_accepted_anywhere_and_shows_the_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def crash(*arguments: object) -> None:
        raise ZeroDivisionError("boum")

    monkeypatch.setattr(cli, "print_data", crash)
    for line, shown in (
        (["schema", "rec2019"], False),
        (["schema", "rec2019", "--debug"], True),
        (["--debug", "schema", "rec2019"], True),
    ):
        monkeypatch.setattr(sys, "argv", ["bilan-social", *line])
        with pytest.raises(SystemExit) as ending:
            cli.main()
        said = capsys.readouterr().err
        assert ending.value.code == INTERNAL
        assert ("Traceback" in said and "boum" in said) is shown
        assert ("Relancez avec --debug" in said) is not shown


def test_an_interruption_has_its_code(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "print_data", stop)
    assert run("schema", "rec2019").code == INTERRUPTED


# modele, exemple


def test_modele_writes_a_workbook_with_the_chosen_modules_and_identity(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mon dossier [1]"
    path.mkdir()
    path /= "modèle : été.xlsx"
    ran = run(
        "modele", "REC2019", "-o", path, "--modules", "RASSCT", "--siret", "219 900 016 00011", "--nom", " Œuilly "
    )
    assert (ran.code, ran.err) == (OK, "")
    assert ran.out == f"Classeur écrit{NBSP}: {path}\n"
    names = openpyxl.load_workbook(path, read_only=True).sheetnames
    assert "IND R.1" in names
    assert "IND 1.1.1" not in names
    back = run("exporter", path, "-o", tmp_path / "r.json")
    assert back.code == OK
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["reponses"] == {
        "collectivite": {"siret": {"C01": SIRET}, "raison_sociale": {"C01": "Œuilly"}}
    }


def test_nothing_is_overwritten_without_being_told_to(run: Run, files: Path, tmp_path: Path) -> None:
    lines = {
        "a.xlsx": ("modele", "rec2019"),
        "b.txt": ("exporter", files / "juste.xlsx"),
        "c.xlsx": ("importer", files / "juste.txt"),
        "d.csv": ("dictionnaire", "rec2019"),
        "e.json": ("schema", "rec2019"),
    }
    for name, line in lines.items():
        path = tmp_path / name
        path.write_text("précieux", encoding="utf-8")
        ran = run(*line, "-o", path)
        assert (ran.code, path.read_text(encoding="utf-8")) == (USAGE, "précieux"), name
        assert "existe déjà" in ran.err
        assert "--ecraser" in ran.err
    ran = run("exporter", files / "juste.xlsx", "-o", tmp_path / "b.txt", "--ecraser")
    assert ran.code == OK
    assert (tmp_path / "b.txt").read_bytes() == (files / "juste.txt").read_bytes()


def test_a_failed_write_says_why_and_leaves_the_former_file(
    run: Run, files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("précieux", encoding="utf-8")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    ran = run("importer", files / "juste.txt", "-o", path, "--ecraser")
    assert ran.code == USAGE
    assert "le disque est plein" in ran.err
    assert [(one.name, one.read_text(encoding="utf-8")) for one in tmp_path.iterdir()] == [("a.xlsx", "précieux")]


def test_exemple_with_the_same_seed_gives_the_same_file(run: Run, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.xlsx", "b.xlsx")]
    for path in paths:
        ran = run("exemple", "rec2019", "--graine", 4, "--modules", "gpeec", "-o", path)
        assert ran.code == OK
        assert "réponses)" in ran.out
    assert paths[0].read_bytes() == paths[1].read_bytes()


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
