"""Age and seniority on 31 December, and the bands that hold them."""

from __future__ import annotations

from datetime import date

from processors.calculs.nombres import CalculError
from schemas.model import Element, Nomenclature, Questionnaire

TRANCHES_AGE = "tranches_age"
TRANCHES_ANCIENNETE = "tranches_anciennete"


def age(naissance: date, jour: date) -> int:
    """Whole years lived on a day. On 31 December the year of birth alone decides: the day of birth need not be known.

    Raise `CalculError` for a birth after that day. Source: « Usage », 1.7.1 (age at 31/12).
    """
    if naissance > jour:
        raise CalculError(f"né le {naissance:%d/%m/%Y}, après le {jour:%d/%m/%Y}")
    return _annees(naissance, jour)


def anciennete(entree: date, jour: date) -> int:
    """Whole years since the entry, on a day. Raise `CalculError` for an entry after that day.

    Someone who came in on 1 January 2017 has 2 years on 31 December 2019, and 3 the day after.
    Source: « Usage » (bands « moins de 3 ans », « de 3 à moins de 6 ans »).
    """
    if entree > jour:
        raise CalculError(f"entré le {entree:%d/%m/%Y}, après le {jour:%d/%m/%Y}")
    return _annees(entree, jour)


def _annees(debut: date, jour: date) -> int:
    return jour.year - debut.year - ((jour.month, jour.day) < (debut.month, debut.day))


def tranche(nomenclature: Nomenclature, annees: int) -> Element:
    """The band of a nomenclature (typed columns `minimum` included, `maximum` excluded) that holds a number of years.

    Raise `CalculError` when none does.
    """
    for element in nomenclature.elements:
        if _borne(element, "minimum", annees) <= annees < _borne(element, "maximum", annees + 1):
            return element
    raise CalculError(f"aucune tranche de « {nomenclature.title} » pour {annees} ans")


def _borne(element: Element, name: str, otherwise: int) -> float:
    written = element.attributes.get(name, "")
    return float(written) if written else otherwise


def tranche_age(questionnaire: Questionnaire, naissance: date) -> Element:
    """The age band of the questionnaire at 31/12 of its year. Source: declaration, `tranches_age`."""
    years = age(naissance, date(questionnaire.year, 12, 31))
    return tranche(questionnaire.nomenclatures[TRANCHES_AGE], years)


def tranche_anciennete(questionnaire: Questionnaire, entree: date) -> Element:
    """The seniority band of the questionnaire at 31/12 of its year. Source: declaration, `tranches_anciennete`."""
    years = anciennete(entree, date(questionnaire.year, 12, 31))
    return tranche(questionnaire.nomenclatures[TRANCHES_ANCIENNETE], years)
