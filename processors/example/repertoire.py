"""What the simulation asks of a questionnaire's nomenclatures; a nomenclature that is not there has no code."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from processors.example.agents import Axes
from processors.example.profil import Profil
from schemas.bands import bands_of
from schemas.example import example_of
from schemas.model import Element, Questionnaire


class Repertoire:
    """The nomenclatures of a questionnaire, as the simulation uses them."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._nomenclatures = questionnaire.nomenclatures
        self._example = example_of(questionnaire)
        self.bands = bands_of(questionnaire)
        self.code, self.role = self._example.roles.code, self._example.roles.codes
        self.grades = cache(self._grades)
        self.metiers = cache(self._metiers)
        self.axes = cache(self._axes)
        self._poids = cache(self._weights)

    def elements(self, name: str) -> tuple[Element, ...]:
        known = self._nomenclatures.get(name)
        return known.elements if known else ()

    def codes(self, name: str) -> list[str]:
        return [element.code for element in self.elements(name)]

    def poids(self, name: str) -> dict[str, float]:
        """Weights, probabilities or amounts by code, of the codes that the questionnaire has. Raise KeyError for a
        name that is not declared.
        """
        return dict(self._poids(name))

    def _weights(self, name: str) -> Mapping[str, float]:
        declared = self._example.weights[name]
        return self.known(declared.nomenclature, declared.by_code) if declared.nomenclature else declared.by_code

    def familles(self, filiere: str) -> tuple[str, ...]:
        """The families of métiers of a filière."""
        return self._example.families.get(filiere, ())

    def profils(self) -> dict[Profil, int]:
        """The kinds of collectivités, with their weight."""
        return {Profil.of(declared): declared["poids"] for declared in self._example.profiles.values()}

    def known(self, name: str, weights: Mapping[str, float]) -> dict[str, float]:
        """The weights of the codes that the nomenclature has."""
        codes = set(self.codes(name))
        return {code: weight for code, weight in weights.items() if code in codes}

    def band(self, name: str, value: float) -> Axes:
        """The band of a nomenclature of bands (`minimum` included, `maximum` excluded) that holds the value."""
        for element in self.elements(name):
            low, high = element.attributes.get("minimum", ""), element.attributes.get("maximum", "")
            if (not low or float(low) <= value) and (not high or value < float(high)):
                return {name: element.code}
        return {}

    def _axes(self, name: str, code: str) -> Axes:
        """A code, its parents, and the category it carries."""
        nomenclature = self._nomenclatures.get(name)
        element = nomenclature.by_code.get(code) if nomenclature else None
        if nomenclature is None or element is None:
            return {}
        above = self._axes(nomenclature.parent, element.parent) if nomenclature.parent and element.parent else {}
        categorie = element.attributes.get("categorie")
        return above | ({"categories": categorie} if categorie else {}) | {name: code}

    def _grades(self, cadre: str, statut: str) -> tuple[str, ...]:
        """Grades of a cadre d'emplois open to a statut (`titulaire`, `stagiaire`)."""
        of_cadre = [element for element in self.elements("grades") if element.parent == cadre]
        return tuple(element.code for element in of_cadre if element.attributes.get("statut") == statut)

    def _metiers(self, famille: str) -> tuple[str, ...]:
        return tuple(element.code for element in self.elements("metiers") if element.parent == famille)
