"""The variant of the workbook of agent sheets: its ETPR cells call the functions above their native formula."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from processors.agents import etpr, etpr_complement
from processors.agents.donnees import Donnees
from processors.agents.ecriture import ecrire_fiches
from processors.agents.exemple import generer
from processors.agents.lecture import lire_fiches
from processors.cli.main import app
from processors.cli.terminal import CommandError
from schemas.registers_reader import register
from tests.workbook_templates.classeurs import read
from workbook_templates.complement import FUNCTIONS
from workbook_templates.layout import COMPLEMENT_SHEET, SETTINGS_SHEET
from xl_addin import fonctions, travaux, variante

FICHES = register()
ORIGINE = pd.Timestamp(1899, 12, 30)


@pytest.fixture(scope="module")
def donnees() -> Donnees:
    return generer(40, 3)


@pytest.fixture(scope="module")
def classeurs(donnees, tmp_path_factory) -> tuple[Path, Path]:
    dossier = tmp_path_factory.mktemp("fiches")
    avec, sans = dossier / "fiches.xlsm", dossier / "fiches.xlsx"
    ecrire_fiches(avec, donnees, complement=variante.complement())
    ecrire_fiches(sans, donnees)
    return avec, sans


def par_fonctions(periode: pd.Series) -> object:
    """What the formula of a line asks the functions."""
    if not np.isnan(periode["heures"]):
        return fonctions.ETPR_HEURES(periode["heures"], "", "", "non", "non")
    if not np.isnan(periode["remuneration_tache"]):
        return fonctions.ETPR_TACHE(periode["remuneration_tache"], "", "non")
    quotite = 1 if np.isnan(periode["quotite"]) else periode["quotite"] / 100
    if periode["temps_complet"] != "OUI" and not np.isnan(periode["duree_hebdo"]):
        base = {"CE017": 16, "CE019": 20}.get(periode["cadre_emplois"], 35)
        quotite *= min(1, periode["duree_hebdo"] / base)
    debut, fin = (None if pd.isna(jour) else (jour - ORIGINE).days for jour in (periode["debut"], periode["fin"]))
    return fonctions.ETPR(quotite, debut, fin, FICHES.year, "", "non")


def test_every_cell_shows_what_the_native_one_shows(classeurs):
    avec, sans = (read(chemin) for chemin in classeurs)
    assert list(avec) == [COMPLEMENT_SHEET, *sans, SETTINGS_SHEET]
    assert {nom: avec[nom] for nom in sans} == dict(sans)


def test_the_functions_give_what_the_cells_show(donnees):
    periodes = donnees["periodes"]
    attendus = etpr.calculer(periodes, FICHES)
    assert len(periodes) >= 30
    for (_, periode), attendu in zip(periodes.iterrows(), attendus, strict=True):
        assert par_fonctions(periode) == pytest.approx(attendu, abs=1e-12)


def test_an_etpr_cell_calls_known_functions_above_its_native_formula(classeurs):
    with zipfile.ZipFile(classeurs[0]) as archive:
        parties = [archive.read(nom).decode() for nom in archive.namelist() if nom.startswith("xl/worksheets/sheet")]
    appels = [formule for partie in parties for formule in re.findall(r"<f>(IFERROR[^<]*)</f>", partie)]
    assert len(appels) >= 40
    assert {nom for formule in appels for nom in re.findall(r"ETPR\w*(?=\()", formule)} <= set(FUNCTIONS)
    ligne = etpr_complement.formule(FICHES)(lambda champ: f"{champ}!")
    assert ligne.endswith(f",{etpr.formule(FICHES)(lambda champ: f'{champ}!').removeprefix('=')})")
    assert len(ligne) < 8192


def test_the_sheets_are_read_all_the_same(classeurs):
    (avec, constats), (sans, _) = (lire_fiches(chemin) for chemin in classeurs)
    assert avec is not None and sans is not None
    assert {constat.code for constat in constats} == {"MACRO-PRESENTE"}
    for code, cadre in sans.feuilles.items():
        pd.testing.assert_frame_equal(avec.feuilles[code], cadre)
    assert avec.collectivite == sans.collectivite


def test_importer_gives_back_the_native_sheets(classeurs, tmp_path):
    avec, sans = classeurs
    lance = CliRunner().invoke(app, ["importer", str(avec), "-o", str(tmp_path / "natif.xlsx")])
    assert lance.exit_code == 0, lance.output
    assert (tmp_path / "natif.xlsx").read_bytes() == sans.read_bytes()


def test_the_sheets_have_no_button_to_export_a_report(classeurs):
    with zipfile.ZipFile(classeurs[0]) as archive:
        dessins = "".join(archive.read(nom).decode() for nom in archive.namelist() if nom.endswith(".vml"))
    assert re.findall(r"<x:FmlaMacro>(?:\[0\]!)?(\w+)</x:FmlaMacro>", dessins) == ["BilanControler", "BilanImporter"]


def test_the_buttons_check_the_sheets_and_send_the_export_to_the_command(classeurs, tmp_path):
    classeur = tmp_path / "fiches.xlsm"
    classeur.write_bytes(classeurs[0].read_bytes())
    assert "rejeté" not in travaux.controler(classeur).message
    with pytest.raises(CommandError, match="agreger"):
        travaux.exporter(classeur)


def test_the_command_writes_the_blank_sheets(tmp_path):
    sortie = tmp_path / "fiches.xlsm"
    lance = CliRunner().invoke(app, ["modele", "fiches", "--variante", "complement", "-o", str(sortie)])
    assert lance.exit_code == 0, lance.output
    assert read(sortie).keys() >= {COMPLEMENT_SHEET, SETTINGS_SHEET}
