"""Expressions of the declaration as native Excel formulas: totals, and the truth of conditions.

Formulas use functions that Excel (any year since 2010), LibreOffice and Google Sheets share. A total is the empty text
while all its operands are blank, so every reference is read through SUM, COUNT or N, which take a text as nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from xlsxwriter.utility import xl_col_to_name

from schemas.binding import bind
from schemas.expressions import Call, Expression, Number, Operation, Reference, Text, is_sum, references
from schemas.expressions.evaluation import GUARD_DECIMALS, SUM_DECIMALS
from schemas.model import Cell, Condition, Parameter, Questionnaire, Table
from schemas.plan import formula_of
from workbook_templates.layout import Layout

Position = tuple[int, int]
_COMPARATORS = {"=": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_NEGATED = {"=": "<>", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


class AbsentCellError(LookupError):
    """An expression names a cell that this workbook does not hold: its module was not chosen."""


@lru_cache(maxsize=16)
def _written(questionnaire: Questionnaire, modules: tuple[str, ...], open_rows: frozenset[object]) -> dict[str, str]:
    """The formulas of the computed cells of one layout, which every workbook of that layout writes again."""
    return {}


class Formulas:
    """Renders the expressions of one layout. `here` is the sheet in which the formula is written.

    `written` keeps the formulas of computed cells by variable code, for the next workbooks of the same layout.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.questionnaire = layout.questionnaire
        self.written = _written(layout.questionnaire, layout.modules, frozenset(layout.open_rows.items()))
        self._column_names = [xl_col_to_name(column) for column in range(256)]

    # Addresses

    def address(self, line: int, column: int) -> str:
        return f"{self._column_names[column]}{line + 1}"

    def cell(self, cell: Cell, here: str) -> str:
        """Address of a cell, with its sheet when it is another one. Raise `AbsentCellError`."""
        place = self.layout.place(cell.table, cell.row.code, cell.column.code)
        if place is None:
            raise AbsentCellError(cell.code)
        sheet, line, column = place
        address = self.address(line, column)
        return address if sheet == here else f"'{sheet}'!{address}"

    def ranges(self, positions: Iterable[Position]) -> str:
        """Cells of one sheet as the arguments of SUM: runs along a column or a row become ranges."""
        return ",".join(self._run(run) for run in _runs(list(positions)))

    def _run(self, run: list[Position]) -> str:
        first = self.address(*run[0])
        return first if len(run) == 1 else f"{first}:{self.address(*run[-1])}"

    # Totals

    def total_of_rows(self, rows: Sequence[int], column: int) -> str:
        """Formula of a total row: adds the cells of a column, '' when they are all blank."""
        return _sum(self.ranges((row, column) for row in rows))

    def computed(self, cell: Cell, here: str) -> str:
        """Formula of a computed cell that has an expression. Raise `AbsentCellError`."""
        expression = formula_of(cell)
        assert expression is not None
        if is_sum(expression):
            return _sum(self._operands(expression, cell, here))
        cells = [self._bound(reference, cell) for reference in references(expression)]
        addresses = [self.cell(bound, here) for bound in cells if isinstance(bound, Cell)]
        blank = [f"COUNT({','.join(dict.fromkeys(addresses))})=0"]
        blank += [f"{self._number(divisor, cell, here)}=0" for divisor in _divisors(expression) if _has_cells(divisor)]
        test = blank[0] if len(blank) == 1 else f"OR({','.join(blank)})"
        figure = self._number(expression, cell, here)
        rounded = figure if isinstance(expression, Call) else f"ROUND({figure},{SUM_DECIMALS})"
        return f'=IF({test},"",{rounded})'

    def _operands(self, expression: Expression, cell: Cell, here: str) -> str:
        """The cells of a sum, greyed ones left out, as the arguments of SUM."""
        positions: list[Position] = []
        elsewhere: list[str] = []
        table = self.questionnaire.tables[cell.table]
        for reference in references(expression):
            if _greyed(table, reference.name, cell):
                continue
            bound = self._bound(reference, cell)
            assert isinstance(bound, Cell)
            place = self.layout.place(bound.table, bound.row.code, bound.column.code)
            if place is not None and place[0] == here:
                positions.append(place[1:])
            else:
                elsewhere.append(self.cell(bound, here))
        return ",".join([self.ranges(positions), *elsewhere] if positions else elsewhere)

    def _bound(self, reference: Reference, cell: Cell | None) -> Cell | Parameter:
        where = (cell.table, cell.row.code, cell.column.code) if cell else ("", "", "")
        return bind(self.questionnaire, reference, *where)

    def _number(self, node: Expression, cell: Cell | None, here: str) -> str:
        match node:
            case Number(value):
                return _figure(value)
            case Reference():
                bound = self._bound(node, cell)
                return _figure(bound.value) if isinstance(bound, Parameter) else f"N({self.cell(bound, here)})"
            case Call(function, (inner, Number(decimals))):
                guarded = f"ROUND({self._number(inner, cell, here)},{GUARD_DECIMALS})"
                return f"{'ROUND' if function == 'arrondi' else 'ROUNDDOWN'}({guarded},{int(decimals)})"
            case Operation("neg", (operand,)):
                return f"-{self._number(operand, cell, here)}"
            case Operation("/", (left, right)):
                return f"({self._number(left, cell, here)}/{self._number(right, cell, here)})"
            case Operation("+" | "-" | "*" as operator, (left, right)):
                return f"({self._number(left, cell, here)}{operator}{self._number(right, cell, here)})"
        raise TypeError(f"not a number: {node!r}")

    # Conditions

    def is_false(self, condition: Condition, here: str) -> str:
        """Formula (without `=`) that is TRUE when the condition is certainly false. Raise `AbsentCellError`."""
        return self._truth(condition.expression, False, here)

    def is_true(self, condition: Condition, here: str) -> str:
        """Formula (without `=`) that is TRUE when the condition is certainly true. Raise `AbsentCellError`."""
        return self._truth(condition.expression, True, here)

    def _truth(self, node: Expression, wanted: bool, here: str) -> str:
        match node:
            case Operation("non", (operand,)):
                return self._truth(operand, not wanted, here)
            case Operation("et" | "ou" as operator, operands):
                function = "AND" if (operator == "et") is wanted else "OR"
                return f"{function}({','.join(self._truth(operand, wanted, here) for operand in operands)})"
            case Operation(operator, (left, right)) if operator in _COMPARATORS:
                sign = (_COMPARATORS if wanted else _NEGATED)[operator]
                return self._comparison(left, sign, right, here)
        raise TypeError(f"not a condition: {node!r}")

    def _comparison(self, left: Expression, sign: str, right: Expression, here: str) -> str:
        if isinstance(left, Reference) and isinstance(right, Text):
            bound = self._bound(left, None)
            assert isinstance(bound, Cell)
            address = self.cell(bound, here)
            label = self.questionnaire.choices(bound.type).by_code[right.value].label.replace('"', '""')
            return f'AND({address}<>"",{address}{sign}"{label}")'
        known = [
            f"COUNT({','.join(dict.fromkeys(self._addresses(side, here)))})>0"
            for side in (left, right)
            if references(side)
        ]
        return f"AND({','.join([*known, f'{self._number(left, None, here)}{sign}{self._number(right, None, here)}'])})"

    def _addresses(self, node: Expression, here: str) -> list[str]:
        bound = [self._bound(reference, None) for reference in references(node)]
        return [self.cell(cell, here) for cell in bound if isinstance(cell, Cell)]


def _has_cells(node: Expression) -> bool:
    """Whether an expression depends on a cell (a parameter is a known figure)."""
    return any(not reference.name.startswith("parametre.") for reference in references(node))


def _sum(arguments: str) -> str:
    return f'=IF(COUNT({arguments})=0,"",SUM({arguments}))'


def _figure(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _greyed(table: Table, name: str, cell: Cell) -> bool:
    return (cell.row.code, name) in table.absent or (name, cell.column.code) in table.absent


def _divisors(expression: Expression) -> list[Expression]:
    match expression:
        case Operation(operator, operands):
            inner = [divisor for operand in operands for divisor in _divisors(operand)]
            return [operands[1], *inner] if operator == "/" else inner
        case Call(_, arguments):
            return [divisor for argument in arguments for divisor in _divisors(argument)]
    return []


def _runs(positions: list[Position]) -> list[list[Position]]:
    """Cut a list of cells into runs that go down a column or along a row."""
    runs: list[list[Position]] = []
    for position in positions:
        if runs and _continues(runs[-1], position):
            runs[-1].append(position)
        else:
            runs.append([position])
    return runs


def _continues(run: list[Position], position: Position) -> bool:
    step = (position[0] - run[-1][0], position[1] - run[-1][1])
    if len(run) == 1:
        return step in ((1, 0), (0, 1))
    return step == (run[1][0] - run[0][0], run[1][1] - run[0][1])
