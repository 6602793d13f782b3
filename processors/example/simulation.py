"""The simulation of one fictitious collectivité over a year: its agents and its own choices."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from processors.example.agents import Agent, Statut
from processors.example.draws import Draws
from processors.example.mouvements import Carrieres, emplois_fonctionnels
from processors.example.profil import Profil
from processors.example.recrutement import SMALL_STAFF, Recruteur
from processors.example.repertoire import Repertoire
from processors.example.sante import Sante
from processors.example.vie import Vie
from schemas.model import Questionnaire

AFFILIATION = 350
"""Number of fonctionnaires from which affiliation to the CDG is no longer compulsory (loi du 26/01/1984, art. 15)."""

STRIDE = 7
"""Step from a seed's kind of collectivité to the next one's, prime with the sum of the weights."""

COMITE = 50
"""Number of agents from which a collectivité has its own comité technique and CHSCT."""


@dataclass
class Situation:
    """A collectivité and everyone it paid in the year. `graine` tells it from the others."""

    graine: int
    annee: int
    draws: Draws
    repertoire: Repertoire
    profil: Profil
    taille: int
    agents: list[Agent] = field(default_factory=list)
    cet: bool = True
    affiliee: bool = True

    @cached_property
    def presents(self) -> list[Agent]:
        return [agent for agent in self.agents if agent.present]

    @cached_property
    def fonctionnaires(self) -> list[Agent]:
        return [agent for agent in self.presents if agent.fonctionnaire]

    @cached_property
    def contractuels(self) -> list[Agent]:
        return [agent for agent in self.presents if agent.statut is Statut.CONTRACTUEL]

    @cached_property
    def non_permanents(self) -> list[Agent]:
        return [agent for agent in self.presents if not agent.permanent]

    @cached_property
    def permanents(self) -> list[Agent]:
        return self.fonctionnaires + self.contractuels

    @cached_property
    def departs(self) -> list[Agent]:
        """Permanent agents who left in the year."""
        return [agent for agent in self.agents if agent.permanent and not agent.present]

    @cached_property
    def arrivees(self) -> list[Agent]:
        """Permanent agents who arrived in the year."""
        return [agent for agent in self.permanents if agent.arrive]

    def annee_de(self, *statuts: Statut) -> list[Agent]:
        """Every agent of these statuts paid in the year, present or not at its end."""
        return [agent for agent in self.agents if agent.statut in statuts]

    def marques(self, marque: str) -> list[Agent]:
        """The agents present that carry a mark."""
        return [agent for agent in self.presents if marque in agent.marques]

    @property
    def centre_de_gestion(self) -> bool:
        return self.profil.type_collectivite == self.repertoire.code("centre_de_gestion")

    @property
    def comite_propre(self) -> bool:
        return len(self.presents) >= COMITE and not self.centre_de_gestion

    @cached_property
    def masse_brute(self) -> int:
        """Gross pay of the year, in euros."""
        return sum(agent.paie.brut for agent in self.agents)

    @cached_property
    def charges_personnel(self) -> int:
        return int(self.masse_brute * 1.42)

    @cached_property
    def depenses_fonctionnement(self) -> int:
        return int(self.charges_personnel / self.profil.masse_salariale)


def simuler(questionnaire: Questionnaire, graine: int) -> Situation:
    """The collectivité of a seed, in the year of the questionnaire."""
    draws, repertoire = Draws(graine), Repertoire(questionnaire)
    profil = _profil(repertoire, graine)
    taille = draws.integer(*draws.weighted(profil.tailles))
    situation = Situation(graine, questionnaire.year, draws, repertoire, profil, taille)
    recruteur = Recruteur(draws, repertoire, profil, taille)
    if recruteur.possible:
        _peupler(situation, recruteur)
    situation.cet = taille > SMALL_STAFF // 2 or draws.chance(0.4)
    _vivre(situation)
    count = len(situation.fonctionnaires)
    situation.affiliee = not situation.centre_de_gestion and (count < AFFILIATION or draws.chance(0.3))
    return situation


def _profil(repertoire: Repertoire, graine: int) -> Profil:
    """Kinds in turn, as often as their weight says: any run of seeds has its share of each."""
    turns = [profil for profil, weight in repertoire.profils().items() for _ in range(weight)]
    return turns[graine * STRIDE % len(turns)]


def _peupler(situation: Situation, recruteur: Recruteur) -> None:
    """Those present at the end of the year, then the movements that led there."""
    draws, taille, agents = situation.draws, situation.taille, situation.agents
    small = taille < SMALL_STAFF // 3
    contractuels = 0 if small and draws.chance(0.5) else draws.around(taille * draws.number(0.1, 0.3))
    no_temporary = small and draws.chance(0.4)
    non_permanents = 0 if no_temporary else draws.around(taille * draws.number(0.04, 0.18))
    for _ in range(taille - contractuels):
        agents.append(recruteur.fonctionnaire(stagiaire=draws.chance(0.03)))
    agents += [recruteur.contractuel() for _ in range(contractuels)]
    agents += [recruteur.non_permanent() for _ in range(non_permanents)]
    carrieres = Carrieres(draws, recruteur, agents)
    emplois_fonctionnels(draws, recruteur, agents)
    carrieres.arrivees()
    carrieres.departs(
        {
            Statut.TITULAIRE: draws.around((taille - contractuels) * 0.06),
            Statut.CONTRACTUEL: draws.around(contractuels * 0.25),
            Statut.NON_PERMANENT: 0 if no_temporary else draws.around(taille * 0.2),
        }
    )
    carrieres.promotions()


def _vivre(situation: Situation) -> None:
    draws = situation.draws
    vie, sante = Vie(draws, situation.repertoire), Sante(draws, situation.repertoire)
    heures_payees = situation.taille > SMALL_STAFF // 3 or draws.chance(0.3)
    for agent in situation.agents:
        vie.retribution(agent, heures_payees=heures_payees)
        sante.accidents(agent)
        if agent.present:
            sante.maladies(agent)
            sante.absences(agent)
            sante.inaptitudes(agent)
            vie.activite(agent, cet=situation.cet)
