"""The ETPR of the lines of « Périodes »: as a formula in the cell, and over a whole sheet at once.

One line counts, in this order: its paid hours / 1 820; its pay by the task / hourly SMIC / 1 820; else its quotité (100
% when blank; 0.8 is 80 %) × the weekly hours of a temps non complet / those of a full time × the share of the year
between its dates. A temps non complet without its hours has no ETPR: it is not a full time. A period without a cadre
d'emplois has that of its agent. Months, days and thresholds are those of `processors.calculs` (a test compares the
three).
Source: FAQ CDG 2019, ETPR.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from processors.calculs.parametres import Parametres, parametres_de
from processors.calculs.periodes import MOIS
from schemas.registers import AGENTS, KEY, Register, Sheet
from schemas.roles import code_of

A_VERIFIER = "à vérifier"
"""What a cell shows when its dates are out of order, its quotité above 100 %, or its weekly hours missing."""

PERIODES = "periodes"
_PROFESSEURS, _ASSISTANTS = code_of("professeurs"), code_of("assistants")
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
        faute = f"OR({_desordre(cellule)},N({quotite})<0,N({quotite})>{_CENT},{sans_duree(fiches, cellule)})"
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
        part = f"IF({quotite}<=1,{quotite},{quotite}/{_CENT})"
        return f"IF(COUNT({quotite})=0,1,{part})*{_non_complet(feuille, cellule, parametres)}"

    return une


def sans_duree(fiches: Register, cellule: Callable[[str], str]) -> str:
    """Whether a line is said a temps non complet without its weekly hours, as a formula without `=`."""
    complet = fiches.sheets[PERIODES].by_code["temps_complet"].choices
    assert complet is not None
    return f'AND(COUNT({cellule("duree_hebdo")})=0,{cellule("temps_complet")}="{complet.shown["NON"]}")'


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
    duree, propre = cellule("duree_hebdo"), cellule("cadre_emplois")
    cadre = f'IF({propre}="",{cellule(f"{AGENTS}.cadre_emplois")},{propre})'
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


def calculer(lignes: pd.DataFrame, fiches: Register, agents: pd.DataFrame | None = None) -> Nombres:
    """The ETPR of every line, unrounded, whatever its column `valeur` holds; NaN when there is nothing to count, or
    when its dates are out of order, its quotité above 100 % or its weekly hours missing. `agents` gives the cadre
    d'emplois of the periods that say none.
    """
    parametres = parametres_de(fiches.feeds.id)
    annuelles = float(parametres.heures_annuelles)
    heures = lignes["heures"].to_numpy(float)
    tache = lignes["remuneration_tache"].to_numpy(float)
    quotite = lignes["quotite"].to_numpy(float)
    debut, fin = (pd.to_datetime(lignes[code]) for code in ("debut", "fin"))
    faute = (fin < debut).to_numpy() | (quotite < 0) | (quotite > _CENT)
    faute |= (lignes["temps_complet"] == "NON").to_numpy(bool) & lignes["duree_hebdo"].isna().to_numpy()
    part = np.where(quotite <= 1, quotite, quotite / _CENT)
    dates = np.where(np.isnan(quotite), 1.0, part) * _facteur(lignes, _cadres(lignes, agents), parametres)
    dates = np.where(faute | sans_rien(lignes), np.nan, dates * part_annee(debut, fin, fiches.year))
    a_la_tache = tache / float(parametres.smic_horaire) / annuelles
    return np.where(~np.isnan(heures), heures / annuelles, np.where(~np.isnan(tache), a_la_tache, dates))


def sans_rien(lignes: pd.DataFrame) -> NDArray[np.bool_]:
    """Which lines have neither dates nor quotité: their cell shows nothing."""
    return np.asarray(lignes[["debut", "fin", "quotite"]].isna().all(axis=1), dtype=np.bool_)


def _cadres(lignes: pd.DataFrame, agents: pd.DataFrame | None) -> NDArray[np.object_]:
    """The cadre d'emplois of each line, else that of its agent (the first line of a key, as the formula finds it)."""
    propres = lignes["cadre_emplois"].astype("object")
    if agents is None:
        return propres.to_numpy(object)
    par_cle = agents.dropna(subset=[KEY]).drop_duplicates(KEY).set_index(KEY)["cadre_emplois"].astype("object")
    return propres.where(propres.notna(), lignes[KEY].map(par_cle)).to_numpy(object)


def _facteur(lignes: pd.DataFrame, cadre: NDArray[np.object_], parametres: Parametres) -> Nombres:
    """Weekly hours of a temps non complet over those of a full time; 1 for a temps complet."""
    duree = lignes["duree_hebdo"].to_numpy(float)
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
