"""Days: strikes (6.1.3), training (4.1.2, 5.1), absences of the representatives of the CHSCT (6.1.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from processors.calculs.nombres import CalculError, Nombre, arrondi, positif
from processors.calculs.parametres import Parametres

DEMI = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Arret:
    """A strike: `agents` stopped work for `jours` whole days or `heures` hours each, never both."""

    agents: Nombre
    jours: Nombre = 0
    heures: Nombre = 0


def jours_greve(arrets: Iterable[Arret], parametres: Parametres) -> int:
    """Strike days of the year: agents × days, plus agents × hours / 7, rounded once after the sum.

    25 agents × 2 hours are 50 hours, 7,14 days, 7 on the form.
    Raise `CalculError` for a negative number, or a strike given both in days and in hours.
    Source: FAQ CDG 2019, 6.1.3.
    """
    jours = heures = Fraction(0)
    for arret in arrets:
        agents = positif(arret.agents, "le nombre de grévistes")
        duree, courte = positif(arret.jours, "les jours de grève"), positif(arret.heures, "les heures de grève")
        if duree and courte:
            raise CalculError("donnez les jours ou les heures d’un arrêt de travail, pas les deux")
        jours += agents * duree
        heures += agents * courte
    return int(arrondi(jours + heures / parametres.heures_par_jour, 0))


def jours_formation(actions: Iterable[tuple[Nombre, Nombre]]) -> Decimal:
    """Training days: the sum of (agents trained, days of the course), two decimals.

    Source: FAQ CDG 2019, 4.1.2 (3 agents × 1 day = 3 days).
    """
    total = sum(
        (positif(agents, "le nombre d’agents formés") * positif(jours, "les jours") for agents, jours in actions),
        Fraction(0),
    )
    return arrondi(total)


def journees(entieres: Nombre = 0, demi_journees: Nombre = 0) -> Decimal:
    """Days of absence taken by whole and half days.

    Source: DGCL 28/07/2020, 6.1.1, preferred to the FAQ of the CDG, which counts one day for each meeting.
    """
    return arrondi(
        positif(entieres, "les journées") + positif(demi_journees, "les demi-journées") * DEMI,
    )
