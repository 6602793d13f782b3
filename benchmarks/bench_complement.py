"""`ETPR_PERIODES` on 1,000 agents × 3 periods: what the dispatcher of xlwings adds to the bare function.

Two references: the function of the add-in called from Python (same range), and the pure calculation (same periods,
already read). The last line shows what the stand-in of `xl_addin.serveur.sans_cout_par_cellule` spares: it is measured
on the conversion of the range by xlwings alone, with the stand-in against without it.

Then the variant of the template: one total from the rectangle of its own cells against the same total from the whole
table (each keystroke asks for a few of them), and writing the variant against the native workbook.

    .venv/bin/python -m benchmarks.bench_complement
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.mesure import comparer, conclure

os.environ.setdefault("XLWINGS_LICENSE_KEY", "noncommercial")

AGENTS = 1000
ANNEE = 2019
COUPES = (date(ANNEE, 1, 1), date(ANNEE, 4, 16), date(ANNEE, 9, 1), date(ANNEE + 1, 1, 1))
QUOTITES = (0.8, 1.0, 0.5)


def plage() -> list[list[Any]]:
    """The range: agent, quotité, serial dates of the beginning and of the end."""
    serie = [(jour - date(1899, 12, 30)).days for jour in COUPES]
    return [
        [f"agent {agent}", QUOTITES[(agent + rang) % 3], serie[rang], serie[rang + 1] - 1]
        for agent in range(AGENTS)
        for rang in range(3)
    ]


def calcul_nu() -> Callable[[], object]:
    """The pure calculation on periods already read."""
    from processors.calculs import Periode, etpr_par_agent, parametres_de

    parametres = parametres_de("rec2019")
    lignes = [
        (
            f"agent {agent}",
            Periode(QUOTITES[(agent + rang) % 3], debut=COUPES[rang], fin=COUPES[rang + 1] - timedelta(days=1)),
        )
        for agent in range(AGENTS)
        for rang in range(3)
    ]
    return lambda: etpr_par_agent(lignes, parametres)


@contextmanager
def sans_doublure() -> Iterator[None]:
    """xlwings as it is shipped: `import pyodide` fails for every cell."""
    gardes = {nom: sys.modules.pop(nom) for nom in ("pyodide", "pyodide.ffi")}
    try:
        yield
    finally:
        sys.modules.update(gardes)


def un_total() -> tuple[Callable[[], object], Callable[[], object]]:
    """A total as the variant asks for it, and the same one from its whole table."""
    from schemas import questionnaire
    from xl_addin import fonctions

    table = questionnaire("rec2019").tables["1.1.4"]
    entier = [[3.0] * len(table.columns) for _ in table.rows]
    return (
        lambda: fonctions.TOTAL_INDICATEUR("1.1.4", [[3.0, 4.0]], "AD_A.T1", "rec2019"),
        lambda: fonctions.TOTAL_INDICATEUR("1.1.4", entier, "AD_A.T1", "rec2019"),
    )


def ecriture(dossier: Path) -> tuple[Callable[[], object], Callable[[], object]]:
    """Writing the variant, and the native workbook, filled with the same example."""
    from processors.example import exemple
    from schemas import questionnaire
    from workbook_templates.builder import build
    from workbook_templates.supplement import Supplement
    from xl_addin.variante import complement

    rec = questionnaire("rec2019")
    reponses = exemple(rec, 1, rec.default_modules)
    avec, sans = Supplement(complement=complement()), Supplement()
    return (
        lambda: build(dossier / "variante.xlsm", rec, reponses.modules, reponses.values, supplement=avec),
        lambda: build(dossier / "natif.xlsx", rec, reponses.modules, reponses.values, supplement=sans),
    )


def main() -> int:
    """Measure and print; the exit code says whether the targets are met."""
    from xl_addin import fonctions
    from xl_addin.serveur import appeler, fonctions_serveur

    module = fonctions_serveur()
    corps = {
        "func_name": "ETPR_PERIODES",
        "caller_address": None,
        "client": "Office.js",
        "version": "",
        "runtime": "1.4",
        "culture_info_name": "fr-FR",
        "date_format": None,
    }

    def dispatcheur() -> object:
        return asyncio.run(appeler(corps | {"args": [plage_lue, None, None]}, module))

    def tel_quel() -> object:
        with sans_doublure():
            return dispatcheur()

    plage_lue = plage()
    with TemporaryDirectory() as dossier:
        classeurs = ecriture(Path(dossier))
        lignes = [
            comparer("un total par son rectangle / par le tableau entier", *un_total(), cible=0.5),
            comparer("écrire la variante / le classeur ordinaire", *classeurs, cible=1.6),
        ]
    return conclure(
        [
            *lignes,
            comparer("dispatcheur / fonction", dispatcheur, lambda: fonctions.ETPR_PERIODES(plage_lue), cible=2.5),
            comparer("fonction / calcul pur", lambda: fonctions.ETPR_PERIODES(plage_lue), calcul_nu(), cible=4),
            comparer("dispatcheur / dispatcheur sans doublure de pyodide", dispatcheur, tel_quel, cible=0.8),
        ]
    )


if __name__ == "__main__":
    raise SystemExit(main())
