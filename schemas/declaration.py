"""The files of one edition at one version, wherever they come from: its folder, or another edition plus differences.

An edition is a folder. Its `questionnaire.yaml` may name a `base`: then everything is the base's but for what its
`differences/*.yaml` change. A past version of an edition is `versions/<version>.yaml` in its folder: the differences
from the version that came next. Whoever reads a declaration reads it here, and sees plain files.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from schemas.differences import Difference, Recoding, apply, apply_to_list, read_differences
from schemas.editions import MARK, version_key
from schemas.nodes import DeclarationError, Node, read_yaml

ROOT = "questionnaire.yaml"
VERSIONS = "versions"
DIFFERENCES = "differences"
LISTS = "nomenclatures.yaml"
_BASE = "base"


@dataclass(frozen=True)
class Declaration:
    """The files of one edition, by their path in its folder."""

    folder: Path

    def yaml(self, file: str) -> Any:
        """The content of a YAML file. Raise `DeclarationError` when it cannot be read."""
        return read_yaml(self.folder, file)

    def rows(self, file: str) -> list[list[str]]:
        """The lines of a CSV file, its header first. Raise `DeclarationError` when it cannot be read."""
        try:
            with (self.folder / file).open(encoding="utf-8", newline="") as stream:
                return list(csv.reader(stream, delimiter=";"))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise DeclarationError(file, "-", f"cannot be read: {error}") from error

    @property
    def name(self) -> str:
        """The id of the edition."""
        return self.folder.name

    def exists(self, file: str) -> bool:
        return (self.folder / file).is_file()

    def names(self, folder: str, suffix: str) -> list[str]:
        """The files that stand in a folder of this declaration itself and end so, sorted."""
        return sorted(f"{folder}/{path.name}" for path in (self.folder / folder).glob(f"*{suffix}"))

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What makes this declaration different from its base; nothing for one that has none."""
        return ()


@dataclass(frozen=True)
class _Derived(Declaration):
    """A declaration made of another one and of differences; `folder` holds the files that the base does not have."""

    edition: str
    base: Declaration
    identity: Mapping[str, Any]
    by_file: Mapping[str, tuple[Difference, ...]] = field(default_factory=dict)

    @cached_property
    def recoding(self) -> Recoding:
        return Recoding(self.differences)

    def yaml(self, file: str) -> Any:
        if not self.base.exists(file):
            return super().yaml(file)
        document = self.base.yaml(file)
        if file == ROOT:
            document |= self.identity
        elif file in self._own:
            raise DeclarationError(file, "-", "the base has this file: only its differences are declared")
        found = self.by_file.get(file, ())
        if self.recoding.ids:
            document = self.recoding.expressions(document)
            self.recoding.tables(found, document)
        for difference in found:
            apply(difference, document)
        return document

    def rows(self, file: str) -> list[list[str]]:
        if not self.base.exists(file):
            return super().rows(file)
        header, *lines = self.base.rows(file)
        for rank in (rank for rank, name in enumerate(header) if (file, name) in self._table_columns):
            for line in lines:
                line[rank] = self.recoding.ids.get(line[rank], line[rank])
        if file not in self.by_file:
            return [header, *lines]
        elements: list[Any] = [dict(zip(header, line, strict=False)) for line in lines]
        for difference in self.by_file[file]:
            apply_to_list(difference, elements)
        for element in elements:
            if unknown := element.keys() - set(header):
                raise DeclarationError(file, str(element.get("code")), f"unknown column {sorted(unknown)}")
        return [header, *([str(element.get(name) or "") for name in header] for element in elements)]

    @cached_property
    def _table_columns(self) -> frozenset[tuple[str, str]]:
        """The columns of lists that hold ids of tables, when some ids change."""
        index = self.yaml(LISTS) if self.recoding.ids else {}
        return frozenset(
            (f"nomenclatures/{name}.csv", column)
            for name, node in index.items()
            for column, kind in (node.get("colonnes") or {}).items()
            if kind == "tableau"
        )

    def exists(self, file: str) -> bool:
        return file in self._own or self.base.exists(file)

    @cached_property
    def _own(self) -> frozenset[str]:
        """The files that stand in the folder of the differences."""
        return frozenset(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())

    @property
    def name(self) -> str:
        return self.edition

    @property
    def differences(self) -> tuple[Difference, ...]:
        return tuple(difference for found in self.by_file.values() for difference in found)


def declaration(folder: Path, version: str | None = None) -> Declaration:
    """The declaration of the edition of a folder, at its current version or at a past one.

    Raise `DeclarationError` (file, line) when differences cannot be read, KeyError when the version is not declared.
    """
    plain = Declaration(folder)
    if not plain.exists(ROOT):
        return plain
    root = plain.yaml(ROOT)
    current = _with_base(folder, root) if isinstance(root, dict) and _BASE in root else plain
    if version is None or version == str(root["version"]):
        return current
    file = f"{VERSIONS}/{version}.yaml"
    if not plain.exists(file):
        raise KeyError(version)
    written = read_differences(folder, file)
    base = declaration(folder, written.base)
    history = [entry for entry in root["versions"] if version_key(str(entry["version"])) <= version_key(version)]
    identity = {"version": version, "versions": history}
    return _Derived(folder / VERSIONS / version, folder.name, base, identity, written.by_file(base.exists))


def _with_base(folder: Path, root: dict[str, Any]) -> Declaration:
    name, _, version = str(root[_BASE]).partition(MARK)
    if not (folder.parent / name / ROOT).is_file():
        raise DeclarationError(ROOT, _BASE, f"unknown edition « {name} »")
    if _in_a_circle(folder):
        raise DeclarationError(ROOT, _BASE, f"« {name} » comes back to this edition")
    try:
        base = declaration(folder.parent / name, version or None)
    except KeyError as error:
        raise DeclarationError(ROOT, _BASE, f"unknown version « {version} »") from error
    by_file: dict[str, tuple[Difference, ...]] = {}
    for file in sorted((folder / DIFFERENCES).glob("*.yaml")):
        for changed, found in read_differences(folder, f"{DIFFERENCES}/{file.name}").by_file(base.exists).items():
            by_file[changed] = by_file.get(changed, ()) + found
    identity = {key: value for key, value in root.items() if key != _BASE}
    return _Derived(folder, folder.name, base, identity, by_file)


def base_of(folder: Path) -> str:
    """The id of the edition that an edition is declared from, '' for one that stands by itself."""
    root = read_yaml(folder, ROOT) if (folder / ROOT).is_file() else None
    return str(root.get(_BASE, "")).partition(MARK)[0] if isinstance(root, dict) else ""


@cache
def identity_of(folder: Path) -> tuple[str, int]:
    """The family and the year of an edition, from its root alone, or from that of its base.

    Raise `DeclarationError` when neither says it.
    """
    root = Node(ROOT, "", read_yaml(folder, ROOT))
    family = root.get("famille")
    if family is None:
        if not base_of(folder) or _in_a_circle(folder):
            raise root.fail("famille", "missing")
        family, _ = identity_of(folder.parent / base_of(folder))
    return str(family), root.whole("annee")


def _in_a_circle(folder: Path) -> bool:
    """Whether an edition starts, through its bases, from itself."""
    seen: list[str] = []
    name = folder.name
    while name and name not in seen:
        seen.append(name)
        name = base_of(folder.parent / name)
    return name == folder.name


@cache
def past_versions(folder: Path) -> tuple[str, ...]:
    """The past versions of an edition that are declared, newest first."""
    names = [path.stem for path in (folder / VERSIONS).glob("*.yaml")]
    return tuple(sorted(names, key=version_key, reverse=True))
