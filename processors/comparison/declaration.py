"""The ratios and the strata of an edition: `ratios.yaml` and `strates.yaml`, bound to its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schemas.declaration import Declaration as Files
from schemas.expressions import ExpressionError, parse
from schemas.expressions.evaluation import Array
from schemas.figures import Figure, figure_of, files_of
from schemas.model import CODED, Questionnaire
from schemas.nodes import Node
from schemas.rules import selector_of
from schemas.selections import Selector

RATIOS, STRATES = "ratios.yaml", "strates.yaml"
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

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Everything that is computed of a report."""
        sides = (side for ratio in self.ratios for side in (ratio.numerateur, ratio.denominateur))
        return (*sides, *(axe.rangs for axe in self.axes.values()))

    def libelle(self, niveau: Niveau, groupes: tuple[int, ...]) -> str:
        """The name of a stratum in words."""
        if not groupes:
            return niveau.libelle
        return ", ".join(self.axes[axe].groupes[rank] for axe, rank in zip(niveau.axes, groupes, strict=True))


@cache
def declaration_de(questionnaire: Questionnaire) -> Declaration:
    """The ratios and the strata of a delivered edition.

    Raise `DeclarationError` (file, key) when the declaration is wrong, be it only by a ratio whose cells the edition
    has not: it is removed by a difference, with its reason, never in silence.
    """
    return lire(questionnaire, files_of(questionnaire), selector_of(questionnaire))


def lire(questionnaire: Questionnaire, files: Files, selector: Selector) -> Declaration:
    """The ratios and the strata that the files of an edition declare. Raise `DeclarationError` as above."""
    reader = _Reader(questionnaire, selector)
    strates = Node(STRATES, "", files.yaml(STRATES))
    secret, axes = strates.node("secret"), strates.node("axes")
    return Declaration(
        ratios=tuple(reader.ratio(one) for one in Node(RATIOS, "", files.yaml(RATIOS)).nodes("ratios")),
        axes={code: reader.axe(code, axes.node(code)) for code in axes.data},
        niveaux=tuple(_niveau(one, axes.data) for one in strates.nodes("strates")),
        secret=Secret(secret.whole("autres_minimum"), secret.number("part_maximale")),
    )


def _niveau(node: Node, axes: Mapping[str, Any]) -> Niveau:
    named = tuple(node["axes"])
    if unknown := set(named) - axes.keys():
        raise node.fail("axes", f"unknown axis {sorted(unknown)}")
    return Niveau(node["code"], node["libelle"], named)


class _Reader:
    def __init__(self, questionnaire: Questionnaire, selector: Selector) -> None:
        self.questionnaire, self.selector = questionnaire, selector

    def ratio(self, node: Node) -> Ratio:
        if unknown := node.data.keys() - {field.name for field in fields(Ratio)}:
            raise node.fail(sorted(unknown)[0], "unknown key")
        return Ratio(
            code=str(node["code"]),
            titre=str(node["titre"]),
            unite=str(node["unite"]),
            facteur=node.number("facteur"),
            decimales=node.whole("decimales"),
            aide=str(node["aide"]),
            numerateur=self.figure(node, "numerateur"),
            denominateur=self.figure(node, "denominateur"),
        )

    def figure(self, node: Node, key: str) -> Figure:
        try:
            return figure_of(self.questionnaire, self.selector, parse(str(node[key])))
        except ExpressionError as error:
            raise node.fail(key, str(error)) from error

    def axe(self, code: str, node: Node) -> Axe:
        if "groupes" in node.data:
            return Axe(code, node["libelle"], _libelles(node, "groupes"), self.groupes(node))
        bands = node.nodes("tranches")
        lower = [band.number("minimum") for band in bands]
        upper = [band.number("maximum") if "maximum" in band.data else inf for band in bands]
        measured = self.figure(node, "expression")
        ranks = Figure(measured.cells, lambda block: _bands(measured(block), lower, upper))
        return Axe(code, node["libelle"], _libelles(node, "tranches"), ranks)

    def groupes(self, node: Node) -> Figure:
        cell = self.questionnaire.cells.get(str(node["variable"]))
        if cell is None or cell.type.kind not in CODED:
            raise node.fail("variable", f"«\u00a0{node['variable']}\u00a0» is no coded answer of this edition")
        position = self.questionnaire.choices(cell.type).position
        table = np.full(len(position) + 1, NOWHERE)
        for rank, group in enumerate(node.nodes("groupes")):
            if unknown := set(group["valeurs"]) - position.keys():
                raise group.fail("valeurs", f"unknown answer {sorted(unknown)}")
            table[[position[value] for value in group["valeurs"]]] = rank
        return Figure((cell,), lambda block: table[_places(block[:, cell.index], len(position))])


def _libelles(node: Node, key: str) -> tuple[str, ...]:
    return tuple(str(one["libelle"]) for one in node.nodes(key))


def _places(ranks: Array, beyond: int) -> NDArray[np.intp]:
    """Ranks as places of an array, blanks at the end of it."""
    return np.where(np.isnan(ranks), beyond, ranks).astype(np.intp)


def _bands(figures: Array, lower: list[float], upper: list[float]) -> Array:
    found = np.full(len(figures), float(NOWHERE))
    for rank, (minimum, maximum) in enumerate(zip(lower, upper, strict=True)):
        found[(figures >= minimum) & (figures < maximum)] = rank
    return found
