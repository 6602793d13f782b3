"""The kinds of fictitious collectivités."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Profil:
    """A kind of fictitious collectivité.

    `tailles` are bands of permanent staff with their weight; `nom` receives a made-up place name; `cadres` and
    `non_permanents` are weights by code; `masse_salariale` is the share of staff costs in running costs; `habitants`
    the inhabitants per permanent agent.
    """

    type_collectivite: str
    nom: str
    tailles: Mapping[tuple[int, int], float]
    cadres: Mapping[str, float]
    non_permanents: Mapping[str, float]
    masse_salariale: float
    habitants: int

    @classmethod
    def of(cls, declared: Mapping[str, Any]) -> Profil:
        """As `usages.yaml` writes it."""
        fields = {name: value for name, value in declared.items() if name != "poids"}
        return cls(**fields | {"tailles": {(low, high): share for low, high, share in declared["tailles"]}})
