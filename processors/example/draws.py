"""Reproducible draws: everything comes from `random.Random.random()`, the one method Python promises to keep."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


class Draws:
    """A source of draws. The same seed gives the same draws on every version of Python."""

    def __init__(self, graine: int | str) -> None:
        self._random = random.Random(graine).random

    def chance(self, probability: float) -> bool:
        return self._random() < probability

    def integer(self, low: int, high: int) -> int:
        """A whole number between `low` and `high`, both included."""
        return low + int(self._random() * (high - low + 1))

    def bell(self, low: int, high: int) -> int:
        """A whole number between `low` and `high`, more often in the middle."""
        return (self.integer(low, high) + self.integer(low, high) + self.integer(low, high)) // 3

    def number(self, low: float, high: float) -> float:
        return low + self._random() * (high - low)

    def half_days(self, low: float, high: float) -> float:
        """A number of days, in half-days."""
        return self.integer(int(low * 2), int(high * 2)) / 2

    def choice(self, values: Sequence[T]) -> T:
        return values[self.integer(0, len(values) - 1)]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """A key of `weights`, in proportion of its weight."""
        left = self._random() * sum(weights.values())
        for key, weight in weights.items():
            left -= weight
            if left < 0:
                return key
        return next(reversed(list(weights)))

    def around(self, mean: float) -> int:
        """The whole number just under or just over `mean`, so that the mean of many draws is `mean`."""
        return int(mean) + self.chance(mean - int(mean))

    def sample(self, values: Sequence[T], size: int) -> list[T]:
        """`size` different elements, in a random order (all of them when there are fewer)."""
        pool = list(values)
        for rank in range(min(size, len(pool))):
            other = self.integer(rank, len(pool) - 1)
            pool[rank], pool[other] = pool[other], pool[rank]
        return pool[:size]
