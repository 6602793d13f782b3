"""The workbooks delivered with the project are those that the declarations give today."""

from __future__ import annotations

from zipfile import ZipFile

import pytest

from schemas import available, questionnaire
from workbook_templates.builder import build
from workbook_templates.modeles import COMMAND, FOLDER, delivered

DELIVERED = [(name, file) for name in available() for file in delivered(questionnaire(name))]


def parts(path) -> dict[str, bytes]:
    """The parts of a workbook, uncompressed: two versions of zlib may compress the same part to different bytes."""
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(("name", "file"), DELIVERED, ids=[file for _, file in DELIVERED])
def test_a_delivered_workbook_is_up_to_date(name, file, tmp_path) -> None:
    declared = questionnaire(name)
    build(tmp_path / file, declared, delivered(declared)[file])
    today, committed = parts(tmp_path / file), parts(FOLDER / file) if (FOLDER / file).exists() else {}
    changed = sorted(part for part in today.keys() | committed.keys() if today.get(part) != committed.get(part))
    assert not changed, f"{file} n’est plus à jour ({len(changed)} parties). Lancez : {COMMAND}"


def test_nothing_else_is_delivered() -> None:
    assert sorted(path.name for path in FOLDER.glob("*.xlsx")) == sorted(file for _, file in DELIVERED)
