"""Runs the same workers on a Dask cluster given by its address. Files travel as bytes: no shared disk is assumed.

Dask gives the files of a worker that dies to another one; a file that kills several is refused. A file that takes too
long is refused, and its worker restarted.
"""

from __future__ import annotations

import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any

from processors.batch.archives import Reserve
from processors.batch.executeurs import EN_AVANCE, arrete, preparer_tache, trop_long
from processors.batch.ouvrier import Tache, traiter
from processors.batch.pieces import Piece
from processors.batch.reglages import Reglages
from processors.batch.rendu import Rendu, refuser
from processors.findings import Finding

CONNEXION = 10.0
"""Seconds given to the scheduler to answer."""

_LATE = EN_AVANCE + 1
"""A file waits at most behind those handed over before it: it is late after that many delays."""

_WATCH = 5.0


class GrappeImpossible(Exception):
    """The cluster cannot be used; the text of the exception says why, in French."""


def connecter(adresse: str) -> Callable[[Iterable[Piece], Reglages], Iterator[tuple[Piece, Rendu]]]:
    """The executor of a cluster. Raise GrappeImpossible when it cannot be reached, or when Dask is not installed."""
    try:
        from distributed import Client
    except ImportError as error:
        raise GrappeImpossible(
            "L’option --dask demande un complément\u00a0: installez-le, dans le dossier de bilan-social, par "
            "«\u00a0pip install '.[dask]'\u00a0»."
        ) from error
    try:
        client = Client(adresse, timeout=CONNEXION)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise GrappeImpossible(
            f"Aucune grappe Dask ne répond à «\u00a0{adresse}\u00a0»\u00a0: vérifiez l’adresse (tcp://machine:8786) et "
            "que l’ordonnanceur est lancé."
        ) from error
    return partial(executer, client)


def executer(client: Any, pieces: Iterable[Piece], reglages: Reglages) -> Iterator[tuple[Piece, Rendu]]:
    """Process pieces on the cluster, in the order they end. Closes the connection at the end."""
    todo = iter(pieces)
    flying: dict[Any, tuple[Piece, float]] = {}
    ready: deque[tuple[Piece, Rendu]] = deque()
    reserve = Reserve()
    try:
        while True:
            for piece in islice(todo, max(0, _room(client) - len(flying))):
                tache = preparer_tache(piece, reglages, reserve, partage=False)
                if isinstance(tache, Finding):
                    ready.append((piece, refuser(piece, tache, reglages)))
                else:
                    future = client.submit(traiter_la, tache, pure=False)
                    flying[future] = (piece, time.monotonic())
            while ready:
                yield ready.popleft()
            if not flying:
                return
            for future in _ended(flying):
                piece, _ = flying.pop(future)
                ready.append((piece, _result(future, piece, reglages)))
            ready.extend(_late(client, flying, reglages))
    finally:
        reserve.fermer()
        client.close()


def traiter_la(tache: Tache) -> Rendu:
    """The work, in a worker of the cluster: what it leaves on the way goes to the folder that Dask gives it.

    Dask removes that folder with the worker, and sweeps those of dead workers when it starts another one.
    """
    from distributed import get_worker

    tempfile.tempdir = get_worker().local_directory
    return traiter(tache)


def _room(client: Any) -> int:
    """How many files may be in work or waiting on the cluster; it grows and shrinks with it."""
    threads: int = sum(client.nthreads().values())
    return max(1, threads) * EN_AVANCE


def _ended(flying: dict[Any, tuple[Piece, float]]) -> list[Any]:
    """The futures that ended, waited for a while."""
    from distributed import wait

    try:
        wait(list(flying), timeout=_WATCH, return_when="FIRST_COMPLETED")  # type: ignore[no-untyped-call]
    except TimeoutError:
        return []
    return [future for future in flying if future.done()]


def _result(future: Any, piece: Piece, reglages: Reglages) -> Rendu:
    try:
        rendu: Rendu = future.result()
    except Exception:  # its workers died one after the other
        return refuser(piece, arrete(), reglages)
    finally:
        future.release()
    return rendu


def _late(client: Any, flying: dict[Any, tuple[Piece, float]], reglages: Reglages) -> Iterator[tuple[Piece, Rendu]]:
    """Give up on the files that take too long, and restart the workers that hold them."""
    now = time.monotonic()
    late = [future for future, (_, since) in flying.items() if now - since > reglages.delai * _LATE]
    if not late:
        return
    running = client.processing()
    held = [address for address, keys in running.items() if any(future.key in keys for future in late)]
    client.cancel(late, force=True)
    for future in late:
        piece, _ = flying.pop(future)
        yield piece, refuser(piece, trop_long(reglages), reglages)
    client.restart_workers(held, raise_for_error=False)
