"""Calls replayed as Excel sends them, through the dispatcher of xlwings; metadata against the decorated functions."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
import subprocess
import sys
from typing import Any

import pytest

from tests.support.imports import RACINE
from xl_addin import fonctions
from xl_addin.inscription import AIDE_MAXIMUM, aides_de, declarees
from xl_addin.serveur import appeler

DECLAREES = declarees(fonctions)
FONCTIONS_EXCEL = RACINE / "tests" / "data" / "fonctions_excel.txt"
"""Functions of Excel by their French names, those that questionnaires and agents' files meet most, not all of them."""


def corps(nom: str, *args: Any) -> dict[str, Any]:
    """The body of a call, after a trip through JSON: scalars in a grid of one cell, omitted arguments null."""
    sent = {
        "func_name": nom,
        "args": [None if arg is None else arg if isinstance(arg, list) else [[arg]] for arg in args],
        "caller_address": "[bilan.xlsx]Effectifs!B21",
        "client": "Office.js",
        "version": "0.0.0",
        "runtime": "1.4",
        "culture_info_name": "fr-FR",
        "date_format": "jj/mm/aaaa",
    }
    relu: dict[str, Any] = json.loads(json.dumps(sent))
    return relu


ERREUR = {"type": "Error", "errorType": "NotAvailable", "basicValue": "#N/A", "basicType": "Error"}
APPELS: list[tuple[str, tuple[Any, ...]]] = [
    ("ETPR", (0.8, 6, None, None, None)),
    ("ETPR", (0.8, None, None, None, None)),
    ("ETPR", ("0,8", 43466, 43646, 2019, None)),
    ("ETPR", (None, None, None, None, None)),
    ("ETPR", (ERREUR, 6, None, None, None)),
    ("ETPR", ([[1], [None], ["80 %"], [ERREUR]], [[6], [None], [12], [1]], None, None, None)),
    ("ETPR", ([[1, 0.5, 2]], 12, None, None, None)),
    ("ETPR_PERIODES", ([["a", 0.8, 43466, 43646], ["a", 1, 43647, None], ["b", 1.5, None, None]], None, None)),
    ("ETPR_PERIODES", ([["Agent", "Quotité", "Mois"], [12, 1, 6]], None, None)),
    ("ETPR_PERIODES", ([["a", 1, 6]], None, None)),
    ("ETPR_HEURES", (1900, None, None, False)),
    ("ETPR_HEURES", ([[1820], [None], ["910"]], None, None, None)),
    ("ETPR_TACHE", (1003, 10.03)),
    ("ETPR_TOTAL", ([[1], ["0,80"], [0.46], [None]], [[1], [2], [1], [None]])),
    ("ETPR_TOTAL", ([[1], [ERREUR]], None)),
    ("TOTAL_INDICATEUR", ("1.1.4", [[1, 2.5]] * 30, None, None)),
    ("TOTAL_INDICATEUR", ("1.1.4", [[1, None]] * 30, "TOTAL", None)),
    ("TOTAL_INDICATEUR", ("1.1.4", [[1, 2]], None, "rec2019")),
    ("CONTROLES_INDICATEUR", ("1.1.4", [[1, -2], ["abc", ERREUR]] + [[None, None]] * 28, None)),
    ("LIBELLE", ([["AD"], [None], ["ZZ"]], "filieres", None)),
    ("LIBELLE", ("1.1.4!AD_A.C03", None, None)),
    ("CODE_LIBELLE", ("administrative", "filieres", None)),
    ("VERIFIER_SIRET", ([[21750001600019], ["21750001600018"]],)),
]


def en_python(arg: Any) -> Any:
    """What a cell of Office.js is in plain Python: an error is its text."""
    if isinstance(arg, list):
        return [en_python(element) for element in arg]
    return arg["basicValue"] if isinstance(arg, dict) else arg


def en_grille(resultat: Any) -> list[list[Any]]:
    return resultat if isinstance(resultat, list) else [[resultat]]


@pytest.mark.parametrize(("nom", "args"), APPELS, ids=[f"{rang} {appel[0]}" for rang, appel in enumerate(APPELS)])
def test_the_dispatcher_gives_the_result_of_the_plain_function(fonctions_serveur, nom, args):
    par_excel = asyncio.run(appeler(corps(nom, *args), fonctions_serveur))
    en_direct = getattr(fonctions, nom)(*map(en_python, args))
    assert json.loads(json.dumps(par_excel)) == en_grille(en_direct)


def test_every_function_is_replayed():
    assert {nom for nom, _ in APPELS} == DECLAREES.keys()


# Metadata


def test_metadata_is_that_of_the_decorated_functions(fonctions_serveur):
    from xlwings.server import custom_functions_meta

    publiees = {fonction["name"]: fonction for fonction in custom_functions_meta(fonctions_serveur)["functions"]}
    assert publiees.keys() == DECLAREES.keys()
    for nom, fonction in DECLAREES.items():
        parametres = inspect.signature(fonction).parameters
        publie = publiees[nom]
        assert publie["id"] == nom
        assert publie["description"] == fonction.__doc__
        assert [parametre["name"] for parametre in publie["parameters"]] == list(parametres)
        assert [parametre["description"] for parametre in publie["parameters"]] == list(aides_de(fonction).values())
        facultatifs = [nom for nom, parametre in parametres.items() if parametre.default is None]
        assert [parametre["name"] for parametre in publie["parameters"] if parametre.get("optional")] == facultatifs
        assert {parametre["dimensionality"] for parametre in publie["parameters"]} == {"matrix"}


@pytest.mark.parametrize("nom", DECLAREES)
def test_every_function_and_argument_has_a_help_that_excel_can_show(nom):
    fonction = DECLAREES[nom]
    parametres = inspect.signature(fonction).parameters
    assert list(aides_de(fonction)) == list(parametres)
    for texte in (fonction.__doc__ or "", *aides_de(fonction).values()):
        assert 0 < len(texte) <= AIDE_MAXIMUM
        assert texte[0].isupper() or texte[0] == "«"
        assert texte[-1] in ".)"
    for argument, parametre in parametres.items():
        assert aides_de(fonction)[argument].startswith("Facultatif") == (parametre.default is None)


@pytest.mark.parametrize("nom", DECLAREES)
def test_no_function_bears_the_name_of_one_of_excel(nom):
    """CODE is one, in French as in English: ours is CODE_LIBELLE. Nor can a name be taken for a cell (A1, AB12)."""
    connues = set(FONCTIONS_EXCEL.read_text(encoding="utf-8").split())
    assert {"CODE", "SOMME", "RECHERCHEV"} <= connues
    assert nom.upper() not in connues
    assert not re.fullmatch(r"[A-Z]{1,3}\d+|[LC]\d*", nom)


# Without a key, without xlwings, without the price


def lancer_python(code: str, *, cle: str | None) -> subprocess.CompletedProcess[str]:
    environnement = {"PATH": "", "HOME": "/nonexistent"} | ({"XLWINGS_LICENSE_KEY": cle} if cle else {})
    return subprocess.run(
        [sys.executable, "-c", code], cwd=RACINE, env=environnement, capture_output=True, encoding="utf-8", check=False
    )


def test_without_a_key_the_functions_are_plain_python():
    trace = lancer_python("from xl_addin import fonctions as f; print(f.ETPR(0.8, 6), f.ETPR_HEURES(1204))", cle=None)
    assert (trace.stdout.strip(), trace.returncode) == ("0.4 0.66", 0), trace.stderr


def test_without_xlwings_the_functions_are_plain_python():
    code = "import sys; sys.modules['xlwings'] = None\nfrom xl_addin import fonctions as f; print(f.ETPR(0.8, 6))"
    trace = lancer_python(code, cle=None)
    assert (trace.stdout.strip(), trace.returncode) == ("0.4", 0), trace.stderr


def test_without_a_key_the_server_says_what_to_do():
    code = "from xl_addin.serveur import *\ntry: application('https://localhost')\nexcept ServeurError as e: print(e)"
    trace = lancer_python(code, cle=None)
    assert "XLWINGS_LICENSE_KEY=noncommercial" in trace.stdout, trace.stderr


def test_the_functions_do_not_need_pandas_nor_the_checks_to_be_declared():
    """Declaring is what Excel waits for at its start."""
    trace = lancer_python("import sys, xl_addin.inscription; print('xlwings' in sys.modules)", cle=None)
    assert trace.stdout.strip() == "False", trace.stderr
