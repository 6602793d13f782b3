"""Expressions over the lines of an agent sheet, vectorised: the conditions of fields and the rules of level « agent ».

A condition has three values (`Conditions`): true, false, unknown when an operand is blank. A rule has two (`Regles`):
a blank counts 0 among figures and is none of the answers, as everywhere in the coherence rules.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from processors.agents.donnees import SEPARATEUR
from schemas.expressions import Call, Expression, Number, Operation, Reference, Text
from schemas.expressions.evaluation import COMPARISONS
from schemas.model import Questionnaire
from schemas.registers import Choices

Verite = NDArray[np.bool_]
Colonne = pd.Series  # of codes, figures or dates: the fields of a line are of all kinds
Lecture = Callable[[Reference], Colonne]
_DECIMALES = 6


def vide(colonne: Colonne) -> Verite:
    """Which values are blank."""
    valeurs = colonne.to_numpy()
    vides = np.asarray(pd.isna(valeurs), dtype=np.bool_)
    return vides | np.asarray(valeurs == "", dtype=np.bool_) if valeurs.dtype == np.object_ else vides


def _toutes(verites: list[Verite]) -> Verite:
    return np.asarray(np.logical_and.reduce(verites), dtype=np.bool_)


def _une(verites: list[Verite]) -> Verite:
    return np.asarray(np.logical_or.reduce(verites), dtype=np.bool_)


class Conditions:
    """Evaluates the conditions of fields: where they are certainly true, and where they are certainly false."""

    def __init__(self, lire: Lecture) -> None:
        self._lire = lire

    def vraie(self, noeud: Expression) -> Verite:
        return self._valeur(noeud)[0]

    def fausse(self, noeud: Expression) -> Verite:
        return self._valeur(noeud)[1]

    def _valeur(self, noeud: Expression) -> tuple[Verite, Verite]:
        match noeud:
            case Operation("non", (operande,)):
                vrai, faux = self._valeur(operande)
                return faux, vrai
            case Operation("et" | "ou" as operateur, operandes):
                valeurs = [self._valeur(operande) for operande in operandes]
                ouverts, fermes = [paire[0] for paire in valeurs], [paire[1] for paire in valeurs]
                if operateur == "et":
                    return _toutes(ouverts), _une(fermes)
                return _une(ouverts), _toutes(fermes)
            case Operation("vide", (Reference() as reference,)):
                vides = vide(self._lire(reference))
                return vides, ~vides
            case Operation("=" | "!=" as operateur, (Reference() as reference, Text(code))):
                colonne = self._lire(reference)
                connu, egal = ~vide(colonne), np.asarray(colonne.to_numpy(object) == code, dtype=np.bool_)
                vrai, faux = connu & egal, connu & ~egal
                return (vrai, faux) if operateur == "=" else (faux, vrai)
        raise TypeError(f"not a condition of a field: {noeud!r}")


def _chiffres(colonne: Colonne) -> NDArray[np.float64]:
    return np.asarray(np.nan_to_num(colonne.to_numpy(float)), dtype=np.float64)


class Regles:
    """Evaluates the rules of level « agent » over the lines of one frame.

    `lire` gives the column of a reference, `sommer` its total for the agent of each line, `liste` the answers that a
    reference may hold; the functions look into the tables and the lists of `questionnaire`.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        lire: Lecture,
        sommer: Lecture,
        liste: Callable[[Reference], Choices | None],
    ) -> None:
        self._questionnaire, self._lire, self._sommer, self._liste = questionnaire, lire, sommer, liste

    def vraie(self, noeud: Expression) -> Verite:
        """Where the rule holds. Raise TypeError for what is not of the language of these rules."""
        match noeud:
            case Operation("non", (operande,)):
                return ~self.vraie(operande)
            case Operation("et", operandes):
                return _toutes([self.vraie(operande) for operande in operandes])
            case Operation("ou", operandes):
                return _une([self.vraie(operande) for operande in operandes])
            case Operation("si", (gauche, droite)):
                return ~self.vraie(gauche) | self.vraie(droite)
            case Operation("vide", (Reference() as reference,)):
                return vide(self._lire(reference))
            case Operation(operateur, (gauche, droite)) if operateur in COMPARISONS:
                return self._comparer(operateur, gauche, droite)
            case Call("ligne_de", (Reference() as reference, Text(tableau))):
                return self._lignes_de(reference, tableau)
            case Call("unique", arguments):
                return self._unique([self._lire(une) for une in arguments if isinstance(une, Reference)])
        raise TypeError(f"not a rule of agents: {noeud!r}")

    def _comparer(self, operateur: str, gauche: Expression, droite: Expression) -> Verite:
        if self._textuel(gauche) or self._textuel(droite):
            un, autre = self._texte(gauche), self._texte(droite)
            egaux = np.asarray(un == autre, dtype=np.bool_)
            return egaux if operateur == "=" else ~egaux
        return np.asarray(COMPARISONS[operateur](self.nombre(gauche), self.nombre(droite)), dtype=np.bool_)

    def _textuel(self, noeud: Expression) -> bool:
        match noeud:
            case Text() | Call("parent" | "categorie" | "population", _):
                return True
            case Reference():
                return self._liste(noeud) is not None
        return False

    def _texte(self, noeud: Expression) -> Any:
        """Codes, as an array of texts ('' when blank), or one code."""
        match noeud:
            case Text(code):
                return code
            case Reference():
                return self._lire(noeud).astype("object").fillna("").to_numpy(object)
            case Call(fonction, (Reference() as reference,)):
                choix = self._liste(reference)
                assert choix is not None
                sens = {
                    element.code: element.parent if fonction == "parent" else element.attributes.get(fonction, "")
                    for element in choix.nomenclature.elements
                }
                return np.array([sens.get(code, "") for code in self._lire(reference)], dtype=object)
        raise TypeError(f"not a text: {noeud!r}")

    def nombre(self, noeud: Expression) -> NDArray[np.float64]:
        """Figures, a blank counting 0."""
        match noeud:
            case Number(valeur):
                return np.asarray(valeur)
            case Reference():
                return _chiffres(self._lire(noeud))
            case Call("somme", (Reference() as reference,)):
                return np.round(_chiffres(self._sommer(reference)), _DECIMALES)
            case Call("annee", (Reference() as reference,)):
                return _chiffres(pd.to_datetime(self._lire(reference)).dt.year)
            case Operation("+", (gauche, droite)):
                return np.round(self.nombre(gauche) + self.nombre(droite), _DECIMALES)
        raise TypeError(f"not a figure: {noeud!r}")

    def _lignes_de(self, reference: Reference, tableau: str) -> Verite:
        """Whether every answer of a line is a row of a table."""
        lignes = self._questionnaire.tables[tableau].row_by_code
        connues: dict[object, bool] = {}
        for valeur in self._lire(reference).dropna().unique():
            connues[valeur] = all(code in lignes for code in str(valeur).split(SEPARATEUR))
        return np.asarray([connues.get(valeur, True) for valeur in self._lire(reference)], dtype=np.bool_)

    def _unique(self, colonnes: list[Colonne]) -> Verite:
        """Whether no other line holds the same values; a line where one is blank is never a double."""
        valeurs = pd.concat(colonnes, axis=1)
        pleines = ~valeurs.isna().any(axis=1).to_numpy()
        return ~(valeurs.duplicated(keep=False).to_numpy() & pleines)
