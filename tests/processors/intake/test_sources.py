"""A file is read for what it holds, whatever its name; what it holds never raises."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from processors.control import check
from processors.sources import read
from tests.processors.reponses import SIRET

CORPUS = Path(__file__).parents[2] / "corpus" / "should_pass"
DOCUMENT: dict[str, Any] = {
    "format": "bilan-social/reponses",
    "version_format": 1,
    "questionnaire": "rec2019",
    "version": "1.0.0",
    "annee": 2019,
    "modules": ["rec"],
    "reponses": {"collectivite": {"siret": {"C01": SIRET}, "population": {"C01": 12345}}},
}


def written(folder: Path, text: str, name: str = "bilan.json") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def codes(path: Path) -> list[str]:
    return [found.code for checked in check(path) for found in checked.findings]


@pytest.mark.parametrize("name", ["bilan.txt", "bilan.csv", "bilan.json", "bilan.dat"])
def test_a_workbook_is_read_under_any_name(tmp_path, name):
    """The workbook is one of a former version, which the reading says too."""
    path = tmp_path / name
    path.write_bytes((CORPUS / "rempli.xlsx").read_bytes())
    (source,) = read(path)
    assert source.answers is not None
    assert len(source.answers.values) == 13
    assert [found.code for found in source.findings] == ["EXTENSION-DIFFERENTE", "CLASSEUR-VERSION-ANCIENNE"]


def test_a_name_that_stands_twice_is_refused(tmp_path):
    """One of the two values would be lost in silence."""
    text = json.dumps(DOCUMENT).replace('{"C01": 12345}', '{"C01": 12345, "C01": 54321}')
    assert codes(written(tmp_path, text)) == ["JSON-ILLISIBLE"]


@pytest.mark.parametrize("modules", [5, None, "rec", [["rec"]], {"rec": 1}, [True]])
def test_strange_modules_are_refused(tmp_path, modules):
    assert "DOCUMENT-MODULES" in codes(written(tmp_path, json.dumps(DOCUMENT | {"modules": modules})))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "9" * 400, "-" + "9" * 400, "9" * 5000])
def test_a_number_that_no_calculation_holds_is_refused(tmp_path, number):
    path = written(tmp_path, json.dumps(DOCUMENT).replace("12345", number))
    assert "NOMBRE-ATTENDU" in codes(path)


@pytest.mark.parametrize("value", ["[1]", "{}", "null", "true", '"néant"', '{"x": {"y": 1}}'])
def test_a_value_of_another_kind_is_refused(tmp_path, value):
    assert "NOMBRE-ATTENDU" in codes(written(tmp_path, json.dumps(DOCUMENT).replace("12345", value)))


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 100_000, "12", "[]", '{"questionnaire": ["rec2019"]}', '{"a": "\\ud800"}']
)
def test_what_is_no_document_is_refused_without_a_traceback(tmp_path, text):
    (checked,) = check(written(tmp_path, text))
    assert checked.answers is None
    assert not checked.complete


def test_a_folder_or_nothing_is_refused(tmp_path):
    (tmp_path / "dossier.json").mkdir()
    assert codes(tmp_path / "dossier.json") == ["FICHIER-ILLISIBLE"]
    assert codes(tmp_path / "absent.txt") == ["FICHIER-ABSENT"]
