"""The demonstration: the first thing that a newcomer runs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from processors.cli.terminal import OK, USAGE

FILES = {
    "1-modele-vierge.xlsx",
    "2-exemple-rempli.xlsx",
    "3-rapport.html",
    "3-rapport.json",
    "4-echange.txt",
    "5-classeur-reimporte.xlsx",
    "6-exemple-avec-erreurs.xlsx",
    "7-rapport.html",
    "7-rapport.json",
}


def bilan_social(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "processors.cli", *arguments],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    folder = tmp_path_factory.mktemp("essai")
    return folder / "ma démo", bilan_social("demo", "ma démo", cwd=folder)


def test_demo_goes_well_and_makes_its_files(played: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, done = played
    assert (done.returncode, done.stderr) == (OK, "")
    assert {path.name for path in folder.iterdir()} == FILES
    assert "Aucune réponse n’est perdue." in done.stdout


def test_demo_shows_an_accepted_report_and_one_to_correct(
    played: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, _ = played
    verdicts = [json.loads((folder / f"{step}-rapport.json").read_text(encoding="utf-8"))["verdict"] for step in (3, 7)]
    assert verdicts == ["accepté", "à corriger"]


def test_the_commands_that_demo_tells_do_what_it_did(played: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, done = played
    told = re.findall(r"^ +bilan-social (.+)$", done.stdout, re.MULTILINE)
    assert [line.split()[0] for line in told] == ["modele", "exemple", "controler", "exporter", "importer", "controler"]
    for line in (told[1], told[3]):
        written = folder / line.split()[-1]
        before = written.read_bytes()
        assert bilan_social(*line.split(), "--ecraser", cwd=folder).returncode == OK
        assert written.read_bytes() == before, line


def test_demo_refuses_a_folder_that_is_not_empty(tmp_path: Path) -> None:
    (tmp_path / "précieux.txt").write_text("", encoding="utf-8")
    for target in (".", "précieux.txt"):
        done = bilan_social("demo", target, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (USAGE, "")
        assert "n’est pas un dossier vide" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["précieux.txt"]
