"""A new year from the previous report: `reprendre`, the figures beside the cells, the variations pointed out."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

import schemas
from processors.answers import Answers
from processors.control import check, check_source
from processors.intake.precedent import Precedent
from processors.lecture import lire_classeur
from processors.migration import migrer
from processors.reprise.nouveau import nouveau
from processors.sources import Source
from schemas.migration import Edition, Kind, Migration, Step, identity
from schemas.nodes import DeclarationError
from schemas.reprise import FILE, Threshold, carrying_of, final_totals, read_carrying
from tests.cli.conftest import run as run  # noqa: PLC0414 - the fixture that runs the command
from tests.cli.outils import Run
from tests.migration.fichiers import REC, VERSIONS
from tests.processors.intake.remplir import en_xlsb
from workbook_templates.builder import build
from workbook_templates.layout import PREVIOUS_SHEET, REWORK_SHEET
from workbook_templates.previous import Previous, read_previous

OLD = {
    "collectivite!siret.C01": "21990001600011",
    "collectivite!raison_sociale.C01": "Commune d’Essai",
    "collectivite!type_collectivite.C01": "CCN",
    "collectivite!q_agents.C01": "OUI",
    "collectivite!q_cet.C01": "OUI",
    "collectivite!repondant_nom.C01": "Jeanne Exemple",
    "collectivite!repondant_mail.C01": "jeanne@exemple.fr",
    "2.2.5!L01.C01": "EN_COURS",
    "7.1.3!L04.C01": "Crèche municipale",
    "1.1.1!G007.C05": 40,
    "1.1.1!G007.C06": 60,
    "1.1.4!AD_A.C03": 12345.5,
}
SUGGESTED = {"collectivite!q_cet.C01", "2.2.5!L01.C01"}


def started(values=OLD, migration: Migration | None = None):
    return nouveau(migrer(Answers(REC, ("rec",), dict(values)), migration or identity(REC), REC))


@pytest.fixture(scope="module")
def workbook(tmp_path_factory) -> Path:
    """The workbook of a new year, one answer changed since."""
    new = started()
    path = tmp_path_factory.mktemp("reprise") / "neuf.xlsx"
    values = new.answers.values | {"1.1.1!G007.C05": 40, "1.1.1!G007.C06": 6, "2.2.5!L01.C01": "OUI"}
    build(path, REC, new.answers.modules, values, supplement=new.supplement)
    return path


def test_identity_is_carried_and_policies_are_suggested():
    new = started()
    values = carrying_of(REC).values & OLD.keys()
    assert new.answers.values == {code: OLD[code] for code in values | SUGGESTED}
    assert {"collectivite!siret.C01", "collectivite!raison_sociale.C01"} <= values
    assert set(new.previous.carried) == SUGGESTED
    assert [item.variables for item in new.supplement.rework] == [("collectivite!q_cet.C01",), ("2.2.5!L01.C01",)]


def test_no_person_is_carried_shown_nor_kept(workbook):
    assert not any("repondant" in code for code in started().previous.values)
    with ZipFile(workbook) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    assert "Jeanne" not in everything and "jeanne@" not in everything


def test_each_cell_shows_the_previous_answer(workbook):
    with ZipFile(workbook) as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name)
    prompts = set(re.findall(r'promptTitle="([^"]*)" prompt="([^"]*)"', text))
    told = {prompt for title, prompt in prompts if title == "Bilan 2019"}
    assert {"Réponse d’alors\u00a0: 40 agents", "Réponse d’alors\u00a0: 12\u202f345,5 ETPR"} <= told
    assert "Réponse d’alors\u00a0: Crèche municipale" in told
    assert any(prompt.startswith("Réponse d’alors\u00a0: En cours") and "à confirmer" in prompt for prompt in told)


def test_the_hidden_sheet_holds_every_answer_but_personal_ones(workbook):
    sheet = next(one for one in lire_classeur(workbook).feuilles if one.nom == PREVIOUS_SHEET)
    assert not sheet.visible
    previous = read_previous(sheet.lignes)
    assert previous is not None
    assert (previous.questionnaire, previous.year) == ("rec2019", 2019)
    assert previous.values == {code: value for code, value in OLD.items() if "repondant" not in code}


def test_the_check_points_out_what_varies_strongly(workbook):
    (checked,) = check(workbook)
    varying = [found for found in checked.findings if found.code == "VARIATION-FORTE"]
    assert [found.indicator for found in varying] == ["1.1.1"]
    assert "60 en 2019, 6 maintenant" in varying[0].message
    assert {cell.variable for cell in varying[0].cells} == {"1.1.1!GENERAL.C06", "1.1.1!GENERAL.T3"}
    assert all(cell.address for cell in varying[0].cells)
    assert not {found.code for found in checked.findings} & {"FEUILLE-IGNOREE", "VALEUR-HORS-TABLEAU"}


def test_the_check_recalls_what_is_not_confirmed(workbook):
    """An answer that was changed needs no confirmation."""
    (checked,) = check(workbook)
    (found,) = [found for found in checked.findings if found.code == "REPRISE-A-CONFIRMER"]
    assert [cell.variable for cell in found.cells] == ["collectivite!q_cet.C01"]


def test_a_tick_confirms_in_any_format(workbook):
    sheet = lire_classeur(workbook).feuille(REWORK_SHEET)
    line = next(rank for rank, row in enumerate(sheet.lignes) if "reprise!collectivite!q_cet.C01" in row)
    (checked,) = check(en_xlsb(workbook, {(REWORK_SHEET, line, 0): "Fait"}))
    codes = {found.code for found in checked.findings}
    assert "REPRISE-A-CONFIRMER" not in codes and "VARIATION-FORTE" in codes


def test_reading_is_not_disturbed(workbook):
    (checked,) = check(workbook)
    assert checked.answers is not None and checked.complete
    assert checked.answers.values["1.1.1!G007.C06"] == 6
    assert "1.1.4!AD_A.C03" not in checked.answers.values, "what is shown is not an answer"


def compared(before: dict, now: dict, **more) -> list[str]:
    """The tables that vary strongly."""
    precedent = Precedent(Previous("rec2019", "1.0.0", 2018, before, **more), frozenset())
    source = Source(Answers(REC, ("rec",), now), precedent=precedent)
    return [found.indicator for found in check_source(source).findings if found.code == "VARIATION-FORTE"]


@pytest.mark.parametrize(
    ("before", "now", "strong"),
    [
        (100, 131, True),
        (100, 130, False),
        (100, 69, True),
        (10, 19, False),
        (10, 20, True),
        (0, 10, True),
        (0, 9, False),
        (None, 100, False),
        (100, None, False),
    ],
)
def test_both_a_share_and_a_difference_make_a_strong_variation(before, now, strong):
    code = "1.1.1!G007.C06"
    told = compared({} if before is None else {code: before}, {} if now is None else {code: now})
    assert told == (["1.1.1"] if strong else [])


def test_a_table_that_was_not_carried_whole_is_not_compared():
    code = "1.1.1!G007.C06"
    assert compared({code: 100}, {code: 1}, left_out=["1.1.1"]) == []
    split = Step(Kind.SPLIT, (code,), ("1.1.1!G006.C06", "1.1.1!G008.C06"), "deux grades")
    steps = tuple(step for step in identity(REC).steps if step.sources != (code,))
    new = started(migration=Migration(Edition.of(REC), Edition.of(REC), (split, *steps)))
    assert new.previous.left_out == {"1.1.1"}


def test_a_question_that_changed_meaning_is_shown_as_such():
    code = "1.1.1!G007.C06"
    changed = Step(Kind.CHANGED, (code,), (code,), "le champ a changé")
    steps = tuple(step for step in identity(REC).steps if step.sources != (code,))
    new = started(migration=Migration(Edition.of(REC), Edition.of(REC), (changed, *steps)))
    assert code not in new.previous.values
    hint = new.previous.hint(REC, REC.cells[code])
    assert hint is not None and "changé de sens" in hint[1]


@pytest.mark.parametrize("lines", [[], [["format"]], [["format", "bilan-social/precedent 1"]], [["a", "b"]] * 9])
def test_a_damaged_hidden_sheet_is_ignored(lines):
    assert read_previous(lines) is None


def test_the_command_starts_a_year_from_an_older_edition(run: Run, tmp_path: Path) -> None:
    new = tmp_path / "neuf.xlsx"
    ran = run("reprendre", VERSIONS / "rec2019-1.0.1.txt", "-o", new, "--modules", "rassct", "--meme-annee")
    assert ran.code == 0, ran.err
    assert "de la même année que ce bilan (2019)" in ran.err
    (checked,) = check(new)
    assert checked.answers is not None and checked.complete
    assert checked.answers.version == REC.version
    assert checked.answers.modules == ("rassct",)
    assert checked.answers.siret and not any("repondant" in code for code in checked.answers.values)
    assert run("reprendre", VERSIONS / "rec2019-1.0.1.txt", "-o", new).code == 2, "never written over"


@pytest.mark.parametrize(
    ("target", "more", "told"),
    [
        ("rec2019", (), "ce bilan est déjà celui de 2019"),
        ("rec2019@1.0.1", (), "--meme-annee"),
        ("rec2017", ("--meme-annee",), "Le nouveau classeur serait celui de 2017"),
    ],
)
def test_a_new_year_comes_after_the_report_it_follows(run: Run, tmp_path: Path, target: str, more, told: str) -> None:
    new = tmp_path / "neuf.xlsx"
    ran = run("reprendre", VERSIONS / "rec2019-1.0.1.txt", "--vers", target, "-o", new, *more)
    assert (ran.code, new.exists()) == (2, False)
    assert told in ran.err


def test_the_year_that_follows_needs_no_permission(run: Run, tmp_path: Path) -> None:
    ran = run("reprendre", VERSIONS / "rec2017-1.0.0.txt", "-o", tmp_path / "neuf.xlsx")
    assert ran.code == 0, ran.err
    assert "même année" not in ran.err


# The declaration


def test_every_edition_declares_what_exists():
    for name in schemas.available():
        carrying = carrying_of(schemas.questionnaire(name))
        assert not carrying.values & carrying.suggestions
    assert carrying_of(REC).suggestions and final_totals(REC)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"valeurs": [{"tableau": "9.9.9"}]}, "unknown table"),
        ({"valeurs": [{"tableau": "collectivite", "lignes": ["sirret"]}]}, "unknown row"),
        ({"suggestions": [{"tableau": "collectivite", "lignes": ["repondant_nom"]}]}, "personal"),
        ({"suggestions": [{"tableau": "collectivite", "lignes": ["siret"]}]}, "is among"),
        ({"variations": {"seuils": {"kilos": {"part": 1, "ecart": 1}}}}, "unknown unit"),
        ({"variations": {"seuils": {"agents": {"part": -1, "ecart": 1}}}}, "not negative"),
        ({"variations": {"seuils": {}, "sauf": ["9.9.9"]}}, "unknown table"),
    ],
)
def test_a_faulty_declaration_is_refused(change, told):
    document = {
        "valeurs": [{"tableau": "collectivite", "lignes": ["siret"]}],
        "suggestions": [],
        "variations": {"seuils": {"agents": {"part": 0.3, "ecart": 10}}},
    }
    assert read_carrying(REC, document).thresholds == {"agents": Threshold(0.3, 10)}
    with pytest.raises(DeclarationError, match=told) as refused:
        read_carrying(REC, document | change)
    assert refused.value.file == FILE
    assert replace(Threshold(0.3, 10), gap=1).exceeded(0, 1)


def test_libreoffice_keeps_the_previous_report(libreoffice, tmp_path):
    new = started({code: value for code, value in OLD.items() if code.startswith("collectivite!")})
    path = tmp_path / "neuf.xlsx"
    values = new.answers.values
    build(path, REC, ("gpeec",), values, supplement=new.supplement)
    saved = libreoffice.convertir(path, "xlsx", tmp_path / "lo")
    (checked,) = check(saved)
    assert "REPRISE-A-CONFIRMER" in {found.code for found in checked.findings}
    with ZipFile(saved) as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name)
    assert "Réponse d’alors" in text
