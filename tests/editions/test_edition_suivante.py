"""An edition to come changes nothing for those that exist: their examples, and which one is the newest."""

from __future__ import annotations

from pathlib import Path

import pytest

import schemas
from processors.example.transposition import newer
from schemas.bands import declaring
from schemas.declaration import identity_of
from schemas.example import TABLES
from schemas.migration import Edition
from schemas.nodes import DeclarationError

DELIVERED = schemas.FOLDER
NEXT = """
base: "rec2019"
id: "bilan2021"
version: "1.0.0"
annee: 2021
versions:
- {version: "1.0.0", date: "2022-01-01", changements: ["Édition suivante."]}
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The delivered editions, and a newer one whose name comes before theirs."""
    for name in schemas.available():
        (tmp_path / name).symlink_to(DELIVERED / name)
    (tmp_path / "bilan2021").mkdir()
    (tmp_path / "bilan2021" / "questionnaire.yaml").write_text(NEXT, encoding="utf-8")
    monkeypatch.setattr(schemas, "FOLDER", tmp_path)
    return tmp_path


def test_the_newest_edition_of_a_family_is_that_of_the_latest_year(tree: Path) -> None:
    assert schemas.editions("rec") == ["rec2017", "rec2019", "bilan2021"]
    assert schemas.latest() == "bilan2021"


def test_each_edition_is_filled_as_before_when_a_newer_one_comes(tree: Path) -> None:
    for name in ("rec2017", "rec2019", "rec2019@1.0.0"):
        assert declaring(schemas.questionnaire(name), TABLES) == "rec2019"
    assert newer(schemas.questionnaire("rec2019")) is None
    older = newer(schemas.questionnaire("rec2017"))
    assert older is not None
    assert older.target == Edition.of(schemas.questionnaire("rec2019"))


def test_an_edition_declared_from_an_older_one_has_its_example(tree: Path) -> None:
    derived = schemas.load(tree / "bilan2021")
    assert declaring(derived, TABLES) == "bilan2021"


def test_a_family_that_nothing_gives_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "questionnaire.yaml").write_text('base: "a"\nannee: 2021\n', encoding="utf-8")
    with pytest.raises(DeclarationError, match="famille"):
        identity_of(tmp_path / "a")
