"""The `migrer` command: frozen files of past versions, damaged files, journals, the « À reprendre » sheet."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from xlsxwriter.utility import xl_rowcol_to_cell

import schemas
from processors.answers import Answers
from processors.control import check
from processors.example import exemple
from processors.findings import Severity
from processors.lecture import lire_classeur
from processors.migration import migrer
from processors.migration.a_reprendre import CHECK, SHARE, TYPE_AGAIN, a_reprendre
from processors.migration.html import journal_html
from processors.migration.journal import COLUMNS, journal_csv
from processors.pertes import Pertes
from processors.txt import ecrire
from schemas.migration import Edition, Kind, Migration, Step, identity
from schemas.migration import path as way
from tests.cli.conftest import run as run  # noqa: PLC0414 - the fixture that runs the command
from tests.cli.outils import Run
from tests.mapping.etranger import FOLDER as FOREIGN
from tests.mapping.etranger import WORKBOOK, YAML
from tests.migration.fichiers import REC, VERSIONS, journal
from workbook_templates.builder import build
from workbook_templates.layout import REWORK_SHEET
from workbook_templates.supplement import Supplement

FROZEN = sorted(VERSIONS.glob("rec*-*.*"))
VARIABLE = "collectivite!population.C01"
IDENTITY = {
    "collectivite!siret.C01": "21990001600011",
    "collectivite!raison_sociale.C01": "Commune d’Essai",
    "collectivite!type_collectivite.C01": "CCN",
    "collectivite!q_agents.C01": "OUI",
    "collectivite!repondant_nom.C01": "Jeanne Exemple",
}
SMALL = IDENTITY | {
    "1.1.1!G007.C01": 3,
    "1.1.1!G007.C05": 1,
    "1.1.1!G007.C06": 2,
}
HERE = Edition.of(REC)


def report(values=SMALL, **more) -> Answers:
    return Answers(REC, ("rec",), dict(values), **more)


def short(**more) -> Answers:
    """A report of the smallest module: quick to build."""
    return Answers(REC, ("gpeec",), {**IDENTITY, VARIABLE: 1200}, **more)


@pytest.fixture(scope="module")
def text() -> str:
    return ecrire(short()).decode("cp1252")


# Frozen files of past versions


@pytest.mark.parametrize("path", FROZEN, ids=lambda path: path.name)
def test_a_file_of_a_past_version_is_read_and_migrated_whole(path, tmp_path):
    (checked,) = check(path)
    assert checked.complete and checked.answers is not None
    assert Edition.of(checked.answers.questionnaire) == Edition(*re.split(r"-(?=\d+\.)", path.stem))
    answers = checked.usable()
    migre = migrer(answers, way(Edition.of(answers.questionnaire), HERE), REC)
    assert migre.solde.clos
    assert migre.solde.entrees == len(answers.values)


def test_every_past_version_has_its_frozen_workbooks():
    named = {path.name for path in FROZEN}
    past = [Edition(name, version) for name in ("rec2019",) for version in schemas.versions(name)[1:]]
    past.append(Edition("rec2017", "1.0.0"))
    assert {f"{one.id}-{one.version}{suffix}" for one in past for suffix in (".xlsx", ".xlsb")} <= named


def test_a_migrated_workbook_is_right_before_any_spreadsheet_opens_it(run: Run, tmp_path: Path) -> None:
    old = VERSIONS / "rec2019-1.0.0.xlsb"
    new, lines, page = tmp_path / "n.xlsx", tmp_path / "j.csv", tmp_path / "j.html"
    ran = run("migrer", old, "--vers", "rec2019", "-o", new, "--journal", lines, "--html", page)
    assert ran.code == 0, ran.err
    (before,), (after,) = check(old), check(new)
    assert after.answers is not None and before.answers is not None
    assert after.answers.version == REC.version
    assert after.answers.values == before.answers.values
    assert [found.code for found in after.findings if found.severity is not Severity.INFORMATION] == []
    assert run("controler", new).code == 0
    told = journal(lines)
    assert len([line for line in told if line["nature"] == "réponse"]) == len(before.answers.values)
    assert REWORK_SHEET not in [sheet.nom for sheet in lire_classeur(new).feuilles]
    first = next(line for line in told if line["code d’origine"].startswith("1.1.1!"))
    assert (first["devenir"], first["feuille d’origine"], first["feuille cible"]) == ("conservée", *["IND 1.1.1"] * 2)
    assert first["cellule d’origine"] and first["cellule cible"] and first["valeur"] == first["valeur cible"]


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    old = schemas.questionnaire("rec2019@1.0.0")
    answers = exemple(old, 5, ("gpeec",))
    split = Migration(Edition.of(old), HERE, _all_to_decide(answers))
    files = []
    for name in ("a.xlsx", "b.xlsx"):
        migre = migrer(answers, split, REC)
        assert migre.a_reprendre
        supplement = Supplement(a_reprendre(migre))
        build(tmp_path / name, REC, migre.answers.modules, migre.answers.values, supplement=supplement)
        page = journal_html(migre, "a.xlsx", "2020-01-01").encode()
        files.append((tmp_path / name).read_bytes() + journal_csv(migre) + page)
    assert files[0] == files[1]


def _all_to_decide(answers: Answers) -> tuple[Step, ...]:
    steps = identity(answers.questionnaire).steps
    return tuple(replace(step, kind=Kind.CHANGED, reason="le champ a changé") if rank % 7 == 0 else step
                 for rank, step in enumerate(steps))  # fmt: skip


# Damaged files

LINE = f"21990001600011|V|{VARIABLE}|N|1200\r\n"
DAMAGES = {
    "TXT-FIN-ABSENTE": lambda text: "\r\n".join(text.split("\r\n")[:-3]) + "\r\n",
    "TXT-CONTROLE": lambda text: text.replace("|N|1200", "|N|1900"),
    "TXT-NOMBRE": lambda text: text.replace(LINE, ""),
    "TXT-SIRET-INVALIDE": lambda text: text.replace("21990001600011", "21990001600012"),
    "TXT-LIGNE-ETRANGERE": lambda text: text.replace(LINE, LINE.replace("21990001600011", "99990001200009") + LINE),
    "TXT-DOUBLON-DIFFERENT": lambda text: text.replace(LINE, LINE + LINE.replace("1200", "1300")),
    "TXT-DOUBLON": lambda text: text.replace(LINE, LINE * 2),
    "TXT-VARIABLE-INCONNUE": lambda text: text.replace(VARIABLE, "collectivite!popul.C01"),
    "TXT-FORMAT-RECENT": lambda text: text.replace("bilan-social/txt|1.", "bilan-social/txt|9."),
    "TXT-QUESTIONNAIRE": lambda text: text.replace("questionnaire=rec2019", "questionnaire=rec1999"),
}
"""How a txt is cut, edited, mixed up, and the finding that says so."""


def damaged(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def arguments(command: str, old: Path, folder: Path) -> list[object]:
    """The command line that reads `old` and writes in `folder`."""
    return [command, old, "-o", folder / "n.xlsx", *(["--journal", folder / "j.csv"] if command == "migrer" else [])]


@pytest.mark.parametrize("code", DAMAGES)
@pytest.mark.parametrize("command", ["migrer", "importer"])
def test_nothing_is_written_from_a_damaged_file(run: Run, tmp_path: Path, text, command, code) -> None:
    changed = DAMAGES[code](text)
    assert changed != text
    ran = run(*arguments(command, damaged(tmp_path / "abime.txt", changed.encode("cp1252")), tmp_path))
    assert ran.code in (1, 3)
    assert code in ran.out
    assert "Rien n’a été écrit" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["abime.txt"]


LEFT = {
    "TXT-FIN-ABSENTE": {"manquante": 1},
    "TXT-CONTROLE": {},
    "TXT-NOMBRE": {"manquante": 1},
    "TXT-SIRET-INVALIDE": {"non lue": 1},
    "TXT-LIGNE-ETRANGERE": {"non lue": 1},
    "TXT-DOUBLON-DIFFERENT": {"non lue": 2},
    "TXT-DOUBLON": {},
    "TXT-VARIABLE-INCONNUE": {"non lue": 1},
}
"""What the journal lists of each damage; the files that are not here cannot be read at all."""


@pytest.mark.parametrize("code", DAMAGES)
def test_a_partial_migration_accounts_for_every_damage(run: Run, tmp_path: Path, text, code) -> None:
    old = damaged(tmp_path / "abime.txt", DAMAGES[code](text).encode("cp1252"))
    ran = run(*arguments("migrer", old, tmp_path), "--partiel")
    if code not in LEFT:
        assert ran.code == 3 and not (tmp_path / "n.xlsx").exists()
        return
    assert ran.code == 1
    assert code in ran.err and "Migration partielle" in ran.err
    told = journal(tmp_path / "j.csv")
    listed = [line for line in told if line["devenir"] in ("non lue", "manquante")]
    assert Counter(line["devenir"] for line in listed) == LEFT[code]
    assert all(line["motif"] for line in listed)
    held = [line for line in told if line["nature"] == "réponse"]
    announced = int(text.partition("nombre=")[2].partition("|")[0])
    missing = sum(int(line["valeur"].split()[0]) for line in listed if line["devenir"] == "manquante")
    assert len(held) + missing >= announced
    assert f"{len(held) + missing} valeurs dans l’ancien fichier" in ran.out


def test_the_journal_names_both_values_of_a_variable_given_twice(run: Run, tmp_path: Path, text) -> None:
    old = damaged(tmp_path / "abime.txt", DAMAGES["TXT-DOUBLON-DIFFERENT"](text).encode("cp1252"))
    run(*arguments("migrer", old, tmp_path), "--partiel")
    lost = [line for line in journal(tmp_path / "j.csv") if line["devenir"] == "non lue"]
    assert {line["valeur"] for line in lost} == {"1200", "1300"}
    assert {line["code d’origine"] for line in lost} == {VARIABLE}
    assert all(line["cellule d’origine"].startswith("ligne ") for line in lost)


def test_every_line_is_listed_when_the_first_one_has_another_siret(run: Run, tmp_path: Path, text) -> None:
    """Everything else then belongs to another collectivité: nothing is carried, each line is told, texts are masked."""
    changed = text.replace("21990001600011", "99990001200009", 1)
    ran = run(*arguments("migrer", damaged(tmp_path / "abime.txt", changed.encode("cp1252")), tmp_path), "--partiel")
    lost = [line for line in journal(tmp_path / "j.csv") if line["devenir"] == "non lue"]
    assert ran.code == 1 and len(lost) == int(text.partition("nombre=")[2].partition("|")[0])
    assert {VARIABLE, "collectivite!raison_sociale.C01"} <= {line["code d’origine"] for line in lost}
    assert "Commune d’Essai" not in (tmp_path / "j.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("code", LEFT)
def test_a_partial_import_says_what_it_leaves(run: Run, tmp_path: Path, text, code) -> None:
    old = damaged(tmp_path / "abime.txt", DAMAGES[code](text).encode("cp1252"))
    ran = run(*arguments("importer", old, tmp_path), "--partiel")
    assert (tmp_path / "n.xlsx").is_file(), ran.err
    assert ran.code == 1 and code in ran.err and "Conversion partielle" in ran.err
    assert ("annoncée" in ran.err) == ("manquante" in LEFT[code])


def test_a_sum_that_may_lack_a_missing_value_is_not_made():
    merged = Step(Kind.SUMMED, ("1.1.1!G006.C05", "1.1.1!G007.C05"), ("1.1.1!G007.C05",), "réunis")
    sums = Migration(HERE, HERE, (merged,))
    whole = migrer(report({"1.1.1!G007.C05": 1}), sums, REC)
    cut = migrer(report({"1.1.1!G007.C05": 1}), sums, REC, pertes=Pertes(manquantes=3))
    assert whole.answers.values and not cut.answers.values
    assert cut.solde.clos and cut.solde.entrees == 4


@pytest.mark.parametrize("command", ["migrer", "importer"])
def test_mixed_encodings_are_told(run: Run, tmp_path: Path, text, command) -> None:
    """The first line is in Windows-1252 and says so; the others were saved again in UTF-8."""
    head, _, rest = text.partition("\r\n")
    data = f"{head}\r\n".encode("cp1252") + rest.encode("utf-8")
    ran = run(*arguments(command, damaged(tmp_path / "melange.txt", data), tmp_path))
    assert ran.code == 1 and "TXT-CONTROLE" in ran.out
    assert not (tmp_path / "n.xlsx").exists()


@pytest.mark.parametrize("command", ["migrer", "importer"])
def test_a_future_version_is_told(run: Run, tmp_path: Path, command) -> None:
    """Every value is known: the file is complete, and taken with an alert. An unknown variable stops it."""
    old = damaged(tmp_path / "futur.txt", ecrire(short(version="99.0.0")))
    assert "TXT-VERSION-RECENTE" in run("controler", old).out
    taken = run(*arguments(command, old, tmp_path), *(["--html", tmp_path / "j.html"] if command == "migrer" else []))
    assert (tmp_path / "n.xlsx").is_file()
    assert "TXT-VERSION-RECENTE" in taken.err
    if command == "migrer":
        assert "TXT-VERSION-RECENTE" in (tmp_path / "j.html").read_text(encoding="utf-8")
    unknown = ecrire(short(version="99.0.0")).replace(VARIABLE.encode(), b"collectivite!popul.C01")
    (tmp_path / "n.xlsx").unlink()
    ran = run(*arguments(command, damaged(tmp_path / "inconnu.txt", unknown), tmp_path), "--ecraser")
    assert ran.code == 1 and "TXT-VARIABLE-INCONNUE" in ran.out
    assert not (tmp_path / "n.xlsx").exists()


def test_a_partial_migration_lists_what_it_leaves(run: Run, tmp_path: Path) -> None:
    wrong = short()
    layout = build(tmp_path / "faux.xlsx", REC, wrong.modules, wrong.values | {VARIABLE: -2})
    place = layout.place("collectivite", "population", "C01")
    assert place is not None
    ran = run(*arguments("migrer", tmp_path / "faux.xlsx", tmp_path))
    assert ran.code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["faux.xlsx"]
    ran = run(*arguments("migrer", tmp_path / "faux.xlsx", tmp_path), "--partiel")
    (line,) = [line for line in journal(tmp_path / "j.csv") if line["devenir"] == "non lue"]
    assert (line["code d’origine"], line["valeur"]) == (VARIABLE, "-2")
    assert line["cellule d’origine"] == xl_rowcol_to_cell(*place[1:])
    assert "1 non lue" in ran.out
    (checked,) = check(tmp_path / "n.xlsx")
    assert checked.answers is not None and VARIABLE not in checked.answers.values


# Usage


def test_what_would_be_lost_is_never_written_over(run: Run, tmp_path: Path) -> None:
    old = damaged(tmp_path / "a.txt", ecrire(short()))
    new, lines = tmp_path / "n.xlsx", tmp_path / "j.csv"
    lines.write_text("à moi", encoding="utf-8")
    ran = run("migrer", old, "-o", new, "--journal", lines)
    assert ran.code == 2 and "existe déjà" in ran.err
    assert not new.exists() and lines.read_text(encoding="utf-8") == "à moi"
    assert run("migrer", old, "-o", new, "--journal", lines, "--ecraser").code == 0
    again = run("migrer", new, "-o", new, "--journal", lines, "--ecraser")
    assert again.code == 2 and "Donnez un autre nom" in again.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--vers", "rec1999"), "Questionnaire inconnu"),
        (("--html", "j.txt"), "doit se terminer par .html"),
        (("--correspondance", "absente.yaml"), "introuvable"),
    ],
)
def test_wrong_uses_are_explained(run: Run, tmp_path: Path, arguments, told) -> None:
    old = damaged(tmp_path / "a.txt", ecrire(short()))
    ran = run("migrer", old, "-o", tmp_path / "n.xlsx", "--journal", tmp_path / "j.csv", *arguments)
    assert ran.code in (2, 3) and told in ran.err
    assert not (tmp_path / "n.xlsx").exists()


def test_a_foreign_workbook_becomes_one_of_ours(run: Run, tmp_path: Path) -> None:
    new, lines = tmp_path / "n.xlsx", tmp_path / "j.csv"
    ran = run("migrer", FOREIGN / WORKBOOK, "--correspondance", FOREIGN / YAML, "-o", new, "--journal", lines)
    assert new.is_file(), ran.err
    (checked,) = check(new)
    assert checked.answers is not None and checked.answers.values["1.1.1!G007.C06"] == 2
    line = next(line for line in journal(lines) if line["code d’origine"] == "1.1.1!G007.C06")
    assert (line["feuille d’origine"], line["cellule d’origine"]) == ("Effectifs", "D4")


# Journals and the « À reprendre » sheet


@pytest.fixture
def undecided():
    """A migration that shares one cell out, changes the meaning of another, and could not read a third."""
    given = {
        "1.1.1!G007.C01": Step(Kind.SPLIT, ("1.1.1!G007.C01",), ("1.1.1!G006.C01", "1.1.1!G008.C01"), "deux lignes"),
        "1.1.1!G007.C05": Step(Kind.CHANGED, ("1.1.1!G007.C05",), ("1.1.1!G007.C05",), "le champ a changé"),
    }
    steps = tuple(step for step in identity(REC).steps if step.sources[0] not in given)
    contents: dict[str | tuple[str, str], object] = {
        "1.1.1!G004.C01": "=néant",
        ("Notes", "B2"): "appeler Mme X",
        ("Notes", "B3"): 12.0,
    }
    return migrer(report(), Migration(HERE, HERE, (*given.values(), *steps)), REC, contents)


def test_the_journal_is_safe_in_a_spreadsheet(undecided):
    data = journal_csv(undecided)
    assert data.startswith(b"\xef\xbb\xbf") and data.count(b"\r\n") == len(undecided.journal) + 1
    text = data.decode("utf-8-sig")
    assert text.split("\r\n")[0] == ";".join(COLUMNS)
    assert ";'=néant;" in text and ";=" not in text


def test_no_journal_names_a_person(undecided):
    text = journal_csv(undecided).decode("utf-8-sig") + journal_html(undecided, "a.xlsx", "2020-05-12")
    assert "Jeanne Exemple" not in text
    assert "donnée personnelle" in text


def test_the_page_escapes_and_counts(undecided):
    hostile = replace(undecided.source, values=SMALL | {"collectivite!raison_sociale.C01": "<script>alert(1)</script>"})
    page = journal_html(replace(undecided, source=hostile), "<b>.xlsx", "2020-05-12")
    assert "<script>" not in page and "<b>.xlsx" not in page
    assert "Le compte est juste" in page
    assert "12/05/2020" in page


def test_each_thing_to_take_up_again_says_what_to_do(undecided):
    items = a_reprendre(undecided)
    assert [(item.task, item.value) for item in items] == [
        (TYPE_AGAIN, "=néant"),
        (SHARE, "3"),
        (CHECK, "1"),
        (TYPE_AGAIN, "12"),
    ]


def test_the_sheet_leads_to_the_cells_and_is_ignored_by_the_reader(undecided, tmp_path):
    path = tmp_path / "n.xlsx"
    answers = undecided.answers
    layout = build(path, REC, answers.modules, answers.values, supplement=Supplement(a_reprendre(undecided)))
    workbook = lire_classeur(path)
    sheet = workbook.feuille(REWORK_SHEET)
    assert sheet.protegee
    texts = [[str(cell) for cell in row] for row in sheet.lignes]
    place = layout.place("1.1.1", "G006", "C01")
    assert place is not None
    heading = next(rank for rank, row in enumerate(texts) if row[2].endswith(f"{SHARE}. deux lignes"))
    line = texts[heading + 1]
    assert line[0] == "À faire" and line[1].startswith("IND 1.1.1")
    assert "Autres cellules possibles\u00a0: IND 1.1.1" in line[2]
    assert texts[2][0] == "4 à reprendre sur 4"
    (checked,) = check(path)
    assert checked.answers is not None and checked.answers.values == answers.values
    assert not {found.code for found in checked.findings} & {"FEUILLE-IGNOREE", "VALEUR-HORS-TABLEAU"}
