"""The guide of the add-in and the help of the functions tell the truth: their examples are computed."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.support.imports import RACINE
from xl_addin import fonctions
from xl_addin.inscription import declarees

GUIDE = (RACINE / "docs" / "guide-complement.md").read_text(encoding="utf-8")
DECLAREES = declarees(fonctions)
DU_GUIDE = re.findall(r"^\| `=(\w+)\((.*)\)` \| (.*) \|$", GUIDE, re.MULTILINE)
DES_AIDES = [
    (nom, arguments, resultat.rstrip(". "))
    for fonction in DECLAREES.values()
    for nom, arguments, resultat in re.findall(r"=(\w+)\(([^()]*)\) donne ([\w,-]+)", fonction.__doc__ or "")
]


def litteral(texte: str) -> Any:
    """An argument as typed in a French Excel: « 0,8 », « "oui" », or nothing."""
    if not texte:
        return None
    return texte[1:-1] if texte.startswith('"') else float(texte.replace(",", "."))


def arguments(texte: str) -> list[Any]:
    return [litteral(part) for part in re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', texte)]


def montre(resultat: Any) -> str:
    return f"{resultat:g}".replace(".", ",") if isinstance(resultat, float) else str(resultat)


@pytest.mark.parametrize(("nom", "saisie", "attendu"), DU_GUIDE, ids=[f"{nom}({args})" for nom, args, _ in DU_GUIDE])
def test_an_example_of_the_guide_is_right(nom, saisie, attendu):
    assert montre(DECLAREES[nom](*arguments(saisie))) == attendu


@pytest.mark.parametrize(("nom", "saisie", "attendu"), DES_AIDES, ids=[f"{nom}({args})" for nom, args, _ in DES_AIDES])
def test_an_example_of_the_help_is_right(nom, saisie, attendu):
    resultat = DECLAREES[nom](*arguments(saisie))
    assert resultat == (float(attendu.replace(",", ".")) if isinstance(resultat, float) else attendu)


def test_the_guide_names_every_function():
    assert DU_GUIDE
    assert {nom for nom in re.findall(r"^\| `(\w+)\(", GUIDE, re.MULTILINE)} == DECLAREES.keys()


def test_the_links_inside_the_guide_lead_somewhere():
    titres = re.findall(r"^#+ (.*)$", GUIDE, re.MULTILINE)
    ancres = {re.sub(r"[^\w\- ]", "", titre.lower()).replace(" ", "-") for titre in titres}
    assert set(re.findall(r"\]\(#([^)]*)\)", GUIDE)) <= ancres
