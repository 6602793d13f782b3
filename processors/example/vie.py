"""The working year of the agents: pay, overtime, savings accounts, training, facts that some tables count."""

from __future__ import annotations

from processors.example.agents import Agent, Cet, Formation, Paie, Statut
from processors.example.draws import Draws
from processors.example.repertoire import Repertoire

HOURLY_PAY, NON_PERMANENT_PAY = 17, 20_500
"""Pay of an hour of overtime; gross pay of a full-time year on a temporary post, in euros."""


class Vie:
    """Draws the year of each agent; `retribution` and `activite` are called once per agent."""

    def __init__(self, draws: Draws, repertoire: Repertoire) -> None:
        self.draws, self._repertoire = draws, repertoire
        self._formations = repertoire.poids("formations")
        self._organismes = repertoire.poids("organismes")
        self._integration, self._personnelle = repertoire.code("integration"), repertoire.code("personnelle")

    def retribution(self, agent: Agent, *, heures_payees: bool) -> None:
        """Overtime, then gross pay and its parts, which never exceed it."""
        draws = self.draws
        base = self._repertoire.poids("salaires")[agent.categorie] if agent.permanent else NON_PERMANENT_PAY
        brut = int(base * draws.number(0.88, 1.25) * agent.etpr)
        if heures_payees and agent.permanent and agent.etpr >= 0.4 and draws.chance(0.18):
            agent.heures = draws.half_days(4, 60)
        paie = Paie(brut=brut, primes=int(brut * draws.number(0.06, 0.24)), heures=int(agent.heures * HOURLY_PAY))
        if agent.fonctionnaire:
            paie.nbi = int(700 * agent.etpr) if draws.chance(0.15) else 0
            paie.sft = int(draws.choice((27, 900, 2200)) * agent.etpr) if draws.chance(0.35) else 0
            paie.ir = int(brut * 0.01) if draws.chance(0.5) else 0
        agent.paie = paie

    def activite(self, agent: Agent, *, cet: bool) -> None:
        """Facts of an agent present at the end of the year."""
        draws = self.draws
        for fait, probability in self._repertoire.poids("faits").items():
            if draws.chance(probability):
                agent.marques.add(fait)
        if agent.permanent and agent.temps_complet:
            for contrainte, probability in self._repertoire.poids("contraintes").items():
                if draws.chance(probability):
                    agent.marques.add(contrainte)
        if cet and agent.permanent and draws.chance(0.3):
            agent.cet = self._cet()
        if draws.chance(0.55 if agent.permanent else 0.12):
            self._formation(agent)
        if draws.chance(0.008):
            sanctions = self._repertoire.poids(f"sanctions_{agent.statut}")
            agent.axes["sanctions"] = draws.weighted(sanctions)
            agent.axes["motifs_sanction"] = draws.choice(self._repertoire.codes("motifs_sanction"))
        if "boeth" in agent.marques:
            self._boeth(agent)

    def _cet(self) -> Cet:
        draws = self.draws
        solde = draws.half_days(1, 45)
        ouvert = draws.chance(0.15)
        verses = solde if ouvert else min(solde, draws.half_days(0, 9))
        used = not ouvert and draws.chance(0.3)
        return Cet(solde, verses, ouvert, draws.half_days(0, 8) * used, draws.half_days(0, 5) * used)

    def _formation(self, agent: Agent) -> None:
        """One or two types of training; a « stagiaire » follows the integration course."""
        draws = self.draws
        types = {draws.weighted(self._formations): None for _ in range(draws.integer(1, 2))}
        if agent.statut is Statut.STAGIAIRE:
            types = {self._integration: None}
        for formation in types:
            axes = agent.axes | {"types_formation": formation, "organismes_formation": draws.weighted(self._organismes)}
            jours = 5.0 if formation == self._integration else draws.half_days(0.5 if agent.permanent else 1, 6)
            cpf = formation == self._personnelle and draws.chance(0.6)
            agent.formations.append(Formation(axes, jours, cpf))

    def _boeth(self, agent: Agent) -> None:
        for name in ("categories_boeth", "natures_handicap"):
            codes = self._repertoire.codes(name)
            if codes:
                agent.axes[name] = codes[0] if self.draws.chance(0.5) else self.draws.choice(codes[:5])
