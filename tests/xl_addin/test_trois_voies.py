"""The same periods give the same ETPR three ways: Python, native formula recalculated by LibreOffice, dispatcher."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from processors.calculs import A_VERIFIER, formule_etpr, formule_etpr_agent, formule_etpr_mois
from tests.xl_addin.test_dispatcheur import corps
from xl_addin import fonctions
from xl_addin.serveur import appeler

ORIGINE = date(1899, 12, 30)
ANNEE = 2019


def jour(mois: int, quantieme: int, annee: int = ANNEE) -> int:
    return (date(annee, mois, quantieme) - ORIGINE).days


Ligne = tuple[str, float | None, int | None, int | None, str | None]
LIGNES: list[Ligne] = [
    ("temps complet", 1, jour(1, 1), jour(12, 31), None),
    ("six mois", 1, jour(1, 1), jour(6, 30), None),
    ("80 % six mois", 0.8, jour(1, 1), jour(6, 30), None),
    ("huit mois de 16 h", 16 / 35, jour(1, 1), jour(8, 31), None),
    ("février", 1, jour(2, 1), jour(2, 28), None),
    ("un jour", 1, jour(12, 31), jour(12, 31), None),
    ("à cheval sur deux mois", 0.9, jour(3, 17), jour(11, 4), None),
    ("sans début", 0.5, None, jour(9, 14), None),
    ("sans fin", 0.7, jour(4, 2), None, None),
    ("sans dates", 0.33, None, None, None),
    ("commencé avant", 1, jour(9, 1, 2015), jour(3, 31), None),
    ("fini après", 1, jour(10, 1), jour(6, 30, 2020), None),
    ("thérapeutique", 0.5, jour(1, 1), jour(6, 30), "oui"),
    ("thérapeutique sans quotité", None, None, None, "oui"),
    ("réponse non", 0.5, None, None, "non"),
    ("quotité nulle", 0, None, None, None),
    ("vide", None, None, None, None),
    ("avant l’année", 1, jour(1, 1, 2018), jour(12, 31, 2018), None),
    ("après l’année", 0.8, jour(1, 1, 2020), None, None),
    ("hors de l’année, thérapeutique", 0.5, jour(3, 1, 2018), jour(6, 30, 2018), "oui"),
    *((f"mois {mois}", 0.6, jour(mois, 5), jour(mois, 20), None) for mois in range(1, 13)),
]
FAUTES: list[Ligne] = [
    ("quotité trop grande", 1.2, None, None, None),
    ("quotité négative", -0.1, None, None, None),
    ("dates à l’envers", 1, jour(6, 30), jour(1, 1), None),
]
MOIS: list[tuple[float | None, float | None]] = [
    (0.8, 6),
    (1, 12),
    (16 / 35, 8),
    (0.9, None),
    (1, 0),
    (None, 3),
    (1, 7.5),
]
PERIODES: list[tuple[str, float, int | None, int | None]] = [
    ("a", 0.8, jour(1, 1), jour(5, 31)),
    ("b", 1, jour(1, 1), jour(4, 15)),
    ("a", 1, jour(6, 1), None),
    ("b", 0.6, jour(4, 16), jour(10, 3)),
    ("c", 16 / 35, None, None),
]


@pytest.fixture(scope="module")
def recalcule(libreoffice, tmp_path_factory) -> dict[str, list[list[Any]]]:
    """The formulas computed by LibreOffice: sheet → rows of results."""
    dossier: Path = tmp_path_factory.mktemp("formules")
    source = dossier / "etpr.xlsx"
    with Workbook(source) as classeur:
        dates, mois = classeur.add_worksheet("Dates"), classeur.add_worksheet("Mois")
        for rang, (_, quotite, debut, fin, soin) in enumerate([*LIGNES, *FAUTES], start=1):
            for colonne, valeur in enumerate((quotite, debut, fin, soin)):
                dates.write(rang - 1, colonne, valeur)
            adresses = (f"A{rang}", f"B{rang}", f"C{rang}")
            dates.write_formula(rang - 1, 4, formule_etpr(*adresses, annee=ANNEE, therapeutique=f"D{rang}"), None, 999)
        for rang, (quotite, nombre) in enumerate(MOIS, start=1):
            mois.write(rang - 1, 0, quotite)
            mois.write(rang - 1, 1, nombre)
            mois.write_formula(rang - 1, 2, formule_etpr_mois(f"A{rang}", f"B{rang}"), None, 999)
        agents = classeur.add_worksheet("Agents")
        dernier = len(PERIODES)
        for rang, (agent, quotite, debut, fin) in enumerate(PERIODES, start=1):
            for colonne, valeur in enumerate((agent, quotite, debut, fin)):
                agents.write(rang - 1, colonne, valeur)
            part = formule_etpr(f"B{rang}", f"C{rang}", f"D{rang}", annee=ANNEE, arrondir=False)
            agents.write_formula(rang - 1, 4, part, None, 999)
            somme = formule_etpr_agent(f"A{rang}", f"$A$1:$A${dernier}", f"$E$1:$E${dernier}")
            agents.write_formula(rang - 1, 5, somme, None, 999)
    lu = load_workbook(libreoffice.recalculer(source, dossier / "recalcule"), data_only=True)
    return {feuille.title: [list(ligne) for ligne in feuille.iter_rows(values_only=True)] for feuille in lu}


@pytest.fixture(scope="module")
def par_dispatcheur(fonctions_serveur) -> list[list[Any]]:
    colonnes = [[[ligne[place]] for ligne in LIGNES] for place in (1, 2, 3, 4)]
    quotites, debuts, fins, soins = colonnes
    resultat: list[list[Any]] = asyncio.run(
        appeler(corps("ETPR", quotites, debuts, fins, ANNEE, soins), fonctions_serveur)
    )
    return resultat


@pytest.mark.parametrize("rang", range(len(LIGNES)), ids=[ligne[0] for ligne in LIGNES])
def test_python_formula_and_dispatcher_agree(recalcule, par_dispatcheur, rang):
    _, quotite, debut, fin, soin = LIGNES[rang]
    en_python = fonctions.ETPR(quotite, debut, fin, ANNEE, soin)
    formule = recalcule["Dates"][rang][4]
    if LIGNES[rang][0] == "réponse non":
        assert (en_python, formule) == (0.5, 0.5)
    if "l’année" in LIGNES[rang][0]:
        assert (en_python, formule) == (0, 0)
    assert par_dispatcheur[rang][0] == en_python
    assert ("" if formule is None else formule) == en_python


@pytest.mark.parametrize("rang", range(len(FAUTES)), ids=[ligne[0] for ligne in FAUTES])
def test_the_formula_and_the_function_refuse_the_same(recalcule, rang):
    assert recalcule["Dates"][len(LIGNES) + rang][4] == A_VERIFIER
    _, quotite, debut, fin, soin = FAUTES[rang]
    assert str(fonctions.ETPR(quotite, debut, fin, ANNEE, soin)).startswith("⚠")


def test_months_as_a_formula_and_through_the_dispatcher(recalcule, fonctions_serveur):
    trouve = [ligne[2] for ligne in recalcule["Mois"]]
    attendu = [None if quotite is None else fonctions.ETPR(quotite, mois) for quotite, mois in MOIS]
    assert [None if valeur == "" else valeur for valeur in trouve] == attendu
    quotites, mois = ([[paire[place]] for paire in MOIS] for place in (0, 1))
    reponse = asyncio.run(appeler(corps("ETPR", quotites, mois, None, None, None), fonctions_serveur))
    assert [None if quotite is None else ligne[0] for (quotite, _), ligne in zip(MOIS, reponse, strict=True)] == attendu


def test_the_periods_of_agents_add_up_as_a_formula(recalcule, fonctions_serveur):
    par_formule = {ligne[0]: ligne[5] for ligne in recalcule["Agents"]}
    plage = [list(periode) for periode in PERIODES]
    en_python = {agent: valeur for agent, valeur, _ in fonctions.ETPR_PERIODES(plage, ANNEE)}
    reponse = asyncio.run(appeler(corps("ETPR_PERIODES", plage, ANNEE, None), fonctions_serveur))
    assert par_formule == en_python
    assert en_python == {agent: valeur for agent, valeur, _ in reponse}


def test_a_formula_is_short_enough_for_every_spreadsheet():
    adresse = "'Périodes'!$AA$12345"
    formule = formule_etpr(adresse, adresse, adresse, annee=ANNEE, therapeutique=adresse)
    assert len(formule) < 8192
