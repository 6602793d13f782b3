"""The codes that rules about agents treat in a way of their own, by role: `schemas/fiches/roles.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("fiches") / "roles.yaml"


@cache
def roles() -> Mapping[str, Mapping[str, Any]]:
    """The declaration: role → nomenclature, and `code` or `codes`."""
    declared: Mapping[str, Mapping[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return declared


def code_of(role: str) -> str:
    """The code that plays a role. Raise KeyError for an unknown role, or for one of several codes."""
    return str(roles()[role]["code"])


def codes_of(role: str) -> tuple[str, ...]:
    """The codes that play a role. Raise KeyError for an unknown role, or for one of a single code."""
    return tuple(map(str, roles()[role]["codes"]))
