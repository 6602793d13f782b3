"""What one received report became: plain values, ready to be pickled between processes. No database here."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import schemas
from processors.findings import Finding, Severity, Verdict
from processors.libelles import is_personal
from schemas.model import COLLECTIVITE, COLLECTIVITE_COLUMN
from schemas.plan import Value
from schemas.variables import cell_of

if TYPE_CHECKING:
    from processors.control import Checked

ACCEPTES = frozenset({Verdict.ACCEPTE.value, Verdict.ACCEPTE_AVEC_ALERTES.value})
"""The verdicts of a valid report."""

TYPE = f"{COLLECTIVITE}!type_collectivite.{COLLECTIVITE_COLUMN}"


@dataclass(frozen=True, slots=True)
class Constat:
    """A finding without its objects. `cellules`: « sheet!A1 » when it is known, else the variable code."""

    code: str
    gravite: str
    message: str
    remede: str = ""
    indicateur: str = ""
    cellules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reception:
    """One report of a received file. `sha256` and `taille` (bytes) are the file's.

    `fichier`: its path in the folder of the lot (`archive.zip/member.xlsx`); `rang`: place in a grouped txt, from 1.
    `recu_le`: ISO date. `valeurs`: what may be kept, by variable code (`conservables`); never a personal field.
    `livrables`: paths of what was written for the sender. `illisibles`: how many values could not be read or kept.
    `modifie_le`: in an archive, ISO date of the member itself; '' without one.
    """

    fichier: str
    sha256: str
    taille: int
    recu_le: str
    verdict: str
    rang: int = 1
    siret: str = ""
    nom: str = ""
    type_collectivite: str = ""
    questionnaire: str = ""
    version: str = ""
    annee: int | None = None
    modules: tuple[str, ...] = ()
    constats: tuple[Constat, ...] = ()
    valeurs: Mapping[str, Value] = field(default_factory=dict)
    justifications: Mapping[str, str] = field(default_factory=dict)
    livrables: tuple[str, ...] = ()
    illisibles: int = 0
    modifie_le: str = ""

    @property
    def valide(self) -> bool:
        return self.verdict in ACCEPTES

    @property
    def reponses(self) -> str:
        """The digest of what would enter the txt: the same for two reports that answer the same; '' without answers."""
        if not self.questionnaire:
            return ""
        counted = sorted(code for code, value in self.valeurs.items() if isinstance(value, int | float))
        told = [f"{code}\x1f{value}" for code, value in self.valeurs.items() if not isinstance(value, int | float)]
        told += map("\x1f".join, self.justifications.items())
        said = (self.questionnaire, self.version, str(self.illisibles), *self.modules, *sorted(told), *counted)
        digest = hashlib.sha256("\x1e".join(said).encode("utf-8", "surrogatepass"))
        digest.update(struct.pack(f"<{len(counted)}d", *map(self.valeurs.__getitem__, counted)))
        return digest.hexdigest()

    def compte(self, gravite: Severity) -> int:
        """Number of findings of a severity."""
        return sum(constat.gravite == gravite.value for constat in self.constats)


def constat_de(found: Finding) -> Constat:
    """A finding as plain values; the values of the cells are left out."""
    cells = (f"{cell.sheet}!{cell.address}" if cell.address else cell.variable for cell in found.cells)
    places = tuple(dict.fromkeys(place for place in cells if place))
    return Constat(found.code, found.severity.value, found.message, found.remedy, found.indicator, places)


def de_controle(
    checked: Checked,
    *,
    fichier: str,
    sha256: str,
    taille: int,
    recu_le: str,
    rang: int = 1,
    livrables: Iterable[str] = (),
) -> Reception:
    """The reception of a report that was checked; of a refused file when nothing was read."""
    constats = tuple(constat_de(found) for found in checked.findings)
    verdict = checked.verdict.value
    if checked.answers is None:
        return Reception(fichier, sha256, taille, recu_le, verdict, rang, constats=constats, livrables=tuple(livrables))
    answers = checked.usable()
    kept = conservables(answers.questionnaire.id, answers.version, answers.values)
    return Reception(
        fichier,
        sha256,
        taille,
        recu_le,
        verdict,
        rang,
        siret=answers.siret,
        nom=answers.name,
        type_collectivite=str(answers.values.get(TYPE, "")),
        questionnaire=answers.questionnaire.id,
        version=answers.version,
        annee=answers.questionnaire.year,
        modules=tuple(answers.modules),
        constats=constats,
        valeurs={code: answers.values[code] for code in kept},
        justifications=dict(sorted(answers.justifications.items())),
        livrables=tuple(livrables),
        illisibles=illisibles(checked),
    )


def illisibles(checked: Checked) -> int:
    """How many values of a file are left out of its answers: refused by the schema, or lost by the reading."""
    lost: set[object] = set(checked.unusable)
    for found in checked.reading:
        if found.severity is not Severity.BLOQUANT:
            continue
        if not found.cells:
            lost.add((found.code, found.message))
        lost |= {
            cell.variable or (cell.sheet, cell.address)
            for cell in found.cells
            if cell.value not in (None, "") or cell.variable in checked.raw
        }
    return len(lost)


@cache
def _printed(questionnaire: str, version: str) -> frozenset[str]:
    """The entry cells of a delivered questionnaire that name nobody."""
    cells = schemas.reading(questionnaire, version).cells.values()
    return frozenset(cell.code for cell in cells if not (cell.computed or cell.row.personal))


def conservables(questionnaire: str, version: str, variables: Iterable[str]) -> list[str]:
    """The variables that the campaign keeps, in their order: entries of the questionnaire that name no person.

    What the questionnaire does not ask, agent by agent above all, is never kept.
    """
    if questionnaire not in schemas.available():
        return []
    printed = _printed(questionnaire, version)
    return [code for code in variables if code in printed or _open_row(questionnaire, version, code)]


def _open_row(questionnaire: str, version: str, variable: str) -> bool:
    """Whether a variable stands in a row that the respondent added to an open table."""
    declared = schemas.reading(questionnaire, version)
    cell = cell_of(declared, variable)
    return cell is not None and not cell.computed and not is_personal(declared, variable)
