"""The fictitious agent sheets: reproducible, declared, plausible, and every counting rule is met."""

from __future__ import annotations

import csv

import numpy as np
import pandas as pd
import pytest

from processors.agents.controle import controler
from processors.agents.donnees import dtype_de
from processors.agents.exemple import generer
from processors.agents.exemple.parcours import declares
from processors.findings import Severity
from schemas.registers_reader import register
from tests.support.imports import RACINE

FICHES = register()
ATTENDUES = {"FICHES-PERIODES-CHEVAUCHENT"}
"""The alert that a situation deserves: several posts at once."""


@pytest.fixture(scope="module")
def donnees() -> dict[str, pd.DataFrame]:
    return generer(400, 3).feuilles


def test_the_same_seed_gives_the_same_sheets() -> None:
    premier, second, autre = generer(80, 5), generer(80, 5), generer(80, 6)
    for code, cadre in premier.feuilles.items():
        pd.testing.assert_frame_equal(cadre, second.feuilles[code])
    assert premier.collectivite == second.collectivite
    assert not premier["agents"].equals(autre["agents"])


@pytest.mark.parametrize("agents", [1, 5, 50])
def test_any_number_of_agents(agents: int) -> None:
    feuilles = generer(agents, 0).feuilles
    assert len(feuilles["agents"]) == agents


def test_frames_are_those_of_the_declaration(donnees: dict[str, pd.DataFrame]) -> None:
    assert list(donnees) == [feuille.code for feuille in FICHES.tables]
    for feuille in FICHES.tables:
        cadre = donnees[feuille.code]
        assert tuple(cadre.columns) == feuille.codes
        assert {champ.code: str(cadre[champ.code].dtype) for champ in feuille.fields} == {
            champ.code: dtype_de(champ) for champ in feuille.fields
        }


def test_coded_answers_are_in_their_lists(donnees: dict[str, pd.DataFrame]) -> None:
    for feuille in FICHES.tables:
        for champ in feuille.fields:
            if champ.choices is not None:
                dits = {code for dit in donnees[feuille.code][champ.code].dropna() for code in str(dit).split("|")}
                assert dits <= set(champ.codes), f"{feuille.code}.{champ.code}"


def test_every_line_belongs_to_an_agent(donnees: dict[str, pd.DataFrame]) -> None:
    cles = set(donnees["agents"]["id_agent"])
    assert len(cles) == len(donnees["agents"])
    for code, cadre in donnees.items():
        assert set(cadre["id_agent"]) <= cles, code


@pytest.mark.parametrize(("agents", "graine"), [(6, 1), (60, 2), (400, 3)])
def test_the_checks_of_the_sheets_find_no_mistake(agents: int, graine: int) -> None:
    trouves = controler(generer(agents, graine))
    assert [one.message for one in trouves if one.severity is Severity.BLOQUANT] == []
    assert {one.code for one in trouves if one.severity is Severity.ALERTE} <= ATTENDUES


def test_four_hundred_agents_meet_every_situation(donnees: dict[str, pd.DataFrame]) -> None:
    _, particuliers = declares()
    mouvements = donnees["mouvements"]
    for one in particuliers:
        for declare in one.mouvements:
            for champ in ("motif_depart", "motif_arrivee", "motif_titularisation"):
                dit = declare.get(champ)
                if dit is not None:
                    offerts = dit if isinstance(dit, list) else [dit]
                    assert mouvements[champ].isin(offerts).any(), f"{one.code} : {champ}"


def test_every_situation_says_which_rule_it_exercises() -> None:
    _, particuliers = declares()
    assert len({one.code for one in particuliers}) == len(particuliers)
    with (RACINE / "schemas" / "rec2019" / "regles.csv").open(encoding="utf-8") as fichier:
        regles = {ligne["id"] for ligne in csv.DictReader(fichier, delimiter=";")}
    assert {one.regle for one in particuliers} <= regles


def test_staff_looks_like_that_of_a_commune() -> None:
    agents = generer(4000, 9)["agents"]
    ages = 2019 - agents["naissance"].dt.year
    assert 0.55 < (agents["sexe"] == "F").mean() < 0.67
    assert 42 < float(np.median(ages)) < 50
    assert 0.6 < agents["statut"].isin(["TITU", "STAG"]).mean() < 0.8
    assert 0.75 < (agents["remunere_3112"] == "OUI").mean() < 0.95


def test_names_cannot_be_taken_for_real_ones(donnees: dict[str, pd.DataFrame]) -> None:
    assert donnees["agents"]["nom"].str.startswith("Fictif-").all()
