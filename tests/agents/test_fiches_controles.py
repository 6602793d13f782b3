"""Each finding on agent data, by data that are clean but for one fault; messages name no one."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from processors.agents.controle import controler
from processors.agents.donnees import Donnees
from processors.agents.etpr import calculer
from processors.findings import Finding
from schemas.registers_reader import register
from tests.agents.a_la_main import arrivee, depart, stage
from tests.agents.fiches import LIGNES, TITULAIRE, VACATAIRE, changer, donnees

JOUR = pd.Timestamp


def controlees(cas: Donnees) -> list[Finding]:
    """The findings, the ETPR of the periods computed as the reading does."""
    periodes = cas["periodes"]
    periodes["valeur"] = periodes["valeur"].fillna(pd.Series(calculer(periodes, register()), index=periodes.index))
    return controler(cas)


def codes(cas: Donnees) -> set[str]:
    return {constat.code for constat in controlees(cas)}


def test_clean_data_have_no_finding() -> None:
    assert controlees(donnees()) == []


def plus(feuille: str, **valeurs: Any) -> Donnees:
    """The clean data and one more line on a sheet."""
    return donnees(**{feuille: [*LIGNES.get(feuille, []), valeurs]})


def mouvement(nature: str, jour: pd.Timestamp, **valeurs: Any) -> Donnees:
    """The clean data and one more movement of the agent who is present on 31/12."""
    return plus("mouvements", id_agent="D001", nature=nature, date=jour, **valeurs)


FAUTES = {
    "FICHES-AGENT-EN-DOUBLE": lambda: donnees(agents=[TITULAIRE, VACATAIRE, {**VACATAIRE, "nom": "Autre"}]),
    "FICHES-CLE-INCONNUE": lambda: plus("absences", id_agent="D009", motif="ABS001", jours=1.0),
    "FICHES-CLE-NIR": lambda: changer("agents", 1, id_agent="1 85 05 78 006 084 36"),
    "FICHES-CHAMP-MANQUANT": lambda: changer("agents", 0, grade=None),
    "FICHES-SANS-OBJET": lambda: changer("agents", 1, cdi="OUI"),
    "FICHES-REPONSES-PARTIELLES": lambda: changer("agents", 0, conge_paternite="NON"),
    "FICHES-CONTRADICTION": lambda: changer("agents", 0, absent="NON"),
    "FICHES-DATES-EN-DESORDRE": lambda: changer("periodes", 1, debut=JOUR(2019, 9, 1)),
    "FICHES-DATE-HORS-ANNEE": lambda: changer("absences", 0, debut=JOUR(2018, 3, 4)),
    "FICHES-ANNEE-EVENEMENT": lambda: changer("accidents", 0, date=JOUR(2018, 5, 5)),
    "FICHES-AGE-IMPROBABLE": lambda: changer("agents", 1, naissance=JOUR(2019, 12, 1)),
    "FICHES-PERIODES-CHEVAUCHENT": lambda: plus(
        "periodes", **{**LIGNES["periodes"][0], "debut": JOUR(2019, 12, 31), "quotite": 1.0}
    ),
    "FICHES-PERIODE-A-TEMPS-PLEIN": lambda: changer("periodes", 0, quotite=None),
    "FICHES-ABSENCES-TROP-LONGUES": lambda: plus("absences", id_agent="D002", motif="ABS001", jours=62.5),
    "FICHES-HORS-TRANCHE": lambda: changer("agents", 0, quotite_exacte=90.0),
    "FICHES-GRADE-STATUT": lambda: changer("agents", 0, grade="G019"),
    "FICHES-PLUSIEURS-POSTES": lambda: donnees(
        agents=[TITULAIRE, VACATAIRE, {**VACATAIRE, "type_emploi_non_permanent": "EF014"}]
    ),
    "FICHES-DEPART-SANS-RETOUR": lambda: mouvement("depart", JOUR(2019, 6, 1), motif_depart="MD007"),
    "FICHES-RETRAITE-AU-3112": lambda: donnees(
        agents=[{**TITULAIRE, "remunere_3112": "NON", "remunere_annee": "OUI"}, VACATAIRE],
        mouvements=[depart("MD013", JOUR(2019, 12, 31), id_agent="D001")],
    ),
    "FICHES-STAGE-SANS-ARRIVEE": lambda: plus(
        "mouvements", **stage("TS007", JOUR(2019, 6, 1), id_agent="D001", statut="STAG")
    ),
    "FICHES-STAGE-SANS-PERIODE": lambda: plus(
        "mouvements", **stage("TS008", JOUR(2019, 6, 1), id_agent="D001", statut="STAG")
    ),
    "FICHES-NON-PERMANENT-SANS-CATEGORIE": lambda: changer("agents", 1, categorie=None),
    "C-6.1.4-01": lambda: changer("agents", 0, sanctions="S01|S11"),
    "C-6.1.4-02": lambda: changer("agents", 0, statut="STAG", grade="G019", sanctions="S04"),
    "C-6.1.4-03": lambda: changer("agents", 1, sanctions="S03"),
    "C-AGENT-01": lambda: changer("agents", 0, sexe=None),
    "C-AGENT-03": lambda: changer("agents", 1, remunere_annee=None),
    "C-AGENT-04": lambda: changer("agents", 0, statut="CONTPERM", cdi="NON"),
    "C-AGENT-05": lambda: changer("agents", 1, type_emploi_non_permanent=None),
    "C-AGENT-06": lambda: changer("agents", 0, quotite=None),
    "C-AGENT-08": lambda: changer("agents", 0, cet="OUI", cet_jours_cumules=60.5),
    "C-AGENT-09": lambda: changer("agents", 0, tp_demande="OUI", tp_retours=2.0),
    "C-AGENT-10": lambda: changer("agents", 0, remunere_3112="NON", remunere_annee="OUI"),
    "C-AGENT-11": lambda: plus(
        "mouvements", id_agent="D001", nature="depart", date=JOUR(2019, 8, 1), motif_depart="MD023"
    ),
    "C-AGENT-12": lambda: changer("accidents", 0, avec_arret="NON"),
    "C-AGENT-13": lambda: changer("remunerations", 0, primes=30_000.0),
    "C-AGENT-14": lambda: changer("periodes", 1, heures=1_821.0),
    "C-AGENT-15": lambda: changer("agents", 0, filiere="TE"),
    "C-AGENT-16": lambda: donnees(agents=[TITULAIRE, VACATAIRE, {**VACATAIRE, "id_agent": "D003"}]),
    "C-AGENT-17": lambda: changer("agents", 1, remunere_annee="NON"),
}


@pytest.mark.parametrize("code", FAUTES)
def test_a_fault_is_found_and_names_no_one(code: str) -> None:
    constats = controlees(FAUTES[code]())
    assert code in {constat.code for constat in constats}
    for constat in constats:
        dit = f"{constat.message} {constat.remedy} {[(c.label, c.value) for c in constat.cells]}"
        assert not {nom for nom in ("Durandal", "Mauricette", "Trifouillet", "Anselme", "D001", "D002") if nom in dit}


PLEINE = "FICHES-PERIODE-A-TEMPS-PLEIN"
QUATORZE_HEURES = {**TITULAIRE, "temps_complet": "NON", "duree_hebdo": 14.0, "tranche_tnc": "PTNC01"}
QUATORZE_HEURES |= dict.fromkeys(("temps_plein", "type_temps_partiel", "quotite", "quotite_exacte", "cycle"))


def de_l_agent_non_complet(**periode: Any) -> set[tuple[str, str]]:
    """The findings, and the first field they name, of an agent of 14 hours a week whose period says `periode`."""
    ligne = {**LIGNES["periodes"][0], "quotite": None, "temps_complet": None, **periode}
    cas = donnees(agents=[QUATORZE_HEURES, VACATAIRE], periodes=[ligne, LIGNES["periodes"][1]])
    return {(un.code, un.cells[0].variable.partition("!")[2]) for un in controlees(cas)} - {TRANCHE}


TRANCHE = ("FICHES-HORS-TRANCHE", "duree_hebdo")


@pytest.mark.parametrize(
    ("periode", "code"),
    [
        ({}, PLEINE),
        ({"temps_complet": "OUI"}, PLEINE),
        ({"temps_complet": "NON"}, "FICHES-CHAMP-MANQUANT"),
        ({"temps_complet": "NON", "duree_hebdo": 14.0}, ""),
        ({"temps_complet": "NON", "heures": 700.0}, ""),
        ({"temps_complet": "NON", "valeur": 0.4}, ""),
        ({"valeur": 0.4}, ""),
        ({"remuneration_tache": 5_000.0}, ""),
    ],
)
def test_a_temps_non_complet_says_its_hours(periode: dict[str, Any], code: str) -> None:
    assert de_l_agent_non_complet(**periode) == ({(code, "duree_hebdo")} if code else set())


def test_an_agent_away_since_before_the_year_has_no_departure_to_date() -> None:
    """S1-120: on leave before the year and paid not one day of it, he left in another bilan."""
    absent = {"remunere_3112": "NON", "remunere_annee": "NON"}
    position = {"en_position_particuliere": "OUI", "position_statutaire": "PS011"}
    assert not codes(changer("agents", 0, **absent, **position)) & {"C-AGENT-10", "C-AGENT-17"}


def test_only_the_last_period_is_that_of_the_agents_sheet() -> None:
    """Full time until June, 80 % since: the first period is right."""
    premiere, derniere = (
        {**LIGNES["periodes"][0], "fin": JOUR(2019, 6, 30), "quotite": None},
        {**LIGNES["periodes"][0], "debut": JOUR(2019, 7, 1)},
    )
    vacations = LIGNES["periodes"][1]
    assert controlees(donnees(periodes=[premiere, derniere, vacations])) == []
    assert codes(donnees(periodes=[premiere, {**derniere, "quotite": None}, vacations])) == {PLEINE}


def test_every_rule_of_agents_has_a_fault_that_breaks_it() -> None:
    from processors.agents.controle_regles import regles_agents

    regles = {regle.code for regle in regles_agents(register())}
    assert len(regles) == 18
    assert regles <= FAUTES.keys()


def test_a_finding_says_sheet_line_and_cell() -> None:
    (constat,) = (c for c in controlees(changer("agents", 0, grade=None)) if c.code == "FICHES-CHAMP-MANQUANT")
    (cellule,) = constat.cells
    assert cellule.sheet == "Agents"
    assert cellule.address == "T6"
    assert cellule.label == "feuille «\u00a0Agents\u00a0», ligne 6, Grade"


def test_a_required_field_is_named_and_its_own_cell_given() -> None:
    fautifs = changer("agents", 0, sexe=None)
    fautifs["agents"].loc[fautifs["agents"].index[1], "naissance"] = None
    vides = [constat for constat in controlees(fautifs) if constat.code == "C-AGENT-01"]
    assert [(c.message, [cell.variable for cell in c.cells]) for c in vides] == [
        ("Un champ obligatoire de la fiche est vide\u00a0: Sexe.", ["agents!sexe"]),
        ("Un champ obligatoire de la fiche est vide\u00a0: Mois et année de naissance.", ["agents!naissance"]),
    ]
    assert ["ligne 6" in vides[0].cells[0].label, "ligne 7" in vides[1].cells[0].label] == [True, True]


def test_what_was_refused_is_not_said_to_be_empty() -> None:
    fautifs = changer("agents", 0, sexe=None, grade=None, remunere_3112=None)
    fautifs.refusees |= {("agents", "sexe", 6), ("agents", "grade", 6), ("agents", "remunere_3112", 6)}
    codes = {constat.code for constat in controlees(fautifs)}
    assert not codes & {"C-AGENT-01", "FICHES-CHAMP-MANQUANT"}


def test_no_figure_of_pay_is_in_a_message() -> None:
    (constat,) = (c for c in controlees(changer("remunerations", 0, primes=30_000.0)) if c.code == "C-AGENT-13")
    assert not any(signe.isdigit() for signe in constat.message)


def test_a_social_security_number_is_not_repeated() -> None:
    constats = controlees(changer("agents", 1, id_agent="185057800608436"))
    (nir,) = (constat for constat in constats if constat.code == "FICHES-CLE-NIR")
    assert "185057800608436" not in nir.message


def test_a_movement_is_judged_by_its_own_situation() -> None:
    """A contractuel who became stagiaire leaves as contractuel: MD018 is no motive of a stagiaire."""
    depart = {"id_agent": "D001", "nature": "depart", "date": JOUR(2019, 8, 1), "motif_depart": "MD018"}
    assert "C-AGENT-11" in codes(plus("mouvements", **depart))
    assert "C-AGENT-11" not in codes(plus("mouvements", **depart, statut="CONTPERM"))


def test_two_posts_at_once_do_not_make_absences_too_long() -> None:
    periode = {**LIGNES["periodes"][1], "heures": 10.0}
    cas = donnees(
        periodes=[*LIGNES["periodes"], periode],
        absences=[{"id_agent": "D002", "motif": "ABS001", "jours": 100.0}],
    )
    assert "FICHES-ABSENCES-TROP-LONGUES" not in codes(cas)


def test_a_condition_on_a_blank_answer_asks_nothing() -> None:
    """Without an answer on RASSCT, the fields of that module are neither required nor refused."""
    assert "FICHES-CHAMP-MANQUANT" not in codes(donnees())
    cas = donnees()
    cas.collectivite["module_rassct"] = "OUI"
    manquants = {c.cells[0].variable for c in controlees(cas) if c.code == "FICHES-CHAMP-MANQUANT"}
    attendus = {"nature_lesion", "siege_lesion", "element_materiel", "activite_arret"}
    assert manquants == {f"accidents!{champ}" for champ in attendus}
    cas = changer("accidents", 0, nature_lesion=register().find("accidents", "nature_lesion").codes[0])
    cas.collectivite["module_rassct"] = "NON"
    assert "FICHES-SANS-OBJET" in codes(cas)


def test_a_departure_then_a_return_is_no_contradiction() -> None:
    """Nor is the retirement of 31 December of an agent who is present (S4-030), nor an absence after a departure."""
    parti = depart("MD007", JOUR(2019, 6, 1), id_agent="D001")
    revenu = arrivee("MA029", JOUR(2019, 9, 1), id_agent="D001")
    assert "FICHES-DEPART-SANS-RETOUR" not in codes(donnees(mouvements=[parti, revenu]))
    assert "FICHES-DEPART-SANS-RETOUR" in codes(donnees(mouvements=[parti]))
    retraite = depart("MD013", JOUR(2019, 12, 31), id_agent="D001")
    assert not codes(donnees(mouvements=[retraite])) & {"FICHES-DEPART-SANS-RETOUR", "FICHES-RETRAITE-AU-3112"}
    absente = {**TITULAIRE, "remunere_3112": "NON", "remunere_annee": "OUI"}
    deja_partie = donnees(
        agents=[absente, VACATAIRE], mouvements=[depart("MD022", JOUR(2019, 2, 1), id_agent="D001"), retraite]
    )
    assert not codes(deja_partie) & {"FICHES-DEPART-SANS-RETOUR", "FICHES-RETRAITE-AU-3112"}


def test_the_message_on_a_departure_says_its_day_and_its_line() -> None:
    cas = mouvement("depart", JOUR(2019, 6, 1), motif_depart="MD007")
    (constat,) = (c for c in controlees(cas) if c.code == "FICHES-DEPART-SANS-RETOUR")
    assert "01/06/2019 sans retour" in constat.message
    assert [(cellule.sheet, cellule.address) for cellule in constat.cells] == [("Mouvements", "C7")]


def test_a_stage_with_its_arrival_and_its_former_period_is_complete() -> None:
    nomme = stage("TS008", JOUR(2019, 6, 1), id_agent="D001")
    arrive = arrivee("MA024", JOUR(2019, 6, 1), id_agent="D001")
    periode = {**LIGNES["periodes"][1], "id_agent": "D001"}
    cas = donnees(mouvements=[nomme, arrive], periodes=[*LIGNES["periodes"], periode])
    assert not codes(cas) & {"FICHES-STAGE-SANS-ARRIVEE", "FICHES-STAGE-SANS-PERIODE"}


NON_COMPLET = {champ: TITULAIRE[champ] for champ in TITULAIRE if champ not in ("temps_plein", "cycle")} | {
    "temps_complet": "NON",
    "type_temps_partiel": None,
    "quotite": None,
    "quotite_exacte": None,
}


@pytest.mark.parametrize(
    ("un", "autre", "retenue"),
    [
        ({"duree_hebdo": 18.0}, {"duree_hebdo": 10.0}, "ligne 6 (le plus d’heures par semaine)"),
        ({"tranche_tnc": "TNC001"}, {"tranche_tnc": "TNC002"}, "ligne 7 (le plus d’heures par semaine)"),
        (
            {"duree_hebdo": 12.0},
            {"duree_hebdo": 12.0, "date_entree": JOUR(1999, 1, 1)},
            "ligne 7 (à heures égales, l’entrée la plus ancienne)",
        ),
        (
            {"duree_hebdo": 20.0, "remunere_3112": "NON", "remunere_annee": "OUI"},
            {"duree_hebdo": 8.0},
            "ligne 7 (poste occupé au 31/12)",
        ),
        (
            {"duree_hebdo": 12.0},
            {"duree_hebdo": 12.0, "grade": "G019"},
            "ligne 6 (la première, rien ne les départage)",
        ),
    ],
)
def test_of_several_posts_the_line_that_counts_is_said(un: dict[str, Any], autre: dict[str, Any], retenue: str) -> None:
    constats = controlees(donnees(agents=[NON_COMPLET | un, NON_COMPLET | autre, VACATAIRE]))
    assert "FICHES-AGENT-EN-DOUBLE" not in {constat.code for constat in constats}
    (constat,) = (constat for constat in constats if constat.code == "FICHES-PLUSIEURS-POSTES")
    assert retenue in constat.message


@pytest.mark.parametrize("autre", [{"sexe": "H"}, {"naissance": JOUR(1976, 4, 1)}, {"nom": "Autre"}, {}])
def test_one_key_for_two_identities_or_one_post_twice_is_blocking(autre: dict[str, Any]) -> None:
    poste = {"duree_hebdo": 10.0} if autre else {}
    trouves = codes(donnees(agents=[NON_COMPLET, NON_COMPLET | poste | autre, VACATAIRE]))
    assert "FICHES-AGENT-EN-DOUBLE" in trouves
    assert "FICHES-PLUSIEURS-POSTES" not in trouves


def test_weekly_hours_stand_for_a_blank_band() -> None:
    sans_tranche = donnees(agents=[NON_COMPLET | {"duree_hebdo": 20.0}, VACATAIRE])
    assert not codes(sans_tranche) & {"C-AGENT-06", "FICHES-CHAMP-MANQUANT"}
    assert "C-AGENT-06" in codes(donnees(agents=[NON_COMPLET, VACATAIRE]))
