"""The findings of one table from its range: the seam to the checks of the processor."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from processors.answers import Answers
from processors.applicability import verifier_applicabilite
from processors.coherence import verifier_coherence
from processors.findings import CellRef, Finding, Severity
from processors.validation import valider
from schemas.model import Questionnaire, Table
from xl_addin.plages import Grille, Plage
from xl_addin.tableaux import saisies

Controle = Callable[[Answers], Iterable[Finding]]

CONTROLES: tuple[Controle, ...] = (valider, verifier_applicabilite, verifier_coherence)
"""What checks a set of answers. The only place where the add-in names the checks of the processor."""

SANS_ANOMALIE = "Aucune anomalie dans ce tableau"
_ORDRE = {Severity.BLOQUANT: 0, Severity.ALERTE: 1, Severity.INFORMATION: 2}


def constats(questionnaire: Questionnaire, table: Table, plage: Plage) -> list[Finding]:
    """The findings that this table alone settles, the most serious first.

    A finding that also looks at another table is left to the check of the whole workbook: that table is not in the
    range, and its blanks say nothing.
    """
    answers = Answers(questionnaire, tuple(questionnaire.modules), saisies(questionnaire, table, plage))
    trouves = [constat for controle in CONTROLES for constat in controle(answers)]
    propres = [constat for constat in trouves if _dans(table, (*constat.cells, *constat.others))]
    return sorted(propres, key=lambda constat: _ORDRE[constat.severity])


def _dans(table: Table, references: Iterable[CellRef]) -> bool:
    """Whether the cells of a finding, at least one, are all in the table."""
    tables = {reference.variable.partition("!")[0] for reference in references}
    return tables == {table.id}


def liste_constats(questionnaire: Questionnaire, table: Table, plage: Plage) -> Grille:
    """The findings as lines: severity, cell, message, remedy."""
    lignes: Grille = [
        [str(constat.severity), constat.cells[0].label if constat.cells else "", constat.message, constat.remedy]
        for constat in constats(questionnaire, table, plage)
    ]
    return lignes or [[SANS_ANOMALIE, "", "", ""]]
