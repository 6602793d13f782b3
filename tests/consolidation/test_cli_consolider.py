"""`consolider` from the command: the workbook, its journal, and what is refused."""

from __future__ import annotations

from dataclasses import replace
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


def contact_of(seed: int) -> str:
    """Whom the report of this seed names."""
    contact = exemple(REC, seed, ("rec",)).field("repondant_mail")
    assert contact
    return str(contact)


def test_a_group_is_written_with_what_is_to_be_decided(folder: Path, tmp_path: Path, run: Run) -> None:
    target = tmp_path / "groupe.xlsx"
    ended = run(
        "consolider", folder / "1.txt", folder / "2.txt", "-o", target, "--siret", "21990001600011", "--nom", "Nouvelle"
    )
    assert ended.code == 0, ended.err
    (checked,) = check(target)
    assert checked.complete
    assert checked.usable().siret == "21990001600011"
    [left] = [found for found in checked.findings if found.code == "REPRISE-A-TERMINER"]
    pending = next(line for line in ended.out.splitlines() if "Journal écrit" in line)
    assert left.message.split()[0] in pending
    retold = str(load_workbook(str(target)).get_sheet_by_name("À reprendre").to_python())
    assert contact_of(1) not in retold
    assert contact_of(2) not in retold
    book = load_workbook(str(tmp_path / "groupe-a-decider.xlsx"))
    assert book.sheet_names == ["À décider", "Mouvements", "Journal"]
    rows = book.get_sheet_by_name("À décider").to_python(skip_empty_area=False)
    addressed = {row[1] for row in rows[4:] if row[0] == "Collectivité"}
    assert addressed
    told = str(book.get_sheet_by_name("Journal").to_python())
    assert contact_of(1) not in told
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


def test_agents_lent_inside_the_group_have_their_own_block(tmp_path: Path, run: Run) -> None:
    for rank, (variable, seed) in enumerate((("1.4.1!PS003.C01", 1), ("1.4.2!PS020.C01", 2))):
        answers = exemple(REC, seed, ("rec",))
        values = {code: one for code, one in answers.values.items() if not code.startswith(("1.4.", "1.5."))}
        (tmp_path / f"{rank}.txt").write_bytes(ecrire(replace(answers, values=values | {variable: 2})))
    ended = run("consolider", tmp_path / "0.txt", tmp_path / "1.txt", "-o", tmp_path / "g.xlsx", "--partiel")
    assert ended.code == 0, ended.err
    assert "Détachés dans une autre collectivité" in ended.err
    rows = load_workbook(str(tmp_path / "g-a-decider.xlsx")).get_sheet_by_name("Mouvements").to_python()
    titles = [row[0] for row in rows]
    block = titles.index("Positions au 31 décembre peut-être internes")
    assert rows[block + 3][0] == "Position"
    assert rows[block + 4][1:] == [2, 0, 0, 2, 2]
