"""Working conditions: prevention, accidents, occupational diseases, unfitness, violence: chapter 4."""

from __future__ import annotations

from processors.example.agents import Agent
from processors.example.grid import NO, YES, Fact, Grid, facts, yes_no
from processors.example.registry import fills
from processors.example.simulation import Situation

TRAININGS = ("formation_agents", "formation_membres", "formation_habilitations")
EXPENSES = ("interventions", "mesures")
FIRST_DUERP = 2002
"""First years of the « document unique » (décret n° 2001-1016)."""

IN_PROGRESS = "EN_COURS"
DOCUMENTS = {
    "plan_rps": ("question",),
    "demarches_de_prevention": ("tms", "cmr", "autres"),
    "registre_sante": ("question",),
}
"""Documents that exist, do not, or are being written."""

VIOLENCES = (
    ("violences_physiques", "violences_physiques_subies", 0.006),
    ("harcelement_moral", "harcelement_moral_signale", 0.003),
    ("harcelement_sexuel", "harcelement_sexuel_signale", 0.0008),
    ("agissements_sexistes", "agissements_sexistes_signales", 0.0008),
)
"""What is counted, its question, and how often an agent suffers it."""


@fills("agents_de_prevention")
def agents_de_prevention(grid: Grid, situation: Situation) -> None:
    """Prevention staff, which grows with the number of agents."""
    count = len(situation.permanents)
    shares = {"conseillers": 300, "inspecteurs": 700, "medecins": 900}
    rows = {"assistants": 1 + count // 60, **{row: count // share for row, share in shares.items()}, "autres": 0}
    grid.put_rows("agents_de_prevention", dict(rows))


@fills("actions_de_prevention")
def actions_de_prevention(grid: Grid, situation: Situation) -> None:
    """Training and expenses of prevention."""
    draws, budget = situation.draws, situation.depenses_fonctionnement
    for row in TRAININGS:
        agents = draws.around(len(situation.permanents) * 0.03)
        grid.put("actions_de_prevention", row, agents * draws.integer(80, 300), "montant")
        grid.put("actions_de_prevention", row, agents * draws.integer(1, 3), "jours")
        grid.put("actions_de_prevention", row, agents, "agents")
    for row in EXPENSES:
        grid.put("actions_de_prevention", row, int(budget * draws.number(0, 0.002)), "montant")


@fills("visites")
def visites(grid: Grid, situation: Situation) -> None:
    """Medical visits on request."""
    grid.by_sex("visites", facts(situation.marques("visite_medicale")), row="visites")


@fills("document_unique", *DOCUMENTS)
def documents(grid: Grid, situation: Situation) -> None:
    """Prevention documents; years only where the « document unique » exists."""
    draws = situation.draws
    answer = draws.weighted({YES: 7, NO: 1, IN_PROGRESS: 2})
    grid.put("document_unique", "question", answer)
    if answer == YES:
        created = draws.integer(FIRST_DUERP, situation.annee)
        updated = draws.integer(created, situation.annee)
        grid.put_rows("document_unique", {"creation": created, "mise_a_jour": updated})
    for document, rows in DOCUMENTS.items():
        for row in rows:
            grid.put(document, row, draws.weighted({YES: 4, NO: 4, IN_PROGRESS: 2}))


@fills("accidents_survenus", "accidents")
def accidents(grid: Grid, situation: Situation) -> None:
    """Accidents on duty and on the way: all, without leave, days of leave."""
    every = [accident for agent in situation.agents for accident in agent.accidents]
    grid.put("accidents_survenus", "question", yes_no(every))
    counted: list[list[Fact]] = []
    days: list[list[Fact]] = []
    for trajet in (False, True):
        kind = [accident for accident in every if accident.trajet is trajet]
        counted.append([(accident.axes, 1) for accident in kind])
        counted.append([(accident.axes, 1) for accident in kind if not accident.jours])
        days.append([(accident.axes, accident.jours) for accident in kind if accident.jours])
    grid.by_sex("accidents", *counted, *days)


@fills("maladies_reconnues", "maladies")
def maladies(grid: Grid, situation: Situation) -> None:
    """Occupational diseases recognised in the year, earlier ones with leave, days of leave of both."""
    every = [maladie for agent in situation.agents for maladie in agent.maladies]
    grid.put("maladies_reconnues", "question", yes_no(every))
    new = [maladie for maladie in every if maladie.nouvelle]
    old = [maladie for maladie in every if not maladie.nouvelle]
    counted: list[list[Fact]] = [[(maladie.axes, 1) for maladie in group] for group in (new, old)]
    days: list[list[Fact]] = [
        [(maladie.axes, maladie.jours) for maladie in group if maladie.jours] for group in (new, old)
    ]
    grid.by_sex("maladies", *counted, *days)


@fills("inaptitudes")
def inaptitudes(grid: Grid, situation: Situation) -> None:
    """What followed the notices of the year; requests are the reclassifications, granted or awaited."""
    agents, code = situation.marques("inapte"), situation.repertoire.code
    by_measure = {
        "demandes": ("reclassement", "pas_de_mesure"),
        "reclassements": ("reclassement",),
        "retraites": ("invalidite",),
        "licenciements": ("licenciement",),
        "amenagements": ("amenagement",),
    }
    for row, measures in by_measure.items():
        concerned = [agent for agent in agents if agent.axes["mesures_boeth"] in map(code, measures)]
        if row == "demandes":
            concerned = [agent for agent in concerned if agent.axes["inaptitudes_boeth"] != code("temporaire")]
        grid.tally("inaptitudes", facts(concerned), ["nombre"], row)
    for agent in agents:
        if agent.axes["inaptitudes_boeth"] == code("a_toutes_fonctions"):
            grid.add("inaptitudes", f"definitives_{agent.axes['filieres']}", 1)


@fills("allocations_temporaires")
def allocations_temporaires(grid: Grid, situation: Situation) -> None:
    """Allowances after an accident or a disease of the year, for agents still present."""
    for row, agents in (("fonctionnaires", situation.fonctionnaires), ("contractuels", situation.contractuels)):
        hurt = [agent for agent in agents if any(accident.jours >= 90 for accident in agent.accidents)]
        ill = [agent for agent in agents if agent.maladies and agent not in hurt]
        grid.by_sex("allocations_temporaires", facts(hurt), facts(ill), row=row)


@fills("assurance")
def assurance(grid: Grid, situation: Situation) -> None:
    """Insurance of sick pay."""
    grid.put("assurance", "question", yes_no(situation.draws.chance(0.7)))


@fills(*(name for place, question, _ in VIOLENCES for name in (question, place)))
def violences(grid: Grid, situation: Situation) -> None:
    """Assaults with leave are the accidents that they caused; the others are drawn among the agents present."""
    assaulted = [agent for agent in situation.presents if any(accident.violence for accident in agent.accidents)]
    for rank, (place, question, frequency) in enumerate(VIOLENCES):
        with_leave = [] if rank else assaulted
        without = [agent for agent in situation.presents if situation.draws.chance(frequency)]
        grid.put(question, "question", yes_no(with_leave or without))
        grid.by_sex(place, facts(with_leave), row="usagers_avec_arret")
        _by_author(grid, situation, place, without)


def _by_author(grid: Grid, situation: Situation, place: str, agents: list[Agent]) -> None:
    for agent in agents:
        row = "personnel_sans_arret" if situation.draws.chance(0.4) else "usagers_sans_arret"
        grid.by_sex(place, facts([agent]), row=row)
