"""The counting rules of the sources about working time, ETPR, pay, health and training, one by one."""

from __future__ import annotations

from datetime import date

import pytest

from tests.agents.a_la_main import CONTRACTUEL, NON_PERMANENT, PARTI, STAGIAIRE, TITULAIRE, TOUS, chiffres, compter

ANNEE = {"debut": date(2019, 1, 1), "fin": date(2019, 12, 31)}
SEMESTRE = {"debut": date(2019, 1, 1), "fin": date(2019, 6, 30)}
SUITE = {"debut": date(2019, 7, 1), "fin": date(2019, 12, 31)}
AD_C = {"statut": "TITU", "filiere": "AD", "categorie": "C"}


def etpr(*periodes: dict[str, object], agent: dict[str, object] = TITULAIRE) -> dict[str, float]:
    agregat = compter(agent, periodes=[AD_C | periode for periode in periodes])
    return chiffres(agregat, "1.1.4") | chiffres(agregat, "1.2.4")


# ETPR


@pytest.mark.parametrize(
    ("periodes", "attendu"),
    [
        ([ANNEE | {"quotite": 80.0}], 0.8),
        ([ANNEE | {"quotite": 90.0}], 0.9),
        ([ANNEE], 1),
        ([SEMESTRE], 0.5),
        ([SEMESTRE | {"quotite": 80.0}], 0.4),
        ([SEMESTRE | {"quotite": 80.0}, SUITE], 0.9),
        ([ANNEE | {"temps_complet": "NON", "duree_hebdo": 16.0}], 0.46),
        ([{"debut": date(2019, 1, 1), "fin": date(2019, 8, 31), "temps_complet": "NON", "duree_hebdo": 16.0}], 0.3),
        ([ANNEE | {"heures": 1820.0}], 1),
        ([ANNEE | {"heures": 1890.0}], 1),
    ],
    ids=[
        "s4_018_s1_077_s1_078_80_pour_cent",
        "s4_019_s1_078_90_pour_cent",
        "s4_020_therapeutique_ou_temps_complet",
        "s1_076_six_mois",
        "s1_077_80_pour_cent_six_mois",
        "s1_079_deux_periodes",
        "s1_080_seize_heures",
        "s1_080_seize_heures_huit_mois",
        "s1_073_s1_074_heures_payees",
        "s1_085_plafond",
    ],
)
def test_s4_018_s4_019_s4_020_s1_071_the_etpr_of_the_worked_figures(periodes, attendu):
    assert etpr(*periodes) == {"AD_C.C04": attendu}


def test_s1_081_pay_by_the_task_gives_hours():
    pigiste = NON_PERMANENT | {"type_emploi_non_permanent": "EF012"}
    periode = ANNEE | {"statut": "CONTNONPERM", "type_emploi_non_permanent": "EF012", "remuneration_tache": 1003.0}
    assert chiffres(compter(pigiste, periodes=[periode]), "1.3.1.2") == {"EF012.C04": 0.05}


def test_s1_082_the_etpr_of_the_collectivite_is_the_sum_of_rounded_ones():
    """1 + 2 × 0,80 + 0,46 = 3,06."""
    quotites: list[dict[str, object]] = [
        {},
        {"quotite": 80.0},
        {"quotite": 80.0},
        {"temps_complet": "NON", "duree_hebdo": 16.0},
    ]
    periodes = [AD_C | ANNEE | {"id_agent": f"A{rang}"} | un for rang, un in enumerate(quotites, start=1)]
    assert chiffres(compter(*[TITULAIRE] * 4, periodes=periodes), "1.1.4") == {"AD_C.C04": 3.06}


def test_an_agent_may_have_a_share_in_1_1_4_and_one_in_1_2_4():
    """The statut and the category of the period tell, not those of 31/12."""
    contrat = SEMESTRE | {"statut": "CONTPERM", "categorie": "B"}
    agregat = compter(STAGIAIRE, periodes=[AD_C | contrat, AD_C | SUITE | {"statut": "STAG"}])
    assert chiffres(agregat, "1.1.4") == {"AD_C.C04": 0.5}
    assert chiffres(agregat, "1.2.4") == {"AD_B.C04": 0.5}


def test_an_agent_without_period_is_said_to_have_no_etpr():
    agregat = compter(TITULAIRE, TITULAIRE | {"remunere_3112": "NON", "remunere_annee": "NON"})
    assert agregat.etpr_absents == ("A1",)
    assert chiffres(agregat, "1.1.4") == {}


# Absences


def test_s1_147_s4_047_absences_are_those_of_agents_present_on_31_december():
    maladie = {"motif": "ABS001", "jours": 12.0}
    agregat = compter(TITULAIRE, TITULAIRE | PARTI, absences=[maladie, maladie | {"id_agent": "A2"}])
    assert chiffres(agregat, "2.1.1.1") == {"ABS001.C02": 1, "ABS001.C05": 12, "ABS001.C08": 1}
    assert chiffres(agregat, "2.1.1.2") == {"ABS001.C04": 1}
    assert chiffres(agregat, "2.1.1.3") == {"ABS001.C04": 12}


def test_an_agent_counts_once_per_motive_whatever_the_lines():
    arrets = [{"motif": "ABS001", "jours": 3.0}, {"motif": "ABS001", "jours": 4.5, "arrets": 2.0}]
    agregat = compter(TITULAIRE, absences=arrets)
    assert chiffres(agregat, "2.1.1.1") == {"ABS001.C02": 1, "ABS001.C05": 7.5, "ABS001.C08": 3}


def test_s1_148_s1_149_pathological_maternity_goes_by_statut():
    couches = {"motif": "ABS006", "jours": 14.0, "pathologique": "OUI"}
    agregat = compter(
        TITULAIRE,
        CONTRACTUEL,
        NON_PERMANENT,
        absences=[couches, couches | {"id_agent": "A2"}, couches | {"id_agent": "A3"}],
    )
    assert set(chiffres(agregat, "2.1.1.1")) == {"ABS006.C02", "ABS006.C05", "ABS006.C08"}
    assert set(chiffres(agregat, "2.1.2.1")) == {"ABS001.C02", "ABS001.C05", "ABS001.C08"}
    assert set(chiffres(agregat, "2.1.3.1")) == {"ABS001.C02", "ABS001.C05", "ABS001.C08"}
    assert "NAMSJC.C06" not in chiffres(agregat, "2.2.6.2")


def test_s1_150_a_day_of_examination_is_an_authorised_absence_without_sick_note():
    agregat = compter(TITULAIRE, absences=[{"motif": "ABS008", "jours": 1.0}])
    assert chiffres(agregat, "2.1.1.1") == {"ABS008.C02": 1, "ABS008.C05": 1}


def test_s4_049_there_is_no_row_for_an_unjustified_absence():
    """No motive of the sheet is for it: a line without motive is counted nowhere, and said."""
    agregat = compter(TITULAIRE, absences=[{"motif": None, "jours": 3.0}])
    assert chiffres(agregat, "2.1.1.1") == {}


def test_s4_050_s4_052_paternity_of_all_agents_paid_in_the_year_leavers_included():
    """Only the leave itself: the days of birth are in the row ABS007 of 2.1.1, for who is present."""
    pere = TITULAIRE | {"sexe": "H", "conge_paternite": "OUI", "jours_paternite": 11.0}
    naissance = {"motif": "ABS007", "jours": 14.0}
    agregat = compter(pere | PARTI, pere, absences=[naissance, naissance | {"id_agent": "A2"}])
    assert chiffres(agregat, "2.1.4") == {"C.C01": 2, "C.C02": 22}
    assert chiffres(agregat, "2.1.1.1") == {"ABS007.C01": 1, "ABS007.C04": 14, "ABS007.C07": 1}


@pytest.mark.parametrize(("motif", "tableau"), [("ABS0010", "2.1.5"), ("ABS0011", "2.1.6")])
def test_s0_002_leaves_for_a_relative_have_their_own_tables(motif, tableau):
    agregat = compter(CONTRACTUEL | PARTI, absences=[{"motif": motif, "jours": 60.0}])
    assert chiffres(agregat, tableau) == {"C.C01": 1, "C.C02": 60}
    assert chiffres(agregat, "2.1.2.1") == {}
    assert not agregat.sans_case


def test_s1_168_carence_counts_each_agent_once_whatever_his_absences():
    """The incumbent joins the agent to each of his absences, then adds up."""
    arretee = TITULAIRE | {"carence": "OUI", "carence_jours": 2.0, "carence_montant": 153.2}
    maladies = [{"motif": "ABS001", "jours": 3.0}, {"motif": "ABS001", "jours": 5.0}]
    agregat = compter(arretee, TITULAIRE, absences=maladies)
    assert chiffres(agregat, "2.2.6.1") == {
        "NJCP.C06": 2,
        "MBSRDC.C06": 154,
        "NTARSJC.C06": 2,
        "NAAJC.C06": 1,
        "NAMSJC.C06": 2,
    }


def test_s1_113_s1_159_s1_162_s1_163_part_time_requests_of_the_year():
    demande = TITULAIRE | {"tp_demande": "OUI", "tp_presentees": 2.0, "tp_acceptees": 1.0, "tp_premieres": 1.0}
    agregat = compter(demande, demande | PARTI)
    assert chiffres(agregat, "2.3.1") == {"L01.C02": 4, "L02.C02": 2, "L03.C02": 2}


def test_long_leaves_answer_the_questions_of_2_1_7():
    agregat = compter(TITULAIRE | {"depart_conge_long": "AVEC"}, TITULAIRE | {"sexe": "H", "depart_conge_long": "NON"})
    reponses = {code: valeur for code, valeur in agregat.valeurs.items() if code.startswith("2.1.7")}
    assert reponses == {"2.1.7.1!L01.C01": "NON", "2.1.7.1!L03.C01": "OUI", "2.1.7.1!L04.C01": "NON"}


# Pay


def test_s1_114_s1_172_s1_173_s1_176_pay_is_that_of_all_agents_of_the_year():
    paie = {"statut": "TITU", "filiere": "AD", "categorie": "C", "brut": 1000.01}
    agregat = compter(TITULAIRE, TITULAIRE | PARTI, remunerations=[paie, paie | {"id_agent": "A2"}])
    assert chiffres(agregat, "3.1.1") == {"AD-C.C02": 2001}


def test_s4_060_a_category_changed_in_the_year_splits_the_pay_by_period():
    """B until 30/06, A afterwards: six months on each row."""
    avant = {"statut": "TITU", "filiere": "AD", "categorie": "B", "brut": 14000.0, "primes": 1200.5}
    apres = avant | {"categorie": "A", "brut": 16000.0, "nbi": 300.0, "sft": 80.0, "ir": 40.0, "hs": 20.0}
    agregat = compter(TITULAIRE | {"categorie": "A"}, remunerations=[avant, apres])
    assert chiffres(agregat, "3.1.1") == {
        "AD-B.C02": 14000,
        "AD-B.C05": 1201,
        "AD-A.C02": 16000,
        "AD-A.C05": 1201,
        "AD-A.C08": 300,
        "AD-A.C11": 20,
        "AD-A.C14": 80,
        "AD-A.C17": 40,
    }


def test_s4_061_the_sft_of_a_contractuel_is_in_his_primes():
    paie = {"statut": "CONTPERM", "filiere": "AD", "categorie": "C", "brut": 20000.0, "primes": 1000.0, "sft": 250.0}
    assert chiffres(compter(CONTRACTUEL, remunerations=[paie]), "3.2.1") == {"AD-C.C02": 20000, "AD-C.C05": 1250}


def test_s4_056_s4_057_s4_058_primes_are_those_that_are_entered():
    """Net of the transfer, with the CSG allowance, without social cover: the sheet asks for them so."""
    paie = {"statut": "TITU", "filiere": "AD", "categorie": "C", "brut": 20000.0, "primes": 1000.0}
    assert chiffres(compter(TITULAIRE, remunerations=[paie]), "3.1.1")["AD-C.C05"] == 1000


def test_s1_185_vacations_are_pay_of_non_permanents():
    vacataire = NON_PERMANENT | {"type_emploi_non_permanent": "EF014"}
    agregat = compter(vacataire, remunerations=[{"statut": "CONTNONPERM", "brut": 99.5}], heures=[{"heures_sup": 4.0}])
    assert chiffres(agregat, "3.3.1") == {"EF999.C02": 100}
    assert chiffres(agregat, "3.4.4") == {}


def test_s0_003_s1_181_s1_183_s1_184_hours_by_post():
    agregat = compter(
        TITULAIRE | PARTI,
        TITULAIRE | {"temps_complet": "NON", "tranche_tnc": "TNC002"},
        CONTRACTUEL | {"sexe": "H"},
        heures=[
            {"heures_sup": 10.5},
            {"heures_sup": 2.0},
            {"heures_compl": 7.25, "id_agent": "A2"},
            {"heures_compl": 3.0, "id_agent": "A3", "cadre_emplois": "CE010"},
        ],
    )
    assert chiffres(agregat, "3.4.4") == {"CE005.C02": 12.5, "CE005.C12": 7.25, "CE010.C18": 3}
    assert agregat.valeurs["3.4.4-Q!L01.C01"] == "OUI"


# Health


def test_s1_115_s1_202_s4_066_accidents_of_all_agents_with_or_without_sick_leave():
    service = {"motif": "ABS003", "annee": "N", "avec_arret": "NON"}
    ancien = {"motif": "ABS003", "annee": "ANT", "avec_arret": "OUI", "jours": 30.0, "id_agent": "A2"}
    trajet = {"motif": "ABS004", "annee": "N", "avec_arret": "OUI", "jours": 8.5}
    agregat = compter(TITULAIRE | PARTI, TITULAIRE, accidents=[service, ancien, trajet])
    assert chiffres(agregat, "4.2.1") == {
        "CE005.C02": 1,
        "CE005.C04": 1,
        "CE005.C06": 1,
        "CE005.C10": 30,
        "CE005.C12": 8.5,
    }
    assert chiffres(agregat, "2.1.1.1") == {"ABS003.C02": 1, "ABS003.C05": 30, "ABS003.C08": 1}


def test_s4_067_a_non_permanent_counts_in_the_nearest_cadre():
    maladie = {"motif": "ABS005", "annee": "N", "avec_arret": "OUI", "jours": 20.0}
    proche = NON_PERMANENT | {"filiere": "TE", "cadre_emplois": "CE010"}
    assert chiffres(compter(proche, accidents=[maladie]), "4.2.2") == {"CE010.C02": 1, "CE010.C06": 20}
    perdue = compter(NON_PERMANENT, accidents=[maladie])
    assert ("4.2.2", "cadre_emplois", ("A1",)) in {(une.tableau, une.champ, une.agents) for une in perdue.sans_case}


def test_s1_203_s1_204_requests_and_decisions_about_unfitness():
    inapte = TITULAIRE | {"demande_reclassement": "INAP001", "decision_inaptitude": "INAP003|INAP007"}
    assert chiffres(compter(inapte | PARTI), "4.2.3") == {"INAP001.C01": 1, "INAP003.C01": 1, "INAP007_AD.C01": 1}


def test_rassct_durations_and_lesions():
    accident = {"motif": "ABS003", "avec_arret": "OUI", "nature_lesion": "NL004", "siege_lesion": "SL001"}
    accident |= {"element_materiel": "EM002", "activite_arret": "TA005"}
    durees = [(0.5, "N"), (3.5, "N"), (4.0, "N"), (22.0, "N-1"), (90.0, "N"), (365.0, "ANT")]
    lignes = [accident | {"jours": jours, "annee": annee} for jours, annee in durees]
    agregat = compter(
        TITULAIRE, modules=("rassct",), accidents=[*lignes, accident | {"avec_arret": "NON", "annee": "N"}]
    )
    assert chiffres(agregat, "R.2") == {"L01.C02": 1, "L02.C02": 2, "L03.C02": 1, "L05.C02": 1}
    assert chiffres(agregat, "R.10") == {"NL004.C01": 4, "NL004.C02": 1, "NL004.C03": 485}
    assert chiffres(agregat, "4.2.1") == {}


# Training


def test_s0_001_s1_213_s1_214_s1_215_s4_069_training_counts_agents_once_per_kind():
    """The incumbent counts twice who went to two organisms."""
    action = {"type": "F005", "organisme": "ORG001", "jours": 2.0}
    lignes = [action, action | {"organisme": "ORG004", "jours": 0.5, "cpf": "OUI"}, action | {"type": "F001"}]
    agregat = compter(TITULAIRE, TITULAIRE | PARTI, formations=[*lignes, action | {"id_agent": "A2"}])
    assert chiffres(agregat, "5.1.1.1") == {"C.C02": 1}
    assert chiffres(agregat, "5.1.1.2") == {
        "C_F005.C01": 2,
        "C_F005.C04": 0.5,
        "C_F005.C06": 0.5,
        "C_F005.C08": 1,
        "C_F005.C10": 1,
        "C_F001.C01": 2,
        "C_F001.C08": 1,
    }


def test_s1_216_statutory_training_has_two_rows_and_a_computed_total():
    lignes = [{"type": code, "organisme": "ORG001", "jours": 1.0} for code in ("F002", "F004")]
    comptes = chiffres(compter(TITULAIRE, formations=lignes), "5.1.1.2")
    assert comptes == {"C_F002.C01": 1, "C_F002.C08": 1, "C_F004.C01": 1, "C_F004.C08": 1}


def test_s1_151_s1_218_preparing_an_examination_is_training_not_absence():
    agregat = compter(TITULAIRE, formations=[{"type": "F001", "organisme": "ORG001", "jours": 3.0}])
    assert set(chiffres(agregat, "5.1.1.2")) == {"C_F001.C01", "C_F001.C08"}
    assert chiffres(agregat, "2.1.1.1") == {}


def test_s4_070_s4_071_s4_074_training_of_non_permanents():
    """(2) equals the right part of (1); an agent lent by the CDG is in « Autres » here, on his own row in 1.3.1."""
    prete = NON_PERMANENT | {"type_emploi_non_permanent": "EF009"}
    action = {"type": "F005", "organisme": "ORG005", "jours": 1.0}
    agregat = compter(prete, prete | PARTI, formations=[action, action | {"id_agent": "A2"}])
    assert chiffres(agregat, "5.1.2.1") == {"EF012.C03": 1, "EF012.C08": 1}
    assert chiffres(agregat, "5.1.2.2") == {"EF012.C02": 1}
    assert chiffres(agregat, "1.3.1.1") == {"EF009.C02": 1, "EF009.C04": 2}


def test_s4_075_s1_219_validations_assessments_and_leaves_of_those_present():
    dossier = {"vae": "OUI", "vae_stade": "VAE002", "bilan_competences": "OUI", "bilan_competences_nb": 2.0}
    agregat = compter(TITULAIRE | dossier, TITULAIRE | PARTI | dossier, NON_PERMANENT | {"conge_formation": "OUI"})
    assert chiffres(agregat, "5.1.3") == {"VAE002.C02": 1, "BC.C02": 2, "CF.C04": 1}


# Rights


def test_s1_116_s1_229_strikes_are_rounded_after_the_sum():
    """25 agents × 2 h: 50 h / 7 = 7,14, so 7."""
    agregat = compter(*[TITULAIRE | {"jours_greve": 2 / 7}] * 25)
    assert chiffres(agregat, "6.1.3") == {"MG003.C01": 7}
    assert agregat.valeurs["6.1.3.0!Q01.C01"] == "OUI"


def test_s1_230_s1_231_s1_232_sanctions_by_statut_one_motive_each():
    punie = {"sanctions": "S01|S02", "motif_sanction": "MS4"}
    agregat = compter(
        TITULAIRE | punie, STAGIAIRE | {"sanctions": "S11", "motif_sanction": "MS1"}, NON_PERMANENT | punie
    )
    assert chiffres(agregat, "6.1.4.1") == {"S01.C02": 1, "S02.C02": 1}
    assert chiffres(agregat, "6.1.4.2") == {"S11.C02": 1}
    assert chiffres(agregat, "6.1.4.3") == {"S01.C02": 1, "S02.C02": 1}
    assert chiffres(agregat, "6.1.4.4") == {"MS4.C02": 4, "MS1.C02": 1}


# Modules


def test_s0_004_s0_031_a_module_alone_only_has_its_own_indicators():
    metier = [{"metier": "03/A/01", "diplome": "DIP04", "specialite": "S001"}]
    seul = compter(TITULAIRE, modules=("gpeec",), gpeec=metier)
    tables = {code.partition("!")[0] for code in seul.valeurs}
    assert tables == {"G.1", "G.2", "G.3", "collectivite"}
    assert chiffres(seul, "G.2") == {"DIP04.C02": 1}
    complet = compter(TITULAIRE, modules=TOUS, gpeec=metier)
    assert {code: valeur for code, valeur in complet.valeurs.items() if code.startswith("G.")} == {
        code: valeur for code, valeur in seul.valeurs.items() if code.startswith("G.")
    }


def test_s1_238_measures_after_an_opinion_of_the_year():
    suivie = [{"inapt_avis_annee": "OUI", "inapt_type_annee": "TEMP", "inapt_mesure_annee": "AMP"}]
    agregat = compter(TITULAIRE | {"date_entree": date(2015, 6, 1)}, modules=("handitorial",), handicap=suivie)
    assert chiffres(agregat, "H.2.2") == {"TEMP.C02": 1}
    assert chiffres(agregat, "H.2.3") == {"AMP.C02": 1}
    assert chiffres(agregat, "H.2.6") == {"L01.C06": 1}
    assert chiffres(agregat, "H.3") == {"CE005.C02": 1}
    assert agregat.valeurs["H.2.2.0!Q22.C01"] == "OUI"
