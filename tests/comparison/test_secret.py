"""Statistical secrecy against somebody who asks for everything, combines it, and knows its own figures."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from processors.comparison.declaration import Secret
from processors.comparison.fenetres import Moyennes
from processors.comparison.secret import Members, classables, publiables, sur, varie
from schemas.expressions.evaluation import Array

SECRET = Secret(autres_minimum=5, part_maximale=0.85)
SMALLEST = SECRET.autres_minimum + 1
PAS = 1e-9


def even(count: int) -> tuple[Array, Array]:
    """Numerators and denominators where nobody dominates."""
    return np.arange(1.0, count + 1), np.full(count, 10.0)


def members(count: int, chosen: Sequence[int]) -> Members:
    found = np.zeros(count, dtype=np.bool_)
    found[list(chosen)] = True
    return found


def published(strata: Sequence[Members], numerators: Array, denominators: Array) -> list[Members]:
    means = Moyennes(numerators / denominators, PAS)
    return [strata[place] for place in publiables(SECRET, strata, numerators, denominators, PAS, means)]


def combinations(family: Sequence[Members]) -> set[frozenset[int]]:
    """Every group that intersections and differences of published strata isolate, by brute force."""
    found = set()
    for signs in itertools.product((True, False), repeat=len(family)):
        if not any(signs):
            continue
        group = np.ones(len(family[0]), dtype=np.bool_)
        for one, kept in zip(family, signs, strict=True):
            group &= one if kept else ~one
        found.add(frozenset(np.flatnonzero(group).tolist()))
    return found - {frozenset()}


@pytest.mark.parametrize("count", range(1, 9))
def test_fewer_than_five_others_is_not_published(count: int) -> None:
    whole = members(count, range(count))
    assert bool(published([whole], *even(count))) is (count >= SMALLEST)


@pytest.mark.parametrize(("largest", "expected"), [(0.80, True), (0.90, False)])
@pytest.mark.parametrize("side", [0, 1])
def test_one_authority_above_85_percent_of_a_total_is_not_published(largest: float, expected: bool, side: int) -> None:
    figures = np.full(11, (1 - largest) / 10)
    figures[3] = largest
    sides = [even(11)[1], even(11)[1]]
    sides[side] = figures
    assert sur(SECRET, *sides) is expected


def test_the_second_largest_cannot_take_itself_out_and_find_the_largest() -> None:
    figures = np.array([80.0, 15.0, 1, 1, 1, 1, 1])
    assert figures.max() < SECRET.part_maximale * figures.sum()
    assert not sur(SECRET, figures, np.ones(7))


def test_a_hidden_part_cannot_be_found_by_subtraction() -> None:
    """A whole and its bands: the small band is hidden, and another with it, or the whole would give it away."""
    whole = members(24, range(24))
    bands = [members(24, range(12)), members(24, range(12, 21)), members(24, range(21, 24))]
    kept = published([whole, *bands], *even(24))
    assert len(kept) == 2
    assert np.array_equal(kept[1], bands[0])


def test_nested_strata_that_differ_by_one_are_not_both_published() -> None:
    nested = [members(20, range(size)) for size in (20, 19, 14, 13, 8)]
    kept = [int(one.sum()) for one in published(nested, *even(20))]
    assert kept == [20, 14, 8]


def test_overlapping_strata_that_share_few_are_not_both_published() -> None:
    kept = published([members(20, range(12)), members(20, range(9, 20))], *even(20))
    assert len(kept) == 1


def test_a_difference_that_one_authority_dominates_is_not_given() -> None:
    numerators, denominators = even(24)
    numerators[[2, 3, 4, 20]] = 5000.0
    strata = [members(24, range(24)), members(24, range(12))]
    assert len(published(strata, numerators, denominators)) == 1


@settings(max_examples=60)
@given(data=st.data(), count=st.integers(6, 40), number=st.integers(1, 7), seed=st.integers(0, 10**6))
def test_no_combination_of_published_strata_isolates_an_unsafe_group(
    data: st.DataObject, count: int, number: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    strata = [random.random(count) < random.choice([0.2, 0.5, 0.8, 1.0]) for _ in range(number)]
    skew = data.draw(st.sampled_from([0.0, 1.0, 3.0]))
    numerators = np.exp(skew * random.normal(size=count))
    denominators = np.exp(random.normal(size=count))
    kept = published(strata, numerators, denominators)
    assume(kept)
    for group in combinations(kept):
        inside = sorted(group)
        assert len(inside) >= SMALLEST
        for figures in (numerators[inside], denominators[inside]):
            assert figures.max() <= SECRET.part_maximale * figures.sum()


@settings(max_examples=20)
@given(blocks=st.integers(2, 4), number=st.integers(2, 6), seed=st.integers(0, 10**6))
def test_no_weighted_sum_of_published_totals_concerns_one_or_two(blocks: int, number: int, seed: int) -> None:
    """Weights of any kind: a combination that vanishes outside a small group would give its figures."""
    random = np.random.default_rng(seed)
    count = 7 * blocks
    strata = [np.repeat(random.random(blocks) < 0.6, 7) for _ in range(number)]
    strata += [one ^ (random.random(count) < 0.05) for one in strata]
    random.shuffle(strata)
    matrix = np.array([np.zeros(count), *published(strata, *even(count))])
    rank = np.linalg.matrix_rank(matrix)
    for size in (1, 2):
        for group in itertools.combinations(range(count), size):
            assert np.linalg.matrix_rank(np.delete(matrix, group, axis=1)) == rank, group


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.0] * 20, False),
        ([12.5] * 20, False),
        ([0.0] * 5 + [3.0], False),
        ([0.0] * 19 + [3.0], False),
        ([0.0] * 4 + [1.0, 3.0], True),
        ([0.0] * 16 + [1.0, 2.0, 3.0, 4.0], True),
        ([0.049, 0.051, 0.052, 0.05, 0.048, 0.051], False),
    ],
)
def test_values_nearly_all_alike_are_not_published(values: list[float], expected: bool) -> None:
    figures = np.array(values)
    assert varie(SECRET, figures, 0.1) is expected
    whole = [members(len(values), range(len(values)))]
    moved, ones = figures + 1e-6, np.ones(len(values))
    assert bool(publiables(SECRET, whole, moved, ones, 0.1, Moyennes(moved, 0.1))) <= expected


def test_ranks_are_withheld_where_their_difference_isolates_a_group_at_one_value() -> None:
    """Who has the same rank among the twenty as among the twenty-eight knows that the eight others are below it."""
    values = np.concatenate([np.arange(1.0, 21), np.zeros(8)])
    whole, part = members(28, range(28)), members(28, range(20))
    assert classables(SECRET, [whole], values, 0.1) == [True]
    assert classables(SECRET, [whole, part], values, 0.1) == [False, True]


@settings(max_examples=60)
@given(sizes=st.lists(st.integers(6, 12), min_size=1, max_size=4), seed=st.integers(0, 10**6))
def test_a_union_of_varied_groups_is_varied(sizes: list[int], seed: int) -> None:
    random = np.random.default_rng(seed)
    groups = [random.integers(0, 3, size).astype(float) for size in sizes]
    assume(all(varie(SECRET, group, 0.1) for group in groups))
    assert varie(SECRET, np.concatenate(groups), 0.1)
