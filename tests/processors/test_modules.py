"""Answers to a module that the file does not announce are refused, and are never said to be written."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from processors.answers import Answers, to_document
from processors.control import check, check_source
from processors.findings import CellRef, Severity, finding
from processors.sources import Source
from processors.txt import ecrire
from processors.validation import verifier_modules
from tests.processors.reponses import FEMMES, HOMMES, IDENTITY, REC, plein

LEVELS = {HOMMES: 1, FEMMES: 0}
REFUSED = "MODULE-NON-DEMANDE"


def answers(*modules: str) -> Answers:
    return Answers(REC, modules, {**IDENTITY, **LEVELS})


def written(folder: Path, suffix: str, *modules: str) -> Path:
    path = folder / f"bilan{suffix}"
    held = answers(*modules)
    path.write_bytes(ecrire(held) if suffix == ".txt" else json.dumps(to_document(held)).encode())
    return path


@pytest.mark.parametrize("suffix", [".txt", ".json"])
def test_a_file_without_module_is_checked_as_one_with_those_by_default(tmp_path, suffix):
    (bare,) = check(written(tmp_path, suffix))
    (named,) = check(written(tmp_path, suffix, *REC.default_modules))
    assert {found.code for found in bare.findings} == {found.code for found in named.findings}
    assert any(found.code.startswith("C-1.1.1") for found in bare.findings)


@pytest.mark.parametrize("suffix", [".txt", ".json"])
def test_answers_to_a_module_that_is_not_announced_are_refused(tmp_path, suffix):
    (checked,) = check(written(tmp_path, suffix, "rassct"))
    (found,) = (found for found in checked.findings if found.code == REFUSED)
    assert found.severity is Severity.BLOQUANT
    assert {cell.variable for cell in found.cells} == LEVELS.keys()
    assert found.message.replace("\u00a0", " ").startswith("Le fichier a des réponses au module « rec » (")
    assert "« rassct »" in found.message.replace("\u00a0", " ")
    assert not checked.complete
    assert checked.usable().values == IDENTITY


def test_one_finding_per_module():
    held = plein()
    held.modules = ("rec",)
    found = list(verifier_modules(held))
    assert [item.code for item in found] == [REFUSED] * (len(REC.modules) - 1)
    told = {cell.variable for item in found for cell in item.cells}
    kept = {table for indicator in REC.select(("rec",)) for table in (one.id for one in indicator.tables)}
    assert told == {code for code in held.values if code.partition("!")[0] not in kept}
    held.modules = tuple(REC.modules)
    assert list(verifier_modules(held)) == []


def test_a_row_added_to_an_open_table_is_of_the_module_of_its_table():
    (found,) = verifier_modules(Answers(REC, ("rec",), {**IDENTITY, "R.3!L11.C02": 12}))
    assert [cell.variable for cell in found.cells] == ["R.3!L11.C02"]


def test_the_import_writes_and_counts_what_the_workbook_can_hold(tmp_path):
    path = written(tmp_path, ".json", "rassct")

    def run(*options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "processors.cli", "importer", str(path), "-o", str(tmp_path / "x.xlsx")]
        return subprocess.run([*command, *options], capture_output=True, encoding="utf-8", check=False)

    refused = run()
    assert refused.returncode == 1
    assert REFUSED in refused.stdout
    assert not (tmp_path / "x.xlsx").exists()
    partial = run("--partiel")
    assert f"({len(IDENTITY)} réponses)" in partial.stdout
    (again,) = check(tmp_path / "x.xlsx")
    assert again.answers is not None
    assert again.answers.values == IDENTITY


def test_a_value_refused_by_the_reading_is_not_refused_again_by_the_schema():
    """One fault, one finding."""
    wrong = "21380185500016"
    held = Answers(REC, ("rec",), {**IDENTITY, "collectivite!siret.C01": wrong})
    said = finding("TXT-SIRET-INVALIDE", [CellRef("collectivite!siret.C01")], ligne=1, siret=wrong)
    codes = [found.code for found in check_source(Source(held, (said,))).findings]
    assert "TXT-SIRET-INVALIDE" in codes
    assert "SIRET-INVALIDE" not in codes
