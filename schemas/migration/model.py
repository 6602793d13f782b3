"""What becomes of every entry of an edition in another one: a list of steps, expanded to variables.

A migration is exhaustive by construction (`schemas.migration.proof`): each entry variable of the source stands in
exactly one step, each entry variable of the target too. The files that declare it are described in
`docs/declarations.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from schemas.editions import Edition


class Kind(StrEnum):
    """What a step does of its sources. The words are those of the files, the journal and the list of differences."""

    KEPT = "conserve"
    """1 → 1, under the same code."""
    RENAMED = "renomme"
    """1 → 1, another row or column of the same table."""
    MOVED = "deplace"
    """1 → 1, another table."""
    SUMMED = "somme"
    """n → 1: the target is the sum of the sources that are not blank, blank when all are."""
    SPLIT = "reparti"
    """n → several: nothing says how. Never guessed; the user decides between the targets."""
    CHANGED = "sens_change"
    """n → any number: the question has changed meaning. Never carried; kept apart, shown beside the targets."""
    DROPPED = "abandonne"
    """n → 0: no longer asked."""
    NEW = "nouveau"
    """0 → 1: not asked before."""


CARRIED = frozenset({Kind.KEPT, Kind.RENAMED, Kind.MOVED, Kind.SUMMED})
"""Kinds whose values go into the target without a question."""

TO_DECIDE = frozenset({Kind.SPLIT, Kind.CHANGED})
"""Kinds whose values wait for a decision of the user."""


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of the variables `sources`, codes of the source edition, in `targets`, codes of the target one.

    `reason` is a French sentence, '' for what is merely kept. `answers`, for coded answers whose codes changed, gives
    the target code of each source code; None there: no code answers for it, the value is to decide.
    `origin`: file and line that declares it, for messages.
    """

    kind: Kind
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    reason: str = ""
    answers: Mapping[str, str | None] | None = None
    origin: str = ""


@dataclass(frozen=True)
class Migration:
    """From one edition to another.

    `rules`: the coherence rules whose code changes, code in the source → code in the target, None when the rule has no
    counterpart. The others keep their code, and may be gone from the target: `rule` does not tell.
    """

    source: Edition
    target: Edition
    steps: tuple[Step, ...]
    rules: Mapping[str, str | None] = field(default_factory=dict)

    def rule(self, code: str) -> str | None:
        """The code that a coherence rule of the source has in the target, if it is still there."""
        return self.rules.get(code, code)

    @cached_property
    def by_source(self) -> Mapping[str, Step]:
        """The step of each entry variable of the source."""
        return {code: step for step in self.steps for code in step.sources}

    @cached_property
    def by_target(self) -> Mapping[str, Step]:
        """The step that answers for each entry variable of the target, the one that fills it when there is one."""
        found: dict[str, Step] = {}
        for step in self.steps:
            for code in step.targets:
                if code not in found or found[code].kind in TO_DECIDE:
                    found[code] = step
        return found
