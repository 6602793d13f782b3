"""The hidden sheet `_controles`: every instance of every rule in native formulas, and the count of each rule."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from workbook_templates.layout import LIVE_CHECKS_SHEET
from workbook_templates.live_checks.program import (
    CODE,
    COUNT,
    ELEMENT,
    FIRST,
    FIRST_LINE,
    GATE,
    GATE_TEXT,
    LEFT,
    RIGHT,
    RULE,
    STATE,
    TARGET,
    LiveRule,
)
from workbook_templates.live_checks.values import CheckValues, RuleValues

_TITLES = {
    CODE: "Règle", ELEMENT: "Élément", LEFT: "Gauche", RIGHT: "Droite", STATE: "État", TARGET: "Cellule",
    GATE_TEXT: "Condition", GATE: "Fausse", RULE: "Règle", COUNT: "Anomalies", FIRST: "Première",
}  # fmt: skip


def hidden_sheet(worksheet: Worksheet, values: CheckValues) -> None:
    """Write the whole sheet."""
    checks = values.checks
    for column, title in _TITLES.items():
        worksheet.write_string(0, column, title)
    for rank, ((_, formula), value) in enumerate(zip(checks.gates, values.gates, strict=True)):
        worksheet.write_string(FIRST_LINE + rank, GATE_TEXT, f"condition {rank + 1}")
        worksheet.write_formula(FIRST_LINE + rank, GATE, formula, None, value)
    for live in checks.rules:
        found = values.rules[live.rule.code]
        _instances(worksheet, live, found)
        _rule(worksheet, live, found)
    worksheet.protect("")
    worksheet.hide()


def _instances(worksheet: Worksheet, live: LiveRule, values: RuleValues) -> None:
    code = live.rule.code
    states: list[int] | list[str] = [""] * len(live.instances) if values.states is None else values.states
    for rank, (instance, state) in enumerate(zip(live.instances, states, strict=True)):
        line = instance.line
        worksheet.write_string(line, CODE, code)
        worksheet.write_string(line, ELEMENT, instance.element)
        if instance.left:
            worksheet.write_formula(line, LEFT, instance.left, None, values.left[rank])
            worksheet.write_formula(line, RIGHT, instance.right, None, values.right[rank])
        worksheet.write_formula(line, STATE, instance.state, None, state)
        worksheet.write_string(line, TARGET, instance.target)


def _rule(worksheet: Worksheet, live: LiveRule, values: RuleValues) -> None:
    """How many instances fail, '' when the rule does not apply; the rank of the first one, '' when there is none."""
    line = live.line
    worksheet.write_string(line, RULE, live.rule.code)
    if not live.instances:
        return
    count, first = values.count, values.first
    states = area(live, "E", "")
    formula = f"COUNTIF({states},1)"
    if live.gates:
        formula = f'IF(COUNT({states})=0,"",{formula})'
    worksheet.write_formula(line, COUNT, f"={formula}", None, "" if count is None else count)
    found = f'=IF(N(L{line + 1})=0,"",MATCH(1,{states},0))'
    worksheet.write_formula(line, FIRST, found, None, "" if first is None else first)


def area(live: LiveRule, column: str, sheet: str = f"{LIVE_CHECKS_SHEET}!") -> str:
    """The cells of the instances of a rule in a column of the hidden sheet."""
    first, last = live.instances[0].line + 1, live.instances[-1].line + 1
    return f"{sheet}${column}${first}:${column}${last}"


def count_address(live: LiveRule) -> str:
    """The cell that counts the anomalies of a rule."""
    return f"{LIVE_CHECKS_SHEET}!$L${live.line + 1}"


def first_address(live: LiveRule) -> str:
    """The cell that holds the rank of the first instance of a rule that fails."""
    return f"{LIVE_CHECKS_SHEET}!$M${live.line + 1}"
