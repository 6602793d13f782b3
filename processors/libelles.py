"""The names of cells in French, for messages and reports: « indicateur 1.1.1, Attaché, Hommes »."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache

from processors.answers import Answers, Place, split_variable
from processors.findings import CellRef
from schemas.model import CODED, COLLECTIVITE, Column, Questionnaire, Row, Table
from schemas.variables import cell_of

NOWHERE = Place("", "")
MASKED = "(donnée personnelle)"
"""What reports show in place of a personal answer."""
GROUPED = 10_000
"""Number from which thousands stand apart."""


@lru_cache(maxsize=1 << 15)  # a batch names the same cells again and again; bounded, for codes may come from outside
def nommer(questionnaire: Questionnaire, variable: str) -> str:
    """The name of a variable in words; the code itself when the questionnaire does not know its table."""
    try:
        table_id, row, column = split_variable(variable)
    except ValueError:
        return f"variable « {variable} »"
    table = questionnaire.tables.get(table_id)
    if table is None:
        return f"variable « {variable} »"
    return nommer_partie(questionnaire, table_id, row, column if _needs_column(table, column) else "")


def _needs_column(table: Table, column: str) -> bool:
    return len(table.columns) > 1 or column not in table.column_by_code


def nommer_partie(questionnaire: Questionnaire, table_id: str, row: str = "", column: str = "") -> str:
    """The name of a table, of one of its rows, of one of its columns, or of a cell, from the widest to the closest."""
    rows, columns = _table_names(questionnaire, table_id)
    parts = [nommer_tableau(questionnaire, table_id)]
    if row:
        open_row = questionnaire.tables[table_id].open_rows and row[1:].isdigit()
        parts.append(f"ligne {int(row[1:])}" if open_row else rows.get(row, f"ligne {row}"))
    if column:
        parts.append(columns.get(column, f"colonne {column}"))
    return ", ".join(parts)


def nommer_tableau(questionnaire: Questionnaire, table_id: str) -> str:
    """« indicateur 1.1.1 », or « tableau 1.5.1.2 » for one table among several of an indicator."""
    if table_id == COLLECTIVITE:
        return "Collectivité"
    indicator = questionnaire.indicator_of[table_id]
    return f"indicateur {indicator.code}" if len(indicator.tables) == 1 else f"tableau {table_id}"


def indicateur(questionnaire: Questionnaire, variable: str) -> str:
    """Code of the indicator of a variable, '' when unknown."""
    found = questionnaire.indicator_of.get(variable.partition("!")[0])
    return found.code if found else ""


def cellule(answers: Answers, variable: str) -> CellRef:
    """The cell of a variable: where it was read, what it holds, its name in words."""
    place = answers.places.get(variable, NOWHERE)
    label = nommer(answers.questionnaire, variable)
    held = answers.values.get(variable)
    shown = MASKED if is_personal(answers.questionnaire, variable) else _shown(answers.questionnaire, variable, held)
    return CellRef(variable, place.sheet, place.address, shown, label)


def is_personal(questionnaire: Questionnaire, variable: str) -> bool:
    """Whether a cell holds the name or the address of a person, which no report shows."""
    cell = cell_of(questionnaire, variable)
    return cell is not None and cell.row.personal


def reponse(questionnaire: Questionnaire, variable: str, value: object) -> str:
    """An answer in words: the label of a coded answer, else the value."""
    return valeur(_shown(questionnaire, variable, value))


def _shown(questionnaire: Questionnaire, variable: str, value: object) -> object:
    """What the respondent sees in the cell: the label of a coded answer, else the value."""
    cell = cell_of(questionnaire, variable)
    if cell is None or cell.type.kind not in CODED or not isinstance(value, str):
        return value
    element = questionnaire.choices(cell.type).by_code.get(value)
    return element.label if element else value


def liste(names: Iterable[str], limit: int = 12) -> str:
    """An enumeration « a », « b »… of at most `limit` names, the number of the others said."""
    every = list(names)
    shown = ", ".join(f"« {name} »" for name in every[:limit])
    return shown if len(every) <= limit else f"{shown}… ({len(every) - limit} autres)"


@cache
def _table_names(questionnaire: Questionnaire, table_id: str) -> tuple[dict[str, str], dict[str, str]]:
    table = questionnaire.tables[table_id]
    return _names(table.rows), _names(table.columns)


def _names(items: tuple[Row, ...] | tuple[Column, ...]) -> dict[str, str]:
    """The label of each row or column, with as many of its headings as it takes to tell it from the others."""
    names = {item.code: item.label for item in items}
    headings = {item.code: list(item.headings) for item in items}
    while True:
        counts = Counter(names.values())
        ambiguous = [code for code, name in names.items() if counts[name] > 1 and headings[code]]
        if not ambiguous:
            return names
        for code in ambiguous:
            heading = headings[code].pop()
            if heading != names[code]:
                names[code] = f"{heading} – {names[code]}"


def valeur(value: object, limit: int = 60) -> str:
    """A value as a reader expects it: 1 234,5 for a number, « abc » for a text, shortened, « vide » for a blank."""
    if value is None or value == "":
        return "vide"
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, int | float):
        return nombre(value)[:limit]
    text = " ".join(str(value).split())
    return f"« {text if len(text) <= limit else text[: limit - 1] + '…'} »"


def nombre(value: int | float) -> str:
    """A number in French: decimal comma, no useless decimal, thousands apart from five digits on (12 345, but 2019)."""
    if isinstance(value, float) and not math.isfinite(value):
        return "hors limites"
    text = f"{value:,.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    return text.replace(",", "\u202f" if abs(value) >= GROUPED else "").replace(".", ",")
