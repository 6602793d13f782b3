"""A lot killed at any moment, then resumed, ends as one that was not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from processors.batch.executeurs import arrete
from processors.batch.journal import Journal
from processors.batch.pieces import Piece
from processors.batch.reglages import Reglages
from processors.batch.rendu import Rendu, refuser
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


def dies(pieces: Iterable[Piece], reglages: Reglages) -> Iterator[tuple[Piece, Rendu]]:
    """The work, save that the worker of the file 1 dies, and that its drafts stay."""
    for piece, rendu in sur_place(pieces, reglages):
        assert reglages.brouillons is not None
        left = reglages.brouillons / "mort" / "recu.txt"
        left.parent.mkdir(exist_ok=True)
        left.write_bytes(b"x")
        yield piece, refuser(piece, arrete(), reglages) if piece.fichier == "1.txt" else rendu


def recus_de(folder: Path) -> Path:
    for number in range(3):
        poser(folder / "recus", f"{number}.txt", bilan(number))
    return folder / "recus"


def test_a_file_refused_for_a_technical_cause_is_done_again_and_its_refusal_leaves_no_trace(tmp_path: Path) -> None:
    recus = recus_de(tmp_path)
    lancer(recus, tmp_path / "entier")
    first = lancer(recus, tmp_path / "res", dies)
    assert first.situation.a_refaire == 1
    [message] = (tmp_path / "res" / "bilans" / "sans-siret").glob("message-*")
    assert "--" not in message.read_text(encoding="utf-8")
    again = lancer(recus, tmp_path / "res", reprendre=True)
    assert (again.traites, again.situation.a_refaire) == (1, 0)
    assert contenu(tmp_path / "res") == contenu(tmp_path / "entier")


def test_it_is_done_again_after_an_interruption_too_and_refused_again_it_changes_nothing(tmp_path: Path) -> None:
    recus = recus_de(tmp_path)
    lancer(recus, tmp_path / "refuse", dies)

    def cut(pieces: Iterable[Piece], reglages: Reglages) -> Iterator[tuple[Piece, Rendu]]:
        yield from list(dies(list(pieces)[:2], reglages))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        lancer(recus, tmp_path / "res", cut)
    assert lancer(recus, tmp_path / "res", dies, reprendre=True).traites == 2
    assert contenu(tmp_path / "res") == contenu(tmp_path / "refuse")
    assert lancer(recus, tmp_path / "res", dies, reprendre=True).traites == 1
    assert contenu(tmp_path / "res") == contenu(tmp_path / "refuse")


def test_nothing_of_what_was_received_stays_in_the_drafts(tmp_path: Path) -> None:
    lancer(recus_de(tmp_path), tmp_path / "res", dies)
    assert not Journal(tmp_path / "res").brouillons.exists()


def test_a_file_that_leaves_the_folder_between_interruption_and_resume_counts_all_the_same(tmp_path: Path) -> None:
    recus = recus_de(tmp_path)
    lancer(recus, tmp_path / "entier")

    def cut(pieces: Iterable[Piece], reglages: Reglages) -> Iterator[tuple[Piece, Rendu]]:
        yield from list(sur_place(list(pieces)[:2], reglages))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        lancer(recus, tmp_path / "res", cut)
    (recus / "1.txt").unlink()
    fin = lancer(recus, tmp_path / "res", reprendre=True)
    assert fin.partis == ("1.txt",)
    assert contenu(tmp_path / "res") == contenu(tmp_path / "entier")
