"""Aggregated bilans of fictitious collectivités pass every blocking check, and give nothing but the declared cells."""

from __future__ import annotations

import pytest

from processors.agents.agregation import agreger, modules_demandes
from processors.agents.exemple import generer
from processors.answers import Answers
from processors.control import check_source
from processors.findings import Severity
from processors.sources import Source
from schemas.model import Kind
from schemas.registers_reader import register

REC2019 = register().feeds


@pytest.mark.parametrize(("agents", "graine"), [(5, 1), (40, 2), (400, 3), (1500, 4)])
def test_an_aggregated_bilan_has_no_blocking_anomaly(agents, graine):
    donnees = generer(agents, graine)
    modules = modules_demandes(donnees, REC2019)
    reponses = Answers(REC2019, modules, agreger(donnees, modules).valeurs)
    bloquants = [un for un in check_source(Source(reponses)).findings if un.severity is Severity.BLOQUANT]
    assert [(un.code, un.message) for un in bloquants] == []


def test_values_are_of_the_type_of_their_cell():
    agregat = agreger(generer(300, 5))
    for code, valeur in agregat.valeurs.items():
        cellule = REC2019.cells[code]
        assert not cellule.computed
        if cellule.type.kind in (Kind.ENTIER, Kind.MONTANT):
            assert isinstance(valeur, int), code
            assert valeur >= 0


def test_the_order_of_the_lines_does_not_matter():
    """Nor does the number of the lines: only movements of one day keep their order, which is that of the sheet."""
    donnees = generer(120, 6)
    a_l_endroit = agreger(donnees)
    for feuille, lignes in donnees.feuilles.items():
        if feuille != "mouvements":
            donnees.feuilles[feuille] = lignes.iloc[::-1]
    a_l_envers = agreger(donnees)
    assert a_l_envers.valeurs == a_l_endroit.valeurs
    assert {code: set(cles) for code, cles in a_l_envers.sources.items()} == {
        code: set(cles) for code, cles in a_l_endroit.sources.items()
    }


def test_aggregating_leaves_the_data_as_they_were():
    donnees = generer(60, 7)
    avant = {feuille: lignes.copy() for feuille, lignes in donnees.feuilles.items()}
    agreger(donnees)
    for feuille, lignes in avant.items():
        assert lignes.equals(donnees[feuille]), feuille


def test_every_figure_has_agents_and_no_zero_has():
    agregat = agreger(generer(200, 8))
    chiffres = {code for code, valeur in agregat.valeurs.items() if not isinstance(valeur, str) and "!" in code}
    chiffres = {code for code in chiffres if not code.startswith("collectivite!")}
    assert {code for code in chiffres if agregat.valeurs[code] != 0} == set(agregat.sources)
