"""A report that the centre de gestion sends back, a newer faulty one, and values that nobody could read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from processors.campaign.base import ouvrir
from processors.campaign.etat import avancement, histoire
from processors.campaign.reception import Reception, de_controle, illisibles
from processors.campaign.requetes import executer
from processors.campaign.transitions import REFUSER, VALIDER, Decision, changer, concernes
from processors.control import check_source
from processors.example import exemple
from processors.example.identite import siret
from processors.findings import CellRef, Finding, Severity
from processors.sources import Source
from schemas.plan import Value
from tests.campaign.receptions import faulty, reception
from tests.cli.outils import REC, Run

BY = Decision("A. Martin", "2020-04-01 10:30:00", "effectifs à revoir")
FIRST = reception(1, sha256="a", fichier="recu/mars/bilan.xlsx")
FAULTY = faulty(1, sha256="b", fichier="recu/avril/corrige.xlsx", recu_le="2020-04-10")
DECIDED = ("--par", "B", "--malgre-anomalies", "--motif", "confirmé")


def campaign(folder: Path, *sent: Reception) -> Path:
    with ouvrir(folder / "campagne.duckdb") as campagne:
        campagne.enregistrer(sent)
    return folder


def refused(folder: Path) -> None:
    with ouvrir(folder / "campagne.duckdb") as campagne:
        changer(campagne, REFUSER, concernes(campagne, REFUSER, [siret(1)]), BY)


def in_force(folder: Path) -> list[str]:
    with ouvrir(folder / "campagne.duckdb", lecture_seule=True) as campagne:
        return [one.fichier for one in campagne.receptions(siret(1)) if one.en_vigueur]


def test_a_refused_report_is_no_longer_valid_and_is_to_be_reminded(tmp_path: Path) -> None:
    refused(campaign(tmp_path, FIRST, reception(2)))
    with ouvrir(tmp_path / "campagne.duckdb") as campagne:
        (one,) = campagne.receptions(siret(1))
        assert (one.valide, one.refuse, one.en_vigueur, one.a_corriger) == (False, True, True, True)
        (line,) = executer(campagne, "relances").lignes
    assert line[0] == siret(1)
    assert line[2:4] == ("refusé", BY.motif)


def test_after_a_refusal_the_newer_report_is_the_one_in_force(tmp_path: Path, run: Run) -> None:
    refused(campaign(tmp_path, FIRST))
    campaign(tmp_path, FAULTY)
    assert in_force(tmp_path) == [FAULTY.fichier]
    assert run("campagne", "valider", tmp_path, siret(1), *DECIDED).code == 0
    with ouvrir(tmp_path / "campagne.duckdb", lecture_seule=True) as campagne:
        assert [one.statut for one in campagne.receptions(siret(1))] == ["à corriger", "validé"]


def test_a_refusal_brings_back_no_older_report_but_one_that_was_validated(tmp_path: Path) -> None:
    newer = reception(1, sha256="c", fichier="recu/mai.xlsx", recu_le="2020-05-01")
    newer = replace(newer, valeurs={**newer.valeurs, "1.1.1!G001.C05": 4})
    never = tmp_path / "jamais-valide"
    never.mkdir()
    refused(campaign(never, FIRST, newer))
    assert in_force(never) == [newer.fichier]
    campaign(tmp_path, FIRST)
    with ouvrir(tmp_path / "campagne.duckdb") as campagne:
        changer(campagne, VALIDER, concernes(campagne, VALIDER, [siret(1)]), BY)
    campaign(tmp_path, newer)
    assert in_force(tmp_path) == [newer.fichier]
    refused(tmp_path)
    assert in_force(tmp_path) == [FIRST.fichier]


def test_a_newer_faulty_report_is_shown_and_can_be_chosen_by_its_file(tmp_path: Path, run: Run) -> None:
    campaign(tmp_path, FIRST, FAULTY)
    with ouvrir(tmp_path / "campagne.duckdb", lecture_seule=True) as campagne:
        assert f"1 dernier envoi à corriger, un bilan plus ancien restant en vigueur\u00a0: {FAULTY.fichier}" in str(
            list(avancement(campagne))
        ).replace("\\xa0", "\u00a0")
        assert any(line.endswith("à corriger, dernier envoi à corriger") for line in histoire(campagne, siret(1)))
        assert [line[2] for line in executer(campagne, "relances").lignes] == ["dernier envoi à corriger"]
    unsure = run("campagne", "valider", tmp_path, siret(1), *DECIDED)
    assert unsure.code == 3
    assert "Dites lequel valider, après --fichier" in unsure.err
    assert run("campagne", "valider", tmp_path, siret(1), *DECIDED, "--fichier", "corrige.xlsx").code == 0
    assert in_force(tmp_path) == [FAULTY.fichier]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((siret(1), "--fichier", "autre.xlsx"), "Ses fichiers\u00a0: recu/mars/bilan.xlsx"),
        ((siret(1), siret(2), "--fichier", "bilan.xlsx"), "un seul SIRET"),
        (("--tous", "--fichier", "bilan.xlsx"), "un seul SIRET"),
    ],
)
def test_a_file_that_cannot_be_chosen_changes_nothing(
    tmp_path: Path, run: Run, options: tuple[str, ...], said: str
) -> None:
    newer = reception(1, sha256="c", fichier="recu/mai.xlsx", recu_le="2020-05-01")
    campaign(tmp_path, FIRST, newer, reception(2))
    ended = run("campagne", "valider", tmp_path, *options, "--par", "B")
    assert ended.code in (2, 3)
    assert said in ended.err
    with ouvrir(tmp_path / "campagne.duckdb", lecture_seule=True) as campagne:
        assert {one.statut for one in campagne.receptions()} == {"accepté"}


def test_a_validated_file_can_be_refused_by_its_name(tmp_path: Path, run: Run) -> None:
    newer = reception(1, sha256="c", fichier="recu/mai.xlsx", recu_le="2020-05-01")
    campaign(tmp_path, FIRST, newer)
    ended = run("campagne", "refuser", tmp_path, siret(1), "--par", "B", "--motif", "non", "--fichier", "bilan.xlsx")
    assert ended.code == 0
    assert in_force(tmp_path) == [newer.fichier]


def test_values_that_nobody_could_read_are_never_dropped_silently(tmp_path: Path, run: Run) -> None:
    campaign(tmp_path, replace(FAULTY, illisibles=2))
    before = run("campagne", "valider", tmp_path, siret(1), *DECIDED)
    assert before.code == 3
    assert "2 valeurs illisibles n’entrent pas dans le txt" in before.err
    assert "--partiel" in before.err
    forced = run("campagne", "valider", tmp_path, siret(1), *DECIDED, "--partiel")
    assert forced.code == 0
    assert "2 valeurs illisibles" in forced.err
    sent = run("campagne", "transmettre", tmp_path, "-o", tmp_path / "m.txt", "--par", "B")
    assert sent.code == 0
    assert "2 valeurs illisibles n’entrent pas dans le txt" in sent.err


def test_the_values_left_out_are_counted_from_the_check() -> None:
    found = exemple(REC, 1, ("rec",))
    numbers = [code for code, value in found.values.items() if isinstance(value, int)][3:5]
    wrong: dict[str, Value] = dict.fromkeys(numbers, "douze")
    typed = check_source(Source(replace(found, values={**found.values, **wrong})))
    received = de_controle(typed, fichier="a.xlsx", sha256="1", taille=1, recu_le="2020-03-01")
    assert received.illisibles == 2
    assert not wrong.keys() & received.valeurs.keys()
    assert illisibles(check_source(Source(found))) == 0
    kept = {code: value for code, value in found.values.items() if code != numbers[0]}
    lost = Finding("X", Severity.BLOQUANT, "Illisible.", "", (CellRef(numbers[0], value="#REF!"), CellRef("blank")))
    read = check_source(Source(replace(found, values=kept), (lost,)))
    assert illisibles(read) == 1, "what the reading lost counts, a blank does not"
