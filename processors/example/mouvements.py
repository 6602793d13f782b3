"""Careers over the year: arrivals, departures, appointments of contractuels, promotions, functional jobs."""

from __future__ import annotations

from dataclasses import replace

from processors.example.agents import YEAR_DAYS, Agent, Statut
from processors.example.draws import Draws
from processors.example.recrutement import Recruteur

LATEST_STAGE = 52
"""Nobody becomes « stagiaire » after that age."""

SIX_YEARS = 6
"""Seniority from which a contract is permanent."""


class Carrieres:
    """Moves agents in and out. `agents` are those present at the end of the year; departures are added to them."""

    def __init__(self, draws: Draws, recruteur: Recruteur, agents: list[Agent]) -> None:
        self.draws, self.recruteur, self.agents = draws, recruteur, agents
        self._repertoire = recruteur.repertoire
        self._code, self._role = self._repertoire.code, self._repertoire.role

    def arrivees(self) -> None:
        """Make some of the agents present arrive in the year, and their earlier contract end where they had one."""
        arrivals = self._repertoire.poids("arrivees_fonctionnaires")
        rate = self.draws.number(0.04, 0.1)
        for agent in list(self.agents):
            if agent.fonctionnaire and self.draws.chance(rate):
                senior = agent.age > LATEST_STAGE or "emplois_fonctionnels" in agent.axes
                self._arrive(agent, self._code("mutation") if senior else self.draws.weighted(arrivals))
            elif agent.statut is Statut.CONTRACTUEL and self._recent(agent, rate):
                self._start(agent)
                agent.axes |= self._voie(agent)
            elif agent.statut is Statut.NON_PERMANENT and self.draws.chance(0.6):
                self._start(agent)

    def _recent(self, agent: Agent, rate: float) -> bool:
        """Whether a contractuel came in the year: some of those with a few years are renewed after a break."""
        if agent.anciennete < SIX_YEARS and self.draws.chance(rate):
            agent.anciennete = 0
            self.recruteur.dater(agent)
        return agent.anciennete < 1

    def _voie(self, agent: Agent) -> dict[str, str]:
        if agent.axes.get("types_contrat") == self._code("remplacement"):
            return {"motifs_arrivee": self._code("remplacant")}
        if self.draws.chance(0.06):
            return {"motifs_arrivee": self.draws.choice(self._role("reprises"))}
        return {}

    def _start(self, agent: Agent) -> None:
        agent.arrive, agent.debut = True, self.draws.integer(5, YEAR_DAYS - 20)

    def _arrive(self, agent: Agent, motif: str) -> None:
        agent.axes["motifs_arrivee"] = motif
        self._start(agent)
        if motif in self._role("stage"):
            agent.anciennete = 0
            self.recruteur.grader(agent, stagiaire=True)
        permanent = motif in self._role("deja_permanent")
        if permanent or motif in self._role("deja_non_permanent"):
            self._before(agent, permanent=permanent)

    def _before(self, agent: Agent, *, permanent: bool) -> None:
        """The contract that the appointed agent had until the appointment."""
        role = "stagiaire_deja_permanent" if permanent else "stagiaire_deja_non_permanent"
        agent.axes["motifs_titularisation"] = self._code(role)
        earlier = self.recruteur.contractuel() if permanent else self.recruteur.non_permanent()
        axes = earlier.axes | {key: agent.axes[key] for key in SAME_PERSON if key in agent.axes}
        earlier = replace(earlier, axes=axes, age=agent.age, present=False, fin=agent.debut, arrive=False, debut=0)
        if permanent:
            axes["motifs_depart"] = self._code("nomme_stagiaire")
        self.agents.append(earlier)

    def departs(self, count: dict[Statut, int]) -> None:
        """Add agents who left in the year: so many by statut (`TITULAIRE` for fonctionnaires)."""
        for statut, number in count.items():
            for _ in range(number):
                self.agents.append(self._departure(statut))

    def _departure(self, statut: Statut) -> Agent:
        make = {
            Statut.TITULAIRE: self.recruteur.fonctionnaire,
            Statut.CONTRACTUEL: self.recruteur.contractuel,
            Statut.NON_PERMANENT: self.recruteur.non_permanent,
        }[statut]
        agent = make()
        agent.present, agent.fin = False, self.draws.integer(10, YEAR_DAYS - 5)
        if statut is Statut.NON_PERMANENT:
            agent.debut = max(0, agent.fin - self.draws.integer(5, 90))
            return agent
        weights = "departs_fonctionnaires" if agent.fonctionnaire else "departs_contractuels"
        motif = self.draws.weighted(self._repertoire.poids(weights))
        agent.axes["motifs_depart"] = motif
        if motif == self._code("retraite"):
            agent.age = self.draws.integer(60, 66)
            agent.axes |= self._repertoire.band("tranches_age", agent.age)
        return agent

    def promotions(self) -> None:
        """Steps, grades and titularisations of the fonctionnaires present."""
        draws, promotions = self.draws, self._repertoire.poids("promotions")
        for agent in self.agents:
            if agent.statut is Statut.STAGIAIRE and not agent.arrive and draws.chance(0.15):
                agent.axes["motifs_titularisation"] = self._code("stage_prolonge")
            if agent.statut is not Statut.TITULAIRE or not agent.present or agent.arrive:
                continue
            if draws.chance(0.4):
                agent.marques.add("echelon")
            if promotions and draws.chance(0.06):
                agent.axes["motifs_promotion"] = draws.weighted(promotions)
            if draws.chance(0.03):
                agent.axes["motifs_titularisation"] = self._code("titularise")


SAME_PERSON = (
    "sexes",
    "cadres_emplois",
    "filieres",
    "categories",
    "filieres_categories_remuneration",
    "tranches_age",
    "diplomes",
    "metiers",
    "familles_metier",
    "domaines_professionnels",
    "specialites",
    "domaines_specialite",
)
"""What does not change when a contractuel is appointed « stagiaire »."""


def emplois_fonctionnels(draws: Draws, recruteur: Recruteur, agents: list[Agent]) -> None:
    """Appoint a head, then deputies and a head of technical services as the staff grows."""
    taille, repertoire = recruteur.taille, recruteur.repertoire
    head, deputy, technical = (repertoire.code(role) for role in ("directeur", "adjoint", "directeur_technique"))
    posts = [head] * (taille > 60) + [deputy] * min(taille // 200, 5) + [technical] * (taille > 150)
    detachements = {element.parent: element.code for element in repertoire.elements("grades_detachement")}
    known = repertoire.codes("emplois_fonctionnels")
    for post in posts:
        cadres = repertoire.role("cadres_techniques" if post == technical else "cadres_de_direction")
        able = [
            agent
            for agent in agents
            if agent.present
            and agent.permanent
            and agent.temps_complet
            and "emplois_fonctionnels" not in agent.axes
            and agent.axes["cadres_emplois"] in cadres
        ]
        if able and post in known:
            chosen = draws.choice(able)
            chosen.axes["emplois_fonctionnels"] = post
            chosen.axes["grades_detachement"] = detachements[chosen.axes["cadres_emplois"]]
