"""The structure of the files: no unknown key, no missing one, every value of its kind (`declaration.schema.json`)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from schemas.declaration import ROOT, Declaration
from schemas.loader import indicator_file
from schemas.model import COLLECTIVITE
from schemas.nodes import DeclarationError, name_of
from schemas.nomenclature_reader import INDEX

SCHEMA = Path(__file__).parent.parent / "declaration.schema.json"
_UNCLEAR = {"pattern", "oneOf", "dependentRequired", "maxLength"}
"""Keywords whose own message says less than the description written in the schema."""


@cache
def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return schema


@cache
def _validator(role: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator({"$defs": _schema()["$defs"], "$ref": f"#/$defs/{role}"})


def structure_faults(files: Declaration) -> Iterator[DeclarationError]:
    """What the format does not allow in the YAML files, unreadable files included."""
    yield from _file_faults(files, ROOT, "questionnaire")
    yield from _file_faults(files, INDEX, "nomenclatures")
    for file in (indicator_file(COLLECTIVITE), *_indicator_files(files)):
        yield from _file_faults(files, file, "indicateur")


def _indicator_files(files: Declaration) -> list[str]:
    """The files of the folder and those that `questionnaire.yaml` lists: a missing one is a fault."""
    present = files.names("indicateurs", ".yaml")
    try:
        listed = [indicator_file(str(code)) for code in files.yaml(ROOT)["indicateurs"]]
    except (DeclarationError, KeyError, TypeError):  # reported with questionnaire.yaml
        listed = []
    return list(dict.fromkeys([*listed, *present]))


def _file_faults(files: Declaration, file: str, role: str) -> Iterator[DeclarationError]:
    try:
        document = files.yaml(file)
    except DeclarationError as unreadable:
        yield unreadable
        return
    try:
        refusals = list(_validator(role).iter_errors(document))
    except ValueError as error:  # a YAML value that JSON has not: a date without quotes
        yield DeclarationError(file, "-", str(error))
        return
    for refusal in refusals:
        path = [*refusal.instance_path, *_names(refusal)]
        yield DeclarationError(file, _key(document, path), _message(refusal))


def _names(error: jsonschema_rs.ValidationError) -> list[str]:
    """The key that an object lacks or has in excess: the object alone would not say enough."""
    details = error.kind.as_dict()
    if error.kind.name == "required":
        return [str(details["property"])]
    return [str(details["unexpected"][0])] if error.kind.name == "additionalProperties" else []


def _message(error: jsonschema_rs.ValidationError) -> str:
    if error.kind.name == "additionalProperties":
        return f"unknown key: {error.message}"
    if error.kind.name == "required":
        return "missing"
    description = _description(error.schema_path) if error.kind.name in _UNCLEAR else ""
    return f"{description} ({error.message})" if description else error.message


def _description(schema_path: Sequence[str | int]) -> str:
    """The description nearest to the keyword that failed."""
    node: Any = _schema()
    found = ""
    for step in schema_path:
        node = node[step]
        if isinstance(node, dict) and isinstance(node.get("description"), str):
            found = node["description"]
    return found


def _key(document: Any, path: Sequence[str | int]) -> str:
    """A path of the document as a key: items of lists are named by their code or id."""
    key = ""
    for step in path:
        item = document[step] if _holds(document, step) else None
        key += f"[{name_of(item, step)}]" if isinstance(step, int) else f".{step}"
        document = item
    return key.removeprefix(".") or "-"


def _holds(document: Any, step: str | int) -> bool:
    return isinstance(document, list) or (isinstance(document, dict) and step in document)
