"""The example of an edition that the simulation does not know: that of a newer one, read backwards.

The simulation speaks of the editions that declare an example. An older edition or version has a declared migration:
each step says which cells of the newer one a cell of the old one became, hence what it would have held. Sums and
parts stay coherent: what was split is added up again, what was added up goes to the first of its sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import schemas
from schemas.bands import declaring
from schemas.example import TABLES
from schemas.migration import CARRIED, Edition, Kind, Migration, NoPath, Step, path
from schemas.model import NUMERIC, Cell, Element, Nomenclature, Questionnaire
from schemas.model import Kind as CellKind
from schemas.plan import Value, plan_of


def newer(questionnaire: Questionnaire) -> Migration | None:
    """The migration of a delivered edition to the one that declares its example; None for that one, and for any other.

    That one is never newer than need be: an edition to come does not change the examples of those that exist.
    """
    if questionnaire.id not in schemas.available():
        return None
    newest = Edition.of(schemas.questionnaire(declaring(questionnaire, TABLES)))
    source = Edition.of(questionnaire)
    if source == newest or schemas.questionnaire(str(source)) is not questionnaire:
        return None
    try:
        return path(source, newest)
    except NoPath:
        return None


def as_it_was(questionnaire: Questionnaire, target: Questionnaire) -> Questionnaire:
    """The newest edition with the categories that the cadres d’emplois had in the old one."""
    found = dict(target.nomenclatures)
    for name, old in questionnaire.nomenclatures.items():
        if "categorie" in old.columns and name in found:
            found[name] = replace(found[name], elements=tuple(_as_in(old, one) for one in found[name].elements))
    return replace(target, nomenclatures=found)


def _as_in(old: Nomenclature, element: Element) -> Element:
    known = old.by_code.get(element.code)
    if known is None or "categorie" not in known.attributes:
        return element
    return replace(element, attributes={**element.attributes, "categorie": known.attributes["categorie"]})


def transpose(questionnaire: Questionnaire, migration: Migration, newest: Mapping[str, Value]) -> dict[str, Value]:
    """The answers of the old edition from those of the newest one; what has no counterpart is left out."""
    target = schemas.questionnaire(str(migration.target))
    shift = questionnaire.year - target.year
    plan = plan_of(target)
    held = {**plan.computed_values(plan.compute(plan.block(newest))), **newest}
    found: dict[str, Value] = {}
    for step in migration.steps:
        own = tuple(code for code in step.targets if step.kind in CARRIED or not _filled(migration, code))
        for code, value in _held(replace(step, targets=own), questionnaire, target, held):
            year = questionnaire.cells[code].type.kind is CellKind.ANNEE and isinstance(value, int)
            found[code] = value + shift if year and not isinstance(value, str) else value
    return found


def _filled(migration: Migration, code: str) -> bool:
    """Whether a target holds what a step carried, whatever else is to decide about it."""
    return migration.by_target[code].kind in CARRIED


def _held(
    step: Step, questionnaire: Questionnaire, target: Questionnaire, held: dict[str, Value]
) -> Iterator[tuple[str, Value]]:
    """What the sources of a step hold when its targets hold the answers given, each given once.

    An entry that is not asked any more because it is computed now holds what is computed.
    """
    named = step.targets or tuple(code for code in step.sources if code in target.cells)
    answered = [code for code in named if code in held]
    if not answered or not step.sources:
        return
    first, *others = step.sources
    if not _alike(questionnaire.cells[first], target.cells[answered[0]]):
        return
    values = [held.pop(code) for code in answered]
    numbers = [value for value in values if isinstance(value, int | float)]
    yield first, values[0] if len(numbers) < len(values) else sum(numbers)
    if step.kind is Kind.SUMMED:
        yield from ((code, 0) for code in others)


def _alike(before: Cell, after: Cell) -> bool:
    if before.type.kind in NUMERIC:
        return after.type.kind in NUMERIC and before.type.unit == after.type.unit
    return before.type.kind is after.type.kind and before.type.choices == after.type.choices
