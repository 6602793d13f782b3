"""Each rule of the sources is followed to what honours it, and what is named exists."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from processors.agents.agregation.regles import lire_regles
from processors.findings import catalogue
from processors.report.regles_doc import markdown
from schemas.traceability import source_rules
from tests.coherence.rec2019 import REC, RULES

ROOT = Path(__file__).parents[2]
SOURCE_RULES = source_rules(REC)
KNOWN = {rule.id for rule in SOURCE_RULES}
ITEMS = sorted({(kind, item) for rule in SOURCE_RULES for kind, item in rule.honoured})


def exists(kind: str, item: str) -> bool:
    if kind == "aide":
        return any(indicator.code == item for indicator in REC.indicators)
    if kind == "doc":
        return (ROOT / item).is_file()
    if kind == "agregation" and ":" not in item:
        return any(rule.tableau == item for rule in lire_regles())
    if ":" in item:
        module, _, name = item.partition(":")
        return hasattr(importlib.import_module(module), name)
    return item in RULES or item in catalogue()


def test_no_rule_of_the_sources_is_forgotten():
    assert len(SOURCE_RULES) == len(KNOWN) == 373


@pytest.mark.parametrize(("kind", "item"), ITEMS)
def test_what_honours_a_rule_exists(kind, item):
    assert exists(kind, item), f"{kind}:{item}"


@pytest.mark.parametrize(
    ("kind", "item"),
    [
        ("controle", "C-0.0.0-00"),
        ("doc", "docs/absent.md"),
        ("aide", "9.9.9"),
        ("etpr", "processors.calculs:rien"),
        ("agregation", "9.9.9"),
    ],
)
def test_an_item_that_does_not_exist_is_seen(kind, item):
    assert not exists(kind, item)


def test_rules_and_help_name_known_rules_of_the_sources():
    named = {code for rule in RULES.values() for code in rule.rules}
    named |= {code for indicator in REC.indicators for entry in indicator.help for code in entry.rules}
    assert named <= KNOWN


def test_the_document_is_up_to_date_and_lists_what_is_left():
    committed = (ROOT / "docs" / "regles.md").read_text(encoding="utf-8")
    assert committed == markdown(), "python -m processors.report.regles_doc > docs/regles.md"
    for rule in SOURCE_RULES:
        left = not rule.honoured and not rule.pointless
        assert committed.count(f"| {rule.id} |") == (2 if rule.missing or left else 1)


def test_decisions_account_for_every_rule():
    text = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    section = text.partition("## Contrôles de cohérence")[2].partition("\n## ")[0]
    assert section.count("\n| C-") >= 269 + 18
    assert section.count("\n| R") == 110
    for code in RULES:
        assert code in section or "-5" in code[-3:], code
