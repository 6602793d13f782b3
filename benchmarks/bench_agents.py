"""What the agent sheets cost: `python -m benchmarks.bench_agents` (`--grand` adds a workbook of 20,000 agents).

- aggregation of 5,000 agents with 20,000 absence lines: under 5 seconds, the promise of the project, here as a ratio;
- aggregation of 50,000 agents against ten times that of 5,000: it grows in proportion, 1.3 at most;
- the workbook of 5,000 agents: written against a bare writing of the same cells by XlsxWriter, without types, lists,
  colours or formulas; read against python-calamine's bare read of the same file.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pandas as pd
import xlsxwriter

from benchmarks.bench_principal import lecture_nue
from benchmarks.mesure import Ligne, comparer, conclure, mediane
from processors.agents.agregation import agreger
from processors.agents.donnees import LIGNE, PREMIERE_LIGNE, Donnees
from processors.agents.ecriture import ecrire_fiches
from processors.agents.exemple import generer
from processors.agents.lecture import lire_fiches

AGENTS, ABSENCES, GRAND = 5_000, 20_000, 50_000
CLASSEUR_GRAND = 20_000
SECONDES_PROMISES = 5.0
FOIS = 3


def fiches(agents: int) -> Donnees:
    """Sheets with four absence lines an agent, as a collectivité keeps them all year."""
    donnees = generer(agents, 1)
    absences = donnees["absences"]
    voulues = agents * ABSENCES // AGENTS
    copies = pd.concat([absences] * (voulues // len(absences) + 1)).iloc[:voulues]
    lignes = range(PREMIERE_LIGNE, PREMIERE_LIGNE + voulues)
    donnees.feuilles["absences"] = copies.set_axis(pd.Index(lignes, name=LIGNE), axis="index")
    return donnees


def agregation() -> list[Ligne]:
    """Counting, without any file."""
    petites, grandes = fiches(AGENTS), fiches(GRAND)
    temps = mediane(lambda: agreger(petites), FOIS)
    dix_fois = mediane(lambda: agreger(grandes), FOIS)
    return [
        Ligne("agréger 5 000 agents et 20 000 absences, contre les 5 s promises", temps, SECONDES_PROMISES, 1),
        Ligne("agréger 50 000 agents, contre dix fois 5 000", dix_fois, temps * GRAND / AGENTS, 1.3),
    ]


def classeur(dossier: Path, agents: int) -> list[Ligne]:
    """Writing and reading the workbook."""
    donnees = fiches(agents)
    chemin, nu = dossier / "fiches.xlsx", dossier / "nu.xlsx"
    ecriture = comparer(
        f"écrire les fiches de {agents} agents, contre les mêmes cellules nues",
        lambda: ecrire_fiches(chemin, donnees),
        lambda: ecriture_nue(nu, donnees),
        cible=3,  # typed cells, drop-down lists, conditional formats and one formula a period
        n=1,
    )
    lecture = comparer(
        f"lire les fiches de {agents} agents, contre la lecture nue",
        lambda: lues(chemin),
        lambda: lecture_nue(chemin),
        cible=8,  # the security gate, error cells, labels turned into codes, types
        n=FOIS,
    )
    return [ecriture, lecture]


def lues(chemin: Path) -> Donnees:
    """The sheets that were written. Raise when they are not read whole."""
    donnees, constats = lire_fiches(chemin)
    if donnees is None:
        raise ValueError([one.message for one in constats])
    return donnees


def ecriture_nue(chemin: Path, donnees: Donnees) -> None:
    """The same values, cell by cell, and nothing else."""
    with xlsxwriter.Workbook(str(chemin)) as fichier:
        for code, cadre in donnees.feuilles.items():
            feuille = fichier.add_worksheet(code)
            colonnes = [cadre[champ].astype("object").where(cadre[champ].notna(), "").astype(str) for champ in cadre]
            for rang, valeurs in enumerate(zip(*colonnes, strict=True)):
                feuille.write_row(rang, 0, valeurs)


def main() -> int:
    """Print the table (`conclure` does); 1 when a target is missed."""
    lignes = agregation()
    tailles = [AGENTS, *([CLASSEUR_GRAND] if "--grand" in sys.argv[1:] else [])]
    for agents in tailles:
        with tempfile.TemporaryDirectory() as dossier:
            lignes += classeur(Path(dossier), agents)
    return conclure(lignes)


if __name__ == "__main__":
    raise SystemExit(main())
