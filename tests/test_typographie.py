"""French typography of everything that a user reads: declarations, guides, templates, messages of the code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from processors.agents.ecriture import ecrire_fiches
from tests.support.imports import RACINE
from tests.support.textes import Text, coded, declared, displayed, documented, sources
from tests.support.textes_classeurs import printed
from workbook_templates.modeles import FOLDER

FAULTS = {
    "a straight apostrophe": re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])"),
    "a plain space before : ; ! ? or »": re.compile(r"(?<=\S)[ ][:;!?»](?!\w)"),
    "a plain space after «": re.compile(r"«[ ]"),
    "no space inside « »": re.compile(r"«(?=[^\s\u00a0\u202f])|(?<=[^\s\u00a0\u202f])»"),
    "no space before ; ! ?": re.compile(r"(?<=[\w)])(?<!#NOM)(?<!#NAME)[;!?](?=\s|$)"),
    "no space before :": re.compile(r"(?<=[^\W\d_]):(?=\s|$)"),
    "a decimal point": re.compile(
        r"(?<![\w.,!])(?:0\.\d+(?![.\w])|\d+\.\d+(?=[ \u00a0\u202f](?:%|€|ETPR?|h|heures?|jours?|agents?|s|[GMk]o)\b))"
    ),
    "an optional plural": re.compile(r"\w\((?:e?s|x|nt|en)\)"),
}
OFFICIAL = ("libelle", "titre")
"""Keys of the questionnaires that hold the wording of the ministry: its optional plurals are kept as they are."""


def faults(text: Text) -> Iterator[tuple[str, str, str]]:
    """Where a text is wrong, in what, and the words around."""
    for fault, pattern in FAULTS.items():
        if fault == "an optional plural" and text.where.startswith("schemas/rec") and text.key in OFFICIAL:
            continue
        for found in pattern.finditer(text.text):
            start = max(0, found.start() - 20)
            yield text.where, fault, text.text[start : found.end() + 20]


@pytest.mark.parametrize("kind", sources())
def test_french_typography(kind: str) -> None:
    texts = list(sources()[kind])
    assert len(texts) > 20, "nothing was read"
    assert [fault for text in texts for fault in faults(text)] == []


@pytest.fixture(scope="module")
def official() -> set[str]:
    """The labels of the ministry that hold an optional plural."""
    texts = (text for path in (RACINE / "schemas").rglob("*.yaml") for text in declared(path))
    plural = FAULTS["an optional plural"]
    return {
        text.text
        for text in texts
        if text.where.startswith("schemas/rec") and text.key in OFFICIAL and plural.search(text.text)
    }


def workbook_faults(path: Path, official: set[str]) -> list[tuple[str, str, str]]:
    """The faults of a workbook, the official labels apart."""
    return [
        (where, fault, words)
        for text in printed(path)
        for where, fault, words in faults(text)
        if fault != "an optional plural" or not any(label in text.text for label in official)
    ]


def test_french_typography_of_the_questionnaire_in_excel(official: set[str]) -> None:
    path = FOLDER / "bilan-social-rec2019-complet.xlsx"
    assert len(list(printed(path))) > 5000
    assert workbook_faults(path, official) == []


def test_french_typography_of_the_sheets_of_agents(tmp_path: Path, official: set[str]) -> None:
    path = tmp_path / "fiches.xlsx"
    ecrire_fiches(path)
    assert len(list(printed(path))) > 1000
    assert workbook_faults(path, official) == []


def test_every_text_of_a_workbook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "classeur.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, "Une cellule : fausse")
    sheet.write_rich_string(1, 0, "Deux ", book.add_format({"bold": True}), "parties : fausses")
    sheet.write_formula(2, 0, '=IF(A1="","Une formule : fausse",1)')
    sheet.write_comment(3, 0, "Un commentaire : faux")
    sheet.data_validation(4, 0, 4, 0, {"validate": "list", "source": ["a"], "error_message": "Une erreur : fausse"})
    sheet.write_string(5, 0, "bilan-social controler l'un : un")
    book.close()
    found = {words for text in printed(path) for _, _, words in faults(text)}
    assert {words.partition(" :")[0] for words in found} == {
        "Une cellule", "Deux parties", "Une formule", "Un commentaire", "Une erreur",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("l'agent", "a straight apostrophe"),
        ("À vérifier : la valeur", "a plain space before : ; ! ? or »"),
        ("la feuille «\u00a0Agents »", "a plain space before : ; ! ? or »"),
        ("la feuille « Agents\u00a0»", "a plain space after «"),
        ("la feuille «Agents\u00a0»", "no space inside « »"),
        ("Que faire?", "no space before ; ! ?"),
        ("À vérifier: la valeur", "no space before :"),
        ("un agent à 0.8", "a decimal point"),
        ("en 12.5\u00a0h par mois", "a decimal point"),
        ("2 réponse(s) lue(s)", "an optional plural"),
    ],
)
def test_each_fault_is_seen(text: str, fault: str) -> None:
    assert {found for _, found, _ in faults(Text("ici", text))} == {fault}


@pytest.mark.parametrize(
    "text",
    [
        "Le tableau 1.5.1, à 8\u00a0h\u00a030\u00a0: «\u00a0OK\u00a0»\u00a0; version 1.0.1 (chapitre 1.1).",
        "le 21/11/2026 à 10:30, 1.1.1!G001.C05, 0,8",
        "Une cellule affiche #NOM?\u00a0? C’est #NAME? ailleurs.",
    ],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert list(faults(Text("ici", text))) == []


def test_code_is_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.support.textes.RACINE", tmp_path)
    guide, module, page = tmp_path / "guide.md", tmp_path / "module.py", tmp_path / "page.j2"
    guide.write_text("```console\necho l'un : 1\n```\nLe mot `d'un : x` : faux\n", encoding="utf-8")
    module.write_text('"""L\'été : docstring."""\nX = f"l\'été {1}"\n', encoding="utf-8")
    page.write_text('<style>a : b</style>{% if l\'un : %}<p title="a : b">Été&nbsp;: {{ l }} !</p>', encoding="utf-8")
    assert [text for text in documented(guide) if list(faults(text))] == [Text("guide.md:4", "Le mot CODE : faux")]
    assert list(coded(module)) == [Text("module.py:2", "l'été VALEUR")]
    assert [(fault, words) for text in displayed(page) for _, fault, words in faults(text)] == [
        ("a plain space before : ; ! ? or »", "Été\u00a0: VALEUR !")
    ]
