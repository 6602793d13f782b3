"""The names that a document gives to its answers, and those that the questionnaire does not know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from processors.answers import Answers
from processors.findings import Finding, finding
from processors.libelles import cellule, indicateur, liste, nommer_tableau
from processors.validation.faults import Path
from schemas.model import Questionnaire
from schemas.variables import cell_of, close_variables

UNKNOWN = "VARIABLE-INCONNUE"
_DEPTH = 3
"""Table, row, column."""


class Leaf(NamedTuple):
    """An answer of a document. `steps` are its table, row and column; fewer when the document is ill-formed."""

    steps: tuple[str, ...]
    value: Any

    @property
    def code(self) -> str:
        table, *rest = self.steps
        return f"{table}!{'.'.join(rest)}" if rest else table


def leaves(nested: object, steps: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """Every answer of the `reponses` of a document, whatever its form."""
    if isinstance(nested, dict) and len(steps) < _DEPTH:
        for name, inner in nested.items():
            yield from leaves(inner, (*steps, str(name)))
    elif steps:
        yield Leaf(steps, nested)


def unknown_below(questionnaire: Questionnaire, nested: object, paths: Iterable[Path]) -> set[str]:
    """Codes of the answers under these paths (`reponses`, table, row) that are not entry cells."""
    prefixes = {tuple(map(str, path[1:])) for path in paths}
    return {
        leaf.code
        for leaf in leaves(nested)
        if any(leaf.steps[:length] in prefixes for length in range(_DEPTH)) and not is_entry(questionnaire, leaf.code)
    }


def is_entry(questionnaire: Questionnaire, variable: str) -> bool:
    """Whether the variable is a cell that the respondent fills."""
    cell = cell_of(questionnaire, variable)
    return cell is not None and not cell.computed


def unknown_findings(answers: Answers, variables: Iterable[str]) -> Iterator[Finding]:
    """One finding per table and reason: computed cells, greyed cells, names that do not exist."""
    questionnaire = answers.questionnaire
    groups: dict[tuple[str, str], list[str]] = {}
    for variable in sorted(variables):
        table = variable.partition("!")[0]
        groups.setdefault((_reason(questionnaire, variable), table), []).append(variable)
    for (code, table), found in groups.items():
        near = close_variables(questionnaire, found[0]) if code == UNKNOWN else []
        yield finding(
            code,
            [cellule(answers, variable) for variable in found],
            indicator=indicateur(questionnaire, table),
            lieu=nommer_tableau(questionnaire, table) if table in questionnaire.tables else "questionnaire",
            variables=liste(found),
            proches=f" Codes proches : {liste(near)}." if near else "",
        )


def _reason(questionnaire: Questionnaire, variable: str) -> str:
    if cell_of(questionnaire, variable) is not None:
        return "VARIABLE-CALCULEE"
    table, _, rest = variable.partition("!")
    row, _, column = rest.rpartition(".")
    if table in questionnaire.tables and (row, column) in questionnaire.tables[table].absent:
        return "CASE-GRISEE"
    return UNKNOWN
