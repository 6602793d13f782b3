"""The edition of 2017, declared as differences: what it asks, its rules, and its example."""

from __future__ import annotations

import hashlib
import re

import pytest

import schemas
from processors.control import check_source
from processors.example import exemple
from processors.findings import Verdict
from processors.sources import Source
from schemas.declaration import declaration
from schemas.rules import rules_of
from tests.schemas.test_loader import LAWS, texts

OLD = schemas.questionnaire("rec2017")
NEW = schemas.questionnaire("rec2019@1.0.0")
LATER = re.compile(r"\b(?:2019|2020|2021|2022)\b")


def test_it_has_what_the_sources_say_of_2017() -> None:
    columns, rows = OLD.tables["1.1.4"].column_by_code, OLD.tables["1.1.4"].row_by_code
    assert [columns[code].headings for code in ("C01", "C03")] == [("Année 2016",), ("Année 2017",)]
    assert "AOTM" in rows
    assert {"EF006", "EF007", "EF008"} <= OLD.tables["1.3.1.1"].row_by_code.keys()
    assert not {"EF014", "EF015"} & OLD.tables["1.3.1.1"].row_by_code.keys()
    assert "2.1.1.1" not in OLD.tables
    assert OLD.indicator_of["2.1.1.11"].scope == "présents au moins un jour en 2017"
    assert "gpeec" not in OLD.modules
    assert "Sauvadet" in OLD.indicator_of["1.5.6.1"].title
    assert not {"MD021", "MD025", "DCD"} & OLD.tables["1.5.0.1"].row_by_code.keys()
    assert OLD.parameters["traitement_brut_minimum_annuel"].value == pytest.approx(12 * 1480.27)


def test_what_is_not_different_is_that_of_2019() -> None:
    for table in ("1.4.1", "3.4.5", "6.1.3", "R.1"):
        assert [row.code for row in OLD.tables[table].rows] == [row.code for row in NEW.tables[table].rows]
    assert OLD.tables["4.1.4"].title == NEW.tables["4.1.4"].title


def test_no_text_speaks_of_a_later_year() -> None:
    assert [text for text in texts(OLD) if LATER.search(LAWS.sub("", text))] == []


def test_what_is_not_known_for_certain_says_so() -> None:
    doubtful = {one.file for one in declaration(schemas.FOLDER / "rec2017").differences if one.certainty == "suppose"}
    assert {"indicateurs/1.5.2.yaml", "indicateurs/2.1.7.yaml", "indicateurs/2.2.1.yaml"} <= doubtful
    assert all(one.note for one in declaration(schemas.FOLDER / "rec2017").differences)


def test_what_a_source_supposes_of_2017_is_asked_and_told() -> None:
    rows = {row.code: row.label for row in OLD.tables["1.5.5"].rows}
    assert rows["APC006"] == "Réussite à un concours n’ayant pas entraîné de nomination stagiaire"
    assert "n’ayant pas entraîné de nomination stagiaire" in rows["APC007"]
    amount = OLD.tables["7.1.1"].column_by_code["C02"]
    assert amount.type.unit == "euros"
    (told,) = (
        one for one in declaration(schemas.FOLDER / "rec2017").differences if one.file == "indicateurs/7.1.1.yaml"
    )
    assert told.certainty == "suppose"


def test_its_rules_are_those_of_2019_that_still_have_a_meaning() -> None:
    codes, of_2019 = {rule.code for rule in rules_of(OLD)}, {rule.code for rule in rules_of(NEW)}
    assert codes < of_2019
    assert not any(code.startswith(("C-2.2.6", "C-G.", "C-AGENT")) for code in codes)
    assert "C-2.1.1-10" in of_2019 - codes
    assert len(codes) == 226


@pytest.mark.parametrize("graine", range(3))
def test_its_example_is_coherent(graine: int) -> None:
    modules = OLD.default_modules if graine else tuple(OLD.modules)
    checked = check_source(Source(exemple(OLD, graine, modules)))
    assert checked.verdict is Verdict.ACCEPTE
    assert checked.answers is not None
    assert len(checked.answers.values) > 500


def test_its_example_is_that_of_the_newest_edition_read_backwards() -> None:
    newest = exemple(schemas.questionnaire("rec2019"), 5, ("rec",))
    old = exemple(OLD, 5, ("rec",))
    assert old.siret == newest.siret
    assert old.values.get("1.5.8!AD.C05") == newest.values.get("1.5.6!AD.C05")
    assert {table for table in (code.partition("!")[0] for code in old.values)} <= OLD.tables.keys()


def test_the_version_1_0_0_of_2019_is_still_the_one_that_was_published() -> None:
    """Digest of the codes and labels of 1.0.0, taken when it was the current one."""
    digest = hashlib.sha256()
    for cell in NEW.cells.values():
        digest.update(f"{cell.code};{cell.row.label};{cell.column.label};{cell.computed}\n".encode())
    assert digest.hexdigest()[:16] == "689701b7672c1030"
