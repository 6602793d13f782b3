"""Evaluates every rule over many workbooks at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from processors.coherence.compilation import Compiled, Sums
from processors.coherence.program import Program, program_of
from schemas.expressions.evaluation import Array
from schemas.expressions.truth import Truth
from schemas.model import COLLECTIVITE, Questionnaire

CHUNK = 64
"""Workbooks evaluated together: the arrays stay in the cache of the processor."""


class Etat(IntEnum):
    """What becomes of a rule over one workbook."""

    CONFORME = 0
    ANOMALIES = 1
    SANS_OBJET = 2
    NON_EVALUABLE = 3


@dataclass(frozen=True)
class Resultats:
    """The rules over n workbooks: `etats` and `anomalies` have the shape (n workbooks, n rules).

    `respectees` (n workbooks, n instances) says which instances hold; it counts only where the rule was evaluated.
    `pannes` gives the error of each rule that crashed, by its rank.
    """

    program: Program
    etats: NDArray[np.int8]
    anomalies: NDArray[np.intp]
    respectees: Truth
    pannes: Mapping[int, Exception]

    def echecs(self, classeur: int) -> Iterator[tuple[Compiled, list[int]]]:
        """The rules that fail over one workbook, with the ranks of the instances that do."""
        for rank in np.flatnonzero(self.etats[classeur] == Etat.ANOMALIES).tolist():
            compiled = self.program.rules[rank]
            truths = self.respectees[classeur, compiled.first : compiled.last]
            yield compiled, np.flatnonzero(~truths).tolist()

    def etat(self, classeur: int, code: str) -> Etat:
        """The state of a rule over one workbook. Raise KeyError for an unknown code."""
        return Etat(int(self.etats[classeur, self.rangs[code]]))

    @cached_property
    def rangs(self) -> Mapping[str, int]:
        return {compiled.rule.code: rank for rank, compiled in enumerate(self.program.rules)}


class Moteur:
    """The rules of one questionnaire, compiled. Build it once (`moteur_de`)."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.questionnaire = program.questionnaire
        self._firsts = np.array([compiled.first for compiled in program.rules], dtype=np.intp)
        self._modules = [self._modules_of(compiled) for compiled in program.rules]

    def evaluer(self, block: Array, modules: Sequence[Sequence[str]]) -> Resultats:
        """The state of every rule over the workbooks of a computed block (n, n cells).

        `modules` are the modules of each workbook. A rule that crashes is « non évaluable », the others go on.
        """
        count = len(block)
        truths = np.ones((count, self.program.count), dtype=np.bool_)
        crashes: dict[int, Exception] = {}
        applicable = self._chosen(modules, count)
        for start in range(0, count, CHUNK):
            part = slice(start, start + CHUNK)
            self._evaluate(self.sums(block[part]), truths[part], applicable[part], crashes)
        failed = np.zeros((count, len(self.program.rules)), dtype=np.intp)
        if self.program.rules:
            np.add.reduceat(~truths, self._firsts, axis=1, dtype=np.intp, out=failed)
        states = np.where(failed > 0, np.int8(Etat.ANOMALIES), np.int8(Etat.CONFORME))
        states[:, list(crashes)] = Etat.NON_EVALUABLE
        states[~applicable] = Etat.SANS_OBJET
        failed[states != Etat.ANOMALIES] = 0
        return Resultats(self.program, states, failed, truths, crashes)

    def sums(self, block: Array) -> Sums:
        """The sums that the rules look at, over a computed block."""
        filled = np.zeros((len(block), block.shape[1] + 1))
        np.copyto(filled[:, :-1], block, where=~np.isnan(block))
        sums = np.add.reduceat(filled[:, self.program.operands], self.program.starts, axis=1)
        return Sums(block, sums[:, self.program.figures])

    def _evaluate(self, sums: Sums, truths: Truth, applicable: Truth, crashes: dict[int, Exception]) -> None:
        for rank, compiled in enumerate(self.program.rules):
            try:
                truths[:, compiled.first : compiled.last] = compiled.test(sums)
            except Exception as error:  # the crash of a rule is told, and stops no other rule
                crashes[rank] = error
        for certainly_closed, ranks in self.program.gates:
            closed = certainly_closed(sums)[:, 0]
            if closed.any():
                applicable[np.ix_(closed, np.array(ranks))] = False

    # Applicability

    def _modules_of(self, compiled: Compiled) -> frozenset[str]:
        indicators = self.questionnaire.indicator_of
        chapters = {indicators[table].chapter for table in compiled.tables if table != COLLECTIVITE}
        return frozenset(self.questionnaire.module_of_chapter[chapter] for chapter in chapters)

    def _chosen(self, modules: Sequence[Sequence[str]], count: int) -> Truth:
        """Whether the modules of each workbook hold all the tables of each rule."""
        chosen: dict[frozenset[str], Truth] = {}
        rows = []
        for names in modules:
            key = frozenset(names)
            if key not in chosen:
                chosen[key] = np.array([needed <= key for needed in self._modules], dtype=np.bool_)
            rows.append(chosen[key])
        return np.array(rows, dtype=np.bool_).reshape(count, len(self._modules))


@cache
def moteur_de(questionnaire: Questionnaire) -> Moteur:
    """The engine of a questionnaire, compiled once per questionnaire object."""
    return Moteur(program_of(questionnaire))
