"""Every rule holds on consistent answers, and a change of the cells it looks at makes it fail and be reported."""

from __future__ import annotations

import pytest

from processors.coherence import Etat, verifier_coherence
from tests.coherence.casseur import breaking_change
from tests.coherence.rec2019 import EVALUATED, MODULES, RULES, SEEDS, block_of, consistent, engine, with_values


def states(seed: int):
    return engine().evaluer(block_of(consistent(seed)), [MODULES])


@pytest.fixture(scope="module")
def consistent_states():
    return {seed: states(seed) for seed in SEEDS}


@pytest.mark.parametrize("seed", SEEDS)
def test_consistent_answers_raise_no_finding(seed):
    assert verifier_coherence(consistent(seed)) == []


@pytest.mark.parametrize("code", EVALUATED)
def test_the_rule_holds_and_can_be_broken(code, consistent_states):
    seeds = [seed for seed in SEEDS if consistent_states[seed].etat(0, code) is Etat.CONFORME]
    assert seeds, "no consistent example where this rule is tested"
    compiled = engine().program.rules[consistent_states[seeds[0]].rangs[code]]
    for seed in seeds:
        change = breaking_change(compiled, block_of(consistent(seed)))
        if change is not None:
            break
    assert change, "no change of its cells makes this rule fail"
    found = [item for item in verifier_coherence(with_values(consistent(seed), change)) if item.code == code]
    assert found
    for item in found:
        assert item.cells
        assert item.severity.value == RULES[code].severity
        assert item.indicator == RULES[code].indicators[0]
        assert "{" not in item.message + item.remedy
        assert {cell.variable for cell in item.cells}.isdisjoint(cell.variable for cell in item.others)
