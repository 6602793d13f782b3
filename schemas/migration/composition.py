"""One migration after another is a migration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from schemas.editions import Edition
from schemas.migration.model import CARRIED, TO_DECIDE, Kind, Migration, Step
from schemas.model import Questionnaire

Answers = Mapping[str, str | None] | None


def identity(questionnaire: Questionnaire) -> Migration:
    """The migration that keeps everything."""
    codes = (cell.code for cell in questionnaire.cells.values() if not cell.computed)
    edition = Edition.of(questionnaire)
    return Migration(edition, edition, tuple(Step(Kind.KEPT, (code,), (code,)) for code in codes))


def compose(first: Migration, second: Migration) -> Migration:
    """`first` then `second`. Raise ValueError when the second does not start where the first ends.

    What the first leaves to decide stays to decide, between what its targets have become. What it carries meets the
    fate that the second gives it; sums of sums are sums.
    """
    if first.target != second.source:
        raise ValueError(f"{first.target} is not {second.source}")
    then = second.by_source
    carried: dict[str, list[tuple[Step, Step]]] = {}
    steps: list[Step] = []
    for step in first.steps:
        if step.kind in CARRIED:
            after = then[step.targets[0]]
            if _merely_kept(step) and _merely_kept(after):
                steps.append(step)
            elif after.kind in CARRIED:
                carried.setdefault(after.targets[0], []).append((step, after))
            else:
                steps.append(replace(after, sources=step.sources, reason=_reasons(step, after)))
        elif step.kind in TO_DECIDE:
            steps.append(_undecided(step, then))
        elif step.kind is Kind.DROPPED:
            steps.append(step)
    steps += [_joined(target, pairs) for target, pairs in carried.items()]
    covered = {code for step in steps for code in step.targets}
    steps += [_new(code, step, first) for step in second.steps for code in step.targets if code not in covered]
    return Migration(first.source, second.target, tuple(_ordered(first, steps)), _rules(first, second))


def _merely_kept(step: Step) -> bool:
    """Nearly all the steps of a migration; they go through as they are."""
    return step.kind is Kind.KEPT and not step.reason and not step.answers


def _joined(target: str, pairs: list[tuple[Step, Step]]) -> Step:
    """The step that fills a target from what went through both migrations."""
    sources = tuple(code for step, _ in pairs for code in step.sources)
    reason = _reasons(*(step for pair in pairs for step in pair))
    origin = "; ".join(dict.fromkeys(step.origin for pair in pairs for step in pair if step.origin))
    if len(sources) > 1:
        return Step(Kind.SUMMED, sources, (target,), reason, origin=origin)
    before, after = pairs[0]
    return Step(_move(sources[0], target), sources, (target,), reason, _answers(before.answers, after.answers), origin)


def _move(source: str, target: str) -> Kind:
    if source == target:
        return Kind.KEPT
    return Kind.RENAMED if source.partition("!")[0] == target.partition("!")[0] else Kind.MOVED


def _answers(first: Answers, second: Answers) -> Answers:
    if not first or not second:
        return first or second
    then = dict(second)
    through = {code: None if to is None else then.get(to, to) for code, to in first.items()}
    return through | {code: to for code, to in then.items() if code not in through}


def _undecided(step: Step, then: Mapping[str, Step]) -> Step:
    """A step to decide, between what its targets have become; dropped when none is left."""
    after = [then[code] for code in step.targets]
    targets = tuple(dict.fromkeys(code for one in after for code in one.targets))
    if step.targets and not targets:
        return replace(step, kind=Kind.DROPPED, targets=(), reason=_reasons(step, *after))
    return replace(step, targets=targets)


def _new(code: str, step: Step, first: Migration) -> Step:
    """A target that no source of the first migration reaches."""
    before = [first.by_target[source] for source in step.sources]
    return Step(Kind.NEW, (), (code,), _reasons(*before, step), origin=step.origin)


def _reasons(*steps: Step) -> str:
    return " ".join(dict.fromkeys(step.reason for step in steps if step.reason))


def _ordered(first: Migration, steps: Iterable[Step]) -> list[Step]:
    rank = {code: place for place, step in enumerate(first.steps) for code in step.sources}
    return sorted(steps, key=lambda step: rank[step.sources[0]] if step.sources else len(rank))


def _rules(first: Migration, second: Migration) -> dict[str, str | None]:
    found = {code: None if to is None else second.rules.get(to, to) for code, to in first.rules.items()}
    return {code: to for code, to in second.rules.items() if code not in found} | found
