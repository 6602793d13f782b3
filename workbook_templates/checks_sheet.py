"""The « Contrôles » sheet: what is left to fill, then one line for each coherence rule, all in native formulas.

Hidden columns: the anchors of the justifications (A), the count of each line (B), which the formats read.
"""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from schemas.model import COLLECTIVITE
from schemas.rules import Rule
from workbook_templates import sizes
from workbook_templates.completeness import Remaining, remaining
from workbook_templates.context import Context
from workbook_templates.counts import counted, counting
from workbook_templates.layout import CHECKS_SHEET, COLLECTIVITE_SHEET, SUMMARY_SHEET
from workbook_templates.live_checks.hidden_sheet import area, count_address, first_address
from workbook_templates.live_checks.justifications import COLUMN, LONGEST, anchor
from workbook_templates.live_checks.program import LiveRule
from workbook_templates.live_checks.values import RuleValues
from workbook_templates.live_checks.wording import general_message, general_remedy
from workbook_templates.summary_sheet import SummarySheet
from workbook_templates.text_sheets import text_page

ANCHOR, COUNT, CODE, SEVERITY, STATE, MESSAGE, REMEDY, PLACE, INDICATORS, JUSTIFICATION = range(10)
_WIDTHS = (14.0, 8.0, 14.5, 11.0, 15.0, 50.0, 44.0, 24.0, 12.0, 36.0)
_TITLES = {
    CODE: "Règle", SEVERITY: "Gravité", STATE: "État", MESSAGE: "Anomalie recherchée", REMEDY: "Que faire",
    PLACE: "Premier cas", INDICATORS: "Indicateurs", JUSTIFICATION: "Justification (alertes)",
}  # fmt: skip
_ANCHORS, _HEADER = 4, 5
_NOT_HERE = "sans objet"
_TO_COMPLETE = "complétude"
_JUSTIFIED = " (justification)"
_BLOCKING, _ALERT = "bloquant", "alerte"
_ANOMALIES = "anomalie", "anomalies"
_BROKEN = {_BLOCKING: ("contrôle bloquant", "contrôles bloquants"), _ALERT: ("alerte", "alertes")}
_INTRODUCTION = (
    "Corrigez les anomalies bloquantes et ce qui reste à compléter. Une alerte peut être juste\u00a0: vérifiez-la, "
    "corrigez ou dites pourquoi dans la colonne «\u00a0Justification\u00a0». Filtrez sur «\u00a0État\u00a0» ou "
    "«\u00a0Gravité\u00a0» pour ne voir que ce qui "
    "reste à faire."
)
_REFUSED = f"Le texte ne peut pas dépasser {LONGEST} caractères."


def checks_sheet(worksheet: Worksheet, context: Context, summary: SummarySheet) -> None:
    """Write the whole sheet."""
    _Sheet(worksheet, context).write(list(remaining(context, summary)))


def _indicators(rule: Rule) -> str:
    return ", ".join(COLLECTIVITE_SHEET if code == COLLECTIVITE else code for code in rule.indicators)


class _Sheet:
    def __init__(self, worksheet: Worksheet, context: Context) -> None:
        self.worksheet, self.context, self.styles = worksheet, context, context.styles
        self.line = _HEADER

    def write(self, left: list[Remaining]) -> None:
        values = self.context.checks
        rules: Mapping[str, RuleValues] = values.rules if values else {}
        lives = values.checks.rules if values else ()
        for check in left:
            self._remaining(check)
        told = dict(self.context.justifications)
        for live in lives:
            self._rule(live, rules[live.rule.code], told.pop(live.rule.code, ""))
        for code, text in sorted(told.items()):
            self._unknown(code, text)
        self._top({live.rule.code: live.rule.severity for live in lives})
        self._formats()
        self._page()

    # Lines

    def _next(self, *texts: tuple[int, str]) -> int:
        """The next line, high enough for some texts of its columns."""
        self.line += 1
        heights = [sizes.height(text, _WIDTHS[column]) for column, text in texts if text]
        self.worksheet.set_row(self.line, max(sizes.ROW_HEIGHT, *heights))
        return self.line

    def _remaining(self, check: Remaining) -> None:
        line = self._next((MESSAGE, check.label), (REMEDY, check.remedy))
        worksheet, styles = self.worksheet, self.styles
        worksheet.write_formula(line, COUNT, check.formula, styles["cache"], check.value)
        self._texts(line, "", _TO_COMPLETE, check.label, check.remedy, "")
        formula = f'=IF(B{line + 1}=0,"complet",B{line + 1}&" à compléter")'
        shown = f"{check.value} à compléter" if check.value else "complet"
        worksheet.write_formula(line, STATE, formula, styles["etat"], shown)
        worksheet.write_url(line, PLACE, f"internal:'{check.sheet}'!A1", styles["cellule_lien"], check.sheet)
        worksheet.write_blank(line, JUSTIFICATION, None, styles["sans_justification"])

    def _rule(self, live: LiveRule, values: RuleValues, justification: str) -> None:
        rule, worksheet, styles = live.rule, self.worksheet, self.styles
        message, remedy, indicators = general_message(rule), general_remedy(rule), _indicators(rule)
        line = self._next(
            (MESSAGE, message), (REMEDY, remedy), (INDICATORS, indicators), (JUSTIFICATION, justification)
        )
        self._texts(line, rule.code, rule.severity, message, remedy, indicators)
        self._justification(line, rule.code, justification, unlocked=rule.severity == _ALERT)
        if not live.instances:
            worksheet.write_string(line, STATE, _NOT_HERE, styles["etat"])
            worksheet.write_blank(line, PLACE, None, styles["cellule"])
            return
        cell, count = f"B{line + 1}", values.count
        shown = _NOT_HERE if count is None else counted(count, *_ANOMALIES) if count else "conforme"
        broken = counting(cell, *_ANOMALIES)
        if rule.severity == _ALERT:
            broken += f'&IF(LEN(J{line + 1})>0,"{_JUSTIFIED}","")'
            shown += _JUSTIFIED if count and justification else ""
        state = f'=IF({cell}="","{_NOT_HERE}",IF({cell}=0,"conforme",{broken}))'
        worksheet.write_formula(line, COUNT, f"={count_address(live)}", styles["cache"], "" if count is None else count)
        worksheet.write_formula(line, STATE, state, styles["etat"], shown)
        first = first_address(live)
        target, element = f"INDEX({area(live, 'F')},{first})", f"INDEX({area(live, 'B')},{first})"
        place = f'=IF(N({cell})=0,"",HYPERLINK("#"&{target},{element}))'
        where = live.instances[values.first - 1].element if values.first else ""
        worksheet.write_formula(line, PLACE, place, styles["cellule_lien"], where)

    def _unknown(self, code: str, text: str) -> None:
        """A justification whose rule this questionnaire has not: it is kept all the same."""
        message = "Cette règle ne fait pas partie des contrôles de ce classeur."
        line = self._next((MESSAGE, message), (JUSTIFICATION, text))
        self._texts(line, code, "", message, "", "")
        self.worksheet.write_string(line, STATE, _NOT_HERE, self.styles["etat"])
        self.worksheet.write_blank(line, PLACE, None, self.styles["cellule"])
        self._justification(line, code, text, unlocked=True)

    def _texts(self, line: int, code: str, severity: str, message: str, remedy: str, indicators: str) -> None:
        style = self.styles["cellule"]
        parts = {CODE: code, SEVERITY: severity, MESSAGE: message, REMEDY: remedy, INDICATORS: indicators}
        for column, text in parts.items():
            self._text(line, column, text, style)

    def _text(self, line: int, column: int, text: str, style: Format) -> None:
        if text:
            self.worksheet.write_string(line, column, text, style)
        else:
            self.worksheet.write_blank(line, column, None, style)

    def _justification(self, line: int, code: str, text: str, *, unlocked: bool) -> None:
        worksheet, style = self.worksheet, self.styles["justification" if unlocked else "sans_justification"]
        worksheet.write_string(line, ANCHOR, anchor(code), self.styles["cache"])
        self._text(line, JUSTIFICATION, text, style)

    # Around

    def _top(self, severities: Mapping[str, str]) -> None:
        worksheet, styles = self.worksheet, self.styles
        for column, width in enumerate(_WIDTHS):
            hidden = {"hidden": True} if column in (ANCHOR, COUNT) else {}
            worksheet.set_column(column, column, width, None, hidden)
        worksheet.merge_range(0, CODE, 0, JUSTIFICATION, CHECKS_SHEET, styles["grand"])
        worksheet.set_row(0, 26)
        worksheet.write_url(1, CODE, f"internal:'{SUMMARY_SHEET}'!A1", styles["lien"], "↩ Sommaire")
        worksheet.merge_range(2, CODE, 2, JUSTIFICATION, _INTRODUCTION, styles["texte"])
        worksheet.set_row(2, sizes.height(_INTRODUCTION, sum(_WIDTHS[CODE:])))
        if severities:
            self._counts(severities)
        worksheet.set_row(_ANCHORS, None, None, {"hidden": True})
        worksheet.write_string(_ANCHORS, ANCHOR, anchor(), styles["cache"])
        worksheet.write_string(_ANCHORS, JUSTIFICATION, COLUMN, styles["cache"])
        for column, title in _TITLES.items():
            worksheet.write_string(_HEADER, column, title, styles["entete"])

    def _counts(self, severities: Mapping[str, str]) -> None:
        """How many rules are broken, and how many times, in one live sentence."""
        values = self.context.checks
        assert values is not None
        lines = (_HEADER + 2, self.line + 1)
        kinds, counts = f"$D${lines[0]}:$D${lines[1]}", f"$B${lines[0]}:$B${lines[1]}"
        formulas, texts = [], []
        for severity, words in _BROKEN.items():
            broken = [values.count(code) for code, own in severities.items() if own == severity]
            texts.append(f"{counted(sum(map(bool, broken)), *words)} ({counted(sum(broken), *_ANOMALIES)})")
            number, total = f'COUNTIFS({kinds},"{severity}",{counts},">0")', f'SUMIF({kinds},"{severity}",{counts})'
            formulas.append(f'{counting(number, *words)}&" ("&{counting(total, *_ANOMALIES)}&")"')
        self.worksheet.merge_range(3, CODE, 3, JUSTIFICATION, "", self.styles["gras"])
        told = sum(bool(values.count(code)) for code in self.context.justifications if severities.get(code) == _ALERT)
        texts[-1] += f", dont {told} avec justification"
        written = f"$J${lines[0]}:$J${lines[1]}"
        justified = f'COUNTIFS({kinds},"{_ALERT}",{counts},">0",{written},"?*")'
        formulas[-1] += f'&", dont "&{justified}&" avec justification"'
        formula = '="À revoir\u00a0: "&' + '&"\u00a0; "&'.join(formulas)
        shown = "À revoir\u00a0: " + "\u00a0; ".join(texts)
        self.worksheet.write_formula(3, CODE, formula, self.styles["gras"], shown)

    def _formats(self) -> None:
        """The state of each line, by its hidden count: a text, bold and underlined when something is wrong."""
        first = _HEADER + 2
        styles = {
            f'=AND($D{first}="{_TO_COMPLETE}",N($B{first})>0)': "etat_en_cours",
            f"=N($B{first})>0": "etat_incoherent",
            f'=$E{first}="{_NOT_HERE}"': "etat_sans_objet",
            f"=N($B{first})=0": "etat_rempli",
        }
        for criteria, style in styles.items():
            options = {
                "type": "formula", "criteria": criteria, "format": self.styles.conditional(style), "stop_if_true": True,
            }  # fmt: skip
            self.worksheet.conditional_format(_HEADER + 1, STATE, self.line, STATE, options)
        rule = {
            "validate": "length", "criteria": "<=", "value": LONGEST,
            "error_title": "Texte trop long", "error_message": _REFUSED,
        }  # fmt: skip
        self.worksheet.data_validation(_HEADER + 1, JUSTIFICATION, self.line, JUSTIFICATION, rule)

    def _page(self) -> None:
        worksheet = self.worksheet
        text_page(worksheet, (), CHECKS_SHEET)
        worksheet.set_landscape()
        worksheet.freeze_panes(_HEADER + 1, CODE)
        worksheet.autofilter(_HEADER, CODE, self.line, JUSTIFICATION)
        worksheet.repeat_rows(_HEADER)
        worksheet.print_area(0, CODE, self.line, JUSTIFICATION)
        worksheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
