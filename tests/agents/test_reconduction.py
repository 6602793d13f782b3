"""The sheets of the next year: what is stable stays, the facts of the year go, and so do those who left."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from typer.testing import CliRunner

from processors.agents.ecriture import ecrire_fiches
from processors.agents.exemple import generer
from processors.agents.lecture import lire_fiches
from processors.agents.reconduction import reconduire
from processors.cli.main import app
from schemas.registers_reader import register
from tests.agents.fiches import LIGNES, TITULAIRE, VACATAIRE, donnees

FICHES = register()


def test_what_is_stable_stays_and_the_facts_of_the_year_go() -> None:
    finie = generer(80, 4)
    suite = reconduire(finie, FICHES).donnees
    for feuille in FICHES.tables:
        neuves, anciennes = suite[feuille.code], finie[feuille.code]
        pd.testing.assert_series_equal(neuves.dtypes, anciennes.dtypes)
        for code in feuille.codes:
            if code == "id_agent" or code in feuille.carried:
                assert neuves[code].equals(anciennes.loc[neuves.index, code])
            else:
                assert neuves[code].isna().all(), (feuille.code, code)
    assert suite.collectivite["siret"] == finie.collectivite["siret"]
    assert not {"population", "q_agents"} & set(suite.collectivite)


def test_who_left_goes_and_who_keeps_a_tie_stays() -> None:
    position = {"remunere_3112": "NON", "remunere_annee": "OUI", "en_position_particuliere": "OUI"}
    position |= {"position_statutaire": "PS011"}
    retraite = {"id_agent": "D004", "nature": "depart", "date": pd.Timestamp(2019, 6, 1), "motif_depart": "MD013"}
    cas = donnees(
        agents=[
            TITULAIRE,
            VACATAIRE,
            {**TITULAIRE, "id_agent": "D003", **position},
            {**TITULAIRE, "id_agent": "D004", **position},
            {**TITULAIRE, "id_agent": "D005", "remunere_3112": None},
        ],
        mouvements=[retraite],
    )
    suite = reconduire(cas, FICHES)
    assert suite.donnees["agents"]["id_agent"].tolist() == ["D001", "D003", "D005"]
    assert (suite.retires, suite.sans_presence) == ((7, 9), (10,))


def test_only_the_periods_that_are_not_over_go_on() -> None:
    premiere, vacations = LIGNES["periodes"]
    finie, ouverte = {**premiere, "fin": pd.Timestamp(2019, 6, 30)}, {**premiere, "fin": None, "quotite": 50.0}
    suite = reconduire(donnees(periodes=[finie, ouverte, vacations]), FICHES)
    assert suite.periodes == 1
    assert suite.donnees["periodes"]["quotite"].tolist() == [50.0]
    assert suite.donnees["periodes"]["debut"].isna().all()


def test_the_command_writes_sheets_that_are_read_and_names_no_one(tmp_path: Path) -> None:
    source, cible = tmp_path / "fiches.xlsx", tmp_path / "suivantes.xlsx"
    ecrire_fiches(source, donnees())
    lance = CliRunner().invoke(app, ["reconduire", str(source), "-o", str(cible)])
    assert lance.exit_code == 0, lance.output
    assert "1 agent repris, 1 agent parti retiré, 1 période à dater" in " ".join(lance.output.split())
    assert not {nom for nom in ("Durandal", "D001", "D002") if nom in lance.output}
    lues, constats = lire_fiches(cible)
    assert lues is not None
    assert constats == []
    assert lues["agents"]["grade"].tolist() == [TITULAIRE["grade"]]
    assert CliRunner().invoke(app, ["reconduire", str(source), "-o", str(cible)]).exit_code != 0
