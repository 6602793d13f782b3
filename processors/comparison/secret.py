"""Statistical secrecy: which strata of a ratio may be published together. The rule is explained in `docs/campagne.md`.

Published strata overlap and nest: subtracting one from another gives the figures of the authorities between them. So
the rule is not about each stratum but about their *atoms*: the groups of authorities that belong to the same published
strata. Any group that unions, intersections and differences of published strata can make is a union of atoms. When
every atom is safe, so is every such group, whatever is combined with whatever.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from processors.comparison.declaration import Secret
from schemas.expressions.evaluation import Array

Members = NDArray[np.bool_]
"""For each contributor, whether it belongs to the stratum."""


def sur(secret: Secret, numerators: Array, denominators: Array) -> bool:
    """Whether a group may be published, given the figures of its members.

    Each member, who knows its own figures, must face at least `autres_minimum` others; and none may hold more than
    `part_maximale` of a total, even of the total that the second largest, knowing its own part, takes itself out of.
    """
    if len(numerators) <= secret.autres_minimum:
        return False
    return not any(_dominated(secret, np.abs(figures)) for figures in (numerators, denominators))


def _dominated(secret: Secret, figures: Array) -> bool:
    second, first = np.sort(figures)[-2:]
    return bool(first > secret.part_maximale * (figures.sum() - second))


def publiables(secret: Secret, strata: Sequence[Members], numerators: Array, denominators: Array) -> list[int]:
    """The places of the strata that may be published together, those that come first having priority.

    `strata` have one element per contributor, as `numerators` and `denominators`.
    """
    published: list[int] = []
    atoms = np.zeros(len(numerators), dtype=np.int64)
    for place, members in enumerate(strata):
        if not members.any():
            continue
        finer = 2 * atoms + members
        touched = np.unique(finer[finer > 0])
        if all(sur(secret, numerators[finer == atom], denominators[finer == atom]) for atom in touched):
            published.append(place)
            atoms = np.unique(finer, return_inverse=True)[1].reshape(-1)
            if (finer > 0).all():
                atoms = atoms + 1
    return published
