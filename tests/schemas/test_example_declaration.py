"""The declarations of the fictitious answers and sheets, and of the bands: what does not exist is refused."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

import schemas
from processors.agents.agregation.regles import lire_regles
from schemas.bands import FILE, bands_of, read_bands
from schemas.example import FOLDER, ROLES, TABLES, USAGES, example_of, read_example
from schemas.nodes import DeclarationError, read_yaml
from schemas.register_example import draws, read_draws, read_stories, stories
from schemas.registers_reader import register

REC = schemas.questionnaire("rec2019")
DOCUMENTS = {file: read_yaml(schemas.FOLDER / REC.id, file) for file in (TABLES, ROLES, USAGES)}


def broken(file: str, *path: str, value: object) -> dict[str, Any]:
    """The three files with one value changed."""
    documents = deepcopy(DOCUMENTS)
    node = documents[file]
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    return documents


@pytest.mark.parametrize(
    ("file", "path", "value", "key", "found"),
    [
        (TABLES, ("grades", "tableau"), "9.9.9", "grades.tableau", "unknown table « 9.9.9 »"),
        (TABLES, ("visites", "lignes", "visites"), "L77", "visites.lignes", "unknown code « L77 »"),
        (TABLES, ("grades", "colonnes", "temps_complet"), "C77", "grades.colonnes", "unknown code « C77 »"),
        (ROLES, ("femme", "code"), "X", "femme.code", "« X » is not a code of sexes"),
        (USAGES, ("poids", "contrats", "valeurs"), {"CDD999": 1}, "poids.contrats.valeurs", "unknown code « CDD999 »"),
        (USAGES, ("poids", "contrats", "nomenclature"), "rien", "poids.contrats.nomenclature", "unknown nomenclature"),
        (USAGES, ("poids", "contrats", "valeurs"), {"CDD001": "x"}, "poids.contrats.valeurs", "is not a number"),
        (USAGES, ("familles", "AD"), ["FM999"], "familles.AD", "unknown code « FM999 »"),
        (USAGES, ("profils", "ccas", "cadres"), {"CE999": 1}, "profils.ccas.cadres", "unknown code « CE999 »"),
        (USAGES, ("profils", "ccas", "type_collectivite"), "XXX", "profils.ccas.type_collectivite", "« XXX »"),
    ],
)
def test_an_example_that_names_what_the_edition_has_not_is_refused(file, path, value, key, found):
    with pytest.raises(DeclarationError) as refused:
        read_example(REC, broken(file, *path, value=value))
    assert file in str(refused.value)
    assert key in str(refused.value)
    assert found in str(refused.value)


def test_an_edition_without_examples_takes_those_of_the_newest():
    assert not (schemas.FOLDER / "rec2017" / FOLDER).exists()
    assert example_of(schemas.questionnaire("rec2017")) is example_of(REC)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"tableau": "R.99", "tranches": {"0": 0}}, "unknown table « R.99 »"),
        ({"tableau": "R.2", "tranches": {"0": 0, "1": 1, "2": 2}}, "do not fit"),
        ({"tableau": "R.2", "tranches": {"0": 0, "1": 4, "2": 2, "3": 5, "4": 6}}, "starts after"),
        ({"tableau": "R.2", "tranches": {}}, "do not fit"),
    ],
)
def test_bands_that_do_not_fit_their_table_are_refused(said, found):
    with pytest.raises(DeclarationError, match=found) as refused:
        read_bands(REC, {"durees": said})
    assert FILE in str(refused.value)


def test_the_rules_of_aggregation_name_bands_that_are_declared():
    named = {
        (field, value)
        for rule in lire_regles()
        for measure in rule.mesures
        for field, values in measure.parmi
        for value in values
        if field in ("duree", "tranche_entree")
    }
    declared = bands_of(REC)
    assert {value for field, value in named if field == "duree"} == {name for _, name in declared["durees_d_arret"]}
    tenures = {value for field, value in named if field == "tranche_entree"}
    assert tenures == {name for _, name in declared["anciennete_inaptes"]}


def test_the_bands_of_leaves_have_a_row_each_and_a_weight_each():
    names = [name for _, name in bands_of(REC)["durees_d_arret"]]
    assert list(example_of(REC).weights["durees_d_arret"].by_code) == names
    assert len(example_of(REC).places["durees_d_arret"].rows) == len(names)


def test_the_declared_draws_and_stories_are_those_of_the_sheets():
    assert draws()["annees"]
    assert {"stables", "particuliers"} <= set(stories())


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"champ": "agents.inconnu", "valeurs": {"A": 1}}, "unknown field « agents.inconnu »"),
        ({"champ": "inconnue.sexe", "valeurs": {"A": 1}}, "unknown field « inconnue.sexe »"),
        ({"champ": "agents.sexe", "valeurs": {"X": 1}}, "« X » is not an answer of sexe"),
        ({"champ": "agents.contraintes", "valeurs": {"CPTT001|CPTT999": 1}}, "« CPTT999 » is not an answer"),
        ({"champ": "agents.sexe", "valeurs": {"F": "x"}}, "« x » is not a number"),
    ],
)
def test_a_draw_of_what_a_field_has_not_is_refused(said, found):
    with pytest.raises(DeclarationError, match=found.replace("|", r"\|")):
        read_draws(register(), {"tirage": said})


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"statut": "XXX"}, "« XXX » is not an answer of statut"),
        ({"statut": "TITU", "cadres": ["CE999"]}, "« CE999 »"),
        ({"statut": "TITU", "presence": "PEUT-ETRE"}, "« PEUT-ETRE »"),
        ({"statut": "TITU", "fiche": {"fp_origine": ["FPT", "FPX"]}}, "« FPX »"),
        ({"statut": "TITU", "fiche": {"inconnu": "OUI"}}, "unknown field « agents.inconnu »"),
        ({"statut": "TITU", "mouvements": [{"nature": "depart", "motif_depart": "MD999"}]}, "« MD999 »"),
        ({"statut": "TITU", "periodes": [{"statut": "XXX"}]}, "« XXX »"),
    ],
)
def test_a_story_that_names_what_the_sheets_have_not_is_refused(said, found):
    with pytest.raises(DeclarationError, match=found):
        read_stories(register(), {"stables": [{"code": "essai", "poids": 1, **said}]})
