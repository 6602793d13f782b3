"""What a merged report leaves to people, as the « À reprendre » sheet of its workbook shows it."""

from __future__ import annotations

from textwrap import shorten

from processors.answers import split_variable
from processors.consolidation.fusion import Consolidation, Ligne, Sort
from processors.consolidation.reponses import montrees
from processors.libelles import nommer, valeur
from workbook_templates.rework_lines import Rework

_TASKS = {
    Sort.DECIDER: "Choisir la réponse",
    Sort.PROPOSE: "Confirmer la réponse proposée",
    Sort.VERIFIER: "Vérifier le total",
    Sort.ECARTE: "Saisir la valeur si elle est utile",
}
_LONGEST = 200
_WHERE = "bilans regroupés"


def a_reprendre(merged: Consolidation) -> list[Rework]:
    """One item an answer to decide or to check, in the order of the form; the journal has them too."""
    return [_item(merged, line) for line in merged.a_decider]


def _item(merged: Consolidation, line: Ligne) -> Rework:
    questionnaire = merged.answers.questionnaire
    table, *_ = split_variable(line.variable)
    asked = any(table == one.id for each in questionnaire.select(merged.answers.modules) for one in each.tables)
    return Rework(
        task=_TASKS[line.sort],
        variables=(line.variable,) if asked else (),
        label=nommer(questionnaire, line.variable),
        value="\n".join(_told(merged, line)),
        where=_WHERE,
        why=f"{line.motif[:1].upper()}{line.motif[1:]}",
    )


def _told(merged: Consolidation, line: Ligne) -> list[str]:
    """What each collectivité answered, by its name."""
    *answers, _ = montrees(merged.answers.questionnaire, line)
    return [f"{name}\u00a0: {_text(answer)}" for name, answer in zip(merged.sources, answers, strict=True)]


def _text(answer: object) -> str:
    if answer is None:
        return "sans réponse"
    return shorten(answer, _LONGEST, placeholder="…") if isinstance(answer, str) else valeur(answer)
