"""What a migration costs: `python -m benchmarks.bench_migration`.

The reference is the plain read of the old workbook, as `controler` and `importer` do it: from the file to answers,
before any check. The migration reads the same file, carries it to the current version, writes the new workbook (every
formula with its value), the CSV journal and the printable one, and checks the new report. Target: 6 times the read.

The lines that follow say where the time goes; the last one takes openpyxl's read of the same file as the reference.
The workbook is the example of a fictitious commune, main module.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from openpyxl import load_workbook

import schemas
from benchmarks.mesure import comparer, conclure
from processors.cli.transition import Files, check_new, migrated, read_one, write_all
from processors.control import check
from processors.example import exemple
from processors.intake import read_workbook
from processors.migration import Migre
from processors.migration.html import journal_html
from processors.migration.journal import journal_csv

QUESTIONNAIRE = "rec2019"
CIBLE = 6.0
FOIS_LENT = 3
"""Runs of the slowest comparison."""


def _old(folder: Path) -> Path:
    """A filled workbook of the oldest version of the questionnaire."""
    from workbook_templates.builder import build

    oldest = schemas.questionnaire(f"{QUESTIONNAIRE}@{schemas.versions(QUESTIONNAIRE)[-1]}")
    answers = exemple(oldest, 1, oldest.default_modules)
    path = folder / "ancien.xlsx"
    build(path, oldest, answers.modules, answers.values)
    return path


def main() -> int:
    """Measure, print the table; the exit code is 1 when the target is missed."""
    current = schemas.questionnaire(QUESTIONNAIRE)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        old = _old(folder)
        every = Files(old, folder / "nouveau.xlsx", folder / "journal.csv", folder / "journal.html")
        only = Files(old, folder / "nouveau.xlsx")
        checked = read_one(old, None, False)
        migre = migrated(checked, current)

        def whole() -> Migre:
            found = migrated(read_one(old, None, False), current)
            write_all(every, found)
            check_new(found)
            return found

        def read() -> object:
            return read_workbook(old)

        return conclure(
            [
                comparer("migration, everything included / plain read", whole, read, cible=CIBLE),
                comparer("reading and checking the old workbook / plain read", lambda: check(old), read),
                comparer("carrying the answers / plain read", lambda: migrated(checked, current), read),
                comparer("new workbook / plain read", lambda: write_all(only, migre), read),
                comparer("CSV journal / plain read", lambda: journal_csv(migre), read),
                comparer("printable journal / plain read", lambda: journal_html(migre, old.name, "2020-01-01"), read),
                comparer("checking the new report / plain read", lambda: check_new(migre), read),
                comparer(
                    "migration, everything included / openpyxl’s read",
                    whole,
                    lambda: load_workbook(old, data_only=True),
                    n=FOIS_LENT,
                ),
            ]
        )


if __name__ == "__main__":
    sys.exit(main())
