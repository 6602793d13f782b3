"""Days, disability, ages: the rules that have no worked figure, and what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import yaml

import schemas
from processors import calculs
from processors.calculs import Arret, CalculError

P = calculs.parametres_de("rec2019")
Q = schemas.questionnaire("rec2019")


def test_strike_hours_are_rounded_once_after_the_sum():
    assert calculs.jours_greve([Arret(1, heures=3), Arret(1, heures=3), Arret(1, heures=3)], P) == 1


def test_a_strike_is_in_days_or_in_hours():
    with pytest.raises(CalculError, match="pas les deux"):
        calculs.jours_greve([Arret(1, jours=1, heures=2)], P)


def test_training_days_add_up():
    assert calculs.jours_formation([(3, 1), (2, 0.5)]) == 4


@pytest.mark.parametrize("cas", [{"avis_medical": False}, {"avis_medical": True, "beneficiaire": True}])
def test_an_adaptation_counts_on_medical_advice_for_an_agent_who_is_no_beneficiary(cas):
    assert calculs.depense_amenagement(5000, 20000, P, **cas) == 0


def test_deductible_units_and_rates_are_cut_to_two_decimals():
    assert calculs.unites_deductibles(20_000, "18254.64") == Decimal("1.09")
    assert calculs.taux_emploi(5, 120) == Decimal("4.16")
    assert calculs.taux_emploi(5, 120, Decimal("1.09")) == Decimal("5.07")


def test_there_is_no_rate_without_agents():
    with pytest.raises(CalculError, match="sans effectif"):
        calculs.taux_emploi(5, 0)


def test_a_rate_typed_in_per_cent_is_refused():
    with pytest.raises(CalculError, match="0,1 pour 10"):
        calculs.rente_retenue(10, P)


@pytest.mark.parametrize(
    ("naissance", "code"),
    [
        (date(1994, 12, 31), "TA002"),
        (date(1995, 1, 1), "TA001"),
        (date(1954, 1, 1), "TA010"),
        (date(1954, 12, 31), "TA010"),
        (date(1955, 1, 1), "TA009"),
    ],
)
def test_age_band_on_31_december(naissance, code):
    assert calculs.tranche_age(Q, naissance).code == code


@pytest.mark.parametrize(
    ("entree", "code"),
    [
        (date(2019, 12, 31), "ANC1"),
        (date(2017, 1, 1), "ANC1"),
        (date(2016, 12, 31), "ANC2"),
        (date(2014, 1, 1), "ANC2"),
        (date(2013, 12, 31), "ANC3"),
    ],
)
def test_seniority_band_on_31_december(entree, code):
    assert calculs.tranche_anciennete(Q, entree).code == code


def test_someone_to_come_has_no_age_nor_seniority():
    with pytest.raises(CalculError, match="après le"):
        calculs.age(date(2020, 1, 1), date(2019, 12, 31))
    with pytest.raises(CalculError, match="après le"):
        calculs.anciennete(date(2020, 1, 1), date(2019, 12, 31))


def test_every_age_has_one_band():
    bandes = Q.nomenclatures["tranches_age"]
    assert [calculs.tranche(bandes, annees).code for annees in range(0, 120)] == sorted(
        calculs.tranche(bandes, annees).code for annees in range(0, 120)
    )


# Sanctions


@pytest.mark.parametrize(("jours", "ligne"), [(3, "S03"), (4, "S06"), (15, "S06"), (16, "S08"), (731, "S08")])
def test_the_group_of_an_exclusion_is_that_of_its_row_in_the_declaration(jours, ligne):
    (element,) = [sanction for sanction in Q.nomenclatures["sanctions"].elements if sanction.code == ligne]
    assert str(calculs.groupe_exclusion(jours, P)) == element.attributes["groupe_titulaire"]


@pytest.mark.parametrize("jours", [0, 732])
def test_an_exclusion_of_no_day_or_of_more_than_two_years_has_no_group(jours):
    with pytest.raises(CalculError, match="d’un jour à deux ans"):
        calculs.groupe_exclusion(jours, P)


# Parameters


def test_the_year_of_the_parameters_is_that_of_the_questionnaire():
    assert P.annee == Q.year


def test_every_parameter_says_its_source():
    entries = yaml.safe_load((schemas.FOLDER / "rec2019" / "calculs.yaml").read_text(encoding="utf-8"))
    assert all(entry.keys() == {"libelle", "valeur", "source"} for entry in entries.values())


def test_an_edition_without_parameters_is_refused_with_the_known_ones():
    with pytest.raises(KeyError, match="rec2019"):
        calculs.parametres_de("rec1999")
