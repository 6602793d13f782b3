"""The command `lot`: what it refuses before it starts, and what it says."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import pytest

from processors.batch.message import MOST, message
from processors.batch.progression import reste, rythme, suivre
from processors.cli.main import main
from processors.findings import Finding, Severity
from processors.report import Rapport
from tests.batch.fabrique import bilan, poser
from tests.batch.outils import lancer


@pytest.fixture
def recus(tmp_path: Path) -> Path:
    poser(tmp_path / "recus", "1.txt", bilan(1))
    return tmp_path / "recus"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--livrables", "pdf"], "Livrable inconnu"),
        (["--attendus", "absente.csv"], "ne peut pas être lue"),
        (["--derogations", "absentes.yaml"], "absentes.yaml"),
        (["--travailleurs", "-1"], "--travailleurs"),
    ],
)
def test_a_wrong_option_is_said_and_nothing_is_written(
    recus: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    said: str,
) -> None:
    monkeypatch.setattr(sys, "argv", ["bilan-social", "lot", str(recus), "-o", str(tmp_path / "res"), *options])
    with pytest.raises(SystemExit) as ending:
        main()
    assert ending.value.code == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "res").exists()


@pytest.mark.parametrize(
    ("accident", "code", "said"), [(None, 2, "Aucun fichier"), (OSError(errno.ENOSPC, "full"), 4, "--reprendre")]
)
def test_an_empty_folder_and_a_full_disk_have_their_exit_codes(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    accident: OSError | None,
    code: int,
    said: str,
) -> None:
    def full(*_: object) -> None:
        if accident is not None:
            raise accident

    monkeypatch.setattr("processors.batch.lot.ecrire_classeur", full if accident else lambda path, *_: path.touch())
    (tmp_path / "vide").mkdir()
    monkeypatch.setattr(sys, "argv", ["bilan-social", "lot", str(tmp_path / "vide"), "-o", str(tmp_path / "res")])
    with pytest.raises(SystemExit) as ending:
        main()
    assert ending.value.code == code
    assert said in capsys.readouterr().err


def test_results_in_use_are_said(
    recus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lancer(recus, tmp_path / "res")
    monkeypatch.setattr(sys, "argv", ["bilan-social", "lot", str(recus), "-o", str(tmp_path / "res")])
    with pytest.raises(SystemExit) as ending:
        main()
    assert ending.value.code == 2
    assert "--reprendre" in capsys.readouterr().err


def test_the_message_tells_the_gravest_first_and_counts_the_rest() -> None:
    found = [
        Finding(
            f"CODE-{rank}", severity, f"Message {rank}.", "Corrigez.", indicator=f"1.1.{rank}", title=f"Titre {rank}"
        )
        for rank, severity in enumerate([Severity.ALERTE] * MOST + [Severity.BLOQUANT, Severity.INFORMATION])
    ]
    text = message(Rapport("a.xlsx", "", "2026-03-01", nom="Essai", constats=tuple(found)), ["rapport.html"])
    assert text.startswith("Objet\u00a0: Bilan social (Essai)\u00a0: à corriger")
    told = [line for line in text.splitlines() if line.startswith("- ")]
    assert len(told) == MOST + 1
    assert "Message 12." in told[0]
    assert told[-1] == "- Et 1 autre point\u00a0: le rapport joint les détaille tous."
    assert "Message 13." not in text
    assert "rapport.html" in text


def test_progress_is_told_in_lines_when_there_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("processors.batch.progression.EVERY", 0)
    assert list(suivre(iter("abc"), "Contrôle", 5, 2)) == ["a", "b", "c"]
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert lines[-1].startswith("Contrôle\u00a0: 5 sur 5, ")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (rythme(25, 2), "12,5 fichiers par seconde"),
        (rythme(1, 4), "15 fichiers par minute"),
        (reste(20), "moins d’une minute"),
        (reste(125), "2 minutes"),
        (reste(7500), "2\u00a0h\u00a005"),
    ],
)
def test_pace_and_time_left_are_said_in_french(said: str, expected: str) -> None:
    assert said == expected
