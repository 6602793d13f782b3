"""Rules that fail only because of a value that was refused already: one fault, one finding."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from processors.answers import Answers
from processors.coherence.moteur import Moteur, Resultats
from processors.findings import Finding
from schemas.plan import plan_of


def sans_cascades(moteur: Moteur, answers: Answers, resultats: Resultats, refusees: Collection[str]) -> Resultats:
    """The results of one workbook, without what holds once its refused values are taken for blank.

    A sum that does not agree either way stays: it will not, once the value is corrected.
    """
    values = {code: value for code, value in answers.values.items() if code not in refusees}
    if len(values) == len(answers.values):
        return resultats
    plan = plan_of(answers.questionnaire)
    without = moteur.evaluer(plan.compute(plan.block(values)), [answers.modules])
    return replace(resultats, respectees=resultats.respectees | without.respectees)


def montre(constat: Finding, refusees: Collection[str]) -> bool:
    """Whether a finding shows a refused value, or the blank that the reading left in its place."""
    return any(cell.variable in refusees for cell in (*constat.cells, *constat.others))
