"""Ratio benchmarks: a duration means something only beside another, measured in the same minute on the same machine."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

_SONDE = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""


@dataclass(frozen=True, slots=True)
class Ligne:
    """One comparison.

    Attributes:
        quoi: what is measured.
        temps: its median duration, in seconds.
        reference: median duration of what it is compared with, in seconds.
        cible: the highest acceptable `temps / reference`; None when the line only informs.
    """

    quoi: str
    temps: float
    reference: float
    cible: float | None = None

    @property
    def ratio(self) -> float:
        """How many times the reference: below 1, faster."""
        return self.temps / self.reference

    @property
    def ok(self) -> bool:
        """Whether the target is met."""
        return self.cible is None or self.ratio <= self.cible


@contextmanager
def sans_ramasse_miettes() -> Iterator[None]:
    """Collect once, then keep the garbage collector quiet, so that one run does not pay for another's litter."""
    actif = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        if actif:
            gc.enable()


def duree(action: Callable[[], object]) -> float:
    """Seconds taken by one call."""
    with sans_ramasse_miettes():
        debut = time.perf_counter()
        action()
        return time.perf_counter() - debut


def mediane(action: Callable[[], object], n: int = 7) -> float:
    """Median seconds of `n` calls, after one call that warms caches and imports."""
    action()
    return statistics.median(duree(action) for _ in range(n))


def comparer(
    quoi: str,
    action: Callable[[], object],
    reference: Callable[[], object],
    *,
    cible: float | None = None,
    n: int = 7,
) -> Ligne:
    """Measure `action` and `reference` in turns, so that a busy moment of the machine falls on both."""
    action()
    reference()
    paires = [(duree(action), duree(reference)) for _ in range(n)]
    temps, temoin = zip(*paires, strict=True)
    return Ligne(quoi, statistics.median(temps), statistics.median(temoin), cible)


def pic_memoire(commande: Sequence[str]) -> int:
    """Peak resident memory of a command, in bytes: the largest of its processes (Linux, macOS).

    The command runs under a small Python of its own: measured from here, it would be credited with the memory of
    this process, which `fork` lends it for an instant.

    Raises:
        subprocess.CalledProcessError: the command failed.
    """
    sonde = [sys.executable, "-I", "-S", "-c", _SONDE, *commande]
    trace = subprocess.run(sonde, stdout=subprocess.PIPE, text=True, check=True)
    return int(trace.stdout) * (1 if sys.platform == "darwin" else 1024)


def tableau(lignes: Sequence[Ligne]) -> str:
    """Markdown table: what | time | reference | ratio | target | ok."""
    entete = ["what", "time", "reference", "ratio", "target", "ok"]
    corps = [
        [
            ligne.quoi,
            _secondes(ligne.temps),
            _secondes(ligne.reference),
            f"{ligne.ratio:.3g}",
            "–" if ligne.cible is None else f"≤ {ligne.cible:g}",
            "–" if ligne.cible is None else "oui" if ligne.ok else "NON",
        ]
        for ligne in lignes
    ]
    largeurs = [max(map(len, colonne)) for colonne in zip(entete, *corps, strict=True)]
    separateur = ["-" * largeur for largeur in largeurs]
    return "\n".join(
        "| " + " | ".join(cellule.ljust(largeur) for cellule, largeur in zip(rang, largeurs, strict=True)) + " |"
        for rang in [entete, separateur, *corps]
    )


def conclure(lignes: Sequence[Ligne]) -> int:
    """Print the table; return the exit code of the benchmark: 1 when a target is missed."""
    print(tableau(lignes))
    return 0 if all(ligne.ok for ligne in lignes) else 1


def _secondes(valeur: float) -> str:
    return f"{valeur * 1000:.3g} ms" if valeur < 1 else f"{valeur:.3g} s"
