"""The « À reprendre » sheet: what a migration or a new year leaves to the user, with links and a state to tick.

The states are the only cells that can be changed. The hidden last column holds the variables of the line: after
`reprise!` for an answer that was carried for confirmation, so that the reader finds which ones were confirmed, after
`cellules!` for the others, so that a workbook rebuilt from this one has them too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from workbook_templates import sizes
from workbook_templates.annotations import Position, Spot, address_of, place_of
from workbook_templates.layout import REWORK_SHEET, Layout
from workbook_templates.styles import Styles
from workbook_templates.text_sheets import text_page, text_title

TO_DO, DONE = "À faire", "Fait"
PREFIX, CELLS = "reprise!", "cellules!"

_TITLES = ("État", "Ce qu’il faut faire", "Cellule", "De quoi il s’agit", "Valeur d’avant", "Où elle était", "Pourquoi")
_WIDTHS = (9.0, 20.0, 18.0, 62.0, 16.0, 18.0, 54.0)
_STATE, _TASK, _CELL, _LABEL, _VALUE, _WHERE, _WHY = range(len(_TITLES))
_ANCHOR = len(_TITLES)
_HEADER = 4
_COUNT = 2
_MORE = 6
"""Most cells named beside the one that the link opens."""
_KEPT = 500
"""Most variables kept in the hidden column: a cell holds 32,767 characters."""
_OTHERS = "Autres cellules possibles\u00a0: "


@dataclass(frozen=True, slots=True)
class Rework:
    """One thing to take up again: plain texts, and the variables of the cells it concerns, the likeliest first.

    `confirm`: the answer stands in its cell already, and waits for a confirmation. `done`: the user said so.
    """

    task: str
    variables: tuple[str, ...]
    label: str
    value: str
    where: str
    why: str
    confirm: bool = False
    done: bool = False


def rework_sheet(worksheet: Worksheet, layout: Layout, items: Sequence[Rework], styles: Styles) -> None:
    """Write the whole sheet."""
    text_page(worksheet, _WIDTHS, REWORK_SHEET)
    worksheet.set_landscape()
    text_title(worksheet, REWORK_SHEET, styles)
    worksheet.merge_range(0, 0, 0, _WHY, REWORK_SHEET, styles["grand"])
    first, last = _HEADER + 1, _HEADER + len(items)
    _count(worksheet, first, last, sum(1 for item in items if not item.done), styles)
    for column, title in enumerate(_TITLES):
        worksheet.write_string(_HEADER, column, title, styles["entete"])
    for line, item in enumerate(items, start=first):
        _line(worksheet, line, item, layout, styles)
    choice = {"validate": "list", "source": [TO_DO, DONE], "error_title": "Valeur refusée"}
    choice["error_message"] = f"Choisissez «\u00a0{TO_DO}\u00a0» ou «\u00a0{DONE}\u00a0»."
    worksheet.data_validation(first, _STATE, last, _STATE, choice)
    done: dict[str, Any] = {"type": "cell", "criteria": "==", "value": f'"{DONE}"'}
    worksheet.conditional_format(first, _STATE, last, _STATE, done | {"format": styles.conditional("etat_rempli")})
    worksheet.set_column(_ANCHOR, _ANCHOR, 14, styles["cache"], {"hidden": True})
    worksheet.freeze_panes(_HEADER + 1, 0)
    worksheet.repeat_rows(_HEADER)
    worksheet.print_area(0, 0, last, _WHY)
    worksheet.autofilter(_HEADER, 0, last, _WHY)
    worksheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})


def _count(worksheet: Worksheet, first: int, last: int, left: int, styles: Styles) -> None:
    """How many remain, live, and how to use the sheet."""
    states = f"{xl_rowcol_to_cell(first, _STATE)}:{xl_rowcol_to_cell(last, _STATE)}"
    count = last - first + 1
    formula = f'=COUNTIF({states},"{TO_DO}")&" à reprendre sur {count}"'
    worksheet.write_formula(_COUNT, 0, formula, styles["texte_court"], f"{left} à reprendre sur {count}")
    told = (
        f"Suivez le lien, répondez dans la cellule, puis choisissez «\u00a0{DONE}\u00a0»\u00a0: "
        "cette feuille n’est pas transmise."
    )
    worksheet.write_string(_COUNT + 1, 0, told, styles["sous_titre_court"])


def _line(worksheet: Worksheet, line: int, item: Rework, layout: Layout, styles: Styles) -> None:
    style = styles["cellule"]
    worksheet.write_string(line, _STATE, DONE if item.done else TO_DO, styles["choix"])
    places = [place for code in item.variables if (place := place_of(layout, Spot(code))) is not None]
    texts = {_TASK: item.task, _LABEL: item.label, _VALUE: item.value, _WHERE: item.where, _WHY: item.why}
    texts[_WHY] = " ".join(filter(None, (item.why, _others(places))))
    for column, text in texts.items():
        worksheet.write_string(line, column, text, style)
    if places:
        sheet, row, column = places[0]
        target = f"internal:'{sheet}'!{xl_rowcol_to_cell(row, column)}"
        worksheet.write_url(line, _CELL, target, styles["cellule_lien"], address_of(places[0]))
    else:
        worksheet.write_blank(line, _CELL, None, style)
    if item.variables:
        anchor = f"{PREFIX}{item.variables[0]}" if item.confirm else f"{CELLS}{' '.join(item.variables[:_KEPT])}"
        worksheet.write_string(line, _ANCHOR, anchor, styles["cache"])
    worksheet.set_row(line, max(sizes.ROW_HEIGHT, *(sizes.height(text, _WIDTHS[at]) for at, text in texts.items())))


def _others(places: Sequence[Position]) -> str:
    """The cells beside the first one."""
    names = [address_of(place) for place in places[1 : 1 + _MORE]]
    if not names:
        return ""
    more = "…" if len(places) > 1 + _MORE else "."
    return f"{_OTHERS}{', '.join(names)}{more}"


def read_confirmed(sheet: Iterable[Sequence[object]]) -> dict[str, bool]:
    """Of the answers carried for confirmation, which ones were confirmed, from the raw lines of the sheet."""
    found: dict[str, bool] = {}
    for line in sheet:
        text = next((cell for cell in line if isinstance(cell, str) and cell.startswith(PREFIX)), None)
        if text is not None:
            found[text.removeprefix(PREFIX)] = DONE in line
    return found


def read_rework(sheet: Iterable[Sequence[object]]) -> list[Rework]:
    """The lines of the sheet, from its raw lines, as they were given to `rework_sheet`."""
    return [_item(line) for line in sheet if len(line) > _WHY and line[_STATE] in (TO_DO, DONE)]


def _item(line: Sequence[object]) -> Rework:
    anchor = str(line[_ANCHOR]) if len(line) > _ANCHOR else ""
    confirm = anchor.startswith(PREFIX)
    texts = [str(line[at]) for at in (_TASK, _LABEL, _VALUE, _WHERE, _WHY)]
    task, label, value, where, why = texts
    variables = tuple(anchor.removeprefix(PREFIX if confirm else CELLS).split())
    return Rework(
        task, variables, label, value, where, why.partition(_OTHERS)[0].strip(), confirm, line[_STATE] == DONE
    )
