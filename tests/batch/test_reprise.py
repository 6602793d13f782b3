"""A lot killed at any moment, then resumed, ends as one that was not."""

from __future__ import annotations

from pathlib import Path

from processors.batch.journal import Journal
from tests.batch.coupures import trois_de_suite
from tests.batch.fabrique import bilan, poser
from tests.batch.outils import contenu, lancer, sur_place


def test_a_lot_killed_three_times_ends_with_the_same_campaign_and_files(tmp_path: Path) -> None:
    """More cuts, each resumed to the end: `python -m tests.batch.coupures`."""
    assert trois_de_suite(tmp_path, graine=5, fichiers=12) == []


def test_a_damaged_entry_of_the_journal_is_done_again(tmp_path: Path) -> None:
    recus = tmp_path / "recus"
    for number in range(3):
        poser(recus, f"{number}.txt", bilan(number))
    lancer(recus, tmp_path / "entier")

    def cut(pieces, reglages):
        yield from list(sur_place(list(pieces)[:2], reglages))
        raise KeyboardInterrupt

    try:
        lancer(recus, tmp_path / "res", cut)
    except KeyboardInterrupt:
        entry = next((tmp_path / "res" / ".travail" / "journal").iterdir())
        entry.write_bytes(entry.read_bytes()[:50])
    assert len(Journal(tmp_path / "res").connus()) == 1
    assert lancer(recus, tmp_path / "res", reprendre=True).traites == 2
    assert contenu(tmp_path / "res") == contenu(tmp_path / "entier")
