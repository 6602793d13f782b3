"""The « Sommaire » sheet: links to the indicators, state of each one, progress, all in native formulas."""

from __future__ import annotations

from itertools import groupby

from xlsxwriter.worksheet import Worksheet

from schemas.model import COLLECTIVITE
from workbook_templates import sizes
from workbook_templates.context import Context
from workbook_templates.counts import counted, counting
from workbook_templates.layout import CHECKS_SHEET, COLLECTIVITE_SHEET, HELP_SHEET, SUMMARY_SHEET, SheetLayout
from workbook_templates.states import (
    DONE,
    EMPTY,
    NOT_APPLICABLE,
    STARTED,
    TO_FILL,
    WRONG,
    State,
    indicator_state,
)
from workbook_templates.styles import Styles
from workbook_templates.text_sheets import text_page

_STATE_STYLES = {
    EMPTY: "etat_vide",
    STARTED: "etat_en_cours",
    WRONG: "etat_incoherent",
    DONE: "etat_rempli",
    NOT_APPLICABLE: "etat_sans_objet",
}
_PROGRESS = {
    DONE: ("correct", "corrects"),
    WRONG: ("incohérent", "incohérents"),
    STARTED: ("incomplet", "incomplets"),
    EMPTY: ("vide", "vides"),
}
_CODE, _TITLE, _STATE = 0, 1, 2
_WIDTHS = (14.0, 98.0, 15.0)
_PROGRESS_LINE, _LINKS_LINE, _HEADER = 5, 6, 8

HOW_TO = (
    "Remplissez d’abord la feuille «\u00a0Collectivité\u00a0», puis chaque indicateur. Saisissez dans les cellules "
    "blanches\u00a0; les cellules grisées et les totaux se calculent seuls. Une cellule vide "
    "veut dire «\u00a0non renseigné\u00a0», zéro veut dire «\u00a0aucun\u00a0»."
)


class SummarySheet:
    """The summary being written. `states` gives the state of each indicator's sheet, by name."""

    def __init__(self, worksheet: Worksheet, context: Context) -> None:
        self.worksheet, self.context = worksheet, context
        self.styles: Styles = context.styles
        formulas, content = context.formulas, context.content
        self.states = {
            sheet.name: indicator_state(sheet, formulas, content, self._anomalies(sheet))
            for sheet in context.layout.sheets
        }

    def _anomalies(self, sheet: SheetLayout) -> int | None:
        checks = self.context.checks
        return checks.of_indicator(sheet.indicator.code) if checks else None

    @property
    def area(self) -> str:
        """Address of the states, for the formulas of this sheet."""
        chapters = len({sheet.indicator.chapter for sheet in self.context.layout.sheets})
        return f"$C${_HEADER + 2}:$C${_HEADER + 1 + chapters + len(self.states)}"

    def count(self, *states: str) -> int:
        """How many indicators are now in one of these states."""
        return sum(state.value in states for state in self.states.values())

    def write(self) -> None:
        text_page(self.worksheet, _WIDTHS, SUMMARY_SHEET)
        self._top()
        self._progress()
        self._links()
        last_line = self._indicators()
        for name, style in _STATE_STYLES.items():
            options = {"type": "cell", "criteria": "==", "value": f'"{name}"', "format": self.styles.conditional(style)}
            self.worksheet.conditional_format(_HEADER + 1, _STATE, last_line, _STATE, options)
        self._page(last_line)

    def _merged(self, line: int, text: str, style: str) -> None:
        self.worksheet.merge_range(line, _CODE, line, _STATE, text, self.styles[style])

    def _top(self) -> None:
        worksheet, context = self.worksheet, self.context
        self._merged(0, context.questionnaire.title, "grand")
        worksheet.set_row(0, 26)
        name, siret = self._address("raison_sociale"), self._address("siret")
        known, number = self._known("raison_sociale"), self._known("siret")
        shown = f"{known}  —  SIRET {number}" if number else known
        self._merged(1, "", "titre")
        formula = f'={name}&IF({siret}="","","  —  SIRET "&{siret})'
        worksheet.write_formula(1, _CODE, formula, self.styles["titre"], shown)
        worksheet.set_row(1, 20)
        self._merged(2, HOW_TO, "texte")
        worksheet.set_row(2, sizes.height(HOW_TO, sum(_WIDTHS)))
        empty = context.questionnaire.empty_report
        self._merged(3, "", "avis")
        notice = f'=IF({context.formulas.is_true(empty, SUMMARY_SHEET)},"{empty.text}","")'
        worksheet.write_formula(
            3, _CODE, notice, self.styles["avis"], empty.text if context.content.empty_report else ""
        )

    def _address(self, name: str) -> str:
        """Address of a field of the « Collectivité » sheet."""
        return self.context.formulas.cell(self.context.questionnaire.cells[f"{COLLECTIVITE}!{name}.C01"], SUMMARY_SHEET)

    def _known(self, name: str) -> str:
        return str(self.context.content.values.get(f"{COLLECTIVITE}!{name}.C01", ""))

    def _progress(self) -> None:
        """Share of the indicators that apply: correct ones count for one, started and incoherent ones for a half."""
        worksheet = self.worksheet
        counts = {state: f'COUNTIF({self.area},"{state}")' for state in TO_FILL}
        known, total = self.count(*TO_FILL), "+".join(counts.values())
        share = (self.count(DONE) + self.count(STARTED, WRONG) / 2) / known if known else 1.0
        formula = f"=IF({total}=0,1,({counts[DONE]}+({counts[STARTED]}+{counts[WRONG]})/2)/({total}))"
        sentence = "=" + '&", "&'.join(counting(counts[state], *words) for state, words in _PROGRESS.items())
        shown = ", ".join(counted(self.count(state), *words) for state, words in _PROGRESS.items())
        worksheet.write_string(_PROGRESS_LINE, _CODE, "Avancement", self.styles["cellule_gras"])
        worksheet.write_formula(_PROGRESS_LINE, _TITLE, sentence, self.styles["cellule"], shown)
        worksheet.write_formula(_PROGRESS_LINE, _STATE, formula, self.styles["pourcentage"], share)
        bar = {"type": "data_bar", "min_type": "num", "max_type": "num", "min_value": 0, "max_value": 1}
        bar["bar_color"] = "#A9C4E0"  # what Excel 2007 knows: later options warn in other readers
        worksheet.conditional_format(_PROGRESS_LINE, _STATE, _PROGRESS_LINE, _STATE, bar)

    def _links(self) -> None:
        links = (COLLECTIVITE_SHEET, COLLECTIVITE_SHEET), (HELP_SHEET, "Aide\u00a0: règles de comptage et exemples")
        for column, (sheet, text) in enumerate((*links, (CHECKS_SHEET, CHECKS_SHEET))):
            self.worksheet.write_url(_LINKS_LINE, column, f"internal:'{sheet}'!A1", self.styles["lien"], text)

    def _indicators(self) -> int:
        """The indicators, chapter by chapter; return the last line."""
        for column, text in enumerate(("Indicateur", "Intitulé", "État")):
            self.worksheet.write_string(_HEADER, column, text, self.styles["entete"])
        line = _HEADER
        for chapter, sheets in groupby(self.context.layout.sheets, key=lambda sheet: sheet.indicator.chapter):
            group = list(sheets)
            line += 1
            self._chapter(line, chapter, group)
            for sheet in group:
                line += 1
                self._indicator(line, sheet)
        return line

    def _chapter(self, line: int, chapter: str, sheets: list[SheetLayout]) -> None:
        """The title of a chapter and how many of its indicators are correct."""
        title = self.context.questionnaire.chapters[chapter]
        text = f"{chapter}. {title}" if chapter.isdigit() else title
        self.worksheet.merge_range(line, _CODE, line, _TITLE, text, self.styles["bande0"])
        self.worksheet.set_row(line, 18)
        area = f"$C${line + 2}:$C${line + 1 + len(sheets)}"
        known = "+".join(f'COUNTIF({area},"{state}")' for state in TO_FILL)
        formula = f'=COUNTIF({area},"{DONE}")&" / "&({known})'
        values = [self.states[sheet.name].value for sheet in sheets]
        shown = f"{values.count(DONE)} / {sum(value in TO_FILL for value in values)}"
        self.worksheet.write_formula(line, _STATE, formula, self.styles["bande_compte"], shown)

    def _indicator(self, line: int, sheet: SheetLayout) -> None:
        worksheet, title = self.worksheet, sheet.indicator.title
        worksheet.write_url(line, _CODE, f"internal:'{sheet.name}'!A1", self.styles["cellule_lien"], sheet.name)
        worksheet.write_string(line, _TITLE, title, self.styles["cellule"])
        worksheet.set_row(line, sizes.height(title, _WIDTHS[_TITLE]))
        self._state(line, self.states[sheet.name])

    def _state(self, line: int, state: State) -> None:
        if state.formula:
            self.worksheet.write_formula(line, _STATE, state.formula, self.styles["etat"], state.value)
        else:
            self.worksheet.write_string(line, _STATE, state.value, self.styles["etat"])

    def _page(self, last_line: int) -> None:
        worksheet = self.worksheet
        worksheet.freeze_panes(_HEADER + 1, 0)
        worksheet.autofilter(_HEADER, _CODE, last_line, _STATE)
        worksheet.repeat_rows(_HEADER)
        worksheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
        worksheet.activate()
        worksheet.set_first_sheet()
