"""The counting rules of the sources about who is counted in chapter 1, one by one; each test names its rules."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.registers_reader import register
from tests.agents.a_la_main import (
    CONTRACTUEL,
    NON_PERMANENT,
    PARTI,
    STAGIAIRE,
    TITULAIRE,
    arrivee,
    chiffres,
    compter,
    depart,
    stage,
)


def test_s1_021_s1_065_the_photograph_is_taken_on_31_december():
    """Who changed grade in the year is at the grade of that day; who left is in none."""
    promue = TITULAIRE | {"grade": "G015"}
    agregat = compter(promue, TITULAIRE | PARTI, mouvements=[{"nature": "promotion", "promotion": "OUI"}])
    assert chiffres(agregat, "1.1.1") == {"G015.C01": 1, "G015.C06": 1}


def test_s1_058_s1_096_s4_022_paid_one_day_is_enough_for_the_year():
    saisonnier = NON_PERMANENT | PARTI
    assert chiffres(compter(saisonnier), "1.3.1.1") == {"EF005.C04": 1}


def test_s1_069_s4_023_not_paid_in_december_is_in_the_year_only():
    recenseur = NON_PERMANENT | PARTI | {"sexe": "H"}
    agregat = compter(recenseur, remunerations=[{"statut": "CONTNONPERM", "brut": 812.3}])
    assert chiffres(agregat, "1.3.1.1") == {"EF005.C03": 1}
    assert chiffres(agregat, "3.3.1") == {"EF999.C01": 813}


def test_s1_063_one_agent_on_two_lines_is_counted_once():
    deux = [TITULAIRE | {"id_agent": "A1"}, TITULAIRE | {"id_agent": "A1"}]
    agregat = compter(*deux)
    assert chiffres(agregat, "1.1.1") == {"G018.C01": 1, "G018.C06": 1}
    assert agregat.agents == 1


@pytest.mark.parametrize(
    ("autre", "grade"),
    [({"duree_hebdo": 10.0}, "G018"), ({"duree_hebdo": 25.0}, "G039"), ({"duree_hebdo": 20.0}, "G039")],
)
def test_s1_064_several_posts_count_where_most_hours_are_then_with_the_oldest_employer(autre, grade):
    partiel = {"id_agent": "A1", "temps_complet": "NON", "tranche_tnc": "TNC002"}
    administratif = TITULAIRE | partiel | {"duree_hebdo": 20.0, "date_entree": date(2015, 1, 1)}
    technique = TITULAIRE | partiel | {"filiere": "TE", "cadre_emplois": "CE010", "grade": "G039"}
    technique |= autre | {"date_entree": date(2010, 1, 1)}
    comptes = chiffres(compter(administratif, technique), "1.1.1")
    assert set(comptes) >= {f"{grade}.C06"}
    assert sum(comptes.values()) == 2


def test_s4_010_permanent_says_the_post_of_the_day_not_the_person():
    """An agent who passed from a non permanent post to a permanent one is on the latter."""
    passee = STAGIAIRE | {"grade": "G019"}
    periodes = [
        {"debut": date(2019, 1, 1), "fin": date(2019, 6, 30), "statut": "CONTNONPERM"}
        | {"type_emploi_non_permanent": "EF005"},
        {"debut": date(2019, 7, 1), "fin": date(2019, 12, 31), "statut": "STAG", "filiere": "AD", "categorie": "C"},
    ]
    agregat = compter(passee, periodes=periodes)
    assert chiffres(agregat, "1.1.1") == {"G019.C01": 1, "G019.C06": 1}
    assert chiffres(agregat, "1.3.1.1") == {"EF005.C04": 1}


def test_s4_011_there_is_no_category_but_a_b_c():
    """Agents of Mayotte are in category C; another code has no cell, and the report says so."""
    agregat = compter(CONTRACTUEL | {"categorie": "AOTM", "temps_plein": "NON", "quotite": "PTPSP002"})
    assert ("1.2.3", "categorie") in {(une.tableau, une.champ) for une in agregat.sans_case}


def test_s4_013_s4_016_s4_017_the_card_says_the_nearest_grade():
    """A deputy director detached from a corps of the State: administrateur, and 1.1.0 (2)."""
    directrice = TITULAIRE | {"cadre_emplois": "CE001", "categorie": "A", "grade": "G003"}
    directrice |= {"sur_emploi_fonctionnel": "OUI", "emploi_fonctionnel": "EF002", "fp_origine": "FPE"}
    agregat = compter(directrice)
    assert chiffres(agregat, "1.1.1") == {"G003.C01": 1, "G003.C06": 1}
    assert chiffres(agregat, "1.1.0.2") == {"EF002.C02": 1}
    assert chiffres(agregat, "1.1.0.1") == {}


def test_s4_014_s4_030_retired_on_31_december_is_present_and_has_not_left():
    agregat = compter(TITULAIRE, mouvements=[depart("MD013", date(2019, 12, 31))])
    assert chiffres(agregat, "1.1.1") == {"G018.C01": 1, "G018.C06": 1}
    assert chiffres(agregat, "1.5.0.1") == {}


def test_s4_021_hired_at_the_end_of_december_and_paid_in_january_is_present():
    agregat = compter(CONTRACTUEL | {"date_arrivee_contrat": date(2019, 12, 28)})
    assert chiffres(agregat, "1.2.1") == {"CE005.C02": 1, "CE005.C10": 1, "CE005.C12": 1, "CE005.C18": 1}


def test_s1_095_a_cdi_is_also_told_by_sex():
    agregat = compter(CONTRACTUEL | {"cdi": "OUI", "type_contrat": None, "date_arrivee_contrat": date(2010, 1, 1)})
    assert chiffres(agregat, "1.2.1") == {"CE005.C09": 1, "CE005.C10": 1, "CE005.C14": 1, "CE005.C16": 1}


def test_s1_062_therapeutic_part_time_is_full_time():
    agregat = compter(TITULAIRE, TITULAIRE | {"temps_plein": "NON", "quotite": "PTPSP002"})
    assert chiffres(agregat, "1.1.2") == {"CE005.C02": 1, "CE005.C06": 1}


def test_s1_102_three_contracts_are_one_person():
    contrats = [
        {"debut": date(2019, mois, 1), "fin": date(2019, mois, 20), "statut": "CONTNONPERM", "heures": 91.0}
        | {"type_emploi_non_permanent": "EF005"}
        for mois in (2, 4, 7)
    ]
    agregat = compter(NON_PERMANENT | PARTI, periodes=contrats)
    assert chiffres(agregat, "1.3.1.1") == {"EF005.C04": 1}
    assert chiffres(agregat, "1.3.1.2") == {"EF005.C04": 0.15}


@pytest.mark.parametrize(
    "ligne",
    ["EF001", "EF002", "EF010", "EF012"],
    ids=[
        "s4_024_groupes_d_elus",
        "s1_105_assistants_maternels",
        "s1_105_apprentis",
        "s1_103_s4_025_s4_026_s4_027_autres",
    ],
)
def test_s1_103_s1_105_s4_024_s4_025_s4_026_s4_027_each_kind_of_post_has_its_row(ligne):
    agregat = compter(NON_PERMANENT | {"type_emploi_non_permanent": ligne})
    assert chiffres(agregat, "1.3.1.1") == {f"{ligne}.C02": 1, f"{ligne}.C04": 1}


def test_s1_127_s1_128_s1_129_a_helped_post_named_stagiaire():
    """1.3.1 (year only), 1.1.1, 1.5.2 and 1.5.4; never 1.5.0."""
    nommee = STAGIAIRE | {"grade": "G019"}
    periodes = [
        {"debut": date(2019, 1, 1), "fin": date(2019, 8, 31), "statut": "CONTNONPERM"}
        | {"type_emploi_non_permanent": "EF015"},
        {"debut": date(2019, 9, 1), "fin": date(2019, 12, 31), "statut": "STAG", "filiere": "AD", "categorie": "C"},
    ]
    jour = date(2019, 9, 1)
    mouvements = [
        depart("MD024", date(2019, 8, 31), statut="CONTNONPERM"),
        arrivee("MA024", jour),
        stage("TS008", jour),
    ]
    agregat = compter(nommee, periodes=periodes, mouvements=mouvements)
    assert chiffres(agregat, "1.3.1.1") == {"EF015.C04": 1}
    assert chiffres(agregat, "1.1.1") == {"G019.C01": 1, "G019.C06": 1}
    assert chiffres(agregat, "1.5.2") == {"CE005.C03": 1, "CE005.C18": 1}
    assert chiffres(agregat, "1.5.4") == {"TS008.C02": 1}
    assert chiffres(agregat, "1.5.0.1") == chiffres(agregat, "1.5.0.2") == {}


def test_s1_107_a_disponibilite_begun_before_the_year_is_in_1_4_1():
    absente = TITULAIRE | {"remunere_3112": "NON", "remunere_annee": "NON"}
    absente |= {"en_position_particuliere": "OUI", "position_statutaire": "PS012"}
    agregat = compter(absente)
    assert chiffres(agregat, "1.4.1") == {"PS011.C02": 1, "PS012.C02": 1}
    assert chiffres(agregat, "1.1.1") == {}


def test_s1_070_a_disponibilite_of_the_year_is_a_position_a_departure_and_a_pay():
    absente = TITULAIRE | PARTI | {"en_position_particuliere": "OUI", "position_statutaire": "PS011"}
    agregat = compter(
        absente,
        mouvements=[depart("MD022", date(2019, 10, 1))],
        remunerations=[{"statut": "TITU", "filiere": "AD", "categorie": "C", "brut": 15000.0}],
    )
    assert chiffres(agregat, "1.4.1") == {"PS011.C02": 1}
    assert chiffres(agregat, "1.5.0.1") == {"MD022.C06": 1}
    assert chiffres(agregat, "3.1.1") == {"AD-C.C02": 15000}


def test_s1_108_s4_028_a_partial_mise_a_disposition_is_one_person_on_two_rows():
    partagee = TITULAIRE | {"en_position_particuliere": "OUI", "position_statutaire": "PS009"}
    agregat = compter(partagee)
    assert chiffres(agregat, "1.4.1") == {"PS008.C02": 1, "PS009.C02": 1}
    assert chiffres(agregat, "1.1.1") == {"G018.C01": 1, "G018.C06": 1}


def test_s1_109_s4_029_a_mise_a_disposition_received_is_in_1_4_3():
    recue = TITULAIRE | {"en_position_particuliere": "OUI", "position_statutaire": "PS017"}
    agregat = compter(recue, recue | {"statut": "CONTPERM", "sexe": "H", "position_statutaire": "PS016"})
    assert chiffres(agregat, "1.4.3") == {"PS016.C02": 1, "PS017.C02": 1, "PS016.C03": 1}
    assert chiffres(agregat, "1.4.1") == {}


def test_s1_060_agents_taken_in_charge_are_counted_by_the_cdg_alone():
    agregat = compter(TITULAIRE | {"en_position_particuliere": "OUI", "position_statutaire": "PS024"})
    assert chiffres(agregat, "1.4.4") == {"PS024.C02": 1}
    assert "1.4.4!PS022.C01" not in agregat.valeurs


def test_a_cabinet_from_the_state_is_in_1_4_2():
    cabinet = NON_PERMANENT | {"type_emploi_non_permanent": "EF001", "structure_origine": "SU001"}
    detachee = TITULAIRE | {"en_position_particuliere": "OUI", "position_statutaire": "PS020"}
    assert chiffres(compter(cabinet, detachee), "1.4.2") == {"PS018.C06": 1, "PS020.C02": 1}


def test_s1_135_beneficiaries_are_those_of_31_december():
    """The incumbent has no such filter."""
    agregat = compter(
        TITULAIRE | {"boeth": "OUI"},
        CONTRACTUEL | PARTI | {"boeth": "OUI"},
        NON_PERMANENT | {"boeth": "OUI", "type_emploi_non_permanent": "EF010", "sexe": "H"},
        TITULAIRE | {"boeth": "NON"},
    )
    assert agregat.valeurs["1.6.1.0!Q161.C01"] == "OUI"
    assert chiffres(agregat, "1.6.1.1") == {"C.C02": 1}
    assert chiffres(agregat, "1.6.1.2") == {"NONPERM.C01": 1, "NONPERM.C03": 1}


@pytest.mark.parametrize(("naissance", "tranche"), [(date(1994, 12, 1), "TA002"), (date(1995, 1, 1), "TA001")])
def test_the_age_is_that_of_31_december(naissance, tranche):
    """The incumbent takes the age of the day, born on the 15th of the month."""
    assert chiffres(compter(TITULAIRE | {"naissance": naissance}), "1.7.1") == {f"F_{tranche}.C01": 1}


@pytest.mark.parametrize("hors_bilan", ["VOLONTAIRE", "PROFESSEUR_DES_ECOLES"])
def test_who_is_no_agent_of_the_collectivite_has_no_statut_and_counts_nowhere(hors_bilan):
    """A volunteer of the service civique, a teacher of the State paid for the canteen: no statut of the list is theirs,
    and one that is not in the list is in no figure."""
    assert set(register().nomenclatures["statuts"].by_code) == {"TITU", "STAG", "CONTPERM", "CONTNONPERM"}
    agregat = compter(TITULAIRE, TITULAIRE | {"statut": hors_bilan})
    assert sum(chiffres(agregat, "1.1.1").values()) == 2
    assert chiffres(agregat, "1.2.1") == chiffres(agregat, "1.3.1.1") == {}
