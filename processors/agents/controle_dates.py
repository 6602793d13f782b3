"""Dates of the agent sheets: out of order, out of the year, periods that overlap, improbable ages."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from processors.agents.donnees import Donnees
from processors.agents.evaluation import Verite
from processors.agents.reperes import Reperes, exemple
from processors.findings import Finding, finding
from processors.report.mots import pluriel
from schemas.registers import AGENTS, KEY
from schemas.roles import code_of

_ANNEES = [code_of(role) for role in ("annee", "annee_precedente", "annee_anterieure")]

_DE_L_ANNEE = (
    ("mouvements", "date"),
    ("absences", "debut"),
    ("heures", "mois"),
    ("remunerations", "debut"),
    ("remunerations", "fin"),
)
"""Dates that are of the reporting year, or of another bilan."""

_DANS_L_ORDRE = (
    (AGENTS, "naissance", "date_entree"),
    (AGENTS, "date_entree", "date_arrivee_contrat"),
    ("periodes", "debut", "fin"),
    ("remunerations", "debut", "fin"),
)
_PLUS_JEUNE, _PLUS_VIEUX = 14, 80
"""Ages at the end of the year between which an agent is: apprentices may be 14 (internships are not agents)."""


def verifier_dates(donnees: Donnees, reperes: Reperes) -> Iterator[Finding]:
    """The findings on dates, sheet by sheet."""
    for feuille, avant, apres in _DANS_L_ORDRE:
        lignes = donnees[feuille]
        yield from _desordre(feuille, avant, apres, (lignes[apres] < lignes[avant]).to_numpy(bool), reperes)
    for feuille, champ in _DE_L_ANNEE:
        yield from _hors_annee(donnees, feuille, champ, reperes)
    yield from _periodes_hors_annee(donnees, reperes)
    yield from _evenements(donnees, reperes)
    yield from _ages(donnees, reperes)
    for feuille, memes in (("periodes", []), ("remunerations", ["statut", "categorie", "filiere"])):
        yield from _chevauchements(donnees, feuille, memes, reperes)


def _desordre(feuille: str, avant: str, apres: str, fautes: Verite, reperes: Reperes) -> Iterator[Finding]:
    if fautes.any():
        cellules = reperes.cellules(feuille, apres, fautes)
        premier, second = (reperes.fiches.find(feuille, champ).label for champ in (avant, apres))
        combien = pluriel(len(cellules), "ligne", "lignes")
        ou = exemple(cellules)
        yield finding("FICHES-DATES-EN-DESORDRE", cellules, avant=premier, apres=second, combien=combien, exemple=ou)


def _hors_annee(donnees: Donnees, feuille: str, champ: str, reperes: Reperes) -> Iterator[Finding]:
    dates = donnees[feuille][champ]
    fautes = (dates.notna() & (dates.dt.year != donnees.annee)).to_numpy(bool)
    yield from _hors(feuille, champ, fautes, donnees.annee, reperes)


def _periodes_hors_annee(donnees: Donnees, reperes: Reperes) -> Iterator[Finding]:
    """A period that has no day in the year counts for nothing."""
    lignes = donnees["periodes"]
    avant = (lignes["fin"] < pd.Timestamp(donnees.annee, 1, 1)).to_numpy(bool)
    apres = (lignes["debut"] > pd.Timestamp(donnees.annee, 12, 31)).to_numpy(bool)
    yield from _hors("periodes", "fin", avant, donnees.annee, reperes)
    yield from _hors("periodes", "debut", apres, donnees.annee, reperes)


def _hors(feuille: str, champ: str, fautes: Verite, annee: int, reperes: Reperes) -> Iterator[Finding]:
    if fautes.any():
        cellules = reperes.cellules(feuille, champ, fautes)
        libelle = reperes.fiches.find(feuille, champ).label
        combien, ou = pluriel(len(cellules), "ligne", "lignes"), exemple(cellules)
        yield finding("FICHES-DATE-HORS-ANNEE", cellules, champ=libelle, annee=annee, combien=combien, exemple=ou)


def _evenements(donnees: Donnees, reperes: Reperes) -> Iterator[Finding]:
    """The date of an accident against the year that its line says."""
    lignes = donnees["accidents"]
    annees = lignes["date"].dt.year
    attendues = np.select(
        [annees == donnees.annee, annees == donnees.annee - 1, annees < donnees.annee - 1], _ANNEES, "?"
    )
    connues = (lignes["date"].notna() & lignes["annee"].notna()).to_numpy(bool)
    fautes = connues & (attendues != lignes["annee"].fillna("").to_numpy(object))
    if fautes.any():
        cellules = reperes.cellules("accidents", "annee", fautes)
        combien, ou = pluriel(len(cellules), "ligne", "lignes"), exemple(cellules)
        yield finding("FICHES-ANNEE-EVENEMENT", cellules, combien=combien, exemple=ou)


def _ages(donnees: Donnees, reperes: Reperes) -> Iterator[Finding]:
    ages = donnees.annee - donnees[AGENTS]["naissance"].dt.year
    fautes = ((ages < _PLUS_JEUNE) | (ages > _PLUS_VIEUX)).to_numpy(bool)
    if fautes.any():
        cellules = reperes.cellules(AGENTS, "naissance", fautes)
        ou = exemple(cellules)
        combien = pluriel(len(cellules), "agent", "agents")
        yield finding(
            "FICHES-AGE-IMPROBABLE", cellules, combien=combien, jeune=_PLUS_JEUNE, vieux=_PLUS_VIEUX, exemple=ou
        )


def _chevauchements(donnees: Donnees, feuille: str, memes: list[str], reperes: Reperes) -> Iterator[Finding]:
    """Lines of one agent (and of one situation) whose periods share days; blank dates are the ends of the year."""
    lignes = donnees[feuille]
    premier, dernier = pd.Timestamp(donnees.annee, 1, 1), pd.Timestamp(donnees.annee, 12, 31)
    cles = [KEY, *memes]
    rangees = pd.DataFrame({cle: lignes[cle].fillna("").astype("str") for cle in cles})
    rangees["du"] = lignes["debut"].fillna(premier)
    rangees["au"] = lignes["fin"].fillna(dernier)
    rangees["rang"] = np.arange(len(lignes))
    rangees = rangees[(rangees[KEY] != "") & (rangees["au"] >= rangees["du"])]
    rangees = rangees.sort_values([*cles, "du", "au"], kind="stable")
    fini = rangees.groupby(cles)["au"].cummax().groupby([rangees[cle] for cle in cles]).shift()
    fautes = np.zeros(len(lignes), dtype=np.bool_)
    fautes[rangees.loc[(rangees["du"] <= fini).to_numpy(bool), "rang"].to_numpy(int)] = True
    if fautes.any():
        cellules = reperes.cellules(feuille, "debut", fautes)
        titre, ou = reperes.fiches.sheets[feuille].title, exemple(cellules)
        combien = pluriel(len(cellules), "ligne", "lignes")
        yield finding("FICHES-PERIODES-CHEVAUCHENT", cellules, feuille=titre, combien=combien, exemple=ou)
