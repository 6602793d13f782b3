"""The annotated copy of a workbook: rebuilt from the answers, with every finding on its cells and an index of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from processors.answers import Answers
from processors.findings import CellRef, Finding
from processors.libelles import valeur
from workbook_templates.annotations import Annotations, Anomaly, Spot
from workbook_templates.builder import build
from workbook_templates.supplement import Supplement

Raw = Mapping[str | tuple[str, str], object]
"""Contents as they were typed: by variable code, or by sheet and A1 address beside the tables."""


def ecrire_annote(
    path: Path,
    answers: Answers,
    findings: Iterable[Finding],
    raw_values: Raw | None = None,
    supplement: Supplement | None = None,
) -> None:
    """Write at `path` the workbook of these answers, its cells marked by the findings.

    `raw_values` are the contents that could not be taken as answers: they are written back as they were typed.
    `supplement`: what the workbook carried beside its answers.
    Raise OSError when the file cannot be written.
    """
    raw: dict[str | tuple[str, str], object] = {
        code: value for code, value in answers.values.items() if _asks_nothing(answers, code)
    }
    annotations = Annotations([anomaly(found) for found in findings], raw | dict(raw_values or {}))
    build(
        path,
        answers.questionnaire,
        answers.modules,
        answers.values,
        justifications=answers.justifications,
        annotations=annotations,
        supplement=supplement,
    )


def anomaly(found: Finding) -> Anomaly:
    """A finding as the builder takes it: plain texts."""
    message = found.message
    if found.justification:
        message = f"{message}\nJustification\u00a0: {found.justification}"
    return Anomaly(
        str(found.severity),
        found.code,
        found.indicator,
        message,
        found.remedy,
        tuple(map(_spot, found.cells)),
        tuple(map(_spot, found.others)),
    )


def _spot(cell: CellRef) -> Spot:
    return Spot(cell.variable, cell.sheet, cell.address, cell.label, valeur(cell.value))


def _asks_nothing(answers: Answers, code: str) -> bool:
    """Whether a variable names a greyed cell: the builder writes no answer there."""
    table = answers.questionnaire.tables.get(code.partition("!")[0])
    row, _, column = code.partition("!")[2].rpartition(".")
    return table is not None and (row, column) in table.absent
