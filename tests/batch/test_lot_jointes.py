"""Documents that come with reports, and the folders of the centre de gestion."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from processors.batch.attendus import Collectivite
from processors.batch.lot import Fin
from tests.batch.fabrique import archive, bilan, poser, siret
from tests.batch.outils import lancer

PDF = b"%PDF-1.4\nlettre\n"
ATTENDUS = (Collectivite(siret(1), "Fontheim"), Collectivite(siret(2), "Altkirch"))


@pytest.fixture
def recus(tmp_path: Path) -> Path:
    folder = tmp_path / "recus"
    folder.mkdir()
    return folder


def files(fin: Fin) -> tuple[list[str], list[str]]:
    """The documents that came with a report, and what is to correct."""
    beside, wrong = fin.situation.jointes, fin.situation.a_corriger
    return [one.recu.fichier for one in beside], [one.recu.fichier for one in wrong]


@pytest.mark.parametrize("zipped", [True, False], ids=["archive", "folder"])
def test_a_letter_beside_an_accepted_report_bothers_nobody(recus: Path, tmp_path: Path, zipped: bool) -> None:
    members = {"bilan.txt": bilan(1), "lisez-moi.pdf": PDF, "note.txt": b"Bonjour, voici notre bilan."}
    if zipped:
        poser(recus, "Fontheim.zip", archive({name: octets for name, octets in members.items()}))
    else:
        for name, octets in members.items():
            poser(recus, f"Fontheim/{name}", octets)
    fin = lancer(recus, tmp_path / "res", attendus=ATTENDUS)
    beside, wrong = files(fin)
    assert [name.rpartition("/")[2] for name in beside] == ["lisez-moi.pdf", "note.txt"]
    assert wrong == []
    assert fin.verdicts == ("accepté",)
    assert {found.code for one in fin.situation.jointes for found in one.remarques} == {"PIECE-JOINTE"}
    assert not [one.message for one in fin.situation.jointes if one.message]
    assert not fin.situation.pistes
    table = (tmp_path / "res" / "lot.csv").read_text(encoding="utf-8-sig").splitlines()
    rows = {row["fichier"].rpartition("/")[2]: row for row in csv.DictReader(table, delimiter=";")}
    assert [rows["lisez-moi.pdf"][name] for name in ("verdict", "statut", "message")] == ["pièce jointe", "", ""]


@pytest.mark.parametrize(
    "sent",
    [
        {"bilan.txt": bilan(1), "lettre.pdf": PDF},
        {"semaine/1.txt": bilan(1), "semaine/3.txt": bilan(3), "semaine/scan.pdf": PDF},
        {"Fontheim/bilan.txt": bilan(1), "Fontheim/Altkirch.pdf": PDF},
        {"Fontheim/scan.pdf": PDF},
    ],
    ids=["among all that was received", "among several collectivités", "named after one who is missing", "alone"],
)
def test_a_document_that_may_stand_for_a_report_stays_to_correct(
    recus: Path, tmp_path: Path, sent: dict[str, bytes]
) -> None:
    for name, octets in sent.items():
        poser(recus, name, octets)
    fin = lancer(recus, tmp_path / "res", attendus=ATTENDUS)
    beside, wrong = files(fin)
    assert beside == []
    assert [name for name in wrong if name.endswith(".pdf")] == [name for name in sent if name.endswith(".pdf")]
    assert "rejeté" in fin.verdicts


def test_an_unreadable_file_points_to_nobody_whose_report_was_received(recus: Path, tmp_path: Path) -> None:
    poser(recus, "Fontheim.txt", bilan(1))
    poser(recus, "Fontheim (copie).xlsx", b"PK\x03\x04abime")
    poser(recus, "Altkirch.xlsx", b"PK\x03\x04casse")
    fin = lancer(recus, tmp_path / "res", attendus=ATTENDUS)
    assert {lead: one.recu.fichier for lead, one in fin.situation.pistes.items()} == {siret(2): "Altkirch.xlsx"}
    told = [
        one.recu.fichier for one in fin.situation.bilans for found in one.remarques if "expéditeur" in found.message
    ]
    assert "Fontheim (copie).xlsx" not in told


def test_what_is_sent_never_names_the_folders_of_the_centre_de_gestion(recus: Path, tmp_path: Path) -> None:
    poser(recus, "relances Mme Durand/Fontheim v2.txt", bilan(1, faux=True))
    poser(recus, "relances Mme Durand/envoi.zip", archive({"sem2/Altkirch.txt": bilan(2, faux=True)}))
    lancer(recus, tmp_path / "res", attendus=ATTENDUS)
    texts = {
        path: path.read_text(encoding="utf-8", errors="replace")
        for path in (tmp_path / "res" / "bilans").rglob("*")
        if path.suffix in (".txt", ".html")
    }
    assert not [path for path, text in texts.items() if "Durand" in text or "sem2" in text]
    assert [path for path, text in texts.items() if "Fontheim v2.txt" in text and path.name.startswith("message-")]
