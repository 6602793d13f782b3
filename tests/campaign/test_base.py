"""The database file: what enters it, what never does, and who may open it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import schemas
from processors.answers import Answers
from processors.campaign import base
from processors.campaign.base import Attendu, CampagneImpossible, ouvrir
from processors.campaign.reception import de_controle
from processors.control import check_source
from processors.example import exemple
from processors.example.identite import siret
from processors.sources import Source
from schemas.plan import Value
from tests.campaign.receptions import BLOCKING, WARNING, faulty, reception
from tests.support.imports import RACINE

SECRET = "Madame Zoé Introuvable"


def test_what_is_recorded_comes_back(tmp_path: Path) -> None:
    with ouvrir(tmp_path / "c.duckdb") as campagne:
        assert campagne.enregistrer([reception(1), faulty(2)]) == 2
        first, second = campagne.receptions()
        contents = campagne.contenu()
    assert (first.siret, first.statut, first.en_vigueur) == (siret(1), "accepté", True)
    assert (second.statut, second.bloquants, second.alertes) == ("à corriger", 1, 1)
    assert (1, "1.1.4!AD_A.C03", 2.75, None) in contents["valeurs"]
    assert (1, "4.1.4!L01.C01", None, "OUI") in contents["valeurs"]
    assert contents["constats"][0][2:] == (
        BLOCKING.code, "bloquant", BLOCKING.message, "Corrigez.", "1.1.1", ["IND 1.1.1!D9"],
    )  # fmt: skip
    assert contents["constats"][1][7] == list(WARNING.cellules)
    assert [row[2] for row in contents["transitions"]] == ["reçu", "accepté", "reçu", "à corriger"]


def test_a_content_is_recorded_once(tmp_path: Path) -> None:
    with ouvrir(tmp_path / "c.duckdb") as campagne:
        group = [replace(reception(3), sha256="f" * 64, rang=rank) for rank in (1, 2)]
        assert campagne.enregistrer([reception(1), reception(1), *group]) == 3
        before = campagne.contenu()
        assert campagne.enregistrer([*group, replace(reception(1), fichier="copie.xlsx")]) == 0
        assert campagne.contenu() == before
        assert ("f" * 64, 2) in campagne.connues()


@settings(max_examples=5)
@given(cut=st.integers(0, 6))
def test_batches_do_not_change_the_database(cut: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    every = [reception(1), faulty(2), reception(3), faulty(1, sha256="a" * 64), reception(4), faulty(5)]
    found = []
    for parts in ([every], [every[:cut], every[cut:]], [every[:cut], every]):
        with ouvrir(tmp_path_factory.mktemp("base") / "c.duckdb") as campagne:
            for part in parts:
                campagne.enregistrer(part)
            found.append(campagne.contenu())
    assert found[0] == found[1] == found[2]


def test_the_last_valid_report_is_in_force(tmp_path: Path) -> None:
    sent = [
        reception(1, sha256="a"),
        reception(1, sha256="b", recu_le="2020-03-09"),
        faulty(1, sha256="c", recu_le="2020-03-10"),
        reception(1, sha256="d", recu_le="2020-03-02"),
        faulty(2, sha256="e"),
        faulty(2, sha256="f", recu_le="2020-04-01"),
        faulty(9, sha256="g", siret="", nom=""),
    ]
    with ouvrir(tmp_path / "c.duckdb") as campagne:
        campagne.enregistrer(sent)
        assert [one.id for one in campagne.receptions() if one.en_vigueur] == [2, 6]
        assert len(campagne.receptions(siret(1))) == 4


def test_expected_authorities_that_sent_nothing_are_missing(tmp_path: Path) -> None:
    with ouvrir(tmp_path / "c.duckdb") as campagne:
        campagne.enregistrer([reception(1)])
        campagne.attendre([Attendu(siret(1)), Attendu(siret(2), "Deux", "CCN"), Attendu(siret(2), "Deux", "CCN")])
        assert campagne.manquants() == [Attendu(siret(2), "Deux", "CCN")]
        campagne.attendre([])
        assert campagne.manquants() == []


@pytest.fixture(scope="module")
def checked_example() -> Answers:
    found = exemple(schemas.questionnaire("rec2019"), 1, ("rec",))
    contact: dict[str, Value] = {f"collectivite!repondant_{field}.C01": SECRET for field in ("nom", "tel", "mail")}
    return replace(found, values=found.values | contact)


def test_the_person_to_contact_and_agents_never_enter(tmp_path: Path, checked_example: Answers) -> None:
    checked = check_source(Source(checked_example))
    received = de_controle(checked, fichier="a.xlsx", sha256="1" * 64, taille=1, recu_le="2020-03-01")
    intruder = {"agents!0001.nom": SECRET, "collectivite!repondant_nom.C01": SECRET, "inconnu": SECRET}
    forced = replace(received, sha256="2" * 64, valeurs={**received.valeurs, **intruder})
    path = tmp_path / "c.duckdb"
    with ouvrir(path) as campagne:
        campagne.enregistrer([received, forced])
        rows = campagne.contenu()
    assert SECRET not in str(rows)
    assert SECRET.encode() not in path.read_bytes()
    assert len(rows["valeurs"]) == 2 * (len(checked_example.values) - 3)


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.duckdb"
    path.write_bytes(b"bonjour" * 5000)
    with pytest.raises(CampagneImpossible, match="pas une base de campagne"):
        ouvrir(path)
    other = tmp_path / "autre.duckdb"
    with duckdb.connect(str(other)) as connexion:
        connexion.execute("CREATE TABLE ventes (montant INTEGER)")
    with pytest.raises(CampagneImpossible, match="pas celle d’une campagne"):
        ouvrir(other)
    with pytest.raises(CampagneImpossible, match="introuvable"):
        ouvrir(tmp_path / "absente.duckdb", lecture_seule=True)


def test_an_older_format_is_brought_up_to_date_and_a_newer_one_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, step = tmp_path / "c.duckdb", tmp_path / "2.sql"
    with ouvrir(path) as campagne:
        campagne.enregistrer([reception(1)])
    step.write_text("ALTER TABLE attendus ADD COLUMN telephone VARCHAR;", encoding="utf-8")
    known = base.steps()
    monkeypatch.setattr(base, "steps", lambda: known | {2: step})
    with pytest.raises(CampagneImpossible, match="format ancien"):
        ouvrir(path, lecture_seule=True)
    with ouvrir(path) as campagne:
        assert ("format", "2") in campagne.contenu()["versions"]
        assert len(campagne.receptions()) == 1
    monkeypatch.setattr(base, "steps", lambda: known)
    with pytest.raises(CampagneImpossible, match="plus récente"):
        ouvrir(path)


def test_a_base_used_by_another_process_is_told(tmp_path: Path) -> None:
    path = tmp_path / "c.duckdb"
    script = (
        "import sys, time; from pathlib import Path; from processors.campaign.base import ouvrir\n"
        "with ouvrir(Path(sys.argv[1])): print('ouverte', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(path)], cwd=RACINE, stdout=subprocess.PIPE, text=True
    ) as other:
        try:
            assert other.stdout is not None
            assert other.stdout.readline().strip() == "ouverte"
            for reading in (True, False):
                with pytest.raises(CampagneImpossible, match="utilisée par un autre programme"):
                    ouvrir(path, lecture_seule=reading)
        finally:
            other.kill()


def test_a_kill_during_a_transaction_leaves_the_previous_state(tmp_path: Path) -> None:
    path = tmp_path / "c.duckdb"
    with ouvrir(path) as campagne:
        campagne.enregistrer([reception(1)])
        before = campagne.contenu()
    script = (
        "import sys, time; from pathlib import Path\n"
        "from processors.campaign.base import ouvrir\n"
        "from processors.campaign.ecriture import enregistrer\n"
        "from tests.campaign.receptions import reception\n"
        "with ouvrir(Path(sys.argv[1])) as base, base.transaction():\n"
        "    enregistrer(base.connexion, [reception(n) for n in range(2, 400)])\n"
        "    print('ecrit', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(path)], cwd=RACINE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "ecrit"
        time.sleep(0.05)
        os.kill(other.pid, signal.SIGKILL)
    with ouvrir(path) as campagne:
        assert campagne.contenu() == before
        assert campagne.enregistrer([reception(2)]) == 1


def test_every_column_of_a_reception_comes_back_whatever_is_in_it(tmp_path: Path) -> None:
    odd = "résultats/a\x1fb ; 'c'.txt"
    with ouvrir(tmp_path / "c.duckdb") as campagne:
        campagne.enregistrer([reception(1, livrables=(odd, "b.html"), modules=(), annee=None), faulty(2, illisibles=3)])
        columns = "id, taille, recu_le::VARCHAR, annee, modules, bloquants, alertes, illisibles, livrables"
        rows = campagne.lignes(f"SELECT {columns} FROM receptions ORDER BY id")
    assert rows == [
        (1, 1001, "2020-03-01", None, [], 0, 0, 0, [odd, "b.html"]),
        (2, 1002, "2020-03-01", 2019, ["rec"], 1, 1, 3, []),
    ]


@pytest.mark.parametrize("read_only", [False, True])
def test_the_database_leaves_most_of_a_desktop_pc_to_others(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "c.duckdb"
    with ouvrir(path):
        pass
    with ouvrir(path, lecture_seule=read_only) as campagne:
        [(threads, memory)] = campagne.lignes("SELECT current_setting('threads'), current_setting('memory_limit')")
    assert threads <= 4
    assert memory == "488.2 MiB"
