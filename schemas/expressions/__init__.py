"""The project's one expression language: syntax, vectorised evaluation, French sentence."""

from schemas.expressions.syntax import (
    Call,
    Expression,
    ExpressionError,
    Filter,
    Number,
    Operation,
    Reference,
    Selection,
    Text,
    is_sum,
    parse,
    references,
    selections,
)

__all__ = [
    "Call",
    "Expression",
    "ExpressionError",
    "Filter",
    "Number",
    "Operation",
    "Reference",
    "Selection",
    "Text",
    "is_sum",
    "parse",
    "references",
    "selections",
]
