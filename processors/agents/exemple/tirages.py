"""Reproducible draws of whole columns: everything comes from one numpy generator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Colonne = NDArray[Any]
Masque = NDArray[np.bool_]
Nombres = NDArray[np.float64]

OUI, NON = "OUI", "NON"


class Tirages:
    """Columns of draws. The same seed gives the same columns with the same version of numpy."""

    def __init__(self, graine: int) -> None:
        self.rng = np.random.default_rng(graine)

    def chance(self, taille: int, probabilite: float | Nombres) -> Masque:
        """Which of `taille` agents are concerned."""
        return self.rng.random(taille) < probabilite

    def parmi(self, taille: int, poids: Mapping[Any, float] | Sequence[str]) -> Colonne:
        """A code (or a number) for each of `taille` agents, in proportion of the weights (equal for a sequence)."""
        codes = np.array(list(poids), dtype=object)
        parts = np.array(list(poids.values()) if isinstance(poids, Mapping) else [1.0] * len(codes))
        rangs = np.searchsorted(np.cumsum(parts / parts.sum()), self.rng.random(taille))
        return np.asarray(codes[rangs.clip(0, len(codes) - 1)])

    def entiers(self, taille: int, bas: int, haut: int) -> Nombres:
        """Whole numbers from `bas` to `haut`, both included."""
        return self.rng.integers(bas, haut + 1, taille).astype("float64")

    def demi_jours(self, taille: int, bas: float, haut: float) -> Nombres:
        """Numbers of days, in half-days, from `bas` to `haut`."""
        return self.entiers(taille, int(bas * 2), int(haut * 2)) / 2


def vide(taille: int) -> Colonne:
    """A column of texts or codes without any answer."""
    return np.full(taille, None, dtype=object)


def sans_nombre(taille: int) -> Nombres:
    """A column of numbers without any answer."""
    return np.full(taille, np.nan)


def sans_date(taille: int) -> Colonne:
    """A column of dates without any answer."""
    return np.full(taille, np.datetime64("NaT"), dtype="datetime64[D]")


def oui_non(masque: Masque) -> Colonne:
    """« Oui » where it is true, « Non » elsewhere."""
    return np.where(masque, OUI, NON).astype(object)


def seulement(masque: Colonne, valeurs: Colonne | Sequence[str] | str) -> Colonne:
    """The answers (one for each agent, or the same for all) where the mask is true, nothing elsewhere."""
    reponses, ou = vide(len(masque)), masque.astype(bool)
    reponses[ou] = valeurs if isinstance(valeurs, str) else np.asarray(valeurs, dtype=object)[ou]
    return reponses
