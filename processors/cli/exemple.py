"""The fictitious agent sheets as a workbook: what `bilan-social exemple fiches` does."""

from __future__ import annotations

from pathlib import Path

from processors.agents.ecriture import ecrire_fiches
from processors.agents.exemple import generer
from processors.cli.conversion import modules as chosen
from processors.cli.files import replacing
from processors.cli.terminal import say, working
from processors.report.mots import pluriel
from schemas.registers_reader import register

AGENTS = 50


def exemple_fiches(sortie: Path, graine: int, agents: int | None, modules: str | None) -> None:
    """Write the sheets of a fictitious collectivité. Without `modules`, it answers all of them."""
    asked = chosen(register().feeds, modules) if modules is not None else None
    with working("Invention d’une collectivité fictive…"):
        donnees = generer(agents or AGENTS, graine, asked)
        with replacing(sortie) as draft:
            ecrire_fiches(draft, donnees)
    lignes = sum(len(cadre) for code, cadre in donnees.feuilles.items() if code != "agents")
    nom, nombre = donnees.collectivite["raison_sociale"], pluriel(len(donnees["agents"]), "agent", "agents")
    say(f"Fiches fictives écrites\u00a0: {sortie} ({nom}, {nombre}, {pluriel(lignes, 'ligne', 'lignes')} de détail)")
