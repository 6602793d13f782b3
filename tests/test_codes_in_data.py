"""What varies by edition is data: no Python of the product names a table, a row, a column or a code of a list."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

import schemas
from schemas.model import COLLECTIVITE
from schemas.registers_reader import register
from tests.support.imports import RACINE, modules

PAQUETS = ("schemas", "workbook_templates", "processors", "xl_addin")
PLACE = re.compile(r"[1-9]\.[1-9]\.(?:[0-9](?:\.[0-9])*(?:-Q)?)?|[RHG]\.[0-9]+(?:\.[0-9]+)*|[CLQ][0-9]{2,3}")
"""What an id of a table (« 1.1.4 », « R.2 », « 2.2.4-Q », « 2.1. » of an f-string), of a row or of a column (« L01 »,
« C01 ») looks like."""

CODE = re.compile(r"(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9-]{3,}|[A-Z_]{3,}")
"""What a code looks like that no word of the program can be mistaken for."""

ALLOWED = {
    "OUI": "answer that the format of declarations defines",
    "NON": "answer that the format of declarations defines",
    "EN_COURS": "answer that the format of declarations defines",
    "C01": "the one column of « Collectivité », that the format of declarations defines",
    "CDG": "who wrote a rule first, as `sources` says",
    "CNFPT": "the name of a body, typed in a fictitious answer",
}


def textes(source: str) -> Iterator[tuple[int, str]]:
    """The line and text of each literal of a module, docstrings aside."""
    arbre = ast.parse(source)
    documentation = {id(noeud.value) for noeud in ast.walk(arbre) if isinstance(noeud, ast.Expr)}
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.Constant) and isinstance(noeud.value, str) and id(noeud) not in documentation:
            yield noeud.lineno, noeud.value


def mots(texte: str) -> set[str]:
    """A literal and the codes that it may join; none of a message of several words, which may show one."""
    return set() if re.search(r"\s", texte) else {texte, *re.split(r"[!|]", texte), *re.split(r"[!|.]", texte)}


@cache
def codes_declares() -> frozenset[str]:
    """The ids of tables, and the codes of every nomenclature that look like codes."""
    editions = [schemas.questionnaire(nom) for nom in schemas.available()]
    listes = [*register().nomenclatures.values(), *(une for one in editions for une in one.nomenclatures.values())]
    codes = {code for liste in listes for code in liste.by_code if CODE.fullmatch(code)}
    return frozenset(codes | {table for edition in editions for table in edition.tables}) - {COLLECTIVITE}


def nommes(source: str) -> list[tuple[int, str]]:
    """The literals of a module that are codes, or made of codes, or look like places of the form."""
    codes = codes_declares()
    return [
        (ligne, mot)
        for ligne, texte in textes(source)
        for mot in mots(texte) - ALLOWED.keys()
        if mot in codes or PLACE.fullmatch(mot)
    ]


def sources() -> Iterator[tuple[str, str]]:
    """Every module of the product: its file and its source."""
    for fichier in modules(RACINE, PAQUETS).values():
        yield str(fichier.relative_to(RACINE)), fichier.read_text(encoding="utf-8")


def test_no_code_of_an_edition_stands_in_python() -> None:
    fautes = [f"{nom}, ligne {ligne} : {mot}" for nom, source in sources() for ligne, mot in nommes(source)]
    assert fautes == []


@pytest.mark.parametrize(
    "mot", ["1.1.4", "R.2", "H.2.6", "2.2.4-Q", "2.1.", "L01", "C12", "MD013", "TITU", "R.2!L01.C01", "MP001|MP005"]
)
def test_a_code_in_python_is_found(mot: str) -> None:
    assert nommes(f"x = {mot!r}")


@pytest.mark.parametrize("texte", ["collectivite", "OUI", "IND", "annee", "13", "1.0.0.0", "127.0.0.1", "voir 1.1.4"])
def test_what_is_no_code_is_left_alone(texte: str) -> None:
    assert nommes(f"x = {texte!r}") == []
    assert nommes('"""R.2"""') == []


def test_what_is_allowed_still_stands_somewhere() -> None:
    lus = {mot for _, source in sources() for _, texte in textes(source) for mot in mots(texte)}
    assert ALLOWED.keys() - lus == set()
