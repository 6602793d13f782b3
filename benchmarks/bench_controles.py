"""What the live coherence rules cost in the workbook: `python -m benchmarks.bench_controles`.

- LibreOffice's full recalculation (`calculateAll`) of the filled workbook, with and without the rules: the rules cost
  at most twice the rest, so at most three times as long in all;
- building the workbook, with and without the rules (the line only informs: the target of generation, against plain
  XlsxWriter, is in `bench_principal`);
- the size of the file, in the same way.

The workbook is the largest one: every module, the example of a fictitious town.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import schemas
from benchmarks.mesure import Ligne, comparer, conclure
from processors.example import exemple
from schemas.model import Questionnaire
from workbook_templates.builder import build

QUESTIONNAIRE = "rec2019"
CIBLE = 3.0
"""The rest, and the rules at twice the rest."""

FOIS = 7
_DELAI = 300.0
_SCRIPT = """
import json, sys, time
import uno
from com.sun.star.beans import PropertyValue

connexion, fois, *urls = json.loads(sys.stdin.read())
local = uno.getComponentContext()
resolveur = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
for _ in range(600):
    try:
        contexte = resolveur.resolve(connexion)
        break
    except Exception:
        time.sleep(0.1)
bureau = contexte.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", contexte)
cache = PropertyValue(Name="Hidden", Value=True)
classeurs = [bureau.loadComponentFromURL(url, "_blank", 0, (cache,)) for url in urls]
durees = [[] for _ in classeurs]
for tour in range(fois + 1):
    for rang, classeur in enumerate(classeurs):
        debut = time.perf_counter()
        classeur.calculateAll()
        if tour:
            durees[rang].append(time.perf_counter() - debut)
print(json.dumps(durees))
for classeur in classeurs:
    classeur.close(True)
try:
    bureau.terminate()
except Exception:
    pass
"""


def recalculs(classeurs: list[Path], fois: int = FOIS) -> list[list[float]]:
    """Seconds of each full recalculation of each workbook, opened side by side in one LibreOffice, in turns.

    Raise RuntimeError when LibreOffice or its `uno` module is missing, or fails.
    """
    with tempfile.TemporaryDirectory(prefix="bench-lo-", ignore_cleanup_errors=True) as profil:
        tube = Path(profil).name
        options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"]
        commande = ["soffice", f"-env:UserInstallation={Path(profil).as_uri()}", *options]
        propres = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "DISPLAY"}
        environnement = {nom: valeur for nom, valeur in os.environ.items() if nom not in propres}
        bureau = subprocess.Popen(
            [*commande, f"--accept=pipe,name={tube};urp;"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environnement | {"SAL_USE_VCLPLUGIN": "svp"},
            start_new_session=True,
        )
        connexion = f"uno:pipe,name={tube};urp;StarOffice.ComponentContext"
        demande = json.dumps([connexion, fois, *(classeur.resolve().as_uri() for classeur in classeurs)])
        try:
            trace = subprocess.run(
                ["/usr/bin/python3", "-c", _SCRIPT],
                input=demande,
                capture_output=True,
                text=True,
                timeout=_DELAI,
                check=False,
                env=environnement,
            )
        finally:
            with contextlib.suppress(ProcessLookupError):  # it ended by itself, as it should
                os.killpg(bureau.pid, signal.SIGKILL)
            bureau.wait()
    if trace.returncode != 0:
        raise RuntimeError(f"LibreOffice : {trace.stderr.strip()}")
    durees: list[list[float]] = json.loads(trace.stdout)
    return durees


def lignes(dossier: Path, questionnaire: Questionnaire) -> list[Ligne]:
    """The comparisons."""
    modules = tuple(questionnaire.modules)
    values = exemple(questionnaire, 1, modules).values
    avec, sans = dossier / "avec.xlsx", dossier / "sans.xlsx"
    production = comparer(
        "production du classeur : avec les contrôles / sans",
        lambda: build(avec, questionnaire, modules, values),
        lambda: build(sans, questionnaire, modules, values, checks=False),
    )
    mesures = recalculs([avec, sans])
    recalcul = Ligne(
        "recalcul complet par LibreOffice : avec les contrôles / sans",
        statistics.median(mesures[0]),
        statistics.median(mesures[1]),
        CIBLE,
    )
    return [recalcul, production]


def main() -> int:
    """Print the table; return 1 when the target is missed."""
    with tempfile.TemporaryDirectory() as nom:
        dossier = Path(nom)
        code = conclure(lignes(dossier, schemas.questionnaire(QUESTIONNAIRE)))
        tailles = [(dossier / fichier).stat().st_size for fichier in ("avec.xlsx", "sans.xlsx")]
    print(f"\nfile size: {tailles[0] / 1e3:.0f} kB with the rules, {tailles[1] / 1e3:.0f} kB without")
    return code


if __name__ == "__main__":
    sys.exit(main())
