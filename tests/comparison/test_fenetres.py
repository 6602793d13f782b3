"""Medians and quartiles against somebody who has all of them, knows whose means they are, and solves the equations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import ceil, floor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from processors.comparison.comparaison import Comparaison, comparer, publiees, reperes, strates, valeurs
from processors.comparison.declaration import declaration_de
from processors.comparison.fenetres import ANONYMES, Moyennes, livre
from processors.comparison.mesures import Mesures
from processors.example.identite import siret
from schemas.expressions.evaluation import Array
from schemas.plan import Value
from tests.campaign.receptions import reception
from tests.cli.outils import REC
from tests.comparison.campagnes import campaign

_ALL = declaration_de(REC)
PAYROLL = [ratio.code for ratio in _ALL.ratios].index("masse_salariale")
DECLARED = replace(_ALL, ratios=(_ALL.ratios[PAYROLL],))
UNIT = 10.0 ** -DECLARED.ratios[0].decimales

COMMUNES, EPCI = (30, 41.3, 50, 52, 54, 70), (5, 9, 12, 80, 85, 90, 95)
"""The median of the thirteen is the mean of 50, 52 and 54, that of the six communes would be that of these and 41.3."""


def small_campaign(values: Sequence[float], types: Sequence[int], bands: Sequence[int]) -> Mesures:
    figures = np.array(values, dtype=np.float64)
    axes = {axis: np.zeros(len(figures), dtype=np.intp) for axis in DECLARED.axes}
    axes |= {"type": np.array(types, dtype=np.intp), "population": np.array(bands, dtype=np.intp)}
    names = tuple(siret(number) for number in range(len(figures)))
    return Mesures(names, 10 * figures[:, None], np.full((len(figures), 1), 1000.0), axes)


def equations(mesures: Mesures) -> Array:
    """What every request taken together publishes: for each mean, a line with what each authority weighs in it."""
    own = valeurs(DECLARED.ratios[0], mesures, 0)
    inside = dict(strates(DECLARED, mesures))
    found = [np.zeros(len(own))]
    for (_, strate), one in reperes(DECLARED, mesures, mesures.sirets[0]).items():
        members = sorted(np.flatnonzero(inside[strate]).tolist(), key=lambda place: (own[place], mesures.sirets[place]))
        last = len(members) - 1
        for share, figure in ((0.25, one.q1), (0.5, one.mediane), (0.75, one.q3)):
            window = members[floor(share * last) - 1 : ceil(share * last) + 2]
            if figure is not None:
                assert figure == pytest.approx(own[window].mean(), abs=0.51 * UNIT)
                found.append(np.isin(np.arange(len(own)), window) / len(window))
    return np.array(found)


def known(lines: Array) -> set[int]:
    """The unknowns that have one value in all the solutions: those whose own line is a combination of the lines."""
    return set(np.flatnonzero(np.abs(np.diag(np.linalg.pinv(lines) @ lines) - 1) < 1e-9).tolist())


def broken(lines: Array, sizes: Sequence[int]) -> bool:
    """Whether a value of fewer than three is known, to anybody or to one that knows its own."""
    used = np.flatnonzero(lines.any(axis=0))
    places, few = lines[:, used], [sizes[place] < ANONYMES for place in used.tolist()]
    asking = [np.zeros(len(used)), *np.eye(len(used))]
    return any(few[one] for own in asking for one in known(np.vstack([places, own])) if not own[one])


def classes(values: Array, apart: float) -> list[list[int]]:
    """Authorities whose values follow one another without a difference above `apart`; below zero, each alone."""
    order = np.argsort(values, kind="stable").tolist()
    found = [[order[0]]]
    for before, place in pairwise(order):
        if values[place] - values[before] <= apart:
            found[-1].append(place)
        else:
            found.append([place])
    return found


def found_out(mesures: Mesures) -> bool:
    """Whether the equations give a value away, be equal values known to be so, or those that print nearly the same."""
    lines, own = equations(mesures), mesures.numerateurs[:, 0] / mesures.denominateurs[:, 0]
    groups = [classes(own, apart) for apart in (-1.0, 0.0, UNIT / 100)]
    return any(
        broken(np.column_stack([lines[:, group].sum(axis=1) for group in one]), [len(group) for group in one])
        for one in groups
    )


REVIEWED = small_campaign([*COMMUNES, *EPCI], [0] * 6 + [1] * 7, [0] * 13)


def test_the_attacker_breaks_what_the_rule_withholds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not found_out(REVIEWED)
    monkeypatch.setattr(Moyennes, "publie", lambda self, *windows: True)
    assert found_out(REVIEWED)


def test_two_medians_that_differ_by_one_authority_are_not_both_published(tmp_path: Path) -> None:
    """Asked together or one after the other, by whoever."""
    sent = []
    for number, (kind, share) in enumerate([("CCN", one) for one in COMMUNES] + [("CCO", one) for one in EPCI]):
        one = reception(number, type_collectivite=kind)
        figures: dict[str, Value] = {
            "collectivite!type_collectivite.C01": kind,
            "3.4.5!L01.C01": 1000,
            "3.4.5!L02.C01": 10 * share,
        }
        sent.append(replace(one, valeurs={**one.valeurs, "collectivite!population.C01": 1500, **figures}))

    def medians(compared: Comparaison) -> list[float | None]:
        return [one.mediane if one else None for one in compared.lignes[PAYROLL].reperes]

    with campaign(tmp_path / "c.duckdb", sent) as campagne:
        assert medians(comparer(campagne, siret(5), ["ensemble", "type"])) == [52.0, None]
        assert medians(comparer(campagne, siret(5), ["type", "population"])) == [None, None]
        assert medians(comparer(campagne, siret(2), ["type"])) == [None]
        assert medians(comparer(campagne, siret(9), ["type", "ensemble"])) == [59.0, 52.0]


@settings(max_examples=25)
@example(data=([*range(13, 40, 2), *range(14, 41, 2)], 3, 2, 0))
@given(
    data=st.tuples(
        st.lists(st.one_of(st.integers(0, 30), st.floats(0, 90)), min_size=14, max_size=44),
        st.integers(1, 3),
        st.integers(1, 3),
        st.integers(0, 10**6),
    )
)
def test_no_combination_of_what_is_published_gives_a_value(data: tuple[list[float], int, int, int]) -> None:
    values, types, bands, seed = data
    random = np.random.default_rng(seed)

    def draw(groups: int) -> list[int]:
        return [int(one) for one in random.integers(0, groups, len(values))]

    assert not found_out(small_campaign(values, draw(types), draw(bands)))


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        ([[0, 1, 2]], False),
        ([[0, 1, 2], [0, 1, 2]], False),
        ([[0, 1, 2], [3, 4, 5]], False),
        ([[0, 1, 2], [2, 3, 4]], False),
        ([[0, 1, 2, 3], [2, 3, 4, 5]], False),
        ([[1, 2, 3], [0, 1, 2, 3]], True),
        ([[0, 1, 2], [1, 2, 3]], True),
        ([[0, 1, 2, 3], [2, 3, 4, 5], [0, 1, 4, 5]], True),
    ],
)
def test_equations_give_a_value_when_a_combination_concerns_one_or_two(
    windows: list[list[int]], expected: bool
) -> None:
    """The last: none of the pairs gives anything, the three together give the sum of two."""
    assert livre([dict.fromkeys(window, 1) for window in windows], [1] * 6) is expected


@settings(max_examples=150)
@example(
    forms=[
        {0: 2, 1: 1, 4: 1, 5: 3},
        {0: 2, 4: 1, 7: 3, 6: 1},
        {0: 3, 5: 2, 2: 2},
        {0: 3, 6: 3, 1: 1},
        {3: 1, 0: 2, 6: 1},
        {5: 1, 2: 3, 0: 1, 3: 2},
    ],
    sizes=[1] * 8,
)
@given(
    forms=st.lists(st.dictionaries(st.integers(0, 7), st.integers(1, 3), min_size=1, max_size=4), max_size=6),
    sizes=st.lists(st.integers(1, 4), min_size=8, max_size=8),
)
def test_what_elimination_says_is_what_least_squares_say(forms: list[dict[int, int]], sizes: list[int]) -> None:
    lines = np.array([[0.0] * 8, *([float(form.get(place, 0)) for place in range(8)] for form in forms)])
    assert livre(forms, sizes) is broken(lines, sizes)


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ([0.0, 0.0, 9.0], False),
        ([0.0, 0.0, 0.0, 9.0], False),
        ([0.0, 0.04, 9.0], False),
        ([0.0, 0.0, 0.0], True),
        ([0.0, 4.0, 9.0], True),
        ([0.0, 0.0, 4.0, 9.0], True),
    ],
)
def test_whoever_knows_its_equals_does_not_find_the_last_value_of_a_mean(window: list[float], expected: bool) -> None:
    """An authority at zero knows, by its rank, how many are at zero: the mean of 0, 0 and 9 would tell it the 9."""
    means = Moyennes(np.array([*window, 20.0, 30.0, 40.0]), 0.1)
    assert means.publie(np.arange(len(window))) is expected


def test_quartiles_give_way_to_the_medians_of_every_stratum() -> None:
    """A first quartile of all that is, but for one authority, the median of a type is withheld; the median stays."""
    values = [float(3 * place) for place in range(40)]
    low = [0] * 18 + [1] * 22
    found = {one.strate[0:2]: one for one in publiees(DECLARED, small_campaign(values, low, [0] * 40))}
    whole, part = found["ensemble", ()], found["type", (0,)]
    assert whole.mediane.any()
    assert part.mediane.any()
    assert not (whole.q1.any() or whole.q3.any())
    assert part.q1.any()
