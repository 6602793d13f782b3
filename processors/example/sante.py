"""Health over the year: absences, accidents, occupational diseases, unfitness."""

from __future__ import annotations

from math import ceil

from processors.example.agents import Accident, Agent, Axes, Maladie, Statut
from processors.example.draws import Draws
from processors.example.repertoire import Repertoire

CIRCONSTANCES = ("types_activite", "natures_lesion", "sieges_lesion", "elements_materiels")
LONGEST = 200
"""Days of the longest leave after an accident."""


class Sante:
    """Draws the health of each agent."""

    def __init__(self, draws: Draws, repertoire: Repertoire) -> None:
        self.draws, self._repertoire, self._code = draws, repertoire, repertoire.code
        self._durees = dict(zip(_durees(repertoire), repertoire.poids("durees_d_arret").values(), strict=True))

    def accidents(self, agent: Agent) -> None:
        """Accidents of the year; the absence of an agent still present counts in 2.1 too."""
        if not self.draws.chance(0.055 if agent.permanent else 0.02):
            return
        trajet = self.draws.chance(0.15)
        low, high = self.draws.weighted(self._durees)
        jours = self.draws.integer(low, high)
        motif = self._code("accident_de_trajet" if trajet else "accident_de_service")
        if jours and not agent.absent(motif, jours, 1):
            jours = 0
        elif jours:
            jours = int(agent.absences[motif].jours)
        accident = Accident(trajet, jours, agent.axes | self._circonstances())
        accident.violence = bool(jours) and self.draws.chance(0.08)
        agent.accidents.append(accident)

    def _circonstances(self) -> Axes:
        codes = {name: self._repertoire.codes(name) for name in CIRCONSTANCES}
        return {name: self.draws.choice(known) for name, known in codes.items() if known}

    def maladies(self, agent: Agent) -> None:
        if not agent.permanent or not self.draws.chance(0.008):
            return
        jours = int(agent.absent(self._code("maladie_professionnelle"), self.draws.integer(15, 200), 1))
        nouvelle = self.draws.chance(0.5)
        if nouvelle or jours:
            names = ("maladies_professionnelles", "types_activite")
            axes = {name: self.draws.choice(codes) for name in names if (codes := self._repertoire.codes(name))}
            agent.maladies.append(Maladie(nouvelle, jours, agent.axes | axes))

    def absences(self, agent: Agent) -> None:
        """The other absences of an agent present at the end of the year."""
        draws = self.draws
        if agent.fonctionnaire and draws.chance(0.008):
            agent.absent(self._code("longue_duree"), draws.integer(150, 365), 1)
        elif agent.permanent and draws.chance(0.022):
            agent.absent(self._code("longue_maladie"), draws.integer(60, 330), 1)
        if agent.sexe == self._code("femme") and 21 <= agent.age <= 42 and draws.chance(0.06):
            agent.absent(self._code("maternite"), 112, 1)
        if agent.sexe == self._code("homme") and 22 <= agent.age <= 47 and draws.chance(0.05):
            agent.absent(self._code("paternite"), draws.choice((11, 14)), 1)
        if draws.chance(0.4 if agent.permanent else 0.18):
            arrets = draws.integer(1, 3)
            agent.absent(self._code("ordinaire"), arrets * draws.half_days(2, 32), arrets)
        if draws.chance(0.25):
            agent.absent(self._code("autorisation"), draws.half_days(0.5, 6), 0)

    def inaptitudes(self, agent: Agent) -> None:
        """A notice of unfitness and what followed, for a few fonctionnaires."""
        if agent.statut is Statut.TITULAIRE and agent.age > 40 and self.draws.chance(0.02):
            avis = self.draws.weighted(self._repertoire.poids("avis"))
            agent.marques.add("inapte" if self.draws.chance(0.8) else "inapte_avant")
            agent.axes["inaptitudes_boeth"] = avis
            agent.axes["mesures_boeth"] = self.draws.weighted(self._repertoire.poids(f"mesures_{avis}"))


def _durees(repertoire: Repertoire) -> list[tuple[int, int]]:
    """The fewest and the most whole days of leave of each band."""
    firsts = [ceil(first) for first, _ in repertoire.bands["durees_d_arret"]]
    return list(zip(firsts, [*(first - 1 for first in firsts[1:]), LONGEST], strict=True))
