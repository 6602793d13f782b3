"""What a folder holds: every received file, archives opened, transient files left aside but named."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from stat import S_ISREG

from processors.batch.archives import ArchiveRefusee, membres, ressemble
from processors.batch.pieces import SANS_DATE, Piece, nom_lisible
from processors.findings import finding

_TRANSIENT = ("~$", ".")
"""How the names begin that a spreadsheet or a system leaves beside the files of people."""
_SYSTEM = {"thumbs.db", "desktop.ini", "__macosx"}
_HEAD = 4096


@dataclass(frozen=True)
class Inventaire:
    """The received files in the order of reception, each content once.

    `doublons` are the other copies, each with the piece that is kept; `ignores` the names left aside.
    """

    pieces: tuple[Piece, ...]
    doublons: tuple[tuple[Piece, Piece], ...]
    ignores: tuple[str, ...]


def inventorier(trouves: Iterable[Piece | str]) -> Inventaire:
    """Sort what was found; among equal contents the first received is kept."""
    pieces: list[Piece] = []
    ignored: list[str] = []
    for found in trouves:
        if isinstance(found, Piece):
            pieces.append(found)
        else:
            ignored.append(found)
    kept: dict[str, Piece] = {}
    copies: list[tuple[Piece, Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.ordre):
        first = kept.setdefault(piece.cle, piece)
        if first is not piece:
            copies.append((piece, first))
    return Inventaire(tuple(kept.values()), tuple(copies), tuple(sorted(ignored)))


def parcourir(dossier: Path, exclu: Path) -> Iterator[Piece | str]:
    """Every file under a folder, members of archives included, and the names left aside; `exclu` is not entered.

    Links to folders are not followed.
    """
    for folder, names, files in os.walk(dossier):
        here = Path(folder)
        names[:] = sorted(name for name in names if (here / name).resolve() != exclu.resolve())
        for name in list(names):
            if ignorable(name):
                names.remove(name)
                yield f"{_relatif(here / name, dossier)}/"
        for name in sorted(files):
            yield from _fichier(here / name, _relatif(here / name, dossier))


def ignorable(nom: str) -> bool:
    """Whether a file is the leftover of a program: `~$bilan.xlsx`, `.DS_Store`, `__MACOSX/…`."""
    parts = [part for part in PurePosixPath(nom.replace("\\", "/")).parts if part not in ("/", "..", ".")]
    return any(part.startswith(_TRANSIENT) or part.lower() in _SYSTEM for part in parts)


def _relatif(chemin: Path, dossier: Path) -> str:
    return nom_lisible(chemin.relative_to(dossier).as_posix())


def _fichier(chemin: Path, fichier: str) -> Iterator[Piece | str]:
    if ignorable(chemin.name):
        yield fichier
        return
    if chemin.is_symlink():
        yield Piece(fichier, chemin, None, "", 0, _date(chemin.lstat().st_mtime), finding("LIEN-NON-SUIVI"))
        return
    try:
        state = chemin.stat()
        read = _condense(chemin) if S_ISREG(state.st_mode) else ("", b"")
    except OSError:
        yield Piece(fichier, chemin, None, "", 0, SANS_DATE)  # its reading will say why
        return
    digest, head = read
    date = _date(state.st_mtime)
    if not digest or not ressemble(chemin, head):
        yield Piece(fichier, chemin, None, digest, state.st_size, date)
        return
    try:
        yield from membres(chemin, fichier, date, ignorable)
    except ArchiveRefusee as error:
        yield Piece(fichier, chemin, None, digest, state.st_size, date, error.refus)


def _condense(chemin: Path) -> tuple[str, bytes]:
    """The digest of a file, and its first bytes."""
    with chemin.open("rb") as stream:
        head = stream.read(_HEAD)
        stream.seek(0)
        return hashlib.file_digest(stream, "sha256").hexdigest(), head


def _date(stamp: float) -> str:
    return datetime.fromtimestamp(stamp).isoformat(timespec="seconds")
