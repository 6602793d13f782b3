"""The filler of the tables that have none of their own: plausible answers, parts never above their wholes."""

from __future__ import annotations

from processors.example.draws import Draws
from processors.example.grid import NO, YES
from processors.example.identite import siret
from schemas.binding import bind
from schemas.expressions import is_sum, references
from schemas.model import CODED, Cell, Kind, Questionnaire
from schemas.plan import Value, formula_of

SCALES = {"agents": 0.02, "actes": 0.02, "jours": 0.2, "heures": 2.0, "etpr": 0.02, "euros": 60.0}
"""Mean of an answer by unit, per permanent agent."""

OTHER_SCALE = 0.02
MOSTLY = 0.6


def fill(questionnaire: Questionnaire, cells: list[Cell], draws: Draws, taille: int) -> dict[str, Value]:
    """Answers for these cells of one table, for a collectivité of `taille` permanent agents."""
    answers: dict[str, Value] = {}
    for cell in cells:
        value = _value(questionnaire, cell, draws, taille)
        for whole in _wholes(questionnaire, cell, answers):
            value = min(value, whole) if isinstance(value, int | float) else value
        answers[cell.code] = value
    return answers


def _value(questionnaire: Questionnaire, cell: Cell, draws: Draws, taille: int) -> Value:
    match cell.type.kind:
        case kind if kind in CODED:
            codes = [element.code for element in questionnaire.choices(cell.type).elements]
            usual = [code for code in codes if code in (YES, NO)] or codes
            return draws.choice(usual)
        case Kind.ANNEE:
            return questionnaire.year - draws.integer(0, 8)
        case Kind.TEXTE:
            return "Exemple fictif"
        case Kind.SIRET:
            return siret(draws.integer(0, 9999))
        case _:
            if not draws.chance(MOSTLY):
                return 0
            mean = SCALES.get(cell.type.unit, OTHER_SCALE) * taille
            steps = draws.around(mean * draws.number(0.5, 1.5) / cell.type.step)
            return round(steps * cell.type.step, 2)


def _wholes(questionnaire: Questionnaire, cell: Cell, answers: dict[str, Value]) -> list[float]:
    """The numbers that the cell must not exceed, among those already answered."""
    codes = (
        f"{cell.table}!{cell.row.code}.{cell.column.part_of}",
        f"{cell.table}!{cell.row.part_of}.{cell.column.code}",
    )
    wholes = [questionnaire.cells[code] for code in codes if code in questionnaire.cells]
    found = [_number(questionnaire, whole, cell, answers) for whole in wholes]
    return [number for number in found if number is not None]


def _number(questionnaire: Questionnaire, whole: Cell, part: Cell, answers: dict[str, Value]) -> float | None:
    """The value of a whole: answered, or the sum of what is; None when the part is itself in the sum."""
    operands = [whole]
    formula = formula_of(whole)
    if formula is not None and is_sum(formula):
        here = (whole.table, whole.row.code, whole.column.code)
        bound = [bind(questionnaire, reference, *here) for reference in references(formula)]
        operands = [cell for cell in bound if isinstance(cell, Cell)]
    values = [answers.get(cell.code) for cell in operands]
    numbers = [value for value in values if isinstance(value, int | float)]
    return sum(numbers) if numbers and part not in operands else None
