"""`agreger` against the oracle, cell by cell, on fictitious collectivités of several sizes.

That the result breaks no blocking rule is in `test_agregation_exemple.py`.

More of it, by hand (agents, then seeds): `python -m tests.agents.test_oracle 2000 1 2 3 4 5`
"""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

from processors.agents.agregation import agreger
from processors.agents.agregation.agregat import Agregat
from processors.agents.donnees import Donnees
from processors.agents.exemple import generer
from schemas.model import COLLECTIVITE
from tests.agents.oracle import attendus, reponses

TAILLES = [(1, 4), (5, 1), (5, 2), (60, 1), (60, 2), (60, 3), (300, 1), (300, 2), (300, 3), (300, 4)]
TOLERANCE = 1e-9
CDG_SEULEMENT = "1.4.4"
"""Agents taken in charge, by a CDG or the CNFPT only: see `test_agents_taken_in_charge_by_a_cdg`."""
HORS_ORACLE = (COLLECTIVITE,)
"""Tables whose answers are taken over, not counted."""


@cache
def collectivite(agents: int, graine: int) -> tuple[Donnees, Agregat]:
    donnees = generer(agents, graine)
    return donnees, agreger(donnees)


def chiffres(agregat: Agregat) -> dict[str, float]:
    return {code: valeur for code, valeur in agregat.valeurs.items() if isinstance(valeur, int | float)}


def ecarts(donnees: Donnees, agregat: Agregat) -> dict[str, tuple[float, float]]:
    """Cell → (expected, aggregated) where they differ."""
    lus = {code: one for code, one in chiffres(agregat).items() if code.partition("!")[0] not in HORS_ORACLE}
    prevus = attendus(donnees)
    couples = {code: (prevus.get(code, 0), lus.get(code, 0)) for code in sorted(prevus.keys() | lus.keys())}
    return {code: (prevu, lu) for code, (prevu, lu) in couples.items() if abs(prevu - lu) > TOLERANCE}


@pytest.mark.parametrize(("agents", "graine"), TAILLES)
def test_every_figure_is_that_of_the_oracle(agents: int, graine: int) -> None:
    assert ecarts(*collectivite(agents, graine)) == {}


@pytest.mark.parametrize(("agents", "graine"), TAILLES[5:])
def test_answers_on_long_leaves_are_those_of_the_oracle(agents: int, graine: int) -> None:
    donnees, agregat = collectivite(agents, graine)
    lus = {code: valeur for code, valeur in agregat.valeurs.items() if code.startswith("2.1.7")}
    assert lus == reponses(donnees)


def test_the_oracle_fills_every_table_that_has_a_rule() -> None:
    jeux = [attendus(generer(1000, graine)) for graine in (1, 2)]
    prevus = {code.partition("!")[0] for jeu in jeux for code in jeu}
    assert collectivite(5, 1)[1].regles.keys() - prevus == {CDG_SEULEMENT}


def test_agents_taken_in_charge_by_a_cdg() -> None:
    donnees = generer(60, 2)
    donnees.collectivite["type_collectivite"] = "CDG"
    fiches = donnees["agents"]
    pris = fiches.index[(fiches["statut"] == "TITU") & (fiches["remunere_3112"] == "OUI")][:3]
    fiches.loc[pris, "en_position_particuliere"] = "OUI"
    fiches.loc[pris, "position_statutaire"] = ["PS022", "PS024", "PS024"]
    assert ecarts(donnees, agreger(donnees)) == {}
    assert sum(valeur for code, valeur in attendus(donnees).items() if code.startswith(CDG_SEULEMENT)) == 3


def test_questions_are_opened_by_what_the_agents_say() -> None:
    _, agregat = collectivite(300, 1)
    for question in ("q_agents", "q_fonctionnaires_3112", "q_contractuels_annee", "q_departs_fonctionnaires"):
        assert agregat.valeurs[f"collectivite!{question}.C01"] == "OUI"
    for code in ("1.6.1.0!Q161.C01", "3.4.4-Q!L01.C01", "4.2.1.0!Q01.C01"):
        assert agregat.valeurs[code] == "OUI"


def test_the_oracle_shares_no_code_with_the_aggregation() -> None:
    for path in sorted(Path(__file__).parent.glob("oracle*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            noms = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            noms += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for nom in noms:
                permis = nom.startswith("tests.agents") or nom == "processors.agents.donnees"
                assert permis or nom.partition(".")[0] in sys.stdlib_module_names, f"{path.name} : {nom}"


if __name__ == "__main__":
    taille, *graines = map(int, sys.argv[1:])
    for nombre in graines:
        jeu, total = collectivite(taille, nombre)
        trouves = ecarts(jeu, total)
        print(f"{taille} agents, graine {nombre} : {len(attendus(jeu))} cases, {len(trouves)} écarts", trouves)
    raise SystemExit(0)
