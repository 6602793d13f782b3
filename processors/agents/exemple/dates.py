"""The days that the situations name: `jour1`, `veille2`, `07-01`…"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from processors.agents.exemple.tirages import Colonne, Tirages

UN_JOUR = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Jours:
    """The two dates of the year that each agent has: `jour1` from February to May, `jour2` from July to November."""

    annee: int
    jour1: Colonne
    jour2: Colonne

    def nomme(self, nom: str, agents: Colonne) -> Colonne:
        """The date that a name gives to some agents (their ranks)."""
        fixes = {
            "jour1": self.jour1,
            "jour2": self.jour2,
            "veille1": self.jour1 - UN_JOUR,
            "veille2": self.jour2 - UN_JOUR,
        }
        if nom in fixes:
            return np.asarray(fixes[nom][agents])
        return np.full(len(agents), jour(self.annee, nom))


def jour(annee: int, mois_jour: str) -> np.datetime64:
    """A day of the year, « 12-31 »."""
    return np.datetime64(f"{annee}-{mois_jour}", "D")


def jours_de(annee: int, taille: int, tirages: Tirages) -> Jours:
    """Draw the two dates of each agent."""
    premiers = np.array([np.datetime64(f"{annee}-{rang:02}-01", "D") for rang in range(1, 13)])
    rang1, rang2 = tirages.rng.integers(1, 5, taille), tirages.rng.integers(6, 11, taille)
    return Jours(annee, premiers[rang1], premiers[rang2])


def au_hasard(tirages: Tirages, bas: Colonne, haut: Colonne) -> Colonne:
    """A day between two, for each agent; the second one when they are out of order."""
    ecart = np.maximum((haut - bas).astype("int64"), 0)
    return np.asarray(haut - (tirages.rng.random(len(ecart)) * (ecart + 1)).astype("int64").astype("timedelta64[D]"))
