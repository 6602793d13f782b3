"""Ranges as Excel sends them: every shape, every content, and what is refused."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.calculs import CalculError
from xl_addin import plages


@pytest.mark.parametrize(
    ("plage", "attendue"),
    [
        (None, [[None]]),
        (3, [[3]]),
        ([], [[None]]),
        ([[]], [[None]]),
        ([1, 2], [[1, 2]]),
        ((1, 2), [[1, 2]]),
        ([[1], [2]], [[1], [2]]),
        (((1, 2), (3, 4)), [[1, 2], [3, 4]]),
    ],
)
def test_every_shape_becomes_a_grid(plage, attendue):
    assert plages.grille(plage) == attendue


def test_rows_of_different_lengths_are_refused():
    with pytest.raises(CalculError, match="longueur"):
        plages.grille([[1, 2], [3]])


@pytest.mark.parametrize(
    ("cellule", "attendu"),
    [
        (None, None),
        ("", None),
        (" \u00a0", None),
        (0, 0),
        (0.8, Fraction(4, 5)),
        ("0,8", Fraction(4, 5)),
        ("0.8", Fraction(4, 5)),
        ("80 %", Fraction(4, 5)),
        ("80\u00a0%", Fraction(4, 5)),
        ("1 820", 1820),
        ("1\u202f820,5", Fraction(3641, 2)),
        ("35 h", 35),
        ("1 003,50 €", Fraction(2007, 2)),
        ("16/35", Fraction(16, 35)),
        ("-2", -2),
        ("0,125", Fraction(1, 8)),
    ],
)
def test_numbers_are_read_as_people_type_them(cellule, attendu):
    assert plages.nombre(cellule, "la valeur") == attendu


@pytest.mark.parametrize(
    ("cellule", "message"),
    [
        ("abc", "n’est pas un nombre"),
        ("1.820", "de deux façons"),
        ("1,820", "de deux façons"),
        ("12 34", "n’est pas un nombre"),
        ("1/0", "n’est pas un nombre"),
        (True, "pas VRAI"),
        (date(2019, 1, 1), "pas la date 01/01/2019"),
        (float("inf"), "n’est pas un nombre"),
        ("#N/A", "l’erreur #N/A"),
        ("#DIV/0!", "l’erreur #DIV/0!"),
        ("#VALEUR!", "l’erreur #VALEUR!"),
        ("#NOM?", "l’erreur #NOM"),
    ],
)
def test_what_is_no_number_is_said(cellule, message):
    with pytest.raises(CalculError, match=message):
        plages.nombre(cellule, "la valeur")


@given(st.integers(-(10**9), 10**9), st.integers(0, 99))
def test_a_number_written_in_french_is_read_back(entiers, centiemes):
    ecrit = f"{entiers:,}".replace(",", "\u202f") + f",{centiemes:02d}"
    signe = -1 if entiers < 0 else 1
    assert plages.nombre(ecrit, "la valeur") == entiers + signe * Fraction(centiemes, 100)


@pytest.mark.parametrize(
    "cellule",
    [
        43830,
        43830.0,
        43830.75,
        date(2019, 12, 31),
        datetime(2019, 12, 31, 12),
        "31/12/2019",
        "2019-12-31",
        "31.12.2019",
    ],
)
def test_dates_are_read_however_they_come(cellule):
    assert plages.jour(cellule, "la date") == date(2019, 12, 31)
    assert plages.est_jour(cellule)


@pytest.mark.parametrize("cellule", [6, "six", "31/02/2019", True, "#N/A"])
def test_what_is_no_date_is_said(cellule):
    with pytest.raises(CalculError):
        plages.jour(cellule, "la date")


@pytest.mark.parametrize("cellule", ["oui", "Oui", "x", True, 1, 1.0, "VRAI"])
def test_yes(cellule):
    assert plages.oui_non(cellule, "la réponse")


@pytest.mark.parametrize("cellule", ["non", "N", False, 0, None, ""])
def test_no(cellule):
    assert not plages.oui_non(cellule, "la réponse")


def test_an_unclear_answer_is_refused():
    with pytest.raises(CalculError, match="peut-être"):
        plages.oui_non("peut-être", "la réponse")


# Cell by cell


def test_a_row_a_column_and_a_cell_serve_all_the_others():
    assert plages.pour_chaque(lambda a, b: (a, b), [[1], [2]], 5) == [[(1, 5)], [(2, 5)]]
    assert plages.pour_chaque(lambda a, b: (a, b), [[1], [2]], [[7, 8]]) == [[(1, 7), (1, 8)], [(2, 7), (2, 8)]]


def test_ranges_that_do_not_fit_are_refused():
    with pytest.raises(CalculError, match="2 et 3 lignes"):
        plages.pour_chaque(lambda a, b: a, [[1], [2]], [[1], [2], [3]])


def test_one_mistake_does_not_hide_the_other_results():
    resultat = plages.pour_chaque(lambda a: plages.nombre(a, "la valeur"), [[1], ["x"], [2]])
    assert resultat[0] == [1.0]
    assert resultat[1][0].startswith("⚠ La valeur")
    assert resultat[2] == [2.0]


@pytest.mark.parametrize(
    ("resultat", "attendu"), [(None, ""), (0, 0), ([[None]], ""), ([[1, None]], [[1, ""]]), ("texte", "texte")]
)
def test_nothing_shows_nothing(resultat, attendu):
    assert plages.rendu(resultat) == attendu
