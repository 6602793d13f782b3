"""What a workbook carries beside its answers comes back in every workbook that is rebuilt from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from processors.answers import Answers
from processors.control import check
from processors.findings import Severity
from processors.migration.supplement import transposer
from processors.reprise import verifier_reste
from schemas.migration import Edition, Kind, Migration, Step
from tests.cli.conftest import run as run  # noqa: PLC0414 - the fixture that runs the command
from tests.cli.outils import Run
from tests.migration.fichiers import REC
from workbook_templates.builder import build
from workbook_templates.previous import Previous
from workbook_templates.rework_lines import Rework
from workbook_templates.supplement import Supplement

HERE = Edition.of(REC)
ANSWERS = Answers(
    REC,
    ("gpeec",),
    {
        "collectivite!siret.C01": "21990001600011",
        "collectivite!raison_sociale.C01": "Commune d’Essai",
        "collectivite!type_collectivite.C01": "CCN",
        "collectivite!q_agents.C01": "OUI",
        "collectivite!population.C01": 1200,
    },
)
SIRET, NAME = "collectivite!siret.C01", "collectivite!raison_sociale.C01"
COUNT, FACT, YEAR = "collectivite!population.C01", "collectivite!q_agents.C01", 2017
REWORK = (
    Rework("Répartir la valeur", (COUNT, FACT), "Population", "1 150", "IND A1", "deux cellules en une"),
    Rework("Vérifier, puis saisir", (COUNT,), "Population", "3", "IND A2", "le champ a changé", done=True),
    Rework("Confirmer la réponse", (FACT,), "Agents", "Oui", "bilan 2017", "change rarement", confirm=True),
    Rework("Décider", (), "valeur hors des tableaux", "12", "Notes B3", "rien ne l’attend"),
)
CHANGED = {f"1.1.1!G00{rank}.C05": rank for rank in (7, 4, 8, 6)}
PREVIOUS = Previous("rec2017", "1.0.0", YEAR, {COUNT: 900, FACT: "OUI", NAME: "Essai"}, {"1.1.4"}, {FACT}, CHANGED)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("gardees") / "ancien.xlsx"
    build(path, REC, ANSWERS.modules, ANSWERS.values, supplement=Supplement(REWORK, PREVIOUS))
    return path


def carried(path: Path) -> Supplement:
    (checked,) = check(path)
    return checked.supplement


def commands(old: Path, new: Path) -> dict[str, list[object]]:
    return {
        "annote": ["controler", old, "--annote", new],
        "importer": ["importer", old, "-o", new],
        "migrer": ["migrer", old, "-o", new, "--journal", new.with_suffix(".csv")],
    }


def test_the_reader_gives_back_what_was_written(workbook: Path) -> None:
    found = carried(workbook)
    assert tuple(found.rework) == REWORK
    assert found.previous == PREVIOUS
    assert list(found.previous.changed) == list(CHANGED), "the bytes of a rebuilt workbook follow this order"


@pytest.mark.parametrize("name", ["annote", "importer", "migrer"])
def test_a_rebuilt_workbook_keeps_the_pending_lines_and_last_years_figures(
    run: Run, tmp_path: Path, workbook: Path, name: str
) -> None:
    new = tmp_path / "neuf.xlsx"
    ran = run(*commands(workbook, new)[name])
    assert new.is_file(), ran.err
    found = carried(new)
    assert tuple(found.rework) == REWORK
    assert found.previous == PREVIOUS
    assert "3 valeurs restent à faire sur 4" in ran.out
    assert "Réponses du bilan 2017 conservées" in ran.out


def test_a_workbook_without_anything_beside_says_nothing(run: Run, tmp_path: Path) -> None:
    old, new = tmp_path / "ancien.xlsx", tmp_path / "neuf.xlsx"
    build(old, REC, ANSWERS.modules, ANSWERS.values)
    assert "conservé" not in run("importer", old, "-o", new).out
    assert carried(new) == Supplement()


def test_what_is_carried_follows_the_variables_of_the_new_edition() -> None:
    renamed = Step(Kind.RENAMED, (COUNT,), ("collectivite!autre.C01",), "")
    dropped = Step(Kind.DROPPED, (FACT,), (), "plus demandée")
    found = transposer(Supplement(REWORK, PREVIOUS), Migration(HERE, HERE, (renamed, dropped)), REC)
    assert [item.variables for item in found.rework] == [("collectivite!autre.C01",)] * 2 + [(), ()]
    assert not any(item.confirm for item in found.rework)
    assert found.previous is not None
    assert found.previous.values == {"collectivite!autre.C01": 900}
    assert found.previous.left_out == {"1.1.4", "collectivite"} and not found.previous.carried


def test_an_exchange_file_says_what_it_does_not_hold(run: Run, tmp_path: Path, workbook: Path) -> None:
    for suffix in (".txt", ".json"):
        ran = run("exporter", workbook, "-o", tmp_path / f"bilan{suffix}")
        assert "3 valeurs restent à reprendre" in ran.err and "(sur 4)" in ran.err
        assert f"un fichier {suffix} ne la contient pas" in ran.err
        assert "Les réponses du bilan 2017, affichées à côté des cellules, ne sont pas" in ran.err


def test_the_report_tells_what_is_left_and_blocks_nothing(workbook: Path) -> None:
    (checked,) = check(workbook)
    (found,) = [found for found in checked.findings if found.code == "REPRISE-A-TERMINER"]
    assert found.severity is Severity.INFORMATION
    assert "2 valeurs restent à reprendre" in found.message and "sur 3" in found.message
    assert not list(verifier_reste([replace(item, done=True) for item in REWORK]))


def test_an_update_from_the_agent_sheets_keeps_them_too(run: Run, tmp_path: Path) -> None:
    sheets, bilan = tmp_path / "fiches.xlsx", tmp_path / "bilan.xlsx"
    run("exemple", "fiches", "--agents", 5, "-o", sheets)
    values = ANSWERS.values | {SIRET: "99990001200009"}  # that of the sheets
    build(bilan, REC, ("rec",), values, supplement=Supplement(REWORK, PREVIOUS))
    ran = run("agreger", sheets, "-o", bilan, "--mettre-a-jour")
    assert "« À reprendre » conservée".replace(" ", "\u00a0", 1).replace(" »", "\u00a0»") in ran.out, ran.err
    found = carried(bilan)
    assert tuple(found.rework) == REWORK and found.previous == PREVIOUS


def test_a_former_workbook_says_that_its_texts_are_gone(run: Run, tmp_path: Path) -> None:
    old, new = tmp_path / "ancien.xlsx", tmp_path / "neuf.xlsx"
    build(old, REC, ANSWERS.modules, ANSWERS.values, supplement=Supplement((), replace(PREVIOUS, texts=False)))
    ran = run("importer", old, "-o", new)
    assert "ses réponses en toutes lettres ne s’y affichent plus" in ran.out
