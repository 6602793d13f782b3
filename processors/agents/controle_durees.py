"""Durations and figures of the agent sheets that do not agree: absences, quotités, weekly hours, grade and statut."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from processors.agents.donnees import Donnees
from processors.agents.etpr import bornes
from processors.agents.evaluation import Verite
from processors.agents.reperes import Reperes, exemple
from processors.findings import Finding, finding
from processors.report.mots import pluriel
from schemas.registers import AGENTS, KEY, Field, Register
from schemas.roles import code_of

_BISSEXTILE = 366
_TRANCHES = (("quotite", "quotite_exacte"), ("tranche_tnc", "duree_hebdo"))
"""A band and the figure that must fall in it."""


def verifier_durees(fiches: Register, donnees: Donnees, reperes: Reperes) -> Iterator[Finding]:
    """The findings on durations and figures."""
    yield from _absences(donnees, reperes)
    for tranche, chiffre in _TRANCHES:
        yield from _tranches(fiches.find(AGENTS, tranche), chiffre, donnees, reperes)
    yield from _grades(fiches, donnees, reperes)


def _absences(donnees: Donnees, reperes: Reperes) -> Iterator[Finding]:
    """Absence days of an agent above the days of the periods paid in the year (of the year, without periods)."""
    absences, accidents = (donnees[feuille][[KEY, "jours"]] for feuille in ("absences", "accidents"))
    total = pd.concat([absences, accidents]).groupby(KEY)["jours"].sum()
    presents = _presence(donnees)
    agents = donnees[AGENTS]
    jours = agents[KEY].map(total).fillna(0.0).to_numpy(float)
    possibles = agents[KEY].map(presents).fillna(float(_BISSEXTILE)).to_numpy(float)
    fautes = jours > possibles
    if fautes.any():
        cellules = reperes.cellules(AGENTS, KEY, fautes, montrer=False)
        rang = int(np.flatnonzero(fautes)[0])
        yield finding(
            "FICHES-ABSENCES-TROP-LONGUES",
            cellules,
            combien=pluriel(len(cellules), "agent", "agents"),
            exemple=exemple(cellules),
            jours=f"{jours[rang]:g}".replace(".", ","),
            possibles=f"{possibles[rang]:g}",
        )


def _presence(donnees: Donnees) -> pd.Series[float]:
    """Calendar days of the year that the periods of each agent cover, overlaps counted as often as they stand."""
    lignes = donnees["periodes"]
    du, au = bornes(lignes["debut"], lignes["fin"], donnees.annee)
    jours = ((au - du).dt.days + 1).clip(lower=0)
    somme: pd.Series[float] = jours.astype("float64").groupby(lignes[KEY]).sum()
    return somme


def _tranches(tranche: Field, chiffre: str, donnees: Donnees, reperes: Reperes) -> Iterator[Finding]:
    agents = donnees[AGENTS]
    assert tranche.choices is not None
    bornes = {element.code: element.attributes for element in tranche.choices.nomenclature.elements}
    minimum = agents[tranche.code].map({code: float(a.get("minimum") or 0) for code, a in bornes.items()})
    maximum = agents[tranche.code].map({code: float(a.get("maximum") or np.inf) for code, a in bornes.items()})
    fautes = ((agents[chiffre] < minimum) | (agents[chiffre] >= maximum)).to_numpy(bool)
    if fautes.any():
        cellules = reperes.cellules(AGENTS, chiffre, fautes)
        precis = reperes.fiches.find(AGENTS, chiffre).label
        combien, ou = pluriel(len(cellules), "agent", "agents"), exemple(cellules)
        yield finding(
            "FICHES-HORS-TRANCHE", cellules, chiffre=precis, tranche=tranche.label, combien=combien, exemple=ou
        )


def _grades(fiches: Register, donnees: Donnees, reperes: Reperes) -> Iterator[Finding]:
    """A stagiaire has a grade « stagiaire », a titulaire another one."""
    agents = donnees[AGENTS]
    choix = fiches.find(AGENTS, "grade").choices
    assert choix is not None
    statuts = {element.code: element.attributes.get("statut", "") for element in choix.nomenclature.elements}
    de_stage = (agents["grade"].map(statuts) == "stagiaire").to_numpy(bool)
    avec = agents["grade"].notna().to_numpy(bool)
    stagiaires, titulaires = (
        (agents["statut"] == statut).to_numpy(bool) for statut in map(code_of, ("stagiaire", "titulaire"))
    )
    existe = agents["cadre_emplois"].isin(_avec_stagiaires(fiches)).to_numpy(bool)
    fautes: Verite = avec & ((stagiaires & existe & ~de_stage) | (titulaires & de_stage))
    if fautes.any():
        cellules = reperes.cellules(AGENTS, "grade", fautes)
        combien, ou = pluriel(len(cellules), "agent", "agents"), exemple(cellules)
        yield finding("FICHES-GRADE-STATUT", cellules, combien=combien, exemple=ou)


def _avec_stagiaires(fiches: Register) -> set[str]:
    """The cadres d'emplois that have a grade of stagiaire."""
    choix = fiches.find(AGENTS, "grade").choices
    assert choix is not None
    elements = choix.nomenclature.elements
    return {element.parent for element in elements if element.attributes.get("statut") == "stagiaire"}
