"""What becomes of the files of a lot: copies, several sendings, unknown SIRET, top-ups, refusals."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from openpyxl import load_workbook

from processors.batch.attendus import Collectivite
from processors.batch.lot import DATABASE, LotImpossible
from processors.batch.pieces import Piece
from processors.batch.reglages import Reglages
from processors.batch.rendu import Rendu
from processors.campaign.base import CampagneImpossible, ouvrir
from tests.batch.fabrique import CORPUS, JOUR, bilan, poser, siret, vide
from tests.batch.outils import REGLAGES, codes, contenu, lancer, sur_place


@pytest.fixture
def recus(tmp_path: Path) -> Path:
    folder = tmp_path / "recus"
    folder.mkdir()
    return folder


def test_a_same_content_counts_once_and_the_copy_is_told(recus: Path, tmp_path: Path) -> None:
    poser(recus, "b.txt", bilan(1), JOUR)
    poser(recus, "a.txt", bilan(1), JOUR + timedelta(days=1))
    fin = lancer(recus, tmp_path / "res")
    assert [one.recu.fichier for one in fin.situation.bilans] == ["b.txt"]
    [(name, found)] = fin.situation.doublons
    assert (name, found.code) == ("a.txt", "FICHIER-EN-DOUBLE")
    assert "b.txt" in found.message


@pytest.mark.parametrize(
    ("sent", "counts", "said"),
    [
        ([("1.txt", False, 0), ("2.txt", False, 1)], "2.txt", "BILAN-REMPLACE"),
        ([("1.txt", False, 0), ("2.txt", True, 1)], "1.txt", "DERNIER-ENVOI-A-CORRIGER"),
        ([("1.txt", True, 1), ("2.txt", False, 0)], "2.txt", "DERNIER-ENVOI-A-CORRIGER"),
        ([("1.txt", False, 0), ("2.txt", False, 0)], "2.txt", "BILAN-REMPLACE"),
    ],
    ids=["last valid", "a later wrong one does not replace", "whatever the names", "same day: by name"],
)
def test_the_last_valid_sending_counts_and_the_others_stay(
    recus: Path, tmp_path: Path, sent: list[tuple[str, bool, int]], counts: str, said: str
) -> None:
    for name, wrong, day in sent:
        poser(recus, name, bilan(1, faux=wrong, nom=f"Commune ({name})"), JOUR + timedelta(days=day))
    fin = lancer(recus, tmp_path / "res")
    assert len(fin.situation.bilans) == 2
    assert [one.recu.fichier for one in fin.situation.comptent] == [counts]
    [replaced] = [one for one in fin.situation.bilans if not one.recu.en_vigueur]
    assert [found.code for found in replaced.remarques] == [said]


def test_missing_and_unknown_are_told_against_the_list(recus: Path, tmp_path: Path) -> None:
    poser(recus, "1.txt", bilan(1))
    poser(recus, "2.txt", bilan(2))
    near = f"{siret(2)[:9]}00028"
    expected = (Collectivite(siret(1), "Un"), Collectivite(near, "Deux"), Collectivite(siret(3), "Trois", "t@x.fr"))
    fin = lancer(recus, tmp_path / "res", attendus=expected)
    assert [one.nom for one in fin.situation.manquants] == ["Deux", "Trois"]
    [unknown] = fin.situation.inattendus
    assert unknown.recu.siret == siret(2)
    assert near in unknown.remarques[0].message
    with ouvrir(tmp_path / "res" / DATABASE, lecture_seule=True) as base:
        assert len(base.manquants()) == 2


def test_reminders_name_the_missing_and_those_to_correct_with_what_to_attach(recus: Path, tmp_path: Path) -> None:
    poser(recus, "faux.txt", bilan(2, faux=True))
    poser(recus, "juste.txt", bilan(1))
    expected = tuple(Collectivite(siret(number), f"C{number}", f"c{number}@x.fr") for number in (1, 2, 3))
    lancer(recus, tmp_path / "res", attendus=expected)
    text = (tmp_path / "res" / "relances.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(keepends=True), delimiter=";"))
    assert [(row["siret"], row["situation"], row["courriel"]) for row in rows] == [
        (siret(3), "manquant", "c3@x.fr"),
        (siret(2), "à corriger", "c2@x.fr"),
    ]
    assert all((tmp_path / "res" / path).is_file() for path in rows[1]["pieces"].split("; "))


def test_the_workbook_of_the_lot_has_its_sheets_and_links_to_files_that_exist(recus: Path, tmp_path: Path) -> None:
    poser(recus, "faux.txt", bilan(2, faux=True))
    poser(recus, "juste.txt", bilan(1))
    lancer(recus, tmp_path / "res")
    book = load_workbook(tmp_path / "res" / "lot.xlsx")
    assert book.sheetnames == [
        "Synthèse", "Reçus", "Manquants", "À corriger", "Règles les plus enfreintes", "Anomalies", "Relances",
    ]  # fmt: skip
    links = [
        str(cell.hyperlink.target).replace("\\", "/")
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink
    ]
    assert len(links) > 5
    assert all((tmp_path / "res" / target).is_file() for target in links)
    assert book["Anomalies"].auto_filter.ref
    assert book["À corriger"].cell(2, 1).value == siret(2)


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+33", "-2+3", "\t=1"])
def test_nothing_received_becomes_a_formula(recus: Path, tmp_path: Path, name: str) -> None:
    poser(recus, f"{name}.txt", bilan(1, nom="=HYPERLINK(1)"))
    lancer(recus, tmp_path / "res", attendus=(Collectivite(siret(9), "=1+2", "@x"),))
    for file in ("lot.csv", "relances.csv"):
        text = (tmp_path / "res" / file).read_text(encoding="utf-8-sig")
        for row in csv.reader(text.splitlines(keepends=True), delimiter=";"):
            assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]
    book = load_workbook(tmp_path / "res" / "lot.xlsx")
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_finished_lot_is_completed_by_what_came_since(recus: Path, tmp_path: Path) -> None:
    poser(recus, "1.txt", bilan(1))
    lancer(recus, tmp_path / "res")
    poser(recus, "2.txt", bilan(2), JOUR + timedelta(days=7))
    fin = lancer(recus, tmp_path / "res", reprendre=True)
    assert fin.traites == 1
    assert [one.recu.fichier for one in fin.situation.bilans] == ["1.txt", "2.txt"]


def test_results_that_exist_are_not_mixed_with_another_lot_unless_asked(recus: Path, tmp_path: Path) -> None:
    poser(recus, "1.txt", bilan(1))
    lancer(recus, tmp_path / "res")
    with pytest.raises(LotImpossible, match="--reprendre"):
        lancer(recus, tmp_path / "res")
    other = tmp_path / "autre"
    poser(other, "lettre.odt", b"")
    with pytest.raises(LotImpossible, match="pas un dossier de résultats"):
        lancer(recus, other, reprendre=True)
    with pytest.raises(LotImpossible, match="introuvable"):
        lancer(tmp_path / "rien", tmp_path / "res2")
    with pytest.raises(LotImpossible, match="contient le dossier reçu"):
        lancer(recus, tmp_path, reprendre=True)


def test_two_lots_cannot_write_the_same_results(recus: Path, tmp_path: Path) -> None:
    poser(recus, "1.txt", bilan(1))
    lancer(recus, tmp_path / "res")

    def meddling(pieces: Iterable[Piece], reglages: Reglages) -> Iterator[tuple[Piece, Rendu]]:
        with pytest.raises(CampagneImpossible, match="utilisée par un autre programme"):
            ouvrir(tmp_path / "res" / DATABASE, lecture_seule=True)
        return sur_place(pieces, reglages)

    lancer(recus, tmp_path / "res", meddling, reprendre=True)


def test_an_interrupted_lot_resumes_with_its_day_and_refuses_other_options(recus: Path, tmp_path: Path) -> None:
    for number in range(4):
        poser(recus, f"{number}.txt", bilan(number))
    whole = tmp_path / "entier"
    lancer(recus, whole)

    def cut(pieces: Iterable[Piece], reglages: Reglages) -> Iterator[tuple[Piece, Rendu]]:
        for rank, done in enumerate(sur_place(reversed(list(pieces)), reglages)):
            if rank == 2:
                raise KeyboardInterrupt
            yield done

    with pytest.raises(KeyboardInterrupt):
        lancer(recus, tmp_path / "res", cut)
    with pytest.raises(LotImpossible, match="avec d’autres options"):
        lancer(recus, tmp_path / "res", reglages=Reglages(REGLAGES.jour, ("txt",)), reprendre=True)
    later = Reglages(REGLAGES.jour + timedelta(days=3), REGLAGES.livrables)
    fin = lancer(recus, tmp_path / "res", reglages=later, reprendre=True)
    assert fin.traites == 2
    assert contenu(tmp_path / "res") == contenu(whole)


def test_a_workbook_of_agent_sheets_is_refused_and_nothing_of_it_is_kept(recus: Path, tmp_path: Path) -> None:
    from io import BytesIO

    from xlsxwriter import Workbook

    stream = BytesIO()
    with Workbook(stream) as book:
        book.add_worksheet("Agents").write_row(0, 0, ["Nom", "DUPONT Jeanne"])
        identity = book.add_worksheet("_bilan_social")
        identity.write_column(0, 0, ["format", "questionnaire"])
        identity.write_column(0, 1, ["bilan-social/classeur 1", "fiches"])
    poser(recus, "agents.xlsx", stream.getvalue())
    fin = lancer(recus, tmp_path / "res")
    assert codes(fin, tmp_path / "res") == {"agents.xlsx": {"FICHES-PAS-UN-BILAN"}}
    written = [path.read_bytes() for path in (tmp_path / "res").rglob("*") if path.is_file()]
    assert not any(b"DUPONT" in octets for octets in written)


def test_no_personal_field_nor_stray_content_enters_the_campaign(recus: Path, tmp_path: Path) -> None:
    stray = "VALEUR-HORS-TABLEAU--remarque.xlsx"
    poser(recus, stray, (CORPUS / "should_fail" / stray).read_bytes())
    fin = lancer(recus, tmp_path / "res")
    assert "VALEUR-HORS-TABLEAU" in codes(fin, tmp_path / "res")[stray]
    with ouvrir(tmp_path / "res" / DATABASE, lecture_seule=True) as base:
        [message] = base.lignes("SELECT message FROM constats WHERE code = 'VALEUR-HORS-TABLEAU'")[0]
        assert "par exemple" not in message
        assert not base.lignes("SELECT 1 FROM valeurs WHERE variable LIKE 'collectivite!contact%'")


def test_the_json_of_the_lot_holds_every_report_with_its_findings(recus: Path, tmp_path: Path) -> None:
    poser(recus, "faux.txt", bilan(2, faux=True))
    poser(recus, "~$faux.txt", b"x")
    lancer(recus, tmp_path / "res")
    said = json.loads((tmp_path / "res" / "lot.json").read_text(encoding="utf-8"))
    assert said["ignores"] == ["~$faux.txt"]
    assert said["verdicts"]["à corriger"] == 1
    [one] = said["bilans"]
    assert any(found["code"] == "CHAMP-OBLIGATOIRE" for found in one["constats"])


@pytest.mark.parametrize("livrables", [("txt",), ("message",), ("json", "message")])
def test_no_text_promises_a_file_that_is_not_attached(recus: Path, tmp_path: Path, livrables: tuple[str, ...]) -> None:
    poser(recus, "faux.txt", bilan(2, faux=True))
    lancer(recus, tmp_path / "res", reglages=Reglages(REGLAGES.jour, livrables))
    texts = [path.read_text(encoding="utf-8") for path in (tmp_path / "res" / "bilans").rglob("message-*")]
    texts.append((tmp_path / "res" / "relances.csv").read_text(encoding="utf-8-sig"))
    assert not [text for text in texts if "joint" in text or "annotée" in text]


@pytest.mark.parametrize("name", [f"bilan {siret(3)[:9]}.xls", "envois/Saint-Martin/bilan.xls", "ST MARTIN.xls"])
def test_an_unreadable_file_is_told_to_whom_it_may_come_from(recus: Path, tmp_path: Path, name: str) -> None:
    poser(recus, name, (CORPUS / "should_fail" / "FICHIER-XLS--enregistre-par-libreoffice.xls").read_bytes())
    expected = (Collectivite(siret(3), "Commune de Saint-Martin"), Collectivite(siret(4), "Martin"))
    fin = lancer(recus, tmp_path / "res", attendus=expected)
    whose = "Martin" if name.startswith("ST") else "Commune de Saint-Martin"
    [(found, lead)] = [(one, fin.situation.pistes[one.siret]) for one in expected if one.siret in fin.situation.pistes]
    assert (found.nom, lead.recu.fichier) == (whose, name)
    assert "EXPEDITEUR-PROBABLE" in {remark.code for remark in lead.remarques}
    text = (tmp_path / "res" / "relances.csv").read_text(encoding="utf-8-sig")
    reminders = {row["siret"]: row for row in csv.DictReader(text.splitlines(keepends=True), delimiter=";")}
    assert f"«\u00a0{Path(name).name}\u00a0»" in reminders[found.siret]["message"]
    assert "pas encore reçu" not in reminders[found.siret]["message"]


@pytest.mark.parametrize("faux", [False, True], ids=["accepted", "to correct"])
def test_a_blank_report_sent_later_never_replaces_a_filled_one(recus: Path, tmp_path: Path, faux: bool) -> None:
    poser(recus, "rempli.txt", bilan(1, faux=faux))
    poser(recus, "vide.txt", vide(1), JOUR + timedelta(days=1))
    fin = lancer(recus, tmp_path / "res")
    [blank] = [one for one in fin.situation.bilans if one.recu.fichier == "vide.txt"]
    assert blank.recu.verdict == "accepté avec alertes"
    assert [one.recu.fichier for one in fin.situation.comptent] == ["rempli.txt"]
    assert [found.code for found in blank.remarques] == ["ENVOI-VIDE-NON-RETENU"]
    assert [one.recu.fichier for one in fin.situation.a_corriger] == (["rempli.txt"] if faux else [])


def test_what_is_recorded_bears_the_digest_of_what_was_read(recus: Path, tmp_path: Path) -> None:
    poser(recus, "1.txt", bilan(1))

    def changed(pieces: Iterable[Piece], reglages: Reglages) -> Iterator[tuple[Piece, Rendu]]:
        poser(recus, "1.txt", bilan(2))
        return sur_place(pieces, reglages)

    lancer(recus, tmp_path / "res", changed)
    with ouvrir(tmp_path / "res" / DATABASE, lecture_seule=True) as base:
        [(digest, found)] = base.lignes("SELECT sha256, siret FROM receptions")
    assert (digest, found) == (sha256(bilan(2)).hexdigest(), siret(2))
    assert lancer(recus, tmp_path / "res", reprendre=True).traites == 0


def test_a_lot_without_any_file_ends_well(recus: Path, tmp_path: Path) -> None:
    assert lancer(recus, tmp_path / "res").verdicts == ()
    assert (tmp_path / "res" / "lot.xlsx").is_file()
