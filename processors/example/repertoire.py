"""What the simulation asks of a questionnaire's nomenclatures; a nomenclature that is not there has no code."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from processors.example.agents import Axes
from schemas.model import Element, Questionnaire


class Repertoire:
    """The nomenclatures of a questionnaire, as the simulation uses them."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._nomenclatures = questionnaire.nomenclatures
        self.grades = cache(self._grades)
        self.metiers = cache(self._metiers)
        self.axes = cache(self._axes)

    def elements(self, name: str) -> tuple[Element, ...]:
        known = self._nomenclatures.get(name)
        return known.elements if known else ()

    def codes(self, name: str) -> list[str]:
        return [element.code for element in self.elements(name)]

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
