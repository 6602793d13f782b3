"""What happens in the year to each agent: `schemas/fiches/exemple/parcours.yaml`, and who gets what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processors.agents.exemple.tirages import Tirages
from schemas.register_example import stories

PART_PARTICULIERE = 0.25
"""Share of the agents to whom something happens in the year."""

Dit = str | bool | Sequence[str]
"""What an entry says of a field: one answer, or the answers among which one is drawn."""


@dataclass(frozen=True, slots=True)
class Parcours:
    """One situation. `emplois` is for non permanents, `cadres` limits the grades, `avant` gives the former ones."""

    code: str
    statut: str
    poids: float
    regle: str = ""
    presence: str = "OUI"
    paye: bool = True
    age: str = ""
    entree: str = ""
    contrat: str = ""
    complet: bool = False
    incomplet: bool = False
    emplois: Sequence[str] = ()
    cadres: Sequence[str] = ()
    avant: Sequence[str] = ()
    periodes: Sequence[Mapping[str, Any]] = ({},)
    mouvements: Sequence[Mapping[str, Any]] = ()
    fiche: Mapping[str, Dit] = field(default_factory=dict)


@cache
def declares() -> tuple[tuple[Parcours, ...], tuple[Parcours, ...]]:
    """The stable situations, then those in which something happens."""
    stables, particuliers = ([Parcours(**entry) for entry in stories()[key]] for key in ("stables", "particuliers"))
    return tuple(stables), tuple(particuliers)


def repartir(taille: int, tirages: Tirages) -> tuple[tuple[Parcours, ...], NDArray[np.int64]]:
    """All the situations, and the rank of that of each agent.

    Each particular situation occurs once before any occurs twice: about 250 agents are enough to meet them all.
    """
    stables, particuliers = declares()
    nombre = round(taille * PART_PARTICULIERE)
    poids = np.array([one.poids for one in particuliers])
    chacune = tirages.rng.permutation(len(particuliers))[:nombre]
    autres = tirages.rng.choice(len(particuliers), size=nombre - len(chacune), p=poids / poids.sum())
    calmes = np.array([one.poids for one in stables])
    reste = tirages.rng.choice(len(stables), size=taille - nombre, p=calmes / calmes.sum())
    rangs = np.concatenate([chacune + len(stables), autres + len(stables), reste])
    return stables + particuliers, tirages.rng.permutation(rangs)
