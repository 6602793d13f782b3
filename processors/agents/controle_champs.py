"""Fields that are missing where they are required, or filled where they have no object; contradictions of answers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
import pandas as pd

from processors.agents.controle_regles import regles_agents
from processors.agents.donnees import Donnees
from processors.agents.evaluation import Colonne, Conditions, Verite, vide
from processors.agents.reperes import Reperes, exemple
from processors.findings import Finding, finding
from processors.libelles import nombre
from processors.report.mots import pluriel
from schemas.expressions import Expression, Operation, Reference
from schemas.expressions.syntax import walk
from schemas.registers import AGENTS, COLLECTIVITE, KEY, Field, FieldKind, Register, Sheet

_CENTIEME, _TOLERANCE = 0.01, 1e-6
"""The step of a figure that has none of its own: it is rounded, not refused."""

_CONFIRMATIONS = (
    ("absent", ("absences", "accidents")),
    ("formation_suivie", ("formations",)),
    ("boeth", ()),
)
"""Answers of « Agents » that deny the lines of other sheets."""


def verifier_champs(fiches: Register, donnees: Donnees, reperes: Reperes) -> Iterator[Finding]:
    """Required fields that are blank, fields that are filled without object, answers that other sheets deny."""
    dits = _dits_par_les_regles(fiches)
    for feuille in fiches.tables:
        lignes = donnees[feuille.code]
        if lignes.empty:
            continue
        conditions = Conditions(_lecture(donnees, lignes))
        remplies = lignes[KEY].notna().to_numpy(bool)
        for champ in feuille.fields:
            if champ.code == KEY:
                continue
            vides = vide(lignes[champ.code])
            if not (feuille.code == AGENTS and champ.code in dits):
                manques = vides & remplies & ~donnees.refus(feuille.code, champ.code)
                yield from _manquant(feuille, champ, _exige(champ, conditions, vides) & manques, reperes)
            if champ.kind is FieldKind.DECIMAL and champ.step > _CENTIEME:
                yield from _hors_pas(feuille, champ, _entre_deux(lignes[champ.code], champ.step), reperes)
            if champ.condition is not None:
                sans_objet = conditions.fausse(champ.condition.expression) & ~vides & remplies
                yield from _sans_objet(feuille, champ, sans_objet, reperes)
    yield from _contradictions(donnees, reperes)


def _lecture(donnees: Donnees, lignes: pd.DataFrame) -> _Lecture:
    return _Lecture(donnees, lignes)


class _Lecture:
    """Reads the fields that a condition names: of the line, or of « Collectivité »."""

    def __init__(self, donnees: Donnees, lignes: pd.DataFrame) -> None:
        self.donnees, self.lignes = donnees, lignes

    def __call__(self, reference: Reference) -> Colonne:
        ou, _, code = reference.name.rpartition(".")
        if ou == COLLECTIVITE:
            return pd.Series(self.donnees.collectivite.get(code), index=self.lignes.index, dtype="object")
        return self.lignes[code]


def _exige(champ: Field, conditions: Conditions, vides: Verite) -> Verite:
    """Where a blank is a fault."""
    if champ.required_if is not None:
        return conditions.vraie(champ.required_if.expression)
    if not champ.required:
        return vides & False
    return conditions.vraie(champ.condition.expression) if champ.condition else vides | True


def _manquant(feuille: Sheet, champ: Field, fautes: Verite, reperes: Reperes) -> Iterator[Finding]:
    if not fautes.any():
        return
    cellules = reperes.cellules(feuille.code, champ.code, fautes)
    condition = champ.required_if or champ.condition
    quand = f", obligatoire {condition.text}," if condition else ""
    combien = pluriel(len(cellules), "ligne", "lignes")
    yield finding(
        "FICHES-CHAMP-MANQUANT",
        cellules,
        champ=champ.label,
        feuille=feuille.title,
        quand=quand,
        combien=combien,
        exemple=exemple(cellules),
    )


def _sans_objet(feuille: Sheet, champ: Field, fautes: Verite, reperes: Reperes) -> Iterator[Finding]:
    if not fautes.any():
        return
    assert champ.condition is not None
    cellules = reperes.cellules(feuille.code, champ.code, fautes)
    combien, ou = pluriel(len(cellules), "ligne", "lignes"), exemple(cellules)
    quand, titre = champ.condition.text, feuille.title
    yield finding(
        "FICHES-SANS-OBJET", cellules, champ=champ.label, feuille=titre, quand=quand, combien=combien, exemple=ou
    )


def _entre_deux(valeurs: pd.Series[float], pas: float) -> Verite:
    """The figures that are no multiple of a step."""
    parts = (valeurs / pas).to_numpy(float)
    return np.asarray(np.abs(parts - np.rint(parts)) > _TOLERANCE, dtype=np.bool_)


def _hors_pas(feuille: Sheet, champ: Field, fautes: Verite, reperes: Reperes) -> Iterator[Finding]:
    """A figure that the bilan would refuse once added up: said here, where its line is known."""
    if fautes.any():
        cellules = reperes.cellules(feuille.code, champ.code, fautes)
        combien, ou = pluriel(len(cellules), "ligne", "lignes"), exemple(cellules)
        pas, titre = nombre(champ.step), feuille.title
        yield finding(
            "FICHES-PAS-NON-RESPECTE", cellules, champ=champ.label, feuille=titre, pas=pas, combien=combien, exemple=ou
        )


def _contradictions(donnees: Donnees, reperes: Reperes) -> Iterator[Finding]:
    agents = donnees[AGENTS]
    for champ, feuilles in _CONFIRMATIONS:
        cles = {cle for feuille in feuilles for cle in donnees[feuille][KEY].dropna()}
        if champ == "boeth":
            cles = set(donnees["handicap"].dropna(subset=["boeth_categorie"])[KEY].dropna())
        fautes = ((agents[champ] == "NON") & agents[KEY].isin(cles)).to_numpy(bool)
        if fautes.any():
            cellules = reperes.cellules(AGENTS, champ, fautes)
            titres = " ou ".join(
                f"«\u00a0{reperes.fiches.sheets[nom].title}\u00a0»" for nom in feuilles or ("handicap",)
            )
            libelle = reperes.fiches.find(AGENTS, champ).label
            yield finding("FICHES-CONTRADICTION", cellules, champ=libelle, feuilles=titres, exemple=exemple(cellules))


@cache
def _dits_par_les_regles(fiches: Register) -> frozenset[str]:
    """The fields of « Agents » whose blanks a declared rule reports already: one fault, one finding."""
    dits: set[str] = set()
    for regle in regles_agents(fiches):
        if not regle.each:
            dits |= set(_exiges(regle.expression))
    return frozenset(dits)


def _exiges(expression: Expression) -> Iterator[str]:
    """The fields that a rule wants filled: those of « x non vide » after « alors », or anywhere without « si »."""
    for noeud in walk(expression):
        if isinstance(noeud, Operation) and noeud.operator == "si":
            yield from _remplis(noeud.operands[1])
    if not any(isinstance(noeud, Operation) and noeud.operator == "si" for noeud in walk(expression)):
        yield from _remplis(expression)


def _remplis(expression: Expression) -> Iterator[str]:
    for noeud in walk(expression):
        match noeud:
            case Operation("non", (Operation("vide", (Reference(nom),)),)):
                yield nom.rpartition(".")[2]
