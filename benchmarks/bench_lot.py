"""A lot of generated workbooks against bare readings: `python -m benchmarks.bench_lot [FILES] [TIMES]`.

- the command `lot` with two workers, validation and txt (`--livrables txt`), start-up, inventory, campaign database
  and reports of the lot included, per workbook: at most 2.5 times python-calamine's bare read of the same file, alone;
- the same against the naive pipeline, one file after the other (openpyxl, then `jsonschema.validate`): at least 15
  times faster;
- for information: the default deliverables (HTML, message, and an annotated copy of each workbook to correct),
  on one file in five;
- TIMES (10) times as many files: the time per workbook stays within 10 %, and the parent takes no more memory beyond
  the list of its files; 40,000 workbooks are extrapolated from the largest lot.

FILES (1,000) workbooks are copies of 20 distinct ones (seeds), each with a content of its own: a comment at the end of
its zip makes another digest, so that none is a copy of another for the lot. Their SIRET are those of the 20 seeds:
several sendings of each, which the campaign keeps one by one. One in five is to correct.

A busy machine makes the ratios worse, for two workers want two processors: the load is printed beside them.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema

import schemas
from benchmarks.bench_principal import chaine_naive, lecture_nue
from benchmarks.mesure import Ligne, conclure, duree
from processors.example import exemple
from schemas.json_schema import json_schema
from workbook_templates.builder import build
from workbook_templates.layout import Layout

QUESTIONNAIRE = "rec2019"
DISTINCTS = 20
A_CORRIGER = 5
"""One workbook in five has an anomaly to correct."""

CALAMINE, NAIF, PENTE = 2.5, 1 / 15, 1.1
MEMOIRE = 1.3
"""The parent of a lot ten times larger holds ten times more lines of its reports, and nothing else more."""
PART = 5
"""The default deliverables are measured on one file in five."""

TEMOINS = 12
"""Workbooks read bare, and by the naive pipeline one in four: medians."""

_YEAR = "4.1.4!L02.C01"
_ELSEWHERE = 40_000
_COMMAND = """
import resource, sys
from processors.cli.main import main
try:
    main()
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def modeles(dossier: Path) -> tuple[list[Path], Layout]:
    """The distinct workbooks, and the layout that they share."""
    questionnaire = schemas.questionnaire(QUESTIONNAIRE)
    modules = questionnaire.default_modules
    paths = [dossier / f"{seed}.xlsx" for seed in range(DISTINCTS)]
    for seed, path in enumerate(paths):
        values = exemple(questionnaire, seed, modules).values
        wrong = {_YEAR: questionnaire.year + 12} if seed % A_CORRIGER == 0 else {}
        layout = build(path, questionnaire, modules, values | wrong)
    return paths, layout


def copier(sources: list[Path], dossier: Path, nombre: int) -> None:
    """Received files: the sources again and again, each with a comment of its own at the end of its zip."""
    dossier.mkdir()
    contents = [source.read_bytes() for source in sources]
    for number in range(nombre):
        comment = f"copie {number:06d}".encode()
        octets = contents[number % len(contents)]
        (dossier / f"{number:06d}.xlsx").write_bytes(octets[:-2] + len(comment).to_bytes(2, "little") + comment)


def lot(recus: Path, resultats: Path, livrables: str) -> tuple[float, int]:
    """Seconds of the command, and peak memory of its parent process, in bytes."""
    arguments = ["lot", str(recus), "-o", str(resultats), "--travailleurs", "2", "--livrables", livrables]
    start = time.perf_counter()
    ended = subprocess.run([sys.executable, "-c", _COMMAND, *arguments], capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    peak = re.search(r"^(\d+)$", ended.stderr, re.MULTILINE)
    if ended.returncode not in (0, 1) or peak is None:
        raise RuntimeError(f"lot: {ended.returncode}\n{ended.stderr}")
    return seconds, int(peak[1]) * (1 if sys.platform == "darwin" else 1024)


def temoins(sources: list[Path], layout: Layout) -> tuple[float, float]:
    """Median seconds of a bare read by calamine, and of the naive pipeline, one file after the other."""
    schema = json_schema(layout.questionnaire)
    right = [path for rank, path in enumerate(sources) if rank % A_CORRIGER][:TEMOINS]
    lecture_nue(right[0])
    nues = [duree(partial(lecture_nue, path)) for path in right]
    naives = [duree(partial(_naive, path, layout, schema)) for path in right[::4]]
    return statistics.median(nues), statistics.median(naives)


def _naive(classeur: Path, layout: Layout, schema: dict[str, Any]) -> None:
    """The naive pipeline; its reference validator takes 10.11 for no multiple of 0.01, once it has seen everything."""
    with suppress(jsonschema.ValidationError):
        chaine_naive(classeur, layout, schema)


def main(nombre: int = 1_000, fois: int = 10) -> int:
    """Print the table; return 1 when a target is missed. `fois` below 2: without the larger lot."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "modeles").mkdir()
        sources, layout = modeles(folder / "modeles")
        copier(sources, folder / "recus", nombre)
        before = temoins(sources, layout)
        seconds, peak = lot(folder / "recus", folder / "txt", "txt")
        after = temoins(sources, layout)
        nue, naive = (statistics.mean(pair) for pair in zip(before, after, strict=True))
        copier(sources, folder / "recus-part", nombre // PART)
        full, _ = lot(folder / "recus-part", folder / "tout", "txt,html,annote,message")
        each = seconds / nombre
        rows = [
            Ligne("lot, contrôle + txt, 2 travailleurs / lecture nue par calamine", each, nue, CALAMINE),
            Ligne("lot, contrôle + txt, 2 travailleurs / openpyxl + jsonschema", each, naive, NAIF),
            Ligne("lot, tous les livrables, 2 travailleurs / lecture nue par calamine", full / (nombre // PART), nue),
        ]
        grown = 0.0
        said = [f"{nombre} workbooks: {seconds:.0f} s, parent {peak / 1e6:.0f} MB"]
        if fois > 1:
            copier(sources, folder / "recus-grand", nombre * fois)
            large, large_peak = lot(folder / "recus-grand", folder / "grand", "txt")
            rows.append(Ligne(f"par classeur, lot {fois} fois plus grand / lot", large / nombre / fois, each, PENTE))
            said.append(f"{nombre * fois} workbooks: {large:.0f} s, parent {large_peak / 1e6:.0f} MB")
            grown = large_peak / peak
            said.append(f"parent {grown:.2f} times the memory (target ≤ {MEMOIRE})")
            each = large / nombre / fois
        code = max(conclure(rows), int(grown > MEMOIRE))
    print(f"\n{'; '.join(said)}; load {os.getloadavg()[0]:.1f}")
    print(f"extrapolation: 40,000 workbooks in {_ELSEWHERE * each / 3600:.1f} h with two workers (validation + txt)")
    return code


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
