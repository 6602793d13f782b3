"""What the tests of lots share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from processors.batch.archives import Reserve
from processors.batch.attendus import Collectivite
from processors.batch.executeurs import preparer_tache
from processors.batch.lot import DATABASE, Executeur, Fin, mener, preparer_resultats
from processors.batch.ouvrier import traiter
from processors.batch.pieces import Piece
from processors.batch.reglages import Reglages
from processors.batch.rendu import Rendu, refuser
from processors.campaign.base import ouvrir
from processors.findings import Finding

JOUR = date(2026, 3, 10)
REGLAGES = Reglages(JOUR, ("txt", "html", "message"))


def sur_place(pieces: Iterable[Piece], reglages: Reglages) -> Iterator[tuple[Piece, Rendu]]:
    """The workers' job without workers: quick, for what does not need them."""
    with Reserve() as reserve:
        for piece in pieces:
            tache = preparer_tache(piece, reglages, reserve)
            yield piece, refuser(piece, tache, reglages) if isinstance(tache, Finding) else traiter(tache)


def lancer(
    dossier: Path,
    resultats: Path,
    executer: Executeur = sur_place,
    *,
    reglages: Reglages = REGLAGES,
    reprendre: bool = False,
    attendus: tuple[Collectivite, ...] | None = None,
) -> Fin:
    """A whole lot."""
    preparer_resultats(dossier, resultats, reprendre)
    return mener(
        dossier,
        resultats,
        reglages,
        executer,
        suivre=lambda elements, total, done: iter(elements),
        patienter=lambda text: nullcontext(),
        attendus=attendus,
    )


def codes(fin: Fin, resultats: Path) -> dict[str, set[str]]:
    """The codes of the findings above information, by file."""
    with ouvrir(resultats / DATABASE, lecture_seule=True) as base:
        rows = base.lignes("SELECT fichier, code FROM receptions LEFT JOIN constats ON reception = id")
    found: dict[str, set[str]] = {}
    for name, code in rows:
        found.setdefault(name, set()).add(code)
    return found


def contenu(resultats: Path) -> dict[str, Any]:
    """Everything that a lot leaves: the rows of the campaign, and the files by path."""
    with ouvrir(resultats / DATABASE, lecture_seule=True) as base:
        rows: dict[str, Any] = dict(base.contenu())
    for path in sorted(resultats.rglob("*")):
        if path.is_file() and not path.name.startswith(DATABASE):
            rows[path.relative_to(resultats).as_posix()] = sha256(path.read_bytes()).hexdigest()
    return rows
