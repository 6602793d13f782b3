"""Differences between two declarations: what to change in the files of one to get those of the other.

A difference names a file and mirrors its structure down to what changes. It is strict: changing nothing, removing what
is not there or adding what is there already is refused, with the file and the line of the difference.
The format is described in `docs/declarations.md`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from schemas.nodes import DeclarationError, LocatedMapping, read_located

REMOVE, ADD, EVERY, BEFORE, AFTER, RECODE = "retirer", "ajouter", "*", "avant", "apres", "recoder"
TEXT = "texte"
CERTAINTIES = ("certain", "deduit", "suppose")
_PLACES = {
    "indicateur": "indicateurs/{}.yaml",
    "nomenclature": "nomenclatures/{}.csv",
    "controles": "controles/{}.yaml",
    "fichier": "{}",
}
_LIST_OF = {"controles": "controles"}
"""Files whose content stands under one key that a difference leaves out."""
_ABOUT = ("note", "certitude", "sources")
_NAMING = ("tableau", "sauf")
"""Keys under which a file names tables by their bare ids."""


@dataclass(frozen=True)
class Difference:
    """What changes in one file. `certainty` says how well the former state is known, `note` why."""

    file: str
    changes: LocatedMapping
    note: str
    certainty: str
    origin: str
    """The file that declares the difference, in the folder of the edition."""
    recoded: Mapping[str, str] = field(default_factory=dict)
    """Tables of an indicator that have another id here: id in the base → id here."""

    def refusal(self, place: LocatedMapping, key: object, message: str) -> DeclarationError:
        return DeclarationError(self.origin, str(key), f"line {place.lines.get(key, place.line)}: {message}")


@dataclass(frozen=True)
class Written:
    """A file of differences. `base` is the version it starts from, '' when the edition says so itself."""

    base: str
    differences: tuple[Difference, ...]

    def by_file(self, exists: Callable[[str], bool]) -> dict[str, tuple[Difference, ...]]:
        """The differences by the file they change. Raise `DeclarationError` for a file that the base does not have."""
        found: dict[str, tuple[Difference, ...]] = {}
        for difference in self.differences:
            if not exists(difference.file):
                raise difference.refusal(difference.changes, difference.file, "the base has no such file")
            found[difference.file] = (*found.get(difference.file, ()), difference)
        return found


def read_differences(folder: Path, file: str) -> Written:
    """Read a file of differences. Raise `DeclarationError` (file, key, line) when it is not one."""
    root = read_located(folder, file)
    if not isinstance(root, LocatedMapping) or root.keys() - {"base", "differences"} or "differences" not in root:
        raise DeclarationError(file, "-", "a mapping with « differences » (and « base ») is expected")
    if not isinstance(root["differences"] or [], list):
        raise DeclarationError(file, "differences", f"line {root.lines['differences']}: a list is expected")
    found = [one for entry in root["differences"] or () for one in _entry(file, entry)]
    return Written(str(root.get("base", "")), tuple(found))


def _entry(file: str, entry: Any) -> Iterator[Difference]:
    if not isinstance(entry, LocatedMapping):
        raise DeclarationError(file, "differences", "a mapping is expected")
    places = [kind for kind in _PLACES if kind in entry]
    if len(places) != 1:
        raise DeclarationError(file, "differences", f"line {entry.line}: one of {', '.join(_PLACES)} is expected")
    (kind,) = places
    certainty = str(entry.get("certitude", CERTAINTIES[0]))
    if certainty not in CERTAINTIES:
        raise DeclarationError(file, "certitude", f"line {entry.line}: « {certainty} » is not one of {CERTAINTIES}")
    changes = entry.without({kind, RECODE, *_ABOUT})
    recoded = entry.get(RECODE) or {}
    if not isinstance(recoded, Mapping):
        raise DeclarationError(file, RECODE, f"line {entry.lines[RECODE]}: a mapping of ids is expected")
    if not changes and not recoded:
        raise DeclarationError(file, kind, f"line {entry.line}: no change")
    if kind in _LIST_OF:
        changes = LocatedMapping({_LIST_OF[kind]: changes}, entry.line, {})
    named = entry[kind] if isinstance(entry[kind], list) else [entry[kind]]
    for name in named:
        yield Difference(_PLACES[kind].format(name), changes, str(entry.get("note", "")), certainty, file, recoded)


class Recoding:
    """New ids of tables: in the file of their indicator, and wherever a file names them or a cell of theirs."""

    def __init__(self, differences: Iterable[Difference]) -> None:
        self.ids = {old: new for difference in differences for old, new in difference.recoded.items()}
        choices = "|".join(re.escape(name) for name in sorted(self.ids, key=len, reverse=True))
        self._named = re.compile(rf"(?<![\w.])(?:{choices})(?=[!\[])") if choices else None

    def expressions(self, content: Any) -> Any:
        """A content of YAML that names the tables by their new ids."""
        if isinstance(content, str):
            if self._named is None or not ("!" in content or "[" in content):
                return content
            return self._named.sub(lambda found: self.ids[found[0]], content)
        if isinstance(content, dict):
            return {key: self._under(key, value) for key, value in content.items()}
        return [self.expressions(value) for value in content] if isinstance(content, list) else content

    def _under(self, key: object, value: Any) -> Any:
        """A value of a mapping: an id where the format expects that of a table, else what may hold expressions."""
        if key in _NAMING and isinstance(value, str):
            return self.ids.get(value, value)
        if key in _NAMING and isinstance(value, list):
            return [self.ids.get(item, item) if isinstance(item, str) else self.expressions(item) for item in value]
        return self.expressions(value)

    def tables(self, differences: Iterable[Difference], document: dict[str, Any]) -> None:
        """Give their new ids to the tables of an indicator. Raise `DeclarationError` for a table that it has not."""
        for difference in differences:
            for old, new in difference.recoded.items():
                tables = [table for table in document.get("tableaux", ()) if table["id"] == old]
                if not tables:
                    raise difference.refusal(difference.changes, RECODE, f"no table « {old} »")
                tables[0]["id"] = new


def apply(difference: Difference, document: dict[str, Any]) -> None:
    """Change a document, in place. Raise `DeclarationError` for a change that touches nothing."""
    _mapping(difference, difference.changes, document)


def apply_to_list(difference: Difference, elements: list[Any]) -> None:
    """Change a list of coded elements, in place. Raise `DeclarationError` for a change that touches nothing."""
    _list(difference, difference.changes, elements)


def _mapping(difference: Difference, changes: LocatedMapping, target: dict[str, Any]) -> None:
    for key, change in changes.items():
        present = target.get(key)
        if change is None:
            if key not in target:
                raise difference.refusal(changes, key, "nothing to remove")
            del target[key]
        elif isinstance(change, LocatedMapping) and isinstance(present, list):
            _list(difference, change, present)
        elif isinstance(change, LocatedMapping) and isinstance(present, dict):
            _mapping(difference, change, present)
        elif key in target and present == change:
            raise difference.refusal(changes, key, "it is so already")
        else:
            target[key] = change


def _list(difference: Difference, changes: LocatedMapping, items: list[Any]) -> None:
    for key, change in changes.items():
        if key == REMOVE:
            for name in _several(difference, changes, key):
                items.remove(_item(difference, changes, items, str(name), REMOVE))
        elif key == ADD:
            for item in _several(difference, changes, key):
                _add(difference, changes, items, item)
        else:
            touched = items if key == EVERY else [_item(difference, changes, items, str(key), key)]
            for item in list(touched):
                if not isinstance(item, dict) or not isinstance(change, LocatedMapping):
                    raise difference.refusal(changes, key, "a mapping is expected")
                _mapping(difference, change, item)


def _several(difference: Difference, changes: LocatedMapping, key: str) -> list[Any]:
    """What is removed or added: a list, even of one item."""
    if not isinstance(changes[key], list):
        raise difference.refusal(changes, key, f"a list is expected: [{changes[key]!r}]")
    return list(changes[key])


def _add(difference: Difference, changes: LocatedMapping, items: list[Any], item: Any) -> None:
    place = len(items)
    if isinstance(item, Mapping):
        name = _name(item)
        if name and any(_name(other) == name for other in items):
            raise difference.refusal(changes, ADD, f"« {name} » is there already")
        for where, shift in ((BEFORE, 0), (AFTER, 1)):
            if where in item:
                place = items.index(_item(difference, changes, items, str(item[where]), ADD)) + shift
        item = {key: value for key, value in item.items() if key not in (BEFORE, AFTER)}
        if items and not isinstance(items[0], Mapping):
            item = _placed_text(difference, changes, item)
    if item in items:
        raise difference.refusal(changes, ADD, f"« {item} » is there already")
    items.insert(place, item)


def _placed_text(difference: Difference, changes: LocatedMapping, item: Mapping[str, Any]) -> Any:
    """The text that is added at its place in a list of texts, `{texte: "1.5.8", apres: "1.5.7"}`."""
    if item.keys() != {TEXT}:
        raise difference.refusal(changes, ADD, "this list holds texts: a text, or {texte, avant or apres}, is expected")
    return item[TEXT]


def _item(difference: Difference, changes: LocatedMapping, items: list[Any], name: str, key: object) -> Any:
    """The item of a code or id; else the only one whose text starts so."""
    exact = [item for item in items if _name(item) == name]
    found = exact or [item for item in items if _text(item).startswith(name)]
    if len(found) != 1:
        raise difference.refusal(changes, key, f"{'several' if found else 'no'} « {name} »")
    return found[0]


def _name(item: Any) -> str:
    """What names an item of a list: its code, its id, its version."""
    if isinstance(item, dict) and "code" in item:
        return str(item["code"])
    named = (item.get(key) for key in ("id", "version", "ligne", "niveau")) if isinstance(item, Mapping) else ()
    return next((str(name) for name in named if name is not None), "")


def _text(item: Any) -> str:
    return str(item.get("texte") or item.get("entrees") or "") if isinstance(item, Mapping) else str(item)
