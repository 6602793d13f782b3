"""Totals: what the workbook held in its computed cells, against what its entries give.

Only entries travel: a total is always recomputed, and a difference is said. What is decided:

- nothing read, or '' from a formula, is blank; blank is not zero;
- 0 against a computed blank is no difference of figures: a formula may well give it, and a typed 0 is reported as a
  harmless constant (TOTAL-CONSTANTE);
- a formula without any stored value was never computed (TOTAL-ABSENT); one that holds '' where entries exist was
  computed before they were typed (TOTAL-PERIME);
- a cell that lost its formula and is blank where entries give a total is TOTAL-EFFACE.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from processors.answers import Answers
from processors.findings import CellRef, Finding, finding
from processors.libelles import NOWHERE, indicateur, nommer, nommer_tableau, valeur

TOLERANCE = 1e-6
"""Entries have two decimals at most: two sums that differ by more are different."""

EXAMPLES = 3
"""Number of cells quoted in the message of a group."""


class LuTotal(NamedTuple):
    """What a computed cell held. `value`: number, text or boolean, None when blank; for an error cell, its text.

    `formule`: the cell still holds a formula. A formula that shows nothing is left out of what is compared: when its
    total is not blank either, `Answers.places` tells it from a cell that has disappeared.
    """

    value: float | str | bool | None
    formule: bool
    erreur: bool = False


_NEVER = LuTotal(None, True)


class _Gap(NamedTuple):
    variable: str
    read: LuTotal
    computed: float | None


def comparer(answers: Answers, lus: Mapping[str, LuTotal], totaux: Mapping[str, float]) -> list[Finding]:
    """The findings on the computed cells that were read.

    `totaux` are the totals of the entries, blanks left out: `plan_of(questionnaire).totals(answers.values)`.
    Gaps of one kind in one table make one finding; its `expected` is the computed value, or the tuple of the computed
    values in the order of `cells` when there are several cells. All TOTAL-ABSENT make one finding.
    """
    groups: dict[tuple[str, str], list[_Gap]] = {}
    for variable, lu in lus.items():
        value = lu.value
        computed = totaux.get(variable)
        if lu.formule and not lu.erreur:
            if value is None and computed is None:
                continue
            if computed is not None and type(value) is float and -TOLERANCE <= value - computed <= TOLERANCE:
                continue
        kind = _kind(lu, computed)
        if kind:
            table = "" if kind == ABSENT else variable.partition("!")[0]
            groups.setdefault((kind, table), []).append(_Gap(variable, lu, computed))
    never = [_Gap(code, _NEVER, value) for code, value in totaux.items() if code not in lus and code in answers.places]
    if never:
        groups.setdefault((ABSENT, ""), []).extend(never)
    return [_MAKERS[kind](answers, gaps) for (kind, _), gaps in groups.items()]


REPLACED, CONSTANT, ERASED, STALE, ABSENT, ERROR = "replaced", "constant", "erased", "stale", "absent", "error"


def _kind(lu: LuTotal, computed: float | None) -> str:
    """The kind of a gap, '' when there is none."""
    if lu.erreur:
        return ERROR
    blank = lu.value is None or (isinstance(lu.value, str) and not lu.value.strip())
    if blank:
        if computed is None:
            return ""
        if lu.formule:
            return ABSENT if lu.value is None else STALE
        return ERASED
    same = _same(lu.value, computed)
    if lu.formule:
        return "" if same else STALE
    return CONSTANT if same else REPLACED


def _same(value: float | str | bool | None, computed: float | None) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value - (computed or 0.0)) <= TOLERANCE


def _replaced(answers: Answers, gaps: list[_Gap]) -> Finding:
    return _finding("TOTAL-REMPLACE", answers, gaps)


def _constant(answers: Answers, gaps: list[_Gap]) -> Finding:
    return _finding("TOTAL-CONSTANTE", answers, gaps)


def _erased(answers: Answers, gaps: list[_Gap]) -> Finding:
    return _finding("TOTAL-EFFACE", answers, gaps)


def _stale(answers: Answers, gaps: list[_Gap]) -> Finding:
    return _finding("TOTAL-PERIME", answers, gaps)


def _error(answers: Answers, gaps: list[_Gap]) -> Finding:
    return _finding("TOTAL-ERREUR", answers, gaps)


def _absent(answers: Answers, gaps: list[_Gap]) -> Finding:
    """One finding for the whole workbook, with a few cells as examples: there may be thousands."""
    return finding("TOTAL-ABSENT", _cells(answers, gaps[:EXAMPLES]), nombre=len(gaps))


_MAKERS: Mapping[str, Callable[[Answers, list[_Gap]], Finding]] = {
    REPLACED: _replaced,
    CONSTANT: _constant,
    ERASED: _erased,
    STALE: _stale,
    ABSENT: _absent,
    ERROR: _error,
}


def _finding(code: str, answers: Answers, gaps: list[_Gap]) -> Finding:
    questionnaire = answers.questionnaire
    first = gaps[0].variable
    computed = tuple(gap.computed for gap in gaps)
    quoted = [f"{valeur(gap.read.value)} au lieu de {valeur(gap.computed)}" for gap in gaps[:EXAMPLES]]
    return finding(
        code,
        _cells(answers, gaps),
        expected=computed if len(computed) > 1 else computed[0],
        indicator=indicateur(questionnaire, first),
        lieu=nommer_tableau(questionnaire, first.partition("!")[0]),
        ecarts="\u00a0; ".join(quoted) + ("…" if len(gaps) > EXAMPLES else ""),
    )


def _cells(answers: Answers, gaps: list[_Gap]) -> Iterator[CellRef]:
    for gap in gaps:
        place = answers.places.get(gap.variable, NOWHERE)
        label = nommer(answers.questionnaire, gap.variable)
        yield CellRef(gap.variable, place.sheet, place.address, gap.read.value, label)
