"""Writes the workbook of the agent sheets: blank, filled, or its printable blank."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from processors.agents import etpr, etpr_complement
from processors.agents.donnees import SEPARATEUR, Donnees
from schemas.registers import AGENTS, Field, FieldKind, Register
from schemas.registers_reader import register
from workbook_templates.complement import Complement
from workbook_templates.registers.builder import build_register
from workbook_templates.registers.contents import Computed, Contents
from workbook_templates.registers.paper import build_paper

ENTRE_REPONSES = "\u00a0; "
"""Between the labels of a multiple answer in a cell."""

_EGAL = 1e-9


def ecrire_fiches(
    chemin: Path,
    donnees: Donnees | None = None,
    *,
    vierge_imprimable: bool = False,
    complement: Complement | None = None,
) -> None:
    """Write the sheets of `donnees` (blank without) as a workbook at `chemin`, or the blank to print.

    `complement` makes the variant with the add-in, whose ETPR calls its functions. An ETPR that is not what the formula
    gives is written as a figure: it was typed over.
    Raise OSError when the file cannot be written.
    """
    fiches = register()
    if vierge_imprimable:
        build_paper(chemin, fiches)
        return
    formules = {"etpr": etpr_complement.formule(fiches) if complement else etpr.formule(fiches)}
    if donnees is None:
        build_register(chemin, fiches, Contents(formulas=formules), complement)
        return
    colonnes = {
        feuille.code: {champ.code: _montrees(champ, donnees, feuille.code, fiches) for champ in feuille.fields}
        for feuille in fiches.tables
    }
    reponses = {
        code: _montree(fiches.find("collectivite", code), valeur) for code, valeur in donnees.collectivite.items()
    }
    build_register(chemin, fiches, Contents(colonnes, reponses, formules), complement)


def _montrees(champ: Field, donnees: Donnees, feuille: str, fiches: Register) -> list[Any]:
    """The column of a field as people read it."""
    lignes = donnees[feuille]
    if champ.formula:
        return _calculees(lignes, champ, fiches, donnees[AGENTS])
    if champ.kind.numeric:
        return [None if np.isnan(valeur) else valeur for valeur in lignes[champ.code].to_numpy(float).tolist()]
    if champ.kind.dated:
        return [None if pd.isna(valeur) else valeur.to_pydatetime() for valeur in lignes[champ.code]]
    return [_montree(champ, valeur) for valeur in lignes[champ.code]]


def _calculees(lignes: pd.DataFrame, champ: Field, fiches: Register, agents: pd.DataFrame) -> list[Any]:
    calculees = etpr.calculer(lignes, fiches, agents)
    sans_chiffre = np.where(etpr.sans_rien(lignes), "", etpr.A_VERIFIER)
    donnees = lignes[champ.code].to_numpy(float)
    montrees: list[Any] = []
    for donnee, calculee, sinon in zip(donnees.tolist(), calculees.tolist(), sans_chiffre.tolist(), strict=True):
        if np.isnan(donnee) or abs(donnee - calculee) < _EGAL:
            montrees.append(Computed(sinon if np.isnan(calculee) else calculee))
        else:
            montrees.append(donnee)
    return montrees


def _montree(champ: Field, valeur: Any) -> Any:
    """One value as people read it: the label of a code."""
    if valeur is None or pd.isna(valeur) or valeur == "":
        return None
    if champ.choices is None:
        return valeur.to_pydatetime() if isinstance(valeur, pd.Timestamp) else valeur
    libelles = champ.choices.shown
    if champ.kind is FieldKind.LISTE_MULTIPLE:
        return ENTRE_REPONSES.join(libelles.get(code, code) for code in valeur.split(SEPARATEUR))
    return libelles.get(valeur, valeur)
