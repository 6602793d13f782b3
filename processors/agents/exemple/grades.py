"""The grades of the questionnaire, and how often a fictitious commune employs each cadre d’emplois."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from processors.agents.exemple.tirages import Colonne, Tirages, vide
from schemas.model import Questionnaire
from schemas.register_example import draws
from schemas.roles import code_of

STAGIAIRE, CONTRACTUEL = code_of("stagiaire"), code_of("contractuel_permanent")
DE_STAGE = "stagiaire"
"""What the nomenclature says of a grade of stage."""


@dataclass(frozen=True)
class Cadre:
    """A cadre d’emplois with its grades: of titulaires, of stagiaires."""

    filiere: str
    categorie: str
    titulaires: tuple[str, ...]
    stagiaires: tuple[str, ...]


class Cadres:
    """The cadres d’emplois of a questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        grades = questionnaire.nomenclatures["grades"].elements
        self.par_code: Mapping[str, Cadre] = {
            element.code: Cadre(
                element.parent,
                element.attributes["categorie"],
                tuple(one.code for one in grades if one.parent == element.code and not _de_stage(one.attributes)),
                tuple(one.code for one in grades if one.parent == element.code and _de_stage(one.attributes)),
            )
            for element in questionnaire.nomenclatures["cadres_emplois"].elements
        }
        self._ordinaires = {code: poids for code, poids in draws()["cadres"].items() if self.par_code[code].stagiaires}

    def tirer(self, taille: int, tirages: Tirages) -> Colonne:
        """A cadre d’emplois for each agent."""
        return tirages.parmi(taille, self._ordinaires)

    def filieres(self, cadres: Colonne) -> Colonne:
        return np.array([None if code is None else self.par_code[code].filiere for code in cadres], dtype=object)

    def categories(self, cadres: Colonne) -> Colonne:
        return np.array([None if code is None else self.par_code[code].categorie for code in cadres], dtype=object)

    def grades(self, cadres: Colonne, statuts: Colonne, tirages: Tirages) -> Colonne:
        """A grade of the cadre: of stage for a stagiaire, none for half of the contractuels."""
        trouves, hasard = vide(len(cadres)), tirages.rng.random(len(cadres))
        for rang, (code, statut) in enumerate(zip(cadres, statuts, strict=True)):
            if code is None or (statut == CONTRACTUEL and hasard[rang] < 0.5):
                continue
            cadre = self.par_code[code]
            offerts = cadre.stagiaires if statut == STAGIAIRE else cadre.titulaires
            trouves[rang] = offerts[int(hasard[rang] * len(offerts))]
        return trouves


def _de_stage(attributs: Mapping[str, str]) -> bool:
    return attributs.get("statut") == DE_STAGE
