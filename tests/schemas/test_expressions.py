"""The expression language: what is parsed, how it is told, what it computes."""

from __future__ import annotations

import numpy as np
import pytest

from schemas.expressions import Call, ExpressionError, Number, Operation, Reference, Text, is_sum, parse, references
from schemas.expressions.evaluation import Array, Evaluator
from schemas.expressions.sentence import sentence

NAN = float("nan")
NAMES = {"C01": "Hommes", "C02": "Femmes", "C03": "Total", "collectivite.q": "Affiliée", "parametre.seuil": "le seuil"}
A, B, C = Reference("C01"), Reference("C02"), Reference("C03")

# Parser


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("C01", A),
        ("0.5", Number(0.5)),
        ("1.5.0.1!TOTAL.T3", Reference("1.5.0.1!TOTAL.T3")),
        ("2.2.4-Q!L01.C01", Reference("2.2.4-Q!L01.C01")),
        ("GENERAL.C01", Reference("GENERAL.C01")),
        ("collectivite.affiliee", Reference("collectivite.affiliee")),
        ("C01 + C02 - C03", Operation("-", (Operation("+", (A, B)), C))),
        ("C01 + C02 * C03", Operation("+", (A, Operation("*", (B, C))))),
        ("C01 / C02 / C03", Operation("/", (Operation("/", (A, B)), C))),
        ("(C01 + C02) * C03", Operation("*", (Operation("+", (A, B)), C))),
        ("- C01", Operation("neg", (A,))),
        ("arrondi(C01 / C02; 2)", Call("arrondi", (Operation("/", (A, B)), Number(2)))),
        ("tronque(C01; 0)", Call("tronque", (A, Number(0)))),
        ("C01 = 'OUI'", Operation("=", (A, Text("OUI")))),
        ("C01 >= C02", Operation(">=", (A, B))),
        ("C01 < 1 ou C02 < 2 et C03 < 3", parse("C01 < 1 ou (C02 < 2 et C03 < 3)")),
        ("non C01 = 1 et C02 = 2", parse("(non C01 = 1) et C02 = 2")),
        ("C01 = 1 et C02 = 1 et C03 = 1", Operation("et", tuple(Operation("=", (x, Number(1))) for x in (A, B, C)))),
        ("etats!L01.C01 + nonne", Operation("+", (Reference("etats!L01.C01"), Reference("nonne")))),
    ],
)  # fmt: skip
def test_the_language_is_parsed(text: str, tree: object) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    "text",
    ["", "C01 +", "C01 C02", "(C01", "C01)", "C01 + + C02", "C01 et", "ou C01", "'OUI", "C01 == C02", "C01 & C02",
     "arrondi(C01)", "arrondi(C01; C02)", "arrondi C01; 2", "arrondi(C01; 2; 3)", "racine(C01)", "= C01"],
)  # fmt: skip
def test_what_is_not_of_the_language_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(ExpressionError, match="«"):
        parse(text)


def test_references_are_listed_in_order_with_repetitions() -> None:
    found = references(parse("C02 + arrondi(C01 / (C03 - C01); 2)"))
    assert [reference.name for reference in found] == ["C02", "C01", "C03", "C01"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("C01", True), ("C01 + C02 + C03", True), ("C01 - C02", False), ("C01 + 1", False), ("C01 + parametre.x", False)],
)
def test_a_sum_only_adds_cells(text: str, expected: bool) -> None:
    assert is_sum(parse(text)) is expected


# Sentences


@pytest.mark.parametrize(
    ("text", "french"),
    [
        ("C01 + C02", "Hommes + Femmes"),
        ("C03 - (C01 - C02)", "Total − (Hommes − Femmes)"),
        ("(C01 + C02) * C03", "(Hommes + Femmes) × Total"),
        ("tronque(C01 / parametre.seuil; 2)", "Hommes ÷ le seuil, tronqué à 2 décimales"),
        ("arrondi(100 * C01 / C03; 1)", "100 × Hommes ÷ Total, arrondi à 1 décimale"),
        ("C01 <= C03", "Hommes est au plus Total"),
        ("C01 > 0.5", "Hommes est supérieur à 0,5"),
        ("collectivite.q = 'OUI'", "Affiliée est « Oui »"),
        ("collectivite.q != 'NON'", "Affiliée n’est pas « Non »"),
        ("C01 > 9 et (C01 = 1 ou C02 = 2)", "Hommes est supérieur à 9 et (Hommes est 1 ou Femmes est 2)"),
    ],
)  # fmt: skip
def test_an_expression_is_told_in_french(text: str, french: str) -> None:
    told = sentence(
        parse(text), lambda reference: NAMES[reference.name], lambda _, code: {"OUI": "Oui", "NON": "Non"}[code]
    )
    assert told == french


# Evaluation


def evaluate(text: str, **values: float) -> float:
    def value(reference: Reference) -> Array:
        return np.array([values[reference.name.replace("parametre.", "p_")]])

    def rank(reference: Reference, code: str) -> float:
        return {"OUI": 0.0, "NON": 1.0}[code]

    return float(np.broadcast_to(Evaluator(value, rank)(parse(text)), (1,))[0])


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        pytest.param("C01 + C02", {"C01": NAN, "C02": NAN}, NAN, id="all blank: blank"),
        pytest.param("C01 + C02", {"C01": 0, "C02": NAN}, 0, id="a zero is not a blank"),
        pytest.param("C01 - C02", {"C01": NAN, "C02": 3}, -3, id="a blank counts as 0"),
        pytest.param("2 * C01", {"C01": NAN}, NAN, id="a constant fills nothing"),
        pytest.param("C01 + 1", {"C01": NAN}, NAN, id="nor does it in a sum"),
        pytest.param("C01 / parametre.s", {"C01": NAN, "p_s": 4}, NAN, id="nor a parameter"),
        pytest.param("C01 / parametre.s", {"C01": 3, "p_s": 4}, 0.75, id="parameter"),
        pytest.param("C01 / C02", {"C01": 1, "C02": 0}, NAN, id="division by zero"),
        pytest.param("C01 / C02", {"C01": 1, "C02": NAN}, NAN, id="division by a blank"),
        pytest.param("C01 / C02", {"C01": NAN, "C02": 2}, 0, id="blank divided"),
        pytest.param("C03 + C01 / C02", {"C01": 1, "C02": 0, "C03": 5}, NAN, id="division by zero inside"),
        pytest.param("C01 / (C02 - 0.3)", {"C01": 1, "C02": 0.1 * 3}, NAN, id="division by binary noise"),
        pytest.param("C01 + C02", {"C01": 0.1, "C02": 0.2}, 0.3, id="decimals are added exactly"),
        pytest.param("arrondi(C01; 0)", {"C01": 2.5}, 3, id="half away from zero"),
        pytest.param("arrondi(C01; 0)", {"C01": -2.5}, -3, id="half away from zero, below"),
        pytest.param("arrondi(C01; 2)", {"C01": 1.005}, 1.01, id="half of a hundredth"),
        pytest.param("tronque(100 * C01; 0)", {"C01": 0.29}, 29, id="0.29 * 100 is 29"),
        pytest.param("tronque(C01; 2)", {"C01": 2.999}, 2.99, id="cut, not rounded"),
        pytest.param("tronque(C01; 1)", {"C01": -2.99}, -2.9, id="cut towards zero"),
        pytest.param("arrondi(100 * C01 / C02; 2)", {"C01": 1, "C02": 3}, 33.33, id="percentage"),
        pytest.param("C01 = 'OUI'", {"C01": 0}, 1, id="answer"),
        pytest.param("C01 != 'OUI'", {"C01": 1}, 1, id="other answer"),
        pytest.param("C01 = 'OUI'", {"C01": NAN}, NAN, id="unknown answer"),
        pytest.param("C01 != 'OUI'", {"C01": NAN}, NAN, id="unknown is not false"),
        pytest.param("C01 + C02 = 0.3", {"C01": 0.1, "C02": 0.2}, 1, id="decimals are compared exactly"),
        pytest.param("C01 + C02 > 2", {"C01": NAN, "C02": 3}, 1, id="comparison with a blank among filled"),
        pytest.param("C01 > C02", {"C01": NAN, "C02": 3}, NAN, id="comparison with a blank"),
    ],
)
def test_a_value_is_computed(text: str, values: dict[str, float], expected: float) -> None:
    np.testing.assert_equal(evaluate(text, **values), expected)


KLEENE = {True: "C01 > 0", False: "C01 < 0", None: "C02 > 0"}


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (True, True, 1, 1), (True, False, 0, 1), (True, None, NAN, 1),
        (False, True, 0, 1), (False, False, 0, 0), (False, None, 0, NAN),
        (None, True, NAN, 1), (None, False, 0, NAN), (None, None, NAN, NAN),
    ],
)  # fmt: skip
def test_et_and_ou_follow_kleene(left: bool | None, right: bool | None, both: float, either: float) -> None:
    values = {"C01": 1.0, "C02": NAN}
    np.testing.assert_equal(evaluate(f"{KLEENE[left]} et {KLEENE[right]}", **values), both)
    np.testing.assert_equal(evaluate(f"{KLEENE[left]} ou {KLEENE[right]}", **values), either)


@pytest.mark.parametrize(("operand", "expected"), [(True, 0), (False, 1), (None, NAN)])
def test_non_follows_kleene(operand: bool | None, expected: float) -> None:
    np.testing.assert_equal(evaluate(f"non {KLEENE[operand]}", C01=1.0, C02=NAN), expected)


def test_one_known_operand_decides_among_many() -> None:
    assert evaluate("C02 > 0 et C02 > 1 et C01 < 0", C01=1.0, C02=NAN) == 0
    assert evaluate("C02 > 0 ou C02 > 1 ou C01 > 0", C01=1.0, C02=NAN) == 1


def test_a_zero_has_no_sign() -> None:
    assert str(evaluate("- C01", C01=0.0)) == "0.0"
    assert str(evaluate("arrondi(C01; 0)", C01=-0.2)) == "0.0"
