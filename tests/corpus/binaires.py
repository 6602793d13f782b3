"""Files of the corpus in the binary format of Excel (.xlsb)."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from processors.answers import split_variable
from processors.lecture import Limites
from processors.lecture.conteneur import decompresser
from tests.corpus.classeurs import BASE, RASSCT, pack
from tests.processors.intake.remplir import en_xlsb
from tests.processors.reponses import IDENTITY, REC
from tests.support.xlsb import ecrire_xlsb, enregistrement
from workbook_templates.builder import build
from workbook_templates.layout import IDENTITY_SHEET


def short_records(path: Path) -> None:
    """A .xlsb whose cells use the short records, which the libraries skip without a word."""
    ecrire_xlsb(path, {"A": [[1]]})
    parts = decompresser(path.read_bytes(), Limites())
    sheet = parts["xl/worksheets/sheet1.bin"]
    end = enregistrement(146)
    parts["xl/worksheets/sheet1.bin"] = sheet.replace(end, enregistrement(13, bytes(8)) + end)
    pack(path, parts)


def binary_cell(variable: str = "", content: object = None) -> Callable[[Path], None]:
    """A .xlsb where one cell holds something else; the same workbook when no cell is named."""

    def make(path: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "bilan.xlsx"
            layout = build(source, REC, RASSCT, dict(BASE))
            place = layout.place(*split_variable(variable)) if variable else None
            made = en_xlsb(source, contents={place: content} if place else {})
            pack(path, decompresser(made.read_bytes(), Limites()))

    return make


def of_rec(variable: str, value: object, whole: bool = False) -> Callable[[Path], None]:
    """A .xlsb of the main module; unless `whole`, the sheet of one variable only: the other sheets were deleted."""

    def make(path: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "bilan.xlsx"
            layout = build(source, REC, ("rec",), dict(IDENTITY))
            place = layout.place(*split_variable(variable))
            assert place is not None
            kept = set() if whole else {"Collectivité", IDENTITY_SHEET, place[0]}
            path.write_bytes(en_xlsb(source, contents={place: value}, only=kept).read_bytes())

    return make


def doubled_sheet(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "bilan.xlsx"
        build(source, REC, RASSCT, dict(BASE))
        path.write_bytes(en_xlsb(source, copies={"IND R.2 (2)": "IND R.2"}).read_bytes())


def extended(path: Path) -> None:
    """A row typed under an open table, and a sheet of notes."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "bilan.xlsx"
        layout = build(source, REC, RASSCT, dict(BASE))
        placed = layout.tables["R.3"]
        last, first = max(placed.rows.values()), min(placed.columns.values())
        spots: dict[tuple[str, int, int], object] = {
            ("IND R.3", last + 1, first): "Incendie",
            ("IND R.3", last + 1, first + 1): 4,
        }
        notes: list[list[object]] = [["à vérifier", 12.0]]
        made = en_xlsb(source, contents=spots, sheets={"Mes notes": notes})
        pack(path, decompresser(made.read_bytes(), Limites()))
