"""A new year from the previous report: the answers that are carried, and the figures that show beside the cells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from processors.answers import Answers
from processors.libelles import is_personal, nommer
from processors.migration import Migre, Sort
from processors.migration.journal import texte
from schemas.model import Questionnaire
from schemas.plan import Value
from schemas.reprise import carrying_of
from schemas.variables import form_order
from workbook_templates.previous import Previous
from workbook_templates.rework_lines import Rework
from workbook_templates.supplement import Supplement

TASK = "Confirmer la réponse"


@dataclass(frozen=True)
class Nouveau:
    """The workbook of a new year: `answers` are what it starts with."""

    answers: Answers
    previous: Previous
    supplement: Supplement


def nouveau(migre: Migre, modules: tuple[str, ...] = ()) -> Nouveau:
    """Start a new year from the previous report, migrated to the new edition; its modules when none is named.

    No personal answer is carried, shown nor kept.
    """
    old, questionnaire = migre.source, migre.answers.questionnaire
    chosen = modules or migre.answers.modules
    carrying = carrying_of(questionnaire)
    known = {code: value for code, value in migre.answers.values.items() if not is_personal(questionnaire, code)}
    tables = {table.id for indicator in questionnaire.select(chosen) for table in indicator.tables}
    taken = {code for code in known if code.partition("!")[0] in tables}
    values = {code: known[code] for code in taken & carrying.values}
    suggested = sorted(taken & carrying.suggestions, key=lambda code: form_order(questionnaire, code))
    previous = Previous(
        questionnaire=old.questionnaire.id,
        version=old.questionnaire.version,
        year=old.questionnaire.year,
        values=known,
        left_out=frozenset(_not_whole(migre)),
        carried=frozenset(suggested),
        changed=_changed(migre),
    )
    values |= {code: known[code] for code in suggested}
    rework = [_item(migre, questionnaire, code, previous.year) for code in suggested]
    return Nouveau(Answers(questionnaire, chosen, values), previous, Supplement(rework, previous))


def _changed(migre: Migre) -> dict[str, Value]:
    """The answers to decide that are alone to concern one cell."""
    waiting = [ligne for ligne in migre.journal if ligne.sort is Sort.A_DECIDER and len(ligne.cibles) == 1]
    counts = Counter(ligne.cibles for ligne in waiting)
    return {
        ligne.cibles[0]: ligne.valeur
        for ligne in waiting
        if counts[ligne.cibles] == 1
        and isinstance(ligne.valeur, int | float | str)
        and not is_personal(migre.source.questionnaire, ligne.source)
    }


def _not_whole(migre: Migre) -> set[str]:
    """The tables that lack a figure of the old report, which was dropped, not read or left to decide."""
    missing = [ligne for ligne in migre.journal if not ligne.transmise and ligne.source]
    targets = {code for ligne in missing for code in ligne.cibles}
    kept = {ligne.source for ligne in missing if ligne.sort in (Sort.ABANDONNEE, Sort.NON_LUE)}
    return {code.partition("!")[0] for code in targets | kept if "!" in code}


def _item(migre: Migre, questionnaire: Questionnaire, code: str, year: int) -> Rework:
    value = texte(questionnaire, code, migre.answers.values[code])
    why = f"Réponse du bilan {year}, reprise parce qu’elle change rarement\u00a0: vérifiez qu’elle est toujours juste."
    label = nommer(questionnaire, code)
    return Rework(TASK, (code,), label, value, f"bilan {year}", why, confirm=True)
