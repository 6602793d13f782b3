"""Bands that a table has as rows or columns without any nomenclature: `tranches.yaml` of an edition."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import pairwise

import schemas
from schemas.declaration import base_of
from schemas.figures import files_of
from schemas.model import Questionnaire
from schemas.nodes import Node

FILE = "tranches.yaml"

Bands = tuple[tuple[float, str], ...]
"""The first value of each band and its name, in order; a band ends where the next one starts."""


def declaring(questionnaire: Questionnaire, file: str) -> str:
    """The edition whose file says it for a questionnaire: its own, else the first one after it that has one.

    An edition also has the files of the older one that it derives from. A newer edition changes nothing for the others.
    """
    family = schemas.editions(questionnaire.family)
    after = family[family.index(questionnaire.id) :] if questionnaire.id in family else family[-1:]
    return next((name for name in after if _has(name, file, family)), family[-1])


def _has(edition: str, file: str, family: list[str]) -> bool:
    """Whether an edition, or the older one that it is declared from, has a file."""
    folder = schemas.FOLDER / edition
    if (folder / file).is_file():
        return True
    base = base_of(folder)
    return base in family[: family.index(edition)] and _has(base, file, family)


def bands_of(questionnaire: Questionnaire) -> Mapping[str, Bands]:
    """The bands declared, by name. Raise `DeclarationError` for an unknown table, or bands that do not fit it."""
    return _declared(declaring(questionnaire, FILE))


@cache
def _declared(edition: str) -> Mapping[str, Bands]:
    questionnaire = schemas.questionnaire(edition)
    return read_bands(questionnaire, files_of(questionnaire).yaml(FILE))


def read_bands(questionnaire: Questionnaire, document: object) -> Mapping[str, Bands]:
    """The content of a file."""
    root = Node(FILE, "", document)
    return {name: _bands(questionnaire, root.node(name)) for name in root.data}


def _bands(questionnaire: Questionnaire, node: Node) -> Bands:
    table = questionnaire.tables.get(str(node["tableau"]))
    if table is None:
        raise node.fail("tableau", f"unknown table « {node['tableau']} »")
    declared = node.node("tranches")
    bands = tuple((declared.number(name), str(name)) for name in declared.data)
    if any(after <= before for (before, _), (after, _) in pairwise(bands)):
        raise node.fail("tranches", "each band starts after the one before")
    rows = sum(not row.computed for row in table.rows)
    columns = sum(not column.computed for column in table.columns)
    if not bands or (rows != len(bands) and columns % len(bands)):
        raise node.fail(
            "tranches", f"{len(bands)} bands do not fit the {rows} rows and {columns} columns of {table.id}"
        )
    return bands
