"""Disability and unfitness (Handitorial): tables H."""

from __future__ import annotations

from processors.example.agents import Agent, temps_complet, temps_non_complet
from processors.example.grid import Grid, facts, yes_no
from processors.example.registry import fills
from processors.example.simulation import Situation
from processors.example.usages import poids

OBLIGATION = 20
"""Number of agents from which 6 % of disabled workers are due."""

SENIORITY = (1, 4, 7, 13)
"""First years of the bands of H.2.6 after the first."""


@fills("H.1")
def informations(grid: Grid, situation: Situation) -> None:
    """Who to ask, and whether 6 % are due."""
    grid.put("H.1", "A1-7", "C01", "referent.handicap@collectivite-fictive.example")
    grid.put("H.1", "A3", "C01", yes_no(len(situation.presents) >= OBLIGATION))


def _avis(agents: list[Agent], avis: str) -> int:
    return sum(agent.axes["inaptitudes_boeth"] == avis for agent in agents)


def _mesures(agents: list[Agent], mesure: str) -> int:
    return sum(agent.axes["mesures_boeth"] == mesure for agent in agents)


@fills("H.2.1")
def inaptitude(grid: Grid, situation: Situation) -> None:
    """Notices of unfitness of the year and what followed."""
    agents, draws = situation.marques("inapte"), situation.draws
    reclassified = _mesures(agents, "REC")
    asked = reclassified + sum(
        agent.axes["inaptitudes_boeth"] != "TEMP" for agent in agents if agent.axes["mesures_boeth"] == "PAS"
    )
    laid_off = draws.chance(0.1)
    answers = {
        "A5-1-1": _avis(agents, "TEMP"),
        "A5-1-2": _avis(agents, "DSF"),
        "A5-1-3": _avis(agents, "DTF"),
        "A5-2-0": asked,
        "A5-2-1": reclassified,
        "A5-2-1-1": reclassified,
        "A5-2-2": _mesures(agents, "INV"),
        "A5-2-3": _mesures(agents, "LICIP"),
        "A6-2": _mesures(agents, "AMP"),
        "A7-2": draws.around(len(situation.permanents) * 0.002),
    }
    grid.put_rows("H.2.1", "C01", {**answers, "A8": yes_no(laid_off)})
    if asked:
        grid.put("H.2.1", "A5-2-0-1", "C01", reclassified)
    if laid_off:
        grid.put("H.2.1", "A8-2", "C01", 1)


@fills("H.2.2.0", "H.2.2", "H.2.3", "H.2.4.0", "H.2.4", "H.2.5")
def avis(grid: Grid, situation: Situation) -> None:
    """Notices and what followed them: those of the year, then the earlier ones."""
    for marque, question, row, notices, measures in (
        ("inapte", "H.2.2.0", "Q22", "H.2.2", "H.2.3"),
        ("inapte_avant", "H.2.4.0", "Q23", "H.2.4", "H.2.5"),
    ):
        agents = situation.marques(marque)
        grid.put(question, row, "C01", yes_no(agents))
        grid.by_sex(notices, facts(agents))
        grid.by_sex(measures, facts(agents))


def _inaptes(situation: Situation) -> list[Agent]:
    return situation.marques("inapte") + situation.marques("inapte_avant")


@fills("H.2.6")
def anciennete(grid: Grid, situation: Situation) -> None:
    """Seniority of the unfit agents."""
    bands: list[list[Agent]] = [[] for _ in range(len(SENIORITY) + 1)]
    for agent in _inaptes(situation):
        bands[sum(agent.anciennete >= first for first in SENIORITY)].append(agent)
    grid.by_sex("H.2.6", *(facts(band) for band in bands), row="L01")


@fills("H.3", "H.4")
def inaptes_par_emploi(grid: Grid, situation: Situation) -> None:
    """Unfit agents by cadre d'emplois and by métier."""
    for table in ("H.3", "H.4"):
        grid.by_sex(table, facts(_inaptes(situation)))


@fills("H.7", "H.8", "H.6.1", "H.6.2", "H.6.4")
def beneficiaires(grid: Grid, situation: Situation) -> None:
    """Beneficiaries of the « obligation d'emploi » by what they are."""
    for table in ("H.7", "H.8", "H.6.1", "H.6.2", "H.6.4"):
        grid.by_sex(table, facts(situation.marques("boeth")))


@fills("H.6.3")
def modes_entree(grid: Grid, situation: Situation) -> None:
    """How the beneficiaries came in: one way each."""
    modes = situation.repertoire.known("motifs_arrivee", poids("entrees_boeth"))
    for agent in situation.marques("boeth"):
        way = agent.axes.get("motifs_arrivee") or situation.draws.weighted(modes)
        grid.by_sex("H.6.3", facts([agent]), row=way)


@fills("H.5.1", "H.5.2", "H.9.1", "H.9.2")
def temps_de_travail(grid: Grid, situation: Situation) -> None:
    """Posts, full time or not, then rates: an agent without « temps partiel » works full rate."""
    for by_post, by_rate, agents in (
        ("H.5.1", "H.5.2", _inaptes(situation)),
        ("H.9.1", "H.9.2", situation.marques("boeth")),
    ):
        full = [agent for agent in agents if "modalites_temps_partiel" not in agent.axes]
        part = [agent for agent in agents if "modalites_temps_partiel" in agent.axes]
        grid.by_sex(by_post, facts(temps_complet(agents)), facts(temps_non_complet(agents)), row="L01")
        if agents:
            grid.by_sex(by_rate, facts(full), facts(part), row="L01")
