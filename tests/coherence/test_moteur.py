"""The engine: many workbooks as one by one, as an independent evaluation, and never a crash taken for a success."""

from __future__ import annotations

import dataclasses
import random

import numpy as np
import pytest

from processors.answers import Answers
from processors.coherence import Etat, Moteur, constats, verifier_coherence
from processors.coherence.program import program_of
from processors.findings import Severity
from schemas.model import CODED, NUMERIC, Kind
from schemas.plan import plan_of
from tests.coherence.naif import Naif
from tests.coherence.rec2019 import EVALUATED, MODULES, REC, RULES, block_of, changed, consistent, engine


def drawn(seed: int) -> Answers:
    """Answers at random: half of the entries, small figures so that some rules hold."""
    draw = random.Random(seed)
    values: dict[str, float | int | str] = {}
    for cell in REC.cells.values():
        if cell.computed or draw.random() < 0.5:
            continue
        if cell.type.kind in CODED:
            values[cell.code] = draw.choice(REC.choices(cell.type).elements).code
        elif cell.type.kind is Kind.ANNEE:
            values[cell.code] = draw.randint(1970, 2019)
        elif cell.type.kind in NUMERIC:
            values[cell.code] = draw.choice([0, 0, 1, 2, draw.randint(0, 400), 0.25 * draw.randint(0, 40)])
    return Answers(REC, MODULES, values)


@pytest.fixture(scope="module")
def random_answers():
    return [drawn(seed) for seed in range(3)]


@pytest.fixture(scope="module")
def random_block(random_answers):
    return np.concatenate([block_of(answers) for answers in random_answers])


@pytest.fixture(scope="module")
def random_values(random_answers):
    """Entries and totals of the first answers, by variable code."""
    answers = random_answers[0]
    return {**plan_of(REC).totals(answers.values), **answers.values}


@pytest.fixture(scope="module")
def results(random_block):
    return engine().evaluer(random_block, [MODULES] * len(random_block))


@pytest.mark.parametrize("code", EVALUATED)
def test_an_independent_evaluation_finds_the_same_anomalies(code, random_values, results):
    compiled = results.program.rules[results.rangs[code]]
    truths = results.respectees[0, compiled.first : compiled.last]
    found = {instance.elements for instance, holds in zip(compiled.instances, truths, strict=True) if not holds}
    assert found == Naif(RULES[code], random_values).failures()


def test_many_workbooks_give_what_each_gives_alone(random_answers, results):
    for place, answers in enumerate(random_answers):
        alone = engine().evaluer(block_of(answers), [MODULES])
        assert (alone.etats[0] == results.etats[place]).all()
        assert (alone.anomalies[0] == results.anomalies[place]).all()
        assert (alone.respectees[0] == results.respectees[place]).all()


def test_more_workbooks_than_a_chunk_give_the_same(random_block):
    many = np.tile(random_block, (25, 1))
    results = engine().evaluer(many, [MODULES] * len(many))
    assert (results.etats.reshape(25, len(random_block), -1) == results.etats[: len(random_block)]).all()


def test_findings_of_one_workbook_among_many(random_answers, random_block, results):
    among = [item.code for item in constats(engine(), random_answers[1], results, random_block, 1)]
    alone = engine().evaluer(block_of(random_answers[1]), [MODULES])
    assert among == [compiled.rule.code for compiled, failed in alone.echecs(0) for _ in failed]


def test_a_rule_of_a_module_that_was_not_chosen_is_pointless():
    answers = consistent(1)
    states = engine().evaluer(block_of(answers), [("rec",)])
    assert states.etat(0, "C-R.9-01") is Etat.SANS_OBJET
    assert states.etat(0, "C-4.2.1-12") is Etat.SANS_OBJET
    assert states.etat(0, "C-1.1.1-01") is Etat.CONFORME


def test_a_rule_whose_tables_are_all_closed_is_pointless_even_over_values():
    answers = changed(1, **{"collectivite!q_fonctionnaires_3112.C01": "NON", "1.1.1!G001.C05": 9})
    states = engine().evaluer(block_of(answers), [MODULES])
    assert states.etat(0, "C-1.1.1-01") is Etat.SANS_OBJET
    assert states.etat(0, "C-1.1.2-01") is Etat.SANS_OBJET
    assert states.etat(0, "C-1.7.1-01") is not Etat.SANS_OBJET, "1.7.1 stands under no condition"


def test_a_blank_question_closes_nothing():
    answers = changed(1, **{"collectivite!q_fonctionnaires_3112.C01": None, "1.1.1!G001.C05": 9})
    assert engine().evaluer(block_of(answers), [MODULES]).etat(0, "C-1.1.1-01") is Etat.ANOMALIES


def test_a_rule_with_a_condition_is_tested_only_where_it_holds():
    def state(kind: str) -> Etat:
        answers = changed(1, **{"collectivite!type_collectivite.C01": kind})
        return engine().evaluer(block_of(answers), [MODULES]).etat(0, "C-1.2.1-51")

    assert state("DEP") is Etat.SANS_OBJET
    assert state("CCN") is not Etat.SANS_OBJET


def broken_engine(code: str) -> Moteur:
    def crash(sums):
        raise ZeroDivisionError("boum")

    program = program_of(REC)
    rules = [dataclasses.replace(item, test=crash) if item.rule.code == code else item for item in program.rules]
    return Moteur(dataclasses.replace(program, rules=tuple(rules)))


def test_the_crash_of_a_rule_is_neither_a_success_nor_an_anomaly(monkeypatch):
    moteur = broken_engine("C-1.1.1-01")
    monkeypatch.setattr("processors.coherence.redaction.moteur_de", lambda questionnaire: moteur)
    answers = changed(1, **{"1.1.1!G001.C05": 9})
    states = moteur.evaluer(block_of(answers), [MODULES])
    assert states.etat(0, "C-1.1.1-01") is Etat.NON_EVALUABLE
    assert states.anomalies[0, states.rangs["C-1.1.1-01"]] == 0
    found = verifier_coherence(answers)
    (crash,) = [item for item in found if item.code == "CONTROLE-NON-EVALUABLE"]
    assert "C-1.1.1-01" in crash.message
    assert crash.severity is Severity.ALERTE
    assert {item.code for item in found} >= {"C-1.7.1-01"}, "the other rules go on"


def test_the_size_of_the_rules_is_pinned():
    program = program_of(REC)
    assert (len(RULES), len(program.rules), program.count) == (278, 260, 3231)


def test_a_questionnaire_without_rules_has_nothing_to_say():
    answers = consistent(1)
    other = dataclasses.replace(REC, id="sans-regle")
    assert verifier_coherence(Answers(other, answers.modules, answers.values), block_of(answers)) == []
