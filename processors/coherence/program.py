"""The rules of a questionnaire as one program: every sum once, then each rule in the order of the form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from processors.coherence.certitude import certainly
from processors.coherence.compilation import Compiled, Compiler, Pool, Test
from schemas.binding import bind
from schemas.expressions import Expression, references, selections
from schemas.instances import Instance, instances_of
from schemas.model import COLLECTIVITE, Cell, Questionnaire
from schemas.rules import Rule, rule_book


@dataclass(frozen=True)
class Program:
    """Every rule of a questionnaire over the report, compiled.

    Sum `i` adds the cells `operands[starts[i]:starts[i + 1]]` of the block, whose place `width` is a zero; figure `j`
    is the sum `figures[j]`. `gates` are the conditions that make a rule pointless when they are certainly false: the
    test « certainly false » and the ranks of the rules.
    """

    questionnaire: Questionnaire
    rules: tuple[Compiled, ...]
    operands: NDArray[np.intp]
    starts: NDArray[np.intp]
    figures: NDArray[np.intp]
    gates: tuple[tuple[Test, tuple[int, ...]], ...]

    @property
    def count(self) -> int:
        """Number of instances of all the rules."""
        return self.rules[-1].last if self.rules else 0


@cache
def program_of(questionnaire: Questionnaire) -> Program:
    """The compiled rules of a questionnaire, once per questionnaire object."""
    every = instances_of(questionnaire)
    pool = Pool()
    compiled: list[Compiled] = []
    first = 0
    for rule in rule_book(questionnaire).rules:
        if rule.code in every:
            compiled.append(_compile(questionnaire, pool, rule, every[rule.code], first))
            first = compiled[-1].last
    gates = tuple(
        (Compiler(questionnaire, pool, compiled[0].rule, ()).test(certainly(condition, False)), ranks)
        for condition, ranks in _gates(questionnaire, compiled).items()
    )
    zero = (len(questionnaire.cells),)
    groups = [numbers or zero for numbers in pool.numbers] or [zero]
    starts = np.cumsum([0, *(len(group) for group in groups[:-1])])
    operands = np.array([index for group in groups for index in group], dtype=np.intp)
    return Program(questionnaire, tuple(compiled), operands, starts, np.array(pool.figures, dtype=np.intp), gates)


def _compile(
    questionnaire: Questionnaire, pool: Pool, rule: Rule, instances: tuple[Instance, ...], first: int
) -> Compiled:
    compiler = Compiler(questionnaire, pool, rule, instances)
    tables = {selection.table for selection in selections(rule.expression)}
    tables |= {cell.table for cell in _cells(questionnaire, rule.expression)}
    test = compiler.test(rule.expression)
    return Compiled(rule, instances, first, test, frozenset(tables), tuple(compiler.comparisons(rule.expression)))


def _cells(questionnaire: Questionnaire, expression: Expression) -> Iterator[Cell]:
    """The cells that an expression names one by one."""
    for reference in references(expression):
        bound = bind(questionnaire, reference)
        if isinstance(bound, Cell):
            yield bound


def _gates(questionnaire: Questionnaire, rules: Iterable[Compiled]) -> Mapping[Expression, tuple[int, ...]]:
    """The conditions of the rules: its own, and that of its tables when all of them stand under the same one."""
    ranks: dict[Expression, list[int]] = {}
    for rank, compiled in enumerate(rules):
        conditions = {questionnaire.tables[table].condition for table in compiled.tables if table != COLLECTIVITE}
        shared = conditions.pop() if len(conditions) == 1 else None
        for gate in {shared.expression if shared else None, compiled.rule.condition}:
            if gate is not None:
                ranks.setdefault(gate, []).append(rank)
    return {gate: tuple(places) for gate, places in ranks.items()}
