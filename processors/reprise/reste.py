"""What a workbook still has to take up again from an older report: nothing of it is an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from processors.findings import Finding, finding
from processors.report.mots import pluriel
from workbook_templates.rework_lines import Rework


def verifier_reste(rework: Sequence[Rework]) -> Iterator[Finding]:
    """What « À reprendre » still holds; the answers to confirm are told apart (`verifier_precedent`)."""
    waiting = [item for item in rework if not item.confirm]
    if left := sum(not item.done for item in waiting):
        told = pluriel(left, "valeur reste à reprendre", "valeurs restent à reprendre")
        yield finding("REPRISE-A-TERMINER", valeurs=told, total=len(waiting))
