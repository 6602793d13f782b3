"""The files of a declaration as they are written, and how a fault names a place in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from schemas.declaration import ROOT, Declaration
from schemas.loader import indicator_file
from schemas.model import COLLECTIVITE, Questionnaire
from schemas.nodes import DeclarationError, Node
from schemas.nomenclature_reader import INDEX


class Documents:
    """The YAML files of one declaration, read once."""

    def __init__(self, files: Declaration) -> None:
        self.files = files

    @cached_property
    def root(self) -> Mapping[str, Any]:
        return Node(ROOT, "", self.files.yaml(ROOT)).data

    @cached_property
    def index(self) -> Mapping[str, Any]:
        return Node(INDEX, "", self.files.yaml(INDEX)).data

    @cached_property
    def indicators(self) -> Mapping[str, Node]:
        """The indicator files by the code that `questionnaire.yaml` gives them, « Collectivité » first."""
        codes = (COLLECTIVITE, *self.root["indicateurs"])
        return {code: Node(file, "", self.files.yaml(file)) for code in codes for file in [indicator_file(code)]}

    def tables(self) -> Iterator[Node]:
        """Every table, the inactive ones too."""
        for indicator in self.indicators.values():
            yield from indicator.nodes("tableaux")


def table_fault(questionnaire: Questionnaire, table: str, key: str, message: str) -> DeclarationError:
    """A fault in a table of the model; `key` is relative to the table."""
    file = indicator_file(questionnaire.indicator_of[table].code)
    return DeclarationError(file, f"tableaux[{table}].{key}", message)


def row_key(code: str) -> str:
    """The key of a row, relative to its table."""
    return f"lignes.liste[{code}]"


def column_key(code: str) -> str:
    """The key of a column, relative to its table."""
    return f"colonnes[{code}]"
