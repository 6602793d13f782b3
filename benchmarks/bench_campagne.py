"""What a campaign database costs: `python -m benchmarks.bench_campagne [REPORTS]`.

- recording a packet of reports (history, findings and justifications included), against a bare DuckDB bulk insert of
  the same values in a table of the same columns, a transaction a packet too;
- size of the database per value, against that of this table alone;
- the command `comparer` on the whole campaign, start-up included, against a fresh Python that only asks DuckDB for the
  number and the sum of each variable: time and peak memory.

REPORTS (1,000) reports are those of 20 fictitious collectivités (about 2,000 values), each figure multiplied by a
number of its own, drawn from a fixed seed: no value can be packed because it comes again.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np

import schemas
from benchmarks.mesure import Ligne, comparer, conclure, duree, pic_memoire
from processors.campaign.base import BLOCK, LIMITS, ouvrir
from processors.campaign.reception import TYPE, Constat, Reception, conservables
from processors.example import exemple
from processors.example.identite import siret
from schemas.plan import Value

QUESTIONNAIRE = "rec2019"
DISTINCTS = 20
PACKET = 50
"""Reports recorded in one transaction, as a lot does."""

ALERTS = 8
ENREGISTREMENT, TAILLE = 4.0, 1.3
"""The insert itself is 1; the rest makes columns of receptions, refuses what must not be kept, adds three tables."""

COMPARER, MEMOIRE = 6.0, 2.5
"""The command also reads the questionnaire (0.4 s) and loads its libraries: half of its time at 1,000 reports."""

_COMMAND = "from processors.cli.main import main; main()"
_BARE = """
import sys, duckdb
with duckdb.connect(sys.argv[1], read_only=True) as base:
    base.execute("SELECT variable, count(*), sum(nombre) FROM valeurs GROUP BY variable").fetchnumpy()
"""


def paquets(nombre: int) -> Iterator[list[Reception]]:
    """The receptions by packets; each has its own SIRET and its own figures."""
    questionnaire = schemas.questionnaire(QUESTIONNAIRE)
    modules = questionnaire.default_modules
    found = [exemple(questionnaire, seed, modules).values for seed in range(DISTINCTS)]
    kept = [{code: values[code] for code in conservables(QUESTIONNAIRE, "", values)} for values in found]
    counted = {cell.code for cell in questionnaire.cells.values() if cell.type.numeric}
    alert = Constat("C-1.1.1-01", "alerte", "Une alerte de longueur moyenne. " * 4, "Vérifiez.", "1.1.1", ("1.1.1!D9",))

    def reception(number: int) -> Reception:
        source = kept[number % DISTINCTS]
        factors = np.random.default_rng(number).uniform(0.5, 2, len(source)).tolist()
        values: dict[str, Value] = {
            code: round(value * factor, 2 if isinstance(value, float) else None)
            if code in counted and isinstance(value, int | float)
            else value
            for (code, value), factor in zip(source.items(), factors, strict=True)
        }
        return Reception(
            fichier=f"recu/{number}.xlsx",
            sha256=f"{number:064x}",
            taille=100_000,
            recu_le="2020-03-01",
            verdict="accepté avec alertes",
            siret=siret(number),
            nom=f"Collectivité n° {number}",
            type_collectivite=str(values.get(TYPE, "")),
            questionnaire=questionnaire.id,
            version=questionnaire.version,
            annee=questionnaire.year,
            modules=modules,
            constats=(alert,) * ALERTS,
            valeurs=values,
        )

    for start in range(0, nombre, PACKET):
        yield [reception(number) for number in range(start, min(start + PACKET, nombre))]


def _colonnes(packet: list[Reception], first: int) -> dict[str, np.ndarray]:
    """The values of a packet as the four columns of `valeurs`, ready for DuckDB."""
    rows = [(number, code, value) for number, one in enumerate(packet, first) for code, value in one.valeurs.items()]
    figures = [isinstance(value, int | float) for *_, value in rows]
    return {
        "reception": np.array([number for number, *_ in rows]),
        "variable": np.array([code for _, code, _ in rows], dtype=object),
        "nombre": np.array([float(row[2]) if figure else np.nan for row, figure in zip(rows, figures, strict=True)]),
        "texte": np.array(["" if figure else row[2] for row, figure in zip(rows, figures, strict=True)], dtype=object),
    }


def _inserer(base: duckdb.DuckDBPyConnection, columns: dict[str, np.ndarray]) -> None:
    base.register("nouvelles", columns)
    base.execute(
        "INSERT INTO valeurs SELECT reception, variable, CASE WHEN NOT isnan(nombre) THEN nombre END, "
        "nullif(texte, '') FROM nouvelles"
    )
    base.unregister("nouvelles")


def enregistrer(campagne: Path, nue: Path, nombre: int) -> tuple[Ligne, int]:
    """Make the campaign and the bare table, packet by packet in turns; also the number of values."""
    times: list[tuple[float, float]] = []
    total = 0
    with (
        ouvrir(campagne) as base,
        duckdb.connect(str(nue), config=LIMITS | {"default_block_size": BLOCK}) as bare,
    ):
        bare.execute("CREATE TABLE valeurs (reception INTEGER, variable VARCHAR, nombre DOUBLE, texte VARCHAR)")
        for packet in paquets(nombre):
            columns = _colonnes(packet, total)
            total += len(columns["variable"])
            times.append((duree(lambda: base.enregistrer(packet)), duree(lambda: _inserer(bare, columns))))  # noqa: B023
    recorded, inserted = (statistics.median(side) for side in zip(*times, strict=True))
    what = f"enregistrement de {PACKET} bilans / insertion nue des mêmes valeurs"
    return Ligne(what, recorded, inserted, ENREGISTREMENT), total


def main(nombre: int = 1_000) -> int:
    """Print the table, the sizes and the memory; return 1 when a target is missed."""
    with tempfile.TemporaryDirectory() as name:
        campagne, nue, sortie = (Path(name) / file for file in ("campagne.duckdb", "nue.duckdb", "c.xlsx"))
        recorded, total = enregistrer(campagne, nue, nombre)
        size, bare_size = campagne.stat().st_size, nue.stat().st_size
        asked = ["comparer", str(campagne), "--siret", siret(1), "--strate", "type", "--strate", "population"]
        command = [sys.executable, "-c", _COMMAND, *asked, "-o", str(sortie), "--ecraser"]
        bare = [sys.executable, "-c", _BARE, str(campagne)]
        compared = comparer(
            f"commande comparer, {nombre} bilans / Python et DuckDB, un agrégat",
            lambda: subprocess.run(command, capture_output=True, check=True),
            lambda: subprocess.run(bare, capture_output=True, check=True),
            cible=COMPARER,
            n=5,
        )
        memory, bare_memory = pic_memoire(command), pic_memoire(bare)
    code = conclure([recorded, compared])
    print()
    held = [
        _tenue("bytes per value", size / total, bare_size / total, TAILLE),
        _tenue("peak memory of comparer, MB", memory / 1e6, bare_memory / 1e6, MEMOIRE),
    ]
    each = recorded.temps / PACKET * 1e3
    print(f"{nombre} reports, {total} values, {size / 1e6:.1f} MB; recorded in {each:.1f} ms each")
    return code if all(held) else 1


def _tenue(what: str, figure: float, reference: float, cible: float) -> bool:
    ratio = figure / reference
    said = "oui" if ratio <= cible else "NON"
    print(f"{what}: {figure:.3g}, reference {reference:.3g}, ratio {ratio:.3g}, target ≤ {cible:g}: {said}")
    return ratio <= cible


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
