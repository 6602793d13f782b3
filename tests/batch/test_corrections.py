"""What comes after: corrections in an archive, older dates, same answers, the list that was not given again."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zipfile import ZipInfo

import pytest

from processors.batch.attendus import Collectivite
from processors.batch.lot import DATABASE, Fin
from processors.batch.pieces import Piece
from processors.batch.reglages import Reglages
from processors.batch.rendu import Rendu
from processors.campaign.base import ouvrir
from processors.campaign.transitions import REFUSER, TRANSMETTRE, VALIDER, Action, Decision, changer, concernes
from processors.cli.lot import _warn_replaced
from processors.cli.lot import bilan as told
from tests.batch.fabrique import JOUR, archive, bilan, poser, siret
from tests.batch.outils import contenu, lancer, sur_place

BY = Decision("A. Martin", "2026-03-03 09:00:00", "non")


@pytest.fixture
def recus(tmp_path: Path) -> Path:
    folder = tmp_path / "recus"
    folder.mkdir()
    return folder


def decide(resultats: Path, *actions: Action) -> None:
    with ouvrir(resultats / DATABASE) as base:
        for action in actions:
            changer(base, action, concernes(base, action, []) or concernes(base, action, [siret(1)]), BY)


def remarques(fin: Fin) -> dict[str, list[str]]:
    return {one.recu.fichier: [found.code for found in one.remarques] for one in fin.situation.bilans}


def comptent(fin: Fin) -> list[str]:
    return [one.recu.fichier for one in fin.situation.comptent]


def test_a_member_is_received_with_its_archive_not_on_the_day_it_was_written(recus: Path, tmp_path: Path) -> None:
    poser(recus, "export.txt", bilan(1), JOUR)
    lancer(recus, tmp_path / "res")
    decide(tmp_path / "res", VALIDER, TRANSMETTRE)
    written, received = JOUR - timedelta(days=1), JOUR + timedelta(days=8)
    poser(recus, "correction.zip", archive({"bilan.txt": bilan(1, nom="Corrigée")}, written), received)
    fin = lancer(recus, tmp_path / "res", reprendre=True)
    assert comptent(fin) == ["correction.zip/bilan.txt"]
    assert remarques(fin)["export.txt"] == ["TRANSMIS-REMPLACE"]


def test_in_one_archive_the_member_written_last_counts_even_once_the_archive_is_gone(
    recus: Path, tmp_path: Path
) -> None:
    early, late = (JOUR - timedelta(days=days) for days in (5, 2))
    members = {**dated("z.txt", early, "Avant"), **dated("a.txt", late, "Après")}
    path = poser(recus, "envoi.zip", archive(members), JOUR)
    whole = lancer(recus, tmp_path / "entier")
    assert comptent(whole) == ["envoi.zip/a.txt"]

    def cut(pieces: Iterable[Piece], reglages: Reglages) -> Iterator[tuple[Piece, Rendu]]:
        yield from sur_place(pieces, reglages)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        lancer(recus, tmp_path / "res", cut)
    path.unlink()
    assert comptent(lancer(recus, tmp_path / "res", reprendre=True)) == ["envoi.zip/a.txt"]
    kept = [contenu(folder)["receptions"] for folder in (tmp_path / "entier", tmp_path / "res")]
    assert kept[0] == kept[1]


def dated(name: str, day: datetime, nom: str) -> dict[str | ZipInfo, bytes]:
    return {ZipInfo(name, day.timetuple()[:6]): bilan(1, nom=nom)}


def test_a_valid_report_that_only_its_date_sets_aside_is_an_alert(
    recus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    poser(recus, "export.txt", bilan(1), JOUR)
    lancer(recus, tmp_path / "res")
    decide(tmp_path / "res", VALIDER, TRANSMETTRE)
    poser(recus, "retrouve.txt", bilan(1, nom="Corrigée"), JOUR - timedelta(days=3))
    fin = lancer(recus, tmp_path / "res", reprendre=True)
    assert comptent(fin) == ["export.txt"]
    [left] = fin.situation.non_retenus
    [found] = left.remarques
    assert (found.code, found.gravite) == ("BILAN-NON-RETENU", "alerte")
    assert f'campagne valider RESULTATS {siret(1)} --fichier "retrouve.txt"' in found.remede
    _warn_replaced(fin)
    assert "1 bilan valide n’est pas retenu" in capsys.readouterr().err
    with ouvrir(tmp_path / "res" / DATABASE) as base:
        chosen = concernes(base, VALIDER, [siret(1)], fichier="retrouve.txt")
        changer(base, VALIDER, chosen, BY, choix=True)
    fin = lancer(recus, tmp_path / "res", reprendre=True)
    assert comptent(fin) == ["retrouve.txt"]
    assert remarques(fin) == {"export.txt": ["TRANSMIS-REMPLACE"], "retrouve.txt": []}
    _warn_replaced(fin)
    assert "1 bilan déjà transmis est remplacé" in capsys.readouterr().err


def test_the_same_answers_in_another_file_reopen_nothing(recus: Path, tmp_path: Path) -> None:
    poser(recus, "export.txt", bilan(1), JOUR)
    lancer(recus, tmp_path / "res")
    decide(tmp_path / "res", VALIDER, TRANSMETTRE)
    poser(recus, "encore.txt", bilan(1) + b"\r\n", JOUR + timedelta(days=8))
    fin = lancer(recus, tmp_path / "res", reprendre=True)
    assert comptent(fin) == ["export.txt"]
    assert remarques(fin) == {"export.txt": [], "encore.txt": ["MEMES-REPONSES"]}


def test_answers_that_were_refused_and_come_back_are_told(recus: Path, tmp_path: Path) -> None:
    poser(recus, "export.txt", bilan(1), JOUR)
    lancer(recus, tmp_path / "res")
    decide(tmp_path / "res", REFUSER)
    poser(recus, "encore.txt", bilan(1) + b"\r\n", JOUR + timedelta(days=8))
    poser(recus, "copie.txt", bilan(1), JOUR + timedelta(days=8))
    fin = lancer(recus, tmp_path / "res", reprendre=True)
    assert remarques(fin)["encore.txt"] == ["REPONSES-DEJA-REFUSEES"]
    assert [found.code for _, found in fin.situation.doublons] == ["FICHIER-EN-DOUBLE"]


def test_a_file_to_correct_that_comes_back_as_it_was_is_told(recus: Path, tmp_path: Path) -> None:
    poser(recus, "faux.txt", bilan(1, faux=True), JOUR)
    poser(recus, "corrige/faux.txt", bilan(1, faux=True), JOUR + timedelta(days=8))
    fin = lancer(recus, tmp_path / "res")
    assert [found.code for _, found in fin.situation.doublons] == ["FICHIER-RENVOYE"]


def test_the_anomalies_of_a_last_faulty_report_are_among_the_broken_rules(recus: Path, tmp_path: Path) -> None:
    poser(recus, "juste.txt", bilan(1), JOUR)
    poser(recus, "faux.txt", bilan(1, faux=True), JOUR + timedelta(days=1))
    fin = lancer(recus, tmp_path / "res")
    assert comptent(fin) == ["juste.txt"]
    assert "CHAMP-OBLIGATOIRE" in {one.code for one in fin.situation.enfreintes}


def test_without_the_list_the_last_one_stands_with_its_addresses(recus: Path, tmp_path: Path) -> None:
    poser(recus, "faux.txt", bilan(2, faux=True))
    expected = tuple(Collectivite(siret(number), f"C{number}", f"c{number}@x.fr") for number in (2, 3))
    first = lancer(recus, tmp_path / "res", attendus=expected)
    before = (tmp_path / "res" / "relances.csv").read_bytes()
    fin = lancer(recus, tmp_path / "res", reprendre=True)
    assert (tmp_path / "res" / "relances.csv").read_bytes() == before
    rows = list(csv.DictReader(before.decode("utf-8-sig").splitlines(keepends=True), delimiter=";"))
    assert {row["courriel"] for row in rows} == {"c2@x.fr", "c3@x.fr"}
    assert (first.liste_gardee, fin.liste_gardee) == (False, True)
    assert any("est la dernière donnée" in line for line in told(fin))
