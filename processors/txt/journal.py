"""Findings of one lot of a txt file, bounded: a hostile or broken file must not yield a million of them."""

from __future__ import annotations

from collections import Counter

from processors.findings import Finding, finding

LIMIT = 100
"""Findings of one code that are told one by one; the others are counted."""

MAX_SHOWN = 20


def court(text: str, length: int = MAX_SHOWN) -> str:
    """A text as it may be shown: shortened (it may be personal data), without controls."""
    shown = "".join(one if one.isprintable() else " " for one in text[: length + 1])
    return shown if len(shown) <= length else f"{shown[:length]}…"


class Journal:
    """Collects findings; beyond `LIMIT` of one code, counts them."""

    def __init__(self) -> None:
        self._findings: list[Finding] = []
        self._counts: Counter[str] = Counter()

    def note(self, item: Finding) -> None:
        self._counts[item.code] += 1
        if self._counts[item.code] <= LIMIT:
            self._findings.append(item)

    def room(self, code: str) -> bool:
        """Whether one more finding of that code will be told, so that its details are worth computing."""
        return self._counts[code] < LIMIT

    def close(self) -> list[Finding]:
        """All findings, then one per code that was cut short."""
        cut = [
            finding("TXT-SUITE", anomalie=code, nombre=count - LIMIT, total=count)
            for code, count in self._counts.items()
            if count > LIMIT
        ]
        return [*self._findings, *cut]
