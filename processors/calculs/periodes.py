"""One period of work: its share of the year and its quotité.

Months and dates agree: a year is twelve months, and a month begun is counted by its days (15 days of June are 15/30 of
a month). The FAQ only gives whole months; this reading gives the same figure for whole months written as dates, adds up
when a period is cut in two, and gives 1 for a whole year, leap or not. Days / 365 would not: February would be worth
less than March, and the six months that the FAQ writes 6/12 would be 0,4959 or 0,5041.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from processors.calculs.nombres import CalculError, Nombre, ecrit, exact, positif
from processors.calculs.parametres import Parametres

MOIS = 12


@dataclass(frozen=True, slots=True)
class Periode:
    """One period of paid work of one agent, given by a number of months of the year or by its dates, both included.

    quotite: part of a full time that is worked, 0 to 1 (0.8 for 80 %), never the part that is paid.
    mois: months of the year, 0 to 12; then no dates. Without months nor dates, the whole year.
    debut, fin: None when the period began before the year, or goes on after it.
    heures_hebdo: weekly hours of a temps non complet; base_hebdo: those of a full time of that post (35 unless said).
    therapeutique: the temps partiel is thérapeutique, and counts as full time.
    remuneree: False for a leave without pay, which counts for nothing.
    """

    quotite: Nombre = 1
    mois: Nombre | None = None
    debut: date | None = None
    fin: date | None = None
    heures_hebdo: Nombre | None = None
    base_hebdo: Nombre | None = None
    therapeutique: bool = False
    remuneree: bool = True

    @property
    def nom(self) -> str:
        """How messages name the period."""
        if self.mois is not None:
            return f"la période de {ecrit(self.mois)} mois"
        if self.debut is None and self.fin is None:
            return "la période de toute l’année"
        debut = f"du {self.debut:%d/%m/%Y} " if self.debut else ""
        return f"la période {debut}" + (f"au {self.fin:%d/%m/%Y}" if self.fin else "sans date de fin")


def bornes(periode: Periode, annee: int) -> tuple[date, date] | None:
    """The dates of a period within the year; None when it lies outside. Raise `CalculError` for dates out of order."""
    premier, dernier = date(annee, 1, 1), date(annee, 12, 31)
    if periode.debut and periode.fin and periode.fin < periode.debut:
        raise CalculError(f"{periode.nom} finit avant d’avoir commencé")
    debut = max(periode.debut or premier, premier)
    fin = min(periode.fin or dernier, dernier)
    return (debut, fin) if debut <= fin else None


def part_annee(periode: Periode, annee: int) -> Fraction:
    """Share of the year that a period covers, 0 to 1.

    Raise `CalculError` for more than twelve months, months with dates, dates out of order.
    Source: FAQ CDG 2019, ETPR (« 6/12 », « 8/12 »); dates: see the head of this module.
    """
    if periode.mois is not None:
        if periode.debut or periode.fin:
            raise CalculError("donnez un nombre de mois ou des dates, pas les deux")
        mois = positif(periode.mois, "le nombre de mois")
        if mois > MOIS:
            raise CalculError(f"{ecrit(mois)} mois : une année n’en compte que {MOIS}")
        return mois / MOIS
    limites = bornes(periode, annee)
    return Fraction(0) if limites is None else _part_des_jours(*limites)


@lru_cache(maxsize=1 << 14)  # thousands of agents share the same few dates
def _part_des_jours(debut: date, fin: date) -> Fraction:
    """Share of the year between two of its days, both included: months gone by at the end, less those at the start."""
    du_debut, de_la_fin = (monthrange(jour.year, jour.month)[1] for jour in (debut, fin))
    entiers = (fin.month - debut.month) * du_debut * de_la_fin
    return Fraction(entiers + fin.day * du_debut - (debut.day - 1) * de_la_fin, MOIS * du_debut * de_la_fin)


def quotite_retenue(periode: Periode, parametres: Parametres) -> Fraction:
    """Quotité that counts for a period: temps partiel × temps non complet.

    - Temps partiel: the quotité worked, never the pay (80 % is 0,80 though paid about 86 %).
      Source: FAQ CDG 2019, ETPR; DGCL 28/07/2020, 1.1.4.
    - Temps partiel thérapeutique: as full time. Source: DGCL 28/07/2020, 1.1.4. On a temps non complet, the hours of
      the post still count: the rule removes the reduction of the temps partiel only (decided here).
    - Temps non complet: weekly hours / 35. Source: FAQ CDG 2019, ETPR. Artistic teaching has another full time
      (16 h, 20 h): give it as `base_hebdo`. Source: « Usage ».

    Raise `CalculError` for a quotité above 1 or below 0, hours above those of a full time.
    """
    quotite = Fraction(1) if periode.therapeutique else positif(periode.quotite, "la quotité")
    if quotite > 1:
        raise CalculError(f"la quotité {ecrit(quotite)} dépasse 1 : écrivez 0,8 ou 80 % pour un temps partiel à 80 %")
    if periode.heures_hebdo is None:
        return quotite
    base = parametres.heures_hebdomadaires if periode.base_hebdo is None else periode.base_hebdo
    return quotite * quotite_non_complet(periode.heures_hebdo, base)


def quotite_non_complet(heures_hebdo: Nombre, base_hebdo: Nombre) -> Fraction:
    """Quotité of a temps non complet: 16 h of 35 are 16/35.

    Raise `CalculError` for hours above those of a full time. Source: FAQ CDG 2019, ETPR.
    """
    heures, base = positif(heures_hebdo, "les heures par semaine"), exact(base_hebdo)
    if base <= 0:
        raise CalculError("les heures par semaine d’un temps complet doivent dépasser 0")
    if heures > base:
        raise CalculError(f"{ecrit(heures)} h par semaine dépassent les {ecrit(base)} h d’un temps complet")
    return heures / base
