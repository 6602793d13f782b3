"""Dates as people type them in French: 03/09/2019, 3-9-19, 2019-09-03, 3 septembre 2019, 1er mars 2019, sept. 2019."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from processors.intake.interpretation import SPACES, fold

MOIS = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)
_CHIFFRES = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]00:00(?::00)?)?")
_LETTRES = re.compile(r"(\d{1,2})(?:er)? ([a-z]+)\.? (\d{4}|\d{2})")
_MOIS_CHIFFRES = re.compile(r"(\d{1,2})[/.\- ](\d{4})")
_MOIS_ISO = re.compile(r"(\d{4})-(\d{1,2})")
_MOIS_LETTRES = re.compile(r"([a-z]+)\.? (\d{4})")

_ORIGINE = date(1899, 12, 30)
_SERIES = (7_000, 60_000)
"""Serial numbers that are dates from 1919 to 2064: a date shown as a number."""

_SIECLE = 40
"""Two digits below it are years of 2000, the others of 1900."""

_ABREGE = 3


def lire_date(brut: object) -> tuple[date | None, bool]:
    """The day that a cell means, and whether it had to be understood; None when no day can be read."""
    if isinstance(brut, datetime):
        return brut.date(), False
    if isinstance(brut, date):
        return brut, False
    if isinstance(brut, int | float) and not isinstance(brut, bool):
        return _serie(brut), True
    if not isinstance(brut, str):
        return None, True
    texte = fold(brut.strip(SPACES))
    if trouve := _ISO.fullmatch(texte):
        return _jour(trouve[3], trouve[2], trouve[1]), True
    if trouve := _CHIFFRES.fullmatch(texte):
        return _jour(trouve[1], trouve[2], trouve[3]), True
    if trouve := _LETTRES.fullmatch(texte):
        return _jour(trouve[1], str(_mois(trouve[2])), trouve[3]), True
    return None, True


def lire_mois(brut: object) -> tuple[date | None, bool]:
    """The first day of the month that a cell means; a day of the month will do."""
    jour, compris = lire_date(brut)
    if jour is None and isinstance(brut, str):
        jour = _mois_seul(fold(brut.strip(SPACES)))
    return (jour.replace(day=1) if jour else None), compris


def _mois_seul(texte: str) -> date | None:
    if trouve := _MOIS_CHIFFRES.fullmatch(texte):
        return _jour("1", trouve[1], trouve[2])
    if trouve := _MOIS_ISO.fullmatch(texte):
        return _jour("1", trouve[2], trouve[1])
    if trouve := _MOIS_LETTRES.fullmatch(texte):
        return _jour("1", str(_mois(trouve[1])), trouve[2])
    return None


def _serie(nombre: float) -> date | None:
    if nombre != int(nombre) or not _SERIES[0] <= nombre <= _SERIES[1]:
        return None
    return _ORIGINE + timedelta(days=int(nombre))


def _mois(nom: str) -> int:
    """Number of a month from its name or its first letters (three at least, one month only); 0 otherwise."""
    proches = [rang for rang, mois in enumerate(MOIS, start=1) if mois.startswith(nom) and len(nom) >= _ABREGE]
    return proches[0] if len(proches) == 1 else 0


def _jour(jour: str, mois: str, annee: str) -> date | None:
    an = int(annee)
    if len(annee) <= 2:
        an += 2000 if an < _SIECLE else 1900
    try:
        return date(an, int(mois), int(jour))
    except ValueError:
        return None
