"""Reads the declaration of the agent-level sheets into the model of `schemas.registers`.

`fiches.yaml` is the root; `feuilles/<code>.yaml` a sheet; `nomenclatures.yaml` the lists that the questionnaire they
feed does not have. What is not consistent is refused (`DeclarationError`, naming file and key).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import schemas
from schemas.declaration import Declaration
from schemas.expressions import references
from schemas.model import COLLECTIVITE as COLLECTIVITE_TABLE
from schemas.model import YES_NO, Condition, Nomenclature, Questionnaire, Version
from schemas.nodes import DeclarationError, Node
from schemas.nomenclature_reader import Calendar, read_nomenclatures
from schemas.registers import (
    AGENTS,
    COLLECTIVITE,
    KEY,
    Anonymised,
    Choices,
    Field,
    FieldKind,
    PerAgent,
    Register,
    Sheet,
    Unit,
    kept,
)
from schemas.roles import FILE as ROLES
from schemas.roles import read_roles

ROOT = "fiches.yaml"
SYNONYMS = "synonymes.csv"
_SHEET_KEYS = frozenset(
    {"code", "titre", "par_agent", "presentation", "conditions", "reprend", "reconduit", "rubriques"}
)
_FIELD_KEYS = frozenset(
    {
        "code",
        "libelle",
        "type",
        "modalites",
        "seulement",
        "sauf",
        "parents",
        "parmi",
        "condition",
        "obligatoire",
        "obligatoire_si",
        "personnel",
        "anonymisation",
        "aide",
        "indicateurs",
        "pas",
        "unite",
        "maximum",
        "calcule",
    }
)
_STEPS = {FieldKind.DECIMAL: 0.01}
FORMULAS = ("etpr",)
"""What may fill a cell: `calcule` of a field."""


def sheet_file(code: str) -> str:
    """The file of a sheet, relative to the folder of the register."""
    return f"feuilles/{code}.yaml"


class _Reader:
    def __init__(self, folder: Path) -> None:
        self.files = Declaration(folder)
        self.root = Node(ROOT, "", self.files.yaml(ROOT))
        self.year = self.root.whole("annee")
        calendar = Calendar(self.year)
        self.dated = calendar.dated
        self.feeds = self._questionnaire()
        own = read_nomenclatures(self.files, calendar)
        self.nomenclatures: Mapping[str, Nomenclature] = {**self.feeds.nomenclatures, **own}
        if self.files.exists(ROLES):
            read_roles(ROLES, self.files.yaml(ROLES)).verify(self.nomenclatures)

    def _questionnaire(self) -> Questionnaire:
        name = str(self.root["alimente"])
        if name not in schemas.available():
            raise self.root.fail("alimente", f"unknown questionnaire « {name} »")
        questionnaire = schemas.questionnaire(name)
        if questionnaire.year != self.year:
            raise self.root.fail("annee", f"{name} is of {questionnaire.year}")
        return questionnaire

    def register(self) -> Register:
        root = self.root
        sheets = {str(code): self.sheet(str(code)) for code in root["feuilles"]}
        for required in (AGENTS, COLLECTIVITE):
            if required not in sheets:
                raise root.fail("feuilles", f"« {required} » is missing")
        register = Register(
            id=str(root["id"]),
            version=str(root["version"]),
            year=self.year,
            title=self.dated(root["titre"]),
            feeds=self.feeds,
            sheets=sheets,
            nomenclatures=self.nomenclatures,
            versions=tuple(self._version(node) for node in root.nodes("versions")),
            synonyms=self._synonyms(),
        )
        for code in sheets:
            self._bind(register, register.sheets[code])
        return register

    def _synonyms(self) -> dict[str, dict[str, str]]:
        """Spelling → code, by nomenclature."""
        found: dict[str, dict[str, str]] = {}
        header, *lines = self.files.rows(SYNONYMS) or [[]]
        if header != ["nomenclature", "code", "ecriture"]:
            raise DeclarationError(SYNONYMS, "header", f"{header}")
        for number, line in enumerate(lines, start=2):
            name, code, spelling = line if len(line) == len(header) else ("", "", "")
            if name not in self.nomenclatures or code not in self.nomenclatures[name].by_code:
                raise DeclarationError(SYNONYMS, f"line {number}", f"unknown answer « {name}, {code} »")
            found.setdefault(name, {})[spelling] = code
        return found

    def _version(self, node: Node) -> Version:
        return Version(str(node["version"]), str(node["date"]), tuple(self.dated(text) for text in node["changements"]))

    def sheet(self, code: str) -> Sheet:
        file = sheet_file(code)
        node = Node(file, "", self.files.yaml(file))
        _closed(node, _SHEET_KEYS)
        if node["code"] != code:
            raise node.fail("code", f"« {node['code']} » in {file}")
        named = node.node("conditions") if "conditions" in node.data else Node(file, "conditions", {})
        conditions = {name: self._condition(named.node(name)) for name in named.data}
        fields = (*self._taken(node), *self._fields(node, conditions))
        sheet = Sheet(
            code,
            self.dated(node["titre"]),
            self.dated(node["presentation"]),
            _one_of(node, "par_agent", PerAgent),
            fields,
            tuple(str(code) for code in node.get("reconduit") or ()),
        )
        for carried in sheet.carried:
            if carried not in sheet.by_code:
                raise node.fail("reconduit", f"unknown field « {carried} »")
        if len(sheet.by_code) != len(fields):
            raise node.fail("rubriques", "a field is given twice")
        if sheet.tabular and fields[0].code != KEY:
            raise node.fail("rubriques", f"« {KEY} » comes first")
        return sheet

    def _condition(self, node: Node) -> Condition:
        expression = node.expression("expression")
        if expression is None:
            raise node.fail("expression", "missing")
        return Condition(expression, self.dated(node["texte"]))

    def _taken(self, node: Node) -> Iterator[Field]:
        """The rows of the « Collectivité » sheet of the questionnaire, as fields."""
        if "reprend" not in node.data:
            return
        table = self.feeds.tables.get(str(node["reprend"]))
        if table is None or table.id != COLLECTIVITE_TABLE:
            raise node.fail("reprend", f"only « {COLLECTIVITE_TABLE} » can be taken over")
        for row, (cell,) in self.feeds.grid[table.id].items():
            declared = table.row_by_code[row]
            kind = FieldKind(cell.type.kind.value)
            choices = self._all(cell.type.choices or YES_NO) if kind.coded else None
            group = declared.headings[0] if declared.headings else ""
            yield Field(
                row,
                declared.label,
                kind,
                group,
                choices,
                required=declared.required,
                personal=declared.personal,
                help=declared.help,
                step=cell.type.step,
            )

    def _all(self, name: str) -> Choices:
        nomenclature = self.nomenclatures[name]
        return Choices(nomenclature, nomenclature.elements)

    def _fields(self, node: Node, conditions: Mapping[str, Condition]) -> Iterator[Field]:
        for group in node.nodes("rubriques"):
            title = self.dated(group["titre"])
            for item in group.nodes("champs"):
                yield self._field(item, title, conditions)

    def _field(self, node: Node, group: str, conditions: Mapping[str, Condition]) -> Field:
        _closed(node, _FIELD_KEYS)
        kind = _one_of(node, "type", FieldKind)
        formula = str(node.get("calcule") or "")
        if formula and formula not in FORMULAS:
            raise node.fail("calcule", f"unknown formula « {formula} »")
        return Field(
            code=str(node["code"]),
            label=self.dated(node["libelle"]),
            kind=kind,
            group=group,
            choices=self._choices(node, kind),
            condition=_named(node, "condition", conditions),
            required=bool(node.get("obligatoire")),
            required_if=_named(node, "obligatoire_si", conditions),
            within=str(node.get("parmi") or ""),
            personal=bool(node.get("personnel")),
            anonymised=_one_of(node, "anonymisation", Anonymised) if "anonymisation" in node.data else Anonymised.NON,
            help=self.dated(node.get("aide")),
            indicators=tuple(str(code) for code in node.get("indicateurs") or ()),
            step=node.number("pas") if "pas" in node.data else _STEPS.get(kind, 1.0),
            unit=_one_of(node, "unite", Unit) if "unite" in node.data else None,
            maximum=node.number("maximum") if "maximum" in node.data else None,
            formula=formula,
        )

    def _choices(self, node: Node, kind: FieldKind) -> Choices | None:
        if not kind.coded:
            if "modalites" in node.data:
                raise node.fail("modalites", f"a field of type {kind} has none")
            return None
        name = YES_NO if kind is FieldKind.OUI_NON else str(node["modalites"])
        if name not in self.nomenclatures:
            raise node.fail("modalites", f"unknown nomenclature « {name} »")
        nomenclature = self.nomenclatures[name]
        only, without, parents = (tuple(node.get(key) or ()) for key in ("seulement", "sauf", "parents"))
        for code in (*only, *without):
            if code not in nomenclature.by_code:
                raise node.fail("modalites", f"« {code} » is not in {name}")
        elements = kept(nomenclature.elements, only, without, parents)
        if not elements:
            raise node.fail("parents", "nothing left to choose")
        return Choices(nomenclature, elements)

    def _bind(self, register: Register, sheet: Sheet) -> None:
        """Every reference of the conditions names a field of the sheet or of « Collectivité »."""
        node = Node(sheet_file(sheet.code), "", {})
        for item in sheet.fields:
            if item.within and item.within not in sheet.by_code:
                raise node.fail(item.code, f"unknown field « {item.within} »")
            for condition in (item.condition, item.required_if):
                for reference in references(condition.expression) if condition else ():
                    where, _, code = reference.name.rpartition(".")
                    target = register.sheets.get(where or sheet.code)
                    if where not in ("", COLLECTIVITE) or target is None or code not in target.by_code:
                        raise node.fail(item.code, f"unknown field « {reference.name} »")


def _one_of(node: Node, key: str, words: Any) -> Any:
    try:
        return words(node[key])
    except ValueError as error:
        raise node.fail(key, f"« {node[key]} » is not one of {', '.join(words)}") from error


def _named(node: Node, key: str, conditions: Mapping[str, Condition]) -> Condition | None:
    name = node.get(key)
    if name is None:
        return None
    if name not in conditions:
        raise node.fail(key, f"unknown condition « {name} »")
    return conditions[name]


def _closed(node: Node, known: frozenset[str]) -> None:
    for key in node.data:
        if key not in known:
            raise node.fail(key, "unknown key")


def load_register(folder: Path) -> Register:
    """Load the register declared in a folder. Raise `DeclarationError` (file, key)."""
    return _Reader(folder).register()


def available_registers() -> list[str]:
    """The ids of the registers delivered with the project."""
    return sorted(path.parent.name for path in schemas.FOLDER.glob(f"*/{ROOT}"))


@cache
def register(name: str = "fiches") -> Register:
    """A register delivered with the project, loaded once. Raise KeyError, with the known ids, for another."""
    if name not in available_registers():
        raise KeyError(f"{name} (connus\u00a0: {', '.join(available_registers())})")
    return load_register(schemas.FOLDER / name)
