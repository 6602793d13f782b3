"""The JSON Schema (2020-12) of the answers document, generated from the declaration.

The document is described in `docs/format-reponses.md`; answers stand by table, row and column code. Rows of one shape
share one definition, lists of row codes and lists of answers are written once: the schema stays small enough to read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from schemas.model import COLLECTIVITE, CellType, Kind, Questionnaire, Table

FORMAT = "bilan-social/reponses"
FORMAT_VERSION = 1
FIRST_YEAR = 1900
MAX_TEXT = 2000
MAX_NUMBER = 10**12 - 1
"""No authority counts a thousand billion of anything; below, every figure and every total is exact in a float."""
OPEN_ROW = "^L(0[1-9]|[1-9][0-9]|[1-9][0-9]{2})$"
"""Codes of the rows of an open table: L01 to L999."""

RULE_CODE = "^[A-Z]+(-[A-Za-z0-9.]+)+$"
"""Shape of the code of a coherence rule: `C-1.1.1-01`."""

Schema = dict[str, Any]


class _Definitions:
    """Shared definitions: one name for each content."""

    def __init__(self) -> None:
        self.by_name: dict[str, Schema] = {}
        self._names: dict[str, str] = {}

    def refer(self, name: str, schema: Schema) -> Schema:
        """A `$ref` to `schema`, defined as `name` unless the same content has a name already."""
        key = json.dumps(schema, sort_keys=True)
        if key not in self._names:
            self._names[key] = name
            self.by_name[name] = schema
        return {"$ref": f"#/$defs/{self._names[key]}"}


def _type_schema(questionnaire: Questionnaire, cell_type: CellType) -> tuple[str, Schema]:
    """Name and schema of a type of cell."""
    step: int | float = int(cell_type.step) if cell_type.step == int(cell_type.step) else cell_type.step
    match cell_type.kind:
        case Kind.ENTIER | Kind.MONTANT as kind:
            return kind.value, {"type": "integer", "minimum": 0, "maximum": MAX_NUMBER}
        case Kind.DECIMAL:
            return f"decimal-{step}", {"type": "number", "minimum": 0, "maximum": MAX_NUMBER, "multipleOf": step}
        case Kind.ANNEE:
            return "annee", {"type": "integer", "minimum": FIRST_YEAR, "maximum": questionnaire.year}
        case Kind.SIRET:
            return "siret", {"type": "string", "pattern": "^[0-9]{14}$"}
        case Kind.TEXTE:
            return "texte", {"type": "string", "minLength": 1, "maxLength": MAX_TEXT}
        case _:
            choices = questionnaire.choices(cell_type)
            return choices.name, {"enum": [element.code for element in choices.elements], "title": choices.title}


def _row_schemas(questionnaire: Questionnaire, definitions: _Definitions) -> dict[str, dict[str, Schema]]:
    """Entry cells: table → row → `$ref` of the row's shape."""
    shapes: dict[str, dict[str, dict[str, Schema]]] = {}
    for cell in questionnaire.cells.values():
        if not cell.computed:
            reference = definitions.refer(*_type_schema(questionnaire, cell.type))
            shapes.setdefault(cell.table, {}).setdefault(cell.row.code, {})[cell.column.code] = reference
    return {
        table: {row: definitions.refer(f"ligne-{table}-{row}", _closed(columns)) for row, columns in rows.items()}
        for table, rows in shapes.items()
    }


def _closed(properties: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "properties": dict(properties), "additionalProperties": False}


def _table_schema(table: Table, rows: Mapping[str, Schema], definitions: _Definitions) -> Schema:
    """A table: the rows of the most common shape by the list of their codes, the others one by one."""
    title = f"{table.id} {table.title}"
    if table.open_rows:
        shape = next(iter(rows.values()))
        return {"title": title, "type": "object", "patternProperties": {OPEN_ROW: shape}, "additionalProperties": False}
    counts: dict[str, int] = {}
    for shape in rows.values():
        counts[shape["$ref"]] = counts.get(shape["$ref"], 0) + 1
    common = max(counts, key=lambda name: counts[name])
    others = {code: shape for code, shape in rows.items() if shape["$ref"] != common}
    schema: Schema = {"title": title, "type": "object"}
    if others:
        schema["properties"] = others
    if counts[common] == 1:
        return schema | _closed(rows)
    codes = definitions.refer(f"codes-{table.nomenclature or table.id}", {"enum": list(rows)})
    return schema | {"propertyNames": codes, "additionalProperties": {"$ref": common}}


def json_schema(questionnaire: Questionnaire) -> Schema:
    """The JSON Schema of the answers documents of a questionnaire, all modules together."""
    definitions = _Definitions()
    rows = _row_schemas(questionnaire, definitions)
    tables = {
        table.id: _table_schema(table, rows[table.id], definitions)
        for table in questionnaire.tables.values()
        if table.id in rows
    }
    siret = {"type": "object", "required": ["siret"], "properties": {"siret": {"required": ["C01"]}}}
    tables[COLLECTIVITE] = {"allOf": [tables[COLLECTIVITE], siret]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:bilan-social:{questionnaire.id}:{questionnaire.version}:reponses",
        "title": f"{questionnaire.title}\u00a0: document de réponses",
        "$comment": "multipleOf\u00a0: comparez en décimal exact, car en binaire 0,07 n’est pas un multiple de 0,01.",
        "type": "object",
        "properties": {
            "format": {"const": FORMAT},
            "version_format": {"const": FORMAT_VERSION},
            "questionnaire": {"const": questionnaire.id},
            "version": {"type": "string", "pattern": r"^[0-9]+\.[0-9]+\.[0-9]+$"},
            "annee": {"const": questionnaire.year},
            "modules": {
                "type": "array",
                "items": {"enum": list(questionnaire.modules)},
                "uniqueItems": True,
            },
            "reponses": {
                "type": "object",
                "properties": tables,
                "required": [COLLECTIVITE],
                "additionalProperties": False,
            },
            "justifications": {
                "title": "Justification des alertes, par code de contrôle",
                "type": "object",
                "propertyNames": {"pattern": RULE_CODE},
                "additionalProperties": {"type": "string", "minLength": 1, "maxLength": MAX_TEXT},
            },
        },
        "required": ["format", "version_format", "questionnaire", "version", "annee", "modules", "reponses"],
        "additionalProperties": False,
        "$defs": definitions.by_name,
    }


def json_schema_text(questionnaire: Questionnaire) -> str:
    """The schema as committed and printed: one line per definition and per table, so that it can be read."""
    schema = json_schema(questionnaire)
    tables = schema["properties"]["reponses"]["properties"]
    definitions = schema["$defs"]
    schema["properties"]["reponses"]["properties"] = "@tables@"
    schema["$defs"] = "@definitions@"
    text = json.dumps(schema, ensure_ascii=False, indent=1)
    text = text.replace('"@tables@"', _lines(tables, "     "))
    return text.replace('"@definitions@"', _lines(definitions, "  ")) + "\n"


def _lines(items: Mapping[str, Schema], indent: str) -> str:
    lines = (f"{indent}{json.dumps(name)}: {json.dumps(item, ensure_ascii=False)}" for name, item in items.items())
    return "{\n" + ",\n".join(lines) + "\n" + indent[:-1] + "}"
