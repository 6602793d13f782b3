"""The texts that a workbook shows: its cells, the strings of its formulas, its comments, messages and choices."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.support.textes import Text

CODED = re.compile(r"bilan-social [a-z].*|\S+!\S+")
"""Cells for the program: commands to type, names of answers."""
_ITEMS = {
    "cell": re.compile(r"<si>(.*?)</si>", re.DOTALL),
    "comment": re.compile(r"<comment .*?</comment>", re.DOTALL),
    "formula": re.compile(r"<f[ >].*?</f>|<formula[12]?>.*?</formula[12]?>", re.DOTALL),
    "message": re.compile(r"<dataValidation [^>]*>"),
}
_RUNS = re.compile(r"<t(?: [^>]*)?>(.*?)</t>", re.DOTALL)
_STRINGS = re.compile(r'"((?:[^"]|"")*)"')
_MESSAGES = re.compile(r'\b(?:prompt|promptTitle|error|errorTitle)="([^"]*)"')


def printed(path: Path) -> Iterator[Text]:
    """The texts of a workbook, each with its file and its part."""
    with zipfile.ZipFile(path) as archive:
        for part in sorted(archive.namelist()):
            if part.endswith(".xml") and part.startswith("xl/"):
                where = f"{path.name}/{part}"
                yield from (Text(where, text) for text in dict.fromkeys(_texts(archive.read(part).decode("utf-8"))))


def _texts(xml: str) -> Iterator[str]:
    for kind, pattern in _ITEMS.items():
        for item in pattern.findall(xml):
            if kind == "formula":
                found = _STRINGS.findall(html.unescape(re.sub(r"<[^>]*>", "", item)))
            elif kind == "message":
                found = [html.unescape(text).replace("_x000a_", "\n") for text in _MESSAGES.findall(item)]
            else:
                found = ["".join(html.unescape(run) for run in _RUNS.findall(item))]
            yield from (text for text in found if " " in text and not CODED.fullmatch(text))
