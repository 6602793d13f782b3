"""What must stay blank, what must be answered, and reports declared empty."""

from __future__ import annotations

import pytest

from processors.applicability import verifier_applicabilite
from processors.conditions import gates_of
from processors.findings import Severity
from schemas.plan import plan_of
from tests.processors.reponses import FEMMES, HOMMES, IDENTITY, REC, plein, reponses

QUESTION = "collectivite!q_fonctionnaires_3112.C01"


def constats(values, **options):
    return verifier_applicabilite(reponses(values, **options))


def codes(values, **options) -> list[str]:
    return [found.code for found in constats(values, **options)]


def test_a_value_under_a_false_condition_names_both_sides():
    (found,) = constats({QUESTION: "NON", HOMMES: 3, FEMMES: 4})
    assert (found.code, found.severity, found.indicator) == ("CONDITION-NON-REMPLIE", Severity.BLOQUANT, "1.1.1")
    assert [cell.variable for cell in found.cells] == [HOMMES, FEMMES]
    assert [(cell.variable, cell.value) for cell in found.others] == [(QUESTION, "Non")]
    assert "si au moins un fonctionnaire est rémunéré au 31/12/2019" in found.message


@pytest.mark.parametrize("answer", [{}, {QUESTION: "OUI"}])
def test_a_true_or_undecided_condition_allows_everything(answer):
    assert codes(answer | {HOMMES: 3}) == []


def test_a_blank_table_under_a_false_condition_is_right():
    assert codes({QUESTION: "NON", "2.1.0!L01.C01": 1}) == []


def test_zeros_under_a_false_condition_are_only_mentioned():
    (found,) = constats({QUESTION: "NON", HOMMES: 0})
    assert (found.code, found.severity) == ("REPONSE-SANS-OBJET", Severity.INFORMATION)


def test_a_condition_on_a_row():
    (found,) = constats({"4.1.4!L01.C01": "NON", "4.1.4!L02.C01": 2010})
    assert [cell.variable for cell in found.cells] == ["4.1.4!L02.C01"]


def test_a_condition_on_a_column():
    (found,) = constats({"7.1.4.0!Q01.C01": "NON", "7.1.4.0!Q02.C01": "NON", "7.1.4.1!A.C01": 3, "7.1.4.1!A.C02": 3})
    assert [cell.variable for cell in found.cells] == ["7.1.4.1!A.C01"]
    assert len(found.others) == 2


def test_a_condition_on_figures():
    values = {"collectivite!effectif_0112.C01": 20, "6.1.1.2.0!Q01.C01": "OUI"}
    assert codes(values) == ["CONDITION-NON-REMPLIE"]
    assert codes(values | {"collectivite!effectif_0112.C01": 50}) == []


def test_no_under_a_false_condition_is_only_mentioned():
    assert codes({"collectivite!effectif_0112.C01": 20, "6.1.1.2.0!Q01.C01": "NON"}) == ["REPONSE-SANS-OBJET"]


def test_each_table_of_a_question_has_its_finding():
    question = "collectivite!q_contractuels_3112.C01"
    row = REC.tables["1.2.1"].rows[0].code
    other = REC.tables["1.2.2"].rows[0].code
    found = constats({question: "NON", f"1.2.1!{row}.C01": 3, f"1.2.2!{other}.C01": 3})
    assert [item.cells[0].variable.partition("!")[0] for item in found] == ["1.2.1", "1.2.2"]


def test_every_condition_of_the_questionnaire_is_bound():
    tables = REC.tables.values()
    conditions = [table.condition for table in tables]
    conditions += [row.condition for table in tables for row in table.rows]
    conditions += [column.condition for table in tables for column in table.columns]
    declared = sum(condition is not None for condition in conditions)
    gates = gates_of(REC).gates
    assert len(gates) == declared + 1
    assert all(gate.questions for gate in gates)
    assert all(gate.variables for gate in gates if not gate.empty_report)


def test_the_gates_agree_with_the_plan():
    answers = plein()
    plan = plan_of(REC)
    block = plan.compute(plan.block(answers.values))
    closed = {(gate.table, gate.row, gate.column) for gate in gates_of(REC).closed(answers)}
    for gate in gates_of(REC).gates:
        if not gate.empty_report:
            false = plan.holds(gate.condition, block)[0] == 0.0
            assert false == ((gate.table, gate.row, gate.column) in closed)


def test_the_block_of_the_caller_gives_the_same_findings():
    answers = plein()
    plan = plan_of(REC)
    block = plan.compute(plan.block(answers.values))
    assert verifier_applicabilite(answers, block) == verifier_applicabilite(answers)


def test_an_empty_report_may_be_sent_blank():
    assert codes({"collectivite!q_agents.C01": "NON"}) == []


def test_an_empty_report_may_be_sent_with_zeros():
    assert codes({"collectivite!q_agents.C01": "NON", HOMMES: 0, "4.1.4!L01.C01": "NON"}) == []


def test_an_empty_report_with_answers_contradicts_itself():
    (found,) = constats({"collectivite!q_agents.C01": "NON", HOMMES: 3})
    assert (found.code, found.severity) == ("BILAN-A-VIDE-REMPLI", Severity.BLOQUANT)
    assert [cell.variable for cell in found.cells] == [HOMMES]
    assert [cell.variable for cell in found.others] == ["collectivite!q_agents.C01"]


def test_no_answer_without_declaration_is_an_alert():
    (found,) = constats({})
    assert (found.code, found.severity) == ("BILAN-SANS-REPONSE", Severity.ALERTE)


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("raison_sociale", "CHAMP-OBLIGATOIRE"),
        ("type_collectivite", "QUESTION-SANS-REPONSE"),
        ("q_agents", "QUESTION-SANS-REPONSE"),
    ],
)
def test_a_required_field_must_be_filled(field, code):
    variable = f"collectivite!{field}.C01"
    identity = {key: value for key, value in IDENTITY.items() if key != variable}
    (found,) = constats({HOMMES: 3}, identity=identity)
    assert (found.code, found.cells[0].variable) == (code, variable)


def test_a_missing_siret_is_left_to_the_schema():
    identity = {key: value for key, value in IDENTITY.items() if "siret" not in key}
    assert codes({HOMMES: 3}, identity=identity) == []
