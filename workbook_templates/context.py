"""What every sheet of one workbook shares while it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas.model import Questionnaire
from workbook_templates.annotations import Annotations, Marks
from workbook_templates.content import Content
from workbook_templates.formulas import Formulas
from workbook_templates.layout import Layout
from workbook_templates.live_checks.values import CheckValues
from workbook_templates.styles import Styles
from workbook_templates.supplement import Supplement


@dataclass(frozen=True)
class Context:
    """`lists` gives the range of the labels of each answer list, `help_lines` the line of « Aide » of each sheet.

    `checks` are the live coherence rules, None in a workbook without them; `justifications` are by code of rule.
    `annotations` make an annotated copy: `marks` are what they say of each cell. `supplement` is what the workbook
    carries beside the questionnaire.
    """

    layout: Layout
    styles: Styles
    formulas: Formulas
    content: Content
    lists: Mapping[str, str]
    help_lines: Mapping[str, int]
    checks: CheckValues | None = None
    justifications: Mapping[str, str] = field(default_factory=dict)
    annotations: Annotations | None = None
    marks: Marks = field(default_factory=Marks)
    supplement: Supplement = field(default_factory=Supplement)

    @property
    def questionnaire(self) -> Questionnaire:
        return self.layout.questionnaire
