"""The catalogue of findings: documented, in correct French, each code emitted in one place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from processors.findings import catalogue
from processors.report.anomalies_doc import anchor, markdown

ROOT = Path(__file__).parents[2]
PACKAGES = ("schemas", "workbook_templates", "processors", "xl_addin")
SOURCES = {
    path: path.read_text(encoding="utf-8") for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))
}
KINDS = list(catalogue().values())
NAMES = [kind.code for kind in KINDS]


def test_the_documentation_is_up_to_date():
    committed = (ROOT / "docs" / "anomalies.md").read_text(encoding="utf-8")
    assert committed == markdown(), "python -m processors.report.anomalies_doc > docs/anomalies.md"


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_each_code_has_one_section(kind):
    assert markdown().count(f'<a id="{anchor(kind.code)}"></a>\n## {kind.code}\n') == 1


@pytest.mark.parametrize("code", NAMES)
def test_each_code_is_written_in_one_module(code):
    """The rule: a code stands between double quotes in one module of the packages, the one that emits it."""
    places = [str(path.relative_to(ROOT)) for path, text in SOURCES.items() if f'"{code}"' in text]
    assert len(places) == 1, places


def test_each_code_that_is_emitted_is_in_the_catalogue():
    emitted = {code for text in SOURCES.values() for code in _emitted(text)}
    assert emitted <= set(NAMES)
    assert len(emitted) > 30


def _emitted(source: str) -> Iterator[str]:
    """The codes written in calls of `finding`, as a function or as a method."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name == "finding":
                yield str(node.args[0].value)


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_french_typography(kind):
    for text in (kind.title, kind.message, kind.remedy, kind.explanation):
        assert "'" not in text, "’ and not '"
        assert not re.search(r"[ ][:;?!»]|«[ ]", text), "U+00A0 before : ; ? ! » and after «"
        plain = re.sub(r"#(NOM|NAME)\?", "#", text)  # as spreadsheets write them
        assert not re.search(r"\w[;?]|\w»|«\w", plain), "a no-break space is missing"
        assert "  " not in text
        assert "..." not in text


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_messages_and_remedies_are_sentences(kind):
    for text in (kind.message, kind.remedy, kind.explanation):
        assert re.search(r"[.!?…»}]$", text), text
    assert not kind.title.endswith(".")
