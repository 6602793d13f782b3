"""The proof of a migration: nothing is lost, nothing comes from nowhere, nothing changes type on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from schemas.editions import Edition
from schemas.migration.model import CARRIED, TO_DECIDE, Kind, Step
from schemas.model import CODED, Cell, Questionnaire
from schemas.model import Kind as CellKind
from schemas.nodes import DeclarationError

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """A step and the place that declares it: its word and its line."""

    step: Step
    word: str
    line: int


def prove(file: str, source: Questionnaire, target: Questionnaire, drafts: Iterable[Draft]) -> list[Step]:
    """The steps in the order of the form, once proved. Raise `DeclarationError` for the first fault."""
    found = list(drafts)
    for fault in _faults(file, source, target, found):
        raise fault
    order = {code: rank for rank, code in enumerate(source.cells)}
    last = len(order)
    return sorted((draft.step for draft in found), key=lambda step: order[step.sources[0]] if step.sources else last)


def _faults(file: str, source: Questionnaire, target: Questionnaire, drafts: list[Draft]) -> Iterator[DeclarationError]:
    taken: dict[str, Draft] = {}
    given: dict[str, Draft] = {}
    for draft in drafts:
        for code in draft.step.sources:
            if code in taken:
                yield _fault(file, draft, f"« {code} » is also a source of line {taken[code].line}")
            taken[code] = draft
        for code in draft.step.targets:
            cell = target.cells.get(code)
            if cell is None or cell.computed:
                yield _fault(file, draft, f"« {code} » is no entry of {Edition.of(target)}")
            first = given.get(code)
            if first is not None and first is not draft and not _compatible(first.step.kind, draft.step.kind):
                yield _fault(file, draft, f"« {code} » is also a target of line {first.line}")
            if first is None or first.step.kind in TO_DECIDE:
                given[code] = draft
        yield from _type_faults(file, source, target, draft)
    yield from _missing(file, "de", source, taken.keys(), "say what becomes of them")
    yield from _missing(file, "vers", target, given.keys(), "say where they come from, « creer » if from nowhere")


def _compatible(first: Kind, second: Kind) -> bool:
    """Whether two steps may name one target: one fills it at most, and what is new is filled by nobody.

    What waits for a decision may be added by the user to what another step has carried.
    """
    kinds = {first, second}
    return Kind.NEW not in kinds and bool(kinds & TO_DECIDE)


def _missing(
    file: str, key: str, questionnaire: Questionnaire, known: Iterable[str], advice: str
) -> Iterator[DeclarationError]:
    seen = set(known)
    left = [cell.code for cell in questionnaire.cells.values() if not cell.computed and cell.code not in seen]
    if left:
        named = ", ".join(left[:_NAMED]) + (f" and {len(left) - _NAMED} more" if len(left) > _NAMED else "")
        yield DeclarationError(file, key, f"{Edition.of(questionnaire)}: no step for {named}: {advice}")


def _type_faults(file: str, source: Questionnaire, target: Questionnaire, draft: Draft) -> Iterator[DeclarationError]:
    step = draft.step
    if step.kind not in CARRIED:
        return
    arrival = target.cells[step.targets[0]]
    for code in step.sources:
        obstacle = _obstacle(source, target, source.cells[code], arrival, step)
        if obstacle:
            yield _fault(file, draft, f"« {code} » cannot go to « {arrival.code} »: {obstacle}")


def _obstacle(source: Questionnaire, target: Questionnaire, start: Cell, arrival: Cell, step: Step) -> str:
    """Why the answers of a cell are no answers of another one, '' when they are."""
    before, after = start.type, arrival.type
    if step.kind is Kind.SUMMED and not (before.numeric and after.numeric):
        return "only numbers add up"
    if before.unit != after.unit:
        return f"the unit is {before.unit}, then {after.unit}"
    if before.kind in CODED and after.kind in CODED:
        return _answer_obstacle(source, target, start, arrival, step)
    if before.numeric and after.numeric:
        ratio = before.step / after.step
        return "" if abs(ratio - round(ratio)) < 1e-9 else f"the smallest step is {before.step}, then {after.step}"
    if before.kind is not after.kind and after.kind is not CellKind.TEXTE:
        return f"the type is {before.kind.value}, then {after.kind.value}"
    return ""


def _answer_obstacle(source: Questionnaire, target: Questionnaire, start: Cell, arrival: Cell, step: Step) -> str:
    answers = step.answers or {}
    known = target.choices(arrival.type).by_code
    given = source.choices(start.type).by_code
    if unknown := answers.keys() - given.keys():
        return f"no answer {sorted(unknown)}"
    lost = [code for code in given if (to := answers.get(code, code)) is not None and to not in known]
    return f"the answers {lost} are not in its list: say « reponses »" if lost else ""


def _fault(file: str, draft: Draft, message: str) -> DeclarationError:
    return DeclarationError(file, draft.word, f"line {draft.line}: {message}")
