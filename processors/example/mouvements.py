"""Careers over the year: arrivals, departures, appointments of contractuels, promotions, functional jobs."""

from __future__ import annotations

from dataclasses import replace

from processors.example.agents import YEAR_DAYS, Agent, Statut
from processors.example.draws import Draws
from processors.example.recrutement import Recruteur
from processors.example.usages import poids

STAGE = ("MA022", "MA023", "MA024", "MA025", "MA026", "MA027")
"""Ways in that start with a « stage »."""

MUTATION, LATEST_STAGE = "MA007", 52
"""How the heads and the oldest come in: nobody becomes « stagiaire » after that age."""

DEJA_PERMANENT, DEJA_NON_PERMANENT = ("MA023", "MA026"), ("MA024", "MA027")
NOMME_STAGIAIRE = "MD018"
TITULARISATIONS = {True: "TS007", False: "TS008"}
"""Row of 1.5.4 for an agent appointed « stagiaire », by « was on a permanent post »."""

SIX_YEARS = 6
"""Seniority from which a contract is permanent."""

REMPLACANT, REINTEGRATION, RETOUR = "MA016", "MA017", "MA018"
RETRAITE = "MD013"


class Carrieres:
    """Moves agents in and out. `agents` are those present at the end of the year; departures are added to them."""

    def __init__(self, draws: Draws, recruteur: Recruteur, agents: list[Agent]) -> None:
        self.draws, self.recruteur, self.agents = draws, recruteur, agents
        self._repertoire = recruteur.repertoire

    def arrivees(self) -> None:
        """Make some of the agents present arrive in the year, and their earlier contract end where they had one."""
        arrivals = self._repertoire.known("motifs_arrivee", poids("arrivees_fonctionnaires"))
        rate = self.draws.number(0.04, 0.1)
        for agent in list(self.agents):
            if agent.fonctionnaire and self.draws.chance(rate):
                senior = agent.age > LATEST_STAGE or "emplois_fonctionnels" in agent.axes
                self._arrive(agent, MUTATION if senior else self.draws.weighted(arrivals))
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
        if agent.axes.get("types_contrat") == "CDD001":
            return {"motifs_arrivee": REMPLACANT}
        if self.draws.chance(0.06):
            return {"motifs_arrivee": self.draws.choice((REINTEGRATION, RETOUR))}
        return {}

    def _start(self, agent: Agent) -> None:
        agent.arrive, agent.debut = True, self.draws.integer(5, YEAR_DAYS - 20)

    def _arrive(self, agent: Agent, motif: str) -> None:
        agent.axes["motifs_arrivee"] = motif
        self._start(agent)
        if motif in STAGE:
            agent.anciennete = 0
            self.recruteur.grader(agent, stagiaire=True)
        if motif in DEJA_PERMANENT + DEJA_NON_PERMANENT:
            self._before(agent, permanent=motif in DEJA_PERMANENT)

    def _before(self, agent: Agent, *, permanent: bool) -> None:
        """The contract that the appointed agent had until the appointment."""
        agent.axes["motifs_titularisation"] = TITULARISATIONS[permanent]
        earlier = self.recruteur.contractuel() if permanent else self.recruteur.non_permanent()
        axes = earlier.axes | {key: agent.axes[key] for key in SAME_PERSON if key in agent.axes}
        earlier = replace(earlier, axes=axes, age=agent.age, present=False, fin=agent.debut, arrive=False, debut=0)
        if permanent:
            axes["motifs_depart"] = NOMME_STAGIAIRE
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
        weights = poids("departs_fonctionnaires" if agent.fonctionnaire else "departs_contractuels")
        motif = self.draws.weighted(self._repertoire.known("motifs_depart", weights))
        agent.axes["motifs_depart"] = motif
        if motif == RETRAITE:
            agent.age = self.draws.integer(60, 66)
            agent.axes |= self._repertoire.band("tranches_age", agent.age)
        return agent

    def promotions(self) -> None:
        """Steps, grades and titularisations of the fonctionnaires present."""
        draws, promotions = self.draws, self._repertoire.known("motifs_promotion", poids("promotions"))
        for agent in self.agents:
            if agent.statut is Statut.STAGIAIRE and not agent.arrive and draws.chance(0.15):
                agent.axes["motifs_titularisation"] = "TS002"
            if agent.statut is not Statut.TITULAIRE or not agent.present or agent.arrive:
                continue
            if draws.chance(0.4):
                agent.marques.add("echelon")
            if promotions and draws.chance(0.06):
                agent.axes["motifs_promotion"] = draws.weighted(promotions)
            if draws.chance(0.03):
                agent.axes["motifs_titularisation"] = "TS001"


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

DIRECTION = ("EF001", "EF002", "EF003", "EF004")
ADMINISTRATIFS, TECHNIQUES = ("CE001", "CE002"), ("CE006", "CE007")


def emplois_fonctionnels(draws: Draws, recruteur: Recruteur, agents: list[Agent]) -> None:
    """Appoint a head, then deputies and a head of technical services as the staff grows."""
    taille = recruteur.taille
    posts = [DIRECTION[0]] * (taille > 60) + [DIRECTION[1]] * min(taille // 200, 5) + [DIRECTION[2]] * (taille > 150)
    detachements = {element.parent: element.code for element in recruteur.repertoire.elements("grades_detachement")}
    known = recruteur.repertoire.codes("emplois_fonctionnels")
    for post in posts:
        cadres = ADMINISTRATIFS if post in DIRECTION[:2] else TECHNIQUES
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
