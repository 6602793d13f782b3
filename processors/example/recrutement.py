"""Agents one by one: statut, sex, age, cadre d'emplois, working time, contract, métier, diploma."""

from __future__ import annotations

from processors.example.agents import Agent, Axes, Statut
from processors.example.draws import Draws
from processors.example.profil import Profil
from processors.example.repertoire import Repertoire

FULL_WEEK = 35
SMALL_STAFF = 40
"""Below this number of permanent agents, part of the posts are not full time."""

TEMPS_PARTIEL = {50: 2, 60: 1, 80: 7, 90: 4}
PAID_RATE = {80: 6 / 7, 90: 32 / 35}
"""Rates paid above the worked rate (décret n° 2004-777, article 9)."""


class Recruteur:
    """Makes the agents of one collectivité of `taille` permanent agents."""

    def __init__(self, draws: Draws, repertoire: Repertoire, profil: Profil, taille: int) -> None:
        self.draws, self.repertoire, self.taille = draws, repertoire, taille
        self._code = repertoire.code
        cadres = repertoire.known("cadres_emplois", profil.cadres)
        self._cadres = {code: weight for code, weight in cadres.items() if repertoire.grades(code, "titulaire")}
        self._non_permanents = repertoire.known("emplois_non_permanents", profil.non_permanents)
        self._part_time_posts = 0.35 if taille < SMALL_STAFF else 0.1

    @property
    def possible(self) -> bool:
        """Whether the questionnaire knows cadres d'emplois: without them, no agent is simulated."""
        return bool(self._cadres)

    def fonctionnaire(self, *, stagiaire: bool = False) -> Agent:
        cadre = self.draws.weighted(self._cadres)
        age = self.draws.bell(20, 42) if stagiaire else self.draws.bell(27, 67)
        axes = self._person(cadre, age)
        agent = Agent(Statut.TITULAIRE, axes, age, self.draws.integer(1, max(1, min(age - 20, 35))))
        self.grader(agent, stagiaire=stagiaire)
        self._working_time(agent)
        return agent

    def grader(self, agent: Agent, *, stagiaire: bool) -> None:
        """Give the agent a grade of the cadre d'emplois; « stagiaire » only where the cadre has such a grade."""
        cadre = agent.axes["cadres_emplois"]
        grades = self.repertoire.grades(cadre, "stagiaire") if stagiaire else ()
        agent.statut = Statut.STAGIAIRE if grades else Statut.TITULAIRE
        agent.axes["grades"] = self.draws.choice(grades or self.repertoire.grades(cadre, "titulaire"))

    def contractuel(self) -> Agent:
        cadre, age = self.draws.weighted(self._cadres), self.draws.bell(21, 63)
        axes = self._person(cadre, age)
        permanent = age > 32 and self.draws.chance(0.3)
        anciennete = self.draws.integer(6, min(age - 22, 20)) if permanent else self.draws.integer(0, 5)
        agent = Agent(Statut.CONTRACTUEL, axes, age, anciennete)
        self._working_time(agent)
        axes["types_contrat"] = self._code("cdi") if permanent else self._contrat(agent)
        return self.dater(agent)

    def dater(self, agent: Agent) -> Agent:
        """Write the band of the agent's seniority."""
        agent.axes |= self.repertoire.band("tranches_anciennete", agent.anciennete)
        return agent

    def _contrat(self, agent: Agent) -> str:
        weights = self.repertoire.poids("contrats")
        if agent.categorie != self._code("categorie_a"):
            weights.pop(self._code("categorie_a_seulement"), None)
        if self.taille > SMALL_STAFF // 2 or agent.temps_complet:
            weights.pop(self._code("petite_commune_seulement"), None)
        return self.draws.weighted(weights)

    def non_permanent(self) -> Agent:
        emploi = self.draws.weighted(self._non_permanents)
        apprenti = emploi == self._code("apprenti")
        age = self.draws.integer(16, 25) if apprenti else self.draws.bell(17, 62)
        axes = self._person(self.draws.weighted(self._cadres), age)
        axes["emplois_non_permanents"] = emploi
        lent = emploi == self._code("prete_par_le_cdg")
        axes["emplois_non_permanents_formation"] = self._code("formation_du_prete") if lent else emploi
        apart = emploi in self.repertoire.role("remuneration_a_part")
        axes["emplois_non_permanents_remuneration"] = emploi if apart else self._code("autre_remuneration")
        agent = Agent(Statut.NON_PERMANENT, axes, age, self.draws.integer(0, 2))
        agent.quotite = self.draws.choice((1.0, 1.0, 0.8, 0.57, 0.5))
        agent.temps_complet = agent.quotite == 1.0
        return agent

    def _person(self, cadre: str, age: int) -> Axes:
        draws, repertoire = self.draws, self.repertoire
        axes = dict(repertoire.axes("cadres_emplois", cadre))
        filiere, categorie = axes.get("filieres", ""), axes.get("categories", "")
        woman = draws.chance(repertoire.poids("femmes").get(filiere, 0.6))
        axes["sexes"] = self._code("femme" if woman else "homme")
        axes["filieres_categories_remuneration"] = f"{filiere}-{categorie}"
        axes |= repertoire.band("tranches_age", age)
        metiers = repertoire.metiers(draws.choice(repertoire.familles(filiere) or [""]))
        if metiers:
            axes |= repertoire.axes("metiers", draws.choice(metiers[:6]))
        diplomes = repertoire.poids(f"diplomes_{categorie}")
        if diplomes:
            axes["diplomes"] = draws.weighted(diplomes)
        specialites = repertoire.codes("specialites")
        if specialites and draws.chance(0.75):
            axes |= repertoire.axes("specialites", draws.choice(specialites))
        return axes

    def _working_time(self, agent: Agent) -> None:
        draws, repertoire = self.draws, self.repertoire
        if draws.chance(self._part_time_posts):
            heures = draws.integer(6, FULL_WEEK - 1)
            agent.temps_complet, agent.quotite = False, heures / FULL_WEEK
            agent.axes |= repertoire.band("quotites_temps_non_complet", heures)
            return
        taux = 100
        if draws.chance(0.12 if agent.sexe == self._code("femme") else 0.03):
            taux = draws.weighted(TEMPS_PARTIEL)
            codes = repertoire.codes("modalites_temps_partiel")
            agent.axes["modalites_temps_partiel"] = codes[0] if draws.chance(0.35) else codes[-1]
        agent.quotite = PAID_RATE.get(taux, taux / 100)
        agent.axes |= repertoire.band("quotites_temps_partiel", taux)
        agent.axes["cycles_travail"] = self._cycle()

    def _cycle(self) -> str:
        codes = self.repertoire.codes("cycles_travail")
        return self.draws.weighted({code: 1.0 / (4**rank) for rank, code in enumerate(codes)})
