"""Aggregating again onto a bilan that has been filled since: what was typed by hand is recognised and kept.

A figure of the bilan is « hand-entered » when it differs from the one remembered from the last aggregation (typed over,
typed where there was none, or erased). Nothing is replaced or lost without being shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from schemas.plan import Value


class Sort(StrEnum):
    """What becomes of a cell. The words are those of the user."""

    ACTUALISEE = "actualisé"
    RETIREE = "retiré"
    GARDEE = "saisie gardée"
    REMPLACEE = "saisie remplacée"


@dataclass(frozen=True, slots=True)
class Ecart:
    """One cell whose three figures are not the same. None is a blank."""

    variable: str
    ancien: Value | None
    bilan: Value | None
    nouveau: Value | None
    sort: Sort

    @property
    def saisie(self) -> bool:
        return self.sort in (Sort.GARDEE, Sort.REMPLACEE)


@dataclass(frozen=True)
class Reprise:
    """The figures of the bilan once updated, and every difference, in the order of the variables given."""

    valeurs: dict[str, Value]
    ecarts: tuple[Ecart, ...]


def reprendre(
    bilan: Mapping[str, Value],
    ancien: Mapping[str, Value] | None,
    nouveau: Mapping[str, Value],
    ordre: Iterable[str],
    *,
    remplacer: bool = False,
    discretes: frozenset[str] = frozenset(),
) -> Reprise:
    """Put new aggregated figures in a bilan.

    `ancien` are the figures of the last aggregation; None when they are not known: everything in the bilan then counts
    as hand-entered. `ordre`: every variable, in the order of the form. With `remplacer`, what the agents give replaces
    what was typed; what the agents do not give stays. `discretes` are personal answers (the person to contact): those
    of the bilan stay, and none is shown.
    """
    connus = ancien or {}
    valeurs: dict[str, Value] = {}
    ecarts = []
    for variable in ordre:
        if variable in discretes:
            valeurs |= {code: une[variable] for code, une in ((variable, nouveau), (variable, bilan)) if code in une}
            continue
        ecart = _ecart(variable, connus.get(variable), bilan.get(variable), nouveau.get(variable), remplacer)
        if ecart is not None:
            ecarts.append(ecart)
        garde = bilan.get(variable) if ecart is None or ecart.sort is Sort.GARDEE else nouveau.get(variable)
        if garde is not None:
            valeurs[variable] = garde
    return Reprise(valeurs, tuple(ecarts))


def _ecart(
    variable: str, ancien: Value | None, bilan: Value | None, nouveau: Value | None, remplacer: bool
) -> Ecart | None:
    """The difference of one cell, None when the bilan stays as it is and nothing has to be said."""
    if bilan == nouveau:
        return None
    if bilan == ancien:
        return Ecart(variable, ancien, bilan, nouveau, Sort.RETIREE if nouveau is None else Sort.ACTUALISEE)
    if nouveau is None and ancien is None:
        return None
    sort = Sort.REMPLACEE if remplacer and nouveau is not None else Sort.GARDEE
    return Ecart(variable, ancien, bilan, nouveau, sort)
