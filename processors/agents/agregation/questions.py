"""The answers that are no figure: the « Collectivité » sheet, and the opening questions that the agents answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from processors.agents.agregation.regles import Question
from processors.agents.agregation.reponses import tous_repondent
from processors.agents.agregation.vues import Vues
from processors.answers import Answers
from processors.conditions import Gate, gates_of
from schemas.model import COLLECTIVITE, COLLECTIVITE_COLUMN, Kind, Questionnaire
from schemas.plan import Value

OUI, NON = "OUI", "NON"
Q_AGENTS = "q_agents"


def reponses_collectivite(questionnaire: Questionnaire, fiche: Mapping[str, Any]) -> dict[str, Value]:
    """The lines of the « Collectivité » sheet that the questionnaire has too."""
    trouvees: dict[str, Value] = {}
    for code, valeur in fiche.items():
        cellule = questionnaire.cells.get(f"{COLLECTIVITE}!{code}.{COLLECTIVITE_COLUMN}")
        if cellule is None or pd.isna(valeur) or valeur == "":
            continue
        entier = cellule.type.kind in (Kind.ENTIER, Kind.ANNEE) and isinstance(valeur, float)
        trouvees[cellule.code] = int(valeur) if entier else valeur
    return trouvees


def poser_questions(
    vues: Vues, questions: Iterable[Question], valeurs: dict[str, Value], tableaux: frozenset[str]
) -> None:
    """Answer in `valeurs` the questions that have no answer there.

    `tableaux` are those that are asked: a question that opens none of them stays as it is. A question that the agents
    answer is « Oui » as soon as a table that it opens holds a figure, « Non » when all of them have answered.
    """
    portes = _portes(vues.questionnaire)
    fiche = vues.donnees.collectivite
    for question in questions:
        ouvertes = [porte for porte in portes.get(question.variable, ()) if porte.table in tableaux]
        if question.variable in valeurs or not (ouvertes or _toujours(question, tableaux)):
            continue
        if question.si and valeurs.get(question.si) != OUI:
            continue
        if question.fiche and fiche.get(question.fiche) in (OUI, NON):
            valeurs[question.variable] = fiche[question.fiche]
        elif reponse := _reponse(vues, question, ouvertes, valeurs):
            valeurs[question.variable] = reponse


def sans_objet(questionnaire: Questionnaire, modules: tuple[str, ...], valeurs: Mapping[str, Value]) -> set[str]:
    """The cells that stand under a condition that is certainly false."""
    fermees = gates_of(questionnaire).closed(Answers(questionnaire, modules, dict(valeurs)))
    return {code for porte in fermees for code in porte.variables}


def _portes(questionnaire: Questionnaire) -> dict[str, list[Gate]]:
    trouvees: dict[str, list[Gate]] = {}
    for porte in gates_of(questionnaire).gates:
        for question in porte.questions if not porte.empty_report else ():
            trouvees.setdefault(question, []).append(porte)
    return trouvees


def _toujours(question: Question, tableaux: frozenset[str]) -> bool:
    """Whether a question is asked for itself: it stands in a table that is asked, or it says that there are agents."""
    table, _, reste = question.variable.partition("!")
    return table in tableaux or reste.startswith(f"{Q_AGENTS}.")


def _reponse(vues: Vues, question: Question, ouvertes: list[Gate], valeurs: Mapping[str, Value]) -> str:
    vue = vues[question.vue]
    if bool(vue.retenues(question.parmi).any()):
        return OUI
    if len(ouvertes) and any(valeurs[code] not in (0, NON) for porte in ouvertes for code in porte.entered(valeurs)):
        return OUI
    if question.jamais_non or not len(vues.agents):
        return ""
    return NON if tous_repondent(vues, question.renseigne, question.parmi) else ""
