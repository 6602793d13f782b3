"""The ratios and the strata of an edition: `ratios.yaml` and `strates.yaml`, bound to its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schemas.expressions import ExpressionError, parse
from schemas.expressions.evaluation import Array
from schemas.figures import Figure, figure_of, files_of
from schemas.model import Questionnaire
from schemas.rules import rule_book

NOWHERE = -1
"""Rank of the group of an authority that belongs to none."""


@dataclass(frozen=True)
class Ratio:
    """A ratio: `facteur` × numerator ÷ denominator, shown with `decimales` decimals."""

    code: str
    titre: str
    unite: str
    facteur: float
    decimales: int
    aide: str
    numerateur: Figure
    denominateur: Figure


@dataclass(frozen=True)
class Axe:
    """A way of sorting authorities: `rangs` gives the rank of the group of each line of a block, or `NOWHERE`."""

    code: str
    libelle: str
    groupes: tuple[str, ...]
    rangs: Figure


@dataclass(frozen=True)
class Niveau:
    """A kind of stratum: authorities with the same group on every axis. Without axis, all of them."""

    code: str
    libelle: str
    axes: tuple[str, ...]


@dataclass(frozen=True)
class Secret:
    """A group is published when whoever belongs to it sees at least `autres_minimum` others, and no dominant one.

    `part_maximale`: the largest share of a total that one authority may hold.
    """

    autres_minimum: int
    part_maximale: float


@dataclass(frozen=True)
class Declaration:
    """What an edition compares. `niveaux` stand in the order in which secrecy keeps them."""

    ratios: tuple[Ratio, ...]
    axes: Mapping[str, Axe]
    niveaux: tuple[Niveau, ...]
    secret: Secret

    def libelle(self, niveau: Niveau, groupes: tuple[int, ...]) -> str:
        """The name of a stratum in words."""
        if not groupes:
            return niveau.libelle
        return ", ".join(self.axes[axe].groupes[rank] for axe, rank in zip(niveau.axes, groupes, strict=True))


@cache
def declaration_de(questionnaire: Questionnaire) -> Declaration:
    """The ratios and the strata of a delivered edition; a ratio that its form cannot give is left out.

    Raise DeclarationError or ExpressionError when the declaration is wrong.
    """
    files = files_of(questionnaire)
    selector = rule_book(questionnaire).selector

    def figure(text: str) -> Figure:
        return figure_of(questionnaire, selector, parse(text))

    strates = files.yaml("strates.yaml")
    return Declaration(
        ratios=tuple(_ratios(files.yaml("ratios.yaml")["ratios"], figure)),
        axes={code: _axe(questionnaire, code, one, figure) for code, one in strates["axes"].items()},
        niveaux=tuple(Niveau(one["code"], one["libelle"], tuple(one["axes"])) for one in strates["strates"]),
        secret=Secret(int(strates["secret"]["autres_minimum"]), float(strates["secret"]["part_maximale"])),
    )


def _ratios(declared: Iterable[Mapping[str, Any]], figure: Callable[[str], Figure]) -> Iterator[Ratio]:
    for one in declared:
        with suppress(ExpressionError):
            yield Ratio(
                one["code"],
                one["titre"],
                one["unite"],
                float(one["facteur"]),
                int(one["decimales"]),
                one["aide"],
                figure(one["numerateur"]),
                figure(one["denominateur"]),
            )


def _axe(questionnaire: Questionnaire, code: str, one: Mapping[str, Any], figure: Callable[[str], Figure]) -> Axe:
    if "groupes" in one:
        cell = questionnaire.cells[one["variable"]]
        position = questionnaire.choices(cell.type).position
        table = np.full(len(position) + 1, NOWHERE)
        for rank, group in enumerate(one["groupes"]):
            table[[position[value] for value in group["valeurs"]]] = rank
        labels = tuple(group["libelle"] for group in one["groupes"])
        return Axe(code, one["libelle"], labels, lambda block: table[_places(block[:, cell.index], len(position))])
    lower = [float(band["minimum"]) for band in one["tranches"]]
    upper = [float(band.get("maximum", inf)) for band in one["tranches"]]
    measured: Figure = figure(one["expression"])
    labels = tuple(band["libelle"] for band in one["tranches"])
    return Axe(code, one["libelle"], labels, lambda block: _bands(measured(block), lower, upper))


def _places(ranks: Array, beyond: int) -> NDArray[np.intp]:
    """Ranks as places of an array, blanks at the end of it."""
    return np.where(np.isnan(ranks), beyond, ranks).astype(np.intp)


def _bands(figures: Array, lower: list[float], upper: list[float]) -> Array:
    found = np.full(len(figures), float(NOWHERE))
    for rank, (minimum, maximum) in enumerate(zip(lower, upper, strict=True)):
        found[(figures >= minimum) & (figures < maximum)] = rank
    return found
