"""One report from several, and the ledger of what became of every answer: nothing is lost, nothing is counted twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from math import fsum

from processors.answers import Answers, split_variable
from processors.consolidation.effets import Effet, Effets, effets_de
from processors.consolidation.mouvements import Interne, internes
from processors.consolidation.refus import verifier
from schemas.json_schema import MAX_NUMBER
from schemas.model import COLLECTIVITE, COLLECTIVITE_COLUMN, Cell
from schemas.plan import Value
from schemas.variables import cell_of, form_order

SIRET = f"{COLLECTIVITE}!siret.{COLLECTIVITE_COLUMN}"
NAME = f"{COLLECTIVITE}!raison_sociale.{COLLECTIVITE_COLUMN}"
MAX_OPEN_ROWS = 999
_DECIMALS = 6


class Sort(StrEnum):
    """What became of the answers to a variable."""

    SOMME = "additionné"
    VERIFIER = "additionné, à vérifier"
    RETENU = "retenu"
    PROPOSE = "proposé, à confirmer"
    DECIDER = "à décider"
    AJOUT = "ligne reprise"
    ECARTE = "écarté"


A_DECIDER = (Sort.DECIDER, Sort.PROPOSE, Sort.VERIFIER, Sort.ECARTE)
"""What somebody must look at."""


@dataclass(frozen=True, slots=True)
class Ligne:
    """One line of the ledger: the answers of each collectivité, in their order, None when blank, and the merged one.

    `variable` is the one of the merged report; for a row taken from an open table, `valeurs` has one answer only.
    """

    variable: str
    valeurs: tuple[Value | None, ...]
    retenu: Value | None
    sort: Sort
    motif: str = ""


@dataclass(frozen=True)
class Consolidation:
    """The merged report, the ledger in the order of the form, the movements that may be internal.

    `justifications`: those of the alerts, by collectivité and rule; the merged figures need new ones.
    """

    answers: Answers
    sources: tuple[str, ...]
    lignes: tuple[Ligne, ...]
    internes: tuple[Interne, ...]
    justifications: tuple[tuple[str, str, str], ...] = ()

    @property
    def a_decider(self) -> tuple[Ligne, ...]:
        return tuple(line for line in self.lignes if line.sort in A_DECIDER)


def consolider(
    lots: Sequence[Answers], *, siret: str = "", nom: str = "", modules: Sequence[str] = ()
) -> Consolidation:
    """Merge reports of one edition. `siret` and `nom` are those of the merged collectivité, the first one's by default.

    `modules` keeps these only; answers outside them are listed as left out.
    Raise RegroupementImpossible when the reports cannot be added up.
    """
    kept = [replace(one, modules=tuple(code for code in one.modules if not modules or code in modules)) for one in lots]
    verifier(kept)
    first = kept[0]
    lines = list(_lines(kept, {SIRET: siret, NAME: nom}))
    values = {line.variable: line.retenu for line in lines if line.retenu is not None}
    merged = Answers(first.questionnaire, first.modules, values, first.version)
    lines.sort(key=lambda line: form_order(first.questionnaire, line.variable))
    names = tuple(one.name or one.siret or f"bilan n° {rank}" for rank, one in enumerate(kept, start=1))
    told = tuple(
        (name, rule, text)
        for name, one in zip(names, kept, strict=True)
        for rule, text in sorted(one.justifications.items())
    )
    return Consolidation(merged, names, tuple(lines), internes(kept), told)


def _lines(lots: Sequence[Answers], given: Mapping[str, str]) -> Iterator[Ligne]:
    questionnaire = lots[0].questionnaire
    effects = effets_de(questionnaire)
    tables = {table.id for indicator in questionnaire.select(lots[0].modules) for table in indicator.tables}
    codes = sorted({code for one in lots for code in one.values}, key=partial(form_order, questionnaire))
    for code in codes:
        cell = cell_of(questionnaire, code)
        values = tuple(one.values.get(code) for one in lots)
        if cell is None or cell.computed:
            yield Ligne(code, values, None, Sort.ECARTE, "variable que le questionnaire ne demande pas")
        elif cell.table not in tables:
            yield Ligne(code, values, None, Sort.ECARTE, "module qui n’est pas regroupé")
        elif not questionnaire.tables[cell.table].open_rows:
            yield _line(effects, cell, values, given.get(code, ""))
    for table in questionnaire.tables.values():
        if table.open_rows and table.id in tables:
            yield from _rows(lots, table.id)


def _line(effects: Effets, cell: Cell, values: tuple[Value | None, ...], given: str) -> Ligne:
    effect, note = effects.de(cell)
    if given:
        return Ligne(cell.code, values, given, Sort.RETENU, "valeur demandée")
    if effect in (Effet.SOMME, Effet.SOMME_A_VERIFIER):
        total = _total(values)
        if total is None:
            return Ligne(cell.code, values, None, Sort.DECIDER, "le total dépasse le plus grand nombre admis")
        several = sum(value is not None for value in values) > 1
        check = effect is Effet.SOMME_A_VERIFIER and several
        return Ligne(cell.code, values, total, Sort.VERIFIER if check else Sort.SOMME, note if check else "")
    if len(set(values)) == 1:
        return Ligne(cell.code, values, values[0], Sort.RETENU)
    if effect is Effet.OUI_SI_UN and "OUI" in values:
        return Ligne(cell.code, values, "OUI", Sort.RETENU, note)
    if cell.row.required:
        proposed = next(value for value in values if value is not None)
        return Ligne(cell.code, values, proposed, Sort.PROPOSE, "réponse obligatoire\u00a0: celle du premier bilan")
    told = "" if effect is Effet.OUI_SI_UN else note
    return Ligne(cell.code, values, None, Sort.DECIDER, told or _difference(values))


def _difference(values: Sequence[Value | None]) -> str:
    if len({value for value in values if value is not None}) > 1:
        return "les réponses diffèrent"
    return "une partie des collectivités n’a pas répondu"


def _total(values: Sequence[Value | None]) -> Value | None:
    """The sum of the figures; None when it is larger than a figure may be."""
    figures = [value for value in values if isinstance(value, int | float)]
    if all(isinstance(figure, int) for figure in figures):
        total: float | int = sum(int(figure) for figure in figures)
    else:
        summed = round(fsum(figures), _DECIMALS)
        total = int(summed) if summed.is_integer() else summed
    return total if total <= MAX_NUMBER else None


def _rows(lots: Sequence[Answers], table: str) -> Iterator[Ligne]:
    """The rows that respondents wrote in an open table, those of each collectivité after the others."""
    number = 0
    for rank, one in enumerate(lots):
        rows: dict[str, dict[str, Value]] = {}
        for code in sorted(one.values, key=partial(form_order, one.questionnaire)):
            if code.startswith(f"{table}!") and cell_of(one.questionnaire, code) is not None:
                _, row, column = split_variable(code)
                rows.setdefault(row, {})[column] = one.values[code]
        for columns in rows.values():
            number += 1
            for column, value in columns.items():
                alone = tuple(value if place == rank else None for place in range(len(lots)))
                variable = f"{table}!L{number:02d}.{column}"
                if number > MAX_OPEN_ROWS:
                    yield Ligne(variable, alone, None, Sort.ECARTE, f"le tableau a {MAX_OPEN_ROWS} lignes au plus")
                else:
                    yield Ligne(variable, alone, value, Sort.AJOUT)
