"""Which entry cells are asked, given the answers: the conditions of tables, rows and columns.

`processors.conditions` says what is certainly closed, for checks; an example only answers what is certainly asked.
"""

from __future__ import annotations

from collections.abc import Mapping

from processors.example.grid import entry_cells
from schemas.model import Cell, Condition, Questionnaire, Table
from schemas.plan import Value, plan_of


class Asked:
    """The conditions of a questionnaire over one set of answers. Only what holds for certain is asked."""

    def __init__(self, questionnaire: Questionnaire, answers: Mapping[str, Value]) -> None:
        self._questionnaire = questionnaire
        self._plan = plan_of(questionnaire)
        self._block = self._plan.compute(self._plan.block(answers))
        self._known: dict[Condition, bool] = {}

    def _holds(self, condition: Condition | None) -> bool:
        if condition is None:
            return True
        if condition not in self._known:
            self._known[condition] = bool(self._plan.holds(condition, self._block)[0] == 1.0)
        return self._known[condition]

    def cells(self, table: Table) -> list[Cell]:
        """The entry cells of a table that are asked; none when the table does not apply."""
        if not self._holds(table.condition):
            return []
        return [
            cell
            for cell in entry_cells(self._questionnaire, table)
            if self._holds(cell.row.condition) and self._holds(cell.column.condition)
        ]
