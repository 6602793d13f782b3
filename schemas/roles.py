"""Codes that rules treat in a way of their own, by role: a file that names each code, its nomenclature, and its role.

That of the agent sheets is `schemas/fiches/roles.yaml`; that of the fictitious answers of an edition is read by
`schemas.example`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from schemas.model import Nomenclature
from schemas.nodes import Node, read_yaml

FILE = "roles.yaml"
_FOLDER = Path(__file__).with_name("fiches")


@dataclass(frozen=True)
class Roles:
    """One code, or several, by role."""

    nodes: Mapping[str, Node]

    def code(self, role: str) -> str:
        """The code that plays a role. Raise KeyError for an unknown role, `DeclarationError` when several play it."""
        return str(self.nodes[role]["code"])

    def codes(self, role: str) -> tuple[str, ...]:
        """The codes that play a role. Raise KeyError for an unknown role, `DeclarationError` when only one does."""
        return tuple(map(str, self.nodes[role]["codes"]))

    def verify(self, nomenclatures: Mapping[str, Nomenclature]) -> None:
        """Raise `DeclarationError` (file, role) for an unknown nomenclature, or a code that it has not."""
        for node in self.nodes.values():
            name = str(node["nomenclature"])
            if name not in nomenclatures:
                raise node.fail("nomenclature", f"unknown nomenclature « {name} »")
            for code in _named(node):
                if code not in nomenclatures[name].by_code:
                    raise node.fail("code", f"« {code} » is not a code of {name}")


def _named(node: Node) -> Iterator[str]:
    if ("code" in node.data) == ("codes" in node.data):
        raise node.fail("code", "either one code or several are expected")
    yield from map(str, node["codes"] if "codes" in node.data else [node["code"]])


def read_roles(file: str, document: object) -> Roles:
    """The content of a file of roles."""
    root = Node(file, "", document)
    return Roles({role: root.node(role) for role in root.data})


@cache
def roles() -> Roles:
    """Those of the agent sheets; whoever loads the sheets verifies them."""
    return read_roles(FILE, read_yaml(_FOLDER, FILE))


def code_of(role: str) -> str:
    """The code that plays a role in the agent sheets."""
    return roles().code(role)


def codes_of(role: str) -> tuple[str, ...]:
    """The codes that play a role in the agent sheets."""
    return roles().codes(role)
