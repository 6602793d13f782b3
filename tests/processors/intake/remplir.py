"""Answers and raw contents drawn at random, for the entry cells of some modules."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from pathlib import Path
from random import Random

from hypothesis import strategies as st

from processors.findings import Finding, Severity
from processors.lecture import lire_classeur
from schemas.model import Cell, Kind
from schemas.plan import Value
from schemas.variables import cell_of
from tests.processors.reponses import REC, SIRET
from tests.support.xlsb import Erreur, Formule, ecrire_xlsb
from workbook_templates.layout import Layout

Book = dict[str, list[list[object]]]
"""Sheet name → rows of raw values."""

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=40)
SPACES = " \u00a0\u2007\u2009\u202f\t\r\n\u200b\u2060\ufeff"
CURIOUS = (
    "Élaboration d’un « plan » de prévention",
    "=1+1",
    "+33 4 76 76 36 36",
    "'apostrophe",
    "@somme",
    "1.1.1!G001",
    "C05",
    "<b>&amp;</b>",
    "_x0041_",
    "deux\nlignes",
    "tabulation\tau milieu",
    "   ",
    "日本語 🙂",
    "x" * 2000,
    "#N/A",
    "VRAI",
    "12",
    "0",
    "-",
)


def entries(modules: tuple[str, ...], added: int = 0) -> list[Cell]:
    """The entry cells of a workbook of these modules, with `added` rows under each open table."""
    found: list[Cell] = []
    for placed in Layout(REC, modules).tables.values():
        table = placed.table
        found += [cell for cells in REC.grid[table.id].values() for cell in cells if not cell.computed]
        first = len(table.rows) + 1
        for row in range(first, first + added) if table.open_rows else ():
            codes = (table.variable(f"L{row:02d}", column.code) for column in table.columns)
            found += [cell for code in codes if (cell := cell_of(REC, code)) is not None]
    return found


def answers(cells: list[Cell], random: Random, density: float, texts: list[str]) -> dict[str, Value]:
    """A valid answer for a share of the cells."""
    given = {cell.code: _answer(cell, random, texts) for cell in cells if random.random() < density}
    return {code: value for code, value in given.items() if value != ""}


def _answer(cell: Cell, random: Random, texts: list[str]) -> Value:
    match cell.type.kind:
        case Kind.ENTIER | Kind.MONTANT:
            return random.choice([0, 1, random.randrange(100), random.randrange(10**9)])
        case Kind.DECIMAL:
            steps = random.randrange(10 ** random.randrange(1, 7))
            number = round(steps * cell.type.step, 2)
            return int(number) if number == int(number) else number
        case Kind.ANNEE:
            return random.randint(1900, REC.year)
        case Kind.SIRET:
            return SIRET
        case Kind.TEXTE:
            return random.choice([*texts, *CURIOUS]).strip(SPACES)
        case _:
            return random.choice(REC.choices(cell.type).elements).code


def garbage(random: Random, texts: list[str]) -> object:
    """A content as bad as what is typed, pasted or computed in real workbooks; never blank."""
    number = random.choice([0.0, -1.0, 0.5, 12.0, 1e300, 1e-7, 12.345, float(SIRET), random.uniform(-1e6, 1e6)])
    typed = random.choice([*texts, *CURIOUS, "oui", "12,5", "1 234", "1.234", "néant", "12 €", "12/05/2018", "1e3"])
    return random.choice(
        [
            number,
            typed,
            random.random() < 0.5,
            date(2019, 5, 12),
            datetime(2019, 5, 12, 8, 30),
            Erreur(random.choice(["#N/A", "#DIV/0!", "#REF!"])),
            Formule(number),
            Formule(Erreur("#NAME?")),
        ]
    )


def serious(findings: list[Finding]) -> list[str]:
    """The codes above information."""
    return [found.code for found in findings if found.severity is not Severity.INFORMATION]


def en_xlsb(
    xlsx: Path,
    contents: Mapping[tuple[str, int, int], object] | None = None,
    copies: Mapping[str, str] | None = None,
    sheets: Mapping[str, list[list[object]]] | None = None,
    only: Collection[str] = (),
    change: Callable[[Book], Book] | None = None,
) -> Path:
    """The same workbook as a .xlsb: raw values, formulas and anchors.

    Args:
        xlsx: the workbook; the result goes beside it.
        contents: what to put in cells, by sheet, row and column from 0.
        copies: name of the copy → name of the sheet; copies stand first.
        sheets: other sheets, at the end.
        only: the sheets to keep; all when empty.
        change: what a user does to the whole workbook, last.
    """
    book: Book = {}
    hidden = []
    for sheet in lire_classeur(xlsx).feuilles:
        if only and sheet.nom not in only:
            continue
        rows: list[list[object]] = [[None if value == "" else value for value in row] for row in sheet.lignes]
        for line, column in sheet.formules:
            value = rows[line][column]
            rows[line][column] = Formule("" if value is None else value)  # type: ignore[arg-type]
        book[sheet.nom] = rows
        if not sheet.visible:
            hidden.append(sheet.nom)
    book = (
        {copy: [list(row) for row in book[name]] for copy, name in (copies or {}).items()} | book | dict(sheets or {})
    )
    for (name, line, column), content in (contents or {}).items():
        rows = book[name]
        rows += [[] for _ in range(line + 1 - len(rows))]
        rows[line] += [None] * (column + 1 - len(rows[line]))
        rows[line][column] = content
    if change is not None:
        book = change(book)
    return ecrire_xlsb(xlsx.with_suffix(".xlsb"), book, hidden)
