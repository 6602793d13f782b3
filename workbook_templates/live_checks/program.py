"""The rules of a workbook, rendered once for each layout: instances, gates, and where each stands on `_controles`.

The hidden sheet holds three blocks side by side: the instances (columns A to F), the gates, which close a rule when
they are certainly false (H and I), and the rules (K to M). Lines are counted from 0, as everywhere in this package.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from schemas.binding import bind
from schemas.elements import element_name
from schemas.expressions import Expression, Operation, Reference, Selection, references, selections
from schemas.instances import Instance, instances_of
from schemas.model import COLLECTIVITE, Cell, Condition, Questionnaire
from schemas.rules import Rule, rule_book
from workbook_templates.formulas import Formulas
from workbook_templates.layout import Layout
from workbook_templates.live_checks.rendering import Rendering, Sides, sides_of

CODE, ELEMENT, LEFT, RIGHT, STATE, TARGET = range(6)
GATE_TEXT, GATE = 7, 8
RULE, COUNT, FIRST = 10, 11, 12
FIRST_LINE = 1
WHOLE = "Ensemble de la collectivité"
"""What a rule without scope is about."""

INFORMATION = "information"
_MARKED = 48
"""Most cells marked for one side of an instance: a whole table marked in red shows nothing."""


@dataclass(frozen=True, slots=True)
class LiveInstance:
    """One line of the hidden sheet. `left` and `right` are '' when the rule has not two sides.

    `target` is the first cell concerned, `cells` all those to mark, by table, row and column codes.
    """

    line: int
    element: str
    left: str
    right: str
    state: str
    target: str
    cells: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of a selection, one for each instance: places in the block, where each sum starts, one of its cells."""

    operands: NDArray[np.intp]
    starts: NDArray[np.intp]
    example: Cell | None


@dataclass(frozen=True, eq=False)
class LiveRule:
    """A rule of the workbook. `gates` are ranks of `LiveChecks.gates`; no instance: its tables are not all here."""

    rule: Rule
    line: int
    instances: tuple[LiveInstance, ...]
    gates: tuple[int, ...]
    sides: Sides | None
    sums: Mapping[Selection, Sums]


@dataclass(frozen=True, eq=False)
class LiveChecks:
    """All the rules of a questionnaire as one workbook shows them, in the order of the form."""

    questionnaire: Questionnaire
    rules: tuple[LiveRule, ...]
    gates: tuple[tuple[Condition, str], ...]

    @cached_property
    def marks(self) -> Mapping[str, Mapping[tuple[str, str], tuple[int, ...]]]:
        """Lines of the instances that mark each cell: table → (row, column) → lines. Information marks nothing."""
        marks: dict[str, dict[tuple[str, str], list[int]]] = {}
        for live in self.rules:
            if live.rule.severity != INFORMATION:
                for instance in live.instances:
                    for table, row, column in instance.cells:
                        marks.setdefault(table, {}).setdefault((row, column), []).append(instance.line)
        return {
            table: {cell: tuple(dict.fromkeys(lines)) for cell, lines in cells.items()}
            for table, cells in marks.items()
        }

    @cached_property
    def of_indicator(self) -> Mapping[str, tuple[LiveRule, ...]]:
        """The rules that make an indicator incoherent, by its code: blocking ones and alerts."""
        found: dict[str, list[LiveRule]] = {}
        for live in self.rules:
            if live.instances and live.rule.severity != INFORMATION:
                for code in live.rule.indicators:
                    found.setdefault(code, []).append(live)
        return {code: tuple(lives) for code, lives in found.items()}


def live_checks(layout: Layout) -> LiveChecks:
    """The rules of a layout, rendered once for each place that the tables of the rules may have.

    The rows that the respondent added to a table move no other sheet than its own.
    """
    named = _tables_of_rules(layout.questionnaire)
    added = {
        table: count
        for table, count in layout.open_rows.items()
        if table in layout.tables and not named.isdisjoint(one.table.id for one in layout.sheet_of_table[table].tables)
    }
    return _rendered(layout.questionnaire, layout.modules, frozenset(added.items()))


@cache
def _tables_of_rules(questionnaire: Questionnaire) -> frozenset[str]:
    """The tables that a rule names, but « Collectivité »."""
    rules = [rule for rule in rule_book(questionnaire).rules if rule.level == "collectivite"]
    chosen = {selection.table for rule in rules for selection in selections(rule.expression)}
    named = (reference.name for rule in rules for reference in references(rule.expression))
    return frozenset(chosen | {name.partition("!")[0] for name in named if "!" in name})


@lru_cache(maxsize=4)
def _rendered(questionnaire: Questionnaire, modules: tuple[str, ...], added: frozenset[tuple[str, int]]) -> LiveChecks:
    return _Renderer(Layout(questionnaire, modules, dict(added))).render()


class _Renderer:
    def __init__(self, layout: Layout) -> None:
        self.layout, self.questionnaire = layout, layout.questionnaire
        self.formulas = Formulas(layout)
        self.gates: dict[Expression, int] = {}
        self.line = FIRST_LINE

    def render(self) -> LiveChecks:
        every = instances_of(self.questionnaire)
        rules = [rule for rule in rule_book(self.questionnaire).rules if rule.code in every]
        lives = tuple(self._rule(rule, every[rule.code], line) for line, rule in enumerate(rules, start=FIRST_LINE))
        conditions = (Condition(expression, "") for expression in self.gates)
        gates = tuple((condition, f"=IF({self.formulas.is_false(condition, '')},1,0)") for condition in conditions)
        return LiveChecks(self.questionnaire, lives, gates)

    def _rule(self, rule: Rule, instances: tuple[Instance, ...], line: int) -> LiveRule:
        tables = {selection.table for selection in selections(rule.expression)}
        tables |= {cell.table for cell in self._named(rule.expression)}
        if not tables <= self.layout.tables.keys():
            return LiveRule(rule, line, (), (), None, {})
        gates = tuple(self._gates(rule, tables))
        sides = sides_of(rule.expression)
        places: dict[Selection, int] = {}
        for place, selection in enumerate(selections(rule.expression)):
            places.setdefault(selection, place)
        lives = tuple(self._instance(rule, instance, places, sides, gates) for instance in instances)
        sums = {
            selection: _sums([instance.cells[place] for instance in instances], len(self.questionnaire.cells))
            for selection, place in places.items()
        }
        return LiveRule(rule, line, lives, gates, sides, sums)

    def _named(self, expression: Expression) -> list[Cell]:
        """The cells that an expression names one by one."""
        bound = [bind(self.questionnaire, reference) for reference in references(expression)]
        return [cell for cell in bound if isinstance(cell, Cell)]

    def _gates(self, rule: Rule, tables: Iterable[str]) -> Iterator[int]:
        """The conditions that close the rule: its own, and that of its tables when all stand under the same one."""
        conditions = {self.questionnaire.tables[table].condition for table in tables if table != COLLECTIVITE}
        shared = conditions.pop() if len(conditions) == 1 else None
        expressions = dict.fromkeys((shared.expression if shared else None, rule.condition))
        for expression in expressions:
            if expression is not None:
                yield self.gates.setdefault(expression, len(self.gates))

    def _instance(
        self,
        rule: Rule,
        instance: Instance,
        places: Mapping[Selection, int],
        sides: Sides | None,
        gates: tuple[int, ...],
    ) -> LiveInstance:
        line, self.line = self.line, self.line + 1
        cells = {selection: instance.cells[place] for selection, place in places.items()}
        rendering = Rendering(self.formulas, rule, cells)
        shown, left, right = {}, "", ""
        if sides is not None:
            left, right = f"={rendering.figure(sides.left)}", f"={rendering.figure(sides.right)}"
            shown = {id(sides.left): f"C{line + 1}", id(sides.right): f"D{line + 1}"}
        held = rendering.test(rule.expression, shown)
        state = f"=IF({held},0,1)"
        if gates:
            closed = "+".join(f"$I${FIRST_LINE + gate + 1}" for gate in gates)
            state = f'=IF({closed}>0,"",IF({held},0,1))'
        concerned = self._concerned(rule.expression, rendering)
        element = element_name(self.questionnaire, rule, instance) or WHOLE
        target = self.formulas.cell(concerned[0], "")
        marked = tuple((cell.table, cell.row.code, cell.column.code) for cell in concerned)
        return LiveInstance(line, element, left, right, state, target, marked)

    def _concerned(self, expression: Expression, rendering: Rendering) -> list[Cell]:
        """The cells of a rule, those of its demand first, totals instead of long sums."""
        found: dict[str, Cell] = {}
        wide: list[Cell] = []
        for node in _demand_first(expression):
            if isinstance(node, Selection):
                covering = rendering.covered(node)
                if len(covering) > _MARKED:
                    wide.extend(covering)
                else:
                    found |= {cell.code: cell for cell in covering}
            elif isinstance(node, Reference) and not node.is_parameter:
                found |= {cell.code: cell for cell in self._named(node)}
        return list(found.values()) or wide


def _demand_first(node: Expression) -> Iterator[Expression]:
    """The leaves of an expression; what an implication demands comes before its condition."""
    match node:
        case Operation("si", (condition, demand)):
            yield from _demand_first(demand)
            yield from _demand_first(condition)
        case Operation(_, operands):
            for operand in operands:
                yield from _demand_first(operand)
        case Selection() | Reference():
            yield node
        case _:
            for argument in getattr(node, "arguments", ()):
                yield from _demand_first(argument)


def _sums(groups: list[tuple[Cell, ...]], zero: int) -> Sums:
    """A sum of no cell adds the zero that stands after the block."""
    operands = [[cell.index for cell in group] or [zero] for group in groups]
    starts = np.cumsum([0, *(len(group) for group in operands[:-1])], dtype=np.intp)
    example = next((cell for group in groups for cell in group), None)
    return Sums(np.array([index for group in operands for index in group], dtype=np.intp), starts, example)
