"""Exact numbers: fractions inside, decimals at the edges, French words in the errors."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from processors.libelles import nombre as en_francais

Nombre = int | float | str | Decimal | Fraction
"""What a calculation accepts. A text is a plain decimal or a fraction: "0.8", "2/3"."""

CHIFFRES_TABLEUR = 15
"""Significant digits of a number in a spreadsheet: beyond them stands the noise of binary arithmetic."""


class CalculError(ValueError):
    """A calculation that cannot be made; the message, in French, is for the user of the cell or of the command."""

    def __init__(self, message: str) -> None:
        super().__init__(insecable(message))


def insecable(phrase: str) -> str:
    """A French sentence with its no-break spaces: before « : ; ? ! % » and inside quotation marks."""
    return re.sub("« ", "«\u00a0", re.sub(" (?=[:;?!%»])", "\u00a0", phrase))


def exact(valeur: Nombre) -> Fraction:
    """A number without any loss. A float is the decimal that a spreadsheet shows: 0.8 is 8/10, 0.1 + 0.2 is 3/10.

    Raise `CalculError` when it is not a finite number.
    """
    if isinstance(valeur, float):
        if not math.isfinite(valeur):
            raise CalculError("une valeur n’est pas un nombre")
        return _flottant(valeur)
    try:
        return Fraction(valeur)
    except (ValueError, OverflowError, ZeroDivisionError) as refus:
        raise CalculError(f"« {valeur} » n’est pas un nombre") from refus


@lru_cache(maxsize=1 << 14)  # thousands of agents share a few quotités
def _flottant(valeur: float) -> Fraction:
    return Fraction(f"{valeur:.{CHIFFRES_TABLEUR}g}")


def positif(valeur: Nombre, quoi: str) -> Fraction:
    """A number of 0 or more; `quoi` names it in the error: « les heures payées ». Raise `CalculError`."""
    trouve = exact(valeur)
    if trouve < 0:
        raise CalculError(f"{quoi} : {ecrit(trouve)} est négatif")
    return trouve


def arrondi(valeur: Nombre, decimales: int = 2) -> Decimal:
    """Nearest decimal, half away from zero: 0.455 is 0.46, -0.455 is -0.46.

    Source: FAQ CDG 2019, ETPR, where 16/35 = 0,4571 is written 0,46.
    """
    nombre = exact(valeur)
    echelle = 10**decimales
    unites = (2 * abs(nombre.numerator) * echelle + nombre.denominator) // (2 * nombre.denominator)
    return _decimal(unites if nombre >= 0 else -unites, decimales)


def tronque(valeur: Nombre, decimales: int = 2) -> Decimal:
    """The decimal cut, never rounded: 0.459 is 0.45.

    Source: « Usage », 1.6.2: rates and deductible units are cut to two decimals.
    """
    nombre = exact(valeur)
    unites = abs(nombre.numerator) * 10**decimales // nombre.denominator
    return _decimal(unites if nombre >= 0 else -unites, decimales)


def _decimal(unites: int, decimales: int) -> Decimal:
    return Decimal(unites).scaleb(-decimales)


def ecrit(valeur: Nombre) -> str:
    """A number as a French reader expects it, four decimals at most: « 1,04 »."""
    lisible = float(arrondi(valeur, 4))
    return en_francais(int(lisible) if lisible.is_integer() else lisible)
