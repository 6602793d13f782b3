"""The counting rules of the sources about arrivals, departures, titularisations and promotions, one by one."""

from __future__ import annotations

from datetime import date

import pytest

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


def jour(mois: int, quantieme: int = 1) -> date:
    return date(2019, mois, quantieme)


def test_s1_111_s1_112_movements_are_those_of_all_agents_of_the_year():
    agregat = compter(
        TITULAIRE | PARTI,
        mouvements=[
            depart("MD008", jour(9)),
            stage("TS001", jour(2)),
            {"nature": "promotion", "promotion": "OUI", "motifs_promotion": "ECHELON|CHOIX", "date": jour(3)},
        ],
    )
    assert chiffres(agregat, "1.5.0.1") == {"MD008.C06": 1}
    assert chiffres(agregat, "1.5.4") == {"TS001.C02": 1}
    assert chiffres(agregat, "1.5.5") == {"ECHELON.C02": 1, "CHOIX.C02": 1}
    assert chiffres(agregat, "1.5.6") == {"AD.C06": 1}


def test_s1_117_successive_contracts_count_once_for_the_last_movement():
    renouvelee = compter(
        CONTRACTUEL, mouvements=[arrivee("MA019", jour(2)), depart("MD024", jour(6)), arrivee("MA019", jour(9))]
    )
    assert chiffres(renouvelee, "1.5.0.2") == {}
    assert chiffres(renouvelee, "1.5.3.2") == {"CE005.C02": 1}
    repartie = compter(CONTRACTUEL | PARTI, mouvements=[arrivee("MA016", jour(2)), depart("MD023", jour(6))])
    assert chiffres(repartie, "1.5.0.2") == {"MD023.C06": 1}
    assert chiffres(repartie, "1.5.3.1") == {}


def test_s4_031_a_contract_ended_in_december_and_taken_up_in_january_is_a_departure():
    agregat = compter(
        CONTRACTUEL | PARTI, mouvements=[depart("MD024", jour(12, 15)), arrivee("MA019", date(2020, 1, 6))]
    )
    assert chiffres(agregat, "1.5.0.2") == {"MD024.C06": 1}
    assert chiffres(agregat, "1.5.3.2") == chiffres(agregat, "1.2.1") == {}


def test_s1_118_a_renewed_detachment_counts_even_for_who_was_away_already():
    absent = TITULAIRE | {"remunere_3112": "NON", "remunere_annee": "NON"}
    assert chiffres(compter(absent, mouvements=[depart("MD005", jour(5))]), "1.5.0.1") == {"MD005.C06": 1}


def test_s1_119_disponibilite_then_retirement_in_the_year_is_a_retirement():
    agregat = compter(TITULAIRE | PARTI, mouvements=[depart("MD022", jour(2)), depart("MD013", jour(11))])
    assert chiffres(agregat, "1.5.0.1") == {"MD013.C06": 1}


def test_s1_120_retired_from_a_disponibilite_older_than_the_year_is_nowhere():
    ancienne = TITULAIRE | {"remunere_3112": "NON", "remunere_annee": "NON"}
    ancienne |= {"en_position_particuliere": "OUI", "position_statutaire": "PS011"}
    agregat = compter(ancienne, mouvements=[depart("MD013", jour(4))])
    assert not [code for code, valeur in agregat.valeurs.items() if code in agregat.sources and valeur]


def test_s1_121_the_parental_leave_of_a_fonctionnaire_is_a_departure_then_an_arrival():
    agregat = compter(TITULAIRE, mouvements=[depart("MD007", jour(2)), arrivee("MA029", jour(8))])
    assert chiffres(agregat, "1.5.0.1") == {"MD007.C06": 1}
    assert chiffres(agregat, "1.5.2") == {"CE005.C15": 1, "CE005.C18": 1}


def test_s1_122_the_parental_leave_of_a_contractuel_is_a_departure_then_an_arrival():
    agregat = compter(CONTRACTUEL, mouvements=[depart("MD007", jour(2)), arrivee("MA017", jour(8))])
    assert chiffres(agregat, "1.5.0.2") == {"MD007.C06": 1}
    assert chiffres(agregat, "1.5.3.1") == {"MA017.C02": 1}


def test_s1_123_a_detachment_that_ends_in_an_integration_is_a_departure_and_an_arrival():
    agregat = compter(TITULAIRE, mouvements=[depart("MD009", jour(7)), arrivee("MA010", jour(7))])
    assert chiffres(agregat, "1.5.0.1") == {"MD009.C06": 1}
    assert chiffres(agregat, "1.5.2") == {"CE005.C11": 1, "CE005.C18": 1}


def test_s1_123_the_order_of_the_lines_of_one_day_does_not_matter():
    fin, integration = depart("MD009", jour(7)), arrivee("MA010", jour(7))
    for lignes in ([fin, integration], [integration, fin]):
        agregat = compter(TITULAIRE, mouvements=lignes)
        assert chiffres(agregat, "1.5.0.1") == {"MD009.C06": 1}
        assert chiffres(agregat, "1.5.2") == {"CE005.C11": 1, "CE005.C18": 1}
        partie = compter(TITULAIRE | PARTI, mouvements=[*lignes, depart("MD008", jour(11))])
        assert chiffres(partie, "1.5.0.1") == {"MD009.C06": 1, "MD008.C06": 1}
        assert chiffres(partie, "1.5.2") == {"CE005.C11": 1, "CE005.C18": 1}


def test_in_and_out_on_the_last_day_of_an_agent_who_is_gone():
    lignes = [arrivee("MA007", jour(7)), depart("MD014", jour(7))]
    for ordre in (lignes, lignes[::-1]):
        agregat = compter(TITULAIRE | PARTI, mouvements=ordre)
        assert chiffres(agregat, "1.5.0.1") == {"MD014.C06": 1}
        assert chiffres(agregat, "1.5.2") == {"CE005.C08": 1, "CE005.C18": 1}


def test_a_departure_that_contradicts_a_presence_is_left_out_and_said():
    agregat = compter(TITULAIRE, mouvements=[arrivee("MA007", jour(2)), depart("MD007", jour(6))])
    assert chiffres(agregat, "1.5.0.1") == {}
    assert agregat.departs_ecartes == (7,)
    assert compter(TITULAIRE, mouvements=[depart("MD013", jour(12, 31))]).departs_ecartes == ()


def test_s1_125_a_contractuel_of_the_year_named_stagiaire():
    """1 in 1.5.2, 0 in 1.5.3, 1 in 1.5.4, and no departure: he never came in as contractuel."""
    agregat = compter(
        STAGIAIRE | {"grade": "G019"},
        mouvements=[
            arrivee("MA019", jour(2), statut="CONTPERM"),
            arrivee("MA023", jour(10)),
            stage("TS007", jour(10)),
        ],
    )
    assert chiffres(agregat, "1.5.2") == {"CE005.C02": 1, "CE005.C18": 1}
    assert chiffres(agregat, "1.5.3.1") == chiffres(agregat, "1.5.3.2") == {}
    assert chiffres(agregat, "1.5.4") == {"TS007.C02": 1}
    assert chiffres(agregat, "1.5.0.2") == {}


def test_a_contractuel_of_before_named_stagiaire_leaves_by_the_last_row():
    agregat = compter(STAGIAIRE | {"grade": "G019"}, mouvements=[arrivee("MA023", jour(10)), stage("TS007", jour(10))])
    assert chiffres(agregat, "1.5.0.2") == {"MD018.C06": 1}
    assert chiffres(agregat, "1.5.2") == {"CE005.C02": 1, "CE005.C18": 1}


@pytest.mark.parametrize("motif", ["TS001", "TS003", "TS004"])
def test_s1_126_every_titularisation_counts(motif):
    assert chiffres(compter(TITULAIRE, mouvements=[stage(motif, jour(4))]), "1.5.4") == {f"{motif}.C02": 1}


def test_a_refusal_counts_and_a_no_does_not():
    refus = stage("TS005", jour(4)) | {"titularise": "REFUS"}
    non = stage("TS001", jour(4)) | {"titularise": "NON"}
    assert chiffres(compter(TITULAIRE, mouvements=[refus, non]), "1.5.4") == {"TS005.C02": 1}


def test_s1_128_the_end_of_a_non_permanent_post_is_no_departure():
    agregat = compter(NON_PERMANENT | PARTI, mouvements=[depart("MD024", jour(5))])
    assert chiffres(agregat, "1.5.0.1") == chiffres(agregat, "1.5.0.2") == {}


@pytest.mark.parametrize(
    ("motif", "ligne"), [("MD022", "MD022"), ("MD007", "MD007"), ("MD012", "MD012"), ("DCD", "DCD")]
)
def test_s1_130_s1_131_departures_are_temporary_or_definitive_by_their_row(motif, ligne):
    agregat = compter(TITULAIRE | PARTI | {"sexe": "H"}, mouvements=[depart(motif, jour(5))])
    assert chiffres(agregat, "1.5.0.1") == {f"{ligne}.C03": 1}


@pytest.mark.parametrize(
    ("parti", "revenu", "colonne"),
    [("MD022", "MA028", "C14"), ("MD007", "MA029", "C15"), ("MD003", "MA015", "C16")],
    ids=["disponibilite", "autre_absence_non_payee", "absence_payee"],
)
def test_s1_132_s1_133_s1_134_a_reintegration_was_not_paid_a_return_was(parti, revenu, colonne):
    agregat = compter(TITULAIRE, mouvements=[depart(parti, jour(1, 2)), arrivee(revenu, jour(9))])
    assert chiffres(agregat, "1.5.2") == {f"CE005.{colonne}": 1, "CE005.C18": 1}


def test_s4_035_a_disponibilite_d_office_is_no_movement():
    office = TITULAIRE | PARTI | {"en_position_particuliere": "OUI", "position_statutaire": "PS013"}
    agregat = compter(office, mouvements=[depart("MD022", jour(3))])
    assert chiffres(agregat, "1.5.0.1") == {}
    assert chiffres(agregat, "1.4.1") == {"PS013.C02": 1}


def test_s4_032_a_detachment_inside_the_collectivite_is_no_arrival():
    directrice = TITULAIRE | {"sur_emploi_fonctionnel": "OUI", "emploi_fonctionnel": "EF001"}
    interne = arrivee("MA006", jour(4), mouvement_interne="MI002")
    externe = arrivee("MA007", jour(4))
    assert chiffres(compter(directrice, mouvements=[interne]), "1.5.1.1") == {}
    assert chiffres(compter(directrice, mouvements=[interne]), "1.5.2") == {}
    assert chiffres(compter(directrice, mouvements=[externe]), "1.5.1.1") == {"EF001.C10": 1}


def test_the_three_tables_of_1_5_1_are_not_copies_of_one_another():
    """The incumbent copies the first into the two others."""
    fonctionnel = {"sur_emploi_fonctionnel": "OUI", "emploi_fonctionnel": "EF001", "cadre_detachement": "ATT"}
    agregat = compter(
        TITULAIRE | fonctionnel,
        TITULAIRE | fonctionnel | {"fp_origine": "FPH"},
        CONTRACTUEL | fonctionnel | {"sexe": "H"},
        mouvements=[
            arrivee("MA007", jour(4)),
            arrivee("MA009", jour(4), id_agent="A2"),
            arrivee("MA019", jour(4), id_agent="A3"),
        ],
    )
    assert chiffres(agregat, "1.5.1.1") == {"EF001.C04": 1}
    assert chiffres(agregat, "1.5.1.2") == {"EF001.C04": 1}
    assert chiffres(agregat, "1.5.1.3") == {"EF001.C01": 1}


def test_s4_036_an_agent_come_with_a_competence_is_in_column_13():
    agregat = compter(TITULAIRE, mouvements=[arrivee("MA013", jour(1))])
    assert chiffres(agregat, "1.5.2") == {"CE005.C13": 1, "CE005.C18": 1}


def test_s4_037_s4_043_promotions_of_the_year_and_grade_is_a_sum():
    promotions = [
        {"nature": "promotion", "promotion": "OUI", "motifs_promotion": "EXAMEN", "date": jour(3)},
        {"nature": "promotion", "promotion": "OUI", "motifs_promotion": "ECHELON", "date": date(2018, 3, 1)},
        {"nature": "promotion", "promotion": "CONCOURS_SANS_NOMINATION", "date": jour(5)},
    ]
    agregat = compter(TITULAIRE, mouvements=promotions)
    assert chiffres(agregat, "1.5.5") == {"EXAMEN.C02": 1}
    assert "1.5.5!GRADE.C02" not in agregat.valeurs


def test_s4_042_a_promotion_counts_in_the_category_where_it_leads():
    promue = TITULAIRE | {"cadre_emplois": "CE004", "categorie": "B", "grade": "G011"}
    mouvement = {"nature": "promotion", "promotion": "OUI", "motifs_promotion": "CONCOURS", "date": jour(3)}
    agregat = compter(promue, mouvements=[mouvement | {"grade_avant": "G015"}])
    assert chiffres(agregat, "1.5.6") == {"AD.C04": 1}


def test_s4_044_s4_046_accompanied_or_with_a_skills_assessment():
    agregat = compter(
        TITULAIRE | {"accompagne_cep": "OUI"},
        CONTRACTUEL | PARTI | {"bilan_competences": "OUI", "sexe": "H"},
        NON_PERMANENT | {"bilan_competences": "OUI"},
    )
    assert chiffres(agregat, "1.5.7") == {"C.C02": 1, "C.C01": 1}


def test_the_category_of_a_departure_is_that_of_the_day_it_happened():
    agregat = compter(TITULAIRE | PARTI, mouvements=[depart("MD008", jour(3), categorie="B")])
    assert chiffres(agregat, "1.5.0.1") == {"MD008.C05": 1}
