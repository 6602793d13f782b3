"""A migration read backwards, to show what matches what: no answer is ever carried that way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from schemas.migration import CARRIED, TO_DECIDE, Kind, Migration, Step

BACKWARDS = "Dans l’autre sens\u00a0: "
"""Opens the reason of a step, which speaks of the way that is declared."""
_TURNED = {Kind.SUMMED: Kind.SPLIT, Kind.SPLIT: Kind.SUMMED, Kind.DROPPED: Kind.NEW, Kind.NEW: Kind.DROPPED}


def inverse(migration: Migration) -> Migration:
    """The same matches from the target to the source: what was added up is detailed, what was new is gone.

    A cell that a step fills answers for that step alone; a step left without a cell of its own is new.
    """
    return Migration(migration.target, migration.source, tuple(_turned(migration)))


def _turned(migration: Migration) -> Iterator[Step]:
    taken: set[str] = set()
    for step in migration.steps:
        reason = f"{BACKWARDS}{step.reason}" if step.reason else ""
        own = tuple(code for code in step.targets if not _elsewhere(migration, step, code) and code not in taken)
        if step.kind in TO_DECIDE:
            taken.update(own)
        if step.sources and not own:
            yield from (Step(Kind.NEW, (), (code,), reason, origin=step.origin) for code in step.sources)
        else:
            kind = _TURNED.get(step.kind, step.kind)
            yield replace(step, kind=kind, sources=own, targets=step.sources, reason=reason, answers=None)


def _elsewhere(migration: Migration, step: Step, code: str) -> bool:
    """Whether another step fills this target."""
    return step.kind not in CARRIED and migration.by_target[code].kind in CARRIED
