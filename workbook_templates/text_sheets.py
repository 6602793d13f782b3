"""The sheets of text: « Versions », and the hidden identity and answer lists."""

from __future__ import annotations

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from schemas.model import Nomenclature, Questionnaire
from workbook_templates import sizes
from workbook_templates.layout import LISTS_SHEET, SUMMARY_SHEET, VERSIONS_SHEET, Layout
from workbook_templates.styles import Styles

WORKBOOK_FORMAT = "bilan-social/classeur 1"
A4 = 9


def text_page(worksheet: Worksheet, widths: tuple[float, ...], name: str) -> None:
    """Column widths and print setup of a sheet to read: an upright A4 page."""
    for column, width in enumerate(widths):
        worksheet.set_column(column, column, width)
    worksheet.hide_gridlines(2)
    worksheet.set_paper(A4)
    worksheet.fit_to_pages(1, 0)
    worksheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    worksheet.set_footer(f"&L&8{name}&R&8&P / &N")


def text_title(worksheet: Worksheet, title: str, styles: Styles) -> None:
    """The title of a sheet of text and the link back to the summary."""
    worksheet.write_string(0, 0, title, styles["grand"])
    worksheet.set_row(0, 26)
    worksheet.write_url(1, 0, f"internal:'{SUMMARY_SHEET}'!A1", styles["lien"], "↩ Sommaire")


def versions_sheet(worksheet: Worksheet, questionnaire: Questionnaire, styles: Styles) -> None:
    """What changed, version by version."""
    widths = (12.0, 14.0, 98.0)
    text_page(worksheet, widths, VERSIONS_SHEET)
    text_title(worksheet, "Versions", styles)
    for column, title in enumerate(("Version", "Date", "Changements")):
        worksheet.write_string(3, column, title, styles["entete"])
    for line, version in enumerate(questionnaire.versions, start=4):
        text = "\n".join(version.changes)
        year, month, day = version.date.split("-")
        worksheet.write_string(line, 0, version.version, styles["cellule_gras"])
        worksheet.write_string(line, 1, f"{day}/{month}/{year}", styles["cellule"])
        worksheet.write_string(line, 2, text, styles["cellule"])
        worksheet.set_row(line, sizes.height(text, widths[2]))
    worksheet.freeze_panes(4, 0)
    worksheet.protect("", {"format_columns": True, "format_rows": True})


def identity(layout: Layout) -> dict[str, str]:
    """What a workbook says of itself, by key; the reader checks it before anything else."""
    questionnaire = layout.questionnaire
    return {
        "format": WORKBOOK_FORMAT,
        "questionnaire": questionnaire.id,
        "version": questionnaire.version,
        "annee": str(questionnaire.year),
        "modules": ",".join(layout.modules),
        "empreinte": layout.fingerprint,
    }


def identity_sheet(worksheet: Worksheet, layout: Layout) -> None:
    """The hidden sheet by which a workbook is recognised."""
    for line, (key, value) in enumerate(identity(layout).items()):
        worksheet.write_string(line, 0, key)
        worksheet.write_string(line, 1, value)
    worksheet.protect("")
    worksheet.very_hidden()


def _lists(layout: Layout) -> list[Nomenclature]:
    """The nomenclatures whose labels are answers in this workbook, by name."""
    cells = layout.questionnaire.cells.values()
    used = {cell.type.choices for cell in cells if cell.type.choices and cell.table in layout.tables}
    return [layout.questionnaire.nomenclatures[name] for name in sorted(used)]


def list_ranges(layout: Layout) -> dict[str, str]:
    """Range of the labels of each answer list, as a formula, on the hidden lists sheet."""
    ranges = {}
    for column, nomenclature in enumerate(_lists(layout)):
        letter = xl_col_to_name(column)
        ranges[nomenclature.name] = f"={LISTS_SHEET}!${letter}$2:${letter}${len(nomenclature.elements) + 1}"
    return ranges


def lists_sheet(worksheet: Worksheet, layout: Layout) -> None:
    """The labels of the answer lists, one list a column."""
    for column, nomenclature in enumerate(_lists(layout)):
        worksheet.write_string(0, column, nomenclature.name)
        for line, element in enumerate(nomenclature.elements, start=1):
            worksheet.write_string(line, column, element.label)
    worksheet.protect("")
    worksheet.hide()
