"""The « Aide » sheet: how to use the workbook, then the counting rules and the worked examples of each indicator."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter.worksheet import Worksheet

from workbook_templates import sizes
from workbook_templates.layout import HELP_SHEET, Layout, SheetLayout
from workbook_templates.styles import Styles
from workbook_templates.text_sheets import text_page, text_title

_USE = (
    "Saisissez dans les cellules blanches encadrées. Les totaux (fond bleuté) sont des formules\u00a0: ils se "
    "calculent seuls, sans macro.",
    "Une cellule vide veut dire «\u00a0non renseigné\u00a0»\u00a0; tapez 0 quand la réponse est «\u00a0aucun\u00a0».",
    "Les cellules hachurées ne se remplissent pas. "
    "Un tableau «\u00a0sans objet\u00a0» se hachure d’après vos réponses.",
    "Les feuilles sont protégées sans mot de passe, pour éviter d’effacer une formule par mégarde\u00a0: Révision, "
    "puis Ôter la protection.",
    "Vous pouvez travailler dans Excel (Windows, Mac, web), LibreOffice ou Google Sheets. Enregistrez au format .xlsx.",
    "Ne collez pas de noms d’agents\u00a0: le bilan ne contient que des nombres.",
)
_WIDTHS = (14.0, 98.0, 13.0)
_USE_LINE = 3
_HEADER = _USE_LINE + len(_USE) + 1


def help_lines(layout: Layout) -> dict[str, int]:
    """Line of the first rule or example of each sheet that has some."""
    lines, line = {}, _HEADER + 1
    for sheet in layout.sheets:
        if entries := _entries(sheet):
            lines[sheet.name] = line
        line += len(entries)
    return lines


def help_sheet(worksheet: Worksheet, layout: Layout, styles: Styles) -> None:
    """Write the whole sheet."""
    text_page(worksheet, _WIDTHS, HELP_SHEET)
    text_title(worksheet, "Aide", styles)
    for line, text in enumerate(_USE, start=_USE_LINE):
        worksheet.merge_range(line, 0, line, len(_WIDTHS) - 1, f"• {text}", styles["texte"])
        worksheet.set_row(line, sizes.height(f"• {text}", sum(_WIDTHS)))
    for column, text in enumerate(("Indicateur", "Règle de comptage ou exemple", "Source")):
        worksheet.write_string(_HEADER, column, text, styles["entete"])
    worksheet.repeat_rows(_HEADER)
    worksheet.freeze_panes(_HEADER + 1, 0)
    first_lines = help_lines(layout)
    for sheet in layout.sheets:
        for rank, (text, source) in enumerate(_entries(sheet)):
            line = first_lines[sheet.name] + rank
            worksheet.write_url(line, 0, f"internal:'{sheet.name}'!A1", styles["cellule_lien"], sheet.name)
            worksheet.write_string(line, 1, text, styles["cellule"])
            worksheet.write_string(line, 2, source, styles["cellule"])
            worksheet.set_row(line, max(sizes.height(text, _WIDTHS[1]), sizes.height(source, _WIDTHS[2])))
    worksheet.autofilter(_HEADER, 0, max(first_lines.values(), default=_HEADER) + 1, len(_WIDTHS) - 1)
    worksheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})


def _entries(sheet: SheetLayout) -> list[tuple[str, str]]:
    """Text and source of the rules, then of the examples of an indicator."""
    rules = [(entry.text, ", ".join(entry.sources)) for entry in sheet.indicator.help]
    return rules + [_example(example) for example in sheet.indicator.examples]


def _example(example: Mapping[str, object]) -> tuple[str, str]:
    sources = example.get("sources")
    joined = ", ".join(map(str, sources)) if isinstance(sources, list) else str(sources or "")
    return f"Exemple\u00a0: {example['entrees']} → {example['resultat']}", joined
