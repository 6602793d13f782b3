"""Writes `docs/regles.md`, what honours each rule of the sources: `python -m processors.report.regles_doc`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from schemas import available, questionnaire
from schemas.model import Questionnaire
from schemas.traceability import SourceRule, source_rules

INTRODUCTION = """\
# Règles des sources

<!-- Produit par `python -m processors.report.regles_doc > docs/regles.md` : ne pas modifier à la main. -->

Chaque règle de comptage ou exigence des sources, et ce qui l’honore. S0 : notice de la campagne ; S1 : foire aux
questions des centres de gestion ; S3 : suivi des structures d’insertion ; S4 : foire aux questions du ministère (DGCL).
Quand deux sources se contredisent, la DGCL l’emporte, puis les centres de gestion.

- **aide** : l’aide de l’indicateur, dans le classeur ;
- **controle** : un contrôle ou une anomalie ([anomalies.md](anomalies.md)) ;
- **agregation**, **etpr**, **rapport**, **lot**, **migration**, **txt**, **siae** : une fonction du programme ;
- **doc** : un document.
""".replace(" :", "\u00a0:").replace(" ;", "\u00a0;")

EMPTY = "–"


def markdown() -> str:
    """The document: per questionnaire, the counts, what is not honoured yet, and the table of all rules."""
    return "\n".join([INTRODUCTION, *(line for name in available() for line in _questionnaire(questionnaire(name)))])


def _questionnaire(declared: Questionnaire) -> Iterator[str]:
    rules = source_rules(declared)
    if not rules:
        return
    nowhere = [rule for rule in rules if not rule.honoured and not rule.pointless]
    partly = [rule for rule in rules if rule.honoured and rule.missing]
    yield f"## {declared.title}\n"
    yield (
        f"{len(rules)} règles\u00a0: {len(rules) - len(nowhere) - len(partly)} honorées, "
        f"{len(partly)} honorées en partie, {len(nowhere)} pas encore.\n"
    )
    yield "### Pas encore honorées\n"
    yield from _table(
        ["règle", "énoncé", "attendue dans"], ([rule.id, rule.statement, _kinds(rule)] for rule in nowhere)
    )
    yield "### Honorées en partie\n"
    yield from _table(["règle", "énoncé", "manque"], ([rule.id, rule.statement, _kinds(rule)] for rule in partly))
    yield "### Toutes les règles\n"
    yield from _table(["règle", "énoncé", "honorée par"], ([rule.id, rule.statement, _items(rule)] for rule in rules))


def _kinds(rule: SourceRule) -> str:
    return ", ".join(rule.missing)


def _items(rule: SourceRule) -> str:
    if rule.pointless:
        return "sans objet"
    return ", ".join(f"{kind} {item}" for kind, item in rule.honoured) or EMPTY


def _table(header: list[str], rows: Iterator[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"
    yield ""


if __name__ == "__main__":
    sys.stdout.write(markdown())
