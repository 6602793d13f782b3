"""Whatever the cells hold, a function answers: a result, nothing, or a sentence. And both ways agree."""

from __future__ import annotations

import asyncio
import inspect
import json
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.xl_addin.test_dispatcheur import corps, en_grille
from xl_addin import fonctions
from xl_addin.inscription import declarees
from xl_addin.serveur import appeler

DECLAREES = declarees(fonctions)
TABLEAUX = ["1.1.4", "5.1.1.2", "R.3", "TOTAL", "rec2019"]
MOTS = ["", " ", "oui", "non", "filieres", "grades", "AD", "Agent", "Quotité", "0,8", *TABLEAUX]
ERREURS = ["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NOM?"]
NOMBRES = st.one_of(
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(0, 12),
    st.floats(0, 1.2),
    st.integers(43000, 44000),
)
CELLULES_JSON = st.one_of(st.none(), st.booleans(), NOMBRES, st.sampled_from([*MOTS, *ERREURS]), st.text(max_size=8))
CELLULES = st.one_of(CELLULES_JSON, st.dates(date(1900, 1, 1)), st.datetimes(datetime(1900, 1, 1)))


def plages(cellules: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    def grilles(largeur: int) -> st.SearchStrategy[list[list[Any]]]:
        return st.lists(st.lists(cellules, min_size=largeur, max_size=largeur), min_size=1, max_size=4)

    return st.one_of(cellules, st.lists(cellules, max_size=4), st.integers(1, 6).flatmap(grilles))


@pytest.mark.parametrize("nom", DECLAREES)
@settings(max_examples=40)
@given(donnees=st.data())
def test_a_function_always_answers(nom, donnees):
    fonction = DECLAREES[nom]
    arguments = [donnees.draw(plages(CELLULES)) for _ in inspect.signature(fonction).parameters]
    grille = en_grille(fonction(*arguments))
    assert len({len(ligne) for ligne in grille}) == 1
    assert all(isinstance(cellule, str | int | float | date) for ligne in grille for cellule in ligne)


@pytest.mark.parametrize("nom", ["ETPR", "ETPR_HEURES", "ETPR_PERIODES", "ETPR_TOTAL", "LIBELLE"])
@settings(max_examples=25)
@given(donnees=st.data())
def test_the_dispatcher_always_gives_the_result_of_the_plain_function(fonctions_serveur, nom, donnees):
    grilles = st.lists(st.lists(CELLULES_JSON, min_size=3, max_size=3), min_size=2, max_size=4)
    arguments = [donnees.draw(grilles), *[None] * (len(inspect.signature(DECLAREES[nom]).parameters) - 1)]
    par_excel = asyncio.run(appeler(corps(nom, *arguments), fonctions_serveur))
    assert json.loads(json.dumps(par_excel)) == [
        [erreur_rendue(cellule) for cellule in ligne] for ligne in en_grille(DECLAREES[nom](*arguments))
    ]


def erreur_rendue(cellule: Any) -> Any:
    """An error typed as an agent goes back to Excel as an error."""
    types = {"#N/A": "NotAvailable", "#DIV/0!": "Div0", "#REF!": "Ref", "#VALUE!": "Value"}
    return {"type": "Error", "errorType": types[cellule]} if cellule in types else cellule
