"""Typed entry: the data validation of entry cells, with French messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from schemas.json_schema import FIRST_YEAR, MAX_TEXT
from schemas.model import CellType, Kind, Questionnaire

Rectangle = tuple[int, int, int, int]
"""First line, first column, last line, last column."""

_INLINE_LIMIT = 250


def rectangles(cells: Iterable[tuple[int, int]]) -> list[Rectangle]:
    """Cover a set of cells with rectangles: runs down each column, joined when neighbours are alike."""
    by_column: dict[int, list[int]] = {}
    for line, column in cells:
        by_column.setdefault(column, []).append(line)
    done: list[Rectangle] = []
    pending: dict[tuple[int, int], Rectangle] = {}
    for column in sorted(by_column):
        following: dict[tuple[int, int], Rectangle] = {}
        for first, last in _line_runs(sorted(by_column[column])):
            left = pending.pop((first, last), None)
            start = left[1] if left and left[3] == column - 1 else column
            if left and start == column:
                done.append(left)
            following[first, last] = (first, start, last, column)
        done.extend(pending.values())
        pending = following
    return sorted([*done, *pending.values()])


def _line_runs(lines: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for line in lines:
        if runs and runs[-1][1] == line - 1:
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    return runs


def _figure(text: str, rule: str, **limits: Any) -> dict[str, Any]:
    return {"error_title": "Valeur refusée", "error_message": text, **limits, "validate": rule}


def entry_rule(
    questionnaire: Questionnaire, cell_type: CellType, address: str, lists: Mapping[str, str]
) -> dict[str, Any]:
    """Options of XlsxWriter's `data_validation` for a type of cell.

    `address` is the first cell of the range, relative; `lists` gives the range of the labels of each nomenclature.
    """
    match cell_type.kind:
        case Kind.ENTIER:
            message = "Saisissez un nombre entier, positif ou nul, sans décimale. Laissez vide si vous ne savez pas."
            return _figure(message, "integer", criteria=">=", value=0)
        case Kind.MONTANT:
            message = "Saisissez un montant en euros entiers, arrondi à l’euro supérieur, sans centimes."
            return _figure(message, "integer", criteria=">=", value=0)
        case Kind.DECIMAL:
            return _decimal_rule(cell_type.step, address)
        case Kind.ANNEE:
            message = f"Saisissez une année sur quatre chiffres, au plus tard {questionnaire.year}."
            return _figure(message, "integer", criteria="between", minimum=FIRST_YEAR, maximum=questionnaire.year)
        case Kind.SIRET:
            message = "Le SIRET compte quatorze chiffres\u00a0; les espaces sont acceptés."
            digits = f'SUBSTITUTE({address}," ","")'
            return _figure(message, "custom", value=f"=AND(LEN({digits})=14,ISNUMBER(VALUE({digits})))")
        case Kind.TEXTE:
            message = f"Le texte ne peut pas dépasser {MAX_TEXT} caractères."
            return _figure(message, "length", criteria="<=", value=MAX_TEXT)
        case _:
            choices = questionnaire.choices(cell_type)
            labels = [element.label for element in choices.elements]
            short = "," not in "".join(labels) and len(",".join(labels)) <= _INLINE_LIMIT
            rule = {"source": labels if short else lists[choices.name]}
            return _figure("Choisissez une réponse dans la liste déroulante.", "list", **rule)


def _decimal_rule(step: float, address: str) -> dict[str, Any]:
    known = {0.5: "par demi (0,5)", 0.25: "par quart (0,25)", 1.0: "sans décimale"}
    how = known.get(step, "avec deux décimales au plus")
    message = f"Saisissez un nombre positif ou nul, {how}."
    times = round(1 / step)
    rule = f"=AND(ISNUMBER({address}),{address}>=0,ROUND({address}*{times},6)=ROUND({address}*{times},0))"
    return _figure(message, "custom", value=rule)
