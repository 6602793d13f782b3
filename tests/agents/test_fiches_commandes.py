"""`modele fiches`, and agent sheets given to `controler` and `exporter`: verdicts, codes, no name out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from processors.agents.ecriture import ecrire_fiches
from processors.agents.lecture import lire_fiches
from processors.cli.terminal import OK, REFUSED, TO_CORRECT, USAGE
from tests.agents.fiches import changer, donnees
from tests.cli.conftest import run
from tests.cli.outils import Run

__all__ = ["run"]
NOMS = ("Durandal", "Mauricette", "Trifouillet", "Anselme", "D001", "D002")


def test_the_blank_names_the_collectivite_and_its_modules(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "fiches.xlsx"
    options = ("--siret", "219 900 016 00011", "--nom", "Commune d’Essai", "--modules", "rec,rassct")
    assert run("modele", "fiches", "-o", path, *options).code == OK
    lues, constats = lire_fiches(path)
    assert lues is not None
    assert constats == []
    assert lues.collectivite == {
        "siret": "21990001600011",
        "raison_sociale": "Commune d’Essai",
        "module_rassct": "OUI",
        "module_handitorial": "NON",
        "module_gpeec": "NON",
    }


def test_the_printable_blank_takes_no_other_option(run: Run, tmp_path: Path) -> None:
    assert run("modele", "fiches", "--imprimable", "-o", tmp_path / "papier.xlsx").code == OK
    assert run("modele", "fiches", "--imprimable", "--nom", "X", "-o", tmp_path / "autre.xlsx").code == USAGE
    assert run("modele", "rec2019", "--imprimable", "-o", tmp_path / "autre.xlsx").code == USAGE
    assert not (tmp_path / "autre.xlsx").exists()


@pytest.mark.parametrize("propres", [True, False])
def test_agent_sheets_are_checked_as_such(run: Run, tmp_path: Path, propres: bool) -> None:
    path, html, machine = tmp_path / "fiches.xlsx", tmp_path / "r.html", tmp_path / "r.json"
    ecrire_fiches(path, donnees() if propres else changer("agents", 0, sexe=None, filiere="TE"))
    ran = run("controler", path, "--html", html, "--json", machine)
    assert ran.code == (OK if propres else TO_CORRECT)
    codes = {constat["code"] for constat in json.loads(machine.read_text(encoding="utf-8"))["constats"]}
    assert ("C-AGENT-15" in codes) is not propres
    for sortie in (ran.out, ran.err, html.read_text(encoding="utf-8"), machine.read_text(encoding="utf-8")):
        assert not [nom for nom in NOMS if nom in sortie]


def test_agent_sheets_are_no_report_to_pass_on(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "fiches.xlsx"
    ecrire_fiches(path, donnees())
    ran = run("exporter", path, "-o", tmp_path / "b.txt")
    assert ran.code == REFUSED
    assert "FICHES-PAS-UN-BILAN" in ran.out
    assert not (tmp_path / "b.txt").exists()
