"""One sheet of agents: an Excel table under a hidden line of anchors, with typed entry and live colours."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from schemas.registers import AGENTS, KEY, Field, PerAgent, Sheet
from workbook_templates import sizes
from workbook_templates.registers.conditions import ConditionFormulas
from workbook_templates.registers.contents import Computed, Contents
from workbook_templates.registers.entry import entry_rule
from workbook_templates.registers.layout import (
    ANCHORS,
    FIRST,
    GROUPS,
    GUIDE_SHEET,
    HEADER,
    LAST,
    PRESENTATION,
    TITLE,
    RegisterLayout,
    anchor,
    table_name,
    width_of,
)
from workbook_templates.registers.lists import Lists
from workbook_templates.registers.styles import RegisterStyles

A3, A4 = 8, 9
_WIDE = 12
"""Columns from which a sheet is printed on A3."""


class TableSheet:
    """Writes one sheet of agents."""

    def __init__(
        self, worksheet: Worksheet, sheet: Sheet, layout: RegisterLayout, lists: Lists, styles: RegisterStyles
    ) -> None:
        self.worksheet, self.sheet, self.layout, self.lists, self.styles = worksheet, sheet, layout, lists, styles
        self.conditions = ConditionFormulas(layout)

    def write(self, contents: Contents) -> None:
        self._columns()
        self._heads()
        self._table(contents)
        self._lines(contents)
        self._rules()
        self._page()

    def _columns(self) -> None:
        for rank, item in enumerate(self.sheet.fields):
            self.worksheet.set_column(rank, rank, width_of(item), self.styles.entry(item))

    def _heads(self) -> None:
        worksheet, sheet, styles = self.worksheet, self.sheet, self.styles
        for rank, item in enumerate(sheet.fields):
            worksheet.write_string(ANCHORS, rank, anchor(sheet.code, item.code), styles["cache"])
        worksheet.set_row(ANCHORS, None, None, {"hidden": True})
        worksheet.write_string(TITLE, 0, sheet.title, styles["titre_court"])
        worksheet.set_row(TITLE, 22)
        worksheet.write_url(TITLE, 2, f"internal:'{GUIDE_SHEET}'!A1", styles["lien"], "↩ Mode d’emploi")
        worksheet.write_string(PRESENTATION, 0, sheet.presentation, styles["sous_titre_court"])
        rank = 0
        for parity, (group, fields) in enumerate(groupby(sheet.fields, key=lambda item: item.group)):
            last = rank + len(list(fields)) - 1
            for column in range(rank, last + 1):
                worksheet.write_blank(GROUPS, column, None, styles[f"groupe{parity % 2}"])
            worksheet.write_string(GROUPS, rank, group, styles[f"groupe{parity % 2}"])
            rank = last + 1
        height = max(sizes.height(item.label, width_of(item) - 2.5, bold=True) for item in sheet.fields)
        worksheet.set_row(HEADER, height + 4)

    def _table(self, contents: Contents) -> None:
        fields, styles = self.sheet.fields, self.styles
        columns: list[dict[str, Any]] = []
        for item in fields:
            options: dict[str, Any] = {
                "header": item.label,
                "header_format": styles["entete_obligatoire" if item.required and not item.condition else "entete"],
                "format": styles.entry(item),
            }
            if item.formula in contents.formulas:
                options["formula"] = self._formula(item, contents)
            columns.append(options)
        area = (HEADER, 0, self.layout.last_table_line(self.sheet), len(fields) - 1)
        options = {"name": table_name(self.sheet.code), "columns": columns, "style": "Table Style Light 1"}
        self.worksheet.add_table(*area, options)

    def _formula(self, item: Field, contents: Contents) -> str:
        """The formula of a line, by the headers of the table, so that a table that grows carries it along."""
        return contents.formulas[item.formula](self._reference)

    def _reference(self, code: str) -> str:
        """A field of the line, or `<sheet>.<field>` of the line of that sheet that has the same key."""
        sheet, _, field = code.rpartition(".")
        if not sheet:
            name, label = table_name(self.sheet.code), _escaped(self.sheet.by_code[field].label)
            return f"{name}[[#This Row],[{label}]]"
        fields = self.layout.register.sheets[sheet].by_code
        values, keys = (f"{table_name(sheet)}[{_escaped(fields[one].label)}]" for one in (field, KEY))
        return f'IFERROR(INDEX({values},MATCH({self._reference(KEY)},{keys},0)),"")'

    def _lines(self, contents: Contents) -> None:
        columns = contents.columns.get(self.sheet.code, {})
        for rank, item in enumerate(self.sheet.fields):
            style = self.styles.entry(item)
            formula = self._formula(item, contents) if item.formula in contents.formulas else ""
            values = columns.get(item.code, ())
            for line, value in enumerate(values, start=FIRST):
                if value is not None:
                    self._cell(line, rank, value, style, formula)
            if formula:
                for line in range(FIRST + len(values), self.layout.last_table_line(self.sheet) + 1):
                    self.worksheet.write_formula(line, rank, formula, style, "")

    def _cell(self, line: int, column: int, value: Any, style: Format, formula: str) -> None:
        worksheet = self.worksheet
        match value:
            case Computed(cached):
                worksheet.write_formula(line, column, formula, style, cached)
            case datetime():
                worksheet.write_datetime(line, column, value, style)
            case str():
                worksheet.write_string(line, column, value, style)
            case _:
                worksheet.write_number(line, column, value, style)

    def _rules(self) -> None:
        worksheet, layout, sheet = self.worksheet, self.layout, self.sheet
        key = layout.cell(sheet, KEY)
        for rank, item in enumerate(sheet.fields):
            area = (FIRST, rank, LAST, rank)
            address = layout.cell(sheet, item.code)
            if not item.formula:
                relative = address.removeprefix("$")
                worksheet.data_validation(*area, entry_rule(layout, self.lists, sheet, item, relative))
            if item.condition is not None:
                greyed = f'=AND({key}<>"",{self.conditions.is_false(item.condition, sheet)})'
                self._colour(area, greyed, "sans_objet")
            missing = self._missing(item)
            if missing:
                self._colour(area, f'=AND({key}<>"",{address}="",{missing})', "manquant")
        self._unknown_keys(key)
        worksheet.ignore_errors({"number_stored_as_text": f"A{FIRST + 1}:A{LAST + 1}"})

    def _missing(self, item: Field) -> str:
        """Formula that is TRUE when a blank is a fault, '' when it never is."""
        if item.required_if is not None:
            return self.conditions.is_true(item.required_if, self.sheet)
        if not item.required:
            return ""
        return self.conditions.is_true(item.condition, self.sheet) if item.condition else "TRUE"

    def _unknown_keys(self, key: str) -> None:
        """A key given twice, or that no agent has, shows at once."""
        layout = self.layout
        area = (FIRST, 0, LAST, 0)
        if self.sheet.per_agent is PerAgent.UNE:
            self._colour(area, f'=AND({key}<>"",COUNTIF({layout.whole(self.sheet, KEY)},{key})>1)', "refuse")
        if self.sheet.code != AGENTS:
            self._colour(area, f'=AND({key}<>"",COUNTIF({KEYS_NAME},{key})=0)', "refuse")

    def _colour(self, area: tuple[int, int, int, int], formula: str, style: str) -> None:
        options = {"type": "formula", "criteria": formula, "format": self.styles.conditional(style)}
        self.worksheet.conditional_format(*area, options)

    def _page(self) -> None:
        worksheet, sheet = self.worksheet, self.sheet
        named = 3 if "nom" in sheet.by_code else 1
        worksheet.freeze_panes(FIRST, named)
        worksheet.set_landscape()
        worksheet.set_paper(A3 if len(sheet.fields) >= _WIDE else A4)
        worksheet.fit_to_pages(0 if len(sheet.fields) > 3 * _WIDE else 1, 0)
        worksheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        worksheet.repeat_rows(GROUPS, HEADER)
        worksheet.repeat_columns(0, named - 1)
        worksheet.set_footer(f"&L&8{self.layout.register.title}&C&8&A&R&8&P / &N")


KEYS_NAME = "cles_agents"
"""The defined name of the keys of « Agents »: a conditional format may not name another sheet in every Excel."""


def _escaped(header: str) -> str:
    """A header inside a structured reference."""
    for sign in "'[]#":
        header = header.replace(sign, f"'{sign}")
    return header


__all__ = ["KEYS_NAME", "TableSheet"]
