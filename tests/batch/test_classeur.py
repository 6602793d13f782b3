"""The workbook of a lot on the screen: rows as high as their texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from processors.batch.attendus import Collectivite
from processors.report.hauteurs import LINE, MOST_LINES, hauteur
from tests.batch.fabrique import bilan, poser, siret
from tests.batch.outils import lancer


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("court", 10, 1),
        ("un mot puis un autre mot encore", 12, 3),
        ("Bonjour,\n\nLigne\n", 40, 4),
        ("x" * 100_000, 20, MOST_LINES),
        ("\n" * 500, 20, MOST_LINES),
    ],
)
def test_a_row_is_as_high_as_its_longest_text_up_to_what_a_spreadsheet_shows(
    text: str, width: float, lines: int
) -> None:
    assert hauteur(["a", text, None], [8, width, 8]) == lines * LINE


def test_rows_show_their_whole_texts_and_headings_are_not_cut(tmp_path: Path) -> None:
    poser(tmp_path / "recus", "faux.txt", bilan(2, faux=True, nom="Communauté de communes " * 4))
    lancer(tmp_path / "recus", tmp_path / "res", attendus=(Collectivite(siret(3), "Syndicat " * 20, "t@x.fr"),))
    book = load_workbook(tmp_path / "res" / "lot.xlsx")
    reminders = book["Relances"]
    for row in (2, 3):
        message = str(reminders.cell(row, 6).value)
        height = reminders.row_dimensions[row].height
        assert height is not None
        assert height >= LINE * (message.count("\n") + 1)
    assert reminders.row_dimensions[1].height == 2 * LINE
    assert (book["Manquants"].row_dimensions[2].height or 0) > 2 * LINE
    assert (book["Anomalies"].row_dimensions[2].height or 0) >= LINE
