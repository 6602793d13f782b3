"""Migrations between editions and versions of a questionnaire: the language, its proof, their composition.

`path(source, target)` is what commands use; it composes the declared steps (`schemas/<edition>/migrations/*.yaml`).
"""

from __future__ import annotations

from schemas.editions import Edition
from schemas.migration.added_rows import step_of
from schemas.migration.composition import compose, identity
from schemas.migration.model import CARRIED, TO_DECIDE, Kind, Migration, Step
from schemas.migration.paths import NoPath, path
from schemas.migration.reader import load_migration

__all__ = [
    "CARRIED",
    "TO_DECIDE",
    "Edition",
    "Kind",
    "Migration",
    "NoPath",
    "Step",
    "compose",
    "identity",
    "load_migration",
    "path",
    "step_of",
]
