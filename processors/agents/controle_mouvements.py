"""Movements of the agent sheets that a counting rule leaves out, or that lack the line that goes with them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from processors.agents.agregation.mouvements import DECEMBRE, DERNIER_JOUR
from processors.agents.agregation.vues import NON_PERMANENTS, Vues
from processors.agents.donnees import Donnees
from processors.agents.evaluation import Verite
from processors.agents.reperes import Reperes, exemple
from processors.findings import Finding, finding
from processors.report.mots import pluriel
from schemas.registers import AGENTS, KEY
from schemas.roles import code_of, codes_of

_FEUILLE = "mouvements"
_RETRAITE = code_of("retraite")
_MISES_EN_STAGE = codes_of("mises_en_stage")
_STAGE_D_UN_NON_PERMANENT = code_of("stage_d_un_non_permanent")
_ARRIVEES_EN_STAGE = codes_of("arrivees_en_stage")
"""Arrivals in 1.5.2 of a stagiaire who was there already, or came by a competition (S1-125, S1-127)."""


def verifier_mouvements(vues: Vues, donnees: Donnees, reperes: Reperes) -> Iterator[Finding]:
    """Departures that contradict a presence, retirements of 31 December, stages without arrival or former period."""
    lignes = donnees[_FEUILLE]
    yield from _departs_sans_retour(lignes, vues.mouvements.ecartes, reperes)
    yield from _retraites_du_3112(vues, lignes, reperes)
    yield from _stages(donnees, reperes)
    yield from _sans_categorie(donnees, vues, reperes)


def _departs_sans_retour(lignes: pd.DataFrame, ecartes: pd.DataFrame, reperes: Reperes) -> Iterator[Finding]:
    fautes = np.isin(lignes.index.to_numpy(), ecartes.index.to_numpy())
    if fautes.any():
        cellules = reperes.cellules(_FEUILLE, "date", fautes)
        combien, ou = pluriel(len(cellules), "départ", "départs"), exemple(cellules)
        premier = lignes.loc[fautes, "date"].iloc[0]
        quand = f"le {premier:%d/%m/%Y}" if pd.notna(premier) else "à une date inconnue"
        yield finding("FICHES-DEPART-SANS-RETOUR", cellules, combien=combien, quand=quand, exemple=ou)


def _retraites_du_3112(vues: Vues, lignes: pd.DataFrame, reperes: Reperes) -> Iterator[Finding]:
    """Retired on 31/12 and said absent (S4-030), unless another departure came before (S1-119, S1-120)."""
    departs = vues.mouvements.departs
    retraites = departs[departs["motif_depart"] == _RETRAITE]
    du_jour = (retraites["date"].dt.month == DECEMBRE) & (retraites["date"].dt.day == DERNIER_JOUR)
    deja_partis = lignes[(lignes["nature"] == "depart") & (lignes["motif_depart"] != _RETRAITE)][KEY]
    trouvees = retraites[du_jour & ~retraites[KEY].isin(deja_partis)]
    fautes = np.isin(lignes.index.to_numpy(), trouvees.index.to_numpy())
    if fautes.any():
        cellules = reperes.cellules(_FEUILLE, "date", fautes)
        combien = pluriel(len(cellules), "départ", "départs")
        yield finding("FICHES-RETRAITE-AU-3112", cellules, combien=combien, exemple=exemple(cellules))


def _stages(donnees: Donnees, reperes: Reperes) -> Iterator[Finding]:
    """Contractuels named stagiaires: an arrival goes with the stage, and a period as non permanent with TS008."""
    lignes = donnees[_FEUILLE]
    de_l_annee = (lignes["date"].isna() | (lignes["date"].dt.year == donnees.annee)).to_numpy(bool)
    nommes: Verite = (
        de_l_annee
        & (lignes["titularise"] == "OUI").to_numpy(bool)
        & lignes["motif_titularisation"].isin(_MISES_EN_STAGE).to_numpy(bool)
    )
    arrives = lignes.loc[de_l_annee & lignes["motif_arrivee"].isin(_ARRIVEES_EN_STAGE).to_numpy(bool), KEY]
    sans_arrivee = nommes & ~lignes[KEY].isin(arrives).to_numpy(bool)
    if sans_arrivee.any():
        cellules = reperes.cellules(_FEUILLE, "motif_titularisation", sans_arrivee)
        combien = pluriel(len(cellules), "ligne", "lignes")
        yield finding("FICHES-STAGE-SANS-ARRIVEE", cellules, combien=combien, exemple=exemple(cellules))
    periodes = donnees["periodes"]
    employes = periodes.loc[(periodes["statut"] == code_of("contractuel_non_permanent")).to_numpy(bool), KEY]
    aides = nommes & (lignes["motif_titularisation"] == _STAGE_D_UN_NON_PERMANENT).to_numpy(bool)
    sans_periode = aides & ~lignes[KEY].isin(employes).to_numpy(bool)
    if sans_periode.any():
        cellules = reperes.cellules(_FEUILLE, "motif_titularisation", sans_periode)
        combien = pluriel(len(cellules), "ligne", "lignes")
        yield finding("FICHES-STAGE-SANS-PERIODE", cellules, combien=combien, exemple=exemple(cellules))


def _sans_categorie(donnees: Donnees, vues: Vues, reperes: Reperes) -> Iterator[Finding]:
    """Non permanent agents paid in the year, whom 2.2.6.3 counts by category."""
    agents = vues.agents
    comptes = agents.loc[(agents["population"] == NON_PERMANENTS) & agents["paye"], KEY]
    fiches = donnees[AGENTS]
    fautes = (fiches[KEY].isin(comptes) & fiches["categorie"].isna()).to_numpy(bool)
    if fautes.any():
        cellules = reperes.cellules(AGENTS, "categorie", fautes)
        combien = pluriel(len(cellules), "agent", "agents")
        yield finding("FICHES-NON-PERMANENT-SANS-CATEGORIE", cellules, combien=combien, exemple=exemple(cellules))
