"""Statistical secrecy: which strata of a ratio may be published together. The rule is explained in `docs/campagne.md`.

Published strata overlap and nest: subtracting one from another gives the figures of the authorities between them. So
the rule is not about each stratum but about their *atoms*: the groups of authorities that belong to the same published
strata. Any group that unions, intersections and differences of published strata can make is a union of atoms. When
every atom is safe, so is every such group, whatever is combined with whatever.

A group whose members nearly all have the same value gives this value away with its figures, above all with a rank: the
first of a group at zero knows that all the others are at zero. Ranks subtract as totals do, hence the same atoms.

Medians and quartiles are means of a few members of a stratum, which atoms do not see: `fenetres` has the rule for them.
A stratum is published with its median or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from processors.comparison.declaration import Secret
from processors.comparison.fenetres import Moyennes, mediane
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


def varie(secret: Secret, values: Array, pas: float) -> bool:
    """Whether the values of a group differ enough for its figures to give away the value of no one.

    Whoever takes itself out must face, among the others, no more than `part_maximale` with one value; values within
    `pas` (one unit of what is printed) count as one. A union of varied groups is varied.
    """
    ordered = np.sort(values)
    alike = np.searchsorted(ordered, ordered + pas, side="right") - np.arange(len(ordered))
    return bool(alike.max() <= secret.part_maximale * (len(ordered) - 1))


def classables(secret: Secret, published: Sequence[Members], values: Array, pas: float) -> list[bool]:
    """For each published stratum, whether its rank and its quartiles may be: every atom inside it is varied."""
    if not published:
        return []
    atoms = np.unique(np.column_stack(published), axis=0, return_inverse=True)[1].reshape(-1)
    alike = [atom for atom in np.unique(atoms) if not varie(secret, values[atoms == atom], pas)]
    return [not np.isin(atoms[members], alike).any() for members in published]


def _made(atoms: NDArray[np.int64], finer: NDArray[np.int64]) -> list[int]:
    """The atoms that a stratum makes: parts of one that it cuts, and what it takes of the authorities in none (0).

    The others are groups that are safe already: each was checked when it was made.
    """
    before, after = np.bincount(atoms), np.bincount(finer)
    return [atom for atom in np.flatnonzero(after).tolist() if atom and (atom < 2 or after[atom] < before[atom // 2])]


def publiables(
    secret: Secret, strata: Sequence[Members], numerators: Array, denominators: Array, pas: float, moyennes: Moyennes
) -> list[int]:
    """The places of the strata that may be published together, those that come first having priority.

    `strata` have one element per contributor, as `numerators` and `denominators`; `pas`: see `varie`. The medians of
    these strata join the means published in `moyennes`.
    """
    values = numerators / denominators
    published: list[int] = []
    atoms = np.zeros(len(numerators), dtype=np.int64)
    for place, members in enumerate(strata):
        if not members.any() or not varie(secret, values[members], pas):
            continue
        finer = 2 * atoms + members
        safe = all(sur(secret, numerators[finer == atom], denominators[finer == atom]) for atom in _made(atoms, finer))
        if safe and moyennes.publie(mediane(moyennes.ordre(members))):
            published.append(place)
            atoms = np.unique(finer, return_inverse=True)[1].reshape(-1)
            if (finer > 0).all():
                atoms = atoms + 1
    return published
