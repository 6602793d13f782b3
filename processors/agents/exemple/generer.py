"""From a number of agents and a seed to the sheets of a fictitious collectivité."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from processors.agents.donnees import Donnees
from processors.agents.exemple import droits, paie, sante, vie
from processors.agents.exemple.collectivite import planter
from processors.agents.exemple.population import peupler
from processors.agents.exemple.tableaux import Bloc, empiler, tableau
from processors.agents.exemple.tirages import Tirages
from schemas.registers_reader import register

TRI = {"mouvements": ("date",), "periodes": ("debut",)}
"""Sheets whose lines follow one another in the order of a date."""


def generer(agents: int, graine: int, modules: Collection[str] | None = None) -> Donnees:
    """The sheets of a fictitious collectivité of `agents` agents.

    Args:
        agents: number of lines of « Agents », leavers and agents in a particular position included; from 1 up.
        graine: any whole number from 0; the same one gives the same sheets with the same version of numpy.
        modules: modules that the campaign asks of the collectivité, all of them unless said.

    About 250 agents are enough for every counting rule of `schemas/fiches/exemple/parcours.yaml` to be met.
    """
    fiches = register()
    decor = planter(fiches, agents, graine, modules)
    peuple = peupler(agents, Tirages(graine), decor)
    periodes = vie.periodes(peuple)
    payes = vie.jours_payes(peuple, periodes)
    heures = paie.heures(peuple)
    blocs: dict[str, Sequence[Bloc]] = {
        "periodes": periodes,
        "absences": sante.absences(peuple, payes),
        "accidents": sante.accidents(peuple, payes),
        "formations": droits.formations(peuple),
        "heures": heures,
        "remunerations": paie.remunerations(peuple, periodes, heures),
        "mouvements": vie.mouvements(peuple),
        "handicap": sante.sante(peuple),
        "gpeec": droits.gpeec(peuple),
    }
    droits.epargne_et_teletravail(peuple)
    droits.demandes_de_temps_partiel(peuple)
    droits.droits(peuple)
    cles = peuple.fiche["id_agent"]
    feuilles = {
        feuille.code: empiler(feuille, blocs[feuille.code], cles, TRI.get(feuille.code, ()))
        for feuille in fiches.tables
        if feuille.code in blocs
    }
    feuilles["agents"] = tableau(fiches.sheets["agents"], peuple.fiche, agents)
    rangees = {feuille.code: feuilles[feuille.code] for feuille in fiches.tables}
    return Donnees(rangees, dict(decor.collectivite), fiches.year)
