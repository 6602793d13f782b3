"""The previous report that a workbook carries, and which of the answers taken from it were confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from processors.lecture import Classeur
from workbook_templates.layout import REWORK_SHEET
from workbook_templates.previous import Previous, is_previous, read_previous
from workbook_templates.rework_lines import Rework, read_confirmed, read_rework
from workbook_templates.supplement import Supplement


@dataclass(frozen=True)
class Precedent:
    """`pending`: the answers taken from the previous report that nobody has confirmed on « À reprendre » yet."""

    report: Previous
    pending: frozenset[str]


def read_precedent(workbook: Classeur) -> Precedent | None:
    """What a workbook carries of the previous report, None when it carries nothing."""
    sheet = next((sheet for sheet in workbook.feuilles if is_previous(sheet.lignes)), None)
    report = read_previous(sheet.lignes) if sheet is not None else None
    if report is None:
        return None
    named = (sheet for sheet in workbook.feuilles if sheet.nom == REWORK_SHEET)
    confirmed = {code: done for sheet in named for code, done in read_confirmed(sheet.lignes).items()}
    return Precedent(report, frozenset(code for code, done in confirmed.items() if not done))


def read_rework_lines(workbook: Classeur) -> list[Rework]:
    """The lines of the « À reprendre » sheet, those that are done included."""
    return [item for sheet in workbook.feuilles if sheet.nom == REWORK_SHEET for item in read_rework(sheet.lignes)]


def supplement_of(rework: Sequence[Rework], precedent: Precedent | None) -> Supplement:
    """What a workbook carried, as the builder takes it: nothing of it is an answer."""
    if precedent is None:
        return Supplement(tuple(rework))
    carried = frozenset(code for item in rework if item.confirm for code in item.variables)
    return Supplement(tuple(rework), replace(precedent.report, carried=carried))
