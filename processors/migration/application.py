"""Applies a migration to answers. Nothing is guessed: what it does not settle is listed, with its targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from functools import cached_property, partial

from processors.answers import Answers, Place
from processors.findings import Finding, Severity
from processors.libelles import NOWHERE
from processors.migration.pertes import Contents, manquante, non_lues, perdues
from processors.migration.registre import UNREAD, Ligne, Nature, Solde, Sort, exact, solde, total
from processors.pertes import Pertes
from processors.validation import valider
from schemas.migration import CARRIED, TO_DECIDE, Kind, Migration, Step, step_of
from schemas.model import Questionnaire
from schemas.plan import Value
from schemas.rules import rules_of
from schemas.variables import form_order
from workbook_templates.layout import Layout

_SORTS = {
    Kind.KEPT: Sort.CONSERVEE,
    Kind.RENAMED: Sort.RENOMMEE,
    Kind.MOVED: Sort.DEPLACEE,
    Kind.SUMMED: Sort.ADDITIONNEE,
}
_RANKS = {nature: rank for rank, nature in enumerate(Nature)}
UNKNOWN = "Le questionnaire d’origine n’a pas cette cellule."
NO_ANSWER = "Aucune réponse de la nouvelle liste ne correspond à celle-ci."
NO_SUM = "Une des valeurs à additionner n’a pas pu être lue\u00a0: le total serait incomplet."
INEXACT = "La somme a trop de chiffres pour être exacte dans un tableur."
NO_ROW = "La ligne avait été ajoutée au tableau\u00a0: le nouveau questionnaire ne dit pas où la mettre."
TAKEN = "La nouvelle cellule tient déjà une autre réponse."
NO_RULE = "Le contrôle que cette justification expliquait n’existe plus."
NO_MODULE = "Le nouveau questionnaire n’a pas ce module."


@dataclass(frozen=True)
class Migre:
    """The outcome of a migration: the answers of the target edition, and one line per value of the source.

    `constats`: what the reading of the source had to say, when the caller gives it.
    """

    source: Answers
    answers: Answers
    journal: tuple[Ligne, ...]
    solde: Solde
    constats: tuple[Finding, ...] = ()

    @cached_property
    def a_reprendre(self) -> tuple[Ligne, ...]:
        """What asks something of the user: what is to decide, and what could not be read."""
        return tuple(ligne for ligne in self.journal if ligne.sort is Sort.A_DECIDER or ligne.sort in UNREAD)

    @cached_property
    def layout(self) -> Layout:
        """Where everything stands in the new workbook."""
        from workbook_templates.builder import open_rows

        answers = self.answers
        return Layout(answers.questionnaire, answers.modules, open_rows(answers.questionnaire, answers.values))


def migrer(
    answers: Answers,
    migration: Migration,
    cible: Questionnaire,
    illisibles: Contents | None = None,
    constats: Iterable[Finding] = (),
    pertes: Pertes | None = None,
) -> Migre:
    """Carry answers into the edition `cible`, which is the target of the migration.

    `illisibles`: what the source file held that is no answer; listed, never carried. `constats`: the findings of the
    reading; what they call lost spoils the sums where it was awaited. `pertes`: the lines of a txt that are no answer;
    when some cannot be named, a sum that lacks a value may lack that one.
    """
    contents, found = illisibles or {}, tuple(constats)
    missed = pertes or Pertes()
    lines = list(non_lues(answers, migration, contents, missed, found))
    unread = len(lines)
    lost = contents.keys() | perdues(found) | {line.source for line in lines}
    whole = not missed.manquantes and all(line.variable for line in missed.lignes)
    values: dict[str, Value] = {}
    for step, held in _by_step(answers, migration, cible):
        absent = step.sources if not whole and step is not None and step.kind is Kind.SUMMED else ()
        spoilt = lost.union(code for code in absent if code not in held) if absent else lost
        lines += _applied(step, held, spoilt, values)
    lines, values = _accepted(cible, lines, values)
    modules = _modules(answers, cible, values)
    lines += (*manquante(missed), *_module_lines(answers, cible))
    justifications: dict[str, str] = {}
    lines += _justified(answers, migration, cible, justifications)
    order = partial(_order, answers.questionnaire)
    placed = (replace(line, lieu=_place(answers, line)) if line.source in answers.values else line for line in lines)
    journal = tuple(sorted(placed, key=order))
    migrated = Answers(cible, modules, values, justifications=justifications)
    return Migre(answers, migrated, journal, solde(answers, unread, migrated, journal, missed.manquantes), found)


def _by_step(
    answers: Answers, migration: Migration, cible: Questionnaire
) -> Iterator[tuple[Step | None, dict[str, Value]]]:
    """The values of the source by the step that settles them; those of one step together."""
    steps: dict[tuple[str, ...], tuple[Step | None, dict[str, Value]]] = {}
    for code, value in answers.values.items():
        step = step_of(migration, answers.questionnaire, code)
        if step is not None and code not in answers.questionnaire.cells:
            step = _added(step, cible)
        key = step.sources if step is not None else (code,)
        steps.setdefault(key, (step, {}))[1][code] = value
    yield from steps.values()


def _added(step: Step, cible: Questionnaire) -> Step:
    """The step of a row added to an open table: one that would land on a printed row is not carried."""
    if step.kind in CARRIED and step.targets[0] in cible.cells:
        return replace(step, kind=Kind.CHANGED, reason=NO_ROW)
    return step


def _applied(
    step: Step | None, held: Mapping[str, Value], lost: Set[object], values: dict[str, Value]
) -> Iterator[Ligne]:
    """The lines of the values of one step; what is carried goes into `values`."""
    if step is None:
        yield from (_line(Sort.A_DECIDER, code, value, (), UNKNOWN) for code, value in held.items())
        return
    if step.kind not in CARRIED:
        sort = Sort.A_DECIDER if step.kind in TO_DECIDE else Sort.ABANDONNEE
        yield from (_line(sort, code, value, step.targets, step.reason) for code, value in held.items())
        return
    obstacle, value = (TAKEN, None) if step.targets[0] in values else _carried(step, held, lost)
    sort = Sort.A_DECIDER if obstacle else _SORTS[step.kind]
    if value is not None:
        values[step.targets[0]] = value
    for code, held_value in held.items():
        yield _line(sort, code, held_value, step.targets, obstacle or step.reason, value)


def _carried(step: Step, held: Mapping[str, Value], lost: Set[object]) -> tuple[str, Value | None]:
    """Why the target cannot be filled, or what it holds."""
    if step.kind is not Kind.SUMMED:
        (value,) = held.values()
        if step.answers is None or not isinstance(value, str):
            return "", value
        code = step.answers.get(value, value)
        return ("", code) if code is not None else (NO_ANSWER, None)
    if not lost.isdisjoint(step.sources):
        return NO_SUM, None
    figures = [exact(value) for value in held.values()]
    known = [figure for figure in figures if figure is not None]
    if len(known) < len(figures):
        return NO_SUM, None
    added = total(known)
    value = int(added) if added == int(added) else float(added)
    return ("", value) if exact(value) == added else (INEXACT, None)


def _line(
    sort: Sort, code: str, value: Value, targets: tuple[str, ...], reason: str, reached: Value | None = None
) -> Ligne:
    return Ligne(sort, Nature.REPONSE, code, value, NOWHERE, targets, reached, reason)


def _accepted(
    cible: Questionnaire, lines: list[Ligne], values: dict[str, Value]
) -> tuple[list[Ligne], dict[str, Value]]:
    """Without the values that the target edition refuses: they are to decide."""
    refused = {
        cell.variable: found.message
        for found in valider(Answers(cible, (), values))
        if found.severity is Severity.BLOQUANT
        for cell in found.cells
        if cell.variable in values
    }
    if not refused:
        return lines, values
    kept = {code: value for code, value in values.items() if code not in refused}
    return [_returned(line, refused) for line in lines], kept


def _returned(line: Ligne, refused: Mapping[str, str]) -> Ligne:
    if line.valeur_cible is None or line.cibles[0] not in refused:
        return line
    return replace(line, sort=Sort.A_DECIDER, valeur_cible=None, motif=refused[line.cibles[0]])


def _place(answers: Answers, line: Ligne) -> Place:
    return line.lieu if line.lieu != NOWHERE else answers.places.get(line.source, NOWHERE)


def _modules(answers: Answers, cible: Questionnaire, values: Mapping[str, Value]) -> tuple[str, ...]:
    """The modules of the source that the target has, and those where a value went."""
    chapters = {cible.indicator_of[code.partition("!")[0]].chapter for code in values}
    filled = {cible.module_of_chapter[chapter] for chapter in chapters if chapter in cible.module_of_chapter}
    chosen = tuple(code for code in cible.modules if code in answers.modules or code in filled)
    return chosen or cible.default_modules


def _module_lines(answers: Answers, cible: Questionnaire) -> Iterator[Ligne]:
    for code in answers.modules:
        kept = code in cible.modules
        sort = Sort.CONSERVEE if kept else Sort.ABANDONNEE
        yield Ligne(sort, Nature.MODULE, code, code, motif="" if kept else NO_MODULE)


def _justified(answers: Answers, migration: Migration, cible: Questionnaire, told: dict[str, str]) -> Iterator[Ligne]:
    """The lines of the justifications; those whose rule still exists go into `told`."""
    known = {rule.code for rule in rules_of(cible)} if answers.justifications else set()
    for code, text in sorted(answers.justifications.items()):
        target = migration.rule(code)
        if target in known and target not in told:
            told[target] = text
            sort = Sort.CONSERVEE if target == code else Sort.RENOMMEE
            yield Ligne(sort, Nature.JUSTIFICATION, code, text, NOWHERE, (target,), text)
        else:
            yield Ligne(Sort.ABANDONNEE, Nature.JUSTIFICATION, code, text, motif=NO_RULE)


def _order(questionnaire: Questionnaire, line: Ligne) -> tuple[object, ...]:
    """Answers in the order of the form, then what stood beside the tables, then justifications and modules."""
    rank = _RANKS[line.nature]
    if rank or not line.source:
        return (rank, 1, line.lieu.sheet, line.lieu.address, line.source)
    return (rank, 0, form_order(questionnaire, line.source))
