"""The declaration asks what the catalogue of the 2019 form says, table by table, cell by cell.

A difference is a decision: it is written in docs/decisions.md and in the committed catalogue, in one commit.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import schemas
from schemas.model import COLLECTIVITE, Table

REC = schemas.questionnaire("rec2019")
FILE = Path(__file__).parents[1] / "data" / "catalogue_rec2019.csv"

with FILE.open(encoding="utf-8", newline="") as stream:
    CATALOGUE = list(csv.DictReader(stream, delimiter=";"))


def entry_cells(table: Table) -> int:
    return sum(not cell.computed for row in REC.grid[table.id].values() for cell in row)


@pytest.mark.parametrize("expected", CATALOGUE, ids=lambda line: line["tableau"])
def test_a_table_has_the_lines_and_cells_of_the_form(expected: dict[str, str]) -> None:
    table = REC.tables[expected["tableau"]]
    assert REC.indicator_of[table.id].code == expected["indicateur"]
    rows = [row for row in table.rows if not row.level]
    found = (len(rows), len(table.columns), entry_cells(table))
    assert found == (int(expected["lignes"]), int(expected["colonnes"]), int(expected["cellules"]))


def test_the_tables_are_those_of_the_form_in_its_order() -> None:
    asked = [table for table in REC.tables if table != COLLECTIVITE]
    assert sorted(asked) == sorted(line["tableau"] for line in CATALOGUE)
    assert [REC.indicator_of[table].code for table in asked] == sorted(
        (REC.indicator_of[table].code for table in asked), key=[item.code for item in REC.indicators].index
    )


def test_the_form_has_99_indicators_166_tables_and_14234_entry_cells() -> None:
    tables = [table for table in REC.tables.values() if table.id != COLLECTIVITE]
    assert len({REC.indicator_of[table.id].code for table in tables}) == len(REC.indicators) - 1 == 99
    assert len(tables) == 166
    assert sum(map(entry_cells, tables)) == 14_234
