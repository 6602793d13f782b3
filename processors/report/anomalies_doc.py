"""Writes `docs/anomalies.md` from the catalogue of findings: `python -m processors.report.anomalies_doc`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby

from processors.findings import Kind, Severity, catalogue
from processors.report.phrases import phrase
from schemas import available, questionnaire
from schemas.model import Questionnaire
from schemas.rules import Rule, rules_of

INTRODUCTION = """\
# Anomalies

<!-- Produit par `python -m processors.report.anomalies_doc > docs/anomalies.md` : ne pas modifier à la main. -->

Tout ce que le contrôle d’un fichier peut dire, par code. Les mots entre accolades sont remplacés par les valeurs du
fichier contrôlé.

- **bloquant** : à corriger avant la transmission du bilan ;
- **alerte** : à vérifier, la valeur est peut-être juste ;
- **information** : rien à faire.
"""

RULES = """\
Chaque contrôle compare des cellules du questionnaire. `{element}` est l’élément concerné (un grade, un motif…),
`{gauche}` et `{droite}` les nombres comparés. Un contrôle est sans objet quand un de ses tableaux n’est pas demandé.
Les contrôles des fiches agents se font sur ces fiches.
"""


def markdown() -> str:
    """The documentation of every code: a table of contents by severity, one section per code, then the rules."""
    kinds = sorted(catalogue().values(), key=lambda kind: kind.code)
    rules = [line for name, known in _editions() for line in _rules(questionnaire(name), known)]
    return "\n".join([INTRODUCTION, *_contents(kinds), *(_section(kind) for kind in kinds), *rules])


def _editions() -> Iterator[tuple[str, frozenset[str]]]:
    """The questionnaires, newest first, each with the codes of the rules of those before it."""
    known: frozenset[str] = frozenset()
    for name in reversed(available()):
        yield name, known
        known |= {rule.code for rule in rules_of(questionnaire(name))}


def _rules(declared: Questionnaire, known: frozenset[str]) -> Iterator[str]:
    """The coherence rules of a questionnaire, file by file; those of a newer edition keep its wording."""
    rules = [rule for rule in rules_of(declared) if rule.code not in known]
    if not rules:
        return
    yield f"# Contrôles de cohérence\u00a0: {declared.title}\n"
    yield RULES
    for file, group in groupby(rules, key=lambda rule: rule.file):
        name = file.rpartition("/")[2].removesuffix(".yaml").replace("-", " ")
        yield f"## Contrôles, {name}\n"
        yield from (_rule(declared, rule) for rule in group)


def _rule(declared: Questionnaire, rule: Rule) -> str:
    lines = [
        f'<a id="{anchor(rule.code)}"></a>',
        f"### {rule.code}",
        "",
        f"**{rule.title}** ({rule.severity}\u00a0; source\u00a0: {', '.join(rule.sources)})",
        "",
        f"> {rule.message}",
        "",
        f"**Que faire\u00a0?** {rule.remedy}",
        "",
    ]
    if rule.level == "collectivite":
        lines += [f"*Règle\u00a0: {phrase(declared, rule)}*", ""]
    return "\n".join(lines)


def _contents(kinds: list[Kind]) -> list[str]:
    lines = ["| code | gravité | anomalie |", "|---|---|---|"]
    rank = {severity: place for place, severity in enumerate(Severity)}
    for kind in sorted(kinds, key=lambda kind: rank[kind.severity]):
        lines.append(f"| [{kind.code}](#{anchor(kind.code)}) | {kind.severity.value} | {kind.title} |")
    return [*lines, ""]


def anchor(code: str) -> str:
    """Anchor of a code in `docs/anomalies.md`."""
    return code.lower()


def _section(kind: Kind) -> str:
    severity = f"{kind.severity.value}, le fichier n’est pas lu" if kind.rejects else kind.severity.value
    return "\n".join(
        [
            f'<a id="{anchor(kind.code)}"></a>',
            f"## {kind.code}",
            "",
            f"**{kind.title}** ({severity})",
            "",
            f"> {kind.message}",
            "",
            f"**Que faire ?** {kind.remedy}",
            "",
            kind.explanation,
            "",
        ]
    )


if __name__ == "__main__":
    sys.stdout.write(markdown())
