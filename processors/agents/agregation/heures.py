"""The situation in which hours were done: that of the month, which is not always that of 31 December.

The period that covers the month tells the statut, the cadre d’emplois and whether the post is a full-time one; else
the pay line that covers it; else the card of the agent. Of several, the one with most days in the month.
Source: 3.4.4 asks hours by statut and by post, and the pay line of a month carries both.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from schemas.roles import code_of

PERIODE, PAIE = 0, 1
"""What is believed first."""

_SITUATION = ("statut", "cadre_emplois", "temps_complet")
_COMPLET = {code_of("temps_complet"): "OUI", code_of("temps_non_complet"): "NON"}


def situations_du_mois(heures: pd.DataFrame, periodes: pd.DataFrame, paies: pd.DataFrame) -> pd.DataFrame:
    """`statut`, `cadre_emplois`, `temps_complet` of each line of hours, blank where nothing tells them.

    The three frames are sheets, with `rang`, the rank of the agent. Lines of hours without a month have no situation.
    """
    voulues = pd.DataFrame({"rang": heures["rang"], "mois": heures["mois"], "place": np.arange(len(heures))})
    couples = voulues.dropna(subset=["mois"]).merge(_situations(periodes, paies), on="rang")
    fin_du_mois = couples["mois"] + pd.offsets.MonthEnd(0)
    du = couples["debut"].clip(lower=couples["mois"])
    au = couples["fin"].clip(upper=fin_du_mois)
    couples = couples.assign(jours=-((au - du).dt.days + 1))
    ordre = ["place", "source", "jours", "debut", *_SITUATION]
    couples = couples[couples["jours"] < 0].sort_values(ordre, kind="stable")
    premiers = couples.groupby("place")[list(_SITUATION)].first()  # of each field, the first that is not blank
    return premiers.reindex(np.arange(len(heures))).set_axis(heures.index)


def _situations(periodes: pd.DataFrame, paies: pd.DataFrame) -> pd.DataFrame:
    """What each dated line says of some days. A pay line without any date says nothing of a month."""
    non_complet = periodes["temps_complet"].isna() & periodes["duree_hebdo"].notna()
    dites = periodes.assign(
        source=PERIODE, temps_complet=periodes["temps_complet"].astype("object").mask(non_complet, "NON")
    )
    payees = paies[paies["debut"].notna() | paies["fin"].notna()]
    payees = payees.assign(
        source=PAIE,
        fin=payees["fin"] + pd.offsets.MonthEnd(0),
        cadre_emplois=None,
        temps_complet=payees["temps"].map(_COMPLET),
    )
    champs = ["rang", "debut", "fin", "source", *_SITUATION]
    toutes = pd.concat([une[champs].astype({champ: "object" for champ in _SITUATION}) for une in (dites, payees)])
    premier, dernier = pd.Timestamp.min.ceil("D"), pd.Timestamp.max.floor("D")
    return toutes.assign(debut=toutes["debut"].fillna(premier), fin=toutes["fin"].fillna(dernier))


__all__ = ["situations_du_mois"]
