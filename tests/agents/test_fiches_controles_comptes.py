"""The findings on lines that no table counts, or not where one would think."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from processors.agents.donnees import Donnees
from processors.findings import Finding, Severity
from schemas.registers import FieldKind
from schemas.registers_reader import register
from tests.agents.a_la_main import arrivee
from tests.agents.fiches import LIGNES, TITULAIRE, VACATAIRE, changer, donnees
from tests.agents.test_fiches_controles import codes, controlees, plus

JOUR = pd.Timestamp
PRESENCE_PARENTALE = {"id_agent": "D002", "motif": "ABS0010", "jours": 4.0}
COMPLEMENTAIRES = {"id_agent": "D001", "mois": JOUR(2019, 3, 1), "heures_compl": 2.0}
DETACHEE = {
    **TITULAIRE,
    "en_position_particuliere": "OUI",
    "position_statutaire": "PS005",
    "sur_emploi_fonctionnel": "OUI",
    "emploi_fonctionnel": "EF01",
    "cadre_detachement": "ATT",
}
ARRIVEE = arrivee("MA012", JOUR(2019, 3, 1), id_agent="D001")


def vacations(**paie: Any) -> Donnees:
    """The agent of the year is also paid as a non permanent."""
    ligne = {"id_agent": "D001", "statut": "CONTNONPERM", "type_emploi_non_permanent": "EF999", "brut": 500.0}
    return donnees(remunerations=[*LIGNES["remunerations"], ligne | paie])


FAUTES = {
    "FICHES-PAS-NON-RESPECTE": lambda: changer("absences", 0, jours=0.33),
    "FICHES-HEURES-A-TEMPS-COMPLET": lambda: plus("heures", **COMPLEMENTAIRES),
    "FICHES-ARRET-SANS-JOUR": lambda: changer("accidents", 0, jours=0.0),
    "FICHES-PAYE-SANS-PERIODE": vacations,
    "FICHES-NON-PERMANENT-HORS-TABLEAU": lambda: plus("absences", **PRESENCE_PARENTALE),
    "FICHES-ARRIVEE-D-UN-DETACHE": lambda: donnees(agents=[DETACHEE, VACATAIRE], mouvements=[ARRIVEE]),
}


def constat(code: str, cas: Donnees) -> Finding:
    (trouve,) = (un for un in controlees(cas) if un.code == code)
    return trouve


@pytest.mark.parametrize("code", FAUTES)
def test_a_fault_is_found_with_its_line_and_names_no_one(code: str) -> None:
    trouve = constat(code, FAUTES[code]())
    dit = f"{trouve.message} {[cellule.label for cellule in trouve.cells]}"
    assert "ligne " in dit
    assert not {nom for nom in ("Durandal", "Trifouillet", "D001", "D002") if nom in dit}


@pytest.mark.parametrize(
    ("feuille", "champ", "faux", "juste"),
    [
        ("absences", "jours", 0.33, 0.5),
        ("accidents", "jours", 10.25, 10.5),
        ("formations", "jours", 0.3, 0.25),
    ],
)
def test_a_figure_between_two_steps_is_refused_at_its_line(feuille: str, champ: str, faux: float, juste: float) -> None:
    trouve = constat("FICHES-PAS-NON-RESPECTE", changer(feuille, 0, **{champ: faux}))
    assert [cellule.variable for cellule in trouve.cells] == [f"{feuille}!{champ}"]
    assert trouve.severity is Severity.BLOQUANT
    assert "FICHES-PAS-NON-RESPECTE" not in codes(changer(feuille, 0, **{champ: juste}))


def test_days_of_an_account_have_two_decimals() -> None:
    jours = [champ for champ in register().sheets["agents"].fields if champ.code.startswith("cet_jours_")]
    assert [(champ.kind, champ.step) for champ in jours] == [(FieldKind.DECIMAL, 0.01)] * 6
    assert "FICHES-PAS-NON-RESPECTE" not in codes(changer("agents", 0, cet="OUI", cet_jours_pris=0.1))


@pytest.mark.parametrize("champ", ["tp_presentees", "tp_retours"])
def test_the_numbers_of_a_request_of_part_time_are_asked(champ: str) -> None:
    demandes = {"tp_presentees": 1.0, "tp_acceptees": 1.0, "tp_premieres": 0.0, "tp_modif_quotite": 0.0}
    demandes |= {"tp_retours": 0.0}
    assert "FICHES-CHAMP-MANQUANT" not in codes(changer("agents", 0, tp_demande="OUI", **demandes))
    manque = constat("FICHES-CHAMP-MANQUANT", changer("agents", 0, tp_demande="OUI", **demandes | {champ: None}))
    assert [cellule.variable for cellule in manque.cells] == [f"agents!{champ}"]


def test_the_days_of_an_account_are_asked() -> None:
    manques = {un.cells[0].variable for un in controlees(changer("agents", 0, cet="OUI")) if "MANQUANT" in un.code}
    assert {f"agents!cet_jours_{quoi}" for quoi in ("cumules", "verses", "pris")} <= manques


def test_complementary_hours_of_a_month_at_a_part_time_post_are_right() -> None:
    periode = {**LIGNES["periodes"][0], "temps_complet": "NON", "duree_hebdo": 20.0, "quotite": None}
    cas = donnees(heures=[COMPLEMENTAIRES], periodes=[periode, LIGNES["periodes"][1]])
    assert "FICHES-HEURES-A-TEMPS-COMPLET" not in codes(cas)


def test_an_older_accident_may_have_no_day_in_the_year() -> None:
    assert "FICHES-ARRET-SANS-JOUR" not in codes(changer("accidents", 0, jours=0.0, annee="N-1"))


def test_a_period_tells_the_post_of_a_pay_of_non_permanent() -> None:
    assert "FICHES-PAYE-SANS-PERIODE" not in codes(vacations(id_agent="D002"))
    assert "FICHES-PAYE-SANS-PERIODE" not in codes(vacations(brut=0.0))


def test_hours_of_a_non_permanent_are_said_to_count_nowhere() -> None:
    heures = {"id_agent": "D002", "mois": JOUR(2019, 7, 1), "heures_sup": 3.0}
    trouve = constat("FICHES-NON-PERMANENT-HORS-TABLEAU", plus("heures", **heures))
    assert trouve.cells[0].sheet == "Heures"
    assert trouve.severity is Severity.INFORMATION
    assert "FICHES-NON-PERMANENT-HORS-TABLEAU" not in codes(
        plus("absences", **PRESENCE_PARENTALE | {"id_agent": "D001"})
    )


def test_an_internal_movement_or_another_position_is_no_surprise() -> None:
    interne = {**ARRIVEE, "mouvement_interne": "MI001"}
    for agent, mouvement in ((DETACHEE, interne), ({**DETACHEE, "position_statutaire": "PS001"}, ARRIVEE)):
        assert "FICHES-ARRIVEE-D-UN-DETACHE" not in codes(donnees(agents=[agent, VACATAIRE], mouvements=[mouvement]))


SECOND_POSTE = {
    **{champ: TITULAIRE[champ] for champ in ("id_agent", "nom", "prenom", "sexe", "naissance", "remunere_3112")},
    **{"statut": "TITU", "filiere": "TE", "categorie": "C", "temps_complet": "NON", "duree_hebdo": 10.0},
    **{"boeth": "OUI", "cet": "OUI", "jours_greve": 2.0},
}


def test_the_answers_of_a_line_that_does_not_count_are_said_to_be_lost() -> None:
    trouve = constat("FICHES-PLUSIEURS-POSTES", donnees(agents=[{**TITULAIRE, "cet": "OUI"}, VACATAIRE, SECOND_POSTE]))
    assert "ligne 6 (le plus d’heures par semaine)" in trouve.message
    assert "Jours de grève (heures ÷ 7)\u00a0» (ligne 8)" in trouve.message
    assert "Bénéficiaire de l’obligation d’emploi\u00a0» (ligne 8)" in trouve.message
    assert "épargne" not in trouve.message
    sans_reste = {champ: SECOND_POSTE[champ] for champ in SECOND_POSTE if champ not in ("boeth", "cet", "jours_greve")}
    muet = constat("FICHES-PLUSIEURS-POSTES", donnees(agents=[TITULAIRE, VACATAIRE, sans_reste]))
    assert "Ne sont pas comptées" not in muet.message


def test_the_year_tells_which_post_counts_and_the_message_says_so() -> None:
    periode = {**LIGNES["periodes"][0], "quotite": None}
    courte = {**periode, "debut": JOUR(2019, 12, 1)}
    autre = {**periode, "filiere": "TE", "cadre_emplois": None, "temps_complet": "NON", "duree_hebdo": 10.0}
    cas = donnees(agents=[TITULAIRE, VACATAIRE, SECOND_POSTE], periodes=[courte, autre, LIGNES["periodes"][1]])
    assert "ligne 8 (le plus d’heures dans l’année)" in constat("FICHES-PLUSIEURS-POSTES", cas).message
