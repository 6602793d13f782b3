"""The YAML files of a declaration as nodes that know where they stand, so that every refusal names file and key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from yaml.events import (
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from schemas.expressions import Expression, ExpressionError, parse

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SCALARS = yaml.SafeLoader("")


class DeclarationError(ValueError):
    """A declaration that is not consistent. `file` is relative to the questionnaire's folder, `key` the faulty key."""

    def __init__(self, file: str, key: str, message: str) -> None:
        super().__init__(f"{file}: {key}: {message}")
        self.file, self.key, self.message = file, key, message


def read_yaml(folder: Path, file: str) -> Any:
    """The content of a YAML file, None when it is empty.

    The declarations use little of YAML: no tag, no anchor, one document, no key twice. So they are built straight from
    the events of the parser, in half the time of `yaml.load`.
    Raise `DeclarationError` when the file is missing, is not YAML, or goes beyond.
    """
    return _read(folder, file, located=False)


def _read(folder: Path, file: str, *, located: bool) -> Any:
    try:
        return _Reader(file, (folder / file).read_text(encoding="utf-8"), located=located).document()
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DeclarationError(file, "-", f"cannot be read: {error}") from error


class LocatedMapping(dict[Any, Any]):
    """A mapping that knows the line it starts on and those of its keys, in a file of differences or of a migration."""

    def __init__(self, content: Mapping[Any, Any], line: int, lines: Mapping[Any, int]) -> None:
        super().__init__(content)
        self.line, self.lines = line, lines

    def without(self, keys: Iterable[Any]) -> LocatedMapping:
        """The same mapping without some of its keys."""
        left_out = set(keys)
        return LocatedMapping({key: self[key] for key in self if key not in left_out}, self.line, self.lines)


def read_located(folder: Path, file: str) -> Any:
    """As `read_yaml`, every mapping being a `LocatedMapping`: for refusals that name the line."""
    return _read(folder, file, located=True)


@cache
def _plain(text: str) -> Any:
    """The value of a text without quotes: a number, a truth value, a text."""
    tag = _SCALARS.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]  # PyYAML's stubs
    return _SCALARS.construct_object(yaml.ScalarNode(tag, text))


class _Reader:
    def __init__(self, file: str, text: str, *, located: bool = False) -> None:
        self.file, self.located = file, located
        parser = _PARSER(text)
        self.check, self.next = parser.check_event, parser.get_event

    def document(self) -> Any:
        self.next()
        if not self.check(DocumentStartEvent):
            return None
        self.next()
        content = self.value(self.next())
        self.next()
        if not self.check(StreamEndEvent):
            raise self.refusal(self.next(), "a second document")
        return content

    def value(self, event: Event) -> Any:
        match event:
            case ScalarEvent(tag=None):
                return _plain(event.value) if event.implicit[0] else event.value
            case MappingStartEvent(tag=None, anchor=None):
                return self.mapping(event)
            case SequenceStartEvent(tag=None, anchor=None):
                items = []
                while type(event := self.next()) is not SequenceEndEvent:
                    items.append(self.value(event))
                return items
        raise self.refusal(event, "tags, anchors and aliases are not used")

    def mapping(self, start: Event) -> dict[Any, Any]:
        content: dict[Any, Any] = {}
        lines: dict[Any, int] = {}
        while type(event := self.next()) is not MappingEndEvent:
            if type(event) is not ScalarEvent:
                raise self.refusal(event, "a key is a text")
            key = self.value(event)
            if key in content:
                raise self.refusal(event, "twice in the same mapping", str(key))
            content[key] = self.value(self.next())
            if self.located:
                lines[key] = _line(event)
        return LocatedMapping(content, _line(start), lines) if self.located else content

    def refusal(self, event: Event, message: str, key: str = "-") -> DeclarationError:
        line = event.start_mark.line + 1 if event.start_mark else "?"
        return DeclarationError(self.file, key, f"line {line}: {message}")


def _line(event: Event) -> int:
    """The line an event starts on, from 1."""
    return event.start_mark.line + 1 if event.start_mark else 0


class Node:
    """A mapping of a declaration file. `key` is its path: `tableaux[1.1.1].colonnes[C05]`, '' for the whole file."""

    def __init__(self, file: str, key: str, data: Any) -> None:
        self.file, self.key = file, key
        if not isinstance(data, Mapping):
            raise DeclarationError(file, key or "-", "a mapping is expected")
        self.data: Mapping[str, Any] = data

    def fail(self, name: str, message: str) -> DeclarationError:
        return DeclarationError(self.file, self.path(name), message)

    def path(self, name: str) -> str:
        return f"{self.key}.{name}" if self.key else name

    def __getitem__(self, name: str) -> Any:
        if name not in self.data:
            raise self.fail(name, "missing")
        return self.data[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self.data.get(name, default)

    def nodes(self, name: str) -> list[Node]:
        """The mappings of a list; the list may be left out."""
        path = self.path(name)
        items = self.get(name) or []
        return [Node(self.file, f"{path}[{name_of(item, rank)}]", item) for rank, item in enumerate(items)]

    def node(self, name: str) -> Node:
        return Node(self.file, self.path(name), self[name])

    def number(self, name: str) -> float:
        value = self[name]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fail(name, f"« {value} » is not a number")
        return float(value)

    def whole(self, name: str) -> int:
        value = self[name]
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.fail(name, f"« {value} » is not a whole number")
        return value

    def expression(self, name: str) -> Expression | None:
        """The expression under a key, None when the key is left out."""
        text = self.get(name)
        if text is None:
            return None
        try:
            return parse(str(text))
        except ExpressionError as error:
            raise self.fail(name, str(error)) from error


def name_of(item: Any, rank: int) -> str:
    """How a key names an item of a list: by its code or id, else by its rank."""
    return str(item.get("code") or item.get("id") or rank) if isinstance(item, Mapping) else str(rank)
