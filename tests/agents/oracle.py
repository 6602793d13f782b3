"""The oracle: what a bilan must hold, computed from agent sheets by the simplest means, to judge `agreger`.

`attendus` gives the figures (a cell that is not there is expected blank or zero), `reponses` the answers « Oui » and
« Non » that the agents decide. Sources: `docs/regles.md`; when the ministry (S4) and the CDG (S1) differ, S4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.agents import oracle_effectifs as effectifs
from tests.agents import oracle_modules as modules
from tests.agents import oracle_mouvements as mouvements
from tests.agents import oracle_paie as paie
from tests.agents import oracle_temps as temps
from tests.agents.oracle_arrondis import arrondir
from tests.agents.oracle_base import Compte, Regle, agents

if TYPE_CHECKING:
    from processors.agents.donnees import Donnees

REGLES: tuple[Regle, ...] = (
    effectifs.emplois_fonctionnels,
    effectifs.effectif_permanent,
    effectifs.etpr,
    effectifs.non_permanents,
    effectifs.positions,
    effectifs.handicap,
    effectifs.ages,
    effectifs.conseil_evolution,
    effectifs.prevention,
    effectifs.temps_partiel_demande,
    mouvements.mouvements,
    mouvements.titularisations,
    mouvements.promotions,
    temps.absences,
    temps.conges_familiaux,
    temps.cycles,
    temps.cet,
    temps.teletravail,
    temps.carence,
    paie.remunerations,
    paie.heures,
    paie.accidents,
    paie.inaptitudes,
    paie.formations,
    paie.validations,
    paie.greves,
    paie.sanctions,
    modules.rassct,
    modules.inaptes,
    modules.boeth,
    modules.gpeec,
)


def attendus(donnees: Donnees) -> dict[str, float]:
    """Expected figure of each variable, rounded as its cell wants it."""
    compte = Compte()
    for agent in agents(donnees):
        for regle in REGLES:
            regle(compte, agent, donnees.annee)
    return arrondir(compte)


def reponses(donnees: Donnees) -> dict[str, str]:
    """Expected answers to the questions on long leaves (2.1.7)."""
    return temps.conges_longs(agents(donnees))
