"""A bounded run of the fuzzer, what it found before, and the budget of every hostile file.

Longer: `python -m tests.fuzz --secondes 600` (docs/securite.md).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from processors.control import check
from tests.fuzz.essais import BASES, CORPUS, MEMOIRE_MAX, SECONDES_MAX, essayer, essayer_fichiers
from tests.fuzz.mutations import mutant
from tests.processors.test_gate import REFUS

TROUVAILLES = sorted((Path(__file__).parent / "trouvailles").iterdir())
MUTANTS = 100
HOSTILES = sorted((CORPUS.parent / "should_fail").iterdir())


def test_no_mutant_of_a_real_file_hangs_crashes_or_goes_unexplained() -> None:
    essais = list(essayer((BASES[graine % len(BASES)], graine) for graine in range(MUTANTS)))
    assert [essai for essai in essais if essai.defaut] == []
    assert len({essai.codes[:1] for essai in essais}) > 5, "the mutations are too tame to prove anything"


def test_a_seed_gives_the_same_mutant() -> None:
    base = (CORPUS / BASES[0]).read_bytes()
    assert all(mutant(base, graine) == mutant(base, graine) for graine in range(20))
    assert len({mutant(base, graine) for graine in range(20)}) > 15


@pytest.mark.parametrize("chemin", TROUVAILLES, ids=lambda chemin: chemin.stem)
def test_what_the_fuzzer_found_is_refused_in_words_and_in_silence(chemin: Path, capfd) -> None:
    (controle,) = check(chemin)
    assert [found.code for found in controle.findings] == ["FICHIER-CORROMPU"]
    assert capfd.readouterr() == ("", ""), "the parser's own words must not reach the screen"


def test_every_hostile_file_stays_within_two_seconds_and_300_megabytes(tmp_path: Path) -> None:
    chemins = list(HOSTILES)
    for rang, (_, fabriquer) in enumerate(REFUS.values()):
        chemins.append(tmp_path / f"hostile-{rang}.xlsx")
        chemins[-1].write_bytes(fabriquer(tmp_path))
    assert (SECONDES_MAX, MEMOIRE_MAX) == (2.0, 300_000_000)
    essais = list(essayer_fichiers(chemins))
    assert len(essais) == len(chemins)
    assert [essai for essai in essais if essai.defaut] == []


def test_a_hung_and_a_dead_worker_are_faults_of_their_file(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("tests.fuzz.essais.PATIENCE", 0.5)
    monkeypatch.setattr("tests.fuzz.essais.juger", _saboter)
    chemins = [tmp_path / nom for nom in ("dort", "meurt", "vit")]
    assert [essai.defaut.partition(" (")[0] for essai in essayer_fichiers(chemins)] == [
        "hung for 0 s",
        "the worker died",
        "",
    ]


def _saboter(chemin: Path) -> tuple[str, tuple[str, ...], float, int]:
    import faulthandler
    import os
    import time

    if chemin.name == "dort":
        time.sleep(60)
    if chemin.name == "meurt":
        faulthandler.disable()  # its report would read like a failure of the suite
        os.abort()
    return "", (), 0.0, 0
