"""The benchmark helper compares, remembers and tells. Nothing here depends on how long anything takes."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from benchmarks.mesure import Ligne, comparer, conclure, pic_memoire, sans_ramasse_miettes, tableau


def test_action_and_reference_run_in_turns() -> None:
    appels: list[str] = []
    comparer("x", lambda: appels.append("action"), lambda: appels.append("reference"), n=2)
    assert appels == ["action", "reference"] * 3


def test_the_garbage_collector_is_put_back_after_a_failure() -> None:
    with pytest.raises(ZeroDivisionError), sans_ramasse_miettes():
        assert not gc.isenabled()
        raise ZeroDivisionError
    assert gc.isenabled()


def test_the_table_tells_which_target_is_missed(capsys: pytest.CaptureFixture[str]) -> None:
    lignes = [Ligne("lecture", 0.03, 0.01, cible=2), Ligne("écriture", 1.5, 3.0)]
    assert conclure(lignes) == 1
    assert capsys.readouterr().out.splitlines()[2:] == [
        "| lecture  | 30 ms | 10 ms     | 3     | ≤ 2    | NON |",
        "| écriture | 1.5 s | 3 s       | 0.5   | –      | –   |",
    ]
    assert tableau([]).splitlines()[0] == "| what | time | reference | ratio | target | ok |"


def test_peak_memory_is_that_of_the_command_alone() -> None:
    lest = bytearray(b"1") * 300_000_000
    sobre = pic_memoire([sys.executable, "-I", "-S", "-c", "pass"])
    gourmand = pic_memoire([sys.executable, "-I", "-S", "-c", "x = bytearray(b'1') * 100_000_000"])
    assert len(lest) > sobre + 100_000_000
    assert gourmand > sobre + 90_000_000


def test_a_command_that_fails_is_not_measured() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        pic_memoire([sys.executable, "-c", "raise SystemExit(3)"])
