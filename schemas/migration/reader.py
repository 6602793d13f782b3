"""Reads a file of migration and expands its patterns to variables. The format: `docs/declarations.md`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from schemas.editions import MARK, Edition, version_key
from schemas.migration.model import CARRIED, TO_DECIDE, Kind, Migration, Step
from schemas.migration.patterns import Pattern, PatternError
from schemas.migration.proof import Draft, prove
from schemas.model import Cell, Questionnaire
from schemas.nodes import DeclarationError, LocatedMapping, read_located

Resolver = Callable[[str], Questionnaire]
"""The questionnaire of `rec2019@1.0.0`; KeyError when there is none."""

_WORDS = {
    "conserver": ("", Kind.KEPT),
    "renommer": ("en", Kind.RENAMED),
    "deplacer": ("vers", Kind.MOVED),
    "sommer": ("en", Kind.SUMMED),
    "repartir": ("entre", Kind.SPLIT),
    "changer": ("vers", Kind.CHANGED),
    "abandonner": ("", Kind.DROPPED),
    "creer": ("", Kind.NEW),
}
"""The word of each kind of step, and the key of its targets."""
_MOVES = {Kind.RENAMED, Kind.MOVED}
_REASON, _ANSWERS, _EXCEPT = "raison", "reponses", "sauf"


def read_ends(file: Path) -> tuple[Edition, Edition]:
    """The two editions of a file of migration."""
    root = _root(file)
    return _edition(file, root, "de"), _edition(file, root, "vers")


def load_migration(file: Path, resolver: Resolver) -> Migration:
    """Read a file of migration and prove it. Raise `DeclarationError` (file, key, line) for the first fault."""
    root = _root(file)
    source, target = _edition(file, root, "de"), _edition(file, root, "vers")
    ends = (_known(file, root, "de", source, resolver), _known(file, root, "vers", target, resolver))
    reader = _Reader(file.name, *ends)
    drafts = [draft for entry in root["etapes"] for draft in reader.drafts(entry)]
    steps = prove(file.name, *ends, _with_kept(drafts, reader.kept))
    return Migration(source, target, tuple(steps), root.get("regles", {}))


def _root(file: Path) -> LocatedMapping:
    root = read_located(file.parent, file.name)
    if not isinstance(root, LocatedMapping) or not {"de", "vers", "etapes"} <= root.keys() <= {
        "de",
        "vers",
        "etapes",
        "regles",
    }:
        raise DeclarationError(file.name, "-", "« de », « vers », « etapes » (and « regles ») are expected")
    for key, kind, expected in (("etapes", list, "a list of steps"), ("regles", dict, "a mapping of codes")):
        if key in root and not isinstance(root[key], kind):
            raise DeclarationError(file.name, key, f"line {root.lines[key]}: {expected} is expected")
    return root


def _known(file: Path, root: LocatedMapping, key: str, edition: Edition, resolver: Resolver) -> Questionnaire:
    try:
        return resolver(str(edition))
    except KeyError as error:
        raise DeclarationError(file.name, key, f"line {root.lines[key]}: unknown edition « {edition} »") from error


def _edition(file: Path, root: LocatedMapping, key: str) -> Edition:
    name, _, version = str(root[key]).partition(MARK)
    try:
        version_key(version)
    except ValueError as error:
        raise DeclarationError(file.name, key, f"line {root.lines[key]}: « name@1.0.0 » is expected") from error
    return Edition(name, version)


def _with_kept(drafts: list[Draft], kept: list[Draft]) -> list[Draft]:
    """The steps, and what « conserver » keeps of the variables that no other step names."""
    sources = {code for draft in drafts for code in draft.step.sources}
    targets = {code for draft in drafts if draft.step.kind not in TO_DECIDE for code in draft.step.targets}
    return drafts + [
        draft for draft in kept if draft.step.sources[0] not in sources and draft.step.targets[0] not in targets
    ]


class _Reader:
    def __init__(self, file: str, source: Questionnaire, target: Questionnaire) -> None:
        self.file, self.source, self.target = file, source, target
        self.kept: list[Draft] = []
        self.origins: dict[int, str] = {}

    def drafts(self, entry: Any) -> Iterator[Draft]:
        """The steps of an entry of the file, one per group of variables; those of « conserver » are put aside."""
        if not isinstance(entry, LocatedMapping):
            raise DeclarationError(self.file, "etapes", "a mapping is expected")
        words = [word for word in _WORDS if word in entry]
        if len(words) != 1:
            raise self.refusal(entry, "etapes", f"one of {', '.join(_WORDS)} is expected")
        (word,) = words
        towards, kind = _WORDS[word]
        if unknown := entry.keys() - {word, towards, _REASON, _ANSWERS, _EXCEPT}:
            raise self.refusal(entry, sorted(unknown)[0], "unknown key")
        if kind is not Kind.KEPT and not entry.get(_REASON):
            raise self.refusal(entry, _REASON, "missing: say why")
        cells = self.cells(entry, word, self.target if kind is Kind.NEW else self.source)
        templates = self.patterns(entry, towards) if towards in entry else []
        if towards and not templates and kind is not Kind.CHANGED:
            raise self.refusal(entry, towards, "missing")
        if kind is Kind.KEPT:
            codes = self.target.cells
            self.kept += [
                self.draft(entry, word, kind, [cell.code], [cell.code]) for cell in cells if cell.code in codes
            ]
        elif kind is Kind.NEW:
            yield from (self.draft(entry, word, kind, [], [cell.code]) for cell in cells)
        elif kind is Kind.SUMMED:
            yield from self.sums(entry, word, cells, templates)
        else:
            for cell in cells:
                targets = self.targets(entry, towards, kind, cell, templates)
                yield self.draft(entry, word, self.moved(kind, cell, targets), [cell.code], targets)

    def moved(self, kind: Kind, cell: Cell, targets: list[str]) -> Kind:
        """A move inside the table is a new name, and conversely: the file may say one for the other."""
        if kind not in _MOVES:
            return kind
        return Kind.RENAMED if targets[0].partition("!")[0] == cell.table else Kind.MOVED

    def sums(self, entry: LocatedMapping, word: str, cells: list[Cell], templates: list[Pattern]) -> Iterator[Draft]:
        groups: dict[str, list[str]] = {}
        for cell in cells:
            (target,) = self.targets(entry, _WORDS[word][0], Kind.SUMMED, cell, templates)
            groups.setdefault(target, []).append(cell.code)
        for target, sources in groups.items():
            yield self.draft(entry, word, Kind.SUMMED, sources, [target])

    def targets(self, entry: LocatedMapping, key: str, kind: Kind, cell: Cell, templates: list[Pattern]) -> list[str]:
        """Where a cell goes: one place when it is carried, at least one when a pattern names places."""
        found = list(dict.fromkeys(code for template in templates for code in template.filled(cell, self.target)))
        if (templates and not found) or (kind in CARRIED and len(found) > 1):
            raise self.refusal(entry, key, f"{len(found)} places for « {cell.code} »")
        return found

    def draft(self, entry: LocatedMapping, word: str, kind: Kind, sources: list[str], targets: list[str]) -> Draft:
        line = entry.lines.get(word, entry.line)
        origin = self.origins.setdefault(line, f"{self.file}:{line}")
        step = Step(kind, tuple(sources), tuple(targets), entry.get(_REASON, ""), entry.get(_ANSWERS), origin)
        return Draft(step, word, line)

    def cells(self, entry: LocatedMapping, word: str, questionnaire: Questionnaire) -> list[Cell]:
        """The entry cells of the patterns under a key, without those of « sauf »; each pattern matches something."""
        found = self.named(entry, word, questionnaire)
        if _EXCEPT in entry:
            left_out = self.named(entry, _EXCEPT, questionnaire)
            if found.keys().isdisjoint(left_out):
                raise self.refusal(entry, _EXCEPT, "it leaves nothing out")
            found = {code: cell for code, cell in found.items() if code not in left_out}
        return list(found.values())

    def named(self, entry: LocatedMapping, key: str, questionnaire: Questionnaire) -> dict[str, Cell]:
        found: dict[str, Cell] = {}
        for pattern in self.patterns(entry, key):
            named = {cell.code: cell for cell in pattern.entries(questionnaire)}
            if not named:
                raise self.refusal(entry, key, f"« {pattern} » names no entry of {Edition.of(questionnaire)}")
            found |= named
        return found

    def patterns(self, entry: LocatedMapping, key: str) -> list[Pattern]:
        written = entry[key] if isinstance(entry[key], list) else [entry[key]]
        try:
            return [Pattern.parse(str(text)) for text in written]
        except PatternError as error:
            raise self.refusal(entry, key, str(error)) from error

    def refusal(self, entry: LocatedMapping, key: str, message: str) -> DeclarationError:
        return DeclarationError(self.file, key, f"line {entry.lines.get(key, entry.line)}: {message}")
