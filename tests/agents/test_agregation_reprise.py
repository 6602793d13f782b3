"""Aggregating again keeps what was typed, shows every difference, and loses nothing silently."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.agents.agregation import agreger
from processors.agents.reprise import Ecart, Sort, reprendre
from processors.agents.tracabilite import (
    Trace,
    TraceError,
    chemin_sources,
    expliquer,
    lire_trace,
    trace_de,
    trace_json,
)
from schemas.registers_reader import register
from tests.agents.a_la_main import CONTRACTUEL, REC, TITULAIRE, fiches

V = "1.1.1!G018.C05"
CHIFFRE = st.none() | st.integers(0, 3)


@pytest.mark.parametrize(
    ("ancien", "bilan", "nouveau", "garde", "sort"),
    [
        (3, 3, 3, 3, None),
        (3, 3, 4, 4, Sort.ACTUALISEE),
        (None, None, 4, 4, Sort.ACTUALISEE),
        (3, 3, None, None, Sort.RETIREE),
        (3, 5, 3, 5, Sort.GARDEE),
        (3, 5, 4, 5, Sort.GARDEE),
        (3, None, 4, None, Sort.GARDEE),
        (3, 5, None, 5, Sort.GARDEE),
        (None, 5, 4, 5, Sort.GARDEE),
        (None, 5, None, 5, None),
        (3, 4, 4, 4, None),
    ],
    ids=[
        "rien_ne_change",
        "un_agent_de_plus",
        "un_chiffre_nouveau",
        "plus_d_agent",
        "corrige_a_la_main",
        "corrige_et_change",
        "efface_a_la_main",
        "corrige_puis_plus_d_agent",
        "complete_a_la_main",
        "hors_des_agents",
        "corrige_comme_les_fiches",
    ],
)
def test_each_case_of_a_cell(ancien, bilan, nouveau, garde, sort):
    avant, connu, apres = ({V: valeur} if valeur is not None else {} for valeur in (bilan, ancien, nouveau))
    reprise = reprendre(avant, connu, apres, [V])
    assert reprise.valeurs.get(V) == garde
    assert [ecart.sort for ecart in reprise.ecarts] == ([sort] if sort else [])


def test_told_to_replace_the_sheets_win_where_they_say_something():
    ordre = [V, "1.1.1!G018.C06", "3.4.5!L01.C01"]
    bilan = {V: 5, "1.1.1!G018.C06": 9, "3.4.5!L01.C01": 1000}
    reprise = reprendre(bilan, {V: 3, "1.1.1!G018.C06": 8}, {V: 3}, ordre, remplacer=True)
    assert reprise.valeurs == {V: 3, "1.1.1!G018.C06": 9, "3.4.5!L01.C01": 1000}
    assert reprise.ecarts == (
        Ecart(V, 3, 5, 3, Sort.REMPLACEE),
        Ecart("1.1.1!G018.C06", 8, 9, None, Sort.GARDEE),
    )


def test_without_memory_everything_is_taken_for_hand_entered():
    reprise = reprendre({V: 3}, None, {V: 4, "1.1.1!G018.C06": 1}, [V, "1.1.1!G018.C06"])
    assert reprise.valeurs == {V: 3, "1.1.1!G018.C06": 1}
    assert [ecart.sort for ecart in reprise.ecarts] == [Sort.GARDEE, Sort.ACTUALISEE]


def test_an_opening_question_follows_the_agents_and_a_personal_answer_stays_unsaid():
    question, contact, autre = (
        "collectivite!q_cet.C01",
        "collectivite!repondant_nom.C01",
        "collectivite!repondant_tel.C01",
    )
    bilan, nouveau = {question: "NON", contact: "Moi"}, {question: "OUI", contact: "Elle", autre: "01"}
    reprise = reprendre(
        bilan, {question: "NON"}, nouveau, [question, contact, autre], discretes=frozenset({contact, autre})
    )
    assert reprise.valeurs == {question: "OUI", contact: "Moi", autre: "01"}
    assert [ecart.variable for ecart in reprise.ecarts] == [question]


@given(
    bilan=st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 3)),
    ancien=st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 3)),
    nouveau=st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 3)),
    remplacer=st.booleans(),
)
def test_nothing_is_lost_silently(bilan, ancien, nouveau, remplacer):
    reprise = reprendre(bilan, ancien, nouveau, "abcdef", remplacer=remplacer)
    dits = {ecart.variable: ecart for ecart in reprise.ecarts}
    for code in "abcdef":
        if reprise.valeurs.get(code) != bilan.get(code):
            assert code in dits
        if bilan.get(code) != ancien.get(code) and not remplacer:
            assert reprise.valeurs.get(code) == bilan.get(code)
        if bilan.get(code) != nouveau.get(code) and not (ancien.get(code) is None and nouveau.get(code) is None):
            assert code in dits


@given(
    ancien=st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 3)),
    saisies=st.dictionaries(st.sampled_from("abcdef"), st.integers(4, 6)),
)
def test_aggregating_the_same_sheets_again_changes_nothing(ancien, saisies):
    bilan = ancien | saisies
    assert reprendre(bilan, ancien, ancien, "abcdef").valeurs == bilan


# The side file


def test_the_side_file_does_not_name_the_person_to_contact():
    donnees = fiches(TITULAIRE)
    donnees.collectivite |= {"repondant_nom": "Camille Exemple", "q_cet": "OUI"}
    memoire = trace_de(agreger(donnees, REC), register().feeds, "fiches.xlsx", "2026-11-21")
    assert memoire.valeurs["collectivite!q_cet.C01"] == "OUI"
    assert "Camille" not in trace_json(memoire)


def trace() -> Trace:
    agregat = agreger(fiches(TITULAIRE, TITULAIRE | {"sexe": "H"}, CONTRACTUEL), REC)
    return trace_de(agregat, register().feeds, "fiches.xlsx", "2026-11-21")


def test_the_side_file_comes_back_as_it_was(tmp_path):
    avant = trace()
    chemin = chemin_sources(tmp_path / "bilan.xlsx")
    assert chemin.name == "bilan.sources.json"
    chemin.write_text(trace_json(avant), encoding="utf-8")
    assert lire_trace(chemin) == avant
    assert "reste dans la collectivité" in json.loads(chemin.read_text(encoding="utf-8"))["avertissement"]


@pytest.mark.parametrize(
    "texte",
    [
        "",
        "{",
        "[]",
        "\x00",
        '{"format": "autre"}',
        '{"format": "bilan-social/sources"}',
        '{"format": "bilan-social/sources", "questionnaire": "rec2019", "fiches": "f", "date": "d", "agents": ["A"], '
        '"valeurs": {}, "sources": {"1.1.1!G018.C05": [7]}}',
    ],
)
def test_a_damaged_side_file_is_refused_in_french(tmp_path, texte):
    chemin = tmp_path / "bilan.sources.json"
    chemin.write_text(texte, encoding="utf-8")
    with pytest.raises(TraceError, match=r"bilan\.sources\.json"):
        lire_trace(chemin)


def test_a_total_has_the_agents_of_its_entries_each_once():
    questionnaire = register().feeds
    total = expliquer(trace(), questionnaire, "1.1.1!GENERAL.T2")
    assert total.agents == ("A1", "A2")
    assert [regle.tableau for regle in total.regles] == ["1.1.1"]
    recapitulatif = expliquer(trace(), questionnaire, "1.7.1!E_TOTAL.T1")
    assert recapitulatif.agents == ("A1", "A2", "A3")
    assert not expliquer(trace(), questionnaire, "3.4.5!L01.C01").connue
    with pytest.raises(KeyError):
        expliquer(trace(), questionnaire, "1.1.1!G9999.C05")
