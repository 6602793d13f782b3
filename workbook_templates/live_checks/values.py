"""What the formulas of the rules give today: the cached values of the hidden sheet, computed rule by rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from schemas.binding import bind
from schemas.expressions import Call, Expression, Number, Operation, Reference, Selection, Text
from schemas.expressions.evaluation import Array
from schemas.expressions.truth import ARITHMETIC, JOINED, Truth, compared, whole
from schemas.model import Cell, Parameter
from workbook_templates.content import Content
from workbook_templates.live_checks.program import LiveChecks, LiveRule


@dataclass(frozen=True, slots=True)
class RuleValues:
    """The values of one rule: `states` has 1 (anomaly) or 0 for each instance, or is None when a gate closes it.

    `left` and `right` are empty when the rule has not two sides.
    """

    left: list[float]
    right: list[float]
    states: list[int] | None

    @property
    def count(self) -> int | None:
        """Number of anomalies; None when the rule does not apply."""
        return None if self.states is None else sum(self.states)

    @property
    def first(self) -> int | None:
        """Rank, from 1, of the first instance that fails; None when there is none."""
        return self.states.index(1) + 1 if self.states and 1 in self.states else None


class CheckValues:
    """The rules of a workbook with their values over one set of answers, by the code of the rule."""

    def __init__(self, checks: LiveChecks, content: Content) -> None:
        self.checks = checks
        self.gates = [int(content.is_false(condition)) for condition, _ in checks.gates]
        block = content.row
        figures = np.append(np.where(np.isnan(block), 0.0, block), 0.0)
        self.rules: Mapping[str, RuleValues] = dict(self._rules(checks, block, figures))

    def _rules(self, checks: LiveChecks, block: Array, figures: Array) -> Iterator[tuple[str, RuleValues]]:
        for live in checks.rules:
            evaluation = _Evaluation(live, checks, block, figures)
            left, right = evaluation.sides()
            closed = not live.instances or any(self.gates[gate] for gate in live.gates)
            yield live.rule.code, RuleValues(left, right, None if closed else evaluation.states())

    def count(self, code: str) -> int:
        """Number of anomalies of a rule, 0 when it does not apply."""
        return self.rules[code].count or 0

    def of_indicator(self, code: str) -> int | None:
        """Number of anomalies that make an indicator incoherent; None when no rule can."""
        lives = self.checks.of_indicator.get(code)
        return sum(self.count(live.rule.code) for live in lives) if lives else None

    @cached_property
    def failing(self) -> frozenset[int]:
        """The lines, on the hidden sheet, of the instances that fail."""
        return frozenset(
            instance.line
            for live in self.checks.rules
            if (states := self.rules[live.rule.code].states)
            for instance, state in zip(live.instances, states, strict=True)
            if state
        )


class _Evaluation:
    """The nodes of one rule over one workbook: each result has one value, or one for each instance."""

    def __init__(self, live: LiveRule, checks: LiveChecks, block: Array, figures: Array) -> None:
        self.live, self.questionnaire = live, checks.questionnaire
        self.block, self.figures = block, figures
        self.count = len(live.instances)

    def sides(self) -> tuple[list[float], list[float]]:
        if self.live.sides is None:
            return [], []
        left, right = (
            np.broadcast_to(self.figure(side), self.count).tolist()
            for side in (self.live.sides.left, self.live.sides.right)
        )
        return left, right

    def states(self) -> list[int]:
        held = np.broadcast_to(self.test(self.live.rule.expression), self.count)
        states: list[int] = (~held).astype(int).tolist()
        return states

    def figure(self, node: Expression) -> Array:
        match node:
            case Number(value):
                return np.asarray(value)
            case Call("somme", (Selection() as selection,)) | (Selection() as selection):
                sums = self.live.sums[selection]
                return np.asarray(np.add.reduceat(self.figures[sums.operands], sums.starts))
            case Reference():
                bound = bind(self.questionnaire, node)
                return np.asarray(bound.value if isinstance(bound, Parameter) else self.figures[bound.index])
            case Operation("neg", (operand,)):
                return -self.figure(operand)
            case Operation("+" | "-" | "*" | "/" as operator, (left, right)):
                return np.asarray(ARITHMETIC[operator](self.figure(left), self.figure(right)))
        raise TypeError(f"{self.live.rule.code}: not a figure: {node!r}")

    def test(self, node: Expression) -> Truth:
        match node:
            case Operation("si", (condition, demand)):
                return np.asarray(~self.test(condition) | self.test(demand))
            case Operation("ssi", (left, right)):
                return np.asarray(np.equal(self.test(left), self.test(right)))
            case Operation("non", (operand,)):
                return np.asarray(~self.test(operand))
            case Operation("et" | "ou" as operator, operands):
                return np.asarray(reduce(JOINED[operator], map(self.test, operands)))
            case Operation("vide", (operand,)):
                return np.asarray(np.isnan(self.block[self._places(operand)]))
            case Operation("=" | "!=" as operator, (left, Text(code))):
                rank = self.questionnaire.choices(self._first(left).type).position[code]
                same = np.equal(self.block[self._places(left)], rank)
                return np.asarray(same if operator == "=" else ~same)
            case Operation("=" | "!=" | "<" | "<=" | ">" | ">=" as operator, (left, right)):
                return compared(operator, self.live.rule.tolerance)(self.figure(left), self.figure(right))
            case Call("entier", (operand,)):
                return whole(self.figure(operand))
        raise TypeError(f"{self.live.rule.code}: not a condition: {node!r}")

    def _places(self, node: Expression) -> NDArray[np.intp]:
        """The place of the one cell that each instance looks at."""
        if isinstance(node, Selection):
            return self.live.sums[node].operands
        return np.array(self._first(node).index, dtype=np.intp)

    def _first(self, node: Expression) -> Cell:
        """One of the cells looked at: they have the same list of answers."""
        if isinstance(node, Selection):
            found: Cell | Parameter | None = self.live.sums[node].example
        else:
            assert isinstance(node, Reference)
            found = bind(self.questionnaire, node)
        assert isinstance(found, Cell)
        return found
