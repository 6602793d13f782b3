"""Applicability: what must stay blank, what must be answered, and reports declared empty.

A condition certainly false makes an answer a contradiction; an undecided one (its question is blank) allows anything.
Answers that say nothing against the condition, 0 and « Non », are only mentioned: many respondents fill in zeros, and
an empty report is traditionally sent as zeros (ministerial FAQ, S0).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from processors.answers import Answers
from processors.conditions import Gate, gates_of
from processors.findings import Finding, finding
from processors.libelles import cellule, liste, nombre, nommer, nommer_partie, reponse
from schemas.expressions.evaluation import Array
from schemas.model import CODED, COLLECTIVITE, Cell, Kind
from schemas.plan import Value

NO = "NON"
"""Code of the answer « Non »."""

EXAMPLES = 10
"""Number of cells listed when the whole report contradicts its declaration."""


def verifier_applicabilite(answers: Answers, block: Array | None = None) -> list[Finding]:
    """The findings of applicability. `block`: the computed block of these answers, when the caller has one already."""
    closed = gates_of(answers.questionnaire).closed(answers, block)
    return [*_required(answers), *_emptiness(answers, closed), *_closed(answers, closed)]


def _says_something(value: Value) -> bool:
    return value not in (0, NO, "")


# Conditions


def _closed(answers: Answers, gates: Iterable[Gate]) -> Iterator[Finding]:
    """The answers under each closed gate; a cell under several gates is reported once, at the widest."""
    seen: set[str] = set()
    for gate in gates:
        if gate.empty_report:
            continue
        entered = [code for code in gate.entered(answers.values) if code not in seen]
        seen.update(entered)
        contrary = [code for code in entered if _says_something(answers.values[code])]
        if contrary:
            yield _contradiction(answers, gate, contrary)
        elif entered:
            yield _idle(answers, gate, entered)


def _contradiction(answers: Answers, gate: Gate, variables: list[str]) -> Finding:
    return _condition_finding("CONDITION-NON-REMPLIE", answers, gate, variables)


def _idle(answers: Answers, gate: Gate, variables: list[str]) -> Finding:
    return _condition_finding("REPONSE-SANS-OBJET", answers, gate, variables)


def _condition_finding(code: str, answers: Answers, gate: Gate, variables: list[str]) -> Finding:
    questionnaire = answers.questionnaire
    return finding(
        code,
        [cellule(answers, variable) for variable in variables],
        others=[cellule(answers, question) for question in gate.questions],
        indicator=questionnaire.indicator_of[gate.table].code,
        lieu=nommer_partie(questionnaire, gate.table, gate.row, gate.column),
        condition=gate.condition.text,
        questions="\u00a0; ".join(_said(answers, question) for question in gate.questions),
    )


def _said(answers: Answers, question: str) -> str:
    """« question » : « answer »."""
    label = nommer(answers.questionnaire, question)
    return f"«\u00a0{label}\u00a0»\u00a0: {reponse(answers.questionnaire, question, answers.values.get(question))}"


# Empty reports


def _emptiness(answers: Answers, closed: list[Gate]) -> Iterator[Finding]:
    prefix = f"{COLLECTIVITE}!"
    answered = [code for code in answers.values if not code.startswith(prefix)]
    declared = next((gate for gate in closed if gate.empty_report), None)
    if declared is None:
        if not answered:
            yield finding("BILAN-SANS-REPONSE")
        return
    contrary = [code for code in answered if _says_something(answers.values[code])]
    if contrary:
        yield finding(
            "BILAN-A-VIDE-REMPLI",
            [cellule(answers, code) for code in contrary[:EXAMPLES]],
            others=[cellule(answers, question) for question in declared.questions],
            nombre=nombre(len(contrary)),
            questions=liste(nommer(answers.questionnaire, question) for question in declared.questions),
        )


# Required rows


def _required(answers: Answers) -> Iterator[Finding]:
    """Blank required rows of the « Collectivité » sheet. The SIRET is the schema's (SIRET-MANQUANT)."""
    for cell in _required_cells(answers):
        if answers.values.get(cell.code) in (None, ""):
            yield _blank_question(answers, cell) if cell.type.kind in CODED else _blank_field(answers, cell)


def _required_cells(answers: Answers) -> Iterator[Cell]:
    table = answers.questionnaire.tables[COLLECTIVITE]
    for row in table.rows:
        if row.required:
            cell = answers.questionnaire.cells[table.variable(row.code, table.columns[0].code)]
            if cell.type.kind is not Kind.SIRET:
                yield cell


def _blank_field(answers: Answers, cell: Cell) -> Finding:
    """Without its name, a report cannot be attributed."""
    label = cell.row.label
    return finding("CHAMP-OBLIGATOIRE", [cellule(answers, cell.code)], indicator=COLLECTIVITE, champ=label)


def _blank_question(answers: Answers, cell: Cell) -> Finding:
    """Without an answer, the conditions that depend on the question stay undecided."""
    label = cell.row.label
    return finding("QUESTION-SANS-REPONSE", [cellule(answers, cell.code)], indicator=COLLECTIVITE, champ=label)
