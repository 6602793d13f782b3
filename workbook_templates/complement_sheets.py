"""The sheets of the variant with the add-in: what it is and its buttons, first; the settings of xlwings, last."""

from __future__ import annotations

from io import BytesIO

from xlsxwriter import Workbook

from workbook_templates import sizes
from workbook_templates.complement import PATH_NAME, RESULT_NAME, SIRET, Complement, quoted
from workbook_templates.layout import COMPLEMENT_SHEET, SETTINGS_SHEET
from workbook_templates.styles import Styles
from workbook_templates.text_sheets import text_page

ACTIVE = "Le complément est actif\u00a0: les totaux appellent ses fonctions."
ABSENT = (
    "Le complément n’est pas actif\u00a0: les macros sont bloquées, ou ce tableur n’est pas Excel pour Windows. Les "
    "totaux se calculent quand même, par leurs formules ordinaires. Une cellule affiche #NOM?\u00a0? Voyez ci-dessous."
)
SILENT = "Le complément ne répond pas, les totaux se calculent par leurs formules ordinaires. Motif\u00a0: "
_KNOWN_SIRET = "21750001600019"
"""A valid one: the function answers « valide » where the add-in works."""

_ADVICE = (
    "Vous pouvez remplir et transmettre ce classeur sans le complément\u00a0: le contrôle recalcule les totaux et "
    "n’exécute jamais ses macros.",
    "#NOM? (ou #NAME?) dans une cellule\u00a0: ce tableur ne connaît pas les fonctions du complément. Dans un total, "
    "rien n’est perdu\u00a0: il sera recalculé. Dans une cellule de saisie où vous avez écrit une fonction, le fichier "
    "ne contient plus la valeur\u00a0: tapez-la à la place. Pour refaire le classeur ordinaire, sans macro\u00a0: "
    "bilan-social importer ce-classeur.xlsm -o bilan.xlsx (avec --partiel, sans les cellules restées en #NOM?)",
    "Pour activer le complément sous Windows\u00a0: installez-le une fois sur le poste (voir le guide du complément), "
    "puis cliquez sur «\u00a0Activer le contenu\u00a0» à l’ouverture du classeur.",
    "Les boutons marchent sous Windows et sur Mac, sur un poste où bilan-social est installé. Ils enregistrent d’abord "
    "le classeur, et n’écrasent aucun fichier.",
)
_LICENCES = (
    "Les macros de ce classeur comprennent xlwings (licence BSD-3, © Zoomer Analytics LLC) et VBA-Dictionary (licence "
    "MIT, © Tim Hall)\u00a0: le texte de leurs licences est en tête de leurs modules."
)
_SETTINGS_NOTE = (
    "Réglages de xlwings, lus par les macros. Pour imposer un Python à tous les postes, ajoutez une ligne "
    "INTERPRETER_WIN ou INTERPRETER_MAC, avec son chemin en face."
)
_WIDTHS = (26.0, 98.0)
_STATE_LINE, _TEXT_LINE = 3, 5
_BUTTON_HEIGHT = 28

CALCULATION_ID = 191029
"""The calculation engine of Excel 2019 and Microsoft 365: the stored values stand until something changes."""


def complement_sheet(workbook: Workbook, complement: Complement, title: str, styles: Styles) -> None:
    """Add the first sheet: whether the add-in works, what to do if it does not, the buttons."""
    worksheet = workbook.add_worksheet(COMPLEMENT_SHEET)
    text_page(worksheet, _WIDTHS, COMPLEMENT_SHEET)
    worksheet.merge_range(0, 0, 0, 1, title, styles["grand"])
    worksheet.set_row(0, sizes.height(title, sum(_WIDTHS), size=16, bold=True))
    worksheet.merge_range(1, 0, 1, 1, "Classeur avec le complément Excel", styles["sous_titre"])
    worksheet.merge_range(_STATE_LINE, 0, _STATE_LINE, 1, "", styles["avis"])
    worksheet.write_formula(_STATE_LINE, 0, state_formula(), styles["avis"], ABSENT)
    worksheet.set_row(_STATE_LINE, sizes.height(ABSENT, sum(_WIDTHS)) + 6)
    line = _TEXT_LINE
    for text in _ADVICE:
        worksheet.merge_range(line, 0, line, 1, f"• {text}", styles["texte"])
        worksheet.set_row(line, sizes.height(f"• {text}", sum(_WIDTHS)))
        line += 1
    line += 1
    for button in complement.buttons:
        worksheet.set_row(line, _BUTTON_HEIGHT)
        options = {"macro": button.macro, "caption": button.caption, "width": 170, "height": 30, "x_offset": 4}
        worksheet.insert_button(line, 0, options | {"y_offset": 3})
        worksheet.write_string(line, 1, button.does, styles["texte"])
        line += 1
    line += 1
    cells = ((PATH_NAME, "Fichier .txt à importer"), (RESULT_NAME, "Dernier résultat"))
    for name, label in cells:
        worksheet.write_string(line, 0, label, styles["cellule_gras"])
        worksheet.write_blank(line, 1, None, styles["justification"])
        workbook.define_name(name, f"='{COMPLEMENT_SHEET}'!$B${line + 1}")
        line += 1
    worksheet.merge_range(line + 1, 0, line + 1, 1, _LICENCES, styles["note"])
    worksheet.set_row(line + 1, sizes.height(_LICENCES, sum(_WIDTHS)))
    worksheet.protect("", {"format_columns": True, "format_rows": True})


def state_formula() -> str:
    """Says whether the add-in answers. It is volatile, to be asked anew each time the workbook opens."""
    asked = f"{SIRET}({quoted(_KNOWN_SIRET)})"
    answer = f'IF({asked}="valide",{quoted(ACTIVE)},{quoted(SILENT)}&{asked})'
    return f"=IF(ISERROR({asked}),{quoted(ABSENT)},{answer})&T(NOW())"


def carry(workbook: Workbook, complement: Complement) -> None:
    """Add the settings of xlwings and the VBA project, once every other sheet is there.

    The stored values are right: Excel is not asked to compute them all, thousands of calls, when it opens the file.
    """
    worksheet = workbook.add_worksheet(SETTINGS_SHEET)
    worksheet.set_column(0, 1, 32)
    for line, (key, value) in enumerate(complement.settings):
        worksheet.write_string(line, 0, key)
        worksheet.write_string(line, 1, value)
    worksheet.write_string(0, 3, _SETTINGS_NOTE)
    first, *_ = workbook.worksheets()
    first.activate()
    first.set_first_sheet()
    workbook.set_calc_mode("auto", CALCULATION_ID)
    workbook.calc_on_load = False
    project = complement.project(len(workbook.worksheets()))
    workbook.add_vba_project(BytesIO(project), is_stream=True)  # type: ignore[arg-type]  # its annotation forgets streams
