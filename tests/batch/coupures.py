"""Cuts a lot by kill -9 at random moments, resumes it, and compares: `python -m tests.batch.coupures [N] [SEED]`.

Each of the N cuts (20 without argument) is followed by a resume to the end, whose campaign and files must be those of a
lot that was never interrupted. The same function serves the suite, with three cuts.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from processors.batch.journal import FOLDER
from processors.batch.reglages import Reglages
from tests.batch.fabrique import CORPUS, archive, bilan, poser
from tests.batch.outils import contenu, lancer
from tests.support.imports import RACINE

FILES = 60
OTHERS = 5
"""Files of `lot_melange` beside the numbered ones, the copy left out."""

START, PROCESSING, RECORDING = MOMENTS = ("start", "processing", "recording")
_SCRIPT = "from processors.cli.main import main; main()"
_LIMIT = 120


def lot_melange(dossier: Path, nombre: int = FILES) -> None:
    """Received files of every fate: accepted, to correct, replaced, copied, refused, in archives."""
    for number in range(nombre):
        poser(dossier, f"{number:03d}.txt", bilan(number % (nombre - 5), faux=number % 7 == 3, nom=f"Commune {number}"))
    poser(dossier, "copie.txt", (dossier / "000.txt").read_bytes())
    poser(dossier, "envoi.zip", archive({"a.txt": bilan(900), "../b.txt": b"x"}))
    for name in ("BOMBE-ZIP--zeros.xlsx", "FICHIER-XLS--enregistre-par-libreoffice.xls", "NOMBRE-ATTENDU--neant.xlsx"):
        poser(dossier, name, (CORPUS / "should_fail" / name).read_bytes())


def commande(recus: Path, resultats: Path, *options: str) -> list[str]:
    """The command of a user."""
    arguments = ["lot", str(recus), "-o", str(resultats), "--travailleurs", "2", "--livrables", "txt,html,message"]
    return [sys.executable, "-c", _SCRIPT, *arguments, *options]


def jusqu_au_bout(recus: Path, resultats: Path, *options: str) -> float:
    """Run a lot; return its duration in seconds."""
    start = time.monotonic()
    ended = subprocess.run(
        commande(recus, resultats, *options), cwd=RACINE, capture_output=True, timeout=_LIMIT, check=False
    )
    assert ended.returncode == 3, ended.stderr.decode()
    return time.monotonic() - start


def entier(recus: Path, resultats: Path) -> None:
    """The same lot without interruption, in this process: quicker than a command, and nothing may differ."""
    lancer(recus, resultats, reglages=Reglages(date.today(), ("txt", "html", "message")))


def couper(recus: Path, resultats: Path, notes: int, apres: float) -> int:
    """Start a lot, and kill it some seconds after it has noted so many files; return how many it had then.

    All of them with some seconds more: the cut falls while the campaign records, or while the reports are written.
    """
    command = commande(recus, resultats, "--reprendre")
    running = subprocess.Popen(command, cwd=RACINE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    journal = resultats / FOLDER / "journal"
    limit = time.monotonic() + _LIMIT
    while running.poll() is None and _noted(journal) < notes and time.monotonic() < limit:
        time.sleep(0.005)
    time.sleep(apres)
    running.kill()
    running.wait()
    return _noted(journal)


def _noted(journal: Path) -> int:
    return len(list(journal.iterdir())) if journal.is_dir() else 0


def essais(dossier: Path, nombre: int, graine: int, fichiers: int = FILES) -> Iterator[tuple[str, int, list[str]]]:
    """For each cut: its moment, files noted by then, and the names of what differs at the end.

    A cut in three falls in the start, one while files are processed, one in the recording and the reports.
    """
    recus = dossier / "recus"
    lot_melange(recus, fichiers)
    jusqu_au_bout(recus, dossier / "entier")
    hasard = random.Random(graine)
    for rank in range(nombre):
        moment = MOMENTS[rank % 3]
        resultats = dossier / f"coupe-{rank}"
        vus = couper(recus, resultats, *_quand(moment, hasard, fichiers + OTHERS))
        jusqu_au_bout(recus, resultats, "--reprendre")
        yield moment, vus, ecarts(dossier / "entier", resultats)


def trois_de_suite(dossier: Path, graine: int, fichiers: int) -> list[str]:
    """One lot, cut at each of the three moments and resumed each time: the names of what differs at the end."""
    recus = dossier / "recus"
    lot_melange(recus, fichiers)
    entier(recus, dossier / "entier")
    hasard = random.Random(graine)
    for moment in MOMENTS:
        couper(recus, dossier / "coupe", *_quand(moment, hasard, fichiers + OTHERS))
    jusqu_au_bout(recus, dossier / "coupe", "--reprendre")
    return ecarts(dossier / "entier", dossier / "coupe")


def _quand(moment: str, hasard: random.Random, total: int) -> tuple[int, float]:
    """When to cut: files noted, and seconds after that."""
    if moment == START:
        return 0, hasard.uniform(0.3, 2)
    return (hasard.randint(1, total - 1), 0.0) if moment == PROCESSING else (total, hasard.uniform(0, 0.8))


def ecarts(attendu: Path, trouve: Path) -> list[str]:
    """The names of the tables and files that differ between two results."""
    one, other = contenu(attendu), contenu(trouve)
    return sorted(name for name in one.keys() | other if one.get(name) != other.get(name))


def main(nombre: int = 20, graine: int = 1) -> int:
    """Run the cuts and tell; 1 when one ends otherwise."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for rank, (moment, notes, differs) in enumerate(essais(Path(folder), nombre, graine), start=1):
            wrong += bool(differs)
            said = "identical" if not differs else ", ".join(differs)
            print(f"cut {rank:2}: {moment}, {notes} files in the journal: {said}", flush=True)
    print(f"{nombre - wrong} of {nombre} identical")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
