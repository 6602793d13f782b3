"""Widths and heights: nothing cut, little wasted."""

from __future__ import annotations

import pytest

from schemas.model import CellType, Column, Kind
from workbook_templates import sizes
from workbook_templates.metrics import line_count, text_width


def test_a_text_is_as_wide_as_in_arial() -> None:
    """« Hello » in Arial 10 is 30.4 pixels wide: 722 + 556 + 222 + 222 + 556 thousandths of 13.33 pixels."""
    assert text_width("Hello", size=10) * 7 == pytest.approx(30.37 * 1.05, abs=0.01)


def test_accents_do_not_widen_a_letter() -> None:
    assert text_width("ÉÀèÿ") == text_width("EAey")


def test_bold_is_wider() -> None:
    assert text_width("Total", bold=True) > text_width("Total")


def test_a_text_that_fits_takes_one_line() -> None:
    assert line_count("Total", text_width("Total")) == 1
    assert line_count("", 10) == 1


def test_a_text_breaks_between_words_and_after_hyphens() -> None:
    assert line_count("mot mot mot", text_width("mot mot") + 0.1) == 2
    assert line_count("médico-technique", text_width("technique") + 0.1) == 2
    assert line_count("a\nb\nc", 50) == 3


def test_a_word_wider_than_the_column_takes_several_lines() -> None:
    assert line_count("anticonstitutionnellement", text_width("anticonstitutionnellement") / 2.5) == 3


@pytest.mark.parametrize(
    ("kind", "figure"),
    [(Kind.MONTANT, "999 999 999"), (Kind.ENTIER, "999 999"), (Kind.DECIMAL, "99 999,00"), (Kind.SIRET, "2" * 14)],
)
def test_a_column_fits_the_largest_plausible_figure(kind, figure) -> None:
    assert sizes.type_width(CellType(kind, "agents")) > text_width(figure, bold=True)


def test_a_column_fits_the_longest_answer_of_its_list() -> None:
    width = sizes.type_width(CellType(Kind.LISTE, "reponse", choices="x"), ["Oui", "Ne sait pas encore"])
    assert width > text_width("Ne sait pas encore")


def test_a_header_never_cuts_a_word() -> None:
    column = Column("C01", "Établissements d’enseignement", CellType(Kind.ENTIER, "agents"))
    assert sizes.header_width(column) > text_width("Établissements", bold=True)


def test_heights_stay_within_the_limit_of_excel() -> None:
    assert sizes.height("mot " * 9999, 10) <= 409
