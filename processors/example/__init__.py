"""Synthetic examples: the answers of fictitious collectivités, for demonstrations, tests and benchmarks.

A small simulation draws agents and their year (`simulation`), then each table counts them by the axes of its rows and
columns (`tables`): totals and comparisons between tables hold because the same agents are behind them.
"""

from __future__ import annotations

from processors.example.build import exemple

__all__ = ["exemple"]
