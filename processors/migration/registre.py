"""The ledger of a migration: one line per value of the source, and totals that close.

What went in is counted on the source, what came out on the target, what happened on the lines: the three agree, or
something was lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum
from functools import reduce

from processors.answers import Answers, Place
from processors.libelles import NOWHERE
from schemas.plan import Value
from schemas.variables import cell_of

_EXACT = Context(prec=1000)
"""Enough digits for the sum of any two numbers of a spreadsheet, the largest and the smallest included."""


class Sort(StrEnum):
    """What became of a value. The words are those of the journal."""

    CONSERVEE = "conservée"
    RENOMMEE = "renommée"
    DEPLACEE = "déplacée"
    ADDITIONNEE = "additionnée"
    ABANDONNEE = "abandonnée"
    A_DECIDER = "à décider"
    NON_LUE = "non lue"
    NON_REPRISE = "non reprise"
    MANQUANTE = "manquante"


TRANSMISES = frozenset({Sort.CONSERVEE, Sort.RENOMMEE, Sort.DEPLACEE, Sort.ADDITIONNEE})
"""The value is in the target; the others are only listed."""

UNREAD = frozenset({Sort.NON_LUE, Sort.NON_REPRISE, Sort.MANQUANTE})
"""What the file held, or announced, that is no answer."""


class Nature(StrEnum):
    """What a line is about. `ANNONCE`: lines that the file announces and does not hold, counted on one line."""

    REPONSE = "réponse"
    ANNONCE = "annonce"
    JUSTIFICATION = "justification"
    MODULE = "module"


@dataclass(frozen=True, slots=True)
class Ligne:
    """One value of the source and what became of it.

    `source`: variable code, code of a rule for a justification, of a module; '' for what stood beside the tables.
    `cibles`: the variables that hold it, or between which it is to decide. `valeur_cible`: what the target holds,
    None when the value is only listed. `motif`: why, in French, '' when the value is merely kept.
    """

    sort: Sort
    nature: Nature
    source: str
    valeur: object
    lieu: Place = NOWHERE
    cibles: tuple[str, ...] = ()
    valeur_cible: Value | None = None
    motif: str = ""

    @property
    def transmise(self) -> bool:
        """Whether the target holds the value."""
        return self.sort in TRANSMISES


@dataclass(frozen=True, slots=True)
class Montant:
    """The exact sum of the figures of one unit: in the source, in the target, and only listed."""

    unite: str
    source: Decimal
    cible: Decimal
    listee: Decimal

    @property
    def clos(self) -> bool:
        return self.source == total((self.cible, self.listee))


@dataclass(frozen=True, slots=True)
class Solde:
    """The totals of a ledger.

    `entrees`: values of the source. `transmises` and `listees`: its lines. `sorties`: values of the target. `fondues`:
    how many of the lines added together went into a total that another line had opened. `manquantes`: how many values
    the source announces and does not hold.
    """

    entrees: int
    transmises: int
    listees: int
    sorties: int
    fondues: int
    montants: tuple[Montant, ...]
    manquantes: int = 0

    @property
    def clos(self) -> bool:
        """Whether nothing was lost nor made up."""
        listed = self.listees + self.manquantes
        counted = self.entrees == self.transmises + listed and self.transmises == self.sorties + self.fondues
        return counted and all(montant.clos for montant in self.montants)


def solde(source: Answers, illisibles: int, cible: Answers, lignes: Iterable[Ligne], manquantes: int = 0) -> Solde:
    """The totals of a migration. `illisibles`: how many contents of the source were no answer."""
    answers = [ligne for ligne in lignes if ligne.nature is Nature.REPONSE]
    carried = [ligne for ligne in answers if ligne.transmise]
    added = [ligne.cibles for ligne in carried if ligne.sort is Sort.ADDITIONNEE]
    return Solde(
        entrees=len(source.values) + illisibles + manquantes,
        transmises=len(carried),
        listees=len(answers) - len(carried),
        sorties=len(cible.values),
        fondues=len(added) - len(set(added)),
        montants=tuple(_montants(source, cible, answers)),
        manquantes=manquantes,
    )


def exact(value: object) -> Decimal | None:
    """A figure as it is written, None for what is not one."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Decimal(repr(value))


def total(figures: Iterable[Decimal]) -> Decimal:
    """The exact sum of figures."""
    return reduce(_EXACT.add, figures, Decimal())


def _montants(source: Answers, cible: Answers, lignes: list[Ligne]) -> Iterable[Montant]:
    """A figure is counted in the unit of the cell it comes from, on both sides."""
    unit_of_target = {ligne.cibles[0]: _unit(source, ligne.source) for ligne in lignes if ligne.transmise}
    sums_in = _sums((_unit(source, code), value) for code, value in source.values.items())
    sums_out = _sums((unit_of_target.get(code, ""), value) for code, value in cible.values.items())
    listed = _sums(
        (_unit(source, ligne.source), ligne.valeur)
        for ligne in lignes
        if not ligne.transmise and ligne.sort not in UNREAD and ligne.source in source.values
    )
    units = source.questionnaire.units
    for unit in sorted({*sums_in, *sums_out, *listed}, key=[*units, ""].index):
        yield Montant(units.get(unit, ""), *(sums.get(unit, Decimal()) for sums in (sums_in, sums_out, listed)))


def _unit(answers: Answers, variable: str) -> str:
    """The unit of a figure, '' for what is no count: a year, a choice, a text."""
    cell = cell_of(answers.questionnaire, variable)
    return cell.type.unit if cell is not None and cell.type.numeric else ""


def _sums(figures: Iterable[tuple[str, object]]) -> Mapping[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for unit, value in figures:
        number = exact(value) if unit else None
        if number is not None:
            sums[unit] = _EXACT.add(sums.get(unit, Decimal()), number)
    return sums


def comptes(lignes: Iterable[Ligne]) -> Counter[Sort]:
    """Number of answers by what became of them."""
    return Counter(ligne.sort for ligne in lignes if ligne.nature is Nature.REPONSE)
