"""The members of a .zip archive, read one by one in memory: nothing is ever written under a name that it chose."""

from __future__ import annotations

import re
import struct
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from stat import S_ISLNK
from typing import Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from processors.batch.pieces import Piece, empreinte, nom_lisible
from processors.findings import Finding, finding
from processors.lecture import Limites

ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_WORKBOOK_PARTS = {"[content_types].xml", "mimetype", "content.xml"}
_DRIVE = re.compile(r"[A-Za-z]:")
_ENCRYPTED = 0x1
_END = b"PK\x05\x06"
_END_SIZE = 22
_LONGEST_COMMENT = 65_535
_UNDATED = datetime(1980, 1, 1)
_UNREADABLE = (
    BadZipFile,
    LargeZipFile,
    NotImplementedError,
    RuntimeError,
    ValueError,
    EOFError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class LimitesArchive:
    """What an archive may hold. Beyond, it is refused before anything is inflated.

    `repertoire_max` bounds the table of contents (bytes), which is loaded whole; `taux_max` the inflation of what
    takes more than `taux_controle_des` bytes: a member, or the whole archive against the size of its file.
    """

    membres_max: int = 2_000
    repertoire_max: int = 1_000_000
    membre_max: int = Limites().taille_max
    total_max: int = 1_000_000_000
    taux_max: int = 200
    taux_controle_des: int = 10_000_000


LIMITES = LimitesArchive()
OUVERTES_MAX = 8
"""Archives kept open at once."""


class ArchiveRefusee(Exception):
    """An archive of which nothing is read."""

    def __init__(self, refus: Finding) -> None:
        super().__init__(refus.code)
        self.refus = refus


def ressemble(chemin: Path, debut: bytes) -> bool:
    """Whether a file is an archive of files rather than a workbook: its content decides, then its name."""
    if not debut.startswith(ZIP_MARKS):
        return chemin.suffix.lower() == ".zip"
    try:
        with _ouvrir(chemin) as archive:
            names = {info.filename.lower() for info in archive.infolist()}
    except ArchiveRefusee:
        return chemin.suffix.lower() == ".zip"
    return not names & _WORKBOOK_PARTS


def membres(
    chemin: Path, fichier: str, date: str, ignore: Callable[[str], bool], limites: LimitesArchive = LIMITES
) -> Iterator[Piece | str]:
    """The pieces of an archive, and the names of the members that `ignore` leaves out.

    `date` is that of the archive: nothing it holds was received before.

    Raise ArchiveRefusee for an archive of which nothing can be read.
    """
    with _ouvrir(chemin, limites) as archive:
        infos = archive.infolist()
        _refuser_demesuree(infos, chemin.stat().st_size, limites)
        kept = 0
        for rank, info in enumerate(infos):
            nom = f"{fichier}/{nom_lisible(info.filename)}"
            if info.is_dir():
                continue
            if ignore(info.filename):
                yield nom
                continue
            kept += 1
            own = _date(info)
            piece = Piece(nom, chemin, rank, "", info.file_size, max(own, date), modifie_le=own)
            yield _piece(archive, info, piece, limites)
        if not kept:
            raise ArchiveRefusee(finding("ARCHIVE-VIDE"))


class Reserve:
    """The archives in use, kept open: opening one costs as much as it has members. Close it."""

    def __init__(self, limites: LimitesArchive = LIMITES) -> None:
        self._limites = limites
        self._ouvertes: OrderedDict[Path, ZipFile] = OrderedDict()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.fermer()

    def fermer(self) -> None:
        """Close every archive."""
        while self._ouvertes:
            self._fermer_une()

    def octets(self, chemin: Path, rang: int) -> bytes:
        """The content of a member, by its rank. Raise ArchiveRefusee when it can no longer be read."""
        archive = self._archive(chemin)
        infos = archive.infolist()
        lu = _lire(archive, infos[rang], self._limites) if rang < len(infos) else _illisible("elle a changé")
        if isinstance(lu, Finding):
            raise ArchiveRefusee(lu)
        return lu

    def _archive(self, chemin: Path) -> ZipFile:
        if chemin not in self._ouvertes:
            if len(self._ouvertes) == OUVERTES_MAX:
                self._fermer_une()
            self._ouvertes[chemin] = _ouvrir(chemin, self._limites)
        self._ouvertes.move_to_end(chemin)
        return self._ouvertes[chemin]

    def _fermer_une(self) -> None:
        """Close the one that was used the longest ago."""
        self._ouvertes.popitem(last=False)[1].close()


def _piece(archive: ZipFile, info: ZipInfo, piece: Piece, limites: LimitesArchive) -> Piece:
    """A member once read: its digest, or why it is refused."""
    lu = _refus(info, limites) or _lire(archive, info, limites)
    if isinstance(lu, Finding):
        return replace(piece, refus=lu)
    nested = finding("ARCHIVE-IMBRIQUEE") if _imbriquee(info.filename, lu) else None
    return replace(piece, sha256=empreinte(lu), taille=len(lu), refus=nested)


def _refus(info: ZipInfo, limites: LimitesArchive) -> Finding | None:
    """What forbids reading a member, by what its entry says."""
    nom = info.filename.replace("\\", "/")
    if nom.startswith("/") or _DRIVE.match(nom) or "\0" in info.orig_filename or ".." in nom.split("/"):
        return finding("ARCHIVE-NOM-DANGEREUX")
    if S_ISLNK(info.external_attr >> 16):
        return finding("ARCHIVE-LIEN")
    if info.flag_bits & _ENCRYPTED:
        return finding("ARCHIVE-CHIFFREE")
    dense = info.file_size > limites.taux_controle_des and info.file_size > info.compress_size * limites.taux_max
    if dense or info.file_size > limites.membre_max:
        return _demesuree(f"{info.file_size / 1e6:.0f} Mo une fois décompressé")
    return None


def _lire(archive: ZipFile, info: ZipInfo, limites: LimitesArchive) -> bytes | Finding:
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):  # the others inflate without bound
        return _illisible("sa compression est inhabituelle")
    try:
        with archive.open(info) as flux:
            octets = flux.read(limites.membre_max + 1)
    except _UNREADABLE:
        return _illisible("son contenu est altéré")
    if len(octets) > limites.membre_max or len(octets) != info.file_size:
        return _demesuree("sa taille réelle n’est pas celle qu’il déclare")
    return octets


def _illisible(motif: str) -> Finding:
    return finding("ARCHIVE-ILLISIBLE", motif=motif)


def _demesuree(mesure: str) -> Finding:
    return finding("ARCHIVE-DEMESUREE", mesure=mesure)


def _imbriquee(nom: str, octets: bytes) -> bool:
    """Whether a member is itself an archive, and no workbook."""
    if nom.lower().endswith(".zip"):
        return True
    return octets.startswith(ZIP_MARKS) and not any(part.encode() in octets.lower() for part in _WORKBOOK_PARTS)


def _date(info: ZipInfo) -> str:
    """The date of a member; '' when it has none, or the one that programs write for want of another."""
    try:
        date = datetime(*info.date_time)
    except ValueError:
        return ""
    return "" if date == _UNDATED else date.isoformat(timespec="seconds")


def _refuser_demesuree(infos: list[ZipInfo], taille: int, limites: LimitesArchive) -> None:
    """Refuse by what the table of contents says, against the size of the file: members may share their bytes."""
    total = sum(info.file_size for info in infos if _refus(info, limites) is None)  # the others are not inflated
    if total > limites.taux_controle_des and total > taille * limites.taux_max:
        raise ArchiveRefusee(
            _demesuree(f"{total / 1e6:.0f} Mo dans un fichier de {taille / 1e6:.1f} Mo".replace(".", ","))
        )
    if len(infos) > limites.membres_max:
        raise ArchiveRefusee(_demesuree(f"{len(infos)} fichiers"))
    if total > limites.total_max:
        raise ArchiveRefusee(_demesuree(f"{total / 1e6:.0f} Mo une fois décompressée"))


def _ouvrir(chemin: Path, limites: LimitesArchive = LIMITES) -> ZipFile:
    """The archive, its table of contents loaded once its size is known. Raise ArchiveRefusee."""
    try:
        if _repertoire(chemin) > limites.repertoire_max:
            raise ArchiveRefusee(_demesuree("sa table des matières est démesurée"))
        return ZipFile(chemin)
    except (*_UNREADABLE, OSError) as error:
        raise ArchiveRefusee(_illisible("sa structure est illisible")) from error


def _repertoire(chemin: Path) -> int:
    """Size in bytes of the table of contents, as the end of the file declares it. Raise BadZipFile without end."""
    with chemin.open("rb") as flux:
        size = flux.seek(0, 2)
        flux.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
        tail = flux.read()
    start = tail.rfind(_END)
    if start < 0 or len(tail) - start < _END_SIZE:
        raise BadZipFile("no end of central directory")
    return int(struct.unpack_from("<I", tail, start + 12)[0])
