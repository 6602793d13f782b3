"""Absences and working time: chapter 2."""

from __future__ import annotations

from processors.example.agents import FONCTIONNAIRES, MEDICAL, Agent, Axes, Cet, Statut, temps_complet
from processors.example.grid import Fact, Grid, facts, yes_no
from processors.example.registry import fills
from processors.example.sante import ORDINAIRE, PATERNITE
from processors.example.simulation import Situation

LONG_LEAVES = ("MD004", "MD007", "MD020", "MD021", "MD022")
POPULATIONS = ("1", "2", "3")
"""Last digit of 2.1.x and 2.2.6.x: fonctionnaires, contractuels on permanent posts, non-permanent agents."""


def _groups(situation: Situation) -> dict[str, list[Agent]]:
    agents = (situation.fonctionnaires, situation.contractuels, situation.non_permanents)
    return dict(zip(POPULATIONS, agents, strict=True))


@fills("2.1.0")
def jours_accordes(grid: Grid, situation: Situation) -> None:
    """Days off granted to everyone."""
    granted = situation.draws.chance(0.3)
    grid.put("2.1.0", "L01", "C01", situation.draws.integer(0, 12) / 4)
    grid.put("2.1.0", "L02", "C01", yes_no(granted))
    if granted:
        grid.put("2.1.0", "L03", "C01", situation.draws.integer(1, 12) / 4)


@fills(*(f"2.1.{population}.{part}" for population in POPULATIONS for part in (1, 2, 3)))
def absences(grid: Grid, situation: Situation) -> None:
    """Absences of the agents present: by sex, then the medical ones by age."""
    for population, agents in _groups(situation).items():
        absent = [(agent, motif, absence) for agent in agents for motif, absence in agent.absences.items()]
        counted: list[Fact] = []
        jours: list[Fact] = []
        arrets: list[Fact] = []
        for agent, motif, absence in absent:
            axes = (
                agent.axes
                | {"motifs_absence": motif}
                | ({"motifs_absence_medicaux": motif} if motif in MEDICAL else {})
            )
            counted.append((axes, 1))
            jours.append((axes, absence.jours))
            arrets.append((axes, absence.arrets))
        table = f"2.1.{population}"
        grid.by_sex(f"{table}.1", counted, jours, arrets)
        grid.tally(f"{table}.2", counted, grid.columns(f"{table}.2", "tranches_age"))
        grid.tally(f"{table}.3", jours, grid.columns(f"{table}.3", "tranches_age"))


@fills("2.1.4", "2.1.5", "2.1.6")
def conges_familiaux(grid: Grid, situation: Situation) -> None:
    """Paternity, « présence parentale », « solidarité familiale »: agents and days by category."""
    draws = situation.draws
    fathers = [agent for agent in situation.presents if PATERNITE in agent.absences]
    leaves: dict[str, list[Fact]] = {
        "2.1.4": facts(fathers, lambda agent: agent.absences[PATERNITE].jours),
        "2.1.5": facts(situation.marques("presence_parentale"), lambda _: draws.integer(5, 120)),
        "2.1.6": facts(situation.marques("solidarite_familiale"), lambda _: draws.integer(5, 60)),
    }
    for table, days in leaves.items():
        agents: list[Fact] = [(axes, 1) for axes, _ in days]
        for column, counted in zip(grid.columns(table), (agents, days), strict=False):
            grid.tally(table, counted, [column])


@fills("2.1.7.1", "2.1.7.2")
def entretiens(grid: Grid, situation: Situation) -> None:
    """Leaves of six months and more: who left, who came back, and whether somebody was not met."""
    long_leaves = [agent for agent in situation.departs if agent.axes.get("motifs_depart") in LONG_LEAVES]
    returns = [agent for agent in situation.arrivees if agent.axes.get("motifs_arrivee") in ("MA017", "MA028", "MA029")]
    for table, agents in (("2.1.7.1", long_leaves), ("2.1.7.2", returns)):
        for rank, sexe in ((1, "H"), (3, "F")):
            some = any(agent.sexe == sexe for agent in agents)
            grid.put(table, f"L{rank:02}", "C01", yes_no(some))
            if some:
                grid.put(table, f"L{rank + 1:02}", "C01", yes_no(situation.draws.chance(0.5)))


@fills("2.2.1-Q", "2.2.1")
def cycles(grid: Grid, situation: Situation) -> None:
    """Full-time posts by working cycle, and those under a cycle older than 2002."""
    agents = temps_complet(situation.permanents)
    old = situation.draws.sample(agents, len(agents) // 3) if situation.draws.chance(0.3) else []
    grid.put("2.2.1-Q", "L01", "C01", yes_no(old))
    grid.by_sex("2.2.1", facts(agents))
    grid.by_sex("2.2.1", facts(old), row="L08")


@fills("2.2.2")
def contraintes(grid: Grid, situation: Situation) -> None:
    """Agents under each constraint of working time."""
    for contrainte in situation.repertoire.codes("contraintes_temps_travail"):
        grid.by_sex("2.2.2", facts(situation.marques(contrainte)), row=contrainte)


@fills("2.2.3.1", "2.2.3.2", "2.2.3.3")
def comptes_epargne_temps(grid: Grid, situation: Situation) -> None:
    """Savings accounts: holders, days saved, days used."""
    accounts: list[tuple[Axes, Cet]] = [(agent.axes, agent.cet) for agent in situation.presents if agent.cet]
    opened: list[Fact] = [(axes, 1) for axes, cet in accounts if cet.ouvert]
    grid.by_sex("2.2.3.1", [(axes, 1) for axes, _ in accounts], opened)
    grid.by_sex(
        "2.2.3.2", [(axes, cet.solde) for axes, cet in accounts], [(axes, cet.verses) for axes, cet in accounts]
    )
    taken = [(axes, cet.conges) for axes, cet in accounts]
    grid.by_sex("2.2.3.3", taken, [(axes, cet.indemnises) for axes, cet in accounts])


@fills("2.2.4-Q", "2.2.4")
def teletravail(grid: Grid, situation: Situation) -> None:
    """Teleworkers, and those who asked in the year."""
    agents = [agent for agent in situation.marques("teletravail") if agent.permanent]
    decided = len(agents) > 1
    grid.put("2.2.4-Q", "L01", "C01", yes_no(decided))
    if decided:
        columns = grid.columns("2.2.4", "sexes", "categories")
        grid.tally("2.2.4", facts(agents), columns, "EXERCICE")
        grid.tally("2.2.4", facts(situation.draws.sample(agents, len(agents) // 2)), columns, "DEMANDE")


@fills("2.2.6.1", "2.2.6.2", "2.2.6.3")
def jours_de_carence(grid: Grid, situation: Situation) -> None:
    """Waiting days: one for each ordinary sick leave."""
    year = (
        situation.annee_de(*FONCTIONNAIRES),
        situation.annee_de(Statut.CONTRACTUEL),
        situation.annee_de(Statut.NON_PERMANENT),
    )
    for (population, present), everyone in zip(_groups(situation).items(), year, strict=True):
        ill = [agent for agent in present if ORDINAIRE in agent.absences]
        stops = facts(ill, lambda agent: agent.absences[ORDINAIRE].arrets)
        lost = facts(ill, lambda agent: agent.absences[ORDINAIRE].arrets * _daily_pay(agent))
        rows = {"NJCP": stops, "MBSRDC": lost, "NTARSJC": facts(everyone), "NAAJC": facts(ill), "NAMSJC": stops}
        table = f"2.2.6.{population}"
        for row, counted in rows.items():
            grid.tally(table, counted, grid.columns(table, "sexes", "categories"), row)


def _daily_pay(agent: Agent) -> int:
    """Gross pay of a day, at least ten euros."""
    return max(agent.paie.brut // agent.jours_remuneres, 10)


@fills("2.3.1")
def demandes_temps_partiel(grid: Grid, situation: Situation) -> None:
    """Requests for « temps partiel »: each row is a part of the one before, but the last."""
    asked = [agent for agent in situation.marques("demande_temps_partiel") if agent.permanent]
    accepted = [agent for agent in asked if situation.draws.chance(0.9)]
    first = [agent for agent in accepted if situation.draws.chance(0.4)]
    changed = [agent for agent in accepted if agent not in first and situation.draws.chance(0.3)]
    back = [agent for agent in situation.marques("retour_temps_plein") if agent.permanent and agent.temps_complet]
    for rank, agents in enumerate((asked, accepted, first, changed, back), start=1):
        grid.by_sex("2.3.1", facts(agents), row=f"L{rank:02}")
