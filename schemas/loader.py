"""Loads a questionnaire from its folder of declarations into the model of `schemas.model`.

The loader refuses what it cannot build (`DeclarationError`, naming file and key); `schemas.checks` holds the checks
that a finished declaration must pass, run by the tests and by `load(folder, strict=True)`.
"""

from __future__ import annotations

from pathlib import Path

from schemas.declaration import ROOT, Declaration, declaration
from schemas.model import COLLECTIVITE, Help, Indicator, Module, Parameter, Questionnaire, Version
from schemas.nodes import DeclarationError, Node
from schemas.nomenclature_reader import Calendar, read_nomenclatures
from schemas.table_reader import TableReader


def indicator_file(code: str) -> str:
    """The file of an indicator, relative to the folder of the questionnaire."""
    return f"{COLLECTIVITE}.yaml" if code == COLLECTIVITE else f"indicateurs/{code}.yaml"


class _Loader:
    def __init__(self, files: Declaration) -> None:
        self.files = files
        self.root = Node(ROOT, "", files.yaml(ROOT))
        self.year = self.root.whole("annee")
        calendar = Calendar(self.year)
        self.dated = calendar.dated
        self.nomenclatures = read_nomenclatures(files, calendar)
        self.tables = TableReader(self.nomenclatures, calendar)

    def indicator(self, code: str) -> Indicator:
        file = indicator_file(code)
        node = Node(file, "", self.files.yaml(file))
        tables = tuple(self.tables.table(table) for table in node.nodes("tableaux") if table.get("actif", True))
        helps = tuple(
            Help(self.dated(entry["texte"]), tuple(entry["sources"]), tuple(entry.get("regles_sources") or ()))
            for entry in node.nodes("aide")
        )
        return Indicator(
            code=node["code"],
            title=self.dated(node["titre"]),
            chapter=str(node["chapitre"]),
            population=node["population"],
            scope=self.dated(node["champ"]),
            tables=tables,
            help=helps,
            examples=tuple(node.get("exemples") or ()),
        )

    def questionnaire(self) -> Questionnaire:
        root = self.root
        empty = self.tables.condition(Node(root.file, "", {"condition": root["bilan_a_vide"]}))
        assert empty is not None
        modules = root.node("modules")
        parameters = root.node("parametres") if "parametres" in root.data else Node(root.file, "parametres", {})
        return Questionnaire(
            id=root["id"],
            family=root["famille"],
            version=str(root["version"]),
            year=self.year,
            title=self.dated(root["titre"]),
            modules={code: self._module(code, modules.node(code)) for code in modules.data},
            chapters={str(code): self.dated(title) for code, title in root.node("chapitres").data.items()},
            indicators=tuple(self.indicator(code) for code in (COLLECTIVITE, *root["indicateurs"])),
            nomenclatures=self.nomenclatures,
            parameters={code: self._parameter(code, parameters.node(code)) for code in parameters.data},
            units={code: str(label) for code, label in root.node("unites").data.items()},
            versions=tuple(self._version(node) for node in root.nodes("versions")),
            empty_report=empty,
        )

    def _module(self, code: str, node: Node) -> Module:
        chapters = tuple(str(chapter) for chapter in node["chapitres"])
        return Module(code, self.dated(node["titre"]), chapters, bool(node.get("defaut")))

    def _parameter(self, code: str, node: Node) -> Parameter:
        return Parameter(code, self.dated(node["libelle"]), node.number("valeur"), self.dated(node.get("note")))

    def _version(self, node: Node) -> Version:
        changes = tuple(self.dated(text) for text in node["changements"])
        return Version(str(node["version"]), str(node["date"]), changes)


def load(folder: Path, version: str | None = None, *, strict: bool = False) -> Questionnaire:
    """Load the questionnaire declared in `folder`, at its current version or at a past one.

    Raise `DeclarationError` (file, key) when the declaration cannot be built or, with `strict`, when it fails one of
    the checks of `schemas.checks` (the first one; `schemas.checks.faults` lists them all); KeyError when the version is
    not declared.
    """
    files = declaration(folder, version)
    if not strict:
        return _Loader(files).questionnaire()
    from schemas.checks import structure_faults, substance_faults  # checks are for editions being written

    for fault in structure_faults(files):
        raise fault
    questionnaire = _Loader(files).questionnaire()
    for fault in substance_faults(files, questionnaire):
        raise fault
    return questionnaire


__all__ = ["ROOT", "DeclarationError", "indicator_file", "load"]
