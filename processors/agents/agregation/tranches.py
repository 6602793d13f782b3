"""Numbers in bands: age, seniority, days of absence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

_SANS_NOMBRE = -1.0


def en_tranches(nombres: pd.Series[Any], tranches: Sequence[tuple[float, str]]) -> pd.Series[Any]:
    """The code of the band of each number, None for a blank. `tranches` are (lowest number, code), in order."""
    minima = [minimum for minimum, _ in tranches]
    codes = np.array([*(code for _, code in tranches), None], dtype=object)
    rangs = np.searchsorted(minima, nombres.astype("float64").fillna(_SANS_NOMBRE).to_numpy(), side="right") - 1
    return pd.Series(codes[rangs], index=nombres.index, dtype="object")
