"""A JSON document from outside: its header, its structure, and two engines that must agree."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.answers import to_document
from processors.findings import Verdict, verdict
from processors.validation import valider, valider_document, valider_reference
from tests.processors.reponses import FEMMES, HOMMES, REC, SIRET, reponses

DOCUMENT = to_document(reponses({HOMMES: 3, "R.3!L11.C02": 2}))


def codes(data) -> list[str]:
    return [found.code for found in valider_document(data)]


def test_a_valid_document_has_no_finding():
    assert codes(DOCUMENT) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"format": "autre"}, "DOCUMENT-FORMAT"),
        ({"version_format": 2}, "DOCUMENT-FORMAT"),
        ({"questionnaire": "rec1995"}, "DOCUMENT-QUESTIONNAIRE"),
        ({"questionnaire": ["rec2019"]}, "DOCUMENT-QUESTIONNAIRE"),
        ({"annee": 2018}, "DOCUMENT-ANNEE"),
        ({"annee": "2019"}, "DOCUMENT-ANNEE"),
        ({"version": "1"}, "DOCUMENT-VERSION"),
        ({"version": 1}, "DOCUMENT-VERSION"),
        ({"modules": ["rec", "rec"]}, "DOCUMENT-MODULES"),
        ({"modules": ["zzz"]}, "DOCUMENT-MODULES"),
        ({"modules": "rec"}, "DOCUMENT-MODULES"),
        ({"remarque": "bonjour"}, "DOCUMENT-ENTETE"),
        ({"reponses": []}, "DOCUMENT-ETRANGER"),
    ],
)
def test_each_field_of_the_header_is_checked(change, code):
    assert codes(DOCUMENT | change) == [code]


@pytest.mark.parametrize("name", ["format", "version", "annee", "modules"])
def test_a_missing_field_is_named(name):
    (found,) = valider_document({key: value for key, value in DOCUMENT.items() if key != name})
    assert found.code == "DOCUMENT-ENTETE"
    assert name in found.message


@pytest.mark.parametrize("data", [None, 3, [], "texte"])
def test_something_else_than_an_object_is_refused(data):
    assert codes(data) == ["DOCUMENT-ETRANGER"]


@pytest.mark.parametrize(
    "change", [{"questionnaire": "rec1995"}, {"format": "autre"}, {"version_format": 2}, {"reponses": None}]
)
def test_a_document_of_another_kind_is_rejected(change):
    assert verdict(valider_document(DOCUMENT | change)) is Verdict.REJETE


def test_a_rejected_document_has_no_other_finding():
    """Its answers are not read: nothing is to be said of them."""
    data = copy.deepcopy(DOCUMENT) | {"version_format": 2, "annee": 2018}
    data["reponses"]["1.1.1"]["G001"]["C05"] = "trois"
    assert codes(data) == ["DOCUMENT-FORMAT"]


@pytest.mark.parametrize("inner", [{"1.1.1": 3}, {"1.1.1": {"G001": 3}}, {"9.9": {}}, {"1.1.1": {"G9999": {}}}])
def test_an_ill_formed_part_is_said(inner):
    data = copy.deepcopy(DOCUMENT)
    data["reponses"] |= inner
    assert codes(data) == ["DOCUMENT-STRUCTURE"]


def test_an_unknown_name_with_a_dot_is_not_lost():
    data = copy.deepcopy(DOCUMENT)
    data["reponses"]["1.1.1"]["G001"]["C.05"] = 3
    (found,) = valider_document(data)
    assert (found.code, found.cells[0].value) == ("VARIABLE-INCONNUE", 3)


def test_a_document_is_not_changed_by_its_validation():
    before = copy.deepcopy(DOCUMENT)
    valider_document(DOCUMENT)
    valider_reference(DOCUMENT)
    assert before == DOCUMENT


def test_what_is_not_a_document_is_refused_without_a_traceback():
    deep: dict = {}
    for _ in range(5000):
        deep = {"a": deep}
    cell = copy.deepcopy(DOCUMENT)
    cell["reponses"]["1.1.1"]["G001"]["C05"] = deep
    assert codes(cell) == ["DOCUMENT-ETRANGER"]
    name = copy.deepcopy(DOCUMENT)
    name["reponses"]["\ud800"] = {}
    assert codes(name) == ["DOCUMENT-ETRANGER"]
    half = copy.deepcopy(DOCUMENT)
    half["reponses"]["collectivite"]["raison_sociale"]["C01"] = "\ud800"
    assert codes(half) == ["DOCUMENT-ETRANGER"]


def test_a_number_of_four_hundred_digits_is_shown_shortened():
    data = copy.deepcopy(DOCUMENT)
    data["reponses"]["1.1.1"]["G001"]["C05"] = -(10**400)
    (found,) = valider_document(data)
    assert found.code == "VALEUR-NEGATIVE"
    assert len(found.message) < 200


VARIABLES = [
    HOMMES, FEMMES, "1.1.1!GENERAL.C05", "1.1.1!G9999.C05", "1.1.1!G001.C99", "1.1.4!AD_A.C03", "2.1.0!L03.C01",
    "2.1.0!L01.C01", "4.1.4!L01.C01", "4.1.4!L02.C01", "R.3!L11.C01", "R.3!L11.C02", "R.3!L1000.C01", "9.9!a.b",
    "collectivite!siret.C01", "collectivite!siret_rattachement.C01", "collectivite!raison_sociale.C01",
    "collectivite!type_collectivite.C01", "collectivite!population.C01", "6.1.1.1!L01.C01", "3.4.5!L01.C01",
]  # fmt: skip
VALUES = st.one_of(
    st.integers(-5, 2100),
    st.integers(-(10**12), 10**12),
    st.floats(-1000, 1000, allow_nan=False),
    st.decimals(0, 10**9, places=2).map(float),
    st.sampled_from([0.5, 0.25, 0.29, 1.005, 3.0, float("nan"), float("inf"), 1e15]),
    st.sampled_from(["", "OUI", "oui", "CCN", SIRET, "21380185500016", "x" * 2001, "12"]),
    st.text(max_size=8),
    st.booleans(),
    st.none(),
)


def _same(data) -> None:
    def summary(findings):
        return sorted((found.code, sorted(cell.variable for cell in found.cells)) for found in findings)

    assert summary(valider_document(data)) == summary(valider_reference(data))


@given(st.dictionaries(st.sampled_from(VARIABLES), VALUES, max_size=12), st.sampled_from([2019, 2018, "2019", None]))
def test_both_engines_give_the_same_findings(values, year):
    _same(to_document(reponses(values, identity={})) | {"annee": year})


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.text(max_size=3)),
    lambda inner: st.dictionaries(
        st.sampled_from(["collectivite", "1.1.1", "R.3", "siret", "G001", "L11", "C01", "C05", "", "a.b"]),
        inner,
        max_size=3,
    ),
    max_leaves=12,
)


@given(JSON, st.sampled_from(["reponses", "modules", "version", "format", "autre"]))
def test_both_engines_agree_on_ill_formed_documents(inner, name):
    _same(DOCUMENT | {name: inner})


@given(st.dictionaries(st.sampled_from(VARIABLES), VALUES, min_size=1, max_size=12))
def test_every_refused_cell_is_in_exactly_one_finding(values):
    found = [cell.variable for item in valider(reponses(values)) for cell in item.cells]
    assert len(found) == len(set(found))


def test_the_questionnaire_of_the_document_is_the_one_that_is_used():
    assert DOCUMENT["questionnaire"] == REC.id
