"""Disability and unfitness (Handitorial): tables H."""

from __future__ import annotations

from processors.example.agents import Agent, temps_complet, temps_non_complet
from processors.example.grid import Grid, facts, yes_no
from processors.example.registry import fills
from processors.example.simulation import Situation
from schemas.bands import bands_of

OBLIGATION = 20
"""Number of agents from which 6 % of disabled workers are due."""


@fills("informations_handicap")
def informations(grid: Grid, situation: Situation) -> None:
    """Who to ask, and whether 6 % are due."""
    grid.put("informations_handicap", "correspondant", "referent.handicap@collectivite-fictive.example")
    grid.put("informations_handicap", "obligation", yes_no(len(situation.presents) >= OBLIGATION))


def _who(agents: list[Agent], axis: str, code: str) -> list[Agent]:
    return [agent for agent in agents if agent.axes[axis] == code]


@fills("inaptitude")
def inaptitude(grid: Grid, situation: Situation) -> None:
    """Notices of unfitness of the year and what followed."""
    agents, draws, code = situation.marques("inapte"), situation.draws, situation.repertoire.code

    def noticed(role: str) -> int:
        return len(_who(agents, "inaptitudes_boeth", code(role)))

    def followed(role: str) -> int:
        return len(_who(agents, "mesures_boeth", code(role)))

    reclassified, waiting = followed("reclassement"), _who(agents, "mesures_boeth", code("pas_de_mesure"))
    asked = reclassified + len(waiting) - len(_who(waiting, "inaptitudes_boeth", code("temporaire")))
    laid_off = draws.chance(0.1)
    answers = {
        "temporaires": noticed("temporaire"),
        "a_ses_fonctions": noticed("a_ses_fonctions"),
        "a_toutes_fonctions": noticed("a_toutes_fonctions"),
        "demandes": asked,
        "reclassements": reclassified,
        "reclassements_internes": reclassified,
        "retraites": followed("invalidite"),
        "licenciements": followed("licenciement"),
        "amenagements": followed("amenagement"),
        "changements": draws.around(len(situation.permanents) * 0.002),
    }
    grid.put_rows("inaptitude", {**answers, "disponibilites": yes_no(laid_off)})
    if asked:
        grid.put("inaptitude", "demandes_acceptees", reclassified)
    if laid_off:
        grid.put("inaptitude", "disponibilites_nombre", 1)


AVIS = (
    ("inapte", "avis_de_l_annee", "avis_inaptitude_annee", "mesures_annee"),
    ("inapte_avant", "avis_anterieurs", "avis_inaptitude_avant", "mesures_avant"),
)
"""Who is concerned, and the places of the question, of the notices and of what followed."""


@fills(*(place for _, *places in AVIS for place in places))
def avis(grid: Grid, situation: Situation) -> None:
    """Notices and what followed them: those of the year, then the earlier ones."""
    for marque, question, notices, measures in AVIS:
        agents = situation.marques(marque)
        grid.put(question, "question", yes_no(agents))
        grid.by_sex(notices, facts(agents))
        grid.by_sex(measures, facts(agents))


def _inaptes(situation: Situation) -> list[Agent]:
    return situation.marques("inapte") + situation.marques("inapte_avant")


@fills("anciennete_inaptes")
def anciennete(grid: Grid, situation: Situation) -> None:
    """Seniority of the unfit agents."""
    firsts = [first for first, _ in bands_of(grid.questionnaire)["anciennete_inaptes"]]
    bands: list[list[Agent]] = [[] for _ in firsts]
    for agent in _inaptes(situation):
        bands[sum(agent.anciennete >= first for first in firsts) - 1].append(agent)
    grid.by_sex("anciennete_inaptes", *(facts(band) for band in bands), row="agents")


@fills("inaptes_par_cadre", "inaptes_par_metier")
def inaptes_par_emploi(grid: Grid, situation: Situation) -> None:
    """Unfit agents by cadre d'emplois and by métier."""
    for place in ("inaptes_par_cadre", "inaptes_par_metier"):
        grid.by_sex(place, facts(_inaptes(situation)))


BENEFICIAIRES = ("boeth_cadres", "boeth_metiers", "boeth_categories", "boeth_natures", "boeth_diplomes")


@fills(*BENEFICIAIRES)
def beneficiaires(grid: Grid, situation: Situation) -> None:
    """Beneficiaries of the « obligation d'emploi » by what they are."""
    for place in BENEFICIAIRES:
        grid.by_sex(place, facts(situation.marques("boeth")))


@fills("boeth_entrees")
def modes_entree(grid: Grid, situation: Situation) -> None:
    """How the beneficiaries came in: one way each."""
    modes = situation.repertoire.poids("entrees_boeth")
    for agent in situation.marques("boeth"):
        way = agent.axes.get("motifs_arrivee") or situation.draws.weighted(modes)
        grid.by_sex("boeth_entrees", facts([agent]), row=way)


@fills("postes_inaptes", "quotites_inaptes", "postes_boeth", "quotites_boeth")
def temps_de_travail(grid: Grid, situation: Situation) -> None:
    """Posts, full time or not, then rates: an agent without « temps partiel » works full rate."""
    for by_post, by_rate, agents in (
        ("postes_inaptes", "quotites_inaptes", _inaptes(situation)),
        ("postes_boeth", "quotites_boeth", situation.marques("boeth")),
    ):
        full = [agent for agent in agents if "modalites_temps_partiel" not in agent.axes]
        part = [agent for agent in agents if "modalites_temps_partiel" in agent.axes]
        grid.by_sex(by_post, facts(temps_complet(agents)), facts(temps_non_complet(agents)), row="agents")
        if agents:
            grid.by_sex(by_rate, facts(full), facts(part), row="agents")
