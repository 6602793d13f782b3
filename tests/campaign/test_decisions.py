"""What the centre de gestion decides, and what it hands to the ministry."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from python_calamine import load_workbook

from processors.campaign.base import Attendu, CampagneImpossible, ouvrir
from processors.campaign.documentation import refreshed
from processors.campaign.requetes import csv_de, executer, requetes
from processors.campaign.transitions import (
    REFUSER,
    TRANSMETTRE,
    VALIDER,
    VALIDER_MALGRE,
    Decision,
    changer,
    concernes,
)
from processors.campaign.transmission import reponses
from processors.example.identite import siret
from processors.txt import lire
from tests.campaign.receptions import VALUES, faulty, reception
from tests.cli.outils import Run
from tests.support.imports import RACINE

BY = Decision("A. Martin", "2020-04-01 10:30:00", "relu")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of results with four reports: two accepted, one to correct, one unreadable."""
    with ouvrir(tmp_path / "campagne.duckdb") as campagne:
        unread = faulty(8, verdict="rejeté", siret="", nom="", questionnaire="", valeurs={}, annee=None)
        campagne.enregistrer([reception(1), reception(2, justifications={"C-1.1.1-01": "vérifié"}), faulty(3), unread])
    return tmp_path


@pytest.mark.parametrize(
    ("action", "number", "said"),
    [
        (TRANSMETTRE, 1, "qu’un bilan «\u00a0validé\u00a0». Validez-le d’abord"),
        (VALIDER, 3, "Attendez un fichier corrigé"),
        (REFUSER, 3, "est «\u00a0à corriger\u00a0» depuis le 01/03/2020"),
        (VALIDER, 7, "Aucun bilan reçu pour le SIRET"),
    ],
)
def test_an_illegal_transition_is_refused(folder: Path, action: object, number: int, said: str) -> None:
    with ouvrir(folder / "campagne.duckdb") as campagne, pytest.raises(CampagneImpossible, match=said):
        concernes(campagne, action, [siret(1), siret(number)][-1:])  # type: ignore[arg-type]


def test_one_illegal_siret_changes_nothing(folder: Path, run: Run) -> None:
    ended = run("campagne", "valider", folder, siret(1), siret(3), "--par", "A. Martin")
    assert ended.code == 3
    assert "Rien n’a été changé" in ended.err
    with ouvrir(folder / "campagne.duckdb") as campagne:
        assert [one.statut for one in campagne.receptions(siret(1))] == ["accepté"]


def test_a_decision_needs_its_author_and_a_refusal_its_reason(folder: Path) -> None:
    with ouvrir(folder / "campagne.duckdb") as campagne:
        with pytest.raises(CampagneImpossible, match="qui décide"):
            changer(campagne, VALIDER, [], Decision(" ", "2020-04-01 10:30:00"))
        for action in (REFUSER, VALIDER_MALGRE):
            with pytest.raises(CampagneImpossible, match="pourquoi"):
                changer(campagne, action, [], Decision("A. Martin", "2020-04-01 10:30:00"))


def test_who_when_and_why_are_kept(folder: Path) -> None:
    with ouvrir(folder / "campagne.duckdb") as campagne:
        for action in (VALIDER, REFUSER):
            changer(campagne, action, concernes(campagne, action, [siret(1)]), BY)
        kept = campagne.lignes("SELECT ordre, statut, le::VARCHAR, par, motif FROM transitions WHERE reception = 1")
        assert kept[2:] == [
            (3, "validé", "2020-04-01 10:30:00", "A. Martin", "relu"),
            (4, "à corriger", "2020-04-01 10:30:00", "A. Martin", "relu"),
        ]
        assert [one.en_vigueur for one in campagne.receptions(siret(1))] == [True]


def test_a_campaign_from_the_command(folder: Path, run: Run) -> None:
    assert run("campagne", "valider", folder, "--tous", "--par", "A. Martin").code == 0
    forced = run("campagne", "valider", folder, siret(3), "--par", "B", "--malgre-anomalies", "--motif", "confirmé")
    assert "à corriger → validé" in forced.out
    sent = run("campagne", "transmettre", folder, siret(2), "-o", folder / "un.txt", "--par", "A. Martin")
    assert "1 bilan transmis" in sent.out
    assert run("campagne", "transmettre", folder, "-o", folder / "tous.txt", "--par", "A. Martin").code == 0
    assert [lu.siret for lu in lire((folder / "tous.txt").read_bytes())] == sorted([siret(1), siret(3)])
    (alone,) = lire((folder / "un.txt").read_bytes())
    assert alone.answers is not None
    assert alone.answers.justifications == {"C-1.1.1-01": "vérifié"}
    assert VALUES.items() <= alone.answers.values.items()
    assert alone.findings == []
    nothing = run("campagne", "transmettre", folder, "-o", folder / "rien.txt", "--par", "A. Martin")
    assert nothing.code == 3
    assert not (folder / "rien.txt").exists()
    history = run("campagne", "statut", folder, "--siret", siret(3)).out
    assert "B – confirmé" in history
    assert "transmis" in history
    state = run("campagne", "statut", folder).out
    assert "4 bilans reçus, de 3 collectivités" in state
    assert "1 fichier sans SIRET lisible" in state
    refused = run("campagne", "refuser", folder, siret(1), "--par", "A", "--motif", "non")
    assert refused.code == 3
    assert "Demandez un nouveau fichier" in refused.err


def test_nothing_is_marked_sent_when_the_file_cannot_be_written(folder: Path, run: Run) -> None:
    run("campagne", "valider", folder, "--tous", "--par", "A")
    (folder / "m.txt").write_text("précédent", encoding="utf-8")
    assert run("campagne", "transmettre", folder, "-o", folder / "m.txt", "--par", "A").code == 2
    with ouvrir(folder / "campagne.duckdb") as campagne:
        assert campagne.lignes("SELECT count(*) FROM transitions WHERE statut = 'transmis'") == [(0,)]


def test_answers_come_back_with_their_types(folder: Path) -> None:
    with ouvrir(folder / "campagne.duckdb") as campagne:
        values = reponses(campagne, 1).values
    assert values == dict(reception(1).valeurs)
    assert {code: type(value) for code, value in values.items()} == {
        code: type(value) for code, value in reception(1).valeurs.items()
    }


@pytest.mark.parametrize("name", sorted(requetes()))
def test_every_ready_query_runs(folder: Path, name: str) -> None:
    with ouvrir(folder / "campagne.duckdb", lecture_seule=True) as campagne:
        result = executer(campagne, name)
    assert result.colonnes
    assert requetes()[name].titre


def test_queries_are_shown_or_written(folder: Path, run: Run) -> None:
    assert "relances" in run("campagne", "requete", folder).out
    assert siret(3) in run("campagne", "requete", folder, "relances").out
    assert "Vouliez-vous dire" in run("campagne", "requete", folder, "relance").err
    assert run("campagne", "requete", folder, "suivi", "-o", folder / "suivi.xlsx").code == 0
    sheet = load_workbook(str(folder / "suivi.xlsx")).get_sheet_by_index(0)
    assert sheet.to_python(skip_empty_area=False)[3][0] == siret(1)


def test_a_name_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    with ouvrir(tmp_path / "c.duckdb") as campagne:
        campagne.enregistrer([reception(1, nom='=HYPERLINK("http://x")')])
        text = csv_de(executer(campagne, "suivi")).decode("utf-8-sig")
    assert "'=HYPERLINK" in text


def test_the_parquet_copy_holds_everything_but_addresses(folder: Path, run: Run) -> None:
    with ouvrir(folder / "campagne.duckdb") as campagne:
        campagne.attendre([Attendu("21990001600011", "Commune d’Essai", "CCN", "rh@essai.example")])
        contents = campagne.contenu()
    assert run("campagne", "exporter", folder, "-o", folder / "parquet").code == 0
    contents["attendus"] = [row[:-1] for row in contents["attendus"]]
    with duckdb.connect() as connexion:
        for table, rows in contents.items():
            source = str(folder / "parquet" / f"{table}.parquet")
            assert connexion.execute("SELECT * FROM read_parquet(?) ORDER BY ALL", [source]).fetchall() == rows


def test_help_and_errors_of_the_group_are_french(run: Run) -> None:
    group = run("campagne")
    assert "Commandes\u00a0:" in group.out + group.err
    assert "Vouliez-vous dire «\u00a0statut\u00a0»" in run("campagne", "statu").err
    assert "Il manque l’option --par" in run("campagne", "refuser", "x", "1", "--motif", "y").err


def test_the_documented_schema_is_the_real_one() -> None:
    page = (RACINE / "docs" / "campagne.md").read_text(encoding="utf-8")
    assert refreshed(page) == page, "python -m processors.campaign.documentation docs/campagne.md"
