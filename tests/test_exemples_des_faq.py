"""Every worked figure of the FAQs has a test, or the reason why it has none (`tests/data/exemples_des_faq.csv`)."""

from __future__ import annotations

import ast
import csv
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data"
NUMBER = 83
SIAE = {f"EX-{rank:03}" for rank in range(22, 29)}
REPORTS_DUE = {f"EX-{rank:03}" for rank in range(57, 62)}
FIGURES = "tests/processors/calculs/test_exemples.py::test_worked_figure_of_the_faqs"
HEADING = "### Qui doit un bilan"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


TRACED = rows("exemples_des_faq.csv")


def section() -> str:
    guide = (ROOT / "docs" / "guide-cdg.md").read_text(encoding="utf-8")
    return guide.split(HEADING)[1].split("\n#")[0]


def test_every_figure_is_there_once_in_order():
    assert [row["exemple"] for row in TRACED] == [f"EX-{rank:03}" for rank in range(1, NUMBER + 1)]


@pytest.mark.parametrize("named", sorted({row["test"] for row in TRACED if row["test"]}))
def test_the_test_of_a_figure_exists(named):
    path, function = named.split("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert function.startswith("test_")
    assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_a_figure_of_the_calculations_is_among_those_that_are_computed():
    computed = {row["exemple"] for row in rows("exemples_calculs.csv")}
    assert {row["exemple"] for row in TRACED if row["test"] == FIGURES} == computed


def test_only_what_no_command_computes_has_a_reason_instead_of_a_test():
    assert all(bool(row["test"]) != bool(row["raison"]) for row in TRACED)
    assert {row["exemple"] for row in TRACED if row["raison"]} == SIAE | REPORTS_DUE
    assert all("SIAE" in row["raison"] for row in TRACED if row["exemple"] in SIAE)
    assert all("Qui doit un bilan" in row["raison"] for row in TRACED if row["exemple"] in REPORTS_DUE)


def test_the_guide_says_who_owes_a_report():
    """Merged on 1 January after, merged before, dissolved in the year, dissolved after, attached establishments."""
    said = re.findall(r"^\| .* \| (\w+)", section(), re.MULTILINE)
    assert said == ["Bilans", "un", "un", "aucun", "un", "un", "un"]
