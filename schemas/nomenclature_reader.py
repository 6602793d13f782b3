"""Reads the nomenclatures of a declaration: their index and their lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from schemas.declaration import Declaration
from schemas.model import Element, Nomenclature
from schemas.nodes import DeclarationError, Node

INDEX = "nomenclatures.yaml"
HEADER = ["code", "libelle", "parent", "note"]

_YEAR = re.compile(r"\{annee(?:([+-])(\d+))?\}")


def list_file(name: str) -> str:
    """The file of a nomenclature, relative to the folder of the questionnaire."""
    return f"nomenclatures/{name}.csv"


class Calendar:
    """Puts the year of the questionnaire in texts: `{annee}`, `{annee-1}`, `{annee+1}`."""

    def __init__(self, year: int) -> None:
        self.year = year

    def dated(self, text: Any) -> str:
        text = str(text or "")
        return _YEAR.sub(self._year, text) if "{" in text else text

    def _year(self, match: re.Match[str]) -> str:
        shift = int(match[2] or 0)
        return str(self.year + (-shift if match[1] == "-" else shift))


def read_nomenclatures(files: Declaration, calendar: Calendar) -> dict[str, Nomenclature]:
    """Every nomenclature of the index. Raise `DeclarationError` when a list is missing or has another shape."""
    index = Node(INDEX, "", files.yaml(INDEX))
    return {name: _nomenclature(files, calendar, index.node(name), name) for name in index.data}


def _nomenclature(files: Declaration, calendar: Calendar, node: Node, name: str) -> Nomenclature:
    file = list_file(name)
    columns = dict(node.get("colonnes") or {})
    header, *lines = files.rows(file) or [[]]
    expected = HEADER + list(columns)
    if header != expected:
        raise DeclarationError(file, "header", f"{header} instead of {expected}")
    elements = []
    for number, line in enumerate(lines, start=2):
        if len(line) != len(expected):
            raise DeclarationError(file, f"line {number}", "number of fields")
        code, label, parent, _ = line[: len(HEADER)]
        attributes = {column: value for column, value in zip(columns, line[len(HEADER) :], strict=True) if value}
        elements.append(Element(code, calendar.dated(label), parent, attributes))
    return Nomenclature(name, calendar.dated(node["titre"]), node.get("parent"), columns, tuple(elements))


class Ancestry:
    """The ancestors of the elements of nomenclatures, by the name of their nomenclature, nearest first."""

    def __init__(self, nomenclatures: Mapping[str, Nomenclature]) -> None:
        self._nomenclatures = nomenclatures
        self.of = cache(self._of)

    def _of(self, name: str, code: str) -> Mapping[str, Element]:
        """Ancestors of the element `code` of the nomenclature `name`; it stops at a parent that does not exist."""
        nomenclature = self._nomenclatures[name]
        element = nomenclature.by_code[code]
        found: dict[str, Element] = {}
        while element.parent and nomenclature.parent in self._nomenclatures and nomenclature.parent not in found:
            nomenclature = self._nomenclatures[nomenclature.parent or ""]
            if element.parent not in nomenclature.by_code:
                break
            element = nomenclature.by_code[element.parent]
            found[nomenclature.name] = element
        return found
