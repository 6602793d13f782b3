"""Fuzzes for as long as asked: `python -m tests.fuzz --secondes 600 --graine 1000 --garder mutants`.

Prints each fault with the seed that gives it back, keeps the file, and exits with 1 when there was one.
"""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from tests.fuzz.essais import BASES, CORPUS, essayer
from tests.fuzz.mutations import mutant


def tirages(premiere: int, secondes: float) -> Iterator[tuple[str, int]]:
    """Bases in turn, seeds in order, until the time is over."""
    fin = time.monotonic() + secondes
    for graine in count(premiere):
        if time.monotonic() > fin:
            return
        yield BASES[graine % len(BASES)], graine


def main() -> int:
    """Entry point."""
    lecteur = ArgumentParser(description="Fuzzes the check of received files.")
    lecteur.add_argument("--secondes", type=float, default=60)
    lecteur.add_argument("--graine", type=int, default=1_000)
    lecteur.add_argument("--garder", type=Path, default=Path("mutants"))
    demande = lecteur.parse_args()
    issues: Counter[str] = Counter()
    defauts = 0
    lent = memoire = 0.0
    for essai in essayer(tirages(demande.graine, demande.secondes)):
        issues[essai.codes[0] if essai.codes else "accepted"] += 1
        lent, memoire = max(lent, essai.secondes), max(memoire, essai.memoire)
        if essai.defaut:
            defauts += 1
            demande.garder.mkdir(exist_ok=True)
            garde = demande.garder / f"{essai.graine}-{essai.base}"
            garde.write_bytes(mutant((CORPUS / essai.base).read_bytes(), essai.graine))
            print(f"{garde}: {essai.defaut}", file=sys.stderr)
    print(f"{issues.total()} mutants, {defauts} faults; slowest {lent:.2f} s, largest {memoire / 1e6:.0f} MB")
    for code, nombre in issues.most_common():
        print(f"{nombre:7d} {code}")
    return 1 if defauts else 0


if __name__ == "__main__":
    sys.exit(main())
