"""The French texts that users read, wherever they are written: declarations, lists, documents, templates, messages."""

from __future__ import annotations

import ast
import csv
import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.support.imports import RACINE

LISTS = ("libelle", "note", "enonce")
"""Columns of the CSV files that hold a text to read."""
SPACED_LATER = (
    "processors/calculs/", "processors/report/regles_doc.py", "processors/report/versions_doc.py",
    *(f"xl_addin/{name}.py" for name in ("fonctions", "lignes", "listes", "plages", "tableaux")),
)  # fmt: skip
"""Modules that put the no-break spaces in what they say (`insecable`, or the document that they write)."""
NOT_WORDS = re.compile(
    r"code|codes|id|expression|calcul|tables|indicateurs|niveau|type|unite|format|feuilles|colonnes?|lignes|regles.*|"
    r"sources|selection|motif|cle|formule|gauche|droite|filtre|valeur|cellules?|variables?|si|comptes?|ou|pour_chaque"
)
"""Keys of the declarations whose value is for the program: expressions, codes, selections."""
_FRENCH = re.compile(r"[éèêàçùôîœ’«»\u00a0]|\bconnue?s\b")
_FRENCH_WORD = re.compile(r"[éèêàçùôîœ’\u00a0]|\bconnue?s\b")
"""What tells a French text from the messages of the loader, in English with the quotation marks of the others."""
_BLOCKS = re.compile(r"^[ \t]*```.*?^[ \t]*```|<!--.*?-->|<a id=[^>]*>", re.DOTALL | re.MULTILINE)
_TEMPLATE = re.compile(r"<(style|script)\b.*?</\1>|\{%.*?%\}|\{#.*?#\}|<[^>]*>", re.DOTALL)


class Text(NamedTuple):
    """A text, where it is written, and under which key of a declaration ('' elsewhere)."""

    where: str
    text: str
    key: str = ""


def declared(path: Path) -> Iterator[Text]:
    """The texts of a YAML file, without what is for the program."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)  # as safe, and faster
    yield from _strings(data, str(path.relative_to(RACINE)), "")


def _strings(value: Any, where: str, key: str) -> Iterator[Text]:
    match value:
        case dict():
            for name, inner in value.items():
                if not NOT_WORDS.fullmatch(str(name)) or isinstance(inner, dict | list):
                    yield from _strings(inner, f"{where} {name}", str(name))
        case list():
            for inner in value:
                yield from _strings(inner, where, key)
        case str() if not NOT_WORDS.fullmatch(key):
            yield Text(where, value, key)


def listed(path: Path) -> Iterator[Text]:
    """The texts of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream, delimiter=";"), start=2):
            yield from (
                Text(f"{path.relative_to(RACINE)}:{number}", row[name] or "", name) for name in LISTS if name in row
            )


def documented(path: Path) -> Iterator[Text]:
    """The lines of a Markdown file, without code; a code in a sentence is replaced by a word."""
    text = path.read_text(encoding="utf-8")
    text = _BLOCKS.sub(lambda found: "\n" * found[0].count("\n"), text)
    for number, line in enumerate(text.split("\n"), start=1):
        if not re.fullmatch(r"[|:\- ]*", line):
            shown = re.sub(r"\]\([^)]*\)|https?://\S+", "]", re.sub(r"`+[^`]+`+", "CODE", line))
            yield Text(f"{path.relative_to(RACINE)}:{number}", shown)


def is_french(path: Path) -> bool:
    """Whether a document is written in French: it has more of its small words than of the English ones."""
    text = _BLOCKS.sub("", path.read_text(encoding="utf-8"))
    return len(re.findall(r"\b(?:le|les|des|une|est)\b", text)) > len(re.findall(r"\b(?:the|of|and|is)\b", text))


def displayed(path: Path) -> Iterator[Text]:
    """The texts of an HTML template, without tags nor instructions; a value is replaced by a word."""
    text = re.sub(r"\{\{.*?\}\}", "VALEUR", path.read_text(encoding="utf-8"))
    text = _TEMPLATE.sub(lambda found: "\n" * found[0].count("\n"), text)
    for number, line in enumerate(html.unescape(text).split("\n"), start=1):
        yield Text(f"{path.relative_to(RACINE)}:{number}", line)


def coded(path: Path) -> Iterator[Text]:
    """The French texts of a Python module, docstrings apart; a value is replaced by a word."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "VALEUR" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside | docstrings:
            text = node.value
        else:
            continue
        french = _FRENCH_WORD if RACINE / "schemas" in path.parents else _FRENCH
        if french.search(text) and " " in text:
            yield Text(f"{path.relative_to(RACINE)}:{node.lineno}", text)


def sources() -> dict[str, Iterator[Text]]:
    """All texts, by kind of source."""
    yamls = [*(RACINE / "processors").rglob("*.yaml"), *(RACINE / "schemas").rglob("*.yaml")]
    documents = [RACINE / "README.md", *(RACINE / "docs").glob("*.md")]
    pages = [*(RACINE / "processors").rglob("*.j2"), *(RACINE / "xl_addin").rglob("*.html")]
    modules = [
        path
        for package in ("schemas", "workbook_templates", "processors", "xl_addin")
        for path in (RACINE / package).rglob("*.py")
        if not path.relative_to(RACINE).as_posix().startswith(SPACED_LATER)
    ]
    return {
        "declarations": (text for path in sorted(yamls) for text in declared(path)),
        "lists": (text for path in sorted((RACINE / "schemas").rglob("*.csv")) for text in listed(path)),
        "documents": (text for path in sorted(documents) if is_french(path) for text in documented(path)),
        "templates": (text for path in sorted(pages) for text in displayed(path)),
        "code": (text for path in sorted(modules) for text in coded(path)),
    }
