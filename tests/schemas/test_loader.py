"""A declaration is refused for each fault it may have, by the name of the file and of the key."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import schemas
from schemas.checks import faults
from schemas.declaration import declaration
from schemas.loader import DeclarationError, load
from schemas.model import Column, Questionnaire, Row
from schemas.nodes import read_yaml
from tests.schemas.cases import CADRES, GRID, INDEX, LISTS, OUTLINE, PLACE, ROOT, STRUCTURE, Case, column
from tests.schemas.cases_tables import FORMULAS, TABLES, TOTALS
from tests.schemas.declaration import FICHIERS, ecrire

CASES = [*STRUCTURE, *OUTLINE, *LISTS, *TABLES, *TOTALS, *FORMULAS]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return ecrire(tmp_path, FICHIERS)


def test_the_minimal_declaration_is_complete(folder: Path) -> None:
    questionnaire = load(folder, strict=True)
    assert list(faults(declaration(folder), questionnaire)) == []
    assert questionnaire.indicators[2].title == "Jours en 2018 et 2019"
    rows = questionnaire.tables["1.1.1"].rows
    assert [row.code for row in rows] == ["CE1", "CE2", "TOTAL_AD", "CE3", "TOTAL_TE", "GENERAL"]
    assert [row.label for row in rows if row.level] == ["Total Administrative", "Total Technique", "Total"]
    assert "1.1.2.9" not in questionnaire.tables


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_fault_is_refused_by_file_and_key(folder: Path, case: Case) -> None:
    text = (folder / case.file).read_text(encoding="utf-8")
    assert case.old in text
    (folder / case.file).write_text(text.replace(case.old, case.new, 1), encoding="utf-8")
    with pytest.raises(DeclarationError) as refused:
        load(folder, strict=True)
    assert (refused.value.file, refused.value.key) == (case.where or case.file, case.key), str(refused.value)


def test_every_fault_is_listed(folder: Path) -> None:
    for old, new in (('dont_de: "C01"', 'dont_de: "C09"'), ("C01 + C02", "C01 + C09")):
        text = (folder / GRID).read_text(encoding="utf-8").replace(old, new)
        (folder / GRID).write_text(text, encoding="utf-8")
    keys = [fault.key for fault in faults(declaration(folder), load(folder))]
    assert keys == [column("C03", "dont_de"), column("T01", "calcul")]


@pytest.mark.parametrize("missing", [ROOT, INDEX, PLACE, GRID, CADRES])
def test_a_missing_file_is_named(folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    with pytest.raises(DeclarationError) as refused:
        load(folder)
    assert (refused.value.file, refused.value.key) == (missing, "-")


def test_the_reader_of_yaml_agrees_with_the_library(folder: Path) -> None:
    (folder / "x.yaml").write_text(
        'a: [1, 0.5, true, oui, "1", null, {b: ~}]\n"2": >\n  un\n  deux\n', encoding="utf-8"
    )
    for file in ("x.yaml", *(name for name in FICHIERS if name.endswith(".yaml"))):
        assert read_yaml(folder, file) == yaml.safe_load((folder / file).read_text(encoding="utf-8"))


def test_the_delivered_questionnaires_are_without_fault() -> None:
    for name in schemas.available():
        load(schemas.FOLDER / name, strict=True)


# Another year is the same folder with another `annee`.

LAWS = re.compile(
    r"loi de finances pour \d{4}|n° \d{4}-\d+"
    r"|(?:loi|décret|ordonnance|arrêté)s? (?:n° [\d-]+ )?du \d{1,2}(?:er)? \w+ \d{4}"
)
OTHER_YEARS = re.compile(r"\b(?:2018|2019|2020|2021|2022)\b")


@pytest.fixture(scope="module")
def in_2021(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    copy = tmp_path_factory.mktemp("edition") / "rec2019"
    shutil.copytree(schemas.FOLDER / "rec2019", copy)
    text = (copy / ROOT).read_text(encoding="utf-8")
    (copy / ROOT).write_text(text.replace("annee: 2019\n", "annee: 2021\n"), encoding="utf-8")
    return load(copy, strict=True)


def texts(questionnaire: Questionnaire) -> Iterator[str]:
    yield from (questionnaire.title, questionnaire.empty_report.text)
    for indicator in questionnaire.indicators:
        yield from (indicator.title, indicator.scope, *(entry.text for entry in indicator.help))
        for table in indicator.tables:
            yield from (table.title, table.scope, table.label_title, *table.notes)
            yield table.condition.text if table.condition else ""
            lines: tuple[Row | Column, ...] = (*table.rows, *table.columns)
            for line in lines:
                yield from (*line.headings, line.label, line.note, line.condition.text if line.condition else "")
            yield from (row.help for row in table.rows)
    for nomenclature in questionnaire.nomenclatures.values():
        yield from (nomenclature.title, *(element.label for element in nomenclature.elements))
    yield from (text for item in questionnaire.parameters.values() for text in (item.label, item.note))


def test_the_next_edition_says_its_own_years(in_2021: Questionnaire) -> None:
    before = schemas.questionnaire("rec2019")
    years: set[str] = set()
    for old, new in zip(texts(before), texts(in_2021), strict=True):
        written = OTHER_YEARS.findall(LAWS.sub("", old))
        assert OTHER_YEARS.findall(LAWS.sub("", new)) == [str(int(year) + 2) for year in written], new
        years.update(written)
    assert years >= {"2018", "2019"}


def test_the_cells_of_the_next_edition_are_the_same(in_2021: Questionnaire) -> None:
    assert list(in_2021.cells) == list(schemas.questionnaire("rec2019").cells)
