"""One instance of a coherence rule as a native formula.

Blanks and texts count as 0 in a figure (`N`, `SUM`), a blank is none of the answers of a question, and figures that
differ by less than `GAP` are equal: what `processors.coherence` computes, spelt for a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.binding import bind
from schemas.covers import cover
from schemas.expressions import Call, Expression, Number, Operation, Reference, Selection, Text
from schemas.expressions.truth import GAP
from schemas.model import Cell, Parameter
from schemas.rules import Rule
from workbook_templates.entry_rules import rectangles
from workbook_templates.formulas import AbsentCellError, Formulas

_ARGUMENTS = 200
"""Areas given to one SUM: Excel takes 255."""

_SIGNS = frozenset({"=", "!=", "<", "<=", ">", ">="})


@dataclass(frozen=True, slots=True)
class Sides:
    """The two figures that a rule compares, and the comparison in its expression."""

    comparison: Expression
    left: Expression
    right: Expression


def sides_of(expression: Expression) -> Sides | None:
    """The two sides of a rule that demands one comparison of figures; None for the others."""
    match expression:
        case Operation("si", (_, demand)):
            return sides_of(demand)
        case Operation("ssi", (Operation(one, (left, Number(0.0))), Operation(other, (right, Number(0.0))))) if (
            one == other
        ):
            return Sides(expression, left, right)
        case Operation(operator, (left, right)) if operator in _SIGNS and not isinstance(right, Text):
            return Sides(expression, left, right)
    return None


class Rendering:
    """The formulas of one instance of a rule. `cells` gives the cells of each selection of its expression.

    Raise `AbsentCellError` when the workbook does not hold a cell of the rule.
    """

    def __init__(self, formulas: Formulas, rule: Rule, cells: Mapping[Selection, tuple[Cell, ...]]) -> None:
        self.formulas, self.rule, self.cells = formulas, rule, cells
        self.questionnaire = formulas.questionnaire
        self._covers: dict[Selection, tuple[Cell, ...]] = {}

    def covered(self, selection: Selection) -> tuple[Cell, ...]:
        """The cells of a selection, totals taken for what they add up."""
        if selection not in self._covers:
            self._covers[selection] = cover(self.questionnaire, self.cells[selection])
        return self._covers[selection]

    # Figures

    def figure(self, node: Expression) -> str:
        match node:
            case Number(value):
                return literal(value)
            case Call("somme", (Selection() as selection,)) | (Selection() as selection):
                return self._sum(self.covered(selection))
            case Reference():
                bound = bind(self.questionnaire, node)
                return literal(bound.value) if isinstance(bound, Parameter) else self._sum((bound,))
            case Operation("neg", (operand,)):
                return f"(-{self.figure(operand)})"
            case Operation("+" | "-" | "*" | "/" as operator, (left, right)):
                return f"({self.figure(left)}{operator}{self.figure(right)})"
        raise TypeError(f"{self.rule.code}: not a figure: {node!r}")

    def _sum(self, cells: tuple[Cell, ...]) -> str:
        if not cells:
            return "0"
        if len(cells) == 1:
            return f"N({self.formulas.cell(cells[0], '')})"
        areas = self._areas(cells)
        parts = [f"SUM({','.join(areas[at : at + _ARGUMENTS])})" for at in range(0, len(areas), _ARGUMENTS)]
        return parts[0] if len(parts) == 1 else f"SUM({','.join(parts)})"

    def _areas(self, cells: Sequence[Cell]) -> list[str]:
        """The cells of a selection, all of one table, as ranges."""
        name = self.formulas.layout.sheet_of_table[cells[0].table].name
        placed = self.formulas.layout.tables[cells[0].table]
        address = self.formulas.address
        return [
            f"'{name}'!{address(*area[:2])}" + (f":{address(*area[2:])}" if area[:2] != area[2:] else "")
            for area in rectangles(placed.cell(cell.row.code, cell.column.code) for cell in cells)
        ]

    # Tests

    def test(self, node: Expression, shown: Mapping[int, str]) -> str:
        """A test of the rule; `shown` gives, by identity, the addresses that already hold the figures of its sides."""
        match node:
            case Operation("si", (condition, demand)):
                return f"IF({self.test(condition, shown)},{self.test(demand, shown)},TRUE)"
            case Operation("ssi", (left, right)):
                return f"({self.test(left, shown)})=({self.test(right, shown)})"
            case Operation("non", (operand,)):
                return f"NOT({self.test(operand, shown)})"
            case Operation("et" | "ou" as operator, operands):
                tests = ",".join(self.test(operand, shown) for operand in operands)
                return f"{'AND' if operator == 'et' else 'OR'}({tests})"
            case Operation("vide", (operand,)):
                return f'{self.formulas.cell(self._single(operand), "")}=""'
            case Operation("=" | "!=" as operator, (left, Text(code))):
                cell = self._single(left)
                label = self.questionnaire.choices(cell.type).by_code[code].label.replace('"', '""')
                return f'{self.formulas.cell(cell, "")}{"=" if operator == "=" else "<>"}"{label}"'
            case Operation(operator, (left, right)) if operator in _SIGNS:
                one, other = (shown.get(id(side)) or self.figure(side) for side in (left, right))
                return _compared(operator, one, other, self.rule.tolerance)
            case Call("entier", (operand,)):
                figure = self.figure(operand)
                return f"ABS({figure}-ROUND({figure},0))<={literal(GAP)}"
        raise TypeError(f"{self.rule.code}: not a condition: {node!r}")

    def _single(self, node: Expression) -> Cell:
        if isinstance(node, Selection):
            return self.cells[node][0]
        assert isinstance(node, Reference)
        bound = bind(self.questionnaire, node)
        assert isinstance(bound, Cell)
        return bound


def _compared(operator: str, left: str, right: str, tolerance: float) -> str:
    """A comparison of figures. `tolerance` is the largest gap that is none: it only ever excuses."""
    near = literal(tolerance + GAP)
    gap = left if right == "0" else f"{left}-{right}"
    match operator:
        case "=":
            return f"ABS({gap})<={near}"
        case "!=":
            return f"ABS({gap})>{literal(GAP)}"
        case "<=":
            return f"{gap}<={near}"
        case ">=":
            return f"{gap}>=-{near}"
        case "<":
            return f"{gap}<{literal(tolerance - GAP)}"
    return f"{gap}>{literal(GAP - tolerance)}"


def literal(value: float) -> str:
    """A number as a formula writes it, without exponent."""
    return str(int(value)) if value == int(value) else f"{value:.9f}".rstrip("0")


__all__ = ["AbsentCellError", "Rendering", "Sides", "literal", "sides_of"]
