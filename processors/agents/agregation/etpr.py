"""ETPR by agent and by line of the form, from the periods of the year.

A period keeps the value that it carries; another is computed (`processors.agents.etpr`). The ETPR of an agent is at
most 1: beyond, each of its shares is reduced in proportion. Shares are then rounded to the hundredth, as they are
written on the form, and add up. Source: FAQ CDG 2019, ETPR; DGCL 28/07/2020, 1.1.4.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from processors.agents.agregation.mouvements import CONTRACTUELS, FONCTIONNAIRES
from processors.agents.etpr import calculer
from schemas.registers import Register

CENTIEMES = 100
_BRUIT = 1e-9
"""What binary arithmetic may take from an exact half of a hundredth."""


def parts_etpr(periodes: pd.DataFrame, agents: pd.DataFrame, types: pd.Series[str], fiches: Register) -> pd.DataFrame:
    """One line per agent, population, filière and catégorie (or type of non permanent post): `etpr`, two decimals.

    `periodes` is the sheet, with `rang` and `population`; `types` the type of non permanent post where each agent is
    counted, by rank.
    """
    rangs = periodes["rang"].to_numpy()
    typees = periodes["valeur"].to_numpy(float)
    calculees = calculer(periodes, fiches, agents)
    lignes = pd.DataFrame({"rang": rangs, "exact": np.where(np.isnan(typees), calculees, typees)})
    lignes["population"] = periodes["population"].to_numpy()
    permanent = lignes["population"].isin([FONCTIONNAIRES, CONTRACTUELS])
    for champ in ("filiere", "categorie"):
        de_la_periode = pd.Series(periodes[champ].to_numpy(), dtype="object")
        de_l_agent = pd.Series(agents[champ].to_numpy()[rangs], dtype="object")
        lignes[champ] = de_la_periode.where(de_la_periode.notna(), de_l_agent).where(permanent, "")
    lignes["type_emploi_non_permanent"] = lignes["rang"].map(types).where(~permanent, "")
    lignes = lignes[(lignes["exact"] > 0) & lignes["population"].notna()]
    totaux = lignes.groupby("rang")["exact"].transform("sum")
    lignes = lignes.assign(exact=lignes["exact"] / totaux.clip(lower=1))
    cles = ["rang", "population", "filiere", "categorie", "type_emploi_non_permanent"]
    parts = lignes.groupby(cles, sort=False, dropna=False)["exact"].sum().reset_index()
    return parts.assign(etpr=np.floor(parts["exact"] * CENTIEMES + 0.5 + _BRUIT) / CENTIEMES)
