"""`exemple fiches` and `anonymiser` as a user types them."""

from __future__ import annotations

from pathlib import Path

import pytest

from processors.agents.lecture import lire_fiches
from processors.cli.terminal import OK, REFUSED, USAGE
from tests.cli.conftest import run
from tests.cli.outils import Run

__all__ = ["run"]


def test_an_example_of_any_size_then_its_anonymous_copy(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    fait = run("exemple", "fiches", "--agents", "8", "--graine", "2", "--modules", "rec", "-o", "fiches.xlsx")
    assert (fait.code, fait.err) == (OK, "")
    assert "8 agents" in fait.out
    lues, constats = lire_fiches(tmp_path / "fiches.xlsx")
    assert lues is not None
    assert constats == []
    assert (len(lues["agents"]), lues.collectivite["module_rassct"]) == (8, "NON")
    copie = run("anonymiser", "fiches.xlsx", "-o", "copie.xlsx", "--retirer")
    assert copie.code == OK
    assert "Retirés de la copie" in copie.out
    assert not any(cle in copie.out + copie.err for cle in lues["agents"]["id_agent"])
    assert run("anonymiser", "fiches.xlsx", "-o", "copie.xlsx").code == USAGE


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("exemple", "rec2019", "--agents", "8", "-o", "x.xlsx"), USAGE),
        (("exemple", "fiches", "--agents", "0", "-o", "x.xlsx"), USAGE),
        (("exemple", "fiches", "--modules", "inconnu", "-o", "x.xlsx"), USAGE),
        (("anonymiser", "absent.xlsx", "-o", "x.xlsx"), REFUSED),
        (("anonymiser", "bruit.xlsx", "-o", "x.xlsx"), REFUSED),
        (("anonymiser", "bruit.xlsx", "-o", "x.csv"), USAGE),
        (("anonymiser", "bruit.xlsx", "-o", "x.xlsx", "--seuil", "1"), USAGE),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bruit.xlsx").write_bytes(b"PK\x03\x04 pas un classeur")
    fait = run(*arguments)
    assert fait.code == code
    assert fait.err
    assert [path.name for path in tmp_path.iterdir()] == ["bruit.xlsx"]
