"""What the cells of a workbook hold: answers as labels, totals and live states, computed once before writing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from math import isnan

from schemas.expressions.evaluation import Array
from schemas.model import CODED, COLLECTIVITE, Cell, Condition, Questionnaire, Table
from schemas.plan import Value, plan_of


class Content:
    """The values of one workbook. `values` are the entries by variable code; the rest follows from them.

    `raw` holds what is written back as it was typed, in an annotated copy (`annotations.Annotations`).
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        values: Mapping[str, Value],
        raw: Mapping[str | tuple[str, str], object] | None = None,
    ) -> None:
        self.questionnaire = questionnaire
        self.values = values
        self.raw = raw or {}
        self._plan = plan_of(questionnaire)
        self._block = self._plan.compute(self._plan.block(values))
        self._row: list[float] = self._block[0].tolist()

    @property
    def row(self) -> Array:
        """The figures of every cell, totals included, NaN where blank: one row of a computed block."""
        row: Array = self._block[0]
        return row

    def shown(self, cell: Cell) -> Value | None:
        """What an entry cell shows: the label of a coded answer, the value of another; None when blank."""
        value = self.values.get(cell.code)
        if value is None or cell.type.kind not in CODED:
            return value
        element = self.questionnaire.choices(cell.type).by_code.get(str(value))
        return element.label if element else value

    def total(self, cell: Cell) -> float | None:
        """The value of a computed cell, None when blank."""
        value = self._row[cell.index]
        return None if isnan(value) else value

    def is_false(self, condition: Condition) -> bool:
        return bool(self._plan.holds(condition, self._block)[0] == 0.0)

    def is_true(self, condition: Condition) -> bool:
        return bool(self._plan.holds(condition, self._block)[0] == 1.0)

    @cached_property
    def empty_report(self) -> bool:
        """« Bilan à vide »: the collectivité declares that it paid no agent."""
        return self.is_true(self.questionnaire.empty_report)

    def applies(self, table: Table) -> bool:
        """False when the table certainly does not apply. An empty report still has its « Collectivité » sheet."""
        if self.empty_report and table.id != COLLECTIVITE:
            return False
        return table.condition is None or not self.is_false(table.condition)

    @cached_property
    def filled(self) -> Mapping[str, int]:
        """Number of entries by table."""
        return Counter(code.partition("!")[0] for code in self.values)

    def table_state(self, table: Table) -> int | None:
        """1 when the table has an answer, 0 when it is blank, None when it does not apply."""
        return (1 if self.filled.get(table.id) else 0) if self.applies(table) else None


def has_entries(table: Table) -> bool:
    """Whether a table asks anything (some are wholly computed)."""
    return any(
        not row.computed and not column.computed and (row.code, column.code) not in table.absent
        for row in table.rows
        for column in table.columns
    )
