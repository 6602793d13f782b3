"""The checks that a finished declaration passes: run by the tests and by `load(folder, strict=True)`.

One module per subject, each a generator of `DeclarationError`; the code that runs on a declaration never checks again.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemas.checks.documents import Documents
from schemas.checks.formulas import formula_faults
from schemas.checks.lists import list_faults
from schemas.checks.outline import outline_faults
from schemas.checks.structure import structure_faults
from schemas.checks.tables import table_faults
from schemas.checks.totals import total_faults
from schemas.declaration import Declaration
from schemas.model import Questionnaire
from schemas.nodes import DeclarationError


def faults(files: Declaration, questionnaire: Questionnaire) -> Iterator[DeclarationError]:
    """Every fault of the declaration in `files`, from which `questionnaire` was built.

    When files have keys or values that the format does not know, only those are listed: the rest means nothing yet.
    """
    structure = list(structure_faults(files))
    yield from structure or substance_faults(files, questionnaire)


def substance_faults(files: Declaration, questionnaire: Questionnaire) -> Iterator[DeclarationError]:
    """The faults of a declaration whose files have the right structure."""
    documents = Documents(files)
    yield from outline_faults(documents, questionnaire)
    yield from list_faults(documents, questionnaire)
    yield from table_faults(documents, questionnaire)
    yield from total_faults(documents, questionnaire)
    yield from formula_faults(questionnaire)


__all__ = ["faults", "structure_faults", "substance_faults"]
