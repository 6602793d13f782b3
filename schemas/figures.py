"""Figures over reports: an expression of the language, `somme(…)` included, as a function of a computed block.

Unlike in a coherence rule, a sum of blank cells is blank: a table that nobody filled gives no figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from schemas.binding import bind
from schemas.declaration import Declaration, declaration, past_versions
from schemas.expressions import Call, Expression, Operation, Reference, Selection
from schemas.expressions.evaluation import Array, Evaluator
from schemas.model import Cell, Parameter, Questionnaire
from schemas.selections import Selector


@dataclass(frozen=True)
class Figure:
    """From a computed block (n reports, n cells) to the figure of each report, NaN when it is blank.

    `cells`: those of the block that it reads.
    """

    cells: tuple[Cell, ...]
    of: Callable[[Array], Array]

    def __call__(self, block: Array) -> Array:
        return self.of(block)


def files_of(questionnaire: Questionnaire) -> Declaration:
    """The files that declare a delivered questionnaire, at its version."""
    folder = Path(__file__).parent / questionnaire.id
    return declaration(folder, questionnaire.version if questionnaire.version in past_versions(folder) else None)


def figure_of(questionnaire: Questionnaire, selector: Selector, expression: Expression) -> Figure:
    """The figure that an expression gives. Raise `ExpressionError` when it names what does not exist."""
    summed: dict[str, tuple[Cell, ...]] = {}
    rewritten = _without_sums(selector, expression, summed)
    sums = {name: np.array([cell.index for cell in cells], dtype=np.intp) for name, cells in summed.items()}
    bound = {node.name: bind(questionnaire, node) for node in _references(rewritten) if node.name not in sums}
    single = tuple(one for one in bound.values() if isinstance(one, Cell))

    def figure(block: Array) -> Array:
        def values(reference: Reference) -> Array:
            if reference.name in sums:
                return _sum(block[:, sums[reference.name]])
            found = bound[reference.name]
            return np.asarray(found.value) if isinstance(found, Parameter) else block[:, found.index]

        def rank(reference: Reference, code: str) -> float:
            found = bound[reference.name]
            assert isinstance(found, Cell)
            return float(questionnaire.choices(found.type).position[code])

        return np.broadcast_to(Evaluator(values, rank)(rewritten), block.shape[:1])

    return Figure((*single, *(cell for cells in summed.values() for cell in cells)), figure)


def _sum(cells: Array) -> Array:
    blank = np.isnan(cells)
    return np.where(blank.all(axis=1), np.nan, np.where(blank, 0.0, cells).sum(axis=1))


def _without_sums(selector: Selector, node: Expression, sums: dict[str, tuple[Cell, ...]]) -> Expression:
    """The expression with each selection replaced by a name, whose cells are put in `sums`."""
    match node:
        case Call("somme", (Selection() as selection,)):
            return _without_sums(selector, selection, sums)
        case Selection():
            groups = selector.resolve(node).groups
            name = f"somme {len(sums)}"
            sums[name] = tuple(cell for group in groups.values() for cell in group)
            return Reference(name)
        case Operation(operator, operands):
            return Operation(operator, tuple(_without_sums(selector, one, sums) for one in operands))
        case Call(function, arguments):
            return Call(function, tuple(_without_sums(selector, one, sums) for one in arguments))
    return node


def _references(node: Expression) -> Iterator[Reference]:
    match node:
        case Reference():
            yield node
        case Operation(_, parts) | Call(_, parts):
            for part in parts:
                yield from _references(part)
