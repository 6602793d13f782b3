"""How an expected figure is rounded: euros upwards, whole days and strikes half up, the rest to the hundredth."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from tests.agents.oracle_base import Compte

EUROS = ("3.1.1", "3.2.1", "3.3.1")
ENTIERS = ("2.1.4", "2.1.5", "2.1.6", "6.1.3")
CARENCE, RETENUES = ("2.2.6.1", "2.2.6.2", "2.2.6.3"), "!MBSRDC."


def arrondir(compte: Compte) -> dict[str, float]:
    arrondis: dict[str, float] = {}
    for code, valeur in compte.items():
        exacte = Fraction(str(valeur)) if isinstance(valeur, float) else Fraction(valeur)
        table = code.partition("!")[0]
        if table in EUROS or (table in CARENCE and RETENUES in code):
            arrondis[code] = ceil(exacte)
        elif table in ENTIERS:
            arrondis[code] = floor(exacte + Fraction(1, 2))
        else:
            arrondis[code] = floor(exacte * 100 + Fraction(1, 2)) / 100
    return {code: valeur for code, valeur in arrondis.items() if valeur}
