"""From each counting rule of the sources to what honours it: help, check, function, document.

`regles.csv` of a questionnaire holds one line per rule of the sources: `id`, `enonce`, `attendu` (where the product
must honour it, `|` between kinds) and `honore_par` (what the declaration does not say by itself, as `kind:item`). The
help entries and the coherence rules name the rules that they honour (`regles_sources`): they are added here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from schemas.model import Questionnaire
from schemas.rules import FOLDER, rules_of

FILE = "regles.csv"
HEADER = ["id", "enonce", "attendu", "honore_par"]
KINDS = ("aide", "controle", "agregation", "etpr", "doc", "rapport", "lot", "migration", "txt", "siae")
"""Where a rule may be honoured; `aide` is the help beside the cells."""

POINTLESS = "sans_objet"
_NAMES = {"aide_cellule": "aide"}


@dataclass(frozen=True, slots=True)
class SourceRule:
    """A rule of the sources. `expected` are kinds; `honoured` are pairs (kind, item)."""

    id: str
    statement: str
    expected: tuple[str, ...]
    honoured: tuple[tuple[str, str], ...]
    pointless: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """The kinds where it is expected and not honoured yet."""
        done = {kind for kind, _ in self.honoured}
        return () if self.pointless else tuple(kind for kind in self.expected if kind not in done)


def source_rules(questionnaire: Questionnaire, folder: Path = FOLDER) -> tuple[SourceRule, ...]:
    """The rules of the sources in the order of the file; none when the questionnaire has no such file.

    Raise ValueError when the file has another header, or when an item is not written `kind:item`.
    """
    path = folder / questionnaire.id / FILE
    if not path.exists():
        return ()
    declared = _declared(questionnaire)
    with path.open(encoding="utf-8", newline="") as stream:
        header, *lines = csv.reader(stream, delimiter=";")
    if header != HEADER:
        raise ValueError(f"{FILE}: {header} instead of {HEADER}")
    return tuple(_rule(line, declared.get(line[0], [])) for line in lines)


def _declared(questionnaire: Questionnaire) -> dict[str, list[tuple[str, str]]]:
    """What the declaration says by itself: the help entries and the coherence rules of each rule of the sources."""
    found: dict[str, list[tuple[str, str]]] = {}
    for indicator in questionnaire.indicators:
        for entry in indicator.help:
            for rule in entry.rules:
                found.setdefault(rule, []).append(("aide", indicator.code))
    for check in rules_of(questionnaire):
        for rule in check.rules:
            found.setdefault(rule, []).append(("controle", check.code))
    return found


def _rule(line: list[str], declared: list[tuple[str, str]]) -> SourceRule:
    code, statement, expected, written = line
    pointless = written == POINTLESS
    items = () if pointless else tuple(_items(code, written))
    kinds = () if pointless else tuple(_NAMES.get(kind, kind) for kind in expected.split("|") if kind)
    return SourceRule(code, statement, kinds, tuple(dict.fromkeys([*declared, *items])), pointless)


def _items(code: str, written: str) -> Iterator[tuple[str, str]]:
    for item in filter(None, written.split("|")):
        kind, _, name = item.partition(":")
        if kind not in KINDS or not name:
            raise ValueError(f"{FILE}: {code}: « {item} » is not « kind:item »")
        yield kind, name
