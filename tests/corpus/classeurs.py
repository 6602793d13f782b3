"""Real workbooks, edited in their XML: what most files of the corpus are made of."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlsxwriter.utility import xl_rowcol_to_cell

from processors.answers import split_variable
from processors.lecture import Limites
from processors.lecture.conteneur import decompresser
from schemas.plan import Value
from tests.corpus.contenus import Content, text
from tests.processors.reponses import IDENTITY, REC
from workbook_templates.builder import build
from workbook_templates.layout import IDENTITY_SHEET, Layout

RASSCT = ("rassct",)
EPOCH = (1980, 1, 1, 0, 0, 0)
YES = "OUI"
BASE: Mapping[str, Value] = {
    **IDENTITY,
    "collectivite!affiliee.C01": YES,
    "R.1!L01.C01": YES,
    "R.1!L02.C01": YES,
    "R.2!L01.C01": 3,
    "R.2!L02.C01": 4,
    "R.3!L01.C01": "Gestes et postures",
    "R.3!L01.C02": 12,
    "R.8!TA001.C01": 2,
    "R.8!TA001.C02": 12.5,
}
TOTAL = "R.2!TOTAL.C01"
EMPTY: Mapping[str, Value] = {**IDENTITY, "collectivite!q_agents.C01": "NON"}

Parts = dict[str, bytes]
Spot = str | tuple[str, int, int]
"""A variable, or a sheet, row and column."""


class Book:
    """A real workbook, edited in its XML."""

    def __init__(self, values: Mapping[str, Value] = BASE, modules: tuple[str, ...] = RASSCT) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "bilan.xlsx"
            self.layout: Layout = build(path, REC, modules, dict(values))
            self.parts: Parts = decompresser(path.read_bytes(), Limites())

    def put(self, cells: Mapping[Spot, Content]) -> Book:
        """Replace the contents of cells."""
        for spot, content in cells.items():
            self._cell(spot, content)
        return self

    def at(self, spot: Spot) -> tuple[str, int, int]:
        if isinstance(spot, tuple):
            return spot
        found = self.layout.place(*split_variable(spot))
        assert found is not None, spot
        return found

    def replace(self, part: str, pattern: str, new: str) -> Book:
        """Edit one part by a regular expression that must match once."""
        edited, count = re.subn(pattern, lambda match: match.expand(new), self.parts[part].decode(), flags=re.DOTALL)
        assert count == 1, (part, pattern, count)
        self.parts[part] = edited.encode()
        return self

    def add(self, **parts: bytes) -> Book:
        """Add parts (`__` stands for `/`, `_DOT_` for `.`)."""
        self.parts |= {name.replace("__", "/").replace("_DOT_", "."): content for name, content in parts.items()}
        return self

    def sheet(self, name: str) -> str:
        """The part of a sheet."""
        names = re.findall(r'<sheet name="([^"]*)"', self.parts["xl/workbook.xml"].decode())
        return f"xl/worksheets/sheet{names.index(name) + 1}.xml"

    def without(self, sheet: str) -> Book:
        """Delete a sheet, as its name in the workbook: its part stays, out of reach."""
        return self.replace("xl/workbook.xml", rf'<sheet name="{sheet}"[^>]*/>', "").replace(
            "xl/workbook.xml", r"<definedNames>.*</definedNames>", ""
        )

    def save(self, path: Path) -> None:
        pack(path, self.parts)

    def _cell(self, spot: Spot, content: Content) -> None:
        sheet, line, column = self.at(spot)
        part, where, (kind, inner) = self.sheet(sheet), xl_rowcol_to_cell(line, column), content
        style = rf' s="{self._date_style()}"' if kind == "date" else r"\g<style>"
        kind = "" if kind == "date" else kind
        new = f'<c r="{where}"{style}{kind}>{inner}</c>' if inner else f'<c r="{where}"{style}/>'
        xml = self.parts[part].decode()
        if f'<c r="{where}"' in xml:
            pattern = rf'<c r="{where}"(?P<style> s="\d+")?(?:[^>]*/>|[^>]*[^/]>.*?</c>)'
            self.replace(part, pattern, new)
        else:  # a cell beyond the last one of its row
            self.replace(
                part,
                rf'(?P<row><row r="{line + 1}"[^>]*[^/]>.*?)</row>',
                rf'\g<row><c r="{where}"{kind}>{inner}</c></row>',
            )

    def _date_style(self) -> int:
        styles = self.parts["xl/styles.xml"].decode()
        found = re.search(r'<cellXfs count="(\d+)">', styles)
        assert found is not None
        count = int(found[1])
        if '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>' in styles:
            return count - 1
        new = '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
        self.replace("xl/styles.xml", r'<cellXfs count="\d+">', f'<cellXfs count="{count + 1}">')
        self.replace("xl/styles.xml", "</cellXfs>", new)
        return count


def pack(path: Path, parts: Mapping[str, bytes]) -> None:
    """Write a zip that is the same at every run, as small as can be."""
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            info = ZipInfo(name, EPOCH)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, content, compresslevel=9)


def said(key: str, value: str) -> dict[Spot, Content]:
    """Another value on the hidden sheet of identity."""
    line = ["format", "questionnaire", "version", "annee", "modules", "empreinte"].index(key)
    return {(IDENTITY_SHEET, line, 1): text(value)}


def cell(*contents: tuple[Spot, Content]) -> Callable[[Path], None]:
    """A workbook where some cells hold something else."""
    return lambda path: Book().put(dict(contents)).save(path)


def filled(values: Mapping[str, Value]) -> Callable[[Path], None]:
    return lambda path: Book(values).save(path)


def less(*variables: str) -> dict[str, Value]:
    return {code: value for code, value in BASE.items() if code not in variables}


def raw(content: bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(content)

    return make
