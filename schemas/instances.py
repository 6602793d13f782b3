"""The instances of a rule: it is repeated for each element, or combination of elements, of its scope."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from schemas.expressions import Call, Expression, selections
from schemas.expressions.syntax import walk
from schemas.model import Cell, Questionnaire
from schemas.nodes import DeclarationError
from schemas.rules import Along, Rule, RuleBook, rule_book
from schemas.selections import Resolved


@dataclass(frozen=True, slots=True)
class Instance:
    """One repetition of a rule: `elements` in the order of its scope.

    `cells` are those of each selection of the expression, in the order of `selections(rule.expression)`.
    """

    elements: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]


def instances(book: RuleBook, rule: Rule) -> tuple[Instance, ...]:
    """The instances of a rule, in the order of the form.

    An element belongs to the scope when every selection that runs along its dimension has it. A combination where a
    selection outside `somme` names no cell is no instance; a sum of no cell is 0.
    Raise `DeclarationError` when a selection outside `somme` names several cells, or the scope an unknown element.
    """
    return tuple(_instances(rule, book.resolved(rule)))


@cache
def instances_of(questionnaire: Questionnaire) -> dict[str, tuple[Instance, ...]]:
    """The instances of every rule over the report, by code, for a questionnaire delivered with the project."""
    book = rule_book(questionnaire)
    return {rule.code: instances(book, rule) for rule in book.rules if rule.level == "collectivite"}


def _instances(rule: Rule, resolved: Sequence[Resolved]) -> Iterator[Instance]:
    summed = list(_summed(rule.expression))
    domains = [_domain(rule, along, resolved) for along in rule.scope]
    rank = {along.dimension: place for place, along in enumerate(rule.scope)}
    keys = [[rank[dimension] for dimension in found.dimensions] for found in resolved]
    for elements in itertools.product(*domains):
        cells = [
            found.groups.get(tuple(elements[place] for place in key), ())
            for found, key in zip(resolved, keys, strict=True)
        ]
        if any(not group and not total for group, total in zip(cells, summed, strict=True)):
            continue
        if any(len(group) > 1 and not total for group, total in zip(cells, summed, strict=True)):
            raise _fault(
                rule, "expression", f"several cells without « somme » for {', '.join(elements) or 'the whole'}"
            )
        yield Instance(elements, tuple(cells))


def _domain(rule: Rule, along: Along, resolved: Sequence[Resolved]) -> list[str]:
    domain: list[str] | None = None
    for found in resolved:
        if along.dimension in found.dimensions:
            place = found.dimensions.index(along.dimension)
            values = dict.fromkeys(key[place] for key in found.groups)
            domain = [value for value in (values if domain is None else domain) if value in values]
    if unknown := {*along.only, *along.without} - set(domain or ()):
        raise _fault(rule, "pour_chaque", f"no {along.dimension} {sorted(unknown)} where the expression runs")
    return [value for value in domain or () if value not in along.without and (not along.only or value in along.only)]


def _fault(rule: Rule, key: str, message: str) -> DeclarationError:
    return DeclarationError(rule.file, f"controles[{rule.code}].{key}", message)


def _summed(expression: Expression) -> Iterator[bool]:
    """For each selection of an expression, whether it stands in `somme`."""
    totals = {id(node.arguments[0]) for node in walk(expression) if isinstance(node, Call) and node.function == "somme"}
    return (id(selection) in totals for selection in selections(expression))


__all__ = ["Instance", "instances", "instances_of"]
