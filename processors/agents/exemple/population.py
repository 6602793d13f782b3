"""The line of each agent: identity, statut, grade, working time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from processors.agents.agregation.tranches import dans_la_liste
from processors.agents.exemple.collectivite import Decor
from processors.agents.exemple.dates import Jours, au_hasard, jour, jours_de
from processors.agents.exemple.grades import Cadres
from processors.agents.exemple.noms import noms, prenoms
from processors.agents.exemple.parcours import Parcours, repartir
from processors.agents.exemple.tirages import Colonne, Masque, Tirages, oui_non, sans_date, sans_nombre, seulement, vide
from schemas.register_example import draws
from schemas.roles import code_of, codes_of

TITULAIRE, STAGIAIRE, CONTRACTUEL = code_of("titulaire"), code_of("stagiaire"), code_of("contractuel_permanent")
NON_PERMANENT = code_of("contractuel_non_permanent")
PERMANENTS = (TITULAIRE, STAGIAIRE, CONTRACTUEL)
FEMME = code_of("femme")
AGES = {"": (46, 10, 22, 66), "jeune": (28, 4, 20, 38), "senior": (63, 1.5, 60, 67), "apprenti": (19, 2, 17, 25)}
QUOTITES = {50: 12, 60: 5, 70: 4, 80: 60, 90: 19}
DUREES_HEBDO = (8, 12, 16, 17.5, 20, 24, 27.5, 28, 30, 32)
PART_RATTACHEE = 0.7
"""Share of the non permanents whose sheet says the nearest cadre d’emplois."""
ENSEIGNANTS, HEURES_ENSEIGNANT = code_of("assistants"), 20
"""Assistants d’enseignement artistique: 20 hours a week are their full time."""


@dataclass
class Population:
    """The agents in the making: their situations, their dates, and the columns of « Agents »."""

    tirages: Tirages
    decor: Decor
    parcours: tuple[Parcours, ...]
    rangs: Colonne
    jours: Jours
    cadres: Cadres
    fiche: dict[str, Colonne] = field(default_factory=dict)

    @property
    def taille(self) -> int:
        return len(self.rangs)

    @property
    def annee(self) -> int:
        return self.jours.annee

    def est(self, *statuts: str) -> Masque:
        return np.isin(self.fiche["statut"].astype(str), statuts)

    @property
    def present(self) -> Masque:
        return np.asarray(self.fiche["remunere_3112"] == "OUI")

    @property
    def paye(self) -> Masque:
        """Paid at least one day of the year."""
        return np.asarray((self.fiche["remunere_3112"] != "NON") | (self.fiche["remunere_annee"] == "OUI"))

    def par_parcours(self) -> Iterator[tuple[Parcours, Colonne]]:
        """Each situation that occurs, and the ranks of its agents."""
        for rang, one in enumerate(self.parcours):
            qui = np.flatnonzero(self.rangs == rang)
            if len(qui):
                yield one, qui

    def selon(self, attribut: Callable[[Parcours], object]) -> Colonne:
        """What the situation of each agent says."""
        return np.array([attribut(one) for one in self.parcours], dtype=object)[self.rangs]


def peupler(taille: int, tirages: Tirages, decor: Decor) -> Population:
    """The agents, with every field of « Agents » that does not depend on the other sheets."""
    parcours, rangs = repartir(taille, tirages)
    jours = jours_de(decor.annee, taille, tirages)
    peuple = Population(tirages, decor, parcours, rangs, jours, Cadres(decor.questionnaire))
    _identite(peuple)
    _statut(peuple)
    _grade(peuple)
    _temps(peuple)
    _entree(peuple)
    _selon_la_situation(peuple)
    return peuple


def _identite(peuple: Population) -> None:
    n, tirages = peuple.taille, peuple.tirages
    chiffres = max(4, len(str(n)))
    peuple.fiche |= {
        "id_agent": np.array([f"A{rang:0{chiffres}}" for rang in range(1, n + 1)], dtype=object),
        "nom": noms(n, tirages),
        "prenom": prenoms(n, tirages),
        "sexe": np.where(tirages.chance(n, 0.61), FEMME, code_of("homme")).astype(object),
    }


def _statut(peuple: Population) -> None:
    n, tirages = peuple.taille, peuple.tirages
    peuple.fiche["statut"] = peuple.selon(lambda one: one.statut)
    peuple.fiche["remunere_3112"] = peuple.selon(lambda one: one.presence)
    absents = peuple.fiche["remunere_3112"] == "NON"
    peuple.fiche["remunere_annee"] = seulement(absents, oui_non(peuple.selon(lambda one: one.paye).astype(bool)))
    contractuel, non_permanent = peuple.est(CONTRACTUEL), peuple.est(NON_PERMANENT)
    cdi = contractuel & tirages.chance(n, 0.35)
    peuple.fiche["cdi"] = seulement(contractuel, oui_non(cdi))
    peuple.fiche["type_contrat"] = seulement(contractuel & ~cdi, tirages.parmi(n, peuple.decor.fondements))
    emplois = vide(n)
    for one, qui in peuple.par_parcours():
        if one.emplois:
            emplois[qui] = tirages.parmi(len(qui), one.emplois)
    peuple.fiche["type_emploi_non_permanent"] = seulement(non_permanent, emplois)
    ages = peuple.selon(lambda one: one.age)
    ages[emplois == code_of("apprenti")] = "apprenti"
    ans = np.zeros(n)
    for nom, (moyenne, ecart, bas, haut) in AGES.items():
        qui = np.flatnonzero(ages == nom)
        ans[qui] = tirages.rng.normal(moyenne, ecart, len(qui)).round().clip(bas, haut)
    mois = (peuple.annee - ans.astype("int64") - 1970) * 12 + tirages.rng.integers(0, 12, n)
    peuple.fiche["naissance"] = mois.astype("datetime64[M]").astype("datetime64[D]")


def _grade(peuple: Population) -> None:
    n, tirages = peuple.taille, peuple.tirages
    cadres = peuple.cadres.tirer(n, tirages)
    hasard = tirages.rng.integers(0, 12, n)
    avant = vide(n)
    for one, qui in peuple.par_parcours():
        if one.cadres:
            cadres[qui] = [one.cadres[tirage % len(one.cadres)] for tirage in hasard[qui]]
        if one.avant:
            avant[qui] = [one.avant[tirage % len(one.avant)] for tirage in hasard[qui]]
    peuple.fiche["_tirage"], peuple.fiche["_avant"] = hasard.astype(object), avant
    permanent = peuple.est(*PERMANENTS)
    proche = tirages.chance(n, PART_RATTACHEE)  # a non permanent in the cadre nearest to his work (S4-067)
    cadres = seulement(permanent | proche, cadres)
    peuple.fiche["cadre_emplois"] = cadres
    peuple.fiche["filiere"] = peuple.cadres.filieres(cadres)
    peuple.fiche["categorie"] = np.where(
        permanent | proche, peuple.cadres.categories(cadres), code_of("categorie_par_defaut")
    )
    peuple.fiche["grade"] = peuple.cadres.grades(seulement(permanent, cadres), peuple.fiche["statut"], tirages)


def _temps(peuple: Population) -> None:
    n, tirages, fiche = peuple.taille, peuple.tirages, peuple.fiche
    permanent = peuple.est(*PERMANENTS)
    complet = tirages.chance(n, np.where(peuple.est(CONTRACTUEL), 0.7, 0.86))
    complet |= peuple.selon(lambda one: one.complet).astype(bool)
    complet &= ~peuple.selon(lambda one: one.incomplet).astype(bool)
    heures = tirages.parmi(n, dict.fromkeys(DUREES_HEBDO, 1.0)).astype("float64")
    enseignant = fiche["cadre_emplois"] == ENSEIGNANTS
    heures[enseignant] = np.floor(heures[enseignant] * HEURES_ENSEIGNANT / 35 * 2) / 2
    heures[peuple.selon(lambda one: one.incomplet).astype(bool)] = 28.0
    non_complet, complet = permanent & ~complet, permanent & complet
    fiche["temps_complet"] = seulement(permanent, oui_non(complet))
    fiche["duree_hebdo"] = np.where(non_complet, heures, np.nan)
    nomenclatures = peuple.decor.questionnaire.nomenclatures
    tranches = dans_la_liste(nomenclatures["quotites_temps_non_complet"], pd.Series(heures))
    fiche["tranche_tnc"] = seulement(non_complet, tranches.to_numpy(object))
    plein = tirages.chance(n, np.where(fiche["sexe"] == FEMME, 0.76, 0.95))
    plein |= np.array([one.fiche.get("temps_plein") == "OUI" for one in peuple.parcours])[peuple.rangs]
    partiel = complet & ~plein
    quotites = tirages.parmi(n, QUOTITES)
    fiche["temps_plein"] = seulement(complet, oui_non(plein))
    fiche["type_temps_partiel"] = seulement(partiel, tirages.parmi(n, draws()["modalites_temps_partiel"]))
    tranches = dans_la_liste(nomenclatures["quotites_temps_partiel"], pd.Series(quotites))
    fiche["quotite"] = seulement(partiel, tranches.to_numpy(object))
    fiche["quotite_exacte"] = np.where(partiel, quotites.astype("float64"), np.nan)
    contraintes = tirages.parmi(n, draws()["contraintes"])
    fiche["contraintes"] = seulement(contraintes != "", contraintes)
    cycle = complet & peuple.present
    fiche["cycle"] = seulement(cycle, tirages.parmi(n, draws()["cycles"]))
    fiche["cycle_avant_2002"] = seulement(cycle, oui_non(tirages.chance(n, 0.05)))


def _entree(peuple: Population) -> None:
    n, fiche, annee = peuple.taille, peuple.fiche, peuple.annee
    majorite = np.maximum(fiche["naissance"] + np.timedelta64(18 * 366, "D"), jour(annee - 44, "01-01"))
    entree = au_hasard(peuple.tirages, majorite, np.full(n, jour(annee - 1, "08-31")))
    recente = au_hasard(peuple.tirages, np.full(n, jour(annee - 6, "01-01")), np.full(n, jour(annee - 1, "08-31")))
    entree = np.where(peuple.est(NON_PERMANENT), np.maximum(entree, recente), entree)
    contrat = np.maximum(
        entree, au_hasard(peuple.tirages, np.full(n, jour(annee - 9, "01-01")), np.full(n, jour(annee - 1, "11-30")))
    )
    for one, qui in peuple.par_parcours():
        if one.entree == "hier":
            entree[qui] = jour(annee - 1, "09-01")
        elif one.entree:
            entree[qui] = peuple.jours.nomme(one.entree, qui)
        contrat[qui] = peuple.jours.nomme(one.contrat, qui) if one.contrat else np.maximum(contrat[qui], entree[qui])
    permanent, contractuel = peuple.est(*PERMANENTS), peuple.est(CONTRACTUEL)
    fiche["date_entree"] = entree
    fiche["date_emploi_permanent"] = np.where(permanent, entree, np.datetime64("NaT"))
    fiche["date_arrivee_contrat"] = np.where(contractuel, contrat, np.datetime64("NaT"))


FONDEMENT_ORDINAIRE, RESERVE_A = code_of("contrat_ordinaire"), code_of("contrat_de_categorie_a")
NOMBRES = frozenset({"tp_presentees", "tp_acceptees", "tp_retours"})


def _selon_la_situation(peuple: Population) -> None:
    """The fields that the situations impose: the lists of one situation draw together."""
    fiche, hasard = peuple.fiche, peuple.fiche["_tirage"]
    for code in sorted({code for one in peuple.parcours for code in one.fiche}):
        fiche.setdefault(code, sans_nombre(peuple.taille) if code in NOMBRES else vide(peuple.taille))
    fiche["date_detachement"] = sans_date(peuple.taille)
    for one, qui in peuple.par_parcours():
        for code, dit in one.fiche.items():
            dits = [dit] if isinstance(dit, str | bool) else list(dit)
            valeurs = [dits[int(hasard[agent]) % len(dits)] for agent in qui]
            fiche[code][qui] = [float(one) for one in valeurs] if code in NOMBRES else valeurs
    permanent = peuple.est(*PERMANENTS)
    for code in ("en_position_particuliere", "sur_emploi_fonctionnel"):  # a question is answered for everybody
        fiche[code] = seulement(permanent, np.where(fiche[code] == "OUI", "OUI", "NON"))
    contractuel, cdi = peuple.est(CONTRACTUEL), fiche["cdi"] == "OUI"
    fiche["type_contrat"][(fiche["type_contrat"] == RESERVE_A) & (fiche["categorie"] != code_of("categorie_a"))] = (
        FONDEMENT_ORDINAIRE
    )
    fondement = np.array([one or FONDEMENT_ORDINAIRE for one in fiche["type_contrat"]], dtype=object)
    fiche["type_contrat"] = seulement(contractuel & ~cdi, fondement)
    detache = fiche["sur_emploi_fonctionnel"] == "OUI"
    fiche["date_detachement"][detache] = fiche["date_entree"][detache]
    etat_hopital = np.isin(fiche["fp_origine"].astype(str), codes_of("autres_fonctions_publiques"))
    fiche["cadre_origine"] = seulement(etat_hopital, fiche["cadre_emplois"])
