"""Migrations drawn at random between two copies of one questionnaire, and a plain reading of what they say."""

from __future__ import annotations

from random import Random

import schemas
from schemas.migration import Edition, Kind, Migration, Step
from schemas.model import Kind as CellKind

REC = schemas.questionnaire("rec2019")
HERE = Edition.of(REC)
ENTRIES = [cell for cell in REC.cells.values() if not cell.computed]
COUNTS = [cell.code for cell in ENTRIES if cell.type.kind is CellKind.ENTIER and cell.table != "collectivite"]
OTHERS = [cell.code for cell in ENTRIES if cell.code not in set(COUNTS)]


def migration(seed: int) -> Migration:
    """Every kind of step over the counts, each target filled once; the other entries are kept."""
    random = Random(seed)
    sources, targets = COUNTS[:], COUNTS[:]
    random.shuffle(sources)
    random.shuffle(targets)
    steps = [Step(Kind.KEPT, (code,), (code,)) for code in OTHERS]
    while sources:
        kind = random.choice([Kind.RENAMED, Kind.SUMMED, Kind.SPLIT, Kind.CHANGED, Kind.DROPPED])
        taken = [sources.pop() for _ in range(min(len(sources), random.randint(2, 5) if kind is Kind.SUMMED else 1))]
        given = [targets.pop() for _ in range({Kind.DROPPED: 0, Kind.SPLIT: 2}.get(kind, 1)) if targets]
        if not given:
            kind = Kind.DROPPED
        steps.append(Step(kind, tuple(taken), tuple(given), "" if kind is Kind.KEPT else f"raison {len(steps)}"))
    steps += [Step(Kind.NEW, (), (code,)) for code in targets]
    return Migration(HERE, HERE, tuple(steps))
