"""The sheet « Collectivité »: one question a line."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from schemas.registers import COLLECTIVITE
from workbook_templates import sizes
from workbook_templates.registers.contents import Contents
from workbook_templates.registers.entry import entry_rule
from workbook_templates.registers.layout import (
    GUIDE_SHEET,
    QUESTION_ANCHOR,
    QUESTION_ANSWER,
    QUESTION_HELP,
    QUESTION_LABEL,
    RegisterLayout,
    anchor,
    answer_name,
)
from workbook_templates.registers.lists import Lists
from workbook_templates.registers.styles import RegisterStyles

A4 = 9
_LABEL, _ANSWER, _HELP = 56.0, 34.0, 60.0


def question_sheet(
    workbook: Workbook,
    worksheet: Worksheet,
    layout: RegisterLayout,
    lists: Lists,
    styles: RegisterStyles,
    contents: Contents,
) -> None:
    """Write the questions, their answers, and the names by which conditions read the answers."""
    sheet = layout.register.sheets[COLLECTIVITE]
    worksheet.set_column(QUESTION_ANCHOR, QUESTION_ANCHOR, 14, styles["cache"], {"hidden": True})
    for column, width in ((QUESTION_LABEL, _LABEL), (QUESTION_ANSWER, _ANSWER), (QUESTION_HELP, _HELP)):
        worksheet.set_column(column, column, width)
    worksheet.write_string(1, QUESTION_LABEL, sheet.title, styles["titre_court"])
    worksheet.write_url(1, QUESTION_ANSWER, f"internal:'{GUIDE_SHEET}'!A1", styles["lien"], "↩ Mode d’emploi")
    worksheet.write_string(2, QUESTION_LABEL, sheet.presentation, styles["sous_titre_court"])
    group = ""
    for item in sheet.fields:
        line = layout.answers[item.code]
        if item.group != group:
            group = item.group
            worksheet.write_string(line - 1, QUESTION_LABEL, group, styles["bande"])
        worksheet.write_string(line, QUESTION_ANCHOR, anchor(sheet.code, item.code), styles["cache"])
        label = styles["libelle_exige" if item.required else "libelle_question"]
        worksheet.write_string(line, QUESTION_LABEL, item.label, label)
        _answer(worksheet, line, contents.answers.get(item.code), styles.entry(item, boxed=True))
        address = f"C{line + 1}"
        worksheet.data_validation(
            line, QUESTION_ANSWER, line, QUESTION_ANSWER, entry_rule(layout, lists, sheet, item, address)
        )
        worksheet.write_string(line, QUESTION_HELP, item.help, styles["aide_question"])
        worksheet.set_row(line, max(sizes.height(item.label, _LABEL), sizes.height(item.help, _HELP)))
        workbook.define_name(answer_name(item.code), f"='{sheet.title}'!$C${line + 1}")
    worksheet.freeze_panes(3, 0)
    worksheet.hide_gridlines(2)
    worksheet.set_paper(A4)
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.set_footer(f"&L&8{layout.register.title}&C&8&A&R&8&P / &N")


def _answer(worksheet: Worksheet, line: int, value: Any, style: Format) -> None:
    if value is None:
        worksheet.write_blank(line, QUESTION_ANSWER, None, style)
    elif isinstance(value, str):
        worksheet.write_string(line, QUESTION_ANSWER, value, style)
    else:
        worksheet.write_number(line, QUESTION_ANSWER, value, style)
