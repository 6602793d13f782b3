"""The conditions of a questionnaire, bound once: which parts of a set of answers are certainly closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from processors.answers import Answers
from schemas.binding import bind
from schemas.expressions import Reference, references
from schemas.expressions.evaluation import Array, Evaluator
from schemas.expressions.syntax import Expression, Operation
from schemas.model import COLLECTIVITE, Cell, Condition, Parameter, Questionnaire, Table
from schemas.plan import Value, plan_of


@dataclass(frozen=True)
class Gate:
    """A condition over a table, or over one of its rows or columns, with the questions it looks at.

    `variables` are the entries that must stay blank when it is false. `empty_report`: the condition is « not declared
    empty », over the whole report.
    """

    condition: Condition
    expression: Expression
    table: str
    row: str
    column: str
    questions: tuple[str, ...]
    variables: tuple[str, ...]
    open_rows: bool = False
    empty_report: bool = False

    def entered(self, values: Mapping[str, Value]) -> list[str]:
        """The variables of the gate that have an answer, rows added by the respondent included."""
        if not self.open_rows:
            return [code for code in self.variables if code in values]
        column = f".{self.column}" if self.column else ""
        start = f"{self.table}!{self.row}." if self.row else f"{self.table}!"
        return [code for code in values if code.startswith(start) and code.endswith(column)]


class Gates:
    """Evaluates every condition of a questionnaire over one set of answers. Build it once (`gates_of`)."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self._bound: dict[tuple[str, str], Cell | Parameter] = {}
        self._entries: dict[str, list[Cell]] = {}
        for cell in questionnaire.cells.values():
            if not cell.computed:
                self._entries.setdefault(cell.table, []).append(cell)
        self.gates = tuple(self._gates())
        self._questions = tuple(dict.fromkeys(code for gate in self.gates for code in gate.questions))
        self._on_totals = any(questionnaire.cells[code].computed for code in self._questions)

    def closed(self, answers: Answers, block: Array | None = None) -> list[Gate]:
        """The gates whose condition is certainly false. `block`: the computed block of these answers, if at hand."""
        if block is None:
            block = self._block(answers.values)
        truths: dict[tuple[Expression, str], bool] = {}
        for gate in self.gates:
            key = (gate.expression, gate.table)
            if key not in truths:
                truths[key] = self._is_false(gate, block)
        return [gate for gate in self.gates if truths[gate.expression, gate.table]]

    def _block(self, values: Mapping[str, Value]) -> Array:
        """A block with what the conditions look at, and nothing else unless they look at totals."""
        plan = plan_of(self.questionnaire)
        if self._on_totals:
            return plan.compute(plan.block(values))
        return plan.block({code: values[code] for code in self._questions if code in values})

    def _is_false(self, gate: Gate, block: Array) -> bool:
        def values(reference: Reference) -> Array:
            bound = self._bound[gate.table, reference.name]
            return np.asarray(bound.value) if isinstance(bound, Parameter) else block[:, bound.index]

        def rank(reference: Reference, code: str) -> float:
            bound = self._bound[gate.table, reference.name]
            assert isinstance(bound, Cell)
            return float(self.questionnaire.choices(bound.type).position[code])

        return float(Evaluator(values, rank)(gate.expression).ravel()[0]) == 0.0

    # Building

    def _gates(self) -> Iterator[Gate]:
        empty = self.questionnaire.empty_report
        not_declared = Operation("non", (empty.expression,))
        yield Gate(
            empty, not_declared, COLLECTIVITE, "", "", self._bind(COLLECTIVITE, empty.expression), (), empty_report=True
        )
        for table in self.questionnaire.tables.values():
            if table.condition:
                yield self._gate(table, table.condition)
        for table in self.questionnaire.tables.values():
            for row in table.rows:
                if row.condition:
                    yield self._gate(table, row.condition, row=row.code)
            for column in table.columns:
                if column.condition:
                    yield self._gate(table, column.condition, column=column.code)

    def _gate(self, table: Table, condition: Condition, row: str = "", column: str = "") -> Gate:
        variables = tuple(
            cell.code
            for cell in self._entries.get(table.id, ())
            if row in ("", cell.row.code) and column in ("", cell.column.code)
        )
        questions = self._bind(table.id, condition.expression)
        return Gate(condition, condition.expression, table.id, row, column, questions, variables, table.open_rows)

    def _bind(self, table: str, expression: Expression) -> tuple[str, ...]:
        """Bind the references of a condition declared in `table`; return the cells among them."""
        cells: dict[str, None] = {}
        for reference in references(expression):
            bound = bind(self.questionnaire, reference, table)
            self._bound[table, reference.name] = bound
            if isinstance(bound, Cell):
                cells[bound.code] = None
        return tuple(cells)


@cache
def gates_of(questionnaire: Questionnaire) -> Gates:
    """The conditions of a questionnaire, bound once per questionnaire object."""
    return Gates(questionnaire)
