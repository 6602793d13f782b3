"""The outline of a questionnaire: versions, modules, chapters, indicators, and the ids of their tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from schemas.checks.documents import Documents
from schemas.declaration import ROOT
from schemas.loader import indicator_file
from schemas.model import COLLECTIVITE, COLLECTIVITE_COLUMN, Kind, Questionnaire
from schemas.nodes import DeclarationError

COLLECTIVITE_CHAPTER = "C"


def outline_faults(documents: Documents, questionnaire: Questionnaire) -> Iterator[DeclarationError]:
    """What does not hold together above the tables."""
    yield from _version_faults(documents, questionnaire)
    yield from _indicator_faults(documents, questionnaire)
    yield from _chapter_faults(questionnaire)
    yield from _table_id_faults(documents)
    yield from _collectivite_faults(questionnaire)


def _version_faults(documents: Documents, questionnaire: Questionnaire) -> Iterator[DeclarationError]:
    versions = questionnaire.versions
    if questionnaire.id != documents.files.name:
        yield DeclarationError(ROOT, "id", f"« {questionnaire.id} » in the folder {documents.files.name}")
    if versions[0].version != questionnaire.version:
        yield DeclarationError(ROOT, "versions", f"the newest is {versions[0].version}, not {questionnaire.version}")
    numbers = [tuple(map(int, version.version.split("."))) for version in versions]
    if numbers != sorted(set(numbers), reverse=True):
        yield DeclarationError(ROOT, "versions", "not in order, newest first")
    if not any(module.default for module in questionnaire.modules.values()):
        yield DeclarationError(ROOT, "modules", "none is asked without being chosen (defaut: true)")


def _chapter_faults(questionnaire: Questionnaire) -> Iterator[DeclarationError]:
    """Every chapter belongs to one module and has an indicator, « Collectivité » aside."""
    places = Counter(chapter for module in questionnaire.modules.values() for chapter in module.chapters)
    used = {indicator.chapter for indicator in questionnaire.indicators}
    for module in questionnaire.modules.values():
        for chapter in module.chapters:
            if chapter not in questionnaire.chapters:
                yield DeclarationError(ROOT, f"modules.{module.code}.chapitres", f"unknown chapter {chapter}")
    for chapter in questionnaire.chapters:
        expected = 0 if chapter == COLLECTIVITE_CHAPTER else 1
        if places[chapter] != expected:
            yield DeclarationError(ROOT, f"chapitres.{chapter}", f"in {places[chapter]} modules instead of {expected}")
        if chapter not in used:
            yield DeclarationError(ROOT, f"chapitres.{chapter}", "no indicator has this chapter")


def _indicator_faults(documents: Documents, questionnaire: Questionnaire) -> Iterator[DeclarationError]:
    for listed, node in documents.indicators.items():
        code, chapter = str(node["code"]), str(node["chapitre"])
        if code != listed:
            yield node.fail("code", f"« {code} » in the file of {listed}")
        if chapter not in questionnaire.chapters:
            yield node.fail("chapitre", f"unknown chapter « {chapter} »")
        expected = COLLECTIVITE_CHAPTER if listed == COLLECTIVITE else listed.partition(".")[0]
        if chapter != expected:
            yield node.fail("chapitre", f"« {chapter} » instead of « {expected} », which begins its code")
    for file in documents.files.names("indicateurs", ".yaml"):
        if Path(file).stem not in documents.indicators:
            yield DeclarationError(file, "code", "not listed in the indicateurs of questionnaire.yaml")


def _table_id_faults(documents: Documents) -> Iterator[DeclarationError]:
    """An id starts with the code of its indicator and is never used twice, not even by an inactive table."""
    seen: dict[str, str] = {}
    for indicator in documents.indicators.values():
        code = str(indicator["code"])
        for table in indicator.nodes("tableaux"):
            name = str(table["id"])
            if name in seen:
                yield table.fail("id", f"« {name} » is already a table of {seen[name]}")
            seen[name] = indicator.file
            if name != code and not name.startswith((f"{code}.", f"{code}-")):
                yield table.fail("id", f"« {name} » does not start with the code of its indicator, {code}")


def _collectivite_faults(questionnaire: Questionnaire) -> Iterator[DeclarationError]:
    """The sheet that names who answers: one table, one column, and the SIRET that every other file repeats."""
    file = indicator_file(COLLECTIVITE)
    table = questionnaire.tables.get(COLLECTIVITE)
    if table is None or len(questionnaire.indicators[0].tables) != 1:
        yield DeclarationError(file, "tableaux", f"exactly one table, « {COLLECTIVITE} », is expected")
        return
    if list(table.column_by_code) != [COLLECTIVITE_COLUMN]:
        yield DeclarationError(
            file, f"tableaux[{COLLECTIVITE}].colonnes", f"exactly one column, {COLLECTIVITE_COLUMN}, is expected"
        )
        return
    siret = questionnaire.cells.get(table.variable("siret", COLLECTIVITE_COLUMN))
    if siret is None or siret.type.kind is not Kind.SIRET:
        yield DeclarationError(file, f"tableaux[{COLLECTIVITE}].lignes", "a row « siret » of type siret is expected")
