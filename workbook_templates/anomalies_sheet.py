"""The « Anomalies » sheet of an annotated copy: one line for each cell concerned, with a link to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from workbook_templates import sizes
from workbook_templates.annotations import SEVERITIES, Annotations, Anomaly, Spot, address_of, place_of
from workbook_templates.layout import ANOMALIES_SHEET, Layout
from workbook_templates.styles import Styles
from workbook_templates.text_sheets import text_page, text_title

_TITLES = ("Gravité", "Code", "Indicateur", "Cellule", "De quoi il s’agit", "Valeur lue", "Anomalie", "Que faire")
_WIDTHS = (11.0, 22.0, 11.0, 18.0, 34.0, 14.0, 52.0, 44.0)
_SEVERITY, _CODE, _INDICATOR, _CELL, _LABEL, _VALUE, _MESSAGE, _REMEDY = range(len(_TITLES))
_HEADER = 3
_WORDS = (
    ("anomalie bloquante", "anomalies bloquantes"),
    ("alerte", "alertes"),
    ("information", "informations"),
)
_CELLS = 20
"""Most cells listed for one anomaly."""


def anomalies_sheet(worksheet: Worksheet, layout: Layout, annotations: Annotations, styles: Styles) -> None:
    """Write the whole sheet, the worst anomalies first."""
    text_page(worksheet, _WIDTHS, ANOMALIES_SHEET)
    worksheet.set_landscape()
    text_title(worksheet, ANOMALIES_SHEET, styles)
    worksheet.merge_range(0, 0, 0, _MESSAGE, ANOMALIES_SHEET, styles["grand"])
    ordered = sorted(annotations.anomalies, key=lambda anomaly: SEVERITIES.index(anomaly.severity))
    told = ", ".join(_counted(ordered, severity, words) for severity, words in zip(SEVERITIES, _WORDS, strict=True))
    worksheet.write_string(2, 0, f"{told}. Les cellules concernées portent un commentaire.", styles["texte_court"])
    for column, title in enumerate(_TITLES):
        worksheet.write_string(_HEADER, column, title, styles["entete"])
    line = _HEADER
    for anomaly in ordered:
        for spot in _spots(anomaly):
            line += 1
            _line(worksheet, line, anomaly, spot, layout, styles)
    worksheet.freeze_panes(_HEADER + 1, 0)
    worksheet.repeat_rows(_HEADER)
    worksheet.autofilter(_HEADER, 0, max(line, _HEADER + 1), len(_TITLES) - 1)
    worksheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})


def _counted(anomalies: Iterable[Anomaly], severity: str, words: tuple[str, str]) -> str:
    count = sum(one.severity == severity for one in anomalies)
    return f"{count} {words[count > 1]}"


def _spots(anomaly: Anomaly) -> Iterator[Spot]:
    """The cells to list: those to correct, else those of the other side; one empty line when there is none."""
    every = anomaly.cells or anomaly.others
    yield from every[:_CELLS]
    if len(every) > _CELLS:
        yield Spot(label=f"… et {len(every) - _CELLS} autres cellules")
    if not every:
        yield Spot()


def _line(worksheet: Worksheet, line: int, anomaly: Anomaly, spot: Spot, layout: Layout, styles: Styles) -> None:
    style = styles["cellule"]
    texts = {
        _SEVERITY: anomaly.severity,
        _CODE: anomaly.code,
        _INDICATOR: anomaly.indicator,
        _LABEL: spot.label,
        _VALUE: spot.value,
        _MESSAGE: anomaly.message,
        _REMEDY: anomaly.remedy,
    }
    for column, text in texts.items():
        if text:
            worksheet.write_string(line, column, text, styles[f"gravite_{text}"] if column == _SEVERITY else style)
        else:
            worksheet.write_blank(line, column, None, style)
    position = place_of(layout, spot)
    if position is not None:
        target = f"internal:'{position[0]}'!{xl_rowcol_to_cell(*position[1:])}"
        worksheet.write_url(line, _CELL, target, styles["cellule_lien"], address_of(position))
    else:
        worksheet.write_string(line, _CELL, f"{spot.sheet} {spot.address}".strip(), style)
    worksheet.set_row(line, max(sizes.ROW_HEIGHT, *(sizes.height(text, _WIDTHS[at]) for at, text in texts.items())))
