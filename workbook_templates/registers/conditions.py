"""The declared conditions of fields as native formulas, for the line that they are written on."""

from __future__ import annotations

from schemas.expressions import Expression, Operation, Reference, Text
from schemas.model import Condition
from schemas.registers import COLLECTIVITE, Field, Sheet
from workbook_templates.registers.layout import RegisterLayout, answer_name

_NEGATED = {"=": "<>", "!=": "="}
_SIGNS = {"=": "=", "!=": "<>"}


class ConditionFormulas:
    """Renders the conditions of one layout, relative to its first line of agents."""

    def __init__(self, layout: RegisterLayout) -> None:
        self.layout = layout

    def is_false(self, condition: Condition, sheet: Sheet) -> str:
        """Formula (without `=`) that is TRUE when the condition is certainly false."""
        return self._truth(condition.expression, False, sheet)

    def is_true(self, condition: Condition, sheet: Sheet) -> str:
        """Formula (without `=`) that is TRUE when the condition is certainly true."""
        return self._truth(condition.expression, True, sheet)

    def _truth(self, node: Expression, wanted: bool, sheet: Sheet) -> str:
        match node:
            case Operation("non", (operand,)):
                return self._truth(operand, not wanted, sheet)
            case Operation("et" | "ou" as operator, operands):
                function = "AND" if (operator == "et") is wanted else "OR"
                return f"{function}({','.join(self._truth(operand, wanted, sheet) for operand in operands)})"
            case Operation("vide", (Reference() as reference,)):
                address, item = self._find(reference, sheet)
                if item.formula:  # a computed cell shows a figure, or a text that is none
                    return f"NOT(ISNUMBER({address}))" if wanted else f"ISNUMBER({address})"
                return f'{address}{"=" if wanted else "<>"}""'
            case Operation("=" | "!=" as operator, (Reference() as reference, Text(code))):
                address, item = self._find(reference, sheet)
                sign = (_SIGNS if wanted else _NEGATED)[operator]
                label = (item.choices.shown[code] if item.choices else code).replace('"', '""')
                return f'AND({address}<>"",{address}{sign}"{label}")'
        raise TypeError(f"not a condition of a field: {node!r}")

    def _find(self, reference: Reference, sheet: Sheet) -> tuple[str, Field]:
        where, _, code = reference.name.rpartition(".")
        if where == COLLECTIVITE:
            return answer_name(code), self.layout.register.find(COLLECTIVITE, code)
        return self.layout.cell(sheet, code), sheet.by_code[code]
