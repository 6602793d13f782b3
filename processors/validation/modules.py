"""The answers to modules that the report does not announce: nothing would check them, no sheet would hold them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from processors.answers import Answers
from processors.findings import Finding, finding
from processors.libelles import cellule, liste, nombre
from schemas.model import Questionnaire


def verifier_modules(answers: Answers) -> Iterator[Finding]:
    """One finding per module that has answers without being one of those of the report."""
    questionnaire = answers.questionnaire
    others = _other_tables(questionnaire, answers.modules)
    if others.keys().isdisjoint({code.partition("!")[0] for code in answers.values}):
        return
    found: dict[str, list[str]] = {}
    for code in answers.values:
        if (module := others.get(code.partition("!")[0])) is not None:
            found.setdefault(module, []).append(code)
    for module, codes in found.items():
        yield finding(
            "MODULE-NON-DEMANDE",
            [cellule(answers, code) for code in codes],
            module=module,
            titre=questionnaire.modules[module].title,
            annonces=liste(answers.modules),
            nombre=nombre(len(codes)),
        )


@cache
def _other_tables(questionnaire: Questionnaire, announced: tuple[str, ...]) -> Mapping[str, str]:
    """The tables of the other modules, each with its own; « Collectivité » has none, for it goes with all of them."""
    modules = {chapter: code for chapter, code in questionnaire.module_of_chapter.items() if code not in announced}
    return {
        table: modules[indicator.chapter]
        for table, indicator in questionnaire.indicator_of.items()
        if indicator.chapter in modules
    }
