"""The workbook that goes with a merged report: what is to be decided, the movements, and every answer of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from processors.answers import split_variable
from processors.consolidation.fusion import Consolidation, Sort
from processors.consolidation.mouvements import Interne
from processors.consolidation.reponses import montrees
from processors.libelles import nommer
from processors.report.hauteurs import LINE, hauteur
from workbook_templates.layout import Layout

_WHAT = {
    Sort.DECIDER: "Choisir la réponse et la saisir dans le classeur regroupé.",
    Sort.PROPOSE: "Vérifier la réponse proposée, la corriger au besoin.",
    Sort.VERIFIER: "Vérifier le total, le corriger au besoin.",
    Sort.ECARTE: "Rien n’a été repris\u00a0: saisir la valeur si elle est utile.",
}
_INTERNAL = (
    "Une personne partie d’une collectivité du groupe pour une autre n’est ni un départ ni une arrivée du groupe. "
    "Le questionnaire ne dit pas qui a bougé\u00a0: vérifiez, et ôtez ces personnes des départs et des arrivées."
)
_POSITIONS = (
    "Une personne détachée ou mise à disposition par une collectivité du groupe auprès d’une autre n’est plus ni "
    "sortie ni venue d’ailleurs\u00a0: vérifiez, et ôtez-la des tableaux 1.4.1, 1.4.2 et 1.4.3."
)


class _Book:
    """The formats and the habits of the sheets."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format(
            {
                "bold": True,
                "bg_color": "#1F4E79",
                "font_color": "#FFFFFF",
                "text_wrap": True,
                "valign": "top",
                "border": 1,
            }
        )
        self.plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"})
        self.link = book.add_format(
            {"font_color": "#0563C1", "underline": 1, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
        )

    def sheet(self, name: str, title: str, note: str, columns: Sequence[tuple[str, float]]) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.write_string(0, 0, title, self.title)
        sheet.write_string(1, 0, note)
        for place, (column, width) in enumerate(columns):
            sheet.write_string(3, place, column, self.head)
            sheet.set_column(place, place, width)
        titles, widths = zip(*columns, strict=True)
        sheet.set_row(3, max(2 * LINE, hauteur(titles, widths, bold=True)))
        sheet.freeze_panes(4, 0)
        sheet.repeat_rows(3)
        return sheet


def fill(sheet: Worksheet, line: int, values: Iterable[object], style: Format, widths: Sequence[float]) -> None:
    """Write a line from the first column on, as high as its longest text."""
    shown = list(values)
    for column, value in enumerate(shown):
        put(sheet, line, column, value, style)
    sheet.set_row(line, hauteur(shown, widths))


def put(sheet: Worksheet, line: int, column: int, value: object, style: Format) -> None:
    """Write a figure as a figure, anything else as a text: never as a formula."""
    if value is None:
        sheet.write_blank(line, column, None, style)
    elif isinstance(value, int | float):
        sheet.write_number(line, column, value, style)
    else:
        sheet.write_string(line, column, str(value), style)


def ecrire_journal(path: Path, merged: Consolidation, layout: Layout, workbook_name: str) -> None:
    """Write the journal at `path`. `layout` and `workbook_name` are those of the merged workbook, beside it.

    Raise OSError when the file cannot be written.
    """
    with Workbook(str(path)) as raw:
        book = _Book(raw)
        _decisions(book, merged, layout, workbook_name)
        _movements(book, merged)
        _ledger(book, merged)
        if merged.justifications:
            _justifications(book, merged)


def _decisions(book: _Book, merged: Consolidation, layout: Layout, workbook_name: str) -> None:
    columns = [("Feuille", 14.0), ("Cellule", 9.0), ("Question", 60.0), *((name, 20.0) for name in merged.sources)]
    columns += [("Dans le classeur regroupé", 20.0), ("Pourquoi", 36.0), ("À faire", 36.0)]
    note = (
        f"Les réponses à décider ou à vérifier de {workbook_name}. Les cellules sont des liens, dans le même dossier."
    )
    sheet = book.sheet("À décider", "Ce qui reste à décider", note, columns)
    questionnaire = merged.answers.questionnaire
    for line, one in enumerate(merged.a_decider, start=4):
        found = layout.place(*split_variable(one.variable)) if one.sort is not Sort.ECARTE else None
        name, row, column = found or ("", 0, 0)
        address = xl_rowcol_to_cell(row, column) if found else ""
        answers = montrees(questionnaire, one)
        values = (name, address, nommer(questionnaire, one.variable), *answers, one.motif, _WHAT[one.sort])
        fill(sheet, line, values, book.plain, [width for _, width in columns])
        if found:
            sheet.write_url(line, 1, f"external:{workbook_name}#'{name}'!{address}", book.link, address)
    sheet.autofilter(3, 0, 3 + len(merged.a_decider), len(columns) - 1)


def _movements(book: _Book, merged: Consolidation) -> None:
    columns = [("Mouvement", 60.0)]
    columns += [(f"{name}\u00a0: {what}", 18.0) for name in merged.sources for what in ("départs", "arrivées")]
    columns.append(("Au plus", 10.0))
    sheet = book.sheet("Mouvements", "Mouvements peut-être internes", _INTERNAL, columns)
    last = _internal(book, sheet, 4, [one for one in merged.internes if not one.position], columns)
    positions = [one for one in merged.internes if one.position]
    if positions:
        sheet.write_string(last + 1, 0, "Positions au 31 décembre peut-être internes", book.title)
        sheet.write_string(last + 2, 0, _POSITIONS)
        lent = [f"{name}\u00a0: {what}" for name in merged.sources for what in ("partis", "venus")]
        heads = ["Position", *lent, "Au plus"]
        fill(sheet, last + 4, heads, book.head, [width for _, width in columns])
        _internal(book, sheet, last + 5, positions, columns)


def _internal(
    book: _Book, sheet: Worksheet, first: int, found: Sequence[Interne], columns: Sequence[tuple[str, float]]
) -> int:
    """A row each, from `first` on; return the row after the last."""
    if not found:
        sheet.write_string(first, 0, "Aucun.", book.plain)
        return first + 1
    for line, one in enumerate(found, start=first):
        pairs = [figure for pair in zip(one.departs, one.arrivees, strict=True) for figure in pair]
        fill(sheet, line, [one.libelle, *pairs, one.possibles], book.plain, [width for _, width in columns])
    return first + len(found)


def _ledger(book: _Book, merged: Consolidation) -> None:
    columns = [("Variable", 34.0), ("Question", 60.0), *((name, 16.0) for name in merged.sources)]
    columns += [("Regroupé", 16.0), ("Sort", 20.0)]
    note = "Chaque réponse des bilans regroupés, et ce qu’elle est devenue."
    sheet = book.sheet("Journal", "Journal du regroupement", note, columns)
    questionnaire = merged.answers.questionnaire
    for line, one in enumerate(merged.lignes, start=4):
        row = (one.variable, nommer(questionnaire, one.variable), *montrees(questionnaire, one), one.sort.value)
        fill(sheet, line, row, book.plain, [width for _, width in columns])
    sheet.autofilter(3, 0, 3 + len(merged.lignes), len(columns) - 1)


def _justifications(book: _Book, merged: Consolidation) -> None:
    note = "Elles portaient sur les chiffres de chaque collectivité\u00a0: le bilan regroupé n’en reprend aucune."
    columns = [("Collectivité", 30.0), ("Contrôle", 14.0), ("Justification", 90.0)]
    sheet = book.sheet("Justifications", "Justifications des bilans regroupés", note, columns)
    for line, row in enumerate(merged.justifications, start=4):
        fill(sheet, line, row, book.plain, [width for _, width in columns])
