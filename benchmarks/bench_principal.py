"""The four promises of speed and memory, in one table: `python -m benchmarks.bench_principal`.

- checking a filled workbook and writing its txt, against python-calamine's bare read of the same file: at most 3 times;
- the same, against the naive pipeline (openpyxl, then `jsonschema.validate`): at least 10 times faster;
- peak memory of the same in a fresh process: at most 150 MB;
- building a workbook, once a first one was, against XlsxWriter’s own worksheets making the very same calls: at most
  half the time (0.27 to 0.29 measured).

The workbook is the largest one: every module, the example of a fictitious town.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import jsonschema
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

import schemas
from benchmarks.mesure import Ligne, comparer, pic_memoire, tableau
from benchmarks.rejeu import enregistrer
from processors.answers import Answers, to_document
from processors.control import check
from processors.example import exemple
from processors.txt import ecrire
from schemas.json_schema import json_schema
from schemas.model import CODED, NUMERIC, Questionnaire
from schemas.plan import Value
from workbook_templates.builder import build
from workbook_templates.layout import Layout

QUESTIONNAIRE = "rec2019"
MEMOIRE_CIBLE = 150_000_000
_CHAINE = """
import sys
from pathlib import Path
from processors.control import check
from processors.txt import ecrire
[checked] = check(Path(sys.argv[1]))
assert ecrire(checked.usable())
"""


def chaine(classeur: Path) -> bytes:
    """What the project does of a workbook: read, check, write the txt."""
    [checked] = check(classeur)
    return ecrire(checked.usable())


def lecture_nue(classeur: Path) -> int:
    """Read every sheet with python-calamine, and nothing else."""
    livre = CalamineWorkbook.from_path(str(classeur))
    return sum(len(livre.get_sheet_by_name(nom).to_python()) for nom in livre.sheet_names)


def chaine_naive(classeur: Path, layout: Layout, schema: dict[str, Any]) -> None:
    """Read with openpyxl, cell by cell, and validate the document with `jsonschema.validate`."""
    livre = load_workbook(classeur, data_only=True)
    values: dict[str, Value] = {}
    for cell in layout.questionnaire.cells.values():
        place = None if cell.computed else layout.place(cell.table, cell.row.code, cell.column.code)
        if place is None:
            continue
        value = livre[place[0]].cell(place[1] + 1, place[2] + 1).value
        if value is None:
            continue
        if cell.type.kind in CODED:
            value = layout.questionnaire.choices(cell.type).by_label[str(value)]
        elif cell.type.kind in NUMERIC:
            assert isinstance(value, int | float)
        values[cell.code] = value if isinstance(value, int | float) else str(value)
    jsonschema.validate(to_document(Answers(layout.questionnaire, layout.modules, values)), schema)


def lignes(dossier: Path, questionnaire: Questionnaire) -> list[Ligne]:
    """The comparisons of durations."""
    modules = tuple(questionnaire.modules)
    values = exemple(questionnaire, 1, modules).values
    rempli, produit, rejoue = (dossier / nom for nom in ("rempli.xlsx", "produit.xlsx", "rejoue.xlsx"))
    layout = build(rempli, questionnaire, modules, values)
    schema = json_schema(questionnaire)
    rejeu = enregistrer(lambda: build(produit, questionnaire, modules, values))
    rejeu.ecrire(rejoue)
    if rejoue.read_bytes() != produit.read_bytes():
        raise RuntimeError("le rejeu n’écrit pas le même classeur : la comparaison ne vaudrait rien")
    return [
        comparer(
            "contrôle + txt / lecture nue par calamine", lambda: chaine(rempli), lambda: lecture_nue(rempli), cible=3
        ),
        comparer(
            "contrôle + txt / openpyxl + jsonschema",
            lambda: chaine(rempli),
            lambda: chaine_naive(rempli, layout, schema),
            cible=0.1,
            n=3,
        ),
        comparer(
            "production du classeur / mêmes appels à XlsxWriter",
            lambda: build(produit, questionnaire, modules, values),
            lambda: rejeu.ecrire(rejoue),
            cible=0.5,
        ),
    ]


def main() -> int:
    """Print the table and the peak memory; return 1 when a target is missed."""
    questionnaire = schemas.questionnaire(QUESTIONNAIRE)
    with tempfile.TemporaryDirectory() as nom:
        dossier = Path(nom)
        mesures = lignes(dossier, questionnaire)
        memoire = pic_memoire([sys.executable, "-c", _CHAINE, str(dossier / "rempli.xlsx")])
    print(tableau(mesures))
    tenue = memoire <= MEMOIRE_CIBLE
    print(f"\npeak memory: {memoire / 1e6:.0f} MB, target ≤ {MEMOIRE_CIBLE / 1e6:.0f} MB: {'oui' if tenue else 'NON'}")
    return 0 if tenue and all(ligne.ok for ligne in mesures) else 1


if __name__ == "__main__":
    sys.exit(main())
