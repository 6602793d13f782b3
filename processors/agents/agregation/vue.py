"""A view of the agent data: lines that the rules count, each of one agent, whose fields it also answers for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from processors.agents.agregation.regles import Filtre
from schemas.model import Nomenclature

Masque = NDArray[np.bool_]
Rangs = NDArray[np.int64]


@dataclass
class Vue:
    """`lignes` are the fields of the lines themselves, `agents` those of the agents, `rangs` the agent of each line.

    The distinct values of a field are found once; filters and axes then only look at these few values.
    """

    agents: pd.DataFrame
    lignes: pd.DataFrame
    rangs: Rangs
    _facteurs: dict[str, tuple[Rangs, list[Any]]] = field(default_factory=dict, repr=False)
    _masques: dict[tuple[str, frozenset[Any]], Masque] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.rangs)

    def __contains__(self, nom: str) -> bool:
        return nom in self.lignes.columns or nom in self.agents.columns

    def champ(self, nom: str) -> NDArray[Any]:
        """A field of each line: the line's own, else its agent's. Raise KeyError when neither has it."""
        if nom in self.lignes.columns:
            return self.lignes[nom].to_numpy()
        return self.agents[nom].to_numpy()[self.rangs]

    def codes(self, nomenclature: Nomenclature, nom: str) -> Rangs:
        """The rank in a nomenclature of the code that a field holds, -1 for a blank or a code that it has not."""
        return self._selon(nom, lambda valeur: nomenclature.position.get(valeur, -1), -1)

    def retenues(self, parmi: Filtre, sauf: Filtre = ()) -> Masque:
        """Which lines answer to a filter."""
        masque = np.ones(len(self), dtype=np.bool_)
        for nom, valeurs in parmi:
            masque &= self._parmi(nom, valeurs)
        for nom, valeurs in sauf:
            masque &= ~self._parmi(nom, valeurs)
        return masque

    def repond(self, nom: str, masque: Masque) -> bool:
        """Whether one of the lines of a mask has an answer in a field."""
        return bool((self._facteur(nom)[0][masque] >= 0).any())

    def _parmi(self, nom: str, valeurs: frozenset[Any]) -> Masque:
        if (nom, valeurs) not in self._masques:
            self._masques[nom, valeurs] = self._selon(nom, lambda valeur: valeur in valeurs, False).astype(np.bool_)
        return self._masques[nom, valeurs]

    def _selon(self, nom: str, fonction: Callable[[Any], int | bool], vide: int | bool) -> Rangs:
        """A function of the value of a field, for each line."""
        rangs, distinctes = self._facteur(nom)
        table = np.array([*map(fonction, distinctes), vide], dtype=np.int64)
        trouves: Rangs = table[rangs]
        return trouves

    def _facteur(self, nom: str) -> tuple[Rangs, list[Any]]:
        """For each line, the rank of its value among the distinct ones; -1 for a blank."""
        if nom not in self._facteurs:
            rangs, distinctes = pd.factorize(self.champ(nom))
            self._facteurs[nom] = (rangs.astype(np.int64), list(distinctes))
        return self._facteurs[nom]
