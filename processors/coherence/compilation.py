"""From the rules of a questionnaire to arrays: every sum that a rule looks at, once, and a function for each rule.

The truth of a rule has two values: a blank cell is 0 in a sum or a comparison of figures; it is none of the answers of
a question (`=` is false, `!=` true). Figures are compared as `schemas.expressions.truth` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from schemas.binding import bind
from schemas.expressions import Call, Expression, Number, Operation, Reference, Selection, Text, selections
from schemas.expressions.evaluation import Array
from schemas.expressions.truth import ARITHMETIC, JOINED, Truth, compared, whole
from schemas.instances import Instance
from schemas.model import Cell, Parameter, Questionnaire
from schemas.rules import Rule

_Figures = Callable[["Sums"], Array | float]
Test = Callable[["Sums"], Truth]


@dataclass(frozen=True, slots=True)
class Sums:
    """What the functions of the rules read: the block, NaN where blank, and the figures of every rule, 0 where blank.

    The figures of one selection stand side by side, one for each instance of its rule.
    """

    block: Array
    figures: Array


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison of a rule: its operator, its two sides, and the functions that give their figures."""

    operator: str
    left: Expression
    right: Expression | None
    holds: Test
    left_figure: _Figures | None
    right_figure: _Figures | None


@dataclass(frozen=True)
class Compiled:
    """A rule ready to be evaluated. `first` and `last` are its places among all instances.

    `comparisons` are those that the rule demands; the conditions of its implications (`si`) are left out.
    """

    rule: Rule
    instances: tuple[Instance, ...]
    first: int
    test: Test
    tables: frozenset[str]
    comparisons: tuple[Comparison, ...]

    @property
    def last(self) -> int:
        return self.first + len(self.instances)


@dataclass
class Pool:
    """The distinct groups of cells that rules add up, and the place of each figure that a rule reads."""

    numbers: dict[tuple[int, ...], int] = field(default_factory=dict)
    figures: list[int] = field(default_factory=list)

    def reader(self, groups: list[tuple[Cell, ...]]) -> _Figures:
        """The function that gives the sums of some groups: one column for all when they are the same."""
        keys = [tuple([cell.index for cell in cells]) for cells in groups]
        if len(set(keys)) == 1:
            keys = keys[:1]
        first = len(self.figures)
        self.figures += [self.numbers.setdefault(key, len(self.numbers)) for key in keys]
        last = len(self.figures)
        return lambda sums: sums.figures[:, first:last]


class Compiler:
    """Turns the nodes of one expression into functions; the result of each has the shape (n workbooks, n instances)."""

    def __init__(self, questionnaire: Questionnaire, pool: Pool, rule: Rule, instances: tuple[Instance, ...]) -> None:
        self.questionnaire, self.pool, self.rule, self.instances = questionnaire, pool, rule, instances
        places: dict[Selection, int] = {}
        for place, selection in enumerate(selections(rule.expression)):
            places.setdefault(selection, place)
        self.places = places

    # Figures

    def figure(self, node: Expression) -> _Figures:
        match node:
            case Number(value):
                return lambda sums: value
            case Call("somme", (Selection() as selection,)) | (Selection() as selection):
                return self._sum(selection)
            case Reference():
                bound = bind(self.questionnaire, node)
                if isinstance(bound, Parameter):
                    constant = bound.value
                    return lambda sums: constant
                return self.pool.reader([(bound,)])
            case Operation("neg", (operand,)):
                inner = self.figure(operand)
                return lambda sums: -inner(sums)
            case Operation("+" | "-" | "*" | "/" as operator, (left, right)):
                return _arithmetic(operator, self.figure(left), self.figure(right))
        raise TypeError(f"{self.rule.code}: not a figure: {node!r}")

    def _sum(self, selection: Selection) -> _Figures:
        place = self.places[selection]
        return self.pool.reader([instance.cells[place] for instance in self.instances])

    # Tests

    def test(self, node: Expression) -> Test:
        match node:
            case Operation("si", (condition, demand)):
                asked, held = self.test(condition), self.test(demand)
                return lambda sums: ~asked(sums) | held(sums)
            case Operation("ssi", (left, right)):
                one, other = self.test(left), self.test(right)
                return lambda sums: np.equal(one(sums), other(sums))
            case Operation("non", (operand,)):
                inner = self.test(operand)
                return lambda sums: ~inner(sums)
            case Operation("et" | "ou" as operator, operands):
                return _joined(operator, [self.test(operand) for operand in operands])
            case Operation("vide", (operand,)):
                cells = _indices(self.single(operand))
                return lambda sums: np.isnan(sums.block[:, cells])
            case Operation("=" | "!=" as operator, (left, Text(code))):
                return self._answer(operator, left, code)
            case Operation("=" | "!=" | "<" | "<=" | ">" | ">=" as operator, (left, right)):
                return _compared(operator, self.figure(left), self.figure(right), self.rule.tolerance)
            case Call("entier", (operand,)):
                figure = self.figure(operand)
                return lambda sums: whole(figure(sums))
        raise TypeError(f"{self.rule.code}: not a condition: {node!r}")

    def single(self, node: Expression) -> list[Cell]:
        """The one cell that each instance looks at."""
        if isinstance(node, Reference):
            bound = bind(self.questionnaire, node)
            assert isinstance(bound, Cell)
            return [bound]
        assert isinstance(node, Selection)
        place = self.places[node]
        return [instance.cells[place][0] for instance in self.instances]

    def _answer(self, operator: str, node: Expression, code: str) -> Test:
        named = self.single(node)
        cells = _indices(named)
        ranks = np.array([self.questionnaire.choices(cell.type).position[code] for cell in named])
        if operator == "=":
            return lambda sums: np.equal(sums.block[:, cells], ranks)
        return lambda sums: np.not_equal(sums.block[:, cells], ranks)

    # Comparisons demanded

    def comparisons(self, node: Expression) -> Iterator[Comparison]:
        match node:
            case Operation("si", (_, demand)):
                yield from self.comparisons(demand)
            case Operation("et" | "ou" | "ssi", operands) if _are_tests(operands):
                if node.operator == "ssi" and (sides := _paired(node)):
                    yield self._comparison(node, *sides)
                else:
                    for operand in operands:
                        yield from self.comparisons(operand)
            case Operation("non", (operand,)):
                yield from self.comparisons(operand)
            case Operation("=" | "!=" | "<" | "<=" | ">" | ">=", (left, right)):
                yield self._comparison(node, left, right)
            case Operation("vide", (operand,)) | Call("entier", (operand,)):
                yield self._comparison(node, operand, None)

    def _comparison(self, node: Operation | Call, left: Expression, right: Expression | None) -> Comparison:
        operator = node.operator if isinstance(node, Operation) else node.function
        coded = isinstance(right, Text)
        return Comparison(
            operator,
            left,
            right,
            self.test(node),
            None if coded else self.figure(left),
            None if coded or right is None else self.figure(right),
        )


def _are_tests(operands: tuple[Expression, ...]) -> bool:
    return all(isinstance(operand, Operation | Call) for operand in operands)


def _paired(node: Operation) -> tuple[Expression, Expression] | None:
    """The two figures of `(a > 0) ssi (b > 0)`."""
    left, right = node.operands
    if not (isinstance(left, Operation) and isinstance(right, Operation) and left.operator == right.operator):
        return None
    if Number(0.0) == left.operands[-1] == right.operands[-1]:
        return left.operands[0], right.operands[0]
    return None


def _indices(cells: list[Cell]) -> NDArray[np.intp]:
    return np.array([cell.index for cell in cells], dtype=np.intp)


def _arithmetic(operator: str, left: _Figures, right: _Figures) -> _Figures:
    apply = ARITHMETIC[operator]
    return lambda sums: apply(left(sums), right(sums))


def _compared(operator: str, left: _Figures, right: _Figures, tolerance: float) -> Test:
    holds = compared(operator, tolerance)
    return lambda sums: holds(left(sums), right(sums))


def _joined(operator: str, tests: list[Test]) -> Test:
    join = JOINED[operator]
    if len(tests) == 2:
        one, other = tests
        return lambda sums: join(one(sums), other(sums))

    def every(sums: Sums) -> Truth:
        truth = tests[0](sums)
        for test in tests[1:]:
            truth = join(truth, test(sums))
        return truth

    return every
