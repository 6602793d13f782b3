"""The command: help, wrong usages, messages; blank and example workbooks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from processors.cli.main import main
from processors.cli.terminal import INTERNAL, INTERRUPTED, OK, USAGE
from tests.cli.outils import COMMANDS, NBSP, SIRET, Run

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
        ("modele rec2018 -o a.xlsx", "Questionnaire inconnu : « rec2018 ». Questionnaires livrés : rec2017, rec2019."),
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
        ("dictionnaire rec2019 -o a.txt", "doit se terminer par .csv ou .xlsx"),
        ("modele rec2019 -o a.xlsx --modules=", "attend au moins un module"),
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

    monkeypatch.setattr("processors.cli.main.print_data", crash)
    for line, shown in (
        (["schema", "rec2019"], False),
        (["schema", "rec2019", "--debug"], True),
        (["--debug", "schema", "rec2019"], True),
    ):
        monkeypatch.setattr(sys, "argv", ["bilan-social", *line])
        with pytest.raises(SystemExit) as ending:
            main()
        said = capsys.readouterr().err
        assert ending.value.code == INTERNAL
        assert ("Traceback" in said and "boum" in said) is shown
        assert ("Relancez avec --debug" in said) is not shown


def test_an_interruption_has_its_code(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("processors.cli.main.print_data", stop)
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
