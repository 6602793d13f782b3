"""Workbooks with answers of every type, what is read from them, and edits of their XML."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter.utility import xl_rowcol_to_cell

from processors.answers import split_variable
from processors.findings import Finding
from processors.intake import Intake
from schemas.model import CODED
from schemas.plan import Value
from tests.processors.intake.remplir import answers, entries
from tests.processors.reponses import IDENTITY, REC
from workbook_templates.layout import Layout, sheet_name

PLAIN = ["Présents au 31/12", "Élu référent « santé »", "=1+1", "12"]


def address(layout: Layout, variable: str) -> tuple[str, str]:
    """Sheet and A1 address of a variable."""
    found = layout.place(*split_variable(variable))
    assert found is not None, variable
    sheet, line, column = found
    return sheet, xl_rowcol_to_cell(line, column)


def typed(variable: str, value: Value) -> Value:
    """An answer as a person gives it in the cell."""
    cell = REC.cells[variable]
    return REC.choices(cell.type).by_code[str(value)].label if cell.type.kind in CODED else value


def some_answers(modules: tuple[str, ...], count: int, seed: int = 3) -> dict[str, Value]:
    """Answers of every type over every sheet."""
    random = Random(seed)
    cells = [cell for cell in entries(modules) if cell.code not in IDENTITY]
    every = answers(cells, random, 1.0, PLAIN)
    plain = [
        code for code, value in every.items() if not (isinstance(value, str) and re.search(r"[\t\n]|^\W*$", value))
    ]
    return {**IDENTITY, **{code: every[code] for code in random.sample(plain, count)}}


def codes(intake: Intake) -> set[str]:
    return {found.code for found in intake.findings}


def named(intake: Intake, code: str) -> Finding:
    return next(found for found in intake.findings if found.code == code)


def of_sheet(values: dict[str, Value], sheet: str) -> set[str]:
    return {code for code in values if sheet_name(REC.indicator_of[code.partition("!")[0]]) == sheet}


def rewrite_sheet(path: Path, layout: Layout, sheet: str, pattern: str, replacement: str) -> None:
    """Edit the XML of one sheet of a workbook that XlsxWriter wrote."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = re.findall(r'<sheet name="([^"]*)"', parts["xl/workbook.xml"].decode())
    part = f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"
    text, count = re.subn(pattern, replacement, parts[part].decode())
    assert count == 1, (sheet, pattern, count)
    parts[part] = text.encode()
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
