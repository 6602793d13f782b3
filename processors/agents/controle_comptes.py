"""Lines that no table counts, or not where one would think: said at the sheet, before the bilan is made."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from processors.agents.agregation.mouvements import CONTRACTUELS, FONCTIONNAIRES
from processors.agents.agregation.vues import NON_PERMANENTS, Vues
from processors.agents.donnees import Donnees
from processors.agents.evaluation import Verite
from processors.agents.reperes import Reperes, exemple
from processors.findings import Finding, finding
from processors.report.mots import pluriel
from schemas.roles import code_of, codes_of

_ANNEE = code_of("annee")
_CONGES_DES_PERMANENTS = codes_of("conges_des_permanents")
_DETACHE_ICI = code_of("detache_dans_la_collectivite")


def verifier_comptes(vues: Vues, donnees: Donnees, reperes: Reperes) -> Iterator[Finding]:
    """The findings on hours, accidents, pay, leaves and arrivals that a table leaves out or cannot place."""
    yield from _heures_a_temps_complet(vues, donnees, reperes)
    yield from _arrets_sans_jour(donnees, reperes)
    yield from _payes_sans_periode(vues, donnees, reperes)
    yield from _non_permanents_hors_tableau(vues, donnees, reperes)
    yield from _detaches_ici(vues, donnees, reperes)


def _lignes(donnees: Donnees, feuille: str, trouvees: pd.Index[int]) -> Verite:
    return np.isin(donnees[feuille].index.to_numpy(), trouvees.to_numpy())


def _heures_a_temps_complet(vues: Vues, donnees: Donnees, reperes: Reperes) -> Iterator[Finding]:
    """Complementary hours of a month at full time: those of a temps non complet only (3.4.4, C-3.4.4-01)."""
    heures = vues["heures"].lignes
    complet = heures["population"].isin([FONCTIONNAIRES, CONTRACTUELS]) & (heures["temps_complet"] == "OUI")
    fautes = _lignes(donnees, "heures", heures.index[complet & (heures["heures_compl"] > 0)])
    if fautes.any():
        cellules = reperes.cellules("heures", "heures_compl", fautes)
        combien = pluriel(len(cellules), "ligne", "lignes")
        yield finding("FICHES-HEURES-A-TEMPS-COMPLET", cellules, combien=combien, exemple=exemple(cellules))


def _arrets_sans_jour(donnees: Donnees, reperes: Reperes) -> Iterator[Finding]:
    """An accident of the year with sick leave but no day of the year has no band in R.2."""
    accidents = donnees["accidents"]
    de_l_annee = (accidents["annee"] == _ANNEE) & (accidents["avec_arret"] == "OUI")
    fautes = (de_l_annee & (accidents["jours"] == 0)).to_numpy(bool)
    if fautes.any():
        cellules = reperes.cellules("accidents", "jours", fautes)
        combien = pluriel(len(cellules), "ligne", "lignes")
        yield finding("FICHES-ARRET-SANS-JOUR", cellules, combien=combien, exemple=exemple(cellules))


def _payes_sans_periode(vues: Vues, donnees: Donnees, reperes: Reperes) -> Iterator[Finding]:
    """Paid as a non permanent (3.3.1) without any period as such: 1.3.1 misses the agent (S1-058, S1-069)."""
    paies = vues["remunerations"]
    connus = vues["non_permanents"].rangs
    manquent = (
        (paies.lignes["population"] == NON_PERMANENTS).to_numpy(bool)
        & (paies.lignes["brut"] > 0).to_numpy(bool)
        & ~np.isin(paies.rangs, connus)
    )
    fautes = _lignes(donnees, "remunerations", paies.lignes.index[manquent])
    if fautes.any():
        cellules = reperes.cellules("remunerations", "statut", fautes)
        combien = pluriel(len(cellules), "ligne", "lignes")
        yield finding("FICHES-PAYE-SANS-PERIODE", cellules, combien=combien, exemple=exemple(cellules))


def _non_permanents_hors_tableau(vues: Vues, donnees: Donnees, reperes: Reperes) -> Iterator[Finding]:
    """Hours and leaves of non permanents, that the tables (3.4.4, 2.1.5, 2.1.6) only ask of permanents."""
    heures = vues["heures"].lignes
    faites = heures[["heures_sup", "heures_compl"]].sum(axis=1) > 0
    absences = vues.feuille("absences")
    de_non_permanents = vues.de_l_agent("population", absences) == NON_PERMANENTS
    pris = absences["motif"].isin(_CONGES_DES_PERMANENTS) & (absences["jours"] > 0)
    for feuille, champ, trouvees in (
        ("heures", "mois", heures.index[(heures["population"] == NON_PERMANENTS) & faites]),
        ("absences", "motif", absences.index[de_non_permanents & pris]),
    ):
        fautes = _lignes(donnees, feuille, trouvees)
        if fautes.any():
            cellules = reperes.cellules(feuille, champ, fautes)
            combien, ou = pluriel(len(cellules), "ligne", "lignes"), exemple(cellules)
            titre = reperes.fiches.sheets[feuille].title
            yield finding("FICHES-NON-PERMANENT-HORS-TABLEAU", cellules, feuille=titre, combien=combien, exemple=ou)


def _detaches_ici(vues: Vues, donnees: Donnees, reperes: Reperes) -> Iterator[Finding]:
    """Arrivals on an emploi fonctionnel of who is detached on it by his own collectivité (S4-032)."""
    arrivees = vues["arrivees"]
    ici = (arrivees.champ("position_statutaire") == _DETACHE_ICI) & arrivees.champ("sur_fonctionnel").astype(bool)
    fautes = _lignes(donnees, "mouvements", arrivees.lignes.index[ici])
    if fautes.any():
        cellules = reperes.cellules("mouvements", "motif_arrivee", fautes)
        combien = pluriel(len(cellules), "arrivée", "arrivées")
        yield finding("FICHES-ARRIVEE-D-UN-DETACHE", cellules, combien=combien, exemple=exemple(cellules))


__all__ = ["verifier_comptes"]
