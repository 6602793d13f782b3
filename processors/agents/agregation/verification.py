"""The checks of the rules of aggregation that a finished declaration passes: run by `verifier-edition`.

They look at every rule against the views of a collectivité without agents, whose fields are those of any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from processors.agents.agregation.grille import grille
from processors.agents.agregation.regles import (
    DOSSIER,
    QUESTIONS,
    SOUS_DOSSIER,
    Filtre,
    Mesure,
    Question,
    Regle,
    lire_questions,
    lire_regles,
    verifier_tableaux,
)
from processors.agents.agregation.vue import Vue
from processors.agents.agregation.vues import Vues
from processors.agents.donnees import vides
from schemas.bands import bands_of
from schemas.checks.lists import POPULATIONS
from schemas.nodes import DeclarationError
from schemas.registers import Register


def fautes(fiches: Register, dossier: Path = DOSSIER) -> Iterator[DeclarationError]:
    """The faults of the rules and the questions of a folder, one for each at most, for the questionnaire they feed.

    Where a rule cannot even be read, that one alone is said: the rest means nothing yet.
    """
    try:
        regles = lire_regles(dossier, fiches.year)
        questions = lire_questions(dossier)
    except DeclarationError as faute:
        yield faute
        return
    verificateur = _Verificateur(fiches)
    for regle in regles:
        yield from verificateur.fautes_d_une_regle(regle)
    for question in questions:
        yield from verificateur.fautes_d_une_question(question)


class _Verificateur:
    def __init__(self, fiches: Register) -> None:
        self.fiches, self.questionnaire = fiches, fiches.feeds
        self.vues = Vues(vides(), fiches)

    def fautes_d_une_regle(self, regle: Regle) -> Iterator[DeclarationError]:
        try:
            verifier_tableaux([regle], [], self.questionnaire)
            vue = self._vue(regle.fichier, regle.tableau, regle.vue)
            for nom in regle.renseigne:
                if nom not in vue and nom not in self.vues["agents"]:
                    raise DeclarationError(
                        regle.fichier, regle.tableau, f"renseigne, unknown field «\u00a0{nom}\u00a0»"
                    )
            for mesure in regle.mesures:
                self._mesure(regle, mesure, vue)
        except DeclarationError as faute:
            yield faute

    def fautes_d_une_question(self, question: Question) -> Iterator[DeclarationError]:
        fichier = f"{SOUS_DOSSIER}/{QUESTIONS}"
        try:
            verifier_tableaux([], [question], self.questionnaire)
            vue = self._vue(fichier, question.variable, question.vue)
            self._filtre(fichier, question.variable, vue, question.parmi)
            self._filtre(fichier, question.variable, vue, tuple((nom, frozenset()) for nom in question.renseigne))
        except DeclarationError as faute:
            yield faute

    def _vue(self, fichier: str, cle: str, nom: str) -> Vue:
        try:
            return self.vues[nom]
        except KeyError as erreur:
            raise DeclarationError(fichier, cle, f"unknown view «\u00a0{nom}\u00a0»") from erreur

    def _mesure(self, regle: Regle, mesure: Mesure, vue: Vue) -> None:
        fichier, cle = regle.fichier, regle.tableau
        self._filtre(fichier, cle, vue, (*regle.parmi, *regle.sauf, *mesure.parmi, *mesure.sauf))
        for nomenclature, champ in mesure.axes:
            if nomenclature not in self.questionnaire.nomenclatures:
                raise DeclarationError(fichier, cle, f"axes, unknown nomenclature «\u00a0{nomenclature}\u00a0»")
            if champ not in vue:
                raise DeclarationError(
                    fichier, cle, f"axes, unknown field «\u00a0{champ}\u00a0» of the view {regle.vue}"
                )
        if mesure.somme and (mesure.somme not in vue or vue.champ(mesure.somme).dtype != np.float64):
            raise DeclarationError(
                fichier, cle, f"somme, «\u00a0{mesure.somme}\u00a0» is no number of the view {regle.vue}"
            )
        try:
            grille(self.questionnaire, regle.tableau, mesure)
        except DeclarationError as faute:
            raise DeclarationError(fichier, faute.key, faute.message) from faute

    def _filtre(self, fichier: str, cle: str, vue: Vue, filtre: Filtre) -> None:
        """A value that no line can hold would silently count nobody."""
        for nom, valeurs in filtre:
            if nom not in vue:
                raise DeclarationError(fichier, cle, f"unknown field «\u00a0{nom}\u00a0»")
            vrai_faux = vue.champ(nom).dtype == np.bool_
            permises: set[Any] = {True, False} if vrai_faux else self._codes
            if impossibles := [valeur for valeur in valeurs if valeur not in permises]:
                raise DeclarationError(fichier, cle, f"{nom}: never holds {impossibles}")

    @cached_property
    def _codes(self) -> set[Any]:
        """Every code that a field may hold: those of the lists, of the bands, of the populations."""
        connus: set[Any] = set(POPULATIONS)
        for nomenclature in self.fiches.nomenclatures.values():
            connus |= set(nomenclature.position)
        for bandes in bands_of(self.questionnaire).values():
            connus |= {nom for _, nom in bandes}
        for feuille in self.fiches.tables:
            for champ in feuille.fields:
                connus |= set(champ.choices.shown) if champ.choices else set()
        return connus
