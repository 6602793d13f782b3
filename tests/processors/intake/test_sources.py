"""A file is read for what it holds, whatever its name; what it holds never raises."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from processors.control import check
from processors.findings import Verdict
from processors.sources import read
from processors.txt import ecrire
from tests.processors.reponses import SIRET
from tests.processors.txt_exemples import SIRET as SIRET_DU_TXT
from tests.processors.txt_exemples import exemple
from workbook_templates.builder import build

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


@pytest.mark.parametrize(
    ("encoding", "told"), [("cp1252", "ligne 1"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-32", "UTF-16")]
)
def test_a_document_in_another_encoding_is_told_so(tmp_path, encoding, told):
    path = tmp_path / "bilan.json"
    path.write_bytes(json.dumps(DOCUMENT | {"reponses": {"é": {}}}, ensure_ascii=False).encode(encoding))
    (checked,) = check(path)
    (found,) = checked.findings
    assert found.code == "JSON-ENCODAGE"
    assert told in found.message
    assert "UTF-8" in found.message


@pytest.mark.parametrize("change", [{"version_format": 2}, {"reponses": []}, {"reponses": None}])
def test_a_rejected_document_is_not_read_any_further(tmp_path, change):
    (checked,) = check(written(tmp_path, json.dumps(DOCUMENT | change)))
    assert (checked.answers, len(checked.findings), checked.verdict) == (None, 1, Verdict.REJETE)


def test_a_list_is_rejected(tmp_path):
    (checked,) = check(written(tmp_path, json.dumps([DOCUMENT, DOCUMENT])))
    assert checked.verdict is Verdict.REJETE
    assert "une liste" in checked.findings[0].message


def test_a_wrong_siret_of_a_txt_is_told_once(tmp_path):
    wrong = ecrire(exemple()).replace(SIRET_DU_TXT.encode(), SIRET_DU_TXT[:-1].encode() + b"2")
    path = tmp_path / "bilan.txt"
    path.write_bytes(wrong)
    (checked,) = check(path)
    siret = [found for found in checked.findings if "SIRET" in found.code]
    assert [found.code for found in siret] == ["TXT-SIRET-INVALIDE"]
    assert siret[0].cells[0].label


def test_a_folder_or_nothing_is_refused(tmp_path):
    (tmp_path / "dossier.json").mkdir()
    assert codes(tmp_path / "dossier.json") == ["FICHIER-ILLISIBLE"]
    assert codes(tmp_path / "absent.txt") == ["FICHIER-ABSENT"]


def test_spaces_around_a_text_are_kept_by_exchange_files_and_dropped_by_a_workbook(tmp_path):
    """As `docs/format-txt.md` says: a space typed by mistake in a cell makes no other answer."""
    code, spaced = "collectivite!raison_sociale.C01", " Commune d’Essai "
    identity = {"siret": {"C01": SIRET}, "raison_sociale": {"C01": spaced}}
    (source,) = read(written(tmp_path, json.dumps(DOCUMENT | {"reponses": {"collectivite": identity}})))
    assert source.answers is not None
    (tmp_path / "bilan.txt").write_bytes(ecrire(source.answers))
    build(tmp_path / "bilan.xlsx", source.answers.questionnaire, ("rec",), source.answers.values)
    found = [read(tmp_path / name)[0].answers for name in ("bilan.txt", "bilan.xlsx")]
    assert [held and held.values[code] for held in found] == [spaced, spaced.strip()]
