"""The quantiles of a ratio that may be published together. The rule is explained in `docs/campagne.md`.

A published quantile is the mean of a *window*: three or four values that are neighbours in the order of a stratum. Who
knows the windows (ranks tell much of them) holds linear equations between the values of authorities, whatever the
strata they come from, and combines them. The campaigns that he cannot tell apart from the true one are those that solve
them: a value is his when it is the same in all, and two values are tied when one of them tells the other, so that the
authority that has one of the two would know it all. Both are read, exactly, in the solutions of the equations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, floor, gcd

import numpy as np
from numpy.typing import NDArray

from schemas.expressions.evaluation import Array

Fenetre = NDArray[np.intp]
"""The places of the contributors whose mean is published."""

Forme = dict[int, int]
"""How many values of each class an equation adds up."""

ANONYMES = 3
"""Authorities of one class whose common value may be known, as may the mean of three: each faces two others."""


def mediane(ordre: NDArray[np.intp]) -> Fenetre:
    """The window of the median, given the places of the members of a stratum from the lowest value to the highest."""
    return _fenetre(ordre, 0.5)


def quartiles(ordre: NDArray[np.intp]) -> tuple[Fenetre, Fenetre] | None:
    """The windows of the quartiles; None in a stratum so small that they would meet that of the median."""
    (_, first), (low, high), (last, _) = (_bornes(len(ordre), share) for share in (0.25, 0.5, 0.75))
    return (_fenetre(ordre, 0.25), _fenetre(ordre, 0.75)) if first <= low and high <= last else None


def _bornes(count: int, share: float) -> tuple[int, int]:
    return max(0, floor(share * (count - 1)) - 1), ceil(share * (count - 1)) + 2


def _fenetre(ordre: NDArray[np.intp], share: float) -> Fenetre:
    return ordre[slice(*_bornes(len(ordre), share))]


@dataclass(frozen=True)
class Vue:
    """Values that an attacker may take for equal: the class of each contributor, and how many each class has.

    `formes`: the equations already published, each once, between these classes; `prises`: the numbers of those
    that a class is in.
    """

    classes: NDArray[np.intp]
    tailles: Sequence[int]
    formes: list[Forme] = field(default_factory=list)
    prises: dict[int, list[int]] = field(default_factory=dict)

    def avec(self, fenetres: Sequence[Fenetre]) -> list[Forme] | None:
        """The equations that these windows add, None when with those already published they give a value away."""
        added: list[Forme] = []
        for window in fenetres:
            form = dict(Counter(self.classes[window].tolist()))
            if form not in self.formes and form not in added:
                added.append(form)
        return None if livre(self._liees(added), self.tailles) else added

    def _liees(self, added: Sequence[Forme]) -> list[Forme]:
        """These equations, and all those published that share a class with them, or with one that does."""
        linked, seen = list(added), set[int]()
        for form in linked:
            near = {number for place in form for number in self.prises.get(place, ())} - seen
            linked += [self.formes[number] for number in sorted(near)]
            seen |= near
        return linked

    def prend(self, added: Sequence[Forme]) -> None:
        """Hold these equations for published."""
        for form in added:
            for place in form:
                self.prises.setdefault(place, []).append(len(self.formes))
            self.formes.append(form)


class Moyennes:
    """The means already published of a ratio, in whatever stratum.

    `valeurs`: those of the contributors; `pas`: one unit of what is printed, on their scale.
    """

    def __init__(self, valeurs: Array, pas: float) -> None:
        self._valeurs = valeurs
        ordre = np.argsort(valeurs, kind="stable")
        gaps = np.diff(valeurs[ordre])
        self._vues = [_vue(ordre, apart) for apart in (np.ones(len(gaps), np.bool_), gaps > 0, gaps > pas)]

    def ordre(self, members: NDArray[np.bool_]) -> NDArray[np.intp]:
        """The places of the members of a stratum, from the lowest value to the highest; among equals, as given."""
        places = np.flatnonzero(members)
        return places[np.argsort(self._valeurs[places], kind="stable")]

    def publie(self, *fenetres: Fenetre) -> bool:
        """Publish the means of these windows, all or none: none when they would give a value away. Say which."""
        added: list[list[Forme]] = []
        for vue in self._vues:
            forms = vue.avec(fenetres)
            if forms is None:
                return False
            added.append(forms)
        for vue, forms in zip(self._vues, added, strict=True):
            vue.prend(forms)
        return True


def _vue(ordre: NDArray[np.intp], apart: NDArray[np.bool_]) -> Vue:
    """The classes of values that follow one another without being `apart`."""
    classes = np.empty(len(ordre), dtype=np.intp)
    classes[ordre] = np.concatenate([[0], np.cumsum(apart)])[: len(ordre)]
    return Vue(classes, np.bincount(classes).tolist())


def livre(formes: Sequence[Forme], tailles: Sequence[int]) -> bool:
    """Whether equations give away a value of fewer than `ANONYMES` authorities, even to one that knows its own."""
    tied: dict[frozenset[tuple[int, int]], list[int]] = {}
    for place, direction in _libertes(formes).items():
        if direction:
            tied.setdefault(direction, []).append(tailles[place])
        elif tailles[place] < ANONYMES:
            return True
    return any(len(sizes) > 1 and min(sizes) < ANONYMES for sizes in tied.values())


def _libertes(formes: Sequence[Forme]) -> dict[int, frozenset[tuple[int, int]]]:
    """How the value of each class varies along a basis of the solutions of the equations, but for a factor.

    Nothing: the value never varies, it is known. As another: one of the two gives the other. Exact: Gauss–Jordan
    elimination on whole numbers. A class without pivot varies freely, one with a pivot as its row says.
    """
    solved: dict[int, Forme] = {}
    for form in formes:
        row = form
        for pivot in row.keys() & solved.keys():
            row = _sans(pivot, row, solved[pivot])
        if row:
            pivot = min(row)
            solved |= {other: _sans(pivot, one, row) for other, one in solved.items() if pivot in one}
            solved[pivot] = row
    free = {place for row in solved.values() for place in row} - solved.keys()
    found = {place: frozenset({(place, 1)}) for place in free}
    for pivot, row in solved.items():
        found[pivot] = frozenset(_reduite({place: times for place, times in row.items() if place != pivot}).items())
    return found


def _sans(pivot: int, row: Forme, solved: Forme) -> Forme:
    """What is left of a row once `pivot` is taken out of it with the help of another, in its lowest terms."""
    times, factor = row[pivot], solved[pivot]
    left = {place: factor * value for place, value in row.items()}
    for place, value in solved.items():
        left[place] = left.get(place, 0) - times * value
    return _reduite({place: value for place, value in left.items() if value})


def _reduite(row: Forme) -> Forme:
    """A row but for a factor: no common divisor, the first of its values positive."""
    divisor = gcd(*row.values())
    if row and row[min(row)] < 0:
        divisor = -divisor
    return {place: value // divisor for place, value in row.items()}
