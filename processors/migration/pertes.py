"""What the reading of the source lost, as lines of the ledger: no answer, set aside, missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from processors.answers import Answers, Place
from processors.findings import Finding, Severity
from processors.libelles import NOWHERE
from processors.migration.registre import Ligne, Nature, Sort
from processors.pertes import Pertes
from processors.report.mots import pluriel
from schemas.migration import Migration, step_of
from schemas.variables import cell_of

Contents = Mapping[str | tuple[str, str], object]
"""Contents of a file that became no answer: by variable code, or by sheet and A1 address."""

UNREAD = "La valeur est illisible ou refusée\u00a0: elle n’a pas été reprise."
BESIDE = "La cellule est hors des réponses du questionnaire\u00a0: elle n’a pas été reprise."
MISSING = "Le fichier annonce plus de valeurs qu’il n’en contient\u00a0: il a été coupé ou modifié."
_FILE = "fichier .txt"


def non_lues(
    answers: Answers, migration: Migration, contents: Contents, pertes: Pertes, constats: Iterable[Finding]
) -> Iterator[Ligne]:
    """One line per content that is no answer, with where it stood and the cells it would have gone to."""
    for key, value in contents.items():
        if isinstance(key, str):
            place = answers.places.get(key, NOWHERE)
            yield _unread(answers, migration, key, value, place, UNREAD)
        else:
            yield Ligne(Sort.NON_REPRISE, Nature.REPONSE, "", value, Place(*key), motif=BESIDE)
    for lost in pertes.lignes:
        place = Place(_FILE, f"ligne {lost.ligne}")
        yield _unread(answers, migration, lost.variable, lost.valeur, place, lost.motif)
    told = contents.keys() | answers.values.keys() | {lost.variable for lost in pertes.lignes}
    yield from _named(answers, migration, constats, told)


def manquante(pertes: Pertes) -> Iterator[Ligne]:
    """The one line that counts what the file announces and does not hold."""
    if pertes.manquantes:
        count = pluriel(pertes.manquantes, "valeur manquante", "valeurs manquantes")
        yield Ligne(Sort.MANQUANTE, Nature.ANNONCE, "", count, Place(_FILE, ""), motif=MISSING)


def perdues(constats: Iterable[Finding]) -> set[str]:
    """The variables that a finding refuses."""
    return {cell.variable for found in _grave(constats) for cell in found.cells}


def _named(
    answers: Answers, migration: Migration, constats: Iterable[Finding], told: Collection[object]
) -> Iterator[Ligne]:
    """The values that only a finding names."""
    cells = {cell.variable: (cell, found) for found in _grave(constats) for cell in found.cells}
    for code, (cell, found) in cells.items():
        if code not in told and cell_of(answers.questionnaire, code) is not None and cell.value not in (None, ""):
            place = Place(cell.sheet, cell.address) if cell.address else NOWHERE
            yield _unread(answers, migration, code, cell.value, place, found.message)


def _grave(constats: Iterable[Finding]) -> Iterator[Finding]:
    return (found for found in constats if found.severity is Severity.BLOQUANT)


def _unread(answers: Answers, migration: Migration, code: str, value: object, place: Place, why: str) -> Ligne:
    step = step_of(migration, answers.questionnaire, code) if code else None
    targets = step.targets if step is not None else ()
    return Ligne(Sort.NON_LUE, Nature.REPONSE, code, value, place, targets, None, why)
