"""The sheets of the next year: what is stable is carried over, the facts of the year are left blank.

Who has left is dropped: not there on 31 December, and in no position that keeps a tie with the collectivité.
Which fields are stable is declared: `reconduit` of each sheet (`schemas/fiches/feuilles`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from processors.agents.agregation.vues import Vues
from processors.agents.donnees import Donnees, vides
from processors.agents.etpr import PERIODES
from schemas.registers import AGENTS, COLLECTIVITE, KEY, Register, Sheet


@dataclass(frozen=True)
class Reconduites:
    """The new sheets; `retires` are the Excel lines of « Agents » of those who left, `periodes` the number of periods
    that go on, `sans_presence` the Excel lines of the agents who are kept though nothing says if they are still there.
    """

    donnees: Donnees
    retires: tuple[int, ...]
    periodes: int
    sans_presence: tuple[int, ...]


def reconduire(donnees: Donnees, fiches: Register) -> Reconduites:
    """Start the sheets of the year that follows those of `donnees`."""
    agents = donnees[AGENTS]
    lies = _lies(donnees, fiches)
    gardes = set(agents.loc[lies, KEY].dropna())
    suivantes = vides(fiches)
    for feuille in fiches.tables:
        lignes = donnees[feuille.code]
        retenues = lies if feuille.code == AGENTS else lignes[KEY].isin(gardes).to_numpy(np.bool_)
        if feuille.code == PERIODES:
            retenues = retenues & _ouvertes(donnees)
        if feuille.carried:
            suivantes.feuilles[feuille.code] = _stables(feuille, lignes[retenues])
    stables = fiches.sheets[COLLECTIVITE].carried
    suivantes.collectivite = {code: donnees.collectivite[code] for code in stables if code in donnees.collectivite}
    muets = lies & agents["remunere_3112"].isna().to_numpy()
    return Reconduites(
        suivantes,
        retires=tuple(agents.index[~lies].tolist()),
        periodes=len(suivantes[PERIODES]),
        sans_presence=tuple(agents.index[muets].tolist()),
    )


def _lies(donnees: Donnees, fiches: Register) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """The lines of « Agents » that go on: not said absent, or absent in a particular position and not gone for good."""
    agents = donnees[AGENTS]
    vues = Vues(donnees, fiches)
    partis = vues.agents.loc[vues.agents["parti"], KEY]
    en_position = (agents["en_position_particuliere"] == "OUI") & ~agents[KEY].isin(partis)
    return np.asarray(agents[KEY].notna() & ((agents["remunere_3112"] != "NON") | en_position), dtype=np.bool_)


def _ouvertes(donnees: Donnees) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """The periods that are not over on 31 December."""
    fins = donnees[PERIODES]["fin"]
    return np.asarray(fins.isna() | (fins >= pd.Timestamp(donnees.annee, 12, 31)), dtype=np.bool_)


def _stables(feuille: Sheet, lignes: pd.DataFrame) -> pd.DataFrame:
    """These lines, all but the stable fields blank."""
    efface = [code for code in feuille.codes if code not in (KEY, *feuille.carried)]
    neuves = lignes.copy()
    for code in efface:
        neuves[code] = pd.Series(index=lignes.index, dtype=lignes[code].dtype)
    return neuves
