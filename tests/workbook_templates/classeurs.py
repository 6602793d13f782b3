"""Workbooks for the tests of the templates: answers drawn at random, and values read back with calamine."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

from python_calamine import CalamineWorkbook

from schemas import questionnaire
from schemas.model import Cell, Kind
from schemas.plan import Value

REC = questionnaire("rec2019")
MODULES = tuple(REC.modules)
SIRETS = ("21380185500015", "21690123100011")
TEXTS = ("=1+1", "'apostrophe", '<b>&"É"', "Zone d’emploi", "-3", "00123", "@SOMME", "a" * 200)

Grids = Mapping[str, list[list[object]]]


def entries() -> list[Cell]:
    return [cell for cell in REC.cells.values() if not cell.computed]


def random_answers(seed: int, density: float) -> dict[str, Value]:
    """Answers for about this share of all the entry cells; decimals follow the step of their cell."""
    draw = random.Random(seed)
    return {cell.code: _value(cell, draw) for cell in entries() if draw.random() < density}


def largest_answers() -> dict[str, Value]:
    """The largest plausible answer in every cell that holds a figure, the longest label in every list."""
    values: dict[str, Value] = {}
    for cell in entries():
        if cell.type.choices:
            values[cell.code] = max(REC.choices(cell.type).elements, key=lambda element: len(element.label)).code
        else:
            figures = {Kind.MONTANT: 9_999_999, Kind.DECIMAL: 9_999 + cell.type.step, Kind.ANNEE: 2019}
            texts = {Kind.SIRET: SIRETS[0], Kind.TEXTE: "Texte d’une longueur habituelle"}
            values[cell.code] = (figures | texts).get(cell.type.kind, 9_999)
    return values


def _value(cell: Cell, draw: random.Random) -> Value:
    match cell.type.kind:
        case Kind.ENTIER | Kind.MONTANT:
            return draw.choice((0, draw.randint(1, 9), draw.randint(10, 99_999)))
        case Kind.DECIMAL:
            steps = draw.randint(0, round(500 / cell.type.step))
            return round(steps * cell.type.step, 2)
        case Kind.ANNEE:
            return draw.randint(1950, 2019)
        case Kind.SIRET:
            return draw.choice(SIRETS)
        case Kind.TEXTE:
            return draw.choice(TEXTS)
    return draw.choice(REC.choices(cell.type).elements).code


def read(path: Path) -> Grids:
    """Cell values by sheet, line and column; a blank is ''."""
    workbook = CalamineWorkbook.from_path(str(path))
    return {
        name: [list(row) for row in workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)]
        for name in workbook.sheet_names
    }


def at(grids: Grids, sheet: str, line: int, column: int) -> object:
    rows = grids[sheet]
    return rows[line][column] if line < len(rows) and column < len(rows[line]) else ""
