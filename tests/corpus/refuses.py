"""Files that are refused before they are read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import xlsxwriter

from processors.lecture import Limites
from processors.lecture.conteneur import decompresser
from tests.corpus.classeurs import Book, pack


def truncated(path: Path) -> None:
    Book().save(path)
    path.write_bytes(path.read_bytes()[:20_000])


def bomb(path: Path) -> None:
    Book().add(xl__media__zero_DOT_bin=bytes(40_000_000)).save(path)


def crowd(path: Path) -> None:
    foreign(path)
    pack(path, decompresser(path.read_bytes(), Limites()) | {f"{rank:x}": b"" for rank in range(5_001)})


def traversal(path: Path) -> None:
    pack(path, Book().parts | {"../../ailleurs.txt": b"x"})


def entities(path: Path) -> None:
    Book().replace("xl/sharedStrings.xml", r"<sst", '<!DOCTYPE sst [<!ENTITY a "lol">]><sst').save(path)


def other_encoding(path: Path) -> None:
    book = Book()
    xml = book.parts["docProps/app.xml"].decode().replace("UTF-8", "UTF-16")
    book.parts["docProps/app.xml"] = xml.encode("utf-16")
    book.save(path)


def far_cell(path: Path) -> None:
    book = Book()
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    book.replace(book.sheet("IND R.2"), "</sheetData>", far).save(path)


def huge_merge(path: Path) -> None:
    book = Book()
    book.replace(
        book.sheet("IND R.2"), r'<mergeCell ref="[^"]*"/></mergeCells>', '<mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )
    book.save(path)


def foreign(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": datetime(2020, 1, 1)})
        sheet = book.add_worksheet("Effectifs")
        sheet.write_row(0, 0, ["Filière", "Hommes", "Femmes"])
        sheet.write_row(1, 0, ["Technique", 12, 5])
