"""Files whose structure was changed: sheets, rows and columns deleted, added, doubled or sorted."""

from __future__ import annotations

from pathlib import Path

from tests.corpus.classeurs import Book, Spot, less
from tests.corpus.contenus import BLANK, Content, number, text
from tests.processors.reponses import REC
from workbook_templates.layout import ANCHOR_COLUMN, IDENTITY_SHEET, LABEL_COLUMN


def no_identity(path: Path) -> None:
    cells: dict[Spot, Content] = {(IDENTITY_SHEET, line, column): BLANK for line in range(6) for column in range(2)}
    Book().put(cells).save(path)


def deleted_sheet(path: Path) -> None:
    Book().without("IND R.6").save(path)


def added_row(path: Path) -> None:
    """A row inserted without its anchor: the anchor of a row is gone, its value stays."""
    book = Book()
    sheet, line, _ = book.at("R.2!L02.C01")
    book.put({(sheet, line, ANCHOR_COLUMN): BLANK}).save(path)


def deleted_row(path: Path) -> None:
    book = Book(less("R.2!L02.C01"))
    sheet, line, _ = book.at("R.2!L02.C01")
    book.put({(sheet, line, ANCHOR_COLUMN): BLANK}).save(path)


def sorted_rows(path: Path) -> None:
    book = Book()
    rows = REC.tables["R.2"].row_by_code
    sheet, one, _ = book.at("R.2!L01.C01")
    _, two, _ = book.at("R.2!L02.C01")
    one_label, two_label = text(rows["L01"].label), text(rows["L02"].label)
    book.put({(sheet, one, LABEL_COLUMN): two_label, (sheet, two, LABEL_COLUMN): one_label}).save(path)


def beside(path: Path) -> None:
    book = Book()
    sheet, line, column = book.at("R.2!L01.C02")
    book.put({(sheet, line, column + 2): text("voir la note jointe")}).save(path)


def greyed(path: Path) -> None:
    book = Book()
    row, column = next(iter(REC.tables["R.8"].absent))
    book.put({("IND R.8", *book.layout.tables["R.8"].cell(row, column)): number(4)}).save(path)
