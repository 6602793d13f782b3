"""The coherence rules of a questionnaire: `controles.yaml` (dimensions, files) and `controles/*.yaml` (the rules).

The format is described in `docs/declarations.md`. The reader refuses what it cannot bind (`DeclarationError`, naming
file and key), so that the code that evaluates rules never re-checks them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from schemas.binding import bind
from schemas.declaration import Declaration, declaration, past_versions
from schemas.expressions import Expression, ExpressionError, parse, references, selections
from schemas.model import Questionnaire
from schemas.nodes import DeclarationError, Node
from schemas.nomenclature_reader import Calendar
from schemas.selections import ROWS, Dimension, Resolved, Selector

FOLDER = Path(__file__).parent
INDEX = "controles.yaml"
SEVERITIES = ("bloquant", "alerte", "information")
SOURCES = ("DGCL", "CDG", "Campagne", "Usage")
LEVELS = ("collectivite", "agent")
PLACEHOLDERS = frozenset({"element", "gauche", "droite", "ecart"})
_KEYS = frozenset(
    [
        "code",
        "titre",
        "gravite",
        "indicateurs",
        "niveau",
        "pour_chaque",
        "condition",
        "expression",
        "tolerance",
        "message",
        "remede",
        "sources",
        "regles_sources",
        "note",
    ]
)
_SCOPE = re.compile(r"(?P<dimension>[a-z_]+)(?:=(?P<only>\S+))?(?: sauf (?P<without>\S+))?")


@dataclass(frozen=True, slots=True)
class Along:
    """One dimension that a rule runs along; `only` and `without` restrict its elements, when they are not empty."""

    dimension: str
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A coherence rule. `message` holds `{element}`, `{gauche}`, `{droite}`, `{ecart}`, filled for each anomaly.

    `level`: « collectivite » over the report, « agent » over each line of the agent sheets (`each` names a sub-list).
    `tolerance` is the largest gap that is none. `rules` are the identifiers of the seeds' rules that it honours.
    """

    code: str
    title: str
    severity: str
    indicators: tuple[str, ...]
    expression: Expression
    message: str
    remedy: str
    sources: tuple[str, ...]
    scope: tuple[Along, ...] = ()
    condition: Expression | None = None
    tolerance: float = 0.0
    level: str = "collectivite"
    each: str = ""
    rules: tuple[str, ...] = ()
    note: str = ""
    file: str = ""


@dataclass(frozen=True, eq=False)
class RuleBook:
    """Every rule of a questionnaire, in the order of the form, with what resolves their selections."""

    questionnaire: Questionnaire
    rules: tuple[Rule, ...]
    selector: Selector

    @property
    def dimensions(self) -> Mapping[str, Dimension]:
        return self.selector.dimensions

    def resolved(self, rule: Rule) -> list[Resolved]:
        """The cells of each selection of a rule, in the order of `selections(rule.expression)`."""
        return [self.selector.resolve(selection) for selection in selections(rule.expression)]


class _Reader:
    def __init__(self, files: Declaration, questionnaire: Questionnaire) -> None:
        self.files, self.questionnaire = files, questionnaire
        self.dated = Calendar(questionnaire.year).dated
        self.index = Node(INDEX, "", files.yaml(INDEX))
        dimensions = self.index.node("dimensions")
        self.selector = Selector(
            questionnaire, {code: self._dimension(dimensions.node(code)) for code in dimensions.data}
        )

    def _dimension(self, node: Node) -> Dimension:
        names = tuple(node["nomenclatures"])
        for name in names:
            if name not in self.questionnaire.nomenclatures:
                raise node.fail("nomenclatures", f"unknown nomenclature « {name} »")
        return Dimension(node.key.rpartition(".")[2], str(node["libelle"]), names)

    def rules(self) -> Iterator[Rule]:
        seen: set[str] = set()
        for name in self.index["fichiers"]:
            file = f"controles/{name}.yaml"
            for node in Node(file, "", self.files.yaml(file)).nodes("controles"):
                rule = self._rule(node)
                if rule.code in seen:
                    raise node.fail("code", "given twice")
                seen.add(rule.code)
                if rule.level == "collectivite":
                    self._bind(node, rule)
                yield rule

    def _rule(self, node: Node) -> Rule:
        if unknown := node.data.keys() - _KEYS:
            raise node.fail(sorted(unknown)[0], "unknown key")
        level, _, each = str(node.get("niveau", LEVELS[0])).partition(".")
        rule = Rule(
            code=str(node["code"]),
            title=self.dated(node["titre"]),
            severity=self._among(node, "gravite", SEVERITIES),
            indicators=tuple(node["indicateurs"]),
            expression=self._expression(node, "expression"),
            message=self.dated(node["message"]),
            remedy=self.dated(node["remede"]),
            sources=tuple(node["sources"]),
            scope=tuple(self._along(node, text) for text in node.get("pour_chaque") or ()),
            condition=self._expression(node, "condition") if "condition" in node.data else None,
            tolerance=node.number("tolerance") if "tolerance" in node.data else 0.0,
            level=level,
            each=each,
            rules=tuple(node.get("regles_sources") or ()),
            note=str(node.get("note") or ""),
            file=node.file,
        )
        self._check(node, rule)
        return rule

    def _check(self, node: Node, rule: Rule) -> None:
        if rule.level not in LEVELS:
            raise node.fail("niveau", f"unknown level « {rule.level} »")
        if unknown := set(rule.sources) - set(SOURCES):
            raise node.fail("sources", f"unknown source {sorted(unknown)}")
        if unknown := set(rule.indicators) - {indicator.code for indicator in self.questionnaire.indicators}:
            raise node.fail("indicateurs", f"unknown indicator {sorted(unknown)}")
        for key, text in (("message", rule.message), ("remede", rule.remedy)):
            if unknown := set(re.findall(r"\{(.*?)\}", text)) - PLACEHOLDERS:
                raise node.fail(key, f"unknown placeholder {sorted(unknown)}")

    def _among(self, node: Node, key: str, words: tuple[str, ...]) -> str:
        if node[key] not in words:
            raise node.fail(key, f"« {node[key]} » is not one of {', '.join(words)}")
        return str(node[key])

    def _expression(self, node: Node, key: str) -> Expression:
        try:
            return parse(self.dated(node[key]))
        except ExpressionError as error:
            raise node.fail(key, str(error)) from error

    def _along(self, node: Node, text: str) -> Along:
        match = _SCOPE.fullmatch(text)
        if match is None:
            raise node.fail(
                "pour_chaque", f"« {text} » is not « dimension », « dimension=a|b » or « dimension sauf a »"
            )
        return Along(match["dimension"], _codes(match["only"]), _codes(match["without"]))

    def _bind(self, node: Node, rule: Rule) -> None:
        """Refuse a rule that names what does not exist, or whose scope is not the one its selections run along."""
        try:
            for expression in (rule.expression, rule.condition):
                for reference in references(expression) if expression else ():
                    bind(self.questionnaire, reference)
            resolved = [self.selector.resolve(selection) for selection in selections(rule.expression)]
        except ExpressionError as error:
            raise node.fail("expression", str(error)) from error
        used = {dimension for found in resolved for dimension in found.dimensions}
        if used != {along.dimension for along in rule.scope}:
            raise node.fail("pour_chaque", f"the expression runs along {sorted(used) or 'nothing'}")
        if unknown := {along.dimension for along in rule.scope} - {*self.selector.dimensions, ROWS}:
            raise node.fail("pour_chaque", f"unknown dimension {sorted(unknown)}")


def _codes(text: str | None) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _reader(folder: Path, questionnaire: Questionnaire) -> _Reader | None:
    files = declaration(folder, questionnaire.version if questionnaire.version in past_versions(folder) else None)
    return _Reader(files, questionnaire) if files.exists(INDEX) else None


def read_rules(folder: Path, questionnaire: Questionnaire) -> RuleBook:
    """The rules declared in the folder of a questionnaire; none when it has no `controles.yaml`.

    Raise `DeclarationError` (file, key) for a rule that cannot be bound.
    """
    reader = _reader(folder, questionnaire)
    if reader is None:
        return RuleBook(questionnaire, (), Selector(questionnaire, {}))
    return RuleBook(questionnaire, tuple(reader.rules()), reader.selector)


@cache
def selector_of(questionnaire: Questionnaire) -> Selector:
    """What resolves the selections of a delivered questionnaire, without its rules being read."""
    reader = _reader(FOLDER / questionnaire.id, questionnaire)
    return Selector(questionnaire, {}) if reader is None else reader.selector


@cache
def rule_book(questionnaire: Questionnaire) -> RuleBook:
    """The rules of a questionnaire delivered with the project, read once."""
    return read_rules(FOLDER / questionnaire.id, questionnaire)


def rules_of(questionnaire: Questionnaire) -> tuple[Rule, ...]:
    """Every rule of a questionnaire, those of the agent sheets included."""
    return rule_book(questionnaire).rules


__all__ = [
    "Along",
    "DeclarationError",
    "Dimension",
    "Rule",
    "RuleBook",
    "read_rules",
    "rule_book",
    "rules_of",
    "selector_of",
]
