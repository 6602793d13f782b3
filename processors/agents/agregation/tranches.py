"""Numbers in bands: age, seniority, days of absence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from schemas.model import Nomenclature

_SANS_NOMBRE = -1.0


def dans_la_liste(nomenclature: Nomenclature, nombres: pd.Series[Any]) -> pd.Series[Any]:
    """The band (`minimum` included, `maximum` excluded) of each number, None for a blank."""
    bornes = [(float(element.attributes.get("minimum") or 0), element.code) for element in nomenclature.elements]
    return en_tranches(nombres, sorted(bornes))


def en_tranches(nombres: pd.Series[Any], tranches: Sequence[tuple[float, str]]) -> pd.Series[Any]:
    """The name of the band of each number, None for a blank. `tranches` are (lowest number, name), in order."""
    minima = [minimum for minimum, _ in tranches]
    codes = np.array([*(code for _, code in tranches), None], dtype=object)
    rangs = np.searchsorted(minima, nombres.astype("float64").fillna(_SANS_NOMBRE).to_numpy(), side="right") - 1
    return pd.Series(codes[rangs], index=nombres.index, dtype="object")
