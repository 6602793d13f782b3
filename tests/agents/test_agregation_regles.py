"""The declared rules are sound, and the figures they give are blank, 0 or counted where they should be."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from processors.agents.agregation import agreger, modules_demandes
from processors.agents.agregation.grille import grille
from processors.agents.agregation.regles import lire_questions, lire_regles
from processors.agents.agregation.vues import Vues
from processors.agents.donnees import vides
from processors.cli.non_comptes import lignes_non_comptees
from schemas.nodes import DeclarationError
from schemas.registers_reader import register
from schemas.traceability import source_rules
from tests.agents.a_la_main import (
    CONTRACTUEL,
    NON_PERMANENT,
    PARTI,
    REC,
    TITULAIRE,
    TOUS,
    chiffres,
    compter,
    fiches,
)
from tests.support.imports import RACINE

REC2019 = register().feeds
REGLES = lire_regles()
VUES = Vues(vides(), register())
POSITION = "en_position_particuliere"
SOURCES = RACINE / "schemas" / "rec2019" / "regles.csv"


@pytest.mark.parametrize("regle", REGLES, ids=lambda regle: f"{regle.tableau}-{regle.vue}")
def test_every_field_and_every_cell_of_a_rule_exists(regle):
    vue, agents = VUES[regle.vue], VUES["agents"]
    for mesure in regle.mesures:
        filtres = [*regle.parmi, *regle.sauf, *mesure.parmi, *mesure.sauf]
        champs = [champ for champ, _ in filtres] + [champ for _, champ in mesure.axes] + [mesure.somme or "sexe"]
        assert [champ for champ in champs if champ not in vue] == []
        assert grille(REC2019, regle.tableau, mesure).cellules
    assert [champ for champ in regle.renseigne if champ not in vue and champ not in agents] == []


def test_the_values_of_filters_are_codes_of_the_questionnaire_or_of_the_sheets():
    """A code that no list has would silently count nobody."""
    connus = {code for nomenclature in REC2019.nomenclatures.values() for code in nomenclature.position}
    for feuille in register().tables:
        for champ in feuille.fields:
            connus |= set(champ.choices.shown) if champ.choices else set()
    connus |= {"fonctionnaires", "contractuels_permanents", "non_permanents"}
    bandes = {"0", "1-3", "4-21", "22-89", "90", "4-6", "7-12", "13"}
    for regle in REGLES:
        for mesure in regle.mesures:
            for nom, valeurs in (*regle.parmi, *regle.sauf, *mesure.parmi, *mesure.sauf):
                permis = bandes if nom in ("duree", "tranche_entree") else connus | {True, False}
                assert valeurs <= permis, (regle.tableau, nom, valeurs)


def test_every_source_of_a_rule_is_a_rule_of_the_sources():
    with SOURCES.open(encoding="utf-8", newline="") as flux:
        connues = {ligne["id"] for ligne in csv.DictReader(flux, delimiter=";")}
    assert {source for regle in REGLES for source in regle.sources} <= connues


def test_every_source_of_a_rule_has_a_test_and_is_said_to_be_honoured():
    """The names of the tests, the sources of the rules and `regles.csv` say the same."""
    textes = [chemin.read_text(encoding="utf-8") for chemin in Path(__file__).parent.glob("test_regles_faq*.py")]
    testees = {f"S{source}-{rang}" for texte in textes for source, rang in re.findall(r"s([014])_(\d{3})", texte)}
    assert {source for regle in REGLES for source in regle.sources} == testees
    honorees = {
        (regle.id, item) for regle in source_rules(REC2019) for kind, item in regle.honoured if kind == "agregation"
    }
    for regle in REGLES:
        assert {(source, regle.tableau) for source in regle.sources} <= honorees


def test_questions_name_cells_and_views_that_exist():
    for question in lire_questions():
        assert question.variable in REC2019.cells
        assert all(champ in VUES[question.vue] for champ, _ in question.parmi)


@pytest.mark.parametrize(
    ("fautive", "dite"),
    [
        (
            '- {tableau: "1.1.1", texte: "x", vue: "agents", mesures: [], sources: [], lieu: "ici"}',
            "unknown keys: lieu",
        ),
        (
            '- {tableau: "1.1.1", texte: "x", vue: "agents", mesures: [{colonnes: "C01", poids: 2}], sources: []}',
            "unknown keys: poids",
        ),
    ],
)
def test_a_rule_with_a_key_of_its_own_is_refused(tmp_path: Path, fautive, dite):
    (tmp_path / "agregation").mkdir()
    (tmp_path / "agregation" / "1.yaml").write_text(fautive, encoding="utf-8")
    with pytest.raises(DeclarationError, match=dite):
        lire_regles(tmp_path)


@pytest.mark.parametrize(
    ("tableau", "change", "dit"),
    [
        ("1.1.1", {"axes": ()}, "the same codes"),
        ("1.7.1", {"axes": (("grades", "grade"),)}, "no axis grades"),
        ("1.1.1", {"colonnes": "C99"}, "unknown row or column"),
        ("1.1.1", {"colonnes": "T1"}, "no cell"),
        ("1.1.9", {}, "unknown table"),
    ],
)
def test_a_measure_that_does_not_know_where_to_count_is_refused(tableau, change, dit):
    mesure = next(regle for regle in REGLES if regle.tableau == "1.1.1").mesures[0]
    with pytest.raises(DeclarationError, match=dit):
        grille(REC2019, tableau, replace(mesure, **change))


# Blank and 0


def test_without_agent_nothing_is_said():
    agregat = compter(modules=TOUS)
    assert agregat.valeurs == {}
    assert len(agregat.sources) == 0


def test_a_row_with_a_figure_is_completed_with_zeros_and_the_others_stay_blank():
    agregat = compter(TITULAIRE)
    ligne = {code: valeur for code, valeur in agregat.valeurs.items() if code.startswith("1.1.1!")}
    assert ligne == {f"1.1.1!G018.C0{rang}": int(rang in (1, 6)) for rang in range(1, 7)}


def test_a_short_table_is_all_zeros_when_the_agents_answer_and_blank_when_they_do_not():
    muette = compter(TITULAIRE)
    assert not [code for code in muette.valeurs if code.startswith("2.2.3.1!")]
    dite = compter(TITULAIRE | {"cet": "NON"})
    assert {valeur for code, valeur in dite.valeurs.items() if code.startswith("2.2.3.1!")} == {0}


def test_no_zero_stands_under_a_question_answered_no():
    agregat = compter(TITULAIRE | {"boeth": "NON"})
    assert agregat.valeurs["1.6.1.0!Q161.C01"] == "NON"
    assert not [code for code in agregat.valeurs if code.startswith(("1.6.1.1!", "1.2.1!"))]


@pytest.mark.parametrize(
    ("champ", "question", "tableau"),
    [
        ("boeth", "1.6.1.0!Q161.C01", "1.6.1.1!"),
        ("sur_emploi_fonctionnel", "collectivite!q_emplois_fonctionnels_annee.C01", ""),
        ("en_position_particuliere", "", "1.4.1!"),
        ("conge_paternite", "", "2.1.4!"),
    ],
)
def test_one_agent_does_not_answer_no_for_the_others(champ, question, tableau):
    """The others left a blank, which is not a « Non »."""
    une, toutes = (
        compter(TITULAIRE | {champ: "NON"}, TITULAIRE | {champ: dit}, NON_PERMANENT | {champ: autre})
        for dit, autre in ((None, None), ("NON", None if champ in ("sur_emploi_fonctionnel", POSITION) else "NON"))
    )
    if question:
        assert (une.valeurs.get(question), toutes.valeurs[question]) == (None, "NON")
    elif tableau:
        assert not [code for code in une.valeurs if code.startswith(tableau)]
        assert {valeur for code, valeur in toutes.valeurs.items() if code.startswith(tableau)} == {0}


def test_a_question_is_not_asked_of_who_has_left_nor_of_who_did_it():
    """The training of an agent answers for him; one who left for good has no position on 31 December."""
    suivie = {"type": "F005", "organisme": "ORG001", "jours": 1.0}
    agregat = compter(TITULAIRE, TITULAIRE | {"formation_suivie": "NON"}, formations=[suivie])
    assert {valeur for code, valeur in agregat.valeurs.items() if code.startswith("5.1.1.1!")} == {0, 1}
    depart = {"id_agent": "A2", "nature": "depart", "date": date(2019, 5, 1), "motif_depart": "MD013"}
    agregat = compter(TITULAIRE | {POSITION: "NON"}, TITULAIRE | PARTI, mouvements=[depart])
    assert {valeur for code, valeur in agregat.valeurs.items() if code.startswith("1.4.1!")} == {0}


def test_a_question_that_opens_a_table_with_figures_is_a_yes():
    """The pay of a contractuel who is now fonctionnaire opens the tables of contractuels."""
    paie = {"statut": "CONTPERM", "filiere": "AD", "categorie": "C", "brut": 5000.0}
    agregat = compter(TITULAIRE, remunerations=[paie])
    assert agregat.valeurs["collectivite!q_contractuels_annee.C01"] == "OUI"
    assert agregat.valeurs["collectivite!q_contractuels_3112.C01"] == "NON"


def test_the_answer_of_the_collectivite_comes_before_that_of_the_agents():
    donnees = fiches(TITULAIRE)
    donnees.collectivite |= {"q_boeth": "OUI", "q_contractuels_3112": "OUI", "siret": "21990001600011"}
    donnees.collectivite |= {"population": 1234.0, "module_rassct": "OUI", "raison_sociale": None}
    valeurs = agreger(donnees).valeurs
    assert valeurs["1.6.1.0!Q161.C01"] == "OUI"
    assert valeurs["collectivite!q_contractuels_3112.C01"] == "OUI"
    assert valeurs["collectivite!population.C01"] == 1234
    assert isinstance(valeurs["collectivite!population.C01"], int)
    assert "collectivite!raison_sociale.C01" not in valeurs
    assert modules_demandes(donnees, REC2019) == ("rec", "rassct")


# What is behind a figure, what has no cell, what agents do not give


def test_the_agents_behind_a_figure_are_those_that_it_counts():
    agregat = compter(TITULAIRE, TITULAIRE | {"sexe": "H"}, CONTRACTUEL, TITULAIRE | PARTI)
    assert agregat.sources["1.1.1!G018.C01"] == ("A1", "A2")
    assert agregat.sources["1.1.1!G018.C05"] == ("A2",)
    assert agregat.sources["1.2.1!CE005.C10"] == ("A3",)
    assert "1.1.1!G018.C02" not in agregat.sources


def test_the_agents_behind_a_sum_have_a_part_in_it():
    paie = {"statut": "TITU", "filiere": "AD", "categorie": "C", "brut": 10.0}
    agregat = compter(TITULAIRE, TITULAIRE, remunerations=[paie | {"nbi": 3.0}, paie | {"id_agent": "A2", "nbi": 0.0}])
    assert agregat.sources["3.1.1!AD-C.C02"] == ("A1", "A2")
    assert agregat.sources["3.1.1!AD-C.C08"] == ("A1",)


def test_lines_of_unknown_agents_count_nowhere():
    agregat = compter(TITULAIRE, absences=[{"motif": "ABS001", "jours": 3.0, "id_agent": "inconnu"}])
    assert chiffres(agregat, "2.1.1.1") == {}


@pytest.mark.parametrize("brut", [1e300, float("inf"), 1e12])
def test_an_outsized_number_is_left_out_and_said(brut):
    paie = {"statut": "TITU", "filiere": "AD", "categorie": "C"}
    agregat = compter(TITULAIRE, remunerations=[paie | {"brut": brut}, paie | {"brut": 5.0}])
    assert chiffres(agregat, "3.1.1") == {"AD-C.C02": 5}
    assert ("3.1.1", "brut", 1, ("A1",)) in {(un.tableau, un.champ, un.lignes, un.agents) for un in agregat.sans_case}


def test_what_agents_cannot_give_is_listed_and_blank():
    agregat = compter(TITULAIRE, NON_PERMANENT, modules=REC)
    manquants = {un.tableau: un for un in agregat.non_fournis}
    assert {"1.3.2.1", "1.6.2.1", "2.1.0", "3.4.5", "4.1.2", "5.1.4", "6.1.1.1", "7.1.4.1"} <= manquants.keys()
    assert not {"1.1.1", "1.5.2", "2.2.3.3", "3.4.4", "5.1.3"} & manquants.keys()
    assert manquants["6.1.3"].en_partie
    assert not [code for code in agregat.valeurs if code.partition("!")[0] in manquants.keys() - {"6.1.3"}]


def test_every_table_that_the_sheets_announce_is_counted_or_known_to_be_left_to_the_collectivite():
    """« utilisé par » of the declaration: an indicator that a field announces has a rule or a question."""
    comptes = {REC2019.indicator_of[regle.tableau].code for regle in REGLES}
    comptes |= {REC2019.indicator_of[question.variable.partition("!")[0]].code for question in lire_questions()}
    annonces = {code for feuille in register().tables for champ in feuille.fields for code in champ.indicators}
    laisses = {"7.1.3", "7.1.4", "R.1"}
    assert {
        code for code in annonces if not any(re.match(rf"{re.escape(code)}(\.|$)", un) for un in comptes)
    } <= laisses


def test_lines_without_a_cell_are_named_with_their_cause():
    sans_categorie = NON_PERMANENT | {"categorie": None}
    agregat = compter(sans_categorie, TITULAIRE, remunerations=[{"id_agent": "A2", "brut": 1e15}])
    dites = list(lignes_non_comptees(register(), agregat))
    assert any("2.2.6.3" in dit and "est vide (feuille «\u00a0Agents\u00a0», ligne 6)" in dit for dit in dites)
    assert any("nombre démesuré (feuille «\u00a0Rémunérations\u00a0», ligne 6)" in dit for dit in dites)
    assert any(dit.startswith("2 agents payés") and "lignes 6 et 7" in dit for dit in dites)
    assert not any("A1" in dit or "A2" in dit for dit in dites)


def test_the_band_of_a_temps_non_complet_follows_from_its_hours():
    non_complet = TITULAIRE | {"temps_complet": "NON", "temps_plein": None, "duree_hebdo": 17.5}
    deduite = compter(non_complet)
    dite = compter(non_complet | {"tranche_tnc": "TNC002"})
    assert chiffres(deduite, "1.1.1") == chiffres(dite, "1.1.1") != {}
