"""What is printed: LibreOffice draws the largest plausible answers, and nothing is cut into #### or shows an error."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.workbook_templates.classeurs import MODULES, REC, largest_answers
from workbook_templates.builder import build

A4, A3 = (842, 595), (1191, 842)


@pytest.fixture(scope="module")
def pdf(tmp_path_factory, libreoffice):
    folder = tmp_path_factory.mktemp("rendu")
    build(folder / "plein.xlsx", REC, MODULES, largest_answers())
    return libreoffice.convertir(folder / "plein.xlsx", "pdf", folder)


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


@pytest.fixture(scope="module")
def text(pdf):
    return output("pdftotext", "-layout", str(pdf), "-")


def test_nothing_is_too_narrow_for_its_figure(text) -> None:
    assert "###" not in text


def test_no_cell_shows_an_error(text) -> None:
    assert re.findall(r"Err:\d+|#(?:NAME|NOM|REF|VALUE|VALEUR|DIV|N/A|NUM|NOMBRE)\b", text) == []


def test_every_indicator_is_printed_with_its_title(text) -> None:
    missing = [one.code for one in REC.indicators if one.tables and f"IND {one.code}" not in text]
    assert missing == ["collectivite"]


def test_large_amounts_are_printed_whole(text) -> None:
    assert re.search(r"\b9[\s\u202f\u00a0]999[\s\u202f\u00a0]999\b", text)


def test_pages_are_a4_or_a3_and_hold_the_whole_width(pdf) -> None:
    """One page of width: a page more for each sheet would mean columns on their own."""
    pages = re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", output("pdfinfo", "-l", "999", str(pdf)))
    sizes = {tuple(sorted((round(float(width)), round(float(height))), reverse=True)) for width, height in pages}
    assert sizes == {A4, A3}
    assert len(pages) < 260
