"""The anonymous copy of agent sheets: what it keeps, blanks, replaces and coarsens is declared field by field.

The copy gives the same bilan as the original: keys are only replaced, the month of birth becomes the middle of its age
band, a date of entry becomes 1 January of its year (seniority is counted in whole years at 31/12). The days of periods
and movements stay: the ETPR and the order of the movements depend on them.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from processors.agents.donnees import LIGNE, PREMIERE_LIGNE, Donnees
from processors.calculs.ages import TRANCHES_AGE
from schemas.model import Nomenclature
from schemas.registers import AGENTS, KEY, Anonymised, Field, Register, Sheet
from schemas.registers_reader import register

HANDICAP = "handicap"
PREFIXE = "X"
OUVERTURE = 5
"""Years given to a band without a lower or an upper end (« moins de 25 ans », « 65 ans et plus »)."""


@dataclass(frozen=True)
class Copie:
    """The copy, and the new key of each agent: whoever holds it can undo the copy. It is written only when asked."""

    donnees: Donnees
    correspondance: Mapping[str, str]


def anonymiser(
    donnees: Donnees,
    *,
    sans: frozenset[str] = frozenset(),
    avec_handicap: bool = True,
    graine: int | None = None,
    fiches: Register | None = None,
) -> Copie:
    """The anonymous copy of agent sheets, its lines in the order of the new keys.

    Args:
        donnees: the sheets, left as they are.
        sans: keys of agents to leave out, with all their lines.
        avec_handicap: whether the lines of « Handicap » are copied.
        graine: for tests only; without it the order is unforeseeable.
    """
    declarees = fiches or register()
    gardees = {code: cadre[~cadre[KEY].isin(sans)] for code, cadre in donnees.feuilles.items()}
    if not avec_handicap:
        gardees[HANDICAP] = gardees[HANDICAP].iloc[:0]
    cles = _nouvelles_cles(gardees, graine)
    feuilles = {
        code: _feuille(declarees.sheets[code], cadre, cles, declarees, donnees.annee) for code, cadre in gardees.items()
    }
    return Copie(replace(donnees, feuilles=feuilles, collectivite=dict(donnees.collectivite)), cles)


def _nouvelles_cles(feuilles: Mapping[str, pd.DataFrame], graine: int | None) -> dict[str, str]:
    """A new key for each key, those of the agents first, in random order."""
    hasard = random.SystemRandom() if graine is None else random.Random(graine)
    agents = list(dict.fromkeys(feuilles[AGENTS][KEY].dropna()))
    ailleurs = [cadre[KEY].dropna() for code, cadre in feuilles.items() if code != AGENTS]
    connues = set(agents)
    perdues = list(dict.fromkeys(cle for cles in ailleurs for cle in cles if cle not in connues))
    hasard.shuffle(agents)
    chiffres = max(4, len(str(len(agents) + len(perdues))))
    return {ancienne: f"{PREFIXE}{rang:0{chiffres}}" for rang, ancienne in enumerate([*agents, *perdues], 1)}


def _feuille(
    feuille: Sheet, cadre: pd.DataFrame, cles: Mapping[str, str], fiches: Register, annee: int
) -> pd.DataFrame:
    """One sheet of the copy, sorted by new key; the lines of an agent keep their order."""
    tranches = fiches.nomenclatures[TRANCHES_AGE]
    colonnes = {champ.code: _colonne(champ, cadre[champ.code], cles, tranches, annee) for champ in feuille.fields}
    copie = pd.DataFrame(colonnes, index=cadre.index).sort_values(KEY, kind="stable", na_position="last")
    lignes = range(PREMIERE_LIGNE, PREMIERE_LIGNE + len(copie))
    return copie.set_axis(pd.Index(lignes, name=LIGNE, dtype="int64"), axis="index")


def _colonne(
    champ: Field, valeurs: pd.Series[Any], cles: Mapping[str, str], tranches: Nomenclature, annee: int
) -> pd.Series[Any]:
    match champ.anonymised:
        case Anonymised.EFFACER:
            vide = pd.NaT if champ.kind.dated else None
            return pd.Series([vide] * len(valeurs), index=valeurs.index, dtype=valeurs.dtype)
        case Anonymised.REMPLACER:
            return valeurs.map(cles, na_action="ignore").astype("object")
        case Anonymised.ANNEE:
            return _premier_janvier(valeurs.dt.year, valeurs)
        case Anonymised.TRANCHE:
            milieux = (annee - valeurs.dt.year).map(lambda ans: _milieu(tranches, ans), na_action="ignore")
            return _premier_janvier(annee - milieux, valeurs)
    return valeurs


def _premier_janvier(annees: pd.Series[Any], valeurs: pd.Series[Any]) -> pd.Series[Any]:
    """1 January of each year, blank where the date is blank."""
    jours = pd.to_datetime(annees.map("{:.0f}-01-01".format, na_action="ignore"), format="%Y-%m-%d")
    return jours.astype(valeurs.dtype)


def _milieu(tranches: Nomenclature, ans: float) -> int:
    """The age in the middle of the band that holds an age."""
    for tranche in tranches.elements:
        bas, haut = (tranche.attributes.get(borne, "") for borne in ("minimum", "maximum"))
        if float(bas or 0) <= ans and (not haut or ans < float(haut)):
            plus_bas = int(bas) if int(bas or 0) > 0 else int(haut) - OUVERTURE
            plus_haut = int(haut) if haut else plus_bas + OUVERTURE
            return (plus_bas + plus_haut) // 2
    return int(ans)
