"""Expressions as French sentences, for the data dictionary and for the people who read the rules."""

from __future__ import annotations

from collections.abc import Callable

from schemas.expressions.syntax import Call, Expression, Number, Operation, Reference, Selection, Text

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_COMPARISONS = {
    "=": "est",
    "!=": "n’est pas",
    "<": "est inférieur à",
    "<=": "est au plus",
    ">": "est supérieur à",
    ">=": "est au moins",
}
_RANK = {
    "si": 0,
    "ssi": 0,
    "ou": 1,
    "et": 2,
    "non": 3,
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "neg": 7,
    "vide": 4,
} | dict.fromkeys(_COMPARISONS, 4)


def sentence(
    expression: Expression,
    name: Callable[[Reference], str],
    answer: Callable[[Reference, str], str] | None = None,
    select: Callable[[Selection], str] | None = None,
) -> str:
    """An expression in words. `name` names a reference; `answer` the label of an answer that it is compared with.

    `select` names a selection of cells; without it, its table stands for it.
    """

    def inner(node: Expression, above: int) -> str:
        text = render(node)
        rank = _RANK[node.operator] if isinstance(node, Operation) else 9
        return f"({text})" if rank < above else text

    def render(node: Expression) -> str:
        match node:
            case Number(value):
                return _figure(value)
            case Text(value):
                return f"«\u00a0{value}\u00a0»"
            case Reference():
                return name(node)
            case Selection():
                return select(node) if select else node.table
            case Call(function, arguments):
                return _call(function, arguments, render)
            case Operation("et" | "ou" | "non" | "si" | "ssi" | "vide" as operator, operands):
                return joined(operator, operands)
            case Operation("neg", (operand,)):
                return f"−{inner(operand, 7)}"
            case Operation(operator, (left, right)) if operator in _COMPARISONS:
                shown = render(right)
                if isinstance(left, Reference) and isinstance(right, Text) and answer is not None:
                    shown = f"«\u00a0{answer(left, right.value)}\u00a0»"
                return f"{render(left)} {_COMPARISONS[operator]} {shown}"
            case Operation(operator, (left, right)):
                rank = _RANK[operator]
                return f"{inner(left, rank)} {_SIGNS[operator]} {inner(right, rank + 1)}"
        raise TypeError(f"not an expression: {node!r}")

    def joined(operator: str, operands: tuple[Expression, ...]) -> str:
        match operator, operands:
            case "si", (condition, demand):
                return f"si {inner(condition, 1)}, alors {render(demand)}"
            case "ssi", (left, right):
                return f"{inner(left, 1)} si et seulement si {inner(right, 1)}"
            case "vide", (operand,):
                return f"{render(operand)} est vide"
            case "non", (Operation("vide", (operand,)),):
                return f"{render(operand)} n’est pas vide"
            case "non", (operand,):
                return f"non ({render(operand)})"
        return f" {operator} ".join(inner(operand, _RANK[operator] + 1) for operand in operands)

    return render(expression)


def _call(function: str, arguments: tuple[Expression, ...], render: Callable[[Expression], str]) -> str:
    argument = render(arguments[0])
    match function, arguments:
        case "somme", _:
            return f"le total de {argument}"
        case "entier", _:
            return f"{argument} est un nombre entier"
        case "arrondi" | "tronque", (_, Number(decimals)):
            verb = "arrondi" if function == "arrondi" else "tronqué"
            return f"{argument}, {verb} à {_figure(decimals)} décimale{'s' if decimals > 1 else ''}"
    return f"{function}({', '.join(render(one) for one in arguments)})"


def _figure(value: float) -> str:
    return (str(int(value)) if value == int(value) else repr(value)).replace(".", ",")
