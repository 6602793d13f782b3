"""The data dictionary of a questionnaire: one line per variable, for publishers and for the curious."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from processors.libelles import nommer_partie
from schemas.binding import bind
from schemas.expressions import Expression, Reference
from schemas.expressions.sentence import sentence
from schemas.model import Cell, Column, Condition, Parameter, Questionnaire
from schemas.plan import formula_of
from workbook_templates.layout import Layout

COLUMNS = (
    "code",
    "indicateur",
    "tableau",
    "ligne",
    "libelle_ligne",
    "colonne",
    "libelle_colonne",
    "type",
    "unite",
    "pas",
    "valeurs",
    "nature",
    "calcul",
    "condition",
    "feuille",
    "cellule",
)


def dictionary(questionnaire: Questionnaire) -> Iterator[dict[str, str]]:
    """Every variable, entered or computed, in the order of the form, with its place in the whole workbook."""
    layout = Layout(questionnaire, tuple(questionnaire.modules))
    for cell in questionnaire.cells.values():
        place = layout.place(cell.table, cell.row.code, cell.column.code)
        choices = questionnaire.choices(cell.type).elements if cell.type.choices else ()
        yield {
            "code": cell.code,
            "indicateur": questionnaire.indicator_of[cell.table].code,
            "tableau": cell.table,
            "ligne": cell.row.code,
            "libelle_ligne": " — ".join((*cell.row.headings, cell.row.label)),
            "colonne": cell.column.code,
            "libelle_colonne": " — ".join((*cell.column.headings, cell.column.label)),
            "type": cell.type.kind.value,
            "unite": questionnaire.units.get(cell.type.unit, cell.type.unit),
            "pas": str(cell.type.step).replace(".", ",") if cell.type.numeric and cell.type.step < 1 else "",
            "valeurs": " | ".join(f"{choice.code} = {choice.label}" for choice in choices),
            "nature": "calculée" if cell.computed else "saisie",
            "calcul": _computation(questionnaire, cell) if cell.computed else "",
            "condition": " ; ".join(condition.text for condition in _conditions(questionnaire, cell)),
            "feuille": place[0] if place else "",
            "cellule": xl_rowcol_to_cell(place[1], place[2]) if place else "",
        }


def _conditions(questionnaire: Questionnaire, cell: Cell) -> list[Condition]:
    declared = (questionnaire.tables[cell.table].condition, cell.row.condition, cell.column.condition)
    return [condition for condition in declared if condition is not None]


def _computation(questionnaire: Questionnaire, cell: Cell) -> str:
    """How a computed cell is computed, in words."""
    table = questionnaire.tables[cell.table]
    if cell.row.sum_of:
        labels = [table.row_by_code[row].label for row in cell.row.sum_of]
        return f"somme des lignes « {labels[0]} » à « {labels[-1]} »" if len(labels) > 1 else f"« {labels[0]} »"
    expression = formula_of(cell)
    assert expression is not None
    return in_words(questionnaire, expression, cell)


def in_words(questionnaire: Questionnaire, expression: Expression, cell: Cell) -> str:
    """An expression of a computed cell as a French sentence; cells of the same row or column by the other label."""
    table = questionnaire.tables[cell.table]

    def name(reference: Reference) -> str:
        if reference.name in table.column_by_code:
            return f"« {_column(table.column_by_code[reference.name])} »"
        if reference.name in table.row_by_code:
            return f"« {table.row_by_code[reference.name].label} »"
        bound = bind(questionnaire, reference, cell.table, cell.row.code, cell.column.code)
        if isinstance(bound, Parameter):
            return bound.label
        if bound.table == cell.table:
            return f"« {bound.row.label}, {_column(bound.column)} »"
        return nommer_partie(questionnaire, bound.table, bound.row.code, bound.column.code)

    return sentence(expression, name)


def _column(column: Column) -> str:
    return f"{column.label} {column.number}".strip()


def dictionary_table(questionnaire: Questionnaire) -> pd.DataFrame:
    """The dictionary as a table of texts, one line per variable."""
    return pd.DataFrame(dictionary(questionnaire), columns=list(COLUMNS), dtype="string")


def dictionary_csv(questionnaire: Questionnaire) -> str:
    """The dictionary as CSV: semicolons, a header, one line per variable."""
    return dictionary_table(questionnaire).to_csv(sep=";", index=False, lineterminator="\n")


def dictionary_workbook(questionnaire: Questionnaire, path: Path) -> None:
    """The dictionary as a workbook: a frozen header and a filter on each column. Raise OSError when it cannot be."""
    table = dictionary_table(questionnaire)
    options = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs=options) as writer:
        table.to_excel(writer, sheet_name="Dictionnaire", index=False, freeze_panes=(1, 1))
        sheet = writer.sheets["Dictionnaire"]
        sheet.autofilter(0, 0, len(table), len(COLUMNS) - 1)
        sheet.set_column(0, len(COLUMNS) - 1, 18)
