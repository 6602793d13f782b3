"""Values as people type them: what is certain is accepted and said, what is not is left for the schema to refuse.

Each function turns the raw content of an entry cell into an answer of the type of the cell. `Reading.note` names the
finding that tells what was understood; `Reading.refused` the one that says why nothing could be.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from math import isfinite
from typing import Any

from stdnum.fr import siret as stdnum_siret

from schemas.model import YES_NO, Cell, CellType, Kind, Nomenclature, Questionnaire
from schemas.plan import Value

# Codes of the findings of this module, emitted by `intake.workbook`.
TEXT_NUMBER = "NOMBRE-EN-TEXTE"
TRUTH_NUMBER = "BOOLEEN-POUR-NOMBRE"
DATE_NUMBER = "DATE-POUR-NOMBRE"
AMBIGUOUS_NUMBER = "NOMBRE-AMBIGU"
DATE_YEAR = "DATE-POUR-ANNEE"
PADDED_SIRET = "SIRET-ZERO-RETABLI"
CONVERTED_TEXT = "TEXTE-CONVERTI"
UNDERSTOOD_ANSWER = "REPONSE-INTERPRETEE"

SPACES = " \u00a0\u2007\u2009\u202f\t\r\n\u200b\u2060\ufeff"
"""What surrounds an answer without being part of it, the invisible characters of web pages included."""

_GROUPING = re.compile("[ \u00a0\u2007\u2009\u202f]+")
_SIMPLE = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?: [0-9]{3})+(?:[.,][0-9]+)?")
_THOUSANDS = (r"(?:\.[0-9]{3})+,[0-9]+", r"(?:,[0-9]{3})+\.[0-9]+", r"(?:\.[0-9]{3}){2,}", r"(?:,[0-9]{3}){2,}")
_POINTED = re.compile(rf"[+-]?[1-9][0-9]{{0,2}}(?:{'|'.join(_THOUSANDS)})")
"""Points or commas between thousands, certain when the other sign follows or when there are several."""

_AMBIGUOUS = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_UNITS: Mapping[str, re.Pattern[str]] = {
    unit: re.compile(rf"\s*(?:{words})$", re.IGNORECASE)
    for unit, words in {
        "agents": "agents?|personnes?",
        "etpr": "etpr?",
        "jours": "j|jours?",
        "heures": "h|heures?",
        "euros": "€|euros?|eur",
        "actes": "actes?",
        "reunions": "réunions?|reunions?",
        "pourcent": "%",
    }.items()
}
"""Unit of a cell → how people write it. Another unit than the cell's is never taken off: the value may be another."""

_LONGEST = 15
"""Digits of a number that survive in a spreadsheet."""

LARGEST = 10.0**_LONGEST
"""A larger number counts nothing that a report counts, and has lost digits already: it is not read as a number."""

_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_YEAR = r"(?:19|20)[0-9]{2}"
_DATE = re.compile(rf"(?:{_DAY}[/.-]){{1,2}}(?P<end>{_YEAR})|(?P<start>{_YEAR})(?:-{_DAY}){{1,2}}")
_FIRST_DATE_YEAR = 1910
"""An earlier date is as likely a year typed in a date cell: 2019 shows there as 11/07/1905 (or 1909 on old Macs)."""

_DECIMALS = 9
_CODE_LENGTH = 2
_YES = frozenset({"oui", "o", "x", "1", "vrai", "true", "yes", "✓", "✔"})
_NO = frozenset({"non", "n", "0", "faux", "false", "no"})
_SIRET_LENGTH = 14
_SIRET_SHORTEST = 11
"""Digits of the shortest SIRET read as a number: the SIREN in use have three leading zeros at most."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell was understood to hold. `value` None: blank, or refused."""

    value: Value | None
    note: str = ""
    refused: str = ""


BLANK = Reading(None)


def read_value(questionnaire: Questionnaire, cell: Cell, raw: Any) -> Reading:
    """The answer that a raw cell content stands for (float, str, bool, date, datetime, time, timedelta, '' or None)."""
    if raw is None or (isinstance(raw, str) and not raw.strip(SPACES)):
        return BLANK
    kind = cell.type.kind
    if cell.type.numeric:
        return _number(raw, cell.type.unit)
    if kind is Kind.ANNEE:
        return _year(raw)
    if kind is Kind.SIRET:
        return _siret(raw)
    if kind is Kind.TEXTE:
        return _text(raw)
    return _choice(questionnaire.choices(cell.type), cell.type, raw)


def _plain(number: float) -> Value:
    """An int when the number is whole; else without the noise of binary arithmetic."""
    rounded = round(number, _DECIMALS)
    return int(rounded) if rounded == int(rounded) else rounded


def _is_number(raw: Any) -> bool:
    """Whether a raw content is a number; infinities and NaN, which a damaged file may hold, are none."""
    return isinstance(raw, int | float) and not isinstance(raw, bool) and isfinite(raw)


def _number(raw: Any, unit: str = "") -> Reading:
    if isinstance(raw, bool):
        return Reading(None, refused=TRUTH_NUMBER)
    if _is_number(raw):
        return Reading(_plain(raw) if abs(raw) < LARGEST else raw)  # too large: the schema refuses it
    if not isinstance(raw, str | int | float):
        return Reading(None, refused=DATE_NUMBER)
    return _number_text(str(raw), unit)


def _number_text(raw: str, unit: str) -> Reading:
    text = _GROUPING.sub(" ", raw.strip(SPACES)).replace("\u2212", "-")
    if unit in _UNITS:
        text = _UNITS[unit].sub("", text)
    if _AMBIGUOUS.fullmatch(text):
        return Reading(None, refused=AMBIGUOUS_NUMBER)
    if _POINTED.fullmatch(text):
        thousands = next(sign for sign in text if sign in ",.")
        text = text.replace(thousands, "")
    certain = _SIMPLE.fullmatch(text) or _GROUPED.fullmatch(text)
    if not certain or sum(character.isdigit() for character in text) > _LONGEST:
        return Reading(raw.strip(SPACES))
    return Reading(_plain(float(text.replace(" ", "").replace(",", "."))), note=TEXT_NUMBER)


def _year(raw: Any) -> Reading:
    if isinstance(raw, date):
        if raw.year < _FIRST_DATE_YEAR:
            return Reading(None, refused=DATE_NUMBER)
        return Reading(raw.year, note=DATE_YEAR)
    written = _DATE.fullmatch(raw.strip(SPACES)) if isinstance(raw, str) else None
    if written is not None:
        return Reading(int(written["end"] or written["start"]), note=DATE_YEAR)
    return _number(raw)


def _siret(raw: Any) -> Reading:
    if isinstance(raw, str):
        digits = re.sub(r"[\s\u200b\u2060\ufeff.\-]", "", raw)
        return Reading(digits if re.fullmatch("[0-9]+", digits) else raw.strip(SPACES))
    if _is_number(raw) and raw == int(raw) and raw >= 0:
        digits = str(int(raw))
        padded = digits.zfill(_SIRET_LENGTH)
        if _SIRET_SHORTEST <= len(digits) < _SIRET_LENGTH and stdnum_siret.is_valid(padded):
            return Reading(padded, note=PADDED_SIRET)
        return Reading(digits)
    return Reading(_text(raw).value)


def _text(raw: Any) -> Reading:
    if isinstance(raw, str):
        return Reading(raw.strip(SPACES))
    if isinstance(raw, bool):
        return Reading("Vrai" if raw else "Faux", note=CONVERTED_TEXT)
    if _is_number(raw):
        return Reading(str(_plain(raw)).replace(".", ","), note=CONVERTED_TEXT)
    if isinstance(raw, datetime) and (raw.hour or raw.minute):
        return Reading(raw.strftime("%d/%m/%Y %H:%M"), note=CONVERTED_TEXT)
    if isinstance(raw, date):
        return Reading(raw.strftime("%d/%m/%Y"), note=CONVERTED_TEXT)
    return Reading(str(raw), note=CONVERTED_TEXT)


def fold(text: str) -> str:
    """A text without case, accents, double spaces nor typographic quotes, to compare answers."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).casefold().split())


@cache
def _folded(names: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Folded label or code → code, when it names one answer only."""
    meanings: dict[str, set[str]] = {}
    for code, label in names:
        for text in (code, label):
            meanings.setdefault(fold(text), set()).add(code)
    return {words: min(codes) for words, codes in meanings.items() if len(codes) == 1}


def _choice(nomenclature: Nomenclature, cell_type: CellType, raw: Any) -> Reading:
    if isinstance(raw, str) and raw in nomenclature.by_label:
        return Reading(nomenclature.by_label[raw])
    words = fold(_spoken(raw))
    known = _folded(tuple((element.code, element.label) for element in nomenclature.elements))
    found = known.get(words)
    if found is None and _is_number(raw):  # a code such as 01, that the spreadsheet made a number
        found = known.get(words.zfill(_CODE_LENGTH))
    if found is not None:
        return Reading(found, note=UNDERSTOOD_ANSWER)
    if cell_type.kind is Kind.OUI_NON or nomenclature.name.startswith(YES_NO):
        if words in _YES:
            return Reading("OUI", note=UNDERSTOOD_ANSWER)
        if words in _NO:
            return Reading("NON", note=UNDERSTOOD_ANSWER)
    return Reading(_spoken(raw))


def _spoken(raw: Any) -> str:
    """A raw content as a person would say it: 1.0 is « 1 »."""
    if isinstance(raw, bool):
        return "vrai" if raw else "faux"
    if _is_number(raw):
        return str(_plain(raw))
    return str(raw).strip(SPACES)


def quoted(raw: Any) -> str:
    """A raw content as a message quotes it: VRAI, 12,5, 12/05/2019."""
    if isinstance(raw, bool):
        return _spoken(raw).upper()
    if isinstance(raw, date):
        return raw.strftime("%d/%m/%Y")
    return _spoken(raw).replace(".", ",") if _is_number(raw) else _spoken(raw)


def raw_answer(raw: Any) -> Value:
    """A raw content as an answer, not understood: for cells that ask nothing."""
    return _plain(raw) if _is_number(raw) else _spoken(raw)
