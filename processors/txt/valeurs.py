"""Typed values of the txt file: letter and field of a value, both ways (`docs/format-txt.md`, « Valeurs »)."""

from __future__ import annotations

import math
import re
from decimal import Decimal

from processors.txt.codage import MalEcrit, escape, unescape
from schemas.model import CODED, NUMERIC, CellType, Kind
from schemas.plan import Value

NUMBER = "N"
CODE = "C"
TEXT = "T"

LETTER_NAMES = {NUMBER: "un nombre", CODE: "le code d’un choix", TEXT: "un texte"}

MAX_DIGITS = 17
"""Significant digits of a decimal number: what it takes to tell any two binary64 numbers apart."""

MAX_WHOLE_DIGITS = 400

_NUMBER = re.compile(r"(-?)([0-9]+)(?:[.,]([0-9]+))?")


def letter_of(cell_type: CellType) -> str:
    """The letter of the values of a type of cell."""
    if cell_type.kind in NUMERIC or cell_type.kind is Kind.ANNEE:
        return NUMBER
    return CODE if cell_type.kind in CODED else TEXT


def write_number(value: float | int) -> str:
    """The shortest decimal notation that gives the number back: no exponent, no useless zero.

    Raise MalEcrit for an infinite or undefined number.
    """
    if not math.isfinite(value):
        raise MalEcrit("le nombre est infini ou indéfini")
    if value == int(value):
        return str(int(value))
    return format(Decimal(repr(float(value))), "f")


def read_number(field: str) -> float | int:
    """A number, with a point or a comma: int when whole, float otherwise. Raise MalEcrit when it is not one."""
    found = _NUMBER.fullmatch(field)
    if not found:
        raise MalEcrit("un nombre s’écrit en chiffres, sans espace ni exposant, avec un point décimal (12 ou 12.5)")
    sign, whole, fraction = found[1], found[2].lstrip("0") or "0", (found[3] or "").rstrip("0")
    if len(whole) > MAX_WHOLE_DIGITS:
        raise MalEcrit("le nombre a trop de chiffres")
    if not fraction:
        return int(sign + whole)
    if len((whole + fraction).lstrip("0")) > MAX_DIGITS:
        raise MalEcrit(f"un nombre décimal a au plus {MAX_DIGITS} chiffres significatifs")
    return float(f"{sign}{whole}.{fraction}")


def write_value(cell_type: CellType, value: object) -> tuple[str, str]:
    """Letter and field of a value of that type. Raise MalEcrit when the value is not of that type, or blank."""
    letter = letter_of(cell_type)
    if letter == NUMBER and isinstance(value, int | float) and not isinstance(value, bool):
        return letter, write_number(value)
    if letter != NUMBER and isinstance(value, str) and value:
        return letter, escape(value)
    raise MalEcrit(f"{LETTER_NAMES[letter]} est attendu")


def read_value(cell_type: CellType, letter: str, field: str) -> Value:
    """The value of a record. Raise MalEcrit when letter or field are not those of the type."""
    expected = letter_of(cell_type)
    if letter != expected:
        raise MalEcrit(f"{LETTER_NAMES[expected]} est attendu, noté {expected}")
    if not field:
        raise MalEcrit("le champ est vide : une réponse absente ne s’écrit pas")
    return read_number(field) if letter == NUMBER else unescape(field)
