"""The worked figures of the FAQs, one by one (`tests/data/exemples_calculs.csv`)."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from processors import calculs
from processors.calculs import Arret, Periode

P = calculs.parametres_de("rec2019")
DONNEES = Path(__file__).parents[2] / "data" / "exemples_calculs.csv"


def _etpr(periodes: list[dict[str, Any]]) -> Decimal:
    return calculs.etpr([Periode(**periode) for periode in periodes], P).valeur


def _avec_parametres(nom: str) -> Callable[[Any], Any]:
    return lambda entrees: getattr(calculs, nom)(parametres=P, **entrees)


CALCULS: dict[str, Callable[[Any], Any]] = {
    "etpr": _etpr,
    "etpr_total": lambda agents: calculs.etpr_total((nombre, _etpr([periode])) for nombre, periode in agents),
    "etpr_heures": lambda entrees: calculs.etpr_heures(parametres=P, **entrees).valeur,
    "etpr_tache": lambda entrees: calculs.etpr_tache(parametres=P, **entrees).valeur,
    "jours_greve": lambda arrets: calculs.jours_greve([Arret(**arret) for arret in arrets], P),
    "jours_formation": calculs.jours_formation,
    "journees": lambda entrees: calculs.journees(**entrees),
    "depense_lourd_handicap": lambda entrees: calculs.depense_lourd_handicap(parametres=P, **entrees),
    "depense_amenagement": lambda entrees: calculs.depense_amenagement(parametres=P, **entrees),
    "dispense": lambda entrees: calculs.dispense(parametres=P, **entrees),
    "rente_retenue": lambda entrees: calculs.rente_retenue(parametres=P, **entrees),
    "pension_invalidite_retenue": lambda entrees: calculs.pension_invalidite_retenue(parametres=P, **entrees),
    "orphelin_retenu": lambda entrees: calculs.orphelin_retenu(parametres=P, **entrees),
    "intervenants": calculs.intervenants,
    **{
        nom: _avec_parametres(nom)
        for nom in (
            "article_3_2_permis",
            "article_3_3_3_permis",
            "article_3_3_4_permis",
            "article_3_3_5_permis",
            "cet_permis",
            "entretien_a_compter",
            "exclusion_contractuel_permise",
            "exclusion_stagiaire_permise",
            "groupe_exclusion",
            "jours_carence",
            "reduction_arret",
            "temps_partiel_permis",
        )
    },
    "mise_en_situation_retenue": lambda entrees: calculs.mise_en_situation_retenue(parametres=P, **entrees),
}


def _lignes() -> list[dict[str, str]]:
    with DONNEES.open(encoding="utf-8", newline="") as fichier:
        return list(csv.DictReader(fichier, delimiter=";"))


LIGNES = _lignes()


@pytest.mark.parametrize("ligne", LIGNES, ids=[f"{ligne['exemple']} {ligne['en_clair']}" for ligne in LIGNES])
def test_worked_figure_of_the_faqs(ligne):
    trouve = CALCULS[ligne["fonction"]](json.loads(ligne["entrees"]))
    assert trouve == Decimal(ligne["resultat"])


@pytest.mark.parametrize(
    ("trouve", "attendu"),
    [
        pytest.param(_etpr([{"heures_hebdo": 25, "mois": 4}]), "0.24", id="25 h, 4 mois"),
        pytest.param(calculs.etpr_heures(1204, P).valeur, "0.66", id="1 204 h"),
        pytest.param(_etpr([{"quotite": 0.8, "mois": 5}, {"mois": 7}]), "0.92", id="80 % 5 mois, plein 7 mois"),
        pytest.param(
            _etpr([{"heures_hebdo": 16, "base_hebdo": P.heures_hebdomadaires_professeur}]), "1", id="professeur à 16 h"
        ),
        pytest.param(
            _etpr([{"heures_hebdo": 20, "base_hebdo": P.heures_hebdomadaires_assistant}]), "1", id="assistant à 20 h"
        ),
        pytest.param(calculs.jours_greve([Arret(7, heures=1)], P), "1", id="7 grévistes 1 heure"),
    ],
)
def test_worked_figure_of_the_declaration(trouve, attendu):
    """The examples that the declaration of 1.1.4 and 6.1.3 adds to those of the FAQs."""
    assert trouve == Decimal(attendu)
