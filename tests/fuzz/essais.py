"""Checks mutants in a worker process: how long each took, how much memory, and whether it ended as it should."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as TropLong
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from traceback import format_exc

from pebble import ProcessExpired, ProcessPool

from processors.control import check
from tests.fuzz.mutations import mutant

CORPUS = Path(__file__).parents[1] / "corpus" / "should_pass"
BASES = (
    "rempli.xlsx",
    "format-binaire.xlsb",
    "enregistre-par-libreoffice.ods",
    "avec-macros.xlsm",
    "feuilles-renommees-et-deplacees.xlsx",
)
SECONDES_MAX = 2.0
"""Processor time of one check, the declaration being loaded."""
MEMOIRE_MAX = 300_000_000
"""Bytes, on top of what the worker held before its first file."""
PATIENCE = 60.0
"""Seconds of wall clock after which a worker is given up for hung: a loaded machine is not a hang."""


@dataclass(frozen=True, slots=True)
class Essai:
    """What became of one mutant. `defaut` '' when all is well; `codes` are the findings of its first report."""

    base: str
    graine: int
    defaut: str
    codes: tuple[str, ...] = ()
    secondes: float = 0.0
    memoire: int = 0


def octets_maximum() -> int:
    """Peak memory of this process, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@cache
def _depart() -> int:
    """Peak memory of this worker once it has checked a sound file: the peak only grows, whatever comes next."""
    check(CORPUS / BASES[0])
    return octets_maximum()


def juger(chemin: Path) -> tuple[str, tuple[str, ...], float, int]:
    """Check a file: what went wrong ('' when nothing), the codes of its findings, seconds, bytes above the start."""
    avant, debut = _depart(), time.process_time()
    try:
        controles = check(chemin)
    except Exception:
        return format_exc(), (), 0.0, 0
    secondes, memoire = time.process_time() - debut, octets_maximum() - avant
    muets = [un for un in controles if un.answers is None and not un.findings]
    if muets or not controles:
        return "refused without a finding", (), secondes, memoire
    if secondes > SECONDES_MAX:
        return f"{secondes:.1f} s", (), secondes, memoire
    if memoire > MEMOIRE_MAX:
        return f"{memoire / 1e6:.0f} Mo", (), secondes, memoire
    return "", tuple(found.code for found in controles[0].findings), secondes, memoire


def _essayer_mutant(base: str, graine: int, dossier: str) -> Essai:
    source = CORPUS / base
    chemin = Path(dossier) / f"mutant{source.suffix}"
    chemin.write_bytes(mutant(source.read_bytes(), graine))
    return Essai(base, graine, *juger(chemin))


def _essayer_fichier(chemin: Path) -> Essai:
    return Essai(chemin.name, 0, *juger(chemin))


def essayer(tirages: Iterable[tuple[str, int]]) -> Iterator[Essai]:
    """Check the mutants of (base, seed) in an isolated worker; a dead or hung one is a fault of that mutant."""
    with TemporaryDirectory() as dossier:
        yield from _isoler((base, graine, partial(_essayer_mutant, base, graine, dossier)) for base, graine in tirages)


def essayer_fichiers(chemins: Iterable[Path]) -> Iterator[Essai]:
    """Check files that stand already, as `essayer` does."""
    yield from _isoler((chemin.name, 0, partial(_essayer_fichier, chemin)) for chemin in chemins)


def _isoler(travaux: Iterable[tuple[str, int, Callable[[], Essai]]]) -> Iterator[Essai]:
    with ProcessPool(max_workers=1) as bassin:
        for base, graine, travail in travaux:
            try:
                yield bassin.schedule(travail, timeout=PATIENCE).result()
            except TropLong:
                yield Essai(base, graine, f"hung for {PATIENCE:.0f} s")
            except ProcessExpired as mort:
                yield Essai(base, graine, f"the worker died (exit code {mort.exitcode})")
