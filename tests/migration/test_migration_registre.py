"""The ledger: whatever the answers and the migration, every value is somewhere, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.answers import Answers, Place
from processors.findings import CellRef, finding
from processors.migration import Nature, Sort, migrer
from processors.migration.application import INEXACT, NO_ANSWER, NO_ROW, NO_RULE, NO_SUM, TAKEN
from processors.migration.registre import TRANSMISES, exact, total
from schemas.migration import Kind, Migration, Step, compose, identity
from schemas.plan import Value
from schemas.rules import rules_of
from tests.migration.migrations import COUNTS, HERE, OTHERS, REC, migration
from tests.processors.txt_exemples import NOMBRES, reponses

MIGRATIONS = {seed: migration(seed) for seed in range(3)}


def report(values: Mapping[str, Value], *modules: str) -> Answers:
    return Answers(REC, modules or ("rec",), dict(values))


def steps(*given: Step) -> Migration:
    """A migration with these steps; what they do not name is left out."""
    return Migration(HERE, HERE, given)


@st.composite
def values(draw: st.DrawFn) -> dict[str, Value]:
    """Answers of every type, and enough counts for the sums."""
    codes = draw(st.lists(st.sampled_from(COUNTS), unique=True, max_size=40))
    return draw(reponses()).values | {code: draw(NOMBRES) for code in codes}


CONTENTS = st.dictionaries(
    st.sampled_from(COUNTS[:50]) | st.tuples(st.sampled_from(["IND 1.1.1", "Notes"]), st.sampled_from(["A1", "Z99"])),
    st.text(min_size=1) | st.floats(allow_nan=False, allow_infinity=False),
    max_size=5,
)


@settings(max_examples=30)
@given(values(), CONTENTS, st.sampled_from(sorted(MIGRATIONS)))
def test_the_ledger_closes_and_has_one_line_per_value(held, contents, seed):
    found = report(held)
    contents = {key: value for key, value in contents.items() if key not in found.values}
    migre = migrer(found, MIGRATIONS[seed], REC, contents)
    lines = [line for line in migre.journal if line.nature is Nature.REPONSE]
    assert migre.solde.clos
    assert sorted(line.source for line in lines if line.source) == sorted(
        [*found.values, *(key for key in contents if isinstance(key, str))]
    )
    assert len(lines) == len(found.values) + len(contents) == migre.solde.entrees
    assert {line.cibles[0] for line in lines if line.transmise} == migre.answers.values.keys()
    assert all(line.motif for line in lines if line.sort not in (Sort.CONSERVEE, Sort.RENOMMEE, Sort.DEPLACEE))


@settings(max_examples=25)
@given(values(), st.sampled_from(sorted(MIGRATIONS)))
def test_what_is_carried_is_what_the_steps_say(held_values, seed):
    """Against a plain reading of the steps, one by one, for the values that the target accepts."""
    found = report(held_values)
    migre = migrer(found, MIGRATIONS[seed], REC)
    for step in MIGRATIONS[seed].steps:
        held = [found.values[code] for code in step.sources if code in found.values]
        target = migre.answers.values.get(step.targets[0]) if step.targets else None
        if step.kind not in (Kind.KEPT, Kind.RENAMED, Kind.SUMMED) or not held:
            assert target is None
        elif target is not None and step.kind is Kind.SUMMED:
            assert exact(target) == total(figure for value in held if (figure := exact(value)) is not None)
        elif target is not None:
            assert target == held[0]


@settings(max_examples=10)
@given(values())
def test_the_same_version_gives_the_same_answers(held):
    found = report(held)
    accepted = migrer(found, identity(REC), REC).answers
    again = migrer(accepted, identity(REC), REC)
    assert again.answers.values == accepted.values
    assert {line.sort for line in again.journal if line.nature is Nature.REPONSE} <= {Sort.CONSERVEE}


@settings(max_examples=10)
@given(values())
def test_two_steps_are_one_composed_migration(held):
    """What the first step already refuses is the business of the first step: only accepted values go on."""
    found = report(held)
    accepted = migrer(found, identity(REC), REC).answers
    first, second = MIGRATIONS[0], MIGRATIONS[1]
    half = migrer(accepted, first, REC)
    in_two = migrer(half.answers, second, REC)
    at_once = migrer(accepted, compose(first, second), REC)
    if not any(line.sort is Sort.A_DECIDER and line.motif and "raison" not in line.motif for line in half.journal):
        assert at_once.answers.values == in_two.answers.values
    assert at_once.solde.clos and in_two.solde.clos


def test_a_sum_is_exact_to_the_last_decimal():
    target = "1.1.4!AD_A.C03"
    codes = [code for code in REC.cells if code.startswith("1.1.4!") and not REC.cells[code].computed][:3]
    held = dict(zip(codes, (0.1, 0.2, 0.3), strict=True))
    migre = migrer(report(held), steps(Step(Kind.SUMMED, tuple(codes), (target,), "réunies")), REC)
    assert migre.answers.values == {target: 0.6}
    assert [line.sort for line in migre.journal if line.nature is Nature.REPONSE] == [Sort.ADDITIONNEE] * 3
    (montant,) = migre.solde.montants
    assert (montant.unite, montant.source, montant.cible, montant.listee) == (
        "ETPR",
        Decimal("0.6"),
        Decimal("0.6"),
        Decimal(),
    )


def test_blank_is_not_zero_in_a_sum():
    one, other, target = COUNTS[:3]
    step = steps(Step(Kind.SUMMED, (one, other), (target,), "réunies"))
    assert migrer(report({}), step, REC).answers.values == {}
    assert migrer(report({one: 0}), step, REC).answers.values == {target: 0}


def test_a_sum_with_an_unreadable_part_is_not_made():
    one, other, target = COUNTS[:3]
    step = steps(Step(Kind.SUMMED, (one, other), (target,), "réunies"))
    migre = migrer(report({one: 4}), step, REC, {other: "néant"})
    assert migre.answers.values == {}
    assert [(line.sort, line.source) for line in migre.a_reprendre] == [
        (Sort.A_DECIDER, one),
        (Sort.NON_LUE, other),
    ]
    assert migre.a_reprendre[0].motif == NO_SUM
    assert migre.a_reprendre[1].cibles == (target,)


def test_a_sum_with_a_deleted_part_is_not_made():
    one, other, target = COUNTS[:3]
    step = steps(Step(Kind.SUMMED, (one, other), (target,), "réunies"))
    lost = finding("FEUILLE-SUPPRIMEE", [CellRef(other)], feuille="IND 1.1.1", nombre=1)
    migre = migrer(report({one: 4}), step, REC, constats=[lost])
    assert [line.motif for line in migre.a_reprendre] == [NO_SUM]


def test_a_sum_that_a_spreadsheet_cannot_hold_is_listed():
    codes = tuple(code for code in REC.cells if code.startswith("1.1.4!") and not REC.cells[code].computed)[:3]
    held = {codes[0]: 123456789012345680, codes[1]: 0.25}
    migre = migrer(report(held), steps(Step(Kind.SUMMED, codes[:2], codes[2:], "réunies")), REC)
    assert {line.motif for line in migre.a_reprendre} == {INEXACT}


@pytest.mark.parametrize(("kind", "sort"), [(Kind.SPLIT, Sort.A_DECIDER), (Kind.CHANGED, Sort.A_DECIDER)])
def test_what_is_not_certain_is_never_guessed(kind, sort):
    one, first, second = COUNTS[:3]
    migre = migrer(report({one: 4}), steps(Step(kind, (one,), (first, second), "pourquoi")), REC)
    (line,) = migre.a_reprendre
    assert migre.answers.values == {}
    assert (line.sort, line.cibles, line.valeur, line.motif) == (sort, (first, second), 4, "pourquoi")


def test_what_is_dropped_is_listed_with_its_reason():
    migre = migrer(report({COUNTS[0]: 4}), steps(Step(Kind.DROPPED, (COUNTS[0],), (), "supprimé")), REC)
    assert [(line.sort, line.motif) for line in migre.journal][:1] == [(Sort.ABANDONNEE, "supprimé")]
    assert migre.a_reprendre == ()


def test_answers_are_recoded_and_those_without_counterpart_are_to_decide():
    one, other = "2.1.0!L02.C01", "2.2.4-Q!L01.C01"
    recoded = [Step(Kind.KEPT, (code,), (code,), answers={"OUI": "NON", "NON": None}) for code in (one, other)]
    migre = migrer(report({one: "OUI", other: "NON"}), steps(*recoded), REC)
    assert migre.answers.values == {one: "NON"}
    assert [(line.source, line.motif) for line in migre.a_reprendre] == [(other, NO_ANSWER)]


def test_a_value_that_the_target_refuses_is_to_decide():
    """A decimal count cannot go where whole agents are counted."""
    decimal, whole = "1.1.4!AD_A.C03", "1.1.1!G001.C01"
    migre = migrer(report({decimal: 2.5}), steps(Step(Kind.MOVED, (decimal,), (whole,), "")), REC)
    (line,) = migre.a_reprendre
    assert (line.sort, line.source, line.cibles) == (Sort.A_DECIDER, decimal, (whole,))
    assert "décimales" in line.motif
    assert migre.solde.clos


def test_a_cell_is_never_filled_twice():
    first, second, target = COUNTS[:3]
    both = steps(Step(Kind.RENAMED, (first,), (target,)), Step(Kind.RENAMED, (second,), (target,)))
    migre = migrer(report({first: 1, second: 2}), both, REC)
    assert migre.answers.values == {target: 1}
    assert [(line.source, line.motif) for line in migre.a_reprendre] == [(second, TAKEN)]


def test_rows_added_to_an_open_table_follow():
    held = {"R.3!L11.C01": "Gestes et postures", "R.3!L12.C01": "Incendie"}
    migre = migrer(report(held, "rassct"), identity(REC), REC)
    assert migre.answers.values == held
    assert migre.layout.place("R.3", "L12", "C01") is not None


def test_an_added_row_never_lands_on_a_printed_one():
    moved = steps(Step(Kind.RENAMED, ("R.3!L10.C02",), ("R.3!L05.C02",), "avancée"))
    migre = migrer(report({"R.3!L11.C02": 7}), moved, REC)
    assert migre.answers.values == {}
    assert [line.motif for line in migre.a_reprendre] == [NO_ROW]


def test_the_journal_keeps_the_cells_where_values_stood():
    place = Place("IND 1.1.1", "D12")
    found = replace(report({COUNTS[0]: 4}), places={COUNTS[0]: place})
    assert migrer(found, identity(REC), REC).journal[0].lieu == place


def test_justifications_follow_their_rule_and_the_others_are_listed():
    rule, renamed, gone = [rule.code for rule in rules_of(REC)][:3]
    told = {rule: "vérifié", renamed: "exact", gone: "hors sujet"}
    found = Answers(REC, ("rec",), justifications=told)
    target = [rule.code for rule in rules_of(REC)][3]
    changed = replace(identity(REC), rules={renamed: target, gone: None})
    migre = migrer(found, changed, REC)
    assert migre.answers.justifications == {rule: "vérifié", target: "exact"}
    listed = [line for line in migre.journal if line.nature is Nature.JUSTIFICATION and line.sort not in TRANSMISES]
    assert [(line.source, line.valeur, line.motif) for line in listed] == [(gone, "hors sujet", NO_RULE)]


def test_modules_follow_and_a_value_brings_its_module():
    found = report({"R.1!L01.C01": "OUI"})
    assert migrer(found, identity(REC), REC).answers.modules == ("rec", "rassct")


def test_the_journal_follows_the_form():
    held = {code: 1 for code in (COUNTS[30], COUNTS[2], COUNTS[400])} | {OTHERS[0]: "21990001600011"}
    journal = migrer(report(held), identity(REC), REC).journal
    codes = [line.source for line in journal if line.nature is Nature.REPONSE]
    assert codes == [OTHERS[0], COUNTS[2], COUNTS[30], COUNTS[400]]
