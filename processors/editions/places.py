"""Many cells in a few words: the lines or the columns of the tables where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from processors.answers import split_variable
from processors.report.mots import pluriel
from schemas.model import COLLECTIVITE, Column, Questionnaire, Row, Table

_NAMED = 3
_LONGEST = 70


def en_mots(questionnaire: Questionnaire, codes: Iterable[str]) -> str:
    """Where cells stand: « 1.1.4, colonnes « Hommes », « Femmes » » ; '' for none."""
    tables: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for code in codes:
        table, row, column = split_variable(code)
        rows, columns = tables.setdefault(table, ({}, {}))
        rows[row], columns[column] = None, None
    known = questionnaire.tables
    return "\u00a0; ".join(f"{_name(table)}{_part(known[table], *lines)}" for table, lines in tables.items())


def _name(table: str) -> str:
    return "Collectivité" if table == COLLECTIVITE else table


def _part(table: Table, rows: Iterable[str], columns: Iterable[str]) -> str:
    chosen_rows = [table.row_by_code[code] for code in rows if code in table.row_by_code]
    chosen_columns = [table.column_by_code[code] for code in columns]
    every_row = len(chosen_rows) == sum(not row.computed for row in table.rows)
    every_column = len(chosen_columns) == sum(not column.computed for column in table.columns)
    parts = []
    if not every_row or (every_column and len(table.rows) == 1):
        parts.append(_lines("ligne", "lignes", chosen_rows))
    if not every_column:
        parts.append(_lines("colonne", "colonnes", chosen_columns))
    return "".join(f", {part}" for part in parts)


def _lines(one: str, many: str, lines: Sequence[Row] | Sequence[Column]) -> str:
    if len(lines) > _NAMED:
        return pluriel(len(lines), one, many)
    named = ", ".join(f"«\u00a0{_short(line)}\u00a0»" for line in lines)
    return f"{one if len(lines) == 1 else many} {named}"


def _short(line: Row | Column) -> str:
    text = " – ".join((*line.headings[-1:], line.label)) if isinstance(line, Column) else line.label
    text = text or line.code
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
