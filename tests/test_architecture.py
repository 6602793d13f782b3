"""The house keeps the shape drawn in docs: one direction, no circle, small rooms, a quick door."""

from __future__ import annotations

import re
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.support.imports import RACINE, graphe, imports, modules

PAQUETS = ("schemas", "workbook_templates", "processors", "xl_addin")
"""In the order of the arrows: a package may import those before it, never those after."""

JAMAIS_IMPORTES = ("tests", "benchmarks")
LIGNES_MAXIMUM = 400
LOURDS = {"pandas", "openpyxl", "xlwings", "numpy", "jsonschema"}
"""From 100 to 700 ms each: `bilan-social --help` must not pay for them."""

MODULES = modules(RACINE, PAQUETS)


def defauts_de_sens(fichiers: dict[str, Path]) -> list[str]:
    """Imports, wherever they stand, that run against the arrows or reach into the tests."""
    defauts = []
    for module, fichier in fichiers.items():
        rang = PAQUETS.index(module.split(".")[0])
        interdits = {*PAQUETS[rang + 1 :], *JAMAIS_IMPORTES}
        defauts += [
            f"{module}, ligne {importe.ligne} : importe {importe.nom}"
            for importe in imports(module, fichier, au_chargement=False)
            if importe.nom.split(".")[0] in interdits
        ]
    return defauts


def cercle(fichiers: dict[str, Path]) -> list[str]:
    """Modules of one import circle, empty when there is none."""
    try:
        TopologicalSorter(graphe(fichiers)).prepare()
    except CycleError as erreur:
        return list(erreur.args[1])
    return []


def test_every_package_is_walked() -> None:
    assert {module.split(".")[0] for module in MODULES} == set(PAQUETS)


def test_imports_run_one_way() -> None:
    assert defauts_de_sens(MODULES) == []


def test_there_is_no_import_circle() -> None:
    assert cercle(MODULES) == []


def test_no_module_is_longer_than_400_lines() -> None:
    longueurs = {module: len(fichier.read_text(encoding="utf-8").splitlines()) for module, fichier in MODULES.items()}
    assert {module: nombre for module, nombre in longueurs.items() if nombre > LIGNES_MAXIMUM} == {}


def test_the_command_starts_without_heavy_libraries() -> None:
    trace = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import processors.cli.main"],
        cwd=RACINE,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert trace.returncode == 0, trace.stderr.splitlines()[-1]
    importes = {nom.partition(".")[0] for nom in re.findall(r"^import time:.*\| +(\S+)$", trace.stderr, re.MULTILINE)}
    assert "processors" in importes
    assert importes & LOURDS == set()


@pytest.mark.parametrize(
    ("fichier", "source"),
    [
        ("schemas/a.py", "import processors.b"),
        ("schemas/a.py", "from processors import b"),
        ("schemas/a.py", "def f():\n    from xl_addin.b import c"),
        ("processors/sous/a.py", "from tests.support import imports"),
    ],
)
def test_an_import_against_the_arrows_is_caught(tmp_path: Path, fichier: str, source: str) -> None:
    ecrire(tmp_path, {fichier: source})
    assert len(defauts_de_sens(modules(tmp_path, PAQUETS))) == 1


@pytest.mark.parametrize(
    ("a", "b", "circulaire"),
    [
        ("from schemas import b", "import schemas.a", True),
        ("from .b import x", "from schemas.a import y", True),
        ("from . import b", "try:\n    from . import a\nexcept ImportError: pass", True),
        ("from . import b", "def f():\n    from . import a", False),
        ("from . import b", "if TYPE_CHECKING:\n    from . import a", False),
        ("from . import b", "import json", False),
    ],
)
def test_a_circle_is_caught_only_between_imports_made_at_load(tmp_path: Path, a: str, b: str, circulaire: bool) -> None:
    ecrire(tmp_path, {"schemas/__init__.py": "", "schemas/a.py": a, "schemas/b.py": b})
    assert bool(cercle(modules(tmp_path, PAQUETS))) is circulaire


def test_a_circle_through_a_package_is_caught(tmp_path: Path) -> None:
    ecrire(tmp_path, {"schemas/__init__.py": "from schemas.a import x", "schemas/a.py": "from schemas import y"})
    assert set(cercle(modules(tmp_path, PAQUETS))) == {"schemas", "schemas.a"}


def ecrire(racine: Path, sources: dict[str, str]) -> None:
    for nom, source in sources.items():
        fichier = racine / nom
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_text(source, encoding="utf-8")
