"""Counts in words that agree in number, in a live formula and in its present value: zero is singular in French."""

from __future__ import annotations


def counted(count: int, one: str, many: str) -> str:
    """« 1 anomalie », « 3 anomalies »."""
    return f"{count} {many if count > 1 else one}"


def counting(count: str, one: str, many: str) -> str:
    """The same from a formula that counts, as a formula without its « = »."""
    return f'{count}&IF({count}>1," {many}"," {one}")'
