"""« Certainly true » and « certainly false »: a condition of three values as an expression of two."""

from __future__ import annotations

from schemas.expressions import Expression, Operation, references

_NEGATED = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def certainly(condition: Expression, truth: bool) -> Expression:
    """An expression of two values, true when the condition certainly has that truth: no answer it needs is blank."""
    match condition:
        case Operation("non", (operand,)):
            return certainly(operand, not truth)
        case Operation("et" | "ou" as operator, operands):
            joined = operator if truth else {"et": "ou", "ou": "et"}[operator]
            return Operation(joined, tuple(certainly(operand, truth) for operand in operands))
        case Operation(operator, (left, right)) if operator in _NEGATED:
            held = Operation(operator if truth else _NEGATED[operator], (left, right))
            known = [
                Operation("non", (Operation("vide", (reference,)),))
                for reference in references(condition)
                if not reference.name.startswith("parametre.")
            ]
            return Operation("et", (*known, held))
    raise TypeError(f"not a condition: {condition!r}")
