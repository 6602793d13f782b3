"""Situations that change in the year, and answers left blank: what they count, and what they must not."""

from __future__ import annotations

from datetime import date

import pytest

from tests.agents.a_la_main import (
    CONTRACTUEL,
    NON_PERMANENT,
    PARTI,
    STAGIAIRE,
    TITULAIRE,
    TOUS,
    arrivee,
    chiffres,
    compter,
    depart,
    stage,
)

CABINET = NON_PERMANENT | {"type_emploi_non_permanent": "EF001", "structure_origine": "SU001"}
AD_C = {"filiere": "AD", "categorie": "C"}
PREMIER_SEMESTRE = {"debut": date(2019, 1, 1), "fin": date(2019, 6, 30)}
SECOND_SEMESTRE = {"debut": date(2019, 7, 1), "fin": date(2019, 12, 31)}


def jour(mois: int, quantieme: int = 1) -> date:
    return date(2019, mois, quantieme)


# Departures, positions


@pytest.mark.parametrize(
    ("motif", "statut", "tableau"), [("MD013", "TITU", "1.5.0.1"), ("MD023", "CONTPERM", "1.5.0.2")]
)
def test_s1_128_s4_010_a_permanent_agent_who_is_non_permanent_on_31_december_has_left(motif, statut, tableau):
    agregat = compter(NON_PERMANENT | {"categorie": "C"}, mouvements=[depart(motif, jour(6, 30), statut=statut)])
    assert chiffres(agregat, tableau) == {f"{motif}.C06": 1}
    question = "q_departs_fonctionnaires" if statut == "TITU" else "q_departs_contractuels"
    assert agregat.valeurs[f"collectivite!{question}.C01"] == "OUI"
    assert agregat.departs_ecartes == ()


def test_who_left_a_permanent_post_for_a_cabinet_is_still_in_1_4_2():
    mouvements = [depart("MD012", jour(6), statut="TITU", categorie="C")]
    assert chiffres(compter(CABINET, mouvements=mouvements), "1.4.2") == chiffres(compter(CABINET), "1.4.2") != {}


def test_the_end_of_a_contract_by_a_stage_does_not_take_the_agent_out_of_1_4():
    nommee = STAGIAIRE | {"en_position_particuliere": "OUI", "position_statutaire": "PS001"}
    lignes = [stage("TS007", jour(6)), depart("MD018", jour(6), statut="CONTPERM")]
    assert chiffres(compter(nommee, mouvements=lignes), "1.4.1") == {"PS001.C02": 1}


# Measures left blank


def test_a_request_of_part_time_without_its_number_makes_no_zero():
    agregat = compter(TITULAIRE | {"tp_demande": "OUI", "tp_acceptees": 1.0})
    assert {code: un for code, un in agregat.valeurs.items() if code.startswith("2.3.1!")} == {
        "2.3.1!L01.C01": 0,
        "2.3.1!L02.C01": 0,
        "2.3.1!L02.C02": 1,
        "2.3.1!L03.C01": 0,
        "2.3.1!L04.C01": 0,
        "2.3.1!L05.C01": 0,
    }


def test_an_account_without_its_days_makes_no_zero():
    agregat = compter(TITULAIRE | {"cet": "OUI", "cet_jours_cumules": 5.0})
    assert agregat.valeurs["2.2.3.2!C.C02"] == 5
    assert "2.2.3.2!C.C04" not in agregat.valeurs
    assert "2.2.3.3!C.C02" not in agregat.valeurs
    assert agregat.valeurs["2.2.3.2!A.C04"] == agregat.valeurs["2.2.3.3!C.C01"] == 0


# Hours


HEURES = {"mois": jour(2), "heures_sup": 40.0}


def test_hours_follow_the_statut_of_their_month():
    periodes = [PREMIER_SEMESTRE | AD_C | {"statut": "CONTPERM"}, SECOND_SEMESTRE | AD_C | {"statut": "STAG"}]
    heures = [HEURES, HEURES | {"mois": jour(8), "heures_sup": 3.0}]
    agregat = compter(STAGIAIRE, heures=heures, periodes=periodes)
    assert chiffres(agregat, "3.4.4") == {"CE005.C16": 40, "CE005.C02": 3}


@pytest.mark.parametrize("dit", [{"temps_complet": "NON"}, {"duree_hebdo": 20.0}])
def test_hours_follow_the_working_time_of_their_month(dit):
    periode = PREMIER_SEMESTRE | AD_C | {"statut": "TITU"} | dit
    agregat = compter(TITULAIRE, heures=[{"mois": jour(2), "heures_compl": 12.0}], periodes=[periode])
    assert chiffres(agregat, "3.4.4") == {"CE005.C12": 12}


def test_hours_follow_the_pay_line_of_their_month_when_no_period_covers_it():
    paie = {"debut": jour(1), "fin": jour(3), "statut": "CONTPERM", "temps": "TNC", "brut": 1000.0} | AD_C
    heures = [{"mois": jour(3), "heures_compl": 12.0}, {"mois": jour(4), "heures_sup": 2.0}]
    agregat = compter(TITULAIRE, heures=heures, remunerations=[paie])
    assert chiffres(agregat, "3.4.4") == {"CE005.C19": 12, "CE005.C02": 2}


def test_of_two_situations_in_a_month_hours_follow_the_longer_one():
    periodes = [
        {"debut": jour(1), "fin": jour(2, 10), "statut": "CONTPERM", "cadre_emplois": "CE010"} | AD_C,
        {"debut": jour(2, 11), "fin": jour(12, 31), "statut": "TITU", "cadre_emplois": "CE004"} | AD_C,
    ]
    assert chiffres(compter(TITULAIRE, heures=[HEURES], periodes=periodes), "3.4.4") == {"CE004.C02": 40}


def test_hours_without_month_or_in_a_month_that_nothing_covers_follow_the_card():
    periode = PREMIER_SEMESTRE | AD_C | {"statut": "CONTPERM"}
    heures = [HEURES | {"mois": None}, HEURES | {"mois": jour(9), "heures_sup": 1.0}]
    assert chiffres(compter(TITULAIRE, heures=heures, periodes=[periode]), "3.4.4") == {"CE005.C02": 41}


def test_hours_of_a_non_permanent_do_not_open_3_4_4():
    agregat = compter(NON_PERMANENT, heures=[HEURES])
    assert chiffres(agregat, "3.4.4") == {}
    assert "3.4.4-Q!L01.C01" not in agregat.valeurs


# Accidents and absences


def accident(**plus: object) -> dict[str, object]:
    return {"motif": "ABS003", "annee": "N", "avec_arret": "OUI"} | plus


def test_accidents_of_the_year_before_are_left_to_the_collectivite():
    agregat = compter(TITULAIRE, modules=TOUS, accidents=[accident(annee="N-1", jours=10.0), accident(jours=2.0)])
    assert chiffres(agregat, "R.2") == {"L02.C02": 1}
    assert [(un.tableau, un.cellules) for un in agregat.non_fournis if un.tableau == "R.2"] == [("R.2", 5)]


def test_an_accident_with_sick_leave_is_never_among_those_without():
    accidents = [accident(jours=0.0), accident(avec_arret="NON"), accident()]
    assert chiffres(compter(TITULAIRE, modules=TOUS, accidents=accidents), "R.2") == {"L01.C02": 1}


def test_days_of_an_accident_without_sick_leave_count_nowhere():
    agregat = compter(TITULAIRE, accidents=[accident(avec_arret="NON", jours=5.0)])
    assert chiffres(agregat, "2.1.1.1") == {}
    assert chiffres(agregat, "4.2.1") == {"CE005.C02": 1, "CE005.C04": 1}


@pytest.mark.parametrize("agent", [TITULAIRE, CONTRACTUEL])
def test_sick_notes_of_2_2_6_are_without_couches_pathologiques(agent):
    absences = [{"motif": "ABS001", "jours": 20.0, "pathologique": "OUI"}, {"motif": "ABS001", "jours": 2.0}]
    tableau = "2.2.6.1" if agent is TITULAIRE else "2.2.6.2"
    assert chiffres(compter(agent, absences=absences), tableau)["NAMSJC.C06"] == 1


# Télétravail


def test_a_teleworker_on_a_temporary_post_counts_when_his_category_is_said():
    teletravail = {"teletravail": "OUI", "teletravail_demande": "OUI"}
    agregat = compter(NON_PERMANENT | {"categorie": "B"} | teletravail, NON_PERMANENT | teletravail)
    assert chiffres(agregat, "2.2.4") == {"DEMANDE.C06": 1, "EXERCICE.C06": 1}
    assert [(un.tableau, un.champ, un.lignes) for un in agregat.sans_case if un.tableau == "2.2.4"] == [
        ("2.2.4", "categorie", 1)
    ]


def test_requests_of_telework_of_the_year_and_exercise_of_31_december():
    agregat = compter(TITULAIRE | PARTI | {"teletravail": "OUI", "teletravail_demande": "OUI"})
    assert chiffres(agregat, "2.2.4") == {"DEMANDE.C07": 1}


def test_arrivals_into_a_stage_still_count():
    lignes = [stage("TS007", jour(6)), arrivee("MA025", jour(6)), depart("MD018", jour(6), statut="CONTPERM")]
    agregat = compter(STAGIAIRE, mouvements=lignes)
    assert chiffres(agregat, "1.5.0.2") == {"MD018.C06": 1}
    assert chiffres(agregat, "1.5.2") == {"CE005.C04": 1, "CE005.C18": 1}


# Several posts of one person


A = TITULAIRE | {"id_agent": "A1", "temps_complet": "NON", "temps_plein": None, "duree_hebdo": 20.0}
B = A | {"duree_hebdo": 15.0, "filiere": "TE", "cadre_emplois": "CE010", "grade": "G039", "date_entree": jour(1)}
DE_A = AD_C | {"statut": "TITU", "temps_complet": "NON", "duree_hebdo": 20.0}
DE_B = DE_A | {"filiere": "TE", "duree_hebdo": 15.0}
DECEMBRE, ANNEE = {"debut": jour(12), "fin": jour(12, 31)}, {"debut": jour(1), "fin": jour(12, 31)}


@pytest.mark.parametrize(
    ("periodes", "grade"),
    [
        ([DE_A | DECEMBRE, DE_B | ANNEE], "G039"),
        ([DE_A | PREMIER_SEMESTRE, DE_B | SECOND_SEMESTRE], "G018"),
        ([DE_A | ANNEE, DE_B | PREMIER_SEMESTRE, DE_B | SECOND_SEMESTRE], "G018"),
        ([DE_A | DECEMBRE], "G018"),
        ([DE_A | DECEMBRE, DE_B | ANNEE | {"filiere": "CU"}], "G018"),
        ([], "G018"),
    ],
    ids=[
        "780 h over 87 h",
        "weeks, six months each",
        "one post in two periods",
        "a post without",
        "of no post",
        "none",
    ],
)
def test_s1_064_the_post_of_most_hours_in_the_year_counts(periodes, grade):
    agregat = compter(A | {"date_entree": jour(12)}, B, periodes=periodes)
    assert set(chiffres(agregat, "1.1.1")) == {f"{grade}.C06", f"{grade}.C03" if grade == "G018" else f"{grade}.C02"}
