"""What the fictitious answers of an edition are made of: `exemple/` in its folder (`docs/declarations.md`).

`tableaux.yaml` names the tables, rows and columns that a function fills; `roles.yaml` the codes that tell agents apart;
`usages.yaml` the kinds of collectivités, the weights and the probabilities.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import schemas
from schemas.bands import declaring
from schemas.figures import files_of
from schemas.model import Questionnaire
from schemas.nodes import Node
from schemas.roles import Roles, read_roles

FOLDER = "exemple"
TABLES, ROLES, USAGES = (f"{FOLDER}/{name}.yaml" for name in ("tableaux", "roles", "usages"))
_PROFILE = {"type_collectivite": "types_collectivite", "cadres": "cadres_emplois"}
_PROFILE |= {"non_permanents": "emplois_non_permanents"}
"""Key of a kind of collectivité → nomenclature of its codes."""


@dataclass(frozen=True, slots=True)
class Place:
    """A table, and those of its rows and columns that are filled by name."""

    table: str
    rows: Mapping[str, str]
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights, probabilities or amounts by code; `nomenclature` is '' when they are no codes."""

    nomenclature: str
    by_code: Mapping[str, float]


@dataclass(frozen=True)
class Example:
    """The declaration. `profiles` are kinds of collectivités, as written; `families` the métiers of a filière."""

    places: Mapping[str, Place]
    roles: Roles
    profiles: Mapping[str, Mapping[str, Any]]
    families: Mapping[str, tuple[str, ...]]
    weights: Mapping[str, Weights]


def example_of(questionnaire: Questionnaire) -> Example:
    """That of an edition; of the newest one, of which it takes what it has, for a questionnaire that declares none.

    Raise `DeclarationError` (file, key) for a table, a row, a column or a code that the edition has not.
    """
    return _declared(declaring(questionnaire, TABLES))


@cache
def _declared(edition: str) -> Example:
    questionnaire = schemas.questionnaire(edition)
    files = files_of(questionnaire)
    return read_example(questionnaire, {file: files.yaml(file) for file in (TABLES, ROLES, USAGES)})


def read_example(questionnaire: Questionnaire, documents: Mapping[str, Any]) -> Example:
    """The content of the three files, by their names."""
    tables, usages = Node(TABLES, "", documents[TABLES]), Node(USAGES, "", documents[USAGES])
    roles = read_roles(ROLES, documents[ROLES])
    roles.verify(questionnaire.nomenclatures)
    reader = _Reader(questionnaire)
    weights = usages.node("poids")
    return Example(
        places={name: reader.place(tables.node(name)) for name in tables.data},
        roles=roles,
        profiles=dict(reader.profiles(usages.node("profils"))),
        families=dict(reader.families(usages.node("familles"))),
        weights={name: reader.weights(weights.node(name)) for name in weights.data},
    )


class _Reader:
    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire

    def place(self, node: Node) -> Place:
        table = self.questionnaire.tables.get(str(node["tableau"]))
        if table is None:
            raise node.fail("tableau", f"unknown table « {node['tableau']} »")
        rows, columns = ({str(k): str(v) for k, v in node.get(key, {}).items()} for key in ("lignes", "colonnes"))
        _all_known(node, "lignes", rows.values(), {row.code for row in table.rows})
        _all_known(node, "colonnes", columns.values(), table.column_by_code)
        return Place(table.id, rows, columns)

    def profiles(self, node: Node) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for name in node.data:
            profile = node.node(name)
            for key, nomenclature in _PROFILE.items():
                named = profile[key]
                self._codes(profile, key, nomenclature, [named] if isinstance(named, str) else named)
            yield name, profile.data

    def families(self, node: Node) -> Iterator[tuple[str, tuple[str, ...]]]:
        self._codes(node, "familles", "filieres", node.data)
        for filiere, families in node.data.items():
            self._codes(node, filiere, "familles_metier", families)
            yield filiere, tuple(families)

    def weights(self, node: Node) -> Weights:
        nomenclature, weights = str(node.get("nomenclature") or ""), node.node("valeurs")
        if nomenclature:
            self._codes(node, "valeurs", nomenclature, weights.data)
        return Weights(nomenclature, {code: weights.number(code) for code in weights.data})

    def _codes(self, node: Node, key: str, nomenclature: str, codes: Any) -> None:
        known = self.questionnaire.nomenclatures.get(nomenclature)
        if known is None:
            raise node.fail("nomenclature", f"unknown nomenclature « {nomenclature} »")
        _all_known(node, key, codes, known.by_code)


def _all_known(node: Node, key: str, codes: Any, known: Any) -> None:
    for code in codes:
        if code not in known:
            raise node.fail(key, f"unknown code « {code} »")
