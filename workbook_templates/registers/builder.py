"""Builds the workbook of the agent sheets, blank or filled. The same contents give the same bytes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from schemas.registers import AGENTS, COLLECTIVITE, KEY, Register
from workbook_templates.complement import Complement
from workbook_templates.complement_sheets import carry, complement_sheet
from workbook_templates.layout import IDENTITY_SHEET, LISTS_SHEET
from workbook_templates.plain_sheet import PlainSheet
from workbook_templates.registers.contents import Contents
from workbook_templates.registers.guide_sheet import guide_sheet
from workbook_templates.registers.layout import GUIDE_SHEET, RegisterLayout
from workbook_templates.registers.lists import Lists
from workbook_templates.registers.question_sheet import question_sheet
from workbook_templates.registers.styles import RegisterStyles
from workbook_templates.registers.table_sheet import KEYS_NAME, TableSheet
from workbook_templates.styles import Styles
from workbook_templates.text_sheets import WORKBOOK_FORMAT


def options() -> dict[str, Any]:
    """Options of XlsxWriter, new ones for each workbook."""
    return {
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "in_memory": True,
        "default_date_format": "dd/mm/yyyy",
        "default_format_properties": {"font_name": "Arial", "font_size": 10},
    }


def build_register(
    path: Path, register: Register, contents: Contents, complement: Complement | None = None
) -> RegisterLayout:
    """Write the workbook at `path`; `complement` makes its variant with the add-in. Raise OSError when it cannot be.

    The properties of the document name no one: neither a collectivité nor an agent.
    """
    layout = RegisterLayout(register, {sheet.code: contents.lines(sheet.code) for sheet in register.tables})
    workbook = new_workbook(path, register, register.title)
    styles, lists = RegisterStyles(workbook), Lists(layout)
    if complement is not None:
        complement_sheet(workbook, complement.for_sheets(), register.title, Styles(workbook))
    guide = workbook.add_worksheet(GUIDE_SHEET)
    for sheet in register.sheets.values():
        worksheet = workbook.add_worksheet(sheet.title)
        if sheet.code == COLLECTIVITE:
            question_sheet(workbook, worksheet, layout, lists, styles, contents)
        else:
            TableSheet(worksheet, sheet, layout, lists, styles).write(contents)
    agents = register.sheets[AGENTS]
    workbook.define_name(KEYS_NAME, f"='{agents.title}'!{layout.whole(agents, KEY)}")
    guide_sheet(guide, layout, styles, contents)
    lists.write(workbook.add_worksheet(LISTS_SHEET))
    _identity(workbook, layout)
    if complement is not None:
        carry(workbook, complement)
    workbook.close()
    return layout


def new_workbook(path: Path, register: Register, title: str) -> Workbook:
    """An empty workbook whose properties name the register only."""
    workbook = Workbook(str(path), options())
    workbook.worksheet_class = PlainSheet
    workbook.set_properties(
        {
            "title": title,
            "author": "bilan-social",
            "comments": f"{register.id} {register.version}",
            "created": datetime.fromisoformat(register.versions[0].date),
        }
    )
    return workbook


def _identity(workbook: Workbook, layout: RegisterLayout) -> None:
    """The hidden sheet by which the workbook is recognised, as those of the questionnaires."""
    register = layout.register
    worksheet = workbook.add_worksheet(IDENTITY_SHEET)
    said = {
        "format": WORKBOOK_FORMAT,
        "questionnaire": register.id,
        "version": register.version,
        "annee": str(register.year),
        "modules": "",
        "empreinte": layout.fingerprint,
    }
    for line, (key, value) in enumerate(said.items()):
        worksheet.write_string(line, 0, key)
        worksheet.write_string(line, 1, value)
    worksheet.protect("")
    worksheet.very_hidden()
