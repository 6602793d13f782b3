"""The refusals whose cause may be the machine rather than the file: a resumed lot does these files again."""

from __future__ import annotations

from collections.abc import Iterable

from processors.campaign.reception import Reception
from processors.findings import catalogue

PREFIX = "LOT-"
"""How the codes begin of what happens to workers: bound to be the machine, or the lot itself."""

CODES = tuple(code for code, kind in catalogue().items() if code.startswith(PREFIX) and kind.rejects)
"""The refusals among them."""


def a_refaire(receptions: Iterable[Reception]) -> bool:
    """Whether a file deserves another try."""
    return any(found.code in CODES for one in receptions for found in one.constats)
