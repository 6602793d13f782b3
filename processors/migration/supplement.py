"""What an old workbook carries beside its answers, in the variables of the new one: nothing of it is an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from schemas.migration import CARRIED, Kind, Migration, Step, step_of
from schemas.model import Questionnaire
from schemas.plan import Value
from workbook_templates.previous import Previous
from workbook_templates.rework_lines import Rework
from workbook_templates.supplement import Supplement


def transposer(supplement: Supplement, migration: Migration, source: Questionnaire) -> Supplement:
    """The pending lines, and the figures of the report before the old one, where the new workbook awaits them."""
    previous = supplement.previous
    rework = [_item(item, migration, source) for item in supplement.rework]
    return Supplement(rework, None if previous is None else _previous(previous, migration, source))


def _item(item: Rework, migration: Migration, source: Questionnaire) -> Rework:
    variables = _targets(item.variables, migration, source)
    return replace(item, variables=variables, confirm=item.confirm and bool(variables))


def _targets(variables: Iterable[str], migration: Migration, source: Questionnaire) -> tuple[str, ...]:
    steps = (step_of(migration, source, code) for code in variables)
    return tuple(dict.fromkeys(target for step in steps if step is not None for target in step.targets))


def _previous(previous: Previous, migration: Migration, source: Questionnaire) -> Previous:
    """A figure that the migration adds, shares out or drops is not carried: its table is compared with nothing."""
    values, lost = _carried(previous.values, migration, source)
    changed, _ = _carried(previous.changed, migration, source)
    left_out = {*previous.left_out, *(code.partition("!")[0] for code in lost)}
    carried = frozenset(_targets(previous.carried, migration, source))
    return replace(previous, values=values, changed=changed, left_out=frozenset(left_out), carried=carried)


def _carried(
    values: Mapping[str, Value], migration: Migration, source: Questionnaire
) -> tuple[dict[str, Value], list[str]]:
    """The values by their new variables, and the variables, old or new, that miss one."""
    kept: dict[str, Value] = {}
    lost: list[str] = []
    for code, value in values.items():
        step = step_of(migration, source, code)
        told = _translated(step, value)
        if step is None or told is None:
            lost += (code, *(step.targets if step is not None else ()))
        else:
            kept[step.targets[0]] = told
    return kept, lost


def _translated(step: Step | None, value: Value) -> Value | None:
    if step is None or step.kind not in CARRIED or step.kind is Kind.SUMMED:
        return None
    return step.answers.get(value, value) if step.answers is not None and isinstance(value, str) else value
