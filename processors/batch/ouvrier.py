"""What a worker does, in a process of its own: one file at a time, from a piece to a `Rendu`."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import schemas
from processors.answers import Answers
from processors.batch.pieces import Piece
from processors.batch.reglages import Reglages
from processors.batch.rendu import Rendu, refuser, rendre
from processors.control import check, check_source
from processors.findings import finding
from processors.report import Rapport, html_rapport
from processors.sources import Source

MEGABYTE = 1_000_000
LECTURES = 2
"""Times that a file which changes while it is read is read."""

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Tache:
    """One file to process. `octets`: its content; None when it is read where it stands."""

    piece: Piece
    octets: bytes | None
    reglages: Reglages


def preparer(memoire: int = 0, brouillons: Path | None = None) -> None:
    """Load what every file needs, once, then bound the memory (megabytes beyond what is held; 0: no bound).

    Every temporary file of this process, those of libraries included, goes to `brouillons`: who kills it sweeps them.
    """
    if brouillons is not None:
        tempfile.tempdir = str(brouillons)
    questionnaire = schemas.questionnaire(schemas.latest())
    check_source(Source(Answers(questionnaire, questionnaire.default_modules)))
    html_rapport(Rapport("", "", date.today().isoformat()))
    gc.collect()
    gc.freeze()  # what is loaded stays: no collection looks at it again, and forks share it
    if memoire:
        _borner(memoire)


def _borner(memoire: int) -> None:
    """Bound the data of this process, where the system knows how to."""
    try:
        import resource
    except ImportError:  # Windows
        return
    held = _held()
    if held:
        with contextlib.suppress(ValueError, OSError):  # a harder limit stands already
            resource.setrlimit(resource.RLIMIT_DATA, (held + memoire * MEGABYTE, resource.RLIM_INFINITY))


def _held() -> int:
    """Bytes of data that this process holds; 0 when the system does not say."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0
    found = re.search(r"^VmData:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def traiter(tache: Tache) -> Rendu:
    """Check a file and make what goes back to its sender. Never raises for what the file holds."""
    piece, reglages = tache.piece, tache.reglages
    try:
        with _fichier(tache) as path:
            for _ in range(LECTURES):
                piece = _telle_quelle(piece, path)
                checked = check(path, reglages.derogations, reglages.jour)
                if _telle_quelle(piece, path) == piece:
                    return rendre(piece, checked, reglages)
        refus = finding("LOT-FICHIER-INSTABLE")
    except MemoryError:
        refus = finding("LOT-MEMOIRE")
    except Exception as error:  # one file never stops the lot
        refus = finding("LOT-ERREUR-INTERNE", nature=type(error).__name__)
    return refuser(piece, refus, reglages)


def _telle_quelle(piece: Piece, path: Path) -> Piece:
    """The piece with the size and the digest of what stands there now: it may have changed since the inventory."""
    if not piece.sha256:
        return piece
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return piece if digest == piece.sha256 else replace(piece, sha256=digest, taille=path.stat().st_size)


@contextmanager
def _fichier(tache: Tache) -> Iterator[Path]:
    """The file where it stands, or a temporary one of the same kind."""
    if tache.octets is None:
        yield tache.piece.chemin
        return
    suffix = PurePosixPath(tache.piece.fichier).suffix
    with TemporaryDirectory(prefix="bilan-social-") as folder:
        path = Path(folder) / f"recu{suffix if _SUFFIX.fullmatch(suffix) else ''}"
        path.write_bytes(tache.octets)
        yield path
