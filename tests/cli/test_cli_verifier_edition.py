"""`verifier-edition`, and what the other commands say of a declaration that is faulty."""

from __future__ import annotations

import sys

import pytest

from processors.cli.main import main
from processors.cli.terminal import INTERNAL, OK, TO_CORRECT, USAGE
from processors.editions import verification
from processors.editions.verification import Faute
from schemas.expressions import ExpressionError
from schemas.nodes import DeclarationError


def test_a_delivered_edition_is_without_fault(run) -> None:
    done = run("verifier-edition", "REC2017")
    assert (done.code, done.out) == (OK, "rec2017\u00a0: aucune faute.\n")


def test_faults_are_listed_by_file_and_key(run, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Faute("rec2019", "ratios.yaml", "ratios[a].facteur", "missing"), Faute("fiches", "f.yaml", "1.1.1", "no")]
    monkeypatch.setattr(verification, "verifier_livree", lambda folder: found if folder.name == "rec2019" else [])
    done = run("verifier-edition")
    assert done.code == TO_CORRECT
    assert done.out.splitlines() == [
        "rec2017\u00a0: aucune faute.",
        "rec2019\u00a0: 2 fautes.",
        "  rec2019/ratios.yaml",
        "    ratios[a].facteur\u00a0: missing",
        "  fiches/f.yaml",
        "    1.1.1\u00a0: no",
    ]


def test_an_unknown_edition_is_refused(run) -> None:
    done = run("verifier-edition", "rec2031")
    assert done.code == USAGE
    assert "rec2017, rec2019" in done.err


@pytest.mark.parametrize(
    "error", [DeclarationError("indicateurs/4.4.1.yaml", "titre", "missing"), ExpressionError("unknown cell « L03 »")]
)
def test_any_command_says_where_a_declaration_is_faulty(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*arguments: object) -> None:
        raise error

    monkeypatch.setattr("processors.cli.main.print_data", broken)
    monkeypatch.setattr(sys, "argv", ["bilan-social", "schema", "rec2019"])
    with pytest.raises(SystemExit) as ending:
        main()
    said = capsys.readouterr().err
    assert ending.value.code == INTERNAL
    assert str(error) in said
    assert "bilan-social verifier-edition" in said
    assert "inattendue" not in said
