"""What an aggregation gives: figures, the agents behind each of them, what was left out and what agents cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from processors.agents.agregation.regles import Regle
from schemas.plan import Value


class Sources(Mapping[str, tuple[str, ...]]):
    """The keys of the agents behind each figure: variable code → keys, in the order of the « Agents » sheet.

    Held as two arrays of the same length, sorted by cell: a hundred thousand figures by agent weigh a few megabytes.
    """

    def __init__(self, codes: list[str], cases: NDArray[np.int64], agents: NDArray[np.int64], cles: list[str]) -> None:
        self._agents, self._cles = agents, cles
        presentes, debuts = np.unique(cases, return_index=True)
        fins = np.append(debuts, len(cases))[1:]
        self._bornes = {
            codes[case]: (debut, fin)
            for case, debut, fin in zip(presentes.tolist(), debuts.tolist(), fins.tolist(), strict=True)
        }

    def __getitem__(self, variable: str) -> tuple[str, ...]:
        debut, fin = self._bornes[variable]
        return tuple(self._cles[rang] for rang in self._agents[debut:fin].tolist())

    def __iter__(self) -> Iterator[str]:
        return iter(self._bornes)

    def __len__(self) -> int:
        return len(self._bornes)

    def rangs(self, variable: str) -> list[int]:
        """The agents by their rank in `cles`, for a file that says each key once."""
        debut, fin = self._bornes[variable]
        rangs: list[int] = self._agents[debut:fin].tolist()
        return rangs

    @property
    def cles(self) -> list[str]:
        return self._cles


class Cause(StrEnum):
    """Why a line has no cell: the field is blank, holds what the table has no row or column for, or a huge number."""

    VIDE = "vide"
    SANS_LIGNE = "sans ligne"
    DEMESURE = "démesuré"


@dataclass(frozen=True, slots=True)
class SansCase:
    """Lines that a rule counts but cannot place, and the field that is the reason.

    `numeros` are the Excel lines of `feuille`: that which holds the field, « Agents » when it is the agent's.
    """

    tableau: str
    champ: str
    lignes: int
    agents: tuple[str, ...]
    cause: Cause
    feuille: str
    numeros: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NonFourni:
    """A table that the agents do not give, or give in part: `cellules` of its entry cells stay to be filled by hand."""

    tableau: str
    titre: str
    cellules: int
    en_partie: bool


@dataclass(frozen=True)
class Agregat:
    """The aggregation of one collectivité.

    `valeurs`: the answers by variable code, those of the « Collectivité » sheet included. `sources`: the agents behind
    each figure. `regles`: the rule that gave each table's figures. `etpr_absents`: agents paid in the year for whom
    no period was entered, so that their ETPR is missing. `numeros`: the Excel line of each agent on « Agents ».
    `departs_ecartes`: the Excel lines of « Mouvements » of the departures that contradict a presence on 31 December.
    """

    valeurs: dict[str, Value]
    sources: Sources
    regles: Mapping[str, tuple[Regle, ...]]
    sans_case: tuple[SansCase, ...]
    non_fournis: tuple[NonFourni, ...]
    etpr_absents: tuple[str, ...]
    agents: int
    numeros: Mapping[str, int]
    departs_ecartes: tuple[int, ...]
