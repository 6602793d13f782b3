"""Builds workbooks: blank templates and filled questionnaires, with one writer.

The same declaration and the same answers give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from schemas.model import Questionnaire
from schemas.plan import Value
from workbook_templates.annotations import Annotations, Marks, marks_of
from workbook_templates.anomalies_sheet import anomalies_sheet
from workbook_templates.checks_sheet import checks_sheet
from workbook_templates.complement_sheets import carry, complement_sheet
from workbook_templates.content import Content
from workbook_templates.context import Context
from workbook_templates.fast_sheet import FastSheet
from workbook_templates.formulas import Formulas
from workbook_templates.help_sheet import help_lines, help_sheet
from workbook_templates.indicator_sheet import write_indicator
from workbook_templates.layout import (
    ANOMALIES_SHEET,
    CHECKS_SHEET,
    HELP_SHEET,
    IDENTITY_SHEET,
    LISTS_SHEET,
    LIVE_CHECKS_SHEET,
    PREVIOUS_SHEET,
    REWORK_SHEET,
    SUMMARY_SHEET,
    VERSIONS_SHEET,
    Layout,
)
from workbook_templates.live_checks.hidden_sheet import hidden_sheet
from workbook_templates.live_checks.program import live_checks
from workbook_templates.live_checks.values import CheckValues
from workbook_templates.previous import previous_sheet
from workbook_templates.rework_sheet import rework_sheet
from workbook_templates.styles import Styles
from workbook_templates.summary_sheet import SummarySheet
from workbook_templates.supplement import Supplement
from workbook_templates.text_sheets import identity_sheet, list_ranges, lists_sheet, versions_sheet


def _options() -> dict[str, Any]:
    """Options of XlsxWriter, new ones for each workbook: it writes into those it is given."""
    return {
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "in_memory": True,
        # The unit of column widths is a digit of the default font: Arial, or a font of the same widths, is everywhere.
        "default_format_properties": {"font_name": "Arial", "font_size": 10},
        "default_row_height": 17,
    }


def build(
    path: Path,
    questionnaire: Questionnaire,
    modules: Iterable[str] = (),
    values: Mapping[str, Value] | None = None,
    *,
    justifications: Mapping[str, str] | None = None,
    annotations: Annotations | None = None,
    supplement: Supplement | None = None,
    checks: bool = True,
) -> Layout:
    """Write the workbook of the chosen modules (default: the questionnaire's) at `path`; return its layout.

    `values` are answers by variable code: entries of the chosen modules are written, every total and state gets its
    cached value. `justifications` are what the respondent says of alerts, by code of rule. `annotations` make an
    annotated copy; `supplement` adds what is to be taken up again and the previous report. `checks=False` leaves out
    the live coherence rules, to measure what they cost.
    Raise KeyError for an unknown module, OSError when the file cannot be written.
    """
    chosen = chosen_modules(questionnaire, modules)
    answers = dict(values or {})
    raw = annotations.raw if annotations else {}
    layout = Layout(questionnaire, chosen, open_rows(questionnaire, answers.keys() | raw.keys()))
    content = Content(questionnaire, answers, raw)
    workbook = Workbook(str(path), _options())
    workbook.worksheet_class = FastSheet
    workbook.set_properties(
        {
            "title": questionnaire.title,
            "author": "bilan-social",
            "comments": f"{questionnaire.id} {questionnaire.version}",
            "created": datetime.fromisoformat(questionnaire.versions[0].date),
        }
    )
    context = Context(
        layout,
        Styles(workbook),
        Formulas(layout),
        content,
        list_ranges(layout),
        help_lines(layout),
        checks=CheckValues(live_checks(layout), content) if checks else None,
        justifications=justifications or {},
        annotations=annotations,
        marks=marks_of(layout, annotations) if annotations else Marks(),
        supplement=supplement or Supplement(),
    )
    _write(workbook, context)
    workbook.close()
    return layout


def chosen_modules(questionnaire: Questionnaire, modules: Iterable[str]) -> tuple[str, ...]:
    """The chosen modules in the order of the questionnaire; its default ones when none is named. Raise KeyError."""
    wanted = set(modules) or set(questionnaire.default_modules)
    if unknown := wanted - set(questionnaire.modules):
        raise KeyError(", ".join(sorted(unknown)))
    return tuple(code for code in questionnaire.modules if code in wanted)


def open_rows(questionnaire: Questionnaire, values: Iterable[object]) -> dict[str, int]:
    """Number of rows of the open tables that need more than declared, to hold the answers to these variables."""
    needed: dict[str, int] = {}
    for code in values:
        if not isinstance(code, str):
            continue
        table_id, _, rest = code.partition("!")
        table = questionnaire.tables.get(table_id)
        if table is not None and table.open_rows and code not in questionnaire.cells:
            number = int(rest.partition(".")[0][1:])
            needed[table_id] = max(needed.get(table_id, 0), number)
    return needed


def _write(workbook: Workbook, context: Context) -> None:
    layout, complement = context.layout, context.supplement.complement
    if complement is not None:
        complement_sheet(workbook, complement, layout.questionnaire.title, context.styles)
    summary = SummarySheet(workbook.add_worksheet(SUMMARY_SHEET), context)
    if context.annotations is not None:
        index = workbook.add_worksheet(ANOMALIES_SHEET)
        anomalies_sheet(index, layout, context.annotations, context.styles)
    if context.supplement.rework:
        rework_sheet(workbook.add_worksheet(REWORK_SHEET), layout, context.supplement.rework, context.styles)
    collectivite, *indicators = layout.sheets
    write_indicator(workbook, collectivite, context)
    checks = workbook.add_worksheet(CHECKS_SHEET)
    for sheet in indicators:
        write_indicator(workbook, sheet, context)
    summary.write()
    checks_sheet(checks, context, summary)
    help_sheet(workbook.add_worksheet(HELP_SHEET), layout, context.styles)
    versions_sheet(workbook.add_worksheet(VERSIONS_SHEET), layout.questionnaire, context.styles)
    lists_sheet(workbook.add_worksheet(LISTS_SHEET), layout)
    if context.checks is not None and context.checks.rules:
        hidden_sheet(workbook.add_worksheet(LIVE_CHECKS_SHEET), context.checks)
    if context.supplement.previous is not None:
        previous_sheet(workbook.add_worksheet(PREVIOUS_SHEET), context.supplement.previous)
    identity_sheet(workbook.add_worksheet(IDENTITY_SHEET), layout)
    if complement is not None:
        carry(workbook, complement)
