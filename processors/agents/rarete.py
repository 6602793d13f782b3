"""Rare combinations: agents whose sexe, statut, cadre d’emplois and age band are enough to recognise them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from processors.agents.donnees import Donnees
from processors.calculs.ages import TRANCHES_AGE
from schemas.registers import AGENTS, KEY, Register
from schemas.registers_reader import register

CROISEMENT = ("sexe", "statut", "cadre_emplois", "type_emploi_non_permanent")
"""Fields that, with the age band, are known by anybody who knows the agent a little."""


@dataclass(frozen=True, slots=True)
class Rare:
    """An agent in a cell of fewer than `seuil` agents: its line of « Agents », its key, the cell, how many it holds."""

    ligne: int
    cle: str
    cellule: tuple[str, ...]
    nombre: int


def combinaisons_rares(donnees: Donnees, seuil: int = 2, fiches: Register | None = None) -> list[Rare]:
    """The agents that stand with fewer than `seuil` agents (2: alone) in their cell, in the order of the sheet.

    A cell is a combination of `CROISEMENT` and of the age band at 31/12. A blank is a value like another.
    """
    declarees = fiches or register()
    agents = donnees[AGENTS]
    croisement = [_montre(declarees, agents, champ) for champ in CROISEMENT]
    croisement.append(_tranches(declarees, agents, donnees.annee))
    cellules = pd.concat(croisement, axis=1)
    nombres = cellules.groupby(list(cellules.columns), dropna=False)[cellules.columns[0]].transform("size")
    return list(_rares(agents, cellules, nombres, seuil))


def _rares(agents: pd.DataFrame, cellules: pd.DataFrame, nombres: pd.Series[int], seuil: int) -> Iterator[Rare]:
    rares = (nombres < seuil).to_numpy()
    lignes: list[int] = agents.index[rares].tolist()
    dits = cellules[rares].to_numpy().tolist()
    for ligne, cle, cellule, nombre in zip(lignes, agents[KEY][rares], dits, nombres[rares], strict=True):
        yield Rare(ligne, str(cle), tuple(str(dit) for dit in cellule if dit), int(nombre))


def _montre(fiches: Register, agents: pd.DataFrame, champ: str) -> pd.Series[str]:
    """The label of a coded field, empty when blank."""
    choix = fiches.find(AGENTS, champ).choices
    assert choix is not None
    return agents[champ].map(choix.shown).fillna("").astype("object")


def _tranches(fiches: Register, agents: pd.DataFrame, annee: int) -> pd.Series[str]:
    """The label of the age band at 31/12, empty for an unknown birth."""
    ans = annee - agents["naissance"].dt.year
    trouvees = pd.Series("", index=agents.index, dtype="object", name="naissance")
    for tranche in fiches.nomenclatures[TRANCHES_AGE].elements:
        bas, haut = (tranche.attributes.get(borne, "") for borne in ("minimum", "maximum"))
        dedans = (ans >= float(bas or 0)) & ((ans < float(haut)) if haut else True)
        trouvees[dedans] = tranche.label
    return trouvees
