"""Keys of agents that are written otherwise than on « Agents »: « a0001 » for « A0001 », 1 for « 0001 »."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from processors.agents.constats import rapprochees
from processors.agents.donnees import Donnees
from processors.agents.reperes import Reperes
from processors.findings import CellRef, Finding
from schemas.registers import AGENTS, KEY, Register


def rapprocher(fiches: Register, donnees: Donnees) -> Iterator[Finding]:
    """Give the lines of the other sheets the key of « Agents » that differs by case or leading zeros only.

    A key that two agents could claim stays as it is: it is then reported as unknown.
    """
    proches = _proches(donnees)
    reperes, cellules = Reperes(fiches, donnees), list[CellRef]()
    for feuille in fiches.tables:
        lignes = donnees[feuille.code]
        if feuille.code == AGENTS or lignes.empty:
            continue
        trouvees = lignes[KEY].where(lignes[KEY].isin(donnees[AGENTS][KEY]), lignes[KEY].map(_nue).map(proches))
        changees = (trouvees.notna() & (trouvees != lignes[KEY])).to_numpy(np.bool_)
        if changees.any():
            cellules += reperes.cellules(feuille.code, KEY, changees)
            lignes.loc[changees, KEY] = trouvees[changees]
    if cellules:
        yield rapprochees(cellules)


def _proches(donnees: Donnees) -> dict[str, str]:
    """Bare form → the only key of « Agents » that has it."""
    formes: dict[str, set[str]] = {}
    for cle in donnees[AGENTS][KEY].dropna():
        formes.setdefault(_nue(cle), set()).add(cle)
    return {nue: min(cles) for nue, cles in formes.items() if len(cles) == 1}


def _nue(cle: object) -> str:
    """A key without case, spaces nor leading zeros; '' for a blank."""
    return "".join(cle.casefold().split()).lstrip("0") or "0" if isinstance(cle, str) else ""
