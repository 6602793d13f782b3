"""The nomenclatures: codes, labels, parents, and the values of their typed columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from schemas.checks.documents import Documents
from schemas.model import Element, Kind, Nomenclature, Questionnaire
from schemas.nodes import DeclarationError
from schemas.nomenclature_reader import INDEX, Ancestry, list_file

POPULATIONS = frozenset(
    {"fonctionnaires", "contractuels_permanents", "non_permanents", "permanents", "tous", "collectivite"}
)

_FREE = {"texte", "liste"}
_FORMS = {
    "entier": re.compile(r"\d+"),
    "nombre": re.compile(r"\d+(\.\d+)?"),
    "oui_non": re.compile(r"oui|non"),
}
_OTHER_KINDS = {"unite", "type", "population", "populations", "indicateurs", "tableau", "colonne"}


def list_faults(documents: Documents, questionnaire: Questionnaire) -> Iterator[DeclarationError]:
    """What does not hold together in the lists and their index."""
    for file in documents.files.names("nomenclatures", ".csv"):
        if Path(file).stem not in questionnaire.nomenclatures:
            yield DeclarationError(file, "-", f"not in {INDEX}")
    checker = _Checker(documents, questionnaire)
    for nomenclature in questionnaire.nomenclatures.values():
        yield from checker.index_faults(nomenclature)
        yield from checker.element_faults(nomenclature)


class _Checker:
    def __init__(self, documents: Documents, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.nomenclatures = questionnaire.nomenclatures
        self.ancestors = Ancestry(questionnaire.nomenclatures).of
        self.columns = {
            str(table["id"]): {str(column["code"]) for column in table.nodes("colonnes")}
            for table in documents.tables()
        }

    def index_faults(self, nomenclature: Nomenclature) -> Iterator[DeclarationError]:
        known = self.nomenclatures.keys() | _FREE | _FORMS.keys() | _OTHER_KINDS
        if nomenclature.parent is not None and nomenclature.parent not in self.nomenclatures:
            yield DeclarationError(
                INDEX, f"{nomenclature.name}.parent", f"unknown nomenclature « {nomenclature.parent} »"
            )
        for column, kind in nomenclature.columns.items():
            if isinstance(kind, str) and kind not in known:
                yield DeclarationError(INDEX, f"{nomenclature.name}.colonnes.{column}", f"unknown kind « {kind} »")

    def element_faults(self, nomenclature: Nomenclature) -> Iterator[DeclarationError]:
        file = list_file(nomenclature.name)
        if not nomenclature.elements:
            yield DeclarationError(file, "-", "empty")
        codes = Counter(element.code for element in nomenclature.elements)
        for element in nomenclature.elements:
            for message in self._messages(nomenclature, element, codes):
                yield DeclarationError(file, element.code or "-", message)

    def _messages(self, nomenclature: Nomenclature, element: Element, codes: Mapping[str, int]) -> Iterator[str]:
        if not element.code or codes[element.code] > 1:
            yield "the code is empty, or stands twice"
        texts = (element.code, element.label, *element.attributes.values())
        if not element.label or any(text != text.strip() for text in texts):
            yield "empty label or stray space"
        if "'" in element.label:
            yield "the apostrophe of a label is ’"
        parents = self.nomenclatures.get(nomenclature.parent or "")
        if element.parent and (parents is None or element.parent not in parents.by_code):
            yield f"unknown parent « {element.parent} »"
            return
        for column, kind in nomenclature.columns.items():
            value = element.attributes.get(column, "")
            if value and not self._holds(kind, value, element):
                yield f"{column}: « {value} » is not {kind}"
        yield from self._contradictions(nomenclature, element)

    def _contradictions(self, nomenclature: Nomenclature, element: Element) -> Iterator[str]:
        """A column that repeats what the parents say agrees with them."""
        ancestors = self.ancestors(nomenclature.name, element.code)
        parents = self.nomenclatures.get(nomenclature.parent or "")
        for column, kind in nomenclature.columns.items():
            value = element.attributes.get(column, "")
            if isinstance(kind, str) and kind in ancestors and kind != nomenclature.name:
                said = ancestors[kind].code
            elif parents is not None and element.parent and parents is not nomenclature and column in parents.columns:
                said = parents.by_code[element.parent].attributes.get(column, "")
            else:
                continue
            if value != said:
                yield f"{column}: « {value} », but its parents say « {said} »"

    def _holds(self, kind: str | list[str], value: str, element: Element) -> bool:
        """Whether the value of a typed column is of the kind of the column."""
        if isinstance(kind, list):
            return value in kind
        if kind in _FORMS:
            return _FORMS[kind].fullmatch(value) is not None
        if kind in self.nomenclatures:
            return value in self.nomenclatures[kind].by_code
        match kind:
            case "unite":
                return value in self.questionnaire.units
            case "type":
                return value in list(Kind)
            case "population" | "populations":
                return set(value.split(",")) <= POPULATIONS if kind == "populations" else value in POPULATIONS
            case "indicateurs":
                return set(value.split(",")) <= {indicator.code for indicator in self.questionnaire.indicators}
            case "tableau":
                return value in self.columns
            case "colonne":
                return value in self.columns.get(element.attributes.get("tableau", ""), set())
        return True
