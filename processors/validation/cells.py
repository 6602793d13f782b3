"""From a violation at one cell to the finding that its author can act on: one small function per code."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from processors.findings import CellRef, Finding, finding
from processors.libelles import liste, nombre, valeur
from schemas.json_schema import FIRST_YEAR, MAX_TEXT
from schemas.model import CellType, Kind, Questionnaire

STEPS = {0.5: "par demis (0,5)", 0.25: "par quarts (0,25)"}
_SHOWN_DECIMALS = 6
"""Decimals that `processors.libelles.nombre` shows."""
CUTOFF = 0.6
"""Resemblance, from 0 to 1, from which an allowed answer is suggested in place of a wrong one."""


@dataclass(frozen=True, slots=True)
class Site:
    """The faulty cell: its type and where it is."""

    questionnaire: Questionnaire
    type: CellType
    cell: CellRef
    indicator: str

    def finding(self, code: str, expected: object = None, **values: Any) -> Finding:
        """The finding of this cell; every message may show its `valeur`."""
        value = self.cell.value
        shown = _said(value if self.type.numeric or value is None else str(value))
        return finding(code, [self.cell], expected=expected, indicator=self.indicator, valeur=shown, **values)


def _said(value: object) -> str:
    """A wrong value as a message begins with it; a number with all its decimals, for they may be what is wrong."""
    match value:
        case None:
            return "La valeur «\u00a0null\u00a0»"
        case "":
            return "Un texte vide"
        case float() if not math.isfinite(value):
            return "Une valeur hors limites"
        case float() if value != round(value, _SHOWN_DECIMALS):
            return format(Decimal(repr(value)), "f").replace(".", ",")
    return valeur(value)


def _number(site: Site) -> Finding:
    """A type error in a cell of numbers: not a number at all, or a number with decimals."""
    value = site.cell.value
    if isinstance(value, float) and math.isfinite(value):
        nature = "un montant en euros entiers" if site.type.kind is Kind.MONTANT else "un nombre entier"
        return site.finding("ENTIER-ATTENDU", nature=nature)
    return site.finding("NOMBRE-ATTENDU")


def _negative(site: Site) -> Finding:
    return site.finding("VALEUR-NEGATIVE")


def _huge(site: Site) -> Finding:
    return site.finding("VALEUR-DEMESUREE")


def _step(site: Site) -> Finding:
    step, value = site.type.step, site.cell.value
    nearest = round(round(float(value) / step) * step, 6) if isinstance(value, int | float) else None
    if step in STEPS:
        return site.finding("PAS-NON-RESPECTE", nearest, pas=STEPS[step], proche=valeur(nearest))
    return site.finding("TROP-DE-DECIMALES", nearest, pas=nombre(step), proche=valeur(nearest))


def _year(site: Site) -> Finding:
    return site.finding("ANNEE-HORS-LIMITES", premiere=FIRST_YEAR, derniere=site.questionnaire.year)


def _siret(site: Site) -> Finding:
    return site.finding("SIRET-FORMAT")


def siret_key(site: Site) -> Finding:
    """The finding of a SIRET of 14 digits whose key is wrong."""
    return site.finding("SIRET-INVALIDE")


def _text(site: Site) -> Finding:
    return site.finding("TEXTE-ATTENDU")


def _empty_text(site: Site) -> Finding:
    return site.finding("TEXTE-VIDE")


def _long_text(site: Site) -> Finding:
    return site.finding("TEXTE-TROP-LONG", longueur=nombre(len(str(site.cell.value))), limite=nombre(MAX_TEXT))


def _choice(site: Site) -> Finding:
    elements = site.questionnaire.choices(site.type).elements
    labels = [element.label for element in elements]
    closest = suggestion(str(site.cell.value), labels)
    hint = f"La réponse la plus proche est {valeur(closest)}. " if closest else ""
    return site.finding("VALEUR-HORS-LISTE", closest, reponses=liste(labels), suggestion=hint)


def suggestion(value: str, labels: list[str]) -> str | None:
    """The label that looks most like a wrong answer, whatever its case, in whole or by its beginning; else None."""
    wanted = value.strip().casefold()
    by_key = {label.casefold()[: len(wanted) + 1]: label for label in reversed(labels)}
    by_key |= {label.casefold(): label for label in reversed(labels)}
    found = get_close_matches(wanted, by_key, n=1, cutoff=CUTOFF)
    return by_key[found[0]] if found else None


Translator = Callable[[Site], Finding]

_WHOLE: Mapping[str, Translator] = {"minimum": _negative, "maximum": _huge, "type": _number}
_ANY_YEAR: Mapping[str, Translator] = {"type": _year, "minimum": _year, "maximum": _year}
_CHOICE: Mapping[str, Translator] = {"enum": _choice}

TRANSLATORS: Mapping[Kind, Mapping[str, Translator]] = {
    Kind.ENTIER: _WHOLE,
    Kind.MONTANT: _WHOLE,
    Kind.DECIMAL: {"minimum": _negative, "maximum": _huge, "type": _number, "multipleOf": _step},
    Kind.ANNEE: _ANY_YEAR,
    Kind.SIRET: {"type": _siret, "pattern": _siret},
    Kind.TEXTE: {"type": _text, "minLength": _empty_text, "maxLength": _long_text},
    Kind.LISTE: _CHOICE,
    Kind.OUI_NON: _CHOICE,
}
"""Kind of cell → keyword of the schema → finding. The first keyword of each line wins when several fail."""


def translate(site: Site, keywords: set[str]) -> Finding:
    """The one finding of a cell where these keywords fail. Raise StopIteration when the schema has a new keyword."""
    return next(translator for keyword, translator in TRANSLATORS[site.type.kind].items() if keyword in keywords)(site)
