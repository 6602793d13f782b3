"""The findings of the rules: what does not agree, with the figures and the cells of both sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from processors.answers import Answers
from processors.coherence.cascades import montre, sans_cascades
from processors.coherence.compilation import Comparison, Compiled, Sums
from processors.coherence.moteur import Moteur, Resultats, moteur_de
from processors.coherence.totaux import resume
from processors.findings import CellRef, Finding, Severity, finding
from processors.libelles import cellule, nombre
from schemas.binding import bind
from schemas.elements import element_name
from schemas.expressions import Expression, references, selections
from schemas.expressions.evaluation import Array
from schemas.instances import Instance
from schemas.model import Cell
from schemas.plan import plan_of

BLANK = "vide"


def verifier_coherence(
    answers: Answers, block: Array | None = None, refusees: frozenset[str] = frozenset()
) -> list[Finding]:
    """One finding for each instance of a rule that fails, in the order of the rules.

    `block`: the computed block of these answers, when the caller has one already. `refusees`: the variables whose value
    was refused, be it among the answers or lost by the reading; what fails because of them only is left out.
    """
    moteur = moteur_de(answers.questionnaire)
    if block is None:
        plan = plan_of(answers.questionnaire)
        block = plan.compute(plan.block(answers.values))
    resultats = moteur.evaluer(block, [answers.modules])
    if refusees:
        resultats = sans_cascades(moteur, answers, resultats, refusees)
    found = (one for one in constats(moteur, answers, resultats, block) if not montre(one, refusees))
    return [*found, *_crashes(resultats)]


def constats(
    moteur: Moteur, answers: Answers, resultats: Resultats, block: Array, classeur: int = 0
) -> Iterator[Finding]:
    """The findings of one workbook, the row `classeur` of the block."""
    row = block[classeur : classeur + 1]
    failing = list(resultats.echecs(classeur))
    if not failing:
        return
    sums, filled = moteur.sums(row), frozenset(np.flatnonzero(~np.isnan(row[0])).tolist())
    for compiled, failed in failing:
        writer = _Writer(answers, compiled, sums, filled)
        for rank in failed:
            yield writer.constat(rank)


def _crashes(resultats: Resultats) -> Iterator[Finding]:
    """A rule that crashed is told as such: it says nothing of the answers."""
    for rank, error in sorted(resultats.pannes.items()):
        rule = resultats.program.rules[rank].rule
        yield finding(
            "CONTROLE-NON-EVALUABLE",
            indicator=rule.indicators[0],
            regle=rule.code,
            titre=rule.title,
            erreur=type(error).__name__,
        )


@dataclass(frozen=True)
class _Sides:
    """What a comparison of one instance shows."""

    comparison: Comparison
    left: float | None
    right: float | None


class _Writer:
    """Writes the findings of one rule over one workbook."""

    def __init__(self, answers: Answers, compiled: Compiled, sums: Sums, filled: frozenset[int]) -> None:
        self.answers, self.compiled = answers, compiled
        self.questionnaire = answers.questionnaire
        self.row = sums.block[0]
        self.filled = filled
        self.places = {selection: place for place, selection in enumerate(selections(compiled.rule.expression))}
        self._tables = [
            (
                comparison,
                comparison.holds(sums)[0],
                _figures(comparison.left_figure, sums),
                _figures(comparison.right_figure, sums),
            )
            for comparison in compiled.comparisons
        ]

    def constat(self, rank: int) -> Finding:
        rule, instance = self.compiled.rule, self.compiled.instances[rank]
        sides = self._sides(rank)
        left = self._cells(instance, sides.comparison.left)
        right = self._cells(instance, sides.comparison.right)
        others = right or self._antecedent(instance, left)
        values = {
            "element": element_name(self.questionnaire, rule, instance),
            "gauche": BLANK if sides.left is None else nombre(_plain(sides.left)),
            "droite": BLANK if sides.right is None else nombre(_plain(sides.right)),
            "ecart": "" if sides.left is None or sides.right is None else nombre(_plain(abs(sides.left - sides.right))),
        }
        exact = sides.comparison.operator == "=" and len(left) == 1 and sides.right is not None
        return Finding(
            code=rule.code,
            severity=Severity(rule.severity),
            message=_sentence(rule.message.format(**values)),
            remedy=rule.remedy.format(**values),
            cells=tuple(self._refs(left)),
            others=tuple(self._refs(others)),
            expected=_plain(sides.right) if exact and sides.right is not None else None,
            indicator=rule.indicators[0],
            title=rule.title,
        )

    def _sides(self, rank: int) -> _Sides:
        """The first comparison that fails here, else the first one: an « ou » demands none in particular."""
        at = [(_pick(holds, rank), comparison, left, right) for comparison, holds, left, right in self._tables]
        _, comparison, left, right = next((row for row in at if not row[0]), at[0])
        return _Sides(comparison, _pick(left, rank), _pick(right, rank))

    def _cells(self, instance: Instance, side: Expression | None) -> list[Cell]:
        if side is None:
            return []
        cells: dict[str, Cell] = {}
        for selection in selections(side):
            group = instance.cells[self.places[selection]]
            cells |= {cell.code: cell for cell in resume(self.questionnaire, group, self.filled)} if group else {}
        for reference in references(side):
            bound = bind(self.questionnaire, reference)
            if isinstance(bound, Cell):
                cells[bound.code] = bound
        return list(cells.values())

    def _antecedent(self, instance: Instance, left: list[Cell]) -> list[Cell]:
        """The other cells of the rule: those that make it demand something of the left ones."""
        own = {cell.code for cell in left}
        return [cell for cell in self._cells(instance, self.compiled.rule.expression) if cell.code not in own]

    def _refs(self, cells: Iterable[Cell]) -> Iterator[CellRef]:
        for cell in cells:
            shown = cellule(self.answers, cell.code)
            if cell.computed and not np.isnan(self.row[cell.index]):
                value = _plain(float(self.row[cell.index]))
                shown = CellRef(shown.variable, shown.sheet, shown.address, value, shown.label)
            yield shown


def _figures(figure: object, sums: Sums) -> Array | None:
    if not callable(figure):
        return None
    figures: Array = np.atleast_2d(np.asarray(figure(sums), dtype=np.float64))[0]
    return figures


def _pick(values: Array | None, rank: int) -> float | None:
    """The value of an instance; one value stands for all of them."""
    if values is None:
        return None
    return float(values[rank if len(values) > 1 else 0])


def _plain(value: float) -> int | float:
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
