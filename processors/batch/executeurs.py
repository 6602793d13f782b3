"""Runs the workers on this machine: each file in a process of its own, with a time and a memory limit.

pebble replaces a worker that dies or that is too long: its file is lost, the others are not.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, TimeoutError, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from processors.batch.archives import ArchiveRefusee, Reserve
from processors.batch.ouvrier import Tache, preparer, traiter
from processors.batch.pieces import Piece
from processors.batch.reglages import Reglages
from processors.batch.rendu import Rendu, refuser
from processors.findings import Finding, finding
from processors.libelles import nombre

if TYPE_CHECKING:
    from pebble import ProcessPool

ESSAIS = 2
"""A worker may have died of something else than the file: each file has a second chance, after the others."""

EN_AVANCE = 3
"""Files handed over per worker: one in work, and two waiting, so that it never waits for the parent.

One alone in the last round, where each file may be the one that kills its worker.
"""

_REPRISES = 5
"""Pools that break one after the other, without the end of a single file between them."""
_MARGIN = 30.0
"""Seconds given to workers to start, and to the machine to be busy."""

_PRELOADED = ["processors.batch.amorce"]


def executer(
    pieces: Iterable[Piece], reglages: Reglages, travailleurs: int, travail: Callable[[Tache], Rendu] = traiter
) -> Iterator[tuple[Piece, Rendu]]:
    """Process pieces, in the order they end. `travail` runs in the worker.

    Raise BrokenProcessPool when workers cannot even start.
    """
    again: list[Piece] = []
    with Reserve() as reserve:
        yield from _tour(pieces, reglages, travailleurs, travail, reserve, again)
        if again:
            yield from _tour(again, reglages, max(1, travailleurs // 2), travail, reserve, [], essai=ESSAIS)


def _tour(
    pieces: Iterable[Piece],
    reglages: Reglages,
    travailleurs: int,
    travail: Callable[[Tache], Rendu],
    reserve: Reserve,
    again: list[Piece],
    essai: int = 1,
) -> Iterator[tuple[Piece, Rendu]]:
    """One round. The pieces that lost their worker go to `again`, except at the last round: they are refused.

    A worker that dies before it says what it took breaks the whole pool: another one takes its pieces over.
    """
    todo = iter(pieces)
    waiting: deque[Piece] = deque()
    most = travailleurs * (EN_AVANCE if essai < ESSAIS else 1)
    left = _REPRISES
    while True:
        pool = _pool(travailleurs, reglages)
        flying: dict[Future[Any], Piece] = {}
        envoyer = partial(_envoyer, pool, travail)
        try:
            for piece, said in _servir(todo, waiting, flying, most, envoyer, reglages, reserve):
                left = _REPRISES
                if isinstance(said, Finding) and essai < ESSAIS:
                    again.append(piece)
                else:
                    yield piece, said if isinstance(said, Rendu) else refuser(piece, said, reglages)
            return
        except BrokenProcessPool:
            left -= 1
            if left:
                waiting.extend(flying.values())
                continue
            _eprouver(reglages)
            left = _REPRISES
            for piece in flying.values():  # no pool survives them
                if essai < ESSAIS:
                    again.append(piece)
                else:
                    yield piece, refuser(piece, arrete(), reglages)
        finally:
            _fermer(pool)


def _servir(
    todo: Iterator[Piece],
    waiting: deque[Piece],
    flying: dict[Future[Any], Piece],
    most: int,
    envoyer: Callable[[list[Tache], float], Future[Any]],
    reglages: Reglages,
    reserve: Reserve,
) -> Iterator[tuple[Piece, Rendu | Finding]]:
    """What workers give back, or what befell them, `most` pieces being handed over at a time."""
    while True:
        waiting.extend(islice(todo, max(0, most - len(flying) - len(waiting))))
        while waiting and len(flying) < most:
            piece = waiting[0]
            tache = preparer_tache(piece, reglages, reserve)
            if isinstance(tache, Finding):
                yield piece, refuser(piece, tache, reglages)
            else:
                flying[envoyer([tache], reglages.delai)] = piece
            waiting.popleft()  # only now: a pool that breaks on handing a piece over does not lose it
        if not flying:
            return
        for future in _finis(flying, reglages):
            said = _resultat(future, reglages)
            yield flying.pop(future), said


def _pool(travailleurs: int, reglages: Reglages) -> ProcessPool:
    from pebble import ProcessPool

    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(_PRELOADED)
    given = [reglages.memoire, reglages.brouillons]
    return ProcessPool(max_workers=travailleurs, initializer=preparer, initargs=given, context=context)


def _eprouver(reglages: Reglages) -> None:
    """Raise BrokenProcessPool when a worker cannot even start."""
    pool = _pool(1, reglages)
    try:
        future = _envoyer(pool, int, [], reglages.delai)
        _finis([future], reglages)
        future.result()
    finally:
        _fermer(pool)


def _fermer(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble forgot its annotation
    pool.join()


def _finis(flying: Iterable[Future[Any]], reglages: Reglages) -> set[Future[Any]]:
    """The futures that ended. Raise BrokenProcessPool when none does, though each has a time limit."""
    ended = wait(flying, timeout=2 * reglages.delai + _MARGIN, return_when=FIRST_COMPLETED).done
    if not ended:
        raise BrokenProcessPool("the workers no longer answer")
    return ended


def _envoyer(pool: ProcessPool, travail: Callable[..., object], arguments: list[Tache], delai: float) -> Future[Any]:
    try:
        return pool.schedule(travail, args=arguments, timeout=delai)
    except RuntimeError as error:  # the pool broke since
        raise BrokenProcessPool(str(error)) from error


def _resultat(future: Future[Any], reglages: Reglages) -> Rendu | Finding:
    """What the worker gave back, or why it did not."""
    try:
        rendu: Rendu = future.result()
    except TimeoutError:
        return trop_long(reglages)
    except BrokenProcessPool:
        raise
    except Exception:  # the worker died, or could not even say what happened
        return arrete()
    return rendu


def arrete() -> Finding:
    """The refusal of a file whose worker died."""
    return finding("LOT-ARRET-BRUTAL")


def trop_long(reglages: Reglages) -> Finding:
    """The refusal of a file that took too long."""
    return finding("LOT-DELAI-DEPASSE", delai=f"{nombre(reglages.delai)}\u00a0s")


def preparer_tache(piece: Piece, reglages: Reglages, reserve: Reserve, *, partage: bool = True) -> Tache | Finding:
    """The task of a piece, or why it is refused. `partage`: the worker sees the disk of this machine."""
    if piece.refus is not None:
        return piece.refus
    try:
        if piece.membre is not None:
            return Tache(piece, reserve.octets(piece.chemin, piece.membre), reglages)
        if partage:
            return Tache(piece, None, reglages)
        return Tache(piece, piece.chemin.read_bytes(), reglages)
    except ArchiveRefusee as error:
        return error.refus
    except OSError:
        return Tache(piece, None, reglages)
