"""Everything that the declaration of an edition must be, checked at once: what `verifier-edition` lists.

The code that runs on a declaration stops at its first fault, or trusts it; this one looks at every file, current and
past versions, migrations, and what agents give to the edition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from processors.agents.agregation.verification import fautes as fautes_d_agregation
from processors.comparison.declaration import RATIOS, lire
from processors.editions.parametres import FILE as CALCULS
from processors.editions.parametres import parameter_faults
from processors.editions.regroupement import FILE as GROUPING
from processors.editions.regroupement import grouping_faults
from schemas import bands, example, reprise
from schemas.checks import structure_faults, substance_faults
from schemas.declaration import ROOT, Declaration, declaration, past_versions
from schemas.editions import MARK
from schemas.expressions import ExpressionError
from schemas.instances import instances
from schemas.loader import load
from schemas.migration.reader import load_migration
from schemas.model import Questionnaire
from schemas.nodes import DeclarationError
from schemas.registers_reader import register
from schemas.rules import INDEX, RuleBook, read_rules

MIGRATIONS, FICHES = "migrations", "fiches"
_UNFORESEEN = (ExpressionError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)
"""What code that trusts a declaration raises on one that it did not foresee: the file is named all the same."""


@dataclass(frozen=True, slots=True)
class Faute:
    """A fault: `edition` (at a past version when it is one), file in its folder, key or line, and what is wrong."""

    edition: str
    fichier: str
    cle: str
    message: str


def verifier(folder: Path) -> list[Faute]:
    """Every fault of the edition of a folder that can be told; those of a file hide what depends on it."""
    editions = _Editions(folder.parent)
    found = list(_version_faults(editions, folder, None))
    for version in past_versions(folder):
        found += _version_faults(editions, folder, version)
    for file in sorted((folder / MIGRATIONS).glob("*.yaml")):
        for fault in _caught(file.name, _migration_faults(editions, file)):
            if fault.file == file.name:
                found.append(Faute(folder.name, f"{MIGRATIONS}/{file.name}", fault.key, fault.message))
            elif not found:  # an edition at one end is faulty: this one, already said, or the other
                found.append(Faute(folder.name, f"{MIGRATIONS}/{file.name}", "-", f"one of its editions: {fault}"))
    return list(dict.fromkeys(found))


def verifier_livree(folder: Path) -> list[Faute]:
    """The same for an edition delivered with the project, with the rules by which the agent sheets feed it."""
    found = verifier(folder)
    if not found:
        found = [Faute(FICHES, fault.file, fault.key, fault.message) for fault in _caught(FICHES, _sheets(folder))]
    return found


def _sheets(folder: Path) -> Iterator[DeclarationError]:
    declared = register()
    if declared.feeds.id == folder.name:
        yield from fautes_d_agregation(declared)


class _Editions:
    """The editions of a folder of declarations, by their names; each is read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.loaded = cache(self._loaded)
        self.book = cache(self._book)

    def __call__(self, name: str) -> Questionnaire:
        """Raise KeyError for an unknown edition or version."""
        edition, _, version = name.partition(MARK)
        if not (self.folder / edition / ROOT).is_file():
            raise KeyError(name)
        return self.loaded(edition, version)

    def _loaded(self, edition: str, version: str) -> Questionnaire:
        return load(self.folder / edition, version)

    def _book(self, questionnaire: Questionnaire) -> RuleBook:
        return read_rules(self.folder / questionnaire.id, questionnaire)


def _version_faults(editions: _Editions, folder: Path, version: str | None) -> Iterator[Faute]:
    name = folder.name if version is None else f"{folder.name}{MARK}{version}"
    for fault in _caught(ROOT, _faults(editions, folder, version)):
        yield Faute(name, fault.file, fault.key, fault.message)


def _faults(editions: _Editions, folder: Path, version: str | None) -> Iterator[DeclarationError]:
    """The faults of one version: first those of the structure, for the rest means nothing before."""
    files = declaration(folder, version)
    structure = list(structure_faults(files))
    yield from structure
    if structure:
        return
    questionnaire = editions.loaded(folder.name, str(files.yaml(ROOT)["version"]))
    yield from _caught(ROOT, substance_faults(files, questionnaire))
    if files.exists(INDEX):
        yield from _caught(INDEX, _rule_faults(editions, questionnaire))
    for file, reading in _readings(editions, folder, files, questionnaire):
        if files.exists(file):
            yield from _caught(file, _first(reading))
    if files.exists(CALCULS):
        yield from _caught(CALCULS, parameter_faults(files))
    if files.exists(GROUPING):
        own = (folder / GROUPING).is_file()
        selector = editions.book(questionnaire).selector
        yield from _caught(GROUPING, grouping_faults(files, questionnaire, selector, own=own))


def _readings(
    editions: _Editions, folder: Path, files: Declaration, questionnaire: Questionnaire
) -> Iterator[tuple[str, Callable[[], object]]]:
    """What reads a file that stands beside the indicators, and refuses it at its first fault."""
    own = (folder / reprise.FILE).is_file()
    yield reprise.FILE, lambda: reprise.read_carrying(questionnaire, files.yaml(reprise.FILE), own=own)
    yield RATIOS, lambda: lire(questionnaire, files, editions.book(questionnaire).selector)
    if (folder / bands.FILE).is_file():  # those of the base are read with the base
        yield bands.FILE, lambda: bands.read_bands(questionnaire, files.yaml(bands.FILE))
    if (folder / example.TABLES).is_file():
        documents = (example.TABLES, example.ROLES, example.USAGES)
        yield example.TABLES, lambda: example.read_example(questionnaire, {one: files.yaml(one) for one in documents})


def _first(reading: Callable[[], object]) -> Iterator[DeclarationError]:
    reading()
    yield from ()


def _rule_faults(editions: _Editions, questionnaire: Questionnaire) -> Iterator[DeclarationError]:
    book = editions.book(questionnaire)
    for rule in book.rules:
        if rule.level == "collectivite":
            yield from _caught(rule.file, _first(partial(instances, book, rule)))


def _migration_faults(editions: _Editions, file: Path) -> Iterator[DeclarationError]:
    migration = load_migration(file, editions)
    ends = (("de", migration.source, migration.rules.keys()), ("vers", migration.target, migration.rules.values()))
    for key, edition, named in ends if migration.rules else ():
        known = {rule.code for rule in editions.book(editions(str(edition))).rules}
        for code in named:
            if code is not None and code not in known:
                yield DeclarationError(file.name, "regles", f"unknown rule «\u00a0{code}\u00a0» of {edition} ({key})")


def _caught(file: str, faults: Iterable[DeclarationError]) -> Iterator[DeclarationError]:
    """The faults of a check, whether it yields them or stops at the first."""
    try:
        yield from faults
    except DeclarationError as fault:
        yield fault
    except _UNFORESEEN as error:
        yield DeclarationError(file, "-", f"cannot be read ({type(error).__name__}: {error})")


__all__ = ["Faute", "verifier", "verifier_livree"]
