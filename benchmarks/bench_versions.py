"""Editions declared as differences, past versions, migrations: beside the plain load of an edition.

`python -m benchmarks.bench_versions`
"""

from __future__ import annotations

import schemas
from benchmarks.mesure import comparer, conclure
from schemas.editions import Edition
from schemas.loader import load
from schemas.migration import Migration, compose, load_migration
from schemas.migration.paths import declared, path

NEWEST = schemas.latest()
DIFFERENT = 1.5
"""Reading and applying the differences; the edition of 2017 is a quarter smaller without its module."""
PROOF = 3
"""The proof walks every cell of two editions, and makes one step of each."""


def plain() -> None:
    """The reference: an edition declared whole."""
    load(schemas.FOLDER / NEWEST)


def proof(source: str, target: str) -> Migration:
    """Read and prove a declared migration, its two editions being loaded."""
    ends = {(str(start), str(end)): file for (start, end), file in declared().items()}
    return load_migration(ends[source, target], schemas.questionnaire)


def main() -> int:
    """Measure; 1 when a target is missed."""
    oldest = schemas.versions(NEWEST)[-1]
    first = proof("rec2017@1.0.0", f"{NEWEST}@{oldest}")
    then = path(Edition(NEWEST, oldest), Edition.of(schemas.questionnaire(NEWEST)))
    return conclure(
        [
            comparer("load rec2017 / plain load", lambda: load(schemas.FOLDER / "rec2017"), plain, cible=DIFFERENT),
            comparer(
                f"load version {oldest} / plain load",
                lambda: load(schemas.FOLDER / NEWEST, oldest),
                plain,
                cible=DIFFERENT,
            ),
            comparer(
                "read and prove a migration / plain load",
                lambda: proof("rec2017@1.0.0", f"{NEWEST}@{oldest}"),
                plain,
                cible=PROOF,
            ),
            comparer("compose two migrations / plain load", lambda: compose(first, then), plain, cible=1),
        ]
    )


if __name__ == "__main__":
    raise SystemExit(main())
