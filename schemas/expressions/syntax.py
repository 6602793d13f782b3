"""The expression language: its syntax tree and its parser (Lark, LALR).

An expression is parsed once, when the declaration is loaded, and rendered three ways: vectorised evaluation
(`evaluation`, and `processors.coherence` for the rules), native Excel formula (`workbook_templates.formulas`), French
sentence (`sentence`). The language is described in `docs/declarations.md`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lark import Lark, Token, Transformer
from lark.exceptions import LarkError, UnexpectedInput

if TYPE_CHECKING:
    from lark import Tree


class ExpressionError(ValueError):
    """An expression that cannot be parsed or bound; the message says where."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number, never negative: the sign is an operation."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """A code of a nomenclature, compared with an answer."""

    value: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference as written: `C01`, `L01`, `GENERAL.C01`, `1.1.1!G001.C05`, `collectivite.x`, `parametre.x`."""

    name: str

    @property
    def is_parameter(self) -> bool:
        return self.name.startswith("parametre.")


@dataclass(frozen=True, slots=True)
class Filter:
    """Keeps the rows (or the columns) whose axis is one of `codes`: `categorie=A|B`, `cadre=*`, `ligne=L02:L05`.

    `*` is the current element of the scope of the rule; `a:b` goes from a code to another in the order of the form.
    """

    dimension: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """Cells of a table: the rows that pass the filters, in the columns named (`tous`: every entry column)."""

    table: str
    filters: tuple[Filter, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """`+ - * /` and comparisons (two operands), `et ou` (two or more), `non`, `vide` and unary minus `neg` (one).

    `si` (two) is the implication, `ssi` (two) the equivalence.
    """

    operator: str
    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function over an expression and a number of decimals."""

    function: str
    arguments: tuple[Expression, ...]


Expression = Number | Text | Reference | Selection | Operation | Call


class _Builder(Transformer[Token, Expression]):
    def number(self, items: list[Token]) -> Expression:
        return Number(float(items[0]))

    def text(self, items: list[Token]) -> Expression:
        return Text(str(items[0])[1:-1])

    def reference(self, items: list[Token]) -> Expression:
        return Reference(str(items[0]))

    def span(self, items: list[Token | None]) -> str:
        first, last = items
        return str(first) if last is None else f"{first}:{last}"

    def codes(self, items: list[str]) -> tuple[str, ...]:
        return tuple(items)

    def filter(self, items: list[Any]) -> Filter:
        dimension, codes = items
        return Filter(str(dimension), codes)

    def columns(self, items: list[Any]) -> tuple[str, ...]:
        codes: tuple[str, ...] = items[0]
        return codes

    def selection(self, items: list[Any]) -> Expression:
        table, *parts = items
        filters = tuple(part for part in parts if isinstance(part, Filter))
        columns = tuple(code for part in parts if not isinstance(part, Filter) for code in part)
        return Selection(str(table)[:-1], filters, columns)

    def rounded(self, items: list[Expression]) -> Expression:
        function, *arguments = items
        if not isinstance(arguments[1], Number):
            raise ExpressionError(f"{function}(x; n) takes an expression and a number of decimals")
        return Call(str(function), tuple(arguments))

    def call(self, items: list[Expression]) -> Expression:
        function, *arguments = items
        return Call(str(function), tuple(arguments))

    def binary(self, items: list[Expression]) -> Expression:
        left, operator, right = items
        return Operation(str(operator), (left, right))

    def minus(self, items: list[Expression]) -> Expression:
        return Operation("neg", (items[0],))

    def compare(self, items: list[Any]) -> Expression:
        """One comparison, or a chain: `a < b <= c` is `a < b et b <= c`."""
        pairs = [Operation(str(items[at]), (items[at - 1], items[at + 1])) for at in range(1, len(items), 2)]
        if not pairs:
            lone: Expression = items[0]
            return lone
        return pairs[0] if len(pairs) == 1 else Operation("et", tuple(pairs))

    def blank(self, items: list[Expression]) -> Expression:
        return Operation("vide", (items[0],))

    def filled(self, items: list[Expression]) -> Expression:
        return Operation("non", (Operation("vide", (items[0],)),))

    def implies(self, items: list[Expression]) -> Expression:
        return Operation("si", (items[0], items[1]))

    def same(self, items: list[Expression | None]) -> Expression:
        left, right = items
        assert left is not None
        return left if right is None else Operation("ssi", (left, right))

    def negate(self, items: list[Expression]) -> Expression:
        return Operation("non", (items[0],))

    def all_of(self, items: list[Expression]) -> Expression:
        return Operation("et", tuple(items)) if len(items) > 1 else items[0]

    def any_of(self, items: list[Expression]) -> Expression:
        return Operation("ou", tuple(items)) if len(items) > 1 else items[0]


@cache
def _parser() -> Lark:
    grammar = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", transformer=_Builder())


@cache
def parse(text: str) -> Expression:
    """Parse one expression. Raise `ExpressionError`, naming the place, when it is not of the language."""
    try:
        tree: Expression | Tree[Token] = _parser().parse(text)  # the transformer runs inside
    except UnexpectedInput as error:
        raise ExpressionError(f"« {text} »: unexpected text at character {error.column}") from error
    except (LarkError, ExpressionError) as error:
        raise ExpressionError(f"« {text} »: {error}") from error
    if not isinstance(tree, Number | Text | Reference | Selection | Operation | Call):
        raise ExpressionError(f"« {text} »: not an expression")
    return tree


def walk(expression: Expression) -> Iterator[Expression]:
    """Every node, outermost first, left before right."""
    pending = [expression]
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, Operation):
            pending.extend(reversed(node.operands))
        elif isinstance(node, Call):
            pending.extend(reversed(node.arguments))


def references(expression: Expression) -> list[Reference]:
    """The references of an expression, in order, with repetitions."""
    return [node for node in walk(expression) if isinstance(node, Reference)]


def selections(expression: Expression) -> list[Selection]:
    """The selections of an expression, in order, with repetitions."""
    return [node for node in walk(expression) if isinstance(node, Selection)]


def is_sum(expression: Expression) -> bool:
    """Whether the expression only adds cells: the usual total."""
    return all(
        (isinstance(node, Reference) and not node.is_parameter)
        or (isinstance(node, Operation) and node.operator == "+")
        for node in walk(expression)
    )
