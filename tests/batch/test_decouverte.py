"""What a received folder holds: files, archives opened safely, leftovers told."""

from __future__ import annotations

import os
import struct
from datetime import timedelta
from pathlib import Path, PurePosixPath
from zipfile import ZIP_LZMA, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.batch.archives import OUVERTES_MAX, ArchiveRefusee, LimitesArchive, Reserve, membres
from processors.batch.decouverte import Inventaire, ignorable, inventorier, parcourir
from processors.batch.pieces import Piece, nom_lisible
from tests.batch.fabrique import CORPUS, JOUR, archive, bilan, poser


def inventaire(dossier: Path) -> Inventaire:
    return inventorier(parcourir(dossier, dossier / "resultats"))


def refus(found: Inventaire) -> dict[str, str]:
    return {piece.fichier: piece.refus.code for piece in found.pieces if piece.refus is not None}


def entree(nom: str, **attributs: int) -> ZipInfo:
    info = ZipInfo(nom, JOUR.timetuple()[:6])
    for name, value in attributs.items():
        setattr(info, name, value)
    return info


def test_files_come_in_the_order_of_reception_whatever_the_folders(tmp_path: Path) -> None:
    poser(tmp_path, "b.txt", b"1", JOUR)
    poser(tmp_path, "sous/dossier/a.txt", b"2", JOUR - timedelta(days=1))
    poser(tmp_path, "a.txt", b"3", JOUR)
    assert [piece.fichier for piece in inventaire(tmp_path).pieces] == ["sous/dossier/a.txt", "a.txt", "b.txt"]


def test_leftovers_are_left_aside_and_named(tmp_path: Path) -> None:
    for name in ("~$bilan.xlsx", ".DS_Store", "Thumbs.db", "__MACOSX/x.txt", "vrai.txt"):
        poser(tmp_path, name, b"x")
    poser(tmp_path, "a.zip", archive({"__MACOSX/._b.txt": b"x", "b.txt": b"y"}))
    found = inventaire(tmp_path)
    assert {piece.fichier for piece in found.pieces} == {"vrai.txt", "a.zip/b.txt"}
    assert set(found.ignores) == {"~$bilan.xlsx", ".DS_Store", "Thumbs.db", "__MACOSX/", "a.zip/__MACOSX/._b.txt"}


def test_the_results_inside_the_folder_are_not_received(tmp_path: Path) -> None:
    poser(tmp_path, "a.txt", b"x")
    poser(tmp_path, "resultats/lot.csv", b"y")
    assert [piece.fichier for piece in inventaire(tmp_path).pieces] == ["a.txt"]


def test_members_of_an_archive_are_received_with_their_own_date_and_content(tmp_path: Path) -> None:
    poser(tmp_path, "envoi.zip", archive({"communes/1.txt": bilan(1), "2.txt": bilan(2)}))
    found = inventaire(tmp_path).pieces
    assert [piece.fichier for piece in found] == ["envoi.zip/2.txt", "envoi.zip/communes/1.txt"]
    assert {piece.recu_le for piece in found} == {JOUR.isoformat()}
    [first] = [piece for piece in found if piece.fichier.endswith("1.txt")]
    assert first.membre is not None
    with Reserve() as reserve:
        assert reserve.octets(first.chemin, first.membre) == bilan(1)


def test_a_workbook_is_not_an_archive_whatever_its_name(tmp_path: Path) -> None:
    poser(tmp_path, "classeur.zip", (CORPUS / "should_pass" / "rempli.xlsx").read_bytes())
    poser(tmp_path, "archive.xlsx", archive({"1.txt": bilan(1)}))
    assert {piece.fichier for piece in inventaire(tmp_path).pieces} == {"classeur.zip", "archive.xlsx/1.txt"}


@pytest.mark.parametrize(
    "nom", ["../dehors.txt", "a/../../dehors.txt", "/etc/passwd", "C:\\Windows\\x.txt", "..\\dehors.txt"]
)
def test_a_name_that_points_outside_is_refused_and_the_others_are_read(tmp_path: Path, nom: str) -> None:
    poser(tmp_path, "a.zip", archive({nom: b"x", "bon.txt": bilan(1)}))
    found = inventaire(tmp_path)
    assert list(refus(found).values()) == ["ARCHIVE-NOM-DANGEREUX"]
    assert "a.zip/bon.txt" in {piece.fichier for piece in found.pieces}


def test_links_archives_in_archives_and_passwords_are_refused_each_by_its_finding(tmp_path: Path) -> None:
    link = entree("lien.txt", external_attr=0o120777 << 16, create_system=3)
    octets = archive(
        {link: b"/etc/passwd", "dedans.zip": archive({"1.txt": b"x"}), "cache.bin": archive({"2.txt": b"x"})}
    )
    poser(tmp_path, "a.zip", octets)
    poser(tmp_path, "b.zip", _chiffrer(archive({"secret.txt": b"x"})))
    poser(tmp_path, "c.zip", archive({}))
    poser(tmp_path, "d.zip", archive({"1.txt": bilan(1)})[:-30])
    poser(tmp_path, "e.zip", b"pas une archive")
    (tmp_path / "lien.xlsx").symlink_to("/etc/passwd")
    assert refus(inventaire(tmp_path)) == {
        "a.zip/lien.txt": "ARCHIVE-LIEN",
        "a.zip/dedans.zip": "ARCHIVE-IMBRIQUEE",
        "a.zip/cache.bin": "ARCHIVE-IMBRIQUEE",
        "b.zip/secret.txt": "ARCHIVE-CHIFFREE",
        "c.zip": "ARCHIVE-VIDE",
        "d.zip": "ARCHIVE-ILLISIBLE",
        "e.zip": "ARCHIVE-ILLISIBLE",
        "lien.xlsx": "LIEN-NON-SUIVI",
    }


def _chiffrer(octets: bytes) -> bytes:
    """Set the bit of encryption in both headers of an archive of one member."""
    changed = bytearray(octets)
    changed[6] |= 1
    changed[octets.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def test_bombs_are_refused_before_or_while_inflating(tmp_path: Path) -> None:
    zeros = archive({"zeros.txt": bytes(20_000_000)})
    poser(tmp_path, "dense.zip", zeros)
    lying = bytearray(zeros)
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", lying, zeros.index(mark) + offset, 1_000)
    poser(tmp_path, "menteuse.zip", bytes(lying))
    with ZipFile(tmp_path / "lzma.zip", "w", ZIP_LZMA) as written:
        written.writestr("a.txt", b"x" * 1_000)
    assert refus(inventaire(tmp_path)) == {
        "dense.zip/zeros.txt": "ARCHIVE-DEMESUREE",
        "menteuse.zip/zeros.txt": "ARCHIVE-ILLISIBLE",
        "lzma.zip/a.txt": "ARCHIVE-ILLISIBLE",
    }


@pytest.mark.parametrize(
    "limites", [LimitesArchive(membres_max=1), LimitesArchive(total_max=3), LimitesArchive(repertoire_max=9)]
)
def test_an_archive_beyond_the_limits_is_refused_whole(tmp_path: Path, limites: LimitesArchive) -> None:
    path = poser(tmp_path, "a.zip", archive({"1.txt": b"12", "2.txt": b"34"}))
    with pytest.raises(ArchiveRefusee) as refused:
        list(membres(path, "a.zip", JOUR.isoformat(), ignorable, limites))
    assert refused.value.refus.code == "ARCHIVE-DEMESUREE"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipe on this system")
def test_what_is_not_a_file_does_not_hang_the_inventory(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube.xlsx")
    [piece] = inventaire(tmp_path).pieces
    assert piece.sha256 == ""


@given(st.binary(max_size=600), st.sampled_from([b"PK\x03\x04", b"PK\x05\x06", b""]))
def test_any_bytes_named_as_an_archive_end_in_pieces(
    tmp_path_factory: pytest.TempPathFactory, octets: bytes, head: bytes
) -> None:
    folder = tmp_path_factory.mktemp("zip")
    poser(folder, "a.zip", head + octets + (b"PK\x05\x06" + octets[:18] if head else b""))
    assert inventaire(folder).pieces


@given(st.text())
def test_any_name_can_be_shown(nom: str) -> None:
    assert not set(nom_lisible(nom)) & set("\0\n\r\t\u202e\\")
    nom_lisible(nom).encode()


def test_pieces_without_content_are_told_apart_by_their_names() -> None:
    one, other = (Piece(name, Path(name), None, "", 0, "2026-01-01T00:00:00") for name in ("a", "b"))
    assert one.jeton != other.jeton


def test_a_member_without_a_date_has_that_of_its_archive_and_a_link_its_own(tmp_path: Path) -> None:
    poser(tmp_path, "a.zip", archive({ZipInfo("1.txt", (1980, 1, 1, 0, 0, 0)): b"x"}))
    link = tmp_path / "lien.txt"
    link.symlink_to("ailleurs")
    os.utime(link, (JOUR.timestamp(), JOUR.timestamp()), follow_symlinks=False)
    assert {piece.recu_le for piece in inventaire(tmp_path).pieces} == {JOUR.isoformat()}


def test_an_archive_is_opened_a_few_times_however_many_members_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    poser(tmp_path, "a.zip", archive({f"{number}.txt": str(number).encode() for number in range(500)}))
    opened = []

    def counted(path: Path) -> ZipFile:
        opened.append(path)
        return ZipFile(path)

    monkeypatch.setattr("processors.batch.archives.ZipFile", counted)
    with Reserve() as reserve:
        for piece in inventaire(tmp_path).pieces:
            assert piece.membre is not None
            assert reserve.octets(piece.chemin, piece.membre) == PurePosixPath(piece.fichier).stem.encode()
    assert len(opened) == 3, "to know what it is, for the inventory, for the contents"


def test_archives_beyond_those_kept_open_are_read_all_the_same(tmp_path: Path) -> None:
    for number in range(OUVERTES_MAX + 3):
        poser(tmp_path, f"{number}.zip", archive({"1.txt": str(number).encode(), "2.txt": str(-number - 1).encode()}))
    with Reserve() as reserve:
        read = {reserve.octets(piece.chemin, piece.membre or 0) for piece in inventaire(tmp_path).pieces}
    assert len(read) == 2 * (OUVERTES_MAX + 3)


@pytest.mark.parametrize(
    "membres",
    [
        {f"{number}.txt": b"" for number in range(2_001)},
        {f"{number}.txt": bytes(2_000_000) for number in range(12)},
    ],
    ids=["tiny members", "each below the rate that is looked at, together far above"],
)
def test_an_archive_that_would_hold_up_the_lot_is_refused_before_anything_is_inflated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, membres: dict[str | ZipInfo, bytes]
) -> None:
    poser(tmp_path, "a.zip", archive(membres))
    monkeypatch.setattr("processors.batch.archives._lire", lambda *_: pytest.fail("inflated"))
    assert refus(inventaire(tmp_path)) == {"a.zip": "ARCHIVE-DEMESUREE"}
