"""Breaks one rule of consistent answers: changes the cells that one instance of the rule looks at, until it fails."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from processors.coherence.compilation import Compiled
from schemas.binding import bind
from schemas.expressions import references
from schemas.instances import Instance
from schemas.model import CODED, Cell, Kind
from schemas.plan import Value, operands, plan_of
from tests.coherence.rec2019 import MODULES, REC, engine

BLANK = None
LARGE = 10**7
INSTANCES = 4
"""Instances tried, from the first and from the last."""

PAIRS = 4
"""Above this number of groups of cells, they are changed two by two and not all at once."""

Change = dict[str, Value | None]


def entries(cell: Cell) -> Iterator[Cell]:
    """The entries behind a cell: itself, or those that its formula reads."""
    if not cell.computed:
        yield cell
        return
    for operand in operands(REC, cell):
        yield from entries(operand)


def options(cells: list[Cell]) -> list[Change]:
    """What a group of cells may become: unchanged, blank, one small or one large figure, each answer of a list."""
    first = cells[0]
    nothing: Change = {}
    if first.type.kind in CODED:
        codes = [element.code for element in REC.choices(first.type).elements]
        answers: list[Change] = [{first.code: code} for code in codes]
        return [nothing, {first.code: BLANK}, *answers]
    if first.type.kind is Kind.ANNEE:
        return [nothing, {first.code: 1970}, {first.code: 1990}, {first.code: 2019}]
    blank: Change = {cell.code: BLANK for cell in cells}
    return [nothing, blank, blank | {first.code: 1}, blank | {first.code: LARGE}, {cells[-1].code: LARGE}]


def groups(compiled: Compiled, instance: Instance) -> list[list[Cell]]:
    """The groups of entries that an instance looks at, those of its condition included."""
    found = [[entry for cell in cells for entry in entries(cell)] for cells in instance.cells if cells]
    for expression in (compiled.rule.expression, compiled.rule.condition):
        for reference in references(expression) if expression else ():
            bound = bind(REC, reference)
            if isinstance(bound, Cell):
                found.append(list(entries(bound)))
    unique = {tuple(cell.code for cell in cells): cells for cells in found if cells}
    return list(unique.values())


def candidates(compiled: Compiled) -> Iterator[Change]:
    """Changes of one group of cells, then of several: the simplest first."""
    instances = compiled.instances
    tried = dict.fromkeys((*range(min(INSTANCES, len(instances))), len(instances) - 1))
    every = [[options(cells) for cells in groups(compiled, instances[place])] for place in tried]
    for sets in every:
        for changes in sets:
            yield from sorted(changes[1:], key=len)
    for sets in every:
        several = [sets] if len(sets) <= PAIRS else itertools.combinations(sets, 2)
        for chosen in several:
            for picked in itertools.product(*chosen):
                yield merge(picked)


def merge(changes) -> Change:
    merged: Change = {}
    for change in changes:
        merged |= change
    return merged


def breaking_change(compiled: Compiled, block) -> Change | None:
    """A change of the entries of one workbook that makes a rule fail; None when none of those tried does."""
    plan, moteur = plan_of(REC), engine()
    rank = moteur.program.rules.index(compiled)
    for part in chunks(candidates(compiled)):
        rows = np.repeat(block, len(part), axis=0)
        for row, change in zip(rows, part, strict=True):
            for code, value in change.items():
                cell = REC.cells[code]
                row[cell.index] = np.nan if value is None else plan._number(cell, value)
        truths = compiled.test(moteur.sums(plan.compute(rows)))
        places = np.flatnonzero(~truths.all(axis=1))
        if len(places):
            reported = moteur.evaluer(rows[places], [MODULES] * len(places)).anomalies[:, rank]
            if reported.any():
                return part[places[int(np.argmax(reported > 0))]]
    return None


def chunks(changes: Iterator[Change]) -> Iterator[list[Change]]:
    """A few at first, for the simplest changes mostly do; then more at once."""
    size = 4
    while part := list(itertools.islice(changes, size)):
        yield part
        size = 32
