"""What the previous report says of the new one: totals that vary strongly, answers taken over and not confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan

from processors.answers import Answers
from processors.findings import Finding, finding
from processors.intake.precedent import Precedent
from processors.libelles import cellule, indicateur, nombre, nommer, nommer_tableau
from processors.report.mots import pluriel
from schemas.expressions.evaluation import Array
from schemas.model import Cell
from schemas.plan import plan_of
from schemas.reprise import carrying_of, final_totals

_EXAMPLES = 3
_SHOWN = 12
"""Most cells of one finding."""


def verifier_precedent(answers: Answers, block: Array, precedent: Precedent) -> Iterator[Finding]:
    """The findings on a report that follows another one. `block`: the computed block of its answers, of shape (1, n).

    A total is compared when both reports have it and its table was carried whole; a blank one says nothing.
    """
    yield from _unconfirmed(answers, precedent)
    plan = plan_of(answers.questionnaire)
    before = plan.compute(plan.block(precedent.report.values))[0]
    carrying = carrying_of(answers.questionnaire)
    left_out = {*carrying.left_out, *precedent.report.left_out}
    varying: dict[str, list[Cell]] = {}
    for cell in final_totals(answers.questionnaire):
        limits = carrying.thresholds.get(cell.type.unit)
        if limits is None or cell.table in left_out:
            continue
        then, now = before[cell.index], block[0, cell.index]
        if not (isnan(then) or isnan(now)) and limits.exceeded(then, now):
            varying.setdefault(cell.table, []).append(cell)
    for table, cells in varying.items():
        cells.sort(key=lambda cell: -abs(block[0, cell.index] - before[cell.index]))
        yield _variation(answers, table, cells, before, block[0], precedent.report.year)


def _variation(answers: Answers, table: str, cells: list[Cell], before: Array, now: Array, year: int) -> Finding:
    told = [
        f"{_name(answers, cell)}\u00a0: {_figure(before, cell)} en {year}, {_figure(now, cell)} maintenant"
        for cell in cells[:_EXAMPLES]
    ]
    return finding(
        "VARIATION-FORTE",
        [cellule(answers, cell.code) for cell in cells[:_SHOWN]],
        indicator=indicateur(answers.questionnaire, cells[0].code),
        tableau=_capitalised(nommer_tableau(answers.questionnaire, table)),
        annee=year,
        exemples="\u00a0; ".join(told) + ("…" if len(cells) > _EXAMPLES else ""),
    )


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _name(answers: Answers, cell: Cell) -> str:
    """The name of a total without that of its table."""
    return nommer(answers.questionnaire, cell.code).partition(", ")[2] or cell.row.label


def _figure(values: Array, cell: Cell) -> str:
    return nombre(float(values[cell.index]))


def _unconfirmed(answers: Answers, precedent: Precedent) -> Iterator[Finding]:
    """The answers taken over that stand unchanged, and that nobody ticked."""
    report = precedent.report
    same = [code for code in precedent.pending if code in answers.values and _taken(answers, precedent, code)]
    if same:
        cells = [cellule(answers, code) for code in sorted(same)]
        told = pluriel(len(cells), "réponse reprise", "réponses reprises")
        yield finding("REPRISE-A-CONFIRMER", cells, reponses=told, annee=report.year)


def _taken(answers: Answers, precedent: Precedent, code: str) -> bool:
    """Whether an answer is still that of the previous report; one that is not kept there counts as unchanged."""
    before = precedent.report.values.get(code)
    return before is None or answers.values[code] == before
