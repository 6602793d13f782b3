"""The figures behind the simulation, kept as data in `usages.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml


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


@cache
def _declared() -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = Path(__file__).with_name("usages.yaml").read_text(encoding="utf-8")
    declared: dict[str, Any] = yaml.load(text, Loader=loader)
    return declared


@cache
def profils() -> dict[Profil, int]:
    """The kinds of collectivités, with their weight."""
    found = {}
    for keys in _declared()["profils"].values():
        fields = dict(keys)
        weight = fields.pop("poids")
        fields["tailles"] = {(low, high): share for low, high, share in fields["tailles"]}
        found[Profil(**fields)] = weight
    return found


def poids(name: str) -> Mapping[str, float]:
    """Weights, probabilities or amounts by code. Raise KeyError for a name that is not declared."""
    weights: Mapping[str, float] = _declared()["poids"][name]
    return weights


def familles(filiere: str) -> list[str]:
    """The families of métiers of a filière."""
    codes: list[str] = _declared()["familles"].get(filiere, [])
    return codes
