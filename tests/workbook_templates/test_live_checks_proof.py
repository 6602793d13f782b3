"""Proof: the rules that LibreOffice computes in the workbook say, instance by instance, what the processor says."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from processors.answers import Answers
from processors.coherence import Etat, moteur_de
from processors.example import exemple
from processors.report.mots import pluriel
from schemas.expressions.syntax import Operation, walk
from schemas.model import NUMERIC
from schemas.plan import plan_of
from schemas.rules import rules_of
from tests.workbook_templates.classeurs import MODULES, REC, at, random_answers, read
from workbook_templates import checks_sheet as shown
from workbook_templates.builder import build
from workbook_templates.layout import CHECKS_SHEET, COUNT_LINE, LIVE_CHECKS_SHEET, STATE_COLUMN, SUMMARY_SHEET
from workbook_templates.live_checks.flags import groups_of
from workbook_templates.live_checks.program import COUNT, FIRST, LEFT, RIGHT, STATE, live_checks
from workbook_templates.states import WRONG

TOLD = {rule.code: "Vérifié." for rule in rules_of(REC) if rule.severity == "alerte" and rule.code.endswith("1")}
AGENTS = "collectivite!q_agents.C01"


def broken_answers(seed):
    """The consistent example, with one figure in ten changed."""
    draw, values = random.Random(seed), dict(exemple(REC, 2, MODULES).values)
    for code, value in values.items():
        if REC.cells[code].type.kind in NUMERIC and not isinstance(value, str) and draw.random() < 0.1:
            values[code] = draw.choice((0, value * 10, value + draw.randint(1, 50)))
    return values


FILLS = {
    "exemple": lambda: exemple(REC, 2, MODULES).values,
    "exemple abîmé": lambda: broken_answers(5),
    "hasard": lambda: random_answers(21, 0.6) | {AGENTS: "OUI"},
}


class Checked:
    """A filled workbook, as written and as LibreOffice computes it again; the states that the processor finds."""

    def __init__(self, values, folder, libreoffice) -> None:
        path = folder / "controle.xlsx"
        self.values = values
        self.layout = build(path, REC, MODULES, values, justifications=TOLD)
        self.checks = live_checks(self.layout)
        self.written = read(path)
        self.computed = read(libreoffice.recalculer(path, folder / "recalcule"))
        self.moteur = moteur_de(REC)
        block = plan_of(REC).compute(plan_of(REC).block(values))
        self.results = self.moteur.evaluer(block, [Answers(REC, MODULES, values).modules])
        self.program = {one.rule.code: one for one in self.results.program.rules}

    def expected(self, live):
        """The state of each instance of a rule, as the processor says: '' when the rule does not apply."""
        compiled, state = self.program[live.rule.code], self.results.etat(0, live.rule.code)
        assert state is not Etat.NON_EVALUABLE, live.rule.code
        if state is Etat.SANS_OBJET:
            return [""] * len(live.instances)
        held = self.results.respectees[0, compiled.first : compiled.last].tolist()
        return [0 if one else 1 for one in held]

    def broken(self, live):
        return sum(one == 1 for one in self.expected(live))


@pytest.fixture(scope="module", params=FILLS)
def checked(request, tmp_path_factory, libreoffice):
    return Checked(FILLS[request.param](), tmp_path_factory.mktemp("controles"), libreoffice)


def column(grids, live, rank):
    return [at(grids, LIVE_CHECKS_SHEET, instance.line, rank) for instance in live.instances]


def test_every_instance_has_the_state_that_the_processor_finds(checked) -> None:
    assert len(checked.checks.rules) > 200
    wrong = {}
    for live in checked.checks.rules:
        expected = checked.expected(live)
        for name, grids in (("written", checked.written), ("computed", checked.computed)):
            if (found := column(grids, live, STATE)) != expected:
                wrong[live.rule.code, name] = [
                    (one.element, is_, should)
                    for one, is_, should in zip(live.instances, found, expected, strict=True)
                    if is_ != should
                ][:3]
    assert wrong == {}


def test_both_sides_are_written_as_libreoffice_computes_them(checked) -> None:
    wrong = {}
    for live in checked.checks.rules:
        for rank in (LEFT, RIGHT) if live.sides else ():
            written, computed = column(checked.written, live, rank), column(checked.computed, live, rank)
            if written != pytest.approx(computed, rel=1e-9, abs=1e-6):
                wrong[live.rule.code] = (written[:3], computed[:3])
    assert wrong == {}


def test_the_checks_sheet_counts_the_anomalies_of_each_rule(checked) -> None:
    for grids in (checked.written, checked.computed):
        lines = {row[shown.CODE]: row for row in grids[CHECKS_SHEET] if row[shown.CODE]}
        for live in checked.checks.rules:
            count, states = checked.broken(live), set(checked.expected(live))
            justified = " (justification)" * (count > 0 and live.rule.code in TOLD)
            said = "sans objet" if states == {""} else f"{count} anomalie{'s' * (count > 1)}" if count else "conforme"
            assert lines[live.rule.code][shown.STATE] == said + justified, live.rule.code
            first = next((one.element for one, state in _pairs(checked, live) if state == 1), "")
            assert lines[live.rule.code][shown.PLACE] == first
            assert at(grids, LIVE_CHECKS_SHEET, live.line, COUNT) == ("" if states == {""} else count)


def _pairs(checked, live):
    return zip(live.instances, checked.expected(live), strict=True)


def test_the_top_of_the_checks_sheet_counts_what_is_broken(checked) -> None:
    rules: Counter[str] = Counter()
    anomalies: Counter[str] = Counter()
    for live in checked.checks.rules:
        rules[live.rule.severity] += bool(checked.broken(live))
        anomalies[live.rule.severity] += checked.broken(live)
    justified = sum(live.rule.code in TOLD and bool(checked.broken(live)) for live in checked.checks.rules)
    blocking = pluriel(rules["bloquant"], "contrôle bloquant", "contrôles bloquants")
    found = {severity: pluriel(count, "anomalie", "anomalies") for severity, count in anomalies.items()}
    alerts = pluriel(rules["alerte"], "alerte", "alertes")
    expected = (
        f"À revoir\u00a0: {blocking} ({found['bloquant']})\u00a0; "
        f"{alerts} ({found['alerte']}), dont {justified} avec justification"
    )
    for grids in (checked.written, checked.computed):
        assert at(grids, CHECKS_SHEET, 3, shown.CODE) == expected


def test_the_flag_of_a_cell_is_on_exactly_where_a_rule_fails(checked) -> None:
    failing = {
        instance.line for live in checked.checks.rules for instance, state in _pairs(checked, live) if state == 1
    }
    compared = 0
    for table, cells in checked.checks.marks.items():
        placed, sheet = checked.layout.tables[table], checked.layout.sheet_of_table[table].name
        bits = {
            name: rank for rank, group in enumerate(groups_of(checked.checks, table), start=1) for name in group.columns
        }
        for (row, name), lines in cells.items():
            expected = not failing.isdisjoint(lines)
            for grids in (checked.written, checked.computed):
                state = int(float(str(at(grids, sheet, placed.rows[row], STATE_COLUMN))))
                assert bool(state & 1 << bits[name]) is expected, (table, row, name)
            compared += 1
    assert compared > 1000


def test_an_indicator_with_a_broken_rule_is_incoherent_in_the_summary(checked) -> None:
    failing: Counter[str] = Counter()
    for live in checked.checks.rules:
        if live.rule.severity != "information":
            for code in live.rule.indicators:
                failing[code] += checked.broken(live)
    for grids in (checked.written, checked.computed):
        states = {row[0]: row[2] for row in grids[SUMMARY_SHEET]}
        for sheet in checked.layout.sheets:
            code = sheet.indicator.code
            if code in checked.checks.of_indicator:
                assert at(grids, sheet.name, COUNT_LINE, STATE_COLUMN) == failing[code]
            if states[sheet.name] in ("incomplet", WRONG, "correct"):
                assert (states[sheet.name] == WRONG) is bool(failing[code]), sheet.name


def test_the_rank_of_the_first_anomaly_is_the_same(checked) -> None:
    for live in checked.checks.rules:
        ranks = [at(grids, LIVE_CHECKS_SHEET, live.line, FIRST) for grids in (checked.written, checked.computed)]
        assert ranks[0] == ranks[1], live.rule.code


def test_no_formula_shows_an_error(checked) -> None:
    texts = (str(value) for rows in checked.computed.values() for row in rows for value in row)
    assert [text for text in texts if text.startswith(("#", "Err:"))] == []


def test_the_fills_break_many_rules_and_the_example_breaks_none_that_blocks(checked) -> None:
    broken = [live.rule for live in checked.checks.rules if checked.broken(live)]
    if checked.values == exemple(REC, 2, MODULES).values:
        assert [rule.code for rule in broken if rule.severity == "bloquant"] == []
    else:
        assert len(broken) > 60


def test_every_kind_of_test_is_met() -> None:
    kinds = {
        node.operator
        for live in live_checks_of_all()
        for node in walk(live.rule.expression)
        if isinstance(node, Operation)
    }
    assert kinds >= {"si", "ssi", "non", "et", "ou", "vide", "=", "!=", "<=", ">=", ">", "+", "-", "*"}


def live_checks_of_all():
    from workbook_templates.layout import Layout

    return live_checks(Layout(REC, MODULES)).rules
