"""The comparison as a workbook with charts, and as a CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from processors.comparison.comparaison import Comparaison, Ligne, Repere

WITHHELD = "non publié"
_PART = ("Collectivités", "1er quartile", "Médiane", "3e quartile", "Rang")
_OWN, _OTHERS = "#1F4E79", "#A6A6A6"
_BLOCK, _ACROSS = 14, 10
"""Lines and columns of a chart with its figures."""

SECRET = (
    "Secret statistique\u00a0: une strate n’est publiée que si chaque collectivité y voit cinq autres au moins "
    "et si aucune ne pèse plus de 85\u00a0% du total, y compris par différence entre strates publiées. Médiane et "
    "quartiles sont des moyennes de valeurs voisines\u00a0; un quartile n’est pas publié dans une petite strate. "
    "Rang et quartiles ne le sont pas non plus quand trop de collectivités ont la même valeur, et rien ne l’est qui, "
    "rapproché d’un autre chiffre publié, donnerait la valeur d’une collectivité."
)
RANK = "Rang 1\u00a0: la valeur la plus élevée."


def lignes_csv(compared: Comparaison) -> bytes:
    """The comparison as a CSV: one line per ratio and stratum, `;`, decimal comma, UTF-8 with its mark."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(("SIRET", "Année", "Ratio", "Intitulé", "Unité", "Valeur", "Strate", *_PART))
    for line in compared.lignes:
        for name, one in zip(compared.strates, line.reperes, strict=True):
            head = (compared.siret, compared.annee, line.ratio.code, line.ratio.titre, line.ratio.unite)
            figures = [_french(line.valeur), name, *(_french(value) for value in _figures(one))]
            writer.writerow([*head, *figures])
    return stream.getvalue().encode("utf-8-sig")


def _french(value: object) -> object:
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    return "" if value is None else value


def _figures(one: Repere | None) -> tuple[object, ...]:
    if one is None:
        return (WITHHELD, *("",) * (len(_PART) - 1))
    return (one.collectivites, one.q1, one.mediane, one.q3, one.rang)


def ecrire_classeur(path: Path, compared: Comparaison) -> None:
    """Write the workbook: a table of all ratios, and a chart for each that can be drawn. Raise OSError."""
    with Workbook(str(path)) as book:
        _table(book, compared)
        _charts(book, compared)


def _sheet(book: Workbook, name: str, compared: Comparaison) -> Worksheet:
    sheet = book.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.fit_to_pages(1, 0)
    title = f"{compared.nom or compared.siret} – comparaison {compared.annee}"
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    return sheet


def _table(book: Workbook, compared: Comparaison) -> None:
    sheet = _sheet(book, "Comparaison", compared)
    head = book.add_format(
        {
            "bold": True,
            "bg_color": _OWN,
            "font_color": "#FFFFFF",
            "text_wrap": True,
            "align": "center",
            "valign": "vcenter",
            "border": 1,
        }
    )
    text = book.add_format({"text_wrap": True, "valign": "vcenter", "border": 1, "border_color": "#BFBFBF"})
    formats = {
        decimals: book.add_format(
            {"num_format": _number_format(decimals), "valign": "vcenter", "border": 1, "border_color": "#BFBFBF"}
        )
        for decimals in range(4)
    }
    withheld = book.add_format(
        {
            "italic": True,
            "font_color": "#595959",
            "align": "center",
            "valign": "vcenter",
            "border": 1,
            "border_color": "#BFBFBF",
        }
    )
    sheet.write_string(1, 0, f"SIRET {compared.siret}. {RANK}")
    for column, (name, width) in enumerate((("Ratio", 46), ("Unité", 10), ("Votre valeur", 12))):
        sheet.merge_range(3, column, 4, column, name, head)
        sheet.set_column(column, column, width)
    for rank, name in enumerate(compared.strates):
        first = 3 + rank * len(_PART)
        sheet.merge_range(3, first, 3, first + len(_PART) - 1, name, head)
        sheet.set_column(first, first + len(_PART) - 1, 11)
        for place, part in enumerate(_PART):
            sheet.write_string(4, first + place, part, head)
    sheet.set_row(3, 32)
    for row, line in enumerate(compared.lignes, start=5):
        sheet.write_string(row, 0, line.ratio.titre, text)
        sheet.write_comment(row, 0, line.ratio.aide, {"x_scale": 2})
        sheet.write_string(row, 1, line.ratio.unite, text)
        _put(sheet, row, 2, line.valeur, formats[line.ratio.decimales])
        for rank, one in enumerate(line.reperes):
            first = 3 + rank * len(_PART)
            if one is None:
                sheet.merge_range(row, first, row, first + len(_PART) - 1, WITHHELD, withheld)
                continue
            for place, value in enumerate(_figures(one)):
                _put(sheet, row, first + place, value, formats[line.ratio.decimales if 0 < place < 4 else 0])
    last = 6 + len(compared.lignes)
    note = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#595959"})
    sheet.merge_range(last, 0, last, 2 + len(_PART), SECRET, note)
    sheet.set_row(last, 76)
    sheet.freeze_panes(5, 1)
    sheet.repeat_rows(3, 4)


def _number_format(decimals: int) -> str:
    return f"#,##0.{'0' * decimals}" if decimals else "#,##0"


def _put(sheet: Worksheet, row: int, column: int, value: object, style: Format) -> None:
    if isinstance(value, int | float):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_blank(row, column, None, style)


def _charts(book: Workbook, compared: Comparaison) -> None:
    drawn = list(_drawable(compared))
    if not drawn:
        return
    sheet = _sheet(book, "Graphiques", compared)
    sheet.set_portrait()
    bold = book.add_format({"bold": True})
    for column in (0, _ACROSS):
        sheet.set_column(column, column, 22)
    for number, (line, name, one) in enumerate(drawn):
        row, column = 2 + number // 2 * _BLOCK, number % 2 * _ACROSS
        sheet.write_string(row, column, f"{line.ratio.titre} ({line.ratio.unite})", bold)
        sheet.write_string(row + 1, column, name)
        style = book.add_format({"num_format": _number_format(line.ratio.decimales)})
        labels = ("Votre collectivité", "1er quartile", "Médiane", "3e quartile")
        figures = (line.valeur, one.q1, one.mediane, one.q3)
        bars = [(label, value) for label, value in zip(labels, figures, strict=True) if value is not None]
        for place, (label, value) in enumerate(bars, start=row + 2):
            sheet.write_string(place, column, label)
            _put(sheet, place, column + 1, value, style)
        _chart(book, sheet, (row, column), [value for _, value in bars], line)


def _chart(book: Workbook, sheet: Worksheet, corner: tuple[int, int], bars: list[float], line: Ligne) -> None:
    """Draw the figures that stand under a corner; bars start at zero, but for negative figures."""
    row, column = corner
    last = row + 1 + len(bars)
    chart = book.add_chart({"type": "bar"})
    assert chart is not None
    chart.add_series(
        {
            "categories": ["Graphiques", row + 2, column, last, column],
            "values": ["Graphiques", row + 2, column + 1, last, column + 1],
            "points": [{"fill": {"color": _OWN}}, *({"fill": {"color": _OTHERS}} for _ in bars[1:])],
            "data_labels": {"value": True, "num_format": _number_format(line.ratio.decimales)},
            "gap": 40,
        }
    )
    chart.set_title({"name": line.ratio.titre, "name_font": {"size": 10, "bold": True}, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "major_tick_mark": "none", "label_position": "low"})
    from_zero = {"min": 0} if all(value >= 0 for value in bars) else {}
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, **from_zero})
    chart.set_size({"width": 430, "height": 230})
    sheet.insert_chart(
        row + 2, column + 2, chart, {"description": f"{line.ratio.titre}\u00a0: votre valeur et la strate"}
    )


def _drawable(compared: Comparaison) -> Iterator[tuple[Ligne, str, Repere]]:
    """The ratios that the authority has, each with the first of the strata asked that is published."""
    for line in compared.lignes:
        known = ((name, one) for name, one in zip(compared.strates, line.reperes, strict=True) if one is not None)
        first = next(known, None)
        if line.valeur is not None and first is not None:
            yield line, *first
