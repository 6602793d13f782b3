"""What the fictitious agent sheets are made of: `schemas/fiches/exemple/` (`docs/declarations.md`).

`tirages.yaml` says how often an agent has each answer, `parcours.yaml` what happens to agents in the year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from schemas.nodes import Node, read_yaml
from schemas.registers import AGENTS, Field, Register
from schemas.registers_reader import register

_FOLDER = Path(__file__).with_name("fiches")
DRAWS, STORIES = "exemple/tirages.yaml", "exemple/parcours.yaml"
JOINED = "|"
_SHEETS = {"periodes": "periodes", "mouvements": "mouvements"}
"""Lists of a story → sheet whose fields their entries hold."""

_LISTS = {"emplois": "type_emploi_non_permanent", "cadres": "cadre_emplois", "avant": "cadre_emplois"}
"""Answers of a story → field of « Agents » that they are answers of."""


@cache
def draws() -> Mapping[str, Mapping[str, float]]:
    """Weights by answer, by name. Raise `DeclarationError` for an unknown field, or an answer that it has not."""
    return read_draws(register(), read_yaml(_FOLDER, DRAWS))


def read_draws(sheets: Register, document: object) -> Mapping[str, Mapping[str, float]]:
    """The content of `tirages.yaml`."""
    root = Node(DRAWS, "", document)
    return {name: _weights(sheets, root.node(name)) for name in root.data}


def _weights(sheets: Register, node: Node) -> Mapping[str, float]:
    sheet, _, code = str(node["champ"]).partition(".")
    weights = node.node("valeurs")
    _answers(weights, "valeurs", _field(sheets, node, "champ", sheet, code), weights.data)
    return {str(answer): weights.number(answer) for answer in weights.data}


@cache
def stories() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """The stories by kind, as written. Raise `DeclarationError` for an unknown field, or an answer that it has not."""
    return read_stories(register(), read_yaml(_FOLDER, STORIES))


def read_stories(sheets: Register, document: object) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """The content of `parcours.yaml`."""
    root = Node(STORIES, "", document)
    for kind in root.data:
        for story in root.nodes(kind):
            _story(sheets, story)
    return {str(kind): [story.data for story in root.nodes(kind)] for kind in root.data}


def _story(sheets: Register, story: Node) -> None:
    _answers(story, "statut", _field(sheets, story, "statut", AGENTS, "statut"), [story["statut"]])
    if "presence" in story.data:
        _answers(story, "presence", _field(sheets, story, "presence", AGENTS, "remunere_3112"), [story["presence"]])
    for key, code in _LISTS.items():
        _answers(story, key, _field(sheets, story, key, AGENTS, code), story.get(key) or ())
    if "fiche" in story.data:
        _said(sheets, AGENTS, story.node("fiche"))
    for key, sheet in _SHEETS.items():
        for entry in story.nodes(key):
            _said(sheets, sheet, entry)


def _said(sheets: Register, sheet: str, entry: Node) -> None:
    """What an entry says of fields; what it says beside them (`avant: true`, `heures: true`) is for the generator."""
    for key, said in entry.data.items():
        if not isinstance(said, bool):
            _answers(entry, key, _field(sheets, entry, key, sheet, key), said if isinstance(said, list) else [said])


def _field(sheets: Register, node: Node, key: str, sheet: str, code: str) -> Field:
    field = sheets.sheets[sheet].by_code.get(code) if sheet in sheets.sheets else None
    if field is None:
        raise node.fail(key, f"unknown field « {sheet}.{code} »")
    return field


def _answers(node: Node, key: str, field: Field, answers: Iterable[Any]) -> None:
    """Raise `DeclarationError` for an answer that a coded field has not; a blank one is no answer."""
    if field.choices is None:
        return
    for answer in answers:
        for code in filter(None, str(answer).split(JOINED)):
            if code not in field.choices.shown:
                raise node.fail(key, f"« {code} » is not an answer of {field.code}")
