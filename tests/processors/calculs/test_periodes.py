"""Shares of the year and ETPR: what is refused, and what holds for any period."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.calculs import (
    CalculError,
    Periode,
    arrondi,
    etpr,
    etpr_heures,
    etpr_par_agent,
    etpr_tache,
    etpr_total,
    exact,
    parametres_de,
    part_annee,
    tronque,
)

P = parametres_de("rec2019")
ANNEES = st.sampled_from([2019, 2020])
QUOTITES = st.decimals("0", "1", places=2)


@st.composite
def periodes_datees(draw) -> tuple[int, date, date]:
    annee = draw(ANNEES)
    jours = (date(annee + 1, 1, 1) - date(annee, 1, 1)).days
    premier = draw(st.integers(0, jours - 1))
    dernier = draw(st.integers(premier, jours - 1))
    return annee, date(annee, 1, 1) + timedelta(premier), date(annee, 1, 1) + timedelta(dernier)


# Months and dates


@pytest.mark.parametrize("annee", [2019, 2020])
@pytest.mark.parametrize("mois", range(1, 13))
def test_whole_months_as_dates_give_the_figure_of_the_months(annee, mois):
    dernier = date(annee + mois // 12, mois % 12 + 1, 1) - timedelta(1)
    datee = part_annee(Periode(debut=date(annee, 1, 1), fin=dernier), annee)
    assert datee == part_annee(Periode(mois=mois), annee) == Fraction(mois, 12)


def test_a_period_without_dates_is_the_whole_year():
    assert part_annee(Periode(), 2020) == 1


def test_a_period_is_cut_to_the_year():
    assert part_annee(Periode(debut=date(2015, 9, 1), fin=date(2019, 6, 30)), 2019) == Fraction(1, 2)


def test_half_a_month_counts_by_its_days():
    assert part_annee(Periode(debut=date(2019, 6, 1), fin=date(2019, 6, 15)), 2019) == Fraction(1, 24)


@given(periodes_datees(), st.data())
def test_a_period_cut_in_two_adds_up(periode, data):
    annee, debut, fin = periode
    coupe = debut + timedelta(data.draw(st.integers(0, (fin - debut).days)))
    entiere = part_annee(Periode(debut=debut, fin=fin), annee)
    avant = part_annee(Periode(debut=debut, fin=coupe), annee)
    apres = Fraction(0)
    if coupe < fin:
        apres = part_annee(Periode(debut=coupe + timedelta(1), fin=fin), annee)
    assert avant + apres == entiere


@given(periodes_datees())
def test_a_longer_period_counts_more_and_never_more_than_the_year(periode):
    annee, debut, fin = periode
    part = part_annee(Periode(debut=debut, fin=fin), annee)
    assert 0 < part <= 1
    if fin < date(annee, 12, 31):
        assert part < part_annee(Periode(debut=debut, fin=fin + timedelta(1)), annee)


# ETPR of one agent


@given(QUOTITES, QUOTITES, st.integers(0, 12))
def test_the_etpr_of_two_periods_is_the_sum_of_theirs(premiere, seconde, mois):
    periodes = [Periode(premiere, mois=mois), Periode(seconde, mois=12 - mois)]
    trouve = etpr(periodes, P)
    assert trouve.brut == sum(etpr([periode], P).brut for periode in periodes)
    assert 0 <= trouve.valeur <= 1


@given(QUOTITES, QUOTITES, st.integers(0, 12))
def test_a_greater_quotite_never_counts_less(une, autre, mois):
    petite, grande = sorted([une, autre])
    assert etpr([Periode(petite, mois=mois)], P).valeur <= etpr([Periode(grande, mois=mois)], P).valeur


def test_partial_therapeutic_counts_as_full_time():
    assert etpr([Periode(0.5, therapeutique=True)], P).valeur == 1


def test_therapeutic_on_a_temps_non_complet_keeps_the_hours_of_the_post():
    assert etpr([Periode(0.5, heures_hebdo=16, therapeutique=True)], P).valeur == Decimal("0.46")


def test_temps_partiel_on_a_temps_non_complet_multiplies():
    assert etpr([Periode(0.8, heures_hebdo=28)], P).valeur == Decimal("0.64")


def test_unpaid_leave_counts_for_nothing():
    trouve = etpr([Periode(mois=6), Periode(mois=6, remuneree=False)], P)
    assert trouve.valeur == Decimal("0.50")


def test_a_period_outside_the_year_is_said():
    trouve = etpr([Periode(debut=date(2018, 1, 1), fin=date(2018, 12, 31)), Periode(debut=date(2019, 7, 1))], P)
    assert trouve.valeur == Decimal("0.50")
    assert trouve.avertissements == (
        "la période du 01/01/2018 au 31/12/2018 est hors de 2019\u00a0: elle ne compte pas",
    )


def test_several_posts_at_once_are_capped_with_a_warning():
    trouve = etpr([Periode(0.8), Periode(0.5)], P, cumul=True)
    assert trouve.valeur == 1
    assert trouve.brut == Fraction(13, 10)
    assert trouve.avertissements == ("les périodes donnent 1,3 ETPR\u00a0: plafonné à 1, maximum d’un agent",)


@pytest.mark.parametrize(
    ("periodes", "message"),
    [
        ([], "aucune période"),
        ([Periode(1.2)], "la quotité 1,2 dépasse 1"),
        ([Periode(80)], "la quotité 80 dépasse 1"),
        ([Periode(-0.5)], "négatif"),
        ([Periode("abc")], "n’est pas un nombre"),
        ([Periode(float("nan"))], "n’est pas un nombre"),
        ([Periode(mois=13)], "13 mois"),
        ([Periode(mois=6, debut=date(2019, 1, 1))], "pas les deux"),
        ([Periode(debut=date(2019, 6, 30), fin=date(2019, 1, 1))], "finit avant d’avoir commencé"),
        ([Periode(heures_hebdo=40)], "40 h par semaine dépassent les 35 h"),
        ([Periode(mois=8), Periode(mois=6)], "totalisent 14 mois"),
        (
            [Periode(debut=date(2019, 6, 1)), Periode(fin=date(2019, 6, 1))],
            "se chevauchent",
        ),
        ([Periode(), Periode(mois=1)], "totalisent 13 mois"),
    ],
)
def test_what_is_refused_is_said_in_french(periodes, message):
    with pytest.raises(CalculError, match=message):
        etpr(periodes, P)


def test_a_period_that_begins_the_day_after_the_other_does_not_overlap():
    periodes = [Periode(debut=date(2019, 7, 1)), Periode(fin=date(2019, 6, 30))]
    assert etpr(periodes, P).valeur == 1


def test_one_wrong_agent_does_not_hide_the_others():
    trouves = etpr_par_agent([("a", Periode(2)), ("b", Periode(mois=6)), ("b", Periode(mois=3))], P)
    assert isinstance(trouves["a"], CalculError)
    assert trouves["b"] == etpr([Periode(mois=9)], P)


# Hours, tasks, totals


def test_hours_are_capped_at_one_with_a_warning():
    trouve = etpr_heures(1900, P)
    assert trouve.valeur == 1
    assert trouve.avertissements[0].startswith("1900 h payées pour 1820 h")


@given(st.decimals("0", "3000", places=1), st.decimals("0", "3000", places=1))
def test_more_paid_hours_never_count_less(une, autre):
    petites, grandes = sorted([une, autre])
    assert 0 <= etpr_heures(petites, P).valeur <= etpr_heures(grandes, P).valeur <= 1


def test_more_hours_left_out_than_paid_are_refused():
    with pytest.raises(CalculError, match="à exclure"):
        etpr_heures(100, P, a_exclure=101)


@pytest.mark.parametrize("smic", [0, -1])
def test_a_smic_of_nothing_is_refused(smic):
    with pytest.raises(CalculError, match="SMIC"):
        etpr_tache(1000, P, smic_horaire=smic)


def test_the_total_adds_rounded_figures():
    assert etpr_total([(3, "1/3")]) == Decimal("0.99")


# Numbers


@pytest.mark.parametrize(
    ("valeur", "attendu"),
    [("0.455", "0.46"), ("-0.455", "-0.46"), ("0.4549", "0.45"), (0.285, "0.29"), (1.005, "1.01"), (16 / 35, "0.46")],
)
def test_rounding_is_to_the_nearest_half_away_from_zero(valeur, attendu):
    assert arrondi(valeur) == Decimal(attendu)


@pytest.mark.parametrize(("valeur", "attendu"), [("0.459", "0.45"), ("-0.459", "-0.45"), ("5.999", "5.99")])
def test_cutting_never_rounds(valeur, attendu):
    assert tronque(valeur) == Decimal(attendu)


@given(st.fractions(min_value=-1000, max_value=1000))
def test_rounding_is_within_half_a_unit(valeur):
    assert abs(exact(arrondi(valeur)) - valeur) <= Fraction(1, 200)
    assert 0 <= abs(valeur) - abs(exact(tronque(valeur))) < Fraction(1, 100)
