"""The agents of the simulation: what the tables count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

YEAR_DAYS = 365

Axes = dict[str, str]
"""Nomenclature → code: what an agent, or an event, is, in the words of the axes of rows and columns."""


class Statut(StrEnum):
    """The statuts; their values end the names of weights (`usages.yaml`)."""

    TITULAIRE = "titulaire"
    STAGIAIRE = "stagiaire"
    CONTRACTUEL = "contractuel"
    NON_PERMANENT = "non_permanent"


FONCTIONNAIRES = (Statut.TITULAIRE, Statut.STAGIAIRE)


@dataclass(slots=True)
class Absence:
    """Absences of one agent for one motive."""

    jours: float
    arrets: int


@dataclass(slots=True)
class Accident:
    """A work accident of the year; `axes` says where and how, `violence` that an assault caused it."""

    trajet: bool
    jours: int
    axes: Axes
    violence: bool = False


@dataclass(slots=True)
class Maladie:
    """An occupational disease; `nouvelle` when it was recognised in the year."""

    nouvelle: bool
    jours: int
    axes: Axes


@dataclass(slots=True)
class Formation:
    """Training days of one type, given by one body."""

    axes: Axes
    jours: float
    cpf: bool


@dataclass(slots=True)
class Paie:
    """Gross pay of the year and its parts, in whole euros."""

    brut: int = 0
    primes: int = 0
    nbi: int = 0
    heures: int = 0
    sft: int = 0
    ir: int = 0


@dataclass(slots=True)
class Cet:
    """A time savings account, in days."""

    solde: float
    verses: float
    ouvert: bool
    conges: float
    indemnises: float


@dataclass(slots=True, eq=False)
class Agent:
    """Someone paid in the year. `debut` and `fin` are days of the year; `quotite` is 1.0 at full time.

    `marques` holds the yes/no facts that some tables count (`teletravail`, `boeth`, `forme`…).
    """

    statut: Statut
    axes: Axes
    age: int
    anciennete: int
    temps_complet: bool = True
    quotite: float = 1.0
    debut: int = 0
    fin: int = YEAR_DAYS
    present: bool = True
    arrive: bool = False
    absences: dict[str, Absence] = field(default_factory=dict)
    accidents: list[Accident] = field(default_factory=list)
    maladies: list[Maladie] = field(default_factory=list)
    formations: list[Formation] = field(default_factory=list)
    paie: Paie = field(default_factory=Paie)
    heures: float = 0.0
    cet: Cet | None = None
    marques: set[str] = field(default_factory=set)

    @property
    def sexe(self) -> str:
        return self.axes["sexes"]

    @property
    def categorie(self) -> str:
        return self.axes["categories"]

    @property
    def fonctionnaire(self) -> bool:
        return self.statut in FONCTIONNAIRES

    @property
    def permanent(self) -> bool:
        return self.statut is not Statut.NON_PERMANENT

    @property
    def jours_remuneres(self) -> int:
        return max(self.fin - self.debut, 1)

    @property
    def etpr(self) -> float:
        """Paid full-time equivalent over the year: share of the year × rate, at least one hundredth."""
        hundredths = int(100 * self.quotite * self.jours_remuneres / YEAR_DAYS)
        return min(max(hundredths, 1), 100) / 100

    def absent(self, motif: str, jours: float, arrets: int) -> float:
        """Add an absence, cut to the days of the year that are left; return the days kept."""
        left = int(self.jours_remuneres - sum(absence.jours for absence in self.absences.values()))
        jours = min(jours, left)
        if jours < max(arrets, 0.5):
            return 0.0
        known = self.absences.setdefault(motif, Absence(0.0, 0))
        known.jours += jours
        known.arrets += arrets
        return jours


def temps_complet(agents: Iterable[Agent]) -> list[Agent]:
    """Those on full-time posts, whatever the rate they work at."""
    return [agent for agent in agents if agent.temps_complet]


def temps_non_complet(agents: Iterable[Agent]) -> list[Agent]:
    """Those on posts that are not full time."""
    return [agent for agent in agents if not agent.temps_complet]
