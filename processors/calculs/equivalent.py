"""ETPR, « équivalent temps plein rémunéré »: quotité of work × share of the year paid, at most 1 for one agent.

Each agent's ETPR is rounded to two decimals, then the ETPR of the collectivité add up, as the source writes it
(1 + 2 × 0,80 + 0,46 = 3,06).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from processors.calculs.nombres import CalculError, Nombre, arrondi, ecrit, exact, insecable, positif
from processors.calculs.parametres import Parametres
from processors.calculs.periodes import MOIS, Periode, bornes, part_annee, quotite_retenue

PLAFOND = Decimal("1.00")

Agent = TypeVar("Agent", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Etpr:
    """The ETPR of one agent. `brut`: exact, before the cap and the rounding; `avertissements`: in French."""

    valeur: Decimal
    brut: Fraction
    avertissements: tuple[str, ...] = ()


def etpr(periodes: Iterable[Periode], parametres: Parametres, *, annee: int = 0, cumul: bool = False) -> Etpr:
    """The ETPR of one agent: the sum over the periods of the year of quotité × share of the year.

    annee: the year of the dates, the reporting year unless said.
    cumul: periods may overlap, because the agent holds several posts of the same collectivité at once.

    Raise `CalculError` without any period, for a wrong period, for periods that overlap or last more than twelve months
    in all (unless `cumul`). A period outside the year counts for nothing, and a warning says so.
    Sources: FAQ CDG 2019, ETPR (several periods add up; maximum 1); « Usage » for overlaps.
    """
    retenues = tuple(periodes)
    if not retenues:
        raise CalculError("aucune période à compter")
    year = annee or parametres.annee
    parts = [part_annee(periode, year) for periode in retenues]
    if not cumul:
        _refuser_chevauchement(retenues, parts, year)
    brut = Fraction(0)
    for periode, part in zip(retenues, parts, strict=True):
        quotite = quotite_retenue(periode, parametres)
        if periode.remuneree:
            brut += quotite * part
    dehors = [f"{periode.nom} est hors de {year} : elle ne compte pas" for periode in _dehors(retenues, year)]
    return _plafonne(brut, lambda: f"les périodes donnent {ecrit(brut)} ETPR", dehors)


def _dehors(periodes: Iterable[Periode], annee: int) -> list[Periode]:
    return [periode for periode in periodes if periode.mois is None and bornes(periode, annee) is None]


def _refuser_chevauchement(periodes: Sequence[Periode], parts: Sequence[Fraction], annee: int) -> None:
    datees = [
        (limites, periode)
        for periode in periodes
        if periode.mois is None and (limites := bornes(periode, annee)) is not None
    ]
    datees.sort(key=lambda datee: datee[0])
    for (avant, premiere), (apres, seconde) in pairwise(datees):
        if apres[0] <= avant[1]:
            raise CalculError(f"{premiere.nom} et {seconde.nom} se chevauchent")
    total = sum(parts)
    if total > 1:
        raise CalculError(f"les périodes totalisent {ecrit(total * MOIS)} mois : une année n’en compte que {MOIS}")


def _plafonne(brut: Fraction, constat: Callable[[], str], autres: Sequence[str] = ()) -> Etpr:
    """The rounded ETPR, at most 1, with a warning that says what the cap removed (`constat`, worded if need be)."""
    valeur = arrondi(brut)
    dits = list(autres)
    if valeur > PLAFOND:
        dits.append(f"{constat()} : plafonné à 1, maximum d’un agent")
    return Etpr(min(valeur, PLAFOND), brut, tuple(map(insecable, dits)))


def etpr_par_agent(
    lignes: Iterable[tuple[Agent, Periode]], parametres: Parametres, *, annee: int = 0, cumul: bool = False
) -> dict[Agent, Etpr | CalculError]:
    """The ETPR of several agents from the lines (agent, period), in any order; agents in the order of their first line.

    What is wrong with one agent is kept as the value of that agent, never raised: the others are computed.
    Source: FAQ CDG 2019, ETPR.
    """
    par_agent: dict[Agent, list[Periode]] = {}
    for agent, periode in lignes:
        par_agent.setdefault(agent, []).append(periode)
    trouves: dict[Agent, Etpr | CalculError] = {}
    for agent, periodes in par_agent.items():
        try:
            trouves[agent] = etpr(periodes, parametres, annee=annee, cumul=cumul)
        except CalculError as erreur:
            trouves[agent] = erreur
    return trouves


def etpr_heures(
    heures_payees: Nombre, parametres: Parametres, *, a_exclure: Nombre = 0, base: Nombre | None = None
) -> Etpr:
    """The ETPR of paid hours: hours / 1 820, at most 1.

    heures_payees: hours paid in the year, up to 31/12 or to the day of departure, paid leave and absences included.
    a_exclure: the part of these hours that does not count: overtime (supplémentaires, complémentaires), leave not taken
        and paid out. Leave it at 0 when the hours are already without them.
    base: paid hours of a full time, 1 820 unless said.

    Raise `CalculError` for negative hours, or more hours to leave out than paid hours.
    Source: FAQ CDG 2019, ETPR.
    """
    heures = positif(heures_payees, "les heures payées")
    exclues = positif(a_exclure, "les heures à exclure")
    annuelles = parametres.heures_annuelles if base is None else exact(base)
    if annuelles <= 0:
        raise CalculError("les heures annuelles d’un temps plein doivent dépasser 0")
    if exclues > heures:
        raise CalculError(f"{ecrit(exclues)} h à exclure pour {ecrit(heures)} h payées")
    retenues = heures - exclues
    return _plafonne(
        retenues / annuelles, lambda: f"{ecrit(retenues)} h payées pour {ecrit(annuelles)} h d’un temps plein"
    )


def etpr_tache(remuneration: Nombre, parametres: Parametres, *, smic_horaire: Nombre | None = None) -> Etpr:
    """The ETPR of an agent paid by the task: gross pay / hourly SMIC gives the hours, then hours / 1 820.

    remuneration: gross pay of the year, in euros. smic_horaire: in euros, that of the year unless said.

    Raise `CalculError` for a negative pay or a SMIC of 0 or less.
    Source: FAQ CDG 2019, ETPR (non permanent agents paid by the task, 1.3.1).
    """
    paye = positif(remuneration, "la rémunération")
    smic = parametres.smic_horaire if smic_horaire is None else exact(smic_horaire)
    if smic <= 0:
        raise CalculError("le SMIC horaire doit dépasser 0")
    return etpr_heures(paye / smic, parametres)


def etpr_total(valeurs: Iterable[tuple[Nombre, Nombre]]) -> Decimal:
    """The ETPR of the collectivité: the sum of (number of agents, ETPR of each), two decimals.

    Each ETPR is rounded to two decimals before it is added, as it is written on the form.
    Raise `CalculError` for a negative number. A value above 1 is accepted: it may be that of several agents.
    Source: FAQ CDG 2019, ETPR (« additionner l'ensemble des ETPR »).
    """
    total = Decimal(0)
    for nombre, valeur in valeurs:
        individuel = arrondi(positif(valeur, "un ETPR"))
        total += arrondi(positif(nombre, "un nombre d’agents") * exact(individuel))
    return total
