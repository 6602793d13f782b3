"""Applies the rules to the views: figures by cell, the agents behind them, and the lines that have no cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from processors.agents.agregation.agregat import Cause, SansCase, Sources
from processors.agents.agregation.grille import Grille, grille
from processors.agents.agregation.regles import Mesure, Regle, Zeros
from processors.agents.agregation.reponses import de_l_agent, tous_repondent
from processors.agents.agregation.vue import Vue
from processors.agents.agregation.vues import DE_LA_FEUILLE, Vues
from processors.agents.donnees import LIGNE
from schemas.model import Cell, Kind, Questionnaire
from schemas.plan import Value
from schemas.registers import AGENTS

CENT = 100
"""Sums are made of whole hundredths, exactly; a day has two decimals at most, and so has a euro."""

DEMESURE = 1e12
"""A number as large is a typing mistake: it is left out, and said."""

_POPULATION = {"population", "present", "paye"}
Entiers = NDArray[np.int64]


@dataclass
class Resultat:
    """`figures` by rank of cell, in hundredths; `couverts` are the cells that a rule may fill.

    `tues` are the cells of a sum where an agent who should be counted leaves the figure blank.
    """

    figures: dict[int, int] = field(default_factory=dict)
    zeros: set[int] = field(default_factory=set)
    couverts: set[int] = field(default_factory=set)
    tues: set[int] = field(default_factory=set)
    sans_case: list[SansCase] = field(default_factory=list)
    cases: list[Entiers] = field(default_factory=list)
    agents: list[Entiers] = field(default_factory=list)


def appliquer(vues: Vues, regles: tuple[Regle, ...]) -> Resultat:
    """The figures of every rule. A 0 that is meant is in `zeros`, a blank in neither."""
    resultat = Resultat()
    au_moins_une: dict[str, list[tuple[Regle, list[Grille]]]] = {}
    for regle in regles:
        grilles = [_mesurer(vues, regle, mesure, resultat) for mesure in regle.mesures]
        resultat.couverts.update(cellule.index for une in grilles for cellule in une.cellules)
        au_moins_une.setdefault(regle.tableau, []).append((regle, grilles))
    for tables in au_moins_une.values():
        remplies = _lignes_remplies(resultat, tables)
        for regle, grilles in tables:
            resultat.zeros.update(_zeros(vues, regle, grilles, remplies, resultat))
    return resultat


def _mesurer(vues: Vues, regle: Regle, mesure: Mesure, resultat: Resultat) -> Grille:
    """One measure: its lines are placed, then counted or added up."""
    questionnaire, vue = vues.questionnaire, vues[regle.vue]
    places = grille(questionnaire, regle.tableau, mesure)
    masque = vue.retenues(regle.parmi, regle.sauf) & vue.retenues(mesure.parmi, mesure.sauf)
    poids = np.full(len(vue), CENT, dtype=np.int64)
    if mesure.somme:
        nombres = np.nan_to_num(vue.champ(mesure.somme).astype(float), posinf=DEMESURE)
        demesures = masque & (nombres >= DEMESURE)
        if demesures.any():
            resultat.sans_case.append(_sans_case(vues, regle, mesure.somme, np.flatnonzero(demesures), Cause.DEMESURE))
        poids = _centiemes(np.where(nombres >= DEMESURE, 0.0, nombres))
        tues = np.flatnonzero(masque & np.isnan(vue.champ(mesure.somme).astype(float)))
        resultat.tues.update(_placees(vues, regle, places, tues)[1].tolist())
    comptees = np.flatnonzero(masque & (poids > 0))
    if not len(comptees):
        return places
    axes, cases = _placees(vues, regle, places, comptees)
    agents, poids = vue.rangs[comptees], poids[comptees]
    perdues = cases < 0
    if perdues.any() and not regle.hors_table:
        champ = next((nom for nom, rangs in axes if (rangs[perdues] < 0).any()), axes[-1][0])
        resultat.sans_case += _perdues(vues, regle, champ, comptees[perdues])
    cases, agents, poids = cases[~perdues], agents[~perdues], poids[~perdues]
    if not mesure.somme and not mesure.par_lignes:
        cases, agents = _distincts(cases, agents)
        poids = np.full(len(cases), CENT, dtype=np.int64)
    _ajouter(resultat, cases, agents, poids)
    return places


def _placees(vues: Vues, regle: Regle, places: Grille, lignes: Entiers) -> tuple[list[tuple[str, Entiers]], Entiers]:
    """The ranks of these lines along each axis (by its field), and their cells, -1 for none."""
    vue, nomenclatures = vues[regle.vue], vues.questionnaire.nomenclatures
    axes = [(champ, vue.codes(nomenclatures[nomenclature], champ)[lignes]) for nomenclature, champ in places.axes]
    return axes, places.placer([rangs for _, rangs in axes], len(lignes))


def _centiemes(nombres: NDArray[np.float64]) -> Entiers:
    centiemes: Entiers = np.rint(nombres * CENT).astype(np.int64)
    return centiemes


def _distincts(cases: Entiers, agents: Entiers) -> tuple[Entiers, Entiers]:
    """Each agent once per cell."""
    large = int(agents.max(initial=0)) + 1
    paires = np.unique(cases * large + agents)
    return paires // large, paires % large


def _ajouter(resultat: Resultat, cases: Entiers, agents: Entiers, poids: Entiers) -> None:
    presentes, inverse = np.unique(cases, return_inverse=True)
    sommes = np.zeros(len(presentes), dtype=np.int64)
    np.add.at(sommes, inverse, poids)
    for case, somme in zip(presentes.tolist(), sommes.tolist(), strict=True):
        resultat.figures[case] = resultat.figures.get(case, 0) + somme
    resultat.cases.append(cases)
    resultat.agents.append(agents)


def _perdues(vues: Vues, regle: Regle, champ: str, lignes: Entiers) -> Iterator[SansCase]:
    """The lines without a cell: those where the field is blank, then those where it has no row."""
    vides = np.asarray(pd.isna(vues[regle.vue].champ(champ)[lignes]), dtype=np.bool_)
    for cause, lesquelles in ((Cause.VIDE, vides), (Cause.SANS_LIGNE, ~vides)):
        if lesquelles.any():
            yield _sans_case(vues, regle, champ, lignes[lesquelles], cause)


def _sans_case(vues: Vues, regle: Regle, champ: str, lignes: Entiers, cause: Cause) -> SansCase:
    """These lines of a view, which cannot be counted, and the field that is the reason."""
    vue = vues[regle.vue]
    agents = np.unique(vue.rangs[lignes])
    feuille, numeros = AGENTS, vues.agents[LIGNE].to_numpy()[agents]
    if champ in vue.lignes.columns and regle.vue in DE_LA_FEUILLE:
        feuille, numeros = DE_LA_FEUILLE[regle.vue], np.unique(vue.lignes.index.to_numpy()[lignes])
    cles = tuple(vues.cles[rang] for rang in agents.tolist())
    return SansCase(regle.tableau, champ, len(lignes), cles, cause, feuille, tuple(sorted(numeros.tolist())))


# Zeros


def _lignes_remplies(resultat: Resultat, tables: list[tuple[Regle, list[Grille]]]) -> set[str]:
    """The rows of a table that hold a figure."""
    cellules = (cellule for _, grilles in tables for une in grilles for cellule in une.cellules)
    return {cellule.row.code for cellule in cellules if cellule.index in resultat.figures}


def _zeros(vues: Vues, regle: Regle, grilles: list[Grille], remplies: set[str], resultat: Resultat) -> Iterator[int]:
    """The cells where nobody is counted and a 0 is meant: in a short table, where nobody left the figure blank."""
    if regle.zeros is Zeros.JAMAIS or (regle.zeros is Zeros.TABLEAU and not _renseignee(vues, regle)):
        return
    for une in grilles:
        for cellule in une.cellules:
            rang = cellule.index
            voulu = rang not in resultat.tues if regle.zeros is Zeros.TABLEAU else cellule.row.code in remplies
            if voulu and rang not in resultat.figures:
                yield rang


def _renseignee(vues: Vues, regle: Regle) -> bool:
    """Whether the population of a rule exists, and all of it answers to what the rule asks."""
    agents: Vue = vues["agents"]
    masque = agents.retenues(tuple(filtre for filtre in regle.parmi if filtre[0] in _POPULATION))
    if not regle.renseigne:
        return bool(masque.any())
    des_agents = [champ for champ in regle.renseigne if de_l_agent(vues, champ) is not None]
    if des_agents:
        return tous_repondent(vues, des_agents, regle.parmi)
    vue = vues[regle.vue]
    return any(vue.repond(champ, np.ones(len(vue), dtype=np.bool_)) for champ in regle.renseigne)


# Values


def valeurs(questionnaire: Questionnaire, resultat: Resultat) -> dict[str, Value]:
    """The answers: whole numbers, two decimals, whole euros rounded up."""
    cellules = list(questionnaire.cells.values())
    chiffres = resultat.figures | dict.fromkeys(resultat.zeros - resultat.figures.keys(), 0)
    return {cellules[rang].code: _valeur(cellules[rang], centiemes) for rang, centiemes in sorted(chiffres.items())}


def _valeur(cellule: Cell, centiemes: int) -> Value:
    if cellule.type.kind is Kind.MONTANT:
        return -(-centiemes // CENT)
    if cellule.type.kind is Kind.ENTIER:
        return (centiemes + CENT // 2) // CENT
    entier, reste = divmod(centiemes, CENT)
    return centiemes / CENT if reste else entier


def sources(questionnaire: Questionnaire, resultat: Resultat, cles: list[str]) -> Sources:
    """The agents behind each figure, each once."""
    codes = list(questionnaire.cells)
    vide = np.empty(0, dtype=np.int64)
    cases, agents = _distincts(np.concatenate([vide, *resultat.cases]), np.concatenate([vide, *resultat.agents]))
    return Sources(codes, cases, agents, cles)
