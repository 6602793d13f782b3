"""The declared migrations (`schemas/<edition>/migrations/*.yaml`), and the way from one edition to another."""

from __future__ import annotations

from functools import cache, reduce
from pathlib import Path

import schemas
from schemas.editions import Edition
from schemas.migration.composition import compose, identity
from schemas.migration.model import Migration
from schemas.migration.reader import load_migration, read_ends

FILES = "*/migrations/*.yaml"


class NoPath(KeyError):
    """No chain of declared migrations leads from one edition to the other."""


@cache
def declared() -> dict[tuple[Edition, Edition], Path]:
    """The files of the delivered migrations, by their two ends."""
    return {read_ends(file): file for file in sorted(schemas.FOLDER.glob(FILES))}


@cache
def _loaded(file: Path) -> Migration:
    return load_migration(file, schemas.questionnaire)


@cache
def path(source: Edition, target: Edition) -> Migration:
    """From an edition to another, by the fewest declared steps; the identity when they are the same.

    Raise `NoPath` when there is no way, `DeclarationError` when a file on the way is faulty.
    """
    if source == target:
        return identity(schemas.questionnaire(str(source)))
    return reduce(compose, [_loaded(file) for file in _way(source, target)])


def _way(source: Edition, target: Edition) -> list[Path]:
    ways: dict[Edition, list[Path]] = {source: []}
    frontier = [source]
    while frontier and target not in ways:
        reached: list[Edition] = []
        for (start, end), file in declared().items():
            if start in frontier and end not in ways:
                ways[end] = [*ways[start], file]
                reached.append(end)
        frontier = reached
    if target not in ways:
        raise NoPath(f"{source} → {target}")
    return ways[target]
