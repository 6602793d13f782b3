"""Last year's report inside the new workbook: what each entry cell says when it is selected, and the hidden sheet.

The answer shows as the input message of the cell: it takes no room, survives every spreadsheet, is never printed nor
read back. The hidden sheet carries the answers for the checks, and for the workbooks that are rebuilt from this one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from xlsxwriter.worksheet import Worksheet

from schemas.model import CODED, Cell, Questionnaire
from schemas.plan import Value

FORMAT, FORMER = "bilan-social/precedent 2", "bilan-social/precedent 1"
"""The former one kept figures and coded answers only."""
_HEAD = ("format", "questionnaire", "version", "annee", "ecartes")
CHANGED = "change!"
"""Before the variable of an answer to a question that has changed since, on the hidden sheet."""
_LONGEST = 200
"""Characters of an answer that a message shows; a spreadsheet cuts messages at 255."""
_CELL = 32_767
"""Characters that a cell holds."""


@dataclass(frozen=True)
class Previous:
    """The previous report, in the variables of the new edition. It holds no personal answer.

    `left_out`: the tables whose totals cannot be compared, because some of their figures could not be carried.
    `carried`: the answers written in the new workbook that wait for a confirmation. `changed`: answers to questions
    whose meaning has changed since; they are shown, and compared with nothing. `texts`: False when it was read from a
    workbook that kept no answer in words.
    """

    questionnaire: str
    version: str
    year: int
    values: Mapping[str, Value] = field(default_factory=dict)
    left_out: Collection[str] = ()
    carried: Collection[str] = ()
    changed: Mapping[str, Value] = field(default_factory=dict)
    texts: bool = True

    def hint(self, questionnaire: Questionnaire, cell: Cell) -> tuple[str, str] | None:
        """Title and text of the input message of a cell, None when the previous report had no answer there."""
        value = self.values.get(cell.code, self.changed.get(cell.code))
        if value is None:
            return None
        text = f"Réponse d’alors\u00a0: {_shown(questionnaire, cell, value)}"
        if cell.code in self.carried:
            text += "\nReprise ici, à confirmer."
        elif cell.code not in self.values:
            text += "\nLa question a changé de sens depuis."
        return f"Bilan {self.year}", text


def _shown(questionnaire: Questionnaire, cell: Cell, value: Value) -> str:
    if cell.type.kind in CODED:
        element = questionnaire.choices(cell.type).by_code.get(str(value))
        return element.label[:_LONGEST] if element else str(value)[:_LONGEST]
    if isinstance(value, str):
        return value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"
    unit = questionnaire.units.get(cell.type.unit, "") if cell.type.numeric else ""
    figures = f"{value:,}".replace(",", "\u202f" if abs(value) >= 10_000 else "").replace(".", ",")
    return f"{figures} {unit}".strip()


def previous_sheet(worksheet: Worksheet, previous: Previous) -> None:
    """The hidden sheet: what report it was, then its answers by variable."""
    head = (
        FORMAT if previous.texts else FORMER,
        previous.questionnaire,
        previous.version,
        previous.year,
        " ".join(sorted(previous.left_out)),
    )
    for line, (key, value) in enumerate(zip(_HEAD, head, strict=True)):
        worksheet.write_string(line, 0, key)
        worksheet.write_string(line, 1, str(value))
    changed = ((f"{CHANGED}{code}", value) for code, value in previous.changed.items())
    for line, (code, value) in enumerate(chain(previous.values.items(), changed), start=len(head)):
        worksheet.write_string(line, 0, code)
        if isinstance(value, str):
            worksheet.write_string(line, 1, value[:_CELL])
        else:
            worksheet.write_number(line, 1, value)
    worksheet.protect("")
    worksheet.very_hidden()


def is_previous(lines: Sequence[Sequence[object]]) -> bool:
    """Whether raw lines are those of the hidden sheet."""
    return bool(lines) and list(lines[0][:2]) in ([_HEAD[0], FORMAT], [_HEAD[0], FORMER])


def read_previous(lines: Sequence[Sequence[object]]) -> Previous | None:
    """The previous report from the raw lines of the hidden sheet; None when it was damaged."""
    rows = [(str(line[0]), line[1]) for line in lines if len(line) > 1]
    head = {key: str(value) for key, value in rows[: len(_HEAD)]}
    if not head.get("annee", "").isdecimal():
        return None
    held = {code: _value(value) for code, value in rows[len(_HEAD) :] if isinstance(value, int | float | str)}
    values = {code: value for code, value in held.items() if not code.startswith(CHANGED)}
    changed = {code.removeprefix(CHANGED): value for code, value in held.items() if code.startswith(CHANGED)}
    return Previous(
        head.get("questionnaire", ""),
        head.get("version", ""),
        int(head["annee"]),
        values,
        frozenset(head.get("ecartes", "").split()),
        changed=changed,
        texts=head.get("format") != FORMER,
    )


def _value(raw: int | float | str) -> Value:
    return int(raw) if isinstance(raw, float) and raw.is_integer() else raw
