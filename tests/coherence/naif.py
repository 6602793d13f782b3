"""Rules evaluated one cell at a time, straight from their text: nothing of the engine, nor of what resolves selections.

What `docs/declarations.md` says of the language is written here a second time, slowly.
"""

from __future__ import annotations

import itertools
import math
from functools import cache

from schemas.expressions import Call, Number, Operation, Reference, Selection, Text
from schemas.expressions.syntax import walk
from schemas.model import COLLECTIVITE, Column, Row
from schemas.rules import Rule, rule_book
from tests.coherence.rec2019 import REC

EPSILON = 5e-7
NOMENCLATURES = {code: item.nomenclatures for code, item in rule_book(REC).dimensions.items()}


def span(codes, order):
    for code in codes:
        first, _, last = code.partition(":")
        yield from order[order.index(first) : order.index(last or first) + 1]


def counted(line, lines):
    if line.computed or not line.part_of:
        return not line.computed
    whole = next((other for other in lines if other.code == line.part_of), None)
    if whole is None:
        return True
    named = [node.name for node in walk(whole.formula) if isinstance(node, Reference)] if whole.formula else []
    return line.code in named


def bears(line, dimension):
    for name in NOMENCLATURES[dimension]:
        if name in line.axes:
            return line.axes[name]
    return None


def cells_of(selection: Selection, environment) -> list[str]:
    current = [kept.dimension for kept in selection.filters if kept.codes == ("*",)]
    return cells_at(selection, tuple((dimension, environment[dimension]) for dimension in current))


@cache
def cells_at(selection: Selection, elements: tuple[tuple[str, str], ...]) -> list[str]:
    table = REC.tables[selection.table]
    rows: list[Row] = list(table.rows)
    columns: list[Column] = list(table.columns)
    if selection.columns == ("tous",):
        columns = [column for column in columns if counted(column, table.columns)]
    else:
        wanted = list(span(selection.columns, [column.code for column in columns]))
        columns = [column for column in columns if column.code in wanted]
    if all(kept.dimension != "ligne" or kept.codes == ("*",) for kept in selection.filters):
        rows = [row for row in rows if counted(row, table.rows)]
    for kept in selection.filters:
        codes = list(kept.codes) if kept.codes != ("*",) else [dict(elements)[kept.dimension]]
        if kept.dimension == "ligne":
            codes = list(span(codes, [row.code for row in table.rows]))
            rows = [row for row in rows if row.code in codes]
        elif any(bears(row, kept.dimension) for row in table.rows if not row.computed):
            rows = [row for row in rows if not row.computed and bears(row, kept.dimension) in codes]
        else:
            columns = [column for column in columns if not column.computed and bears(column, kept.dimension) in codes]
    codes = [f"{table.id}!{row.code}.{column.code}" for row in rows for column in columns]
    return [code for code in codes if code in REC.cells]


def domain(rule: Rule, along):
    values = []
    for node in walk(rule.expression):
        if isinstance(node, Selection) and any(
            kept.dimension == along.dimension and kept.codes == ("*",) for kept in node.filters
        ):
            table = REC.tables[node.table]
            if along.dimension == "ligne":
                values.append([row.code for row in table.rows if counted(row, table.rows)])
            else:
                lines: list[Row | Column] = [line for line in table.rows if not line.computed]
                lines += [line for line in table.columns if not line.computed]
                values.append([code for line in lines if (code := bears(line, along.dimension))])
    common = set(values[0]).intersection(*values[1:])
    return [
        code
        for code in dict.fromkeys(values[0])
        if code in common and code not in along.without and (not along.only or code in along.only)
    ]


class Naif:
    """One rule over one set of values (entries and totals by variable code)."""

    def __init__(self, rule: Rule, values) -> None:
        self.rule, self.values = rule, values
        self.environment: dict[str, str] = {}

    def failures(self) -> set[tuple[str, ...]]:
        """The elements of the instances that fail."""
        failed = set()
        for elements in itertools.product(*(domain(self.rule, along) for along in self.rule.scope)):
            self.environment = dict(zip((along.dimension for along in self.rule.scope), elements, strict=True))
            if self.exists() and not self.true(self.rule.expression):
                failed.add(elements)
        return failed

    def exists(self) -> bool:
        summed = [
            node.arguments[0]
            for node in walk(self.rule.expression)
            if isinstance(node, Call) and node.function == "somme"
        ]
        lone = [
            node
            for node in walk(self.rule.expression)
            if isinstance(node, Selection) and all(node is not s for s in summed)
        ]
        return all(cells_of(node, self.environment) for node in lone)

    def value(self, node):
        if isinstance(node, Reference):
            name = node.name
            if name.startswith("parametre."):
                return REC.parameters[name.partition(".")[2]].value
            if name.startswith(f"{COLLECTIVITE}."):
                name = f"{COLLECTIVITE}!{name.partition('.')[2]}.C01"
            return self.values.get(name)
        (code,) = cells_of(node, self.environment)
        return self.values.get(code)

    def figure(self, node) -> float:
        match node:
            case Number(value):
                return value
            case Call("somme", (Selection() as selection,)):
                return math.fsum(self.values.get(code) or 0 for code in cells_of(selection, self.environment))
            case Reference() | Selection():
                return self.value(node) or 0
            case Operation("neg", (one,)):
                return -self.figure(one)
            case Operation("+", (one, other)):
                return self.figure(one) + self.figure(other)
            case Operation("-", (one, other)):
                return self.figure(one) - self.figure(other)
            case Operation("*", (one, other)):
                return self.figure(one) * self.figure(other)
            case Operation("/", (one, other)):
                return self.figure(one) / self.figure(other)
        raise TypeError(node)

    def true(self, node) -> bool:
        match node:
            case Operation("si", (one, other)):
                return not self.true(one) or self.true(other)
            case Operation("ssi", (one, other)):
                return self.true(one) == self.true(other)
            case Operation("et", parts):
                return all(self.true(part) for part in parts)
            case Operation("ou", parts):
                return any(self.true(part) for part in parts)
            case Operation("non", (one,)):
                return not self.true(one)
            case Operation("vide", (one,)):
                return self.value(one) is None
            case Operation("=" | "!=" as sign, (one, Text(code))):
                return (self.value(one) == code) == (sign == "=")
            case Operation(sign, (one, other)):
                return self.compared(sign, self.figure(one) - self.figure(other))
            case Call("entier", (one,)):
                return abs(self.figure(one) - round(self.figure(one))) <= EPSILON
        raise TypeError(node)

    def compared(self, sign: str, gap: float) -> bool:
        slack = self.rule.tolerance
        match sign:
            case "=":
                return abs(gap) <= slack + EPSILON
            case "!=":
                return abs(gap) > EPSILON
            case "<=":
                return gap <= slack + EPSILON
            case ">=":
                return gap >= -slack - EPSILON
            case "<":
                return gap < slack - EPSILON
        return gap > EPSILON - slack
