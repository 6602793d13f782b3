"""The sheet « Mode d'emploi »: what to do, in which order, and how many lines each sheet has."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from schemas.registers import KEY
from workbook_templates import sizes
from workbook_templates.registers.contents import Contents
from workbook_templates.registers.layout import RegisterLayout
from workbook_templates.registers.styles import RegisterStyles

A4 = 9
_WIDTHS = (5.0, 24.0, 14.0, 78.0)
STEPS = (
    "Remplissez d’abord la feuille «\u00a0Collectivité\u00a0»\u00a0: ses réponses grisent les colonnes qui "
    "ne vous concernent pas.",
    "Donnez à chaque agent une clé de votre choix, par exemple son numéro de dossier, et une ligne de la feuille "
    "«\u00a0Agents\u00a0». N’écrivez jamais un numéro de sécurité sociale.",
    "Tenez les autres feuilles toute l’année\u00a0: choisissez la clé de l’agent, puis remplissez la ligne. Un tableau "
    "s’agrandit tout seul quand vous écrivez sous sa dernière ligne.",
    "Une cellule hachurée ne se remplit pas. Une cellule jaune est à remplir. Une clé soulignée sur fond rouge est en "
    "double, ou inconnue.",
    "L’équivalent temps plein (ETPR) des «\u00a0Périodes\u00a0» se calcule tout seul.",
    "Vous pouvez trier, filtrer, insérer des lignes et des colonnes, renommer les feuilles. Ne supprimez pas la "
    "première ligne de chaque feuille, qui est masquée.",
    "Contrôlez le classeur, puis produisez le bilan à partir de lui\u00a0: "
    "commandes «\u00a0controler\u00a0» et «\u00a0agreger\u00a0».",
)
_PRIVATE = (
    "Ces feuilles contiennent des données personnelles, de santé et de paie\u00a0: gardez-les dans la collectivité. Le "
    "bilan n’en reprend que des totaux."
)


def guide_sheet(worksheet: Worksheet, layout: RegisterLayout, styles: RegisterStyles, contents: Contents) -> None:
    """Write the sheet; the numbers of lines are live."""
    for column, width in enumerate(_WIDTHS):
        worksheet.set_column(column, column, width)
    worksheet.write_string(0, 0, layout.register.title, styles["titre_court"])
    worksheet.set_row(0, 28)
    _wide(worksheet, 1, _PRIVATE, styles, "avis")
    line = 3
    for number, step in enumerate(STEPS, start=1):
        worksheet.write_number(line, 0, number, styles["numero"])
        _wide(worksheet, line, step, styles, "etape", first=1)
        line += 1
    line += 1
    for column, title in ((1, "Feuille"), (2, "Lignes"), (3, "Ce qu’elle contient")):
        worksheet.write_string(line, column, title, styles["entete"])
    for sheet in layout.register.sheets.values():
        line += 1
        worksheet.write_url(line, 1, f"internal:'{sheet.title}'!A1", styles["cellule_lien"], sheet.title)
        if sheet.tabular:
            formula = f"=COUNTA({layout.keys(sheet)})"
            worksheet.write_formula(line, 2, formula, styles["compte_lignes"], _filled(contents, sheet.code))
        else:
            worksheet.write_blank(line, 2, None, styles["compte_lignes"])
        worksheet.write_string(line, 3, sheet.presentation, styles["cellule"])
        worksheet.set_row(line, sizes.height(sheet.presentation, _WIDTHS[3]))
    worksheet.hide_gridlines(2)
    worksheet.set_paper(A4)
    worksheet.fit_to_pages(1, 0)


def _filled(contents: Contents, sheet: str) -> int:
    return sum(value is not None for value in contents.columns.get(sheet, {}).get(KEY, ()))


def _wide(worksheet: Worksheet, line: int, text: str, styles: RegisterStyles, style: str, first: int = 0) -> None:
    worksheet.merge_range(line, first, line, 3, text, styles[style])
    worksheet.set_row(line, sizes.height(text, sum(_WIDTHS[first:]), size=10.0))
