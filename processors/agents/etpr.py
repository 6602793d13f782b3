"""The ETPR of the lines of « Périodes »: as a formula in the cell, and over a whole sheet at once.

One line counts, in this order: its paid hours / 1 820; its pay by the task / hourly SMIC / 1 820; else its quotité
(100 % when blank) × the weekly hours of a temps non complet / those of a full time × the share of the year between its
dates. Months, days and thresholds are those of `processors.calculs` (a test compares the three).
Source: FAQ CDG 2019, ETPR.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from processors.calculs.parametres import Parametres, parametres_de
from processors.calculs.periodes import MOIS
from schemas.registers import Register, Sheet

A_VERIFIER = "à vérifier"
"""What a cell shows when its dates are out of order or its quotité above 100 %."""

PERIODES = "periodes"
_PROFESSEURS, _ASSISTANTS = "CE017", "CE019"
"""Cadres of artistic teaching, whose full time is 16 or 20 hours a week. Source: « Usage »."""

_CENT = 100
Nombres = NDArray[np.float64]


def formule(fiches: Register) -> Callable[[Callable[[str], str]], str]:
    """The formula of a line, from the references of its fields; '' for a line without anything to count."""
    parametres = parametres_de(fiches.feeds.id)
    travail = quotite_travail(fiches)

    def une(cellule: Callable[[str], str]) -> str:
        heures, tache = cellule("heures"), cellule("remuneration_tache")
        annuelles, smic = float(parametres.heures_annuelles), float(parametres.smic_horaire)
        quotite = cellule("quotite")
        faute = f"OR({_desordre(cellule)},N({quotite})<0,N({quotite})>{_CENT})"
        dates = f"{travail(cellule)}*{_part(cellule, fiches.year)}"
        rien = f"COUNT({cellule('debut')},{cellule('fin')},{quotite})=0"
        return (
            f"=IF(COUNT({heures})>0,{heures}/{annuelles:g},IF(COUNT({tache})>0,{tache}/{smic:g}/{annuelles:g},"
            f'IF({rien},"",IF({faute},"{A_VERIFIER}",{dates}))))'
        )

    return une


def quotite_travail(fiches: Register) -> Callable[[Callable[[str], str]], str]:
    """The part of a full time that a line works, as a formula without `=`: quotité × that of a temps non complet."""
    feuille = fiches.sheets[PERIODES]
    parametres = parametres_de(fiches.feeds.id)

    def une(cellule: Callable[[str], str]) -> str:
        quotite = cellule("quotite")
        return f"IF(COUNT({quotite})=0,1,{quotite}/{_CENT})*{_non_complet(feuille, cellule, parametres)}"

    return une


def _desordre(cellule: Callable[[str], str]) -> str:
    debut, fin = cellule("debut"), cellule("fin")
    return f"AND(COUNT({debut},{fin})=2,N({fin})<N({debut}))"


def _part(cellule: Callable[[str], str], annee: int) -> str:
    """The share of the year, as `processors.calculs.formules`: months gone by at the end, less those at the start."""
    debut, fin = cellule("debut"), cellule("fin")
    premier, dernier = f"DATE({annee},1,1)", f"DATE({annee},12,31)"
    du = f"MAX(N({debut}),{premier})"
    au = f"MIN(IF(COUNT({fin})=0,{dernier},N({fin})),{dernier})"
    apres = f"MONTH({au})+DAY({au})/DAY(EOMONTH({au},0))"
    avant = f"MONTH({du})+(DAY({du})-1)/DAY(EOMONTH({du},0))"
    return f"IF({au}<{du},0,({apres}-({avant}))/{MOIS})"


def _non_complet(feuille: Sheet, cellule: Callable[[str], str], parametres: Parametres) -> str:
    duree, cadre = cellule("duree_hebdo"), cellule("cadre_emplois")
    choix = feuille.by_code["cadre_emplois"].choices
    complet = feuille.by_code["temps_complet"].choices
    assert choix is not None
    assert complet is not None
    professeurs, assistants = choix.shown[_PROFESSEURS], choix.shown[_ASSISTANTS]
    base = (
        f'IF({cadre}="{professeurs}",{float(parametres.heures_hebdomadaires_professeur):g},'
        f'IF({cadre}="{assistants}",{float(parametres.heures_hebdomadaires_assistant):g},'
        f"{float(parametres.heures_hebdomadaires):g}))"
    )
    oui = complet.shown["OUI"]
    return f'IF(OR(COUNT({duree})=0,{cellule("temps_complet")}="{oui}"),1,MIN(1,{duree}/{base}))'


def calculer(lignes: pd.DataFrame, fiches: Register) -> Nombres:
    """The ETPR of every line, unrounded, whatever its column `valeur` holds; NaN when there is nothing to count, or
    when its dates are out of order or its quotité above 100 %.
    """
    parametres = parametres_de(fiches.feeds.id)
    annuelles = float(parametres.heures_annuelles)
    heures = lignes["heures"].to_numpy(float)
    tache = lignes["remuneration_tache"].to_numpy(float)
    quotite = lignes["quotite"].to_numpy(float)
    debut, fin = (pd.to_datetime(lignes[code]) for code in ("debut", "fin"))
    faute = (fin < debut).to_numpy() | (quotite < 0) | (quotite > _CENT)
    rien = debut.isna().to_numpy() & fin.isna().to_numpy() & np.isnan(quotite)
    dates = np.where(np.isnan(quotite), 1.0, quotite / _CENT) * _facteur(lignes, parametres)
    dates = np.where(faute | rien, np.nan, dates * part_annee(debut, fin, fiches.year))
    a_la_tache = tache / float(parametres.smic_horaire) / annuelles
    return np.where(~np.isnan(heures), heures / annuelles, np.where(~np.isnan(tache), a_la_tache, dates))


def _facteur(lignes: pd.DataFrame, parametres: Parametres) -> Nombres:
    """Weekly hours of a temps non complet over those of a full time; 1 for a temps complet."""
    duree = lignes["duree_hebdo"].to_numpy(float)
    cadre = lignes["cadre_emplois"].to_numpy(object)
    base = np.full(len(lignes), float(parametres.heures_hebdomadaires))
    base[cadre == _PROFESSEURS] = float(parametres.heures_hebdomadaires_professeur)
    base[cadre == _ASSISTANTS] = float(parametres.heures_hebdomadaires_assistant)
    complet = (lignes["temps_complet"].to_numpy(object) == "OUI") | np.isnan(duree)
    return np.where(complet, 1.0, np.minimum(1.0, duree / base))


def part_annee(debut: pd.Series[pd.Timestamp], fin: pd.Series[pd.Timestamp], annee: int) -> Nombres:
    """The share of the year between two dates, both included; a blank date is the first or the last day of the year."""
    du, au = bornes(debut, fin, annee)
    apres = au.dt.month + au.dt.day / au.dt.days_in_month
    avant = du.dt.month + (du.dt.day - 1) / du.dt.days_in_month
    part = (apres - avant).to_numpy(float) / MOIS
    return np.where((au < du).to_numpy(), 0.0, part)


def bornes(
    debut: pd.Series[pd.Timestamp], fin: pd.Series[pd.Timestamp], annee: int
) -> tuple[pd.Series[pd.Timestamp], pd.Series[pd.Timestamp]]:
    """The dates of periods within the year; the end is before the start for a period outside it."""
    premier, dernier = pd.Timestamp(annee, 1, 1), pd.Timestamp(annee, 12, 31)
    du, au = debut.fillna(premier), fin.fillna(dernier)
    return du.where(du >= premier, premier), au.where(au <= dernier, dernier)
