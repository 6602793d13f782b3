"""Fixtures of the tests of the command."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from processors.answers import Answers, to_document
from processors.cli.main import main
from processors.example import exemple
from processors.txt import ecrire, ecrire_groupe
from tests.cli.outils import OTHER_SIRET, REC, SIRET, YEAR, Ran, Run, without
from workbook_templates.builder import build


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in this process, as its entry point does."""

    def ran(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["bilan-social", *map(str, arguments)])
        with pytest.raises(SystemExit) as ending:
            main()
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Ran(int(ending.value.code or 0), said.out, said.err)

    return ran


@pytest.fixture(scope="session")
def example() -> Answers:
    """Coherent answers, with the year that the wrong files hold wrong."""
    found = exemple(REC, 1, ("rec",))
    return replace(found, values=found.values | {"collectivite!siret.C01": SIRET, YEAR: 2012})


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory, example: Answers) -> Path:
    """A folder with every kind of file; tests do not write in it."""
    folder = tmp_path_factory.mktemp("fichiers reçus")
    for name, year in (("juste", 2012), ("faux", 2031)):
        answers = replace(example, values=example.values | {YEAR: year})
        build(folder / f"{name}.xlsx", REC, answers.modules, answers.values)
        (folder / f"{name}.txt").write_bytes(ecrire(answers))
    small = exemple(REC, 1, ("gpeec",))
    group = [replace(small, values=small.values | {"collectivite!siret.C01": siret}) for siret in (SIRET, OTHER_SIRET)]
    (folder / "groupe.txt").write_bytes(ecrire_groupe(group))
    (folder / "juste.json").write_text(json.dumps(to_document(example)), encoding="utf-8")
    anonymous = replace(example, values=without(example, "collectivite!siret.C01"))
    (folder / "sans-siret.json").write_text(json.dumps(to_document(anonymous)), encoding="utf-8")
    (folder / "texte.xlsx").write_text("bonjour", encoding="utf-8")
    return folder
