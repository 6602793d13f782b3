"""Absences and working time: chapter 2."""

from __future__ import annotations

from processors.example.agents import FONCTIONNAIRES, Agent, Axes, Cet, Statut, temps_complet
from processors.example.grid import Fact, Grid, facts, yes_no
from processors.example.registry import fills
from processors.example.simulation import Situation

POPULATIONS = ("fonctionnaires", "contractuels", "non_permanents")
"""How the names of the places of a population end."""


def _groups(situation: Situation) -> dict[str, list[Agent]]:
    agents = (situation.fonctionnaires, situation.contractuels, situation.non_permanents)
    return dict(zip(POPULATIONS, agents, strict=True))


@fills("jours_accordes")
def jours_accordes(grid: Grid, situation: Situation) -> None:
    """Days off granted to everyone."""
    granted = situation.draws.chance(0.3)
    grid.put("jours_accordes", "droits_acquis", situation.draws.integer(0, 12) / 4)
    grid.put("jours_accordes", "question", yes_no(granted))
    if granted:
        grid.put("jours_accordes", "jours", situation.draws.integer(1, 12) / 4)


ABSENCES = ("absences", "agents_absents_par_age", "jours_absence_par_age")
"""How the names of the places of absences start: by sex, agents by age, days by age."""


@fills(*(f"{part}_{population}" for population in POPULATIONS for part in ABSENCES))
def absences(grid: Grid, situation: Situation) -> None:
    """Absences of the agents present: by sex, then the medical ones by age."""
    medical = set(situation.repertoire.codes("motifs_absence_medicaux"))
    for population, agents in _groups(situation).items():
        absent = [(agent, motif, absence) for agent in agents for motif, absence in agent.absences.items()]
        counted: list[Fact] = []
        jours: list[Fact] = []
        arrets: list[Fact] = []
        for agent, motif, absence in absent:
            axes = (
                agent.axes
                | {"motifs_absence": motif}
                | ({"motifs_absence_medicaux": motif} if motif in medical else {})
            )
            counted.append((axes, 1))
            jours.append((axes, absence.jours))
            arrets.append((axes, absence.arrets))
        by_sex, agents_by_age, days_by_age = (f"{part}_{population}" for part in ABSENCES)
        grid.by_sex(by_sex, counted, jours, arrets)
        grid.tally(agents_by_age, counted, grid.columns(agents_by_age, "tranches_age"))
        grid.tally(days_by_age, jours, grid.columns(days_by_age, "tranches_age"))


@fills("paternite", "presence_parentale", "solidarite_familiale")
def conges_familiaux(grid: Grid, situation: Situation) -> None:
    """Paternity, « présence parentale », « solidarité familiale »: agents and days by category."""
    draws, paternite = situation.draws, situation.repertoire.code("paternite")
    fathers = [agent for agent in situation.presents if paternite in agent.absences]
    leaves: dict[str, list[Fact]] = {
        "paternite": facts(fathers, lambda agent: agent.absences[paternite].jours),
        "presence_parentale": facts(situation.marques("presence_parentale"), lambda _: draws.integer(5, 120)),
        "solidarite_familiale": facts(situation.marques("solidarite_familiale"), lambda _: draws.integer(5, 60)),
    }
    for place, days in leaves.items():
        agents: list[Fact] = [(axes, 1) for axes, _ in days]
        for column, counted in zip(grid.columns(place), (agents, days), strict=False):
            grid.tally(place, counted, [column])


@fills("departs_en_conge", "retours_de_conge")
def entretiens(grid: Grid, situation: Situation) -> None:
    """Leaves of six months and more: who left, who came back, and whether somebody was not met."""
    repertoire = situation.repertoire
    leaves, ends = repertoire.role("conges_longs"), repertoire.role("retours_de_conge")
    long_leaves = [agent for agent in situation.departs if agent.axes.get("motifs_depart") in leaves]
    returns = [agent for agent in situation.arrivees if agent.axes.get("motifs_arrivee") in ends]
    for place, agents in (("departs_en_conge", long_leaves), ("retours_de_conge", returns)):
        for row, sexe in (("hommes", repertoire.code("homme")), ("femmes", repertoire.code("femme"))):
            some = any(agent.sexe == sexe for agent in agents)
            grid.put(place, row, yes_no(some))
            if some:
                grid.put(place, f"{row}_sans_entretien", yes_no(situation.draws.chance(0.5)))


@fills("cycles_anciens", "cycles")
def cycles(grid: Grid, situation: Situation) -> None:
    """Full-time posts by working cycle, and those under a cycle older than 2002."""
    agents = temps_complet(situation.permanents)
    old = situation.draws.sample(agents, len(agents) // 3) if situation.draws.chance(0.3) else []
    grid.put("cycles_anciens", "question", yes_no(old))
    grid.by_sex("cycles", facts(agents))
    grid.by_sex("cycles", facts(old), row="anciens")


@fills("contraintes")
def contraintes(grid: Grid, situation: Situation) -> None:
    """Agents under each constraint of working time."""
    for contrainte in situation.repertoire.codes("contraintes_temps_travail"):
        grid.by_sex("contraintes", facts(situation.marques(contrainte)), row=contrainte)


@fills("comptes_epargne_temps", "jours_epargnes", "jours_consommes")
def comptes_epargne_temps(grid: Grid, situation: Situation) -> None:
    """Savings accounts: holders, days saved, days used."""
    accounts: list[tuple[Axes, Cet]] = [(agent.axes, agent.cet) for agent in situation.presents if agent.cet]
    opened: list[Fact] = [(axes, 1) for axes, cet in accounts if cet.ouvert]
    grid.by_sex("comptes_epargne_temps", [(axes, 1) for axes, _ in accounts], opened)
    grid.by_sex(
        "jours_epargnes", [(axes, cet.solde) for axes, cet in accounts], [(axes, cet.verses) for axes, cet in accounts]
    )
    taken = [(axes, cet.conges) for axes, cet in accounts]
    grid.by_sex("jours_consommes", taken, [(axes, cet.indemnises) for axes, cet in accounts])


@fills("deliberation_teletravail", "teletravail")
def teletravail(grid: Grid, situation: Situation) -> None:
    """Teleworkers, and those who asked in the year."""
    agents = [agent for agent in situation.marques("teletravail") if agent.permanent]
    decided = len(agents) > 1
    grid.put("deliberation_teletravail", "question", yes_no(decided))
    if decided:
        columns = grid.columns("teletravail", "sexes", "categories")
        grid.tally("teletravail", facts(agents), columns, "exercice")
        grid.tally("teletravail", facts(situation.draws.sample(agents, len(agents) // 2)), columns, "demandes")


@fills(*(f"carence_{population}" for population in POPULATIONS))
def jours_de_carence(grid: Grid, situation: Situation) -> None:
    """Waiting days: one for each ordinary sick leave."""
    ordinaire = situation.repertoire.code("ordinaire")
    year = (
        situation.annee_de(*FONCTIONNAIRES),
        situation.annee_de(Statut.CONTRACTUEL),
        situation.annee_de(Statut.NON_PERMANENT),
    )
    for (population, present), everyone in zip(_groups(situation).items(), year, strict=True):
        ill = [agent for agent in present if ordinaire in agent.absences]
        stops = facts(ill, lambda agent: agent.absences[ordinaire].arrets)
        lost = facts(ill, lambda agent: agent.absences[ordinaire].arrets * _daily_pay(agent))
        rows = {"jours": stops, "retenues": lost, "remuneres": facts(everyone), "agents": facts(ill), "arrets": stops}
        place = f"carence_{population}"
        for row, counted in rows.items():
            grid.tally(place, counted, grid.columns(place, "sexes", "categories"), row)


def _daily_pay(agent: Agent) -> int:
    """Gross pay of a day, at least ten euros."""
    return max(agent.paie.brut // agent.jours_remuneres, 10)


@fills("demandes_temps_partiel")
def demandes_temps_partiel(grid: Grid, situation: Situation) -> None:
    """Requests for « temps partiel »: each row is a part of the one before, but the last."""
    asked = [agent for agent in situation.marques("demande_temps_partiel") if agent.permanent]
    accepted = [agent for agent in asked if situation.draws.chance(0.9)]
    first = [agent for agent in accepted if situation.draws.chance(0.4)]
    changed = [agent for agent in accepted if agent not in first and situation.draws.chance(0.3)]
    back = [agent for agent in situation.marques("retour_temps_plein") if agent.permanent and agent.temps_complet]
    rows = {"presentees": asked, "acceptees": accepted, "premieres": first, "modifications": changed, "retours": back}
    for row, agents in rows.items():
        grid.by_sex("demandes_temps_partiel", facts(agents), row=row)
