"""`consolider` from the command: the workbook, its journal, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from python_calamine import load_workbook

from processors.control import check
from processors.example import exemple
from processors.txt import ecrire
from tests.cli.outils import REC, Run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("communes")
    for seed in (1, 2):
        (folder / f"{seed}.txt").write_bytes(ecrire(exemple(REC, seed, ("rec",))))
    return folder


def test_a_group_is_written_with_what_is_to_be_decided(folder: Path, tmp_path: Path, run: Run) -> None:
    target = tmp_path / "groupe.xlsx"
    ended = run(
        "consolider", folder / "1.txt", folder / "2.txt", "-o", target, "--siret", "21990001600011", "--nom", "Nouvelle"
    )
    assert ended.code == 0, ended.err
    (checked,) = check(target)
    assert checked.complete
    assert checked.usable().siret == "21990001600011"
    book = load_workbook(str(tmp_path / "groupe-a-decider.xlsx"))
    assert book.sheet_names == ["À décider", "Mouvements", "Journal"]
    rows = book.get_sheet_by_name("À décider").to_python(skip_empty_area=False)
    addressed = {row[1] for row in rows[4:] if row[0] == "Collectivité"}
    assert addressed
    told = str(book.get_sheet_by_name("Journal").to_python())
    contact = exemple(REC, 1, ("rec",)).field("repondant_mail")
    assert contact
    assert contact not in told
    assert "(donnée personnelle)" in told


def test_the_same_report_twice_is_refused_and_writes_nothing(folder: Path, tmp_path: Path, run: Run) -> None:
    ended = run("consolider", folder / "1.txt", folder / "1.txt", "-o", tmp_path / "g.xlsx")
    assert ended.code == 3
    assert "comptés deux fois" in ended.err
    assert list(tmp_path.iterdir()) == []


def test_the_journal_of_another_group_is_not_replaced(folder: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "g-a-decider.xlsx").write_text("décisions", encoding="utf-8")
    ended = run("consolider", folder / "1.txt", folder / "2.txt", "-o", tmp_path / "g.xlsx")
    assert ended.code == 2
    assert "existe déjà" in ended.err
