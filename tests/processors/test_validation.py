"""Each kind of wrong value gives one finding, in French, on its own cell."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.findings import Finding
from processors.validation import denoised, valider
from tests.processors.reponses import FEMMES, HOMMES, IDENTITY, plein, reponses

NARROW = "\u202f"


def seul(values) -> Finding:
    """The only finding of these values."""
    (found,) = valider(reponses(values))
    return found


def test_valid_answers_give_no_finding():
    assert valider(plein()) == []


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("1.1.4!AD_A.C03", 4.3500000000000005),
        ("1.1.4!AD_A.C03", 4.35 - 1e-9),
        ("2.1.0!L03.C01", 0.25 + 1e-8),
        (HOMMES, 3.0000000000000004),
    ],
)
def test_the_noise_of_binary_arithmetic_is_no_decimal(variable, value):
    """Refused, it would be shown as the very number that is expected."""
    answers = reponses({variable: value})
    assert valider(answers) == []
    exact = denoised(answers)
    assert exact.values[variable] == round(value, 2)
    assert type(exact.values[variable]) is (int if variable == HOMMES else float)
    assert exact.places == answers.places


@given(st.decimals(-100, 100_000, places=2).map(float))
def test_a_number_of_two_decimals_is_left_alone(value):
    answers = reponses({"1.1.4!AD_A.C03": value})
    assert denoised(answers) is answers


def test_what_is_more_than_noise_is_refused_and_shown_whole():
    found = seul({"1.1.4!AD_A.C03": 4.35000004})
    assert found.code == "TROP-DE-DECIMALES"
    assert found.message.startswith("4,35000004 a plus")


@pytest.mark.parametrize("value", [None, "", math.nan, math.inf])
def test_a_message_begins_with_a_capital_letter(value):
    assert seul({HOMMES: value}).message[0].isupper()


@pytest.mark.parametrize(
    ("variable", "value", "code"),
    [
        (HOMMES, "trois", "NOMBRE-ATTENDU"),
        (HOMMES, True, "NOMBRE-ATTENDU"),
        (HOMMES, math.nan, "NOMBRE-ATTENDU"),
        (HOMMES, math.inf, "NOMBRE-ATTENDU"),
        (HOMMES, 1.5, "ENTIER-ATTENDU"),
        (HOMMES, -1, "VALEUR-NEGATIVE"),
        (HOMMES, -1.5, "VALEUR-NEGATIVE"),
        (HOMMES, 10**12, "VALEUR-DEMESUREE"),
        ("1.1.4!AD_A.C03", 1e300, "VALEUR-DEMESUREE"),
        ("2.1.0!L03.C01", 0.3, "PAS-NON-RESPECTE"),
        ("1.1.4!AD_A.C03", 1.234, "TROP-DE-DECIMALES"),
        ("4.1.4!L02.C01", 2020, "ANNEE-HORS-LIMITES"),
        ("4.1.4!L02.C01", 19, "ANNEE-HORS-LIMITES"),
        ("4.1.4!L02.C01", "en cours", "ANNEE-HORS-LIMITES"),
        ("collectivite!type_collectivite.C01", "Hameau", "VALEUR-HORS-LISTE"),
        ("collectivite!affiliee.C01", "oui", "VALEUR-HORS-LISTE"),
        ("collectivite!siret.C01", "2138018550001", "SIRET-FORMAT"),
        ("collectivite!siret.C01", 21380185500015, "SIRET-FORMAT"),
        ("collectivite!siret.C01", "21380185500016", "SIRET-INVALIDE"),
        ("collectivite!raison_sociale.C01", 38, "TEXTE-ATTENDU"),
        ("collectivite!raison_sociale.C01", "", "TEXTE-VIDE"),
        ("collectivite!raison_sociale.C01", "x" * 2001, "TEXTE-TROP-LONG"),
        ("1.1.1!GENERAL.C05", 12, "VARIABLE-CALCULEE"),
        ("1.1.1!G9999.C05", 12, "VARIABLE-INCONNUE"),
        ("9.9.9!L01.C01", 12, "VARIABLE-INCONNUE"),
        ("n’importe quoi", 12, "VARIABLE-INCONNUE"),
    ],
)
def test_one_finding_of_the_right_kind_on_the_right_cell(variable, value, code):
    found = seul({variable: value})
    assert found.code == code
    (cell,) = found.cells
    assert (cell.variable, cell.sheet) == (variable, "Feuille")
    assert cell.address


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        (HOMMES, 3.0),
        ("1.1.4!AD_A.C03", 0.29),
        ("1.1.4!AD_A.C03", 19.99),
        ("2.1.0!L03.C01", 0.75),
        ("4.1.4!L02.C01", 2019),
        ("collectivite!siret.C01", "35600000000048"),
        ("R.3!L11.C01", "Gestes et postures"),
        ("R.3!L11.C02", 4),
    ],
)
def test_values_that_are_right(variable, value):
    assert valider(reponses({variable: value})) == []


def test_a_row_added_to_an_open_table_is_checked_as_the_others():
    found = seul({"R.3!L11.C02": -4})
    assert found.code == "VALEUR-NEGATIVE"
    assert found.cells[0].label == "indicateur R.3, ligne 11, Nombre de personnes formées"


def test_row_numbers_of_open_tables_end_at_999():
    assert seul({"R.3!L1000.C02": 4}).code == "VARIABLE-INCONNUE"


def test_the_label_names_indicator_row_and_column():
    assert seul({HOMMES: -1}).cells[0].label == "indicateur 1.1.1, Administrateur général, Hommes"


def test_the_message_shows_the_value_in_french():
    assert "-12\u202f345,5" in seul({"1.1.4!AD_A.C03": -12345.5}).message


def test_a_wrong_step_names_the_nearest_right_value():
    found = seul({"2.1.0!L03.C01": 0.3})
    assert found.expected == 0.25
    assert "0,25" in found.remedy


def test_a_wrong_answer_names_the_labels_and_the_closest_one():
    found = seul({"collectivite!type_collectivite.C01": "Comune"})
    assert "Commune et commune nouvelle" in found.remedy
    assert "Métropole" in found.remedy
    assert found.expected == "Commune et commune nouvelle"


def test_a_wrong_answer_that_looks_like_nothing_gets_no_suggestion():
    assert seul({"collectivite!type_collectivite.C01": "zzzz"}).expected is None


def test_one_finding_per_cell_even_when_several_keywords_fail():
    assert [found.code for found in valider(reponses({HOMMES: -1.5, FEMMES: -2}))] == ["VALEUR-NEGATIVE"] * 2


def test_findings_follow_the_order_of_the_form():
    found = valider(reponses({"4.1.4!L02.C01": 2050, FEMMES: -1, HOMMES: -1}))
    assert [item.cells[0].variable for item in found] == [HOMMES, FEMMES, "4.1.4!L02.C01"]


def test_unknown_variables_of_a_table_are_gathered():
    found = seul({"1.1.1!G9998.C05": 1, "1.1.1!G9999.C05": 2, "1.1.1!G001.C99": 3})
    assert len(found.cells) == 3
    assert found.indicator == "1.1.1"


def test_an_unknown_variable_comes_with_the_closest_code():
    assert "«\u00a01.1.1!G001.C05\u00a0»" in seul({"1.1.1!g001.c05": 1}).remedy


def test_a_greyed_cell_takes_no_answer():
    table, (row, column) = next(
        (table, gap) for table in reponses().questionnaire.tables.values() for gap in table.absent
    )
    assert seul({table.variable(row, column): 1}).code == "CASE-GRISEE"


@pytest.mark.parametrize("values", [{}, {HOMMES: 3}, {"collectivite!raison_sociale.C01": "Grenoble"}])
def test_a_missing_siret_is_said_once(values):
    (found,) = valider(reponses(values, identity={}))
    assert found.code == "SIRET-MANQUANT"
    assert found.cells[0].variable == "collectivite!siret.C01"


def test_the_key_of_every_siret_is_checked():
    found = seul({"collectivite!siret_rattachement.C01": "21380185500016"})
    assert found.code == "SIRET-INVALIDE"


def test_a_long_value_is_shortened_in_the_message():
    assert len(seul({HOMMES: "x" * 5000}).message) < 120


def test_no_answer_at_all_is_accepted_by_the_schema_but_for_the_siret():
    assert valider(reponses(identity=IDENTITY)) == []
