"""Movements between the merged collectivités: no arrival and no departure any more once they are one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from processors.answers import Answers
from processors.consolidation.effets import effets_de
from schemas.expressions.evaluation import Array
from schemas.plan import plan_of


@dataclass(frozen=True, slots=True)
class Interne:
    """Departures and arrivals of one kind, by collectivité in their order, and how many may be the same persons.

    `position`: agents lent and borrowed on 31/12, rather than those who left and came in the year.
    """

    libelle: str
    departs: tuple[int, ...]
    arrivees: tuple[int, ...]
    possibles: int
    position: bool = False


def internes(lots: Sequence[Answers]) -> tuple[Interne, ...]:
    """The kinds of movements of which at least one may have stayed inside the group."""
    plan = plan_of(lots[0].questionnaire)
    block = plan.compute(np.vstack([plan.block(one.values) for one in lots]))
    found = []
    for declared in effets_de(lots[0].questionnaire).mouvements:
        departs, arrivees = _whole(declared.departs(block)), _whole(declared.arrivees(block))
        if count := possibles(departs, arrivees):
            found.append(Interne(declared.libelle, departs, arrivees, count, declared.position))
    return tuple(found)


def _whole(figures: Array) -> tuple[int, ...]:
    return tuple(int(figure) for figure in np.nan_to_num(figures))


def possibles(departs: Sequence[int], arrivees: Sequence[int]) -> int:
    """The most departures that can be arrivals elsewhere in the group: nobody leaves a collectivité for itself.

    It is the largest flow from the departures to the arrivals of the others: by Hall's theorem, only the cuts that keep
    one collectivité on both sides can be below the two totals.
    """
    total_out, total_in = sum(departs), sum(arrivees)
    alone = [total_out - out + total_in - into for out, into in zip(departs, arrivees, strict=True)]
    return min([total_out, total_in, *alone])
