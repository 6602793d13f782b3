"""What grouping does to each answer: `consolidation.yaml` of the edition, by type, unit or variable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache

from schemas.expressions import ExpressionError, parse
from schemas.figures import Figure, figure_of, files_of
from schemas.model import Cell, Questionnaire
from schemas.rules import rule_book
from schemas.selections import Selector

FILE = "consolidation.yaml"


class Effet(StrEnum):
    """How the answers of several collectivités make one."""

    SOMME = "somme"
    SOMME_A_VERIFIER = "somme_a_verifier"
    DECISION = "decision"
    OUI_SI_UN = "oui_si_un"


@dataclass(frozen=True)
class Regle:
    """What is declared for the variables that a pattern (`6.1.1.1!*`) names, and why."""

    motifs: tuple[str, ...]
    effet: Effet
    note: str


@dataclass(frozen=True)
class Mouvement:
    """A departure and the arrival that may be the same person, when both are in the group; `position`: on 31/12."""

    libelle: str
    departs: Figure
    arrivees: Figure
    position: bool = False


@dataclass(frozen=True)
class Effets:
    """The declared effects of an edition."""

    types: Mapping[str, Effet]
    unites: Mapping[str, Effet]
    regles: tuple[Regle, ...]
    mouvements: tuple[Mouvement, ...]

    def de(self, cell: Cell) -> tuple[Effet, str]:
        """The effect on a cell, and the declared remark on it."""
        for regle in self.regles:
            if any(fnmatchcase(cell.code, motif) for motif in regle.motifs):
                return regle.effet, regle.note
        return self.unites.get(cell.type.unit, self.types[cell.type.kind.value]), ""


@cache
def effets_de(questionnaire: Questionnaire) -> Effets:
    """The effects declared for a delivered edition; a movement that its form does not ask is left out.

    Raise DeclarationError for a wrong declaration.
    """
    data = files_of(questionnaire).yaml(FILE)
    selector = rule_book(questionnaire).selector
    return Effets(
        types={name: Effet(effect) for name, effect in data["types"].items()},
        unites={name: Effet(effect) for name, effect in data["unites"].items()},
        regles=tuple(Regle(tuple(one["variables"]), Effet(one["effet"]), one["note"]) for one in data["variables"]),
        mouvements=(
            *_mouvements(questionnaire, selector, data["mouvements"]),
            *_mouvements(questionnaire, selector, data["positions"], position=True),
        ),
    )


def _mouvements(
    questionnaire: Questionnaire,
    selector: Selector,
    declared: Iterable[Mapping[str, str]],
    *,
    position: bool = False,
) -> Iterator[Mouvement]:
    for one in declared:
        with suppress(ExpressionError):
            departs, arrivees = (
                figure_of(questionnaire, selector, parse(one[side])) for side in ("departs", "arrivees")
            )
            yield Mouvement(one["libelle"], departs, arrivees, position)
