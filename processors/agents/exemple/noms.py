"""Names that nobody can take for those of real people: made-up towns and the months of the revolutionary calendar."""

from __future__ import annotations

import numpy as np

from processors.agents.exemple.tirages import Colonne, Tirages
from processors.example.identite import DEBUTS, FINS

PRENOMS = (
    "Vendémiaire", "Brumaire", "Frimaire", "Nivôse", "Pluviôse", "Ventôse",
    "Germinal", "Floréal", "Prairial", "Messidor", "Thermidor", "Fructidor",
)  # fmt: skip


def noms(taille: int, tirages: Tirages) -> Colonne:
    """« Fictif-Valbourg 12 »: the number keeps namesakes apart."""
    debuts, fins = tirages.parmi(taille, DEBUTS), tirages.parmi(taille, FINS)
    return np.array(
        [f"Fictif-{debut}{fin} {rang}" for rang, (debut, fin) in enumerate(zip(debuts, fins, strict=True), 1)],
        dtype=object,
    )


def prenoms(taille: int, tirages: Tirages) -> Colonne:
    """A month of the revolutionary calendar."""
    return tirages.parmi(taille, PRENOMS)
