"""No command writes over a file that it reads, nor two files under one name, whatever its options."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from processors.cli.terminal import USAGE
from tests.cli.outils import Run

SUR_SOI = {
    "exporter": "exporter lu.json -o lu.json --ecraser",
    "exporter par un lien": "exporter lu.json -o lien.json --ecraser",
    "importer": "importer lu.xlsx -o lu.xlsx --ecraser --partiel",
    "importer par un autre chemin": "importer lu.xlsx -o ../{dossier}/lu.xlsx --ecraser",
    "agreger": "agreger lu.xlsx -o lu.xlsx --ecraser",
    "agreger, mise à jour": "agreger lu.xlsx -o lu.xlsx --mettre-a-jour",
    "agreger, clés": "agreger lu.sources.json -o lu.xlsx --ecraser",
    "agreger, différences": "agreger lu.csv -o b.xlsx --ecarts lu.csv --ecraser",
    "agreger, reste": "agreger lu.csv -o b.xlsx --a-completer lu.csv --ecraser",
    "agreger, deux listes": "agreger lu.xlsx -o b.xlsx --a-completer l.csv --ecarts l.csv",
    "anonymiser": "anonymiser lu.xlsx -o lu.xlsx --ecraser",
    "anonymiser, rares": "anonymiser lu.csv -o c.xlsx --rares lu.csv --ecraser",
    "anonymiser, clés": "anonymiser lu.csv -o c.xlsx --correspondance lu.csv --ecraser",
    "anonymiser, deux listes": "anonymiser lu.xlsx -o c.xlsx --rares l.csv --correspondance l.csv",
    "migrer": "migrer lu.xlsx -o lu.xlsx --journal j.csv --ecraser",
    "migrer, journal": "migrer lu.csv -o n.xlsx --journal lu.csv --ecraser",
    "migrer, page": "migrer lu.html -o n.xlsx --journal j.csv --html lu.html --ecraser",
    "migrer, correspondance": "migrer lu.xlsx -o n.xlsx --journal lu.csv --correspondance lu.csv --ecraser",
    "reprendre": "reprendre lu.xlsx -o lu.xlsx --ecraser",
    "consolider": "consolider lu.txt lu.xlsx -o lu.xlsx --ecraser",
    "consolider, journal": "consolider lu.txt lu-a-decider.xlsx -o lu.xlsx --ecraser",
    "comparer": "comparer lu.xlsx --siret 1 --strate type -o lu.xlsx --ecraser",
    "comparer, csv": "comparer lu.csv --siret 1 --strate type -o c.xlsx --csv lu.csv --ecraser",
    "transmettre": "campagne transmettre lu.txt -o lu.txt --par A --ecraser",
    "requete": "campagne requete lu.csv relances -o lu.csv --ecraser",
    "controler, page": "controler lu.html --html lu.html",
    "controler, json": "controler lu.txt lu.json --json lu.json",
    "controler, copie": "controler lu.xlsx --annote lu.xlsx",
}
CONTENU = b"bilan-social/rapport : le travail d'une semaine"


@pytest.mark.parametrize("ligne", SUR_SOI.values(), ids=SUR_SOI.keys())
def test_what_is_read_is_never_written_over(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ligne: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for fin in (".xlsx", ".json", ".csv", ".txt", ".html", ".sources.json", "-a-decider.xlsx"):
        (tmp_path / f"lu{fin}").write_bytes(CONTENU)
    os.link(tmp_path / "lu.json", tmp_path / "lien.json")
    avant = sorted(tmp_path.iterdir())
    ran = run(*ligne.format(dossier=tmp_path.name).split())
    assert (ran.code, ran.out) == (USAGE, "")
    assert "est déjà un des fichiers de cette commande" in ran.err
    assert "--ecraser" not in ran.err
    assert sorted(tmp_path.iterdir()) == avant
    assert {chemin.read_bytes() for chemin in avant} == {CONTENU}


def test_a_grouped_file_gives_no_workbook_over_itself(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: Path
) -> None:
    """Its workbooks take their names in a folder: one of them may be that of the file."""
    monkeypatch.chdir(tmp_path)
    source = tmp_path / "21990001600011-rec2019.xlsx"
    source.write_bytes((files / "groupe.txt").read_bytes())
    ran = run("importer", source, "-o", tmp_path, "--ecraser")
    assert ran.code == USAGE
    assert source.read_bytes() == (files / "groupe.txt").read_bytes()
