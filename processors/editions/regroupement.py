"""The checks of what grouping collectivités does to each answer of an edition: `consolidation.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from processors.consolidation.effets import FILE, Effet
from schemas.declaration import Declaration
from schemas.expressions import ExpressionError, parse
from schemas.figures import figure_of
from schemas.model import Kind, Questionnaire
from schemas.nodes import DeclarationError, Node
from schemas.selections import Selector


def grouping_faults(
    files: Declaration, questionnaire: Questionnaire, selector: Selector, *, own: bool
) -> Iterator[DeclarationError]:
    """Unknown effects, types, units and variables, and movements that cannot be computed.

    What is inherited from another edition (not `own`) may name cells that this one has not.
    """
    root = Node(FILE, "", files.yaml(FILE))
    for key, known in (("types", set(Kind)), ("unites", questionnaire.units.keys())):
        node = root.node(key)
        for name, effect in node.data.items():
            if name not in known:
                yield node.fail(name, "unknown")
            yield from _effect_faults(node, name, effect)
    for kind in set(Kind) - root.node("types").data.keys():
        yield root.node("types").fail(kind, "missing")
    for node in root.nodes("variables"):
        yield from _effect_faults(node, "effet", node["effet"])
        for pattern in node["variables"]:
            if own and not any(fnmatchcase(code, pattern) for code in questionnaire.cells):
                yield node.fail("variables", f"«\u00a0{pattern}\u00a0» names no cell")
    for node in root.nodes("mouvements"):
        for side in ("departs", "arrivees"):
            try:
                expression = parse(str(node[side]))
                if own:
                    figure_of(questionnaire, selector, expression)
            except ExpressionError as error:
                yield node.fail(side, str(error))


def _effect_faults(node: Node, key: str, effect: object) -> Iterator[DeclarationError]:
    if effect not in set(Effet):
        yield node.fail(key, f"«\u00a0{effect}\u00a0» is not one of {', '.join(Effet)}")


__all__ = ["FILE", "grouping_faults"]
