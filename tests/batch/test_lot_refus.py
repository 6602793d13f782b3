"""What a lot says of a report that the check accepts and that the centre de gestion sent back."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from processors.batch.lot import DATABASE, Fin
from processors.campaign.base import ouvrir
from processors.campaign.transitions import REFUSER, Decision, changer, concernes
from processors.cli.lot import bilan as outcome
from tests.batch.fabrique import bilan, poser, siret
from tests.batch.outils import lancer

MOTIF = "effectifs à revoir"


@pytest.fixture(scope="module")
def resultats(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("refus") / "res"


@pytest.fixture(scope="module")
def fin(resultats: Path) -> Fin:
    """A lot resumed after a refusal: 1 accepted, 2 refused, 3 to correct by itself."""
    recus = resultats.parent / "recus"
    for number in (1, 2, 3):
        poser(recus, f"{number}.txt", bilan(number, faux=number == 3))
    lancer(recus, resultats)
    with ouvrir(resultats / DATABASE) as base, base.transaction():
        changer(base, REFUSER, concernes(base, REFUSER, [siret(2)]), Decision("A. Martin", "2026-03-11", MOTIF))
    return lancer(recus, resultats, reprendre=True)


def test_its_reminder_gives_the_reason_and_promises_nothing_that_says_accepted(fin: Fin, resultats: Path) -> None:
    text = (resultats / "relances.csv").read_text(encoding="utf-8-sig")
    rows = {row["siret"]: row for row in csv.DictReader(text.splitlines(keepends=True), delimiter=";")}
    assert list(rows) == [siret(2), siret(3)]
    assert f"{MOTIF}." in rows[siret(2)]["message"]
    assert "joint" not in rows[siret(2)]["message"]
    assert rows[siret(2)]["pieces"] == ""
    assert "rapport-" in rows[siret(3)]["pieces"]


def test_the_workbook_says_why_and_links_to_no_text_that_calls_it_accepted(fin: Fin, resultats: Path) -> None:
    book = load_workbook(resultats / "lot.xlsx")
    titles, *rows = book["À corriger"].iter_rows()
    columns = {str(cell.value): place for place, cell in enumerate(titles)}
    [refused] = [row for row in rows if row[columns["SIRET"]].value == siret(2)]
    assert [refused[columns[name]].value for name in ("Verdict", "Statut")] == ["à corriger"] * 2
    assert refused[columns["Motif"]].value == MOTIF
    targets = [str(cell.hyperlink.target) for row in book["À corriger"] for cell in row if cell.hyperlink]
    targets += [str(row[12].hyperlink.target) for row in book["Reçus"].iter_rows(min_row=2) if row[12].hyperlink]
    assert targets
    for target in targets:
        read = (resultats / target.replace("\\", "/")).read_text(encoding="utf-8")
        assert siret(2) not in target or "rien à faire" not in read


def test_it_is_counted_as_to_correct_everywhere(fin: Fin, resultats: Path) -> None:
    assert fin.situation.verdicts["accepté"] == 1
    assert fin.situation.verdicts["à corriger"] == 2
    assert sorted(fin.verdicts) == ["accepté", "à corriger", "à corriger"]
    said = "\n".join(outcome(fin))
    assert "1 accepté, 2 à corriger" in said
    assert "1 bilan accepté par le contrôle" in said
    figures = {row[0]: row[1] for row in load_workbook(resultats / "lot.xlsx")["Synthèse"].iter_rows(values_only=True)}
    assert figures["    acceptés"] == 1
    assert figures["        dont acceptés par le contrôle, puis refusés par vous"] == 1
