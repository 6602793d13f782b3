"""Several reports of one collectivité: the choice of the centre de gestion, what was sent, answers sent again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.campaign.base import Campagne, CampagneImpossible, en_memoire, ouvrir, steps
from processors.campaign.reception import Reception
from processors.campaign.requetes import executer
from processors.campaign.transitions import REFUSER, TRANSMETTRE, VALIDER, Action, Decision, changer, concernes
from processors.example.identite import siret
from tests.campaign.receptions import faulty, reception
from tests.cli.outils import Run

BY = ("--par", "A. Martin")
SENT = reception(1, sha256="a", fichier="export_groupe.txt", recu_le="2020-10-08")


def other(name: str, day: str, figure: int = 4) -> Reception:
    """Another report of the same collectivité, with another figure."""
    found = reception(1, sha256=name, fichier=name, recu_le=day)
    return replace(found, valeurs={**found.valeurs, "1.1.1!G001.C05": figure})


def same(name: str, day: str) -> Reception:
    return replace(SENT, sha256=name, fichier=name, recu_le=day)


CORRECTION = other("correction.zip/bilan.txt", "2020-10-07")


def record(folder: Path, *sent: Reception) -> None:
    with ouvrir(folder / "campagne.duckdb") as campagne:
        campagne.enregistrer(sent)


def in_force(folder: Path) -> tuple[str, str]:
    """The file in force, and its status."""
    with ouvrir(folder / "campagne.duckdb", lecture_seule=True) as campagne:
        (found,) = [(one.fichier, one.statut) for one in campagne.receptions(siret(1)) if one.en_vigueur]
    return found


def reminded(folder: Path) -> list[str]:
    with ouvrir(folder / "campagne.duckdb", lecture_seule=True) as campagne:
        return [line[-1] for line in executer(campagne, "relances").lignes]


@pytest.fixture
def sent(tmp_path: Path, run: Run) -> Path:
    """A campaign of one report, sent to the ministry."""
    record(tmp_path, SENT)
    assert run("campagne", "valider", tmp_path, "--tous", *BY).code == 0
    assert run("campagne", "transmettre", tmp_path, "-o", tmp_path / "m.txt", *BY).code == 0
    return tmp_path


def choose(run: Run, folder: Path, name: str) -> str:
    ended = run("campagne", "valider", folder, siret(1), "--fichier", name, *BY)
    assert ended.code == 0, ended.err
    return ended.out + ended.err


def test_a_choice_by_file_wins_over_dates_even_over_a_report_that_was_sent(sent: Path, run: Run) -> None:
    record(sent, CORRECTION)
    assert in_force(sent) == (SENT.fichier, "transmis")
    said = choose(run, sent, CORRECTION.fichier)
    assert "remplace «\u00a0export_groupe.txt\u00a0», déjà transmis" in said
    assert in_force(sent) == (CORRECTION.fichier, "validé")
    before = (sent / "m.txt").read_bytes()
    assert run("campagne", "transmettre", sent, "-o", sent / "bis.txt", *BY).code == 0
    assert in_force(sent) == (CORRECTION.fichier, "transmis")
    assert (sent / "m.txt").read_bytes() == before != (sent / "bis.txt").read_bytes()
    with ouvrir(sent / "campagne.duckdb", lecture_seule=True) as campagne:
        history = campagne.lignes("SELECT statut FROM transitions WHERE reception = 1 ORDER BY ordre")
    assert [status for (status,) in history] == ["reçu", "accepté", "validé", "transmis"]


def test_after_a_choice_only_what_comes_later_takes_its_place(sent: Path, run: Run) -> None:
    record(sent, CORRECTION, other("futur.txt", "2031-01-01", 9))
    choose(run, sent, CORRECTION.fichier)
    assert in_force(sent)[0] == CORRECTION.fichier, "a date in the future does not win over a choice"
    record(sent, other("ancien.txt", "2020-10-20", 5))
    assert in_force(sent)[0] == CORRECTION.fichier, "dated before the choice"
    record(sent, other("nouveau.txt", "2099-01-01", 6))
    assert in_force(sent)[0] == "nouveau.txt"


def test_a_choice_can_be_changed_and_a_refusal_undoes_it(tmp_path: Path, run: Run) -> None:
    first, second, third = (other(f"{rank}.txt", f"2020-05-0{rank}", rank) for rank in (1, 2, 3))
    record(tmp_path, first, second, third, faulty(1, sha256="f", fichier="faux.txt", recu_le="2020-05-04"))
    assert reminded(tmp_path) == ["faux.txt"]
    for name in ("1.txt", "2.txt", "1.txt"):
        choose(run, tmp_path, name)
        assert in_force(tmp_path)[0] == name
        assert reminded(tmp_path) == [], "who chooses knows the last one, and does without it"
    refused = run("campagne", "refuser", tmp_path, siret(1), "--motif", "non", *BY)
    assert "écrira la relance" in refused.out
    assert in_force(tmp_path) == ("2.txt", "validé")


def test_the_report_that_was_sent_can_be_chosen_again_and_stays_sent(sent: Path, run: Run) -> None:
    record(sent, other("suite.txt", "2020-10-16"))
    assert in_force(sent)[0] == "suite.txt"
    assert "transmis, de nouveau en vigueur" in choose(run, sent, SENT.fichier)
    assert in_force(sent) == (SENT.fichier, "transmis")


def test_one_sent_before_another_is_to_be_sent_again_once_chosen(sent: Path, run: Run) -> None:
    record(sent, other("suite.txt", "2020-10-16"))
    run("campagne", "valider", sent, "--tous", *BY)
    run("campagne", "transmettre", sent, "-o", sent / "bis.txt", *BY)
    assert "transmis → validé" in choose(run, sent, SENT.fichier)
    assert in_force(sent) == (SENT.fichier, "validé")


def test_the_same_answers_sent_again_reopen_nothing(sent: Path, run: Run) -> None:
    record(sent, same("copie.txt", "2020-10-16"))
    assert in_force(sent) == (SENT.fichier, "transmis")
    record(sent, other("suite.txt", "2020-10-17"))
    assert in_force(sent) == ("suite.txt", "accepté")
    record(sent, same("retour.txt", "2020-10-18"))
    assert in_force(sent) == (SENT.fichier, "transmis"), "back to what was sent"
    record(sent, replace(same("justifie.txt", "2020-10-19"), justifications={"C-1.1.1-01": "vérifié"}))
    assert in_force(sent)[0] == "justifie.txt", "a justification goes to the ministry"


def test_back_to_answers_that_are_not_the_last_sent_is_to_be_sent(sent: Path, run: Run) -> None:
    record(sent, other("suite.txt", "2020-10-16"))
    run("campagne", "valider", sent, "--tous", *BY)
    run("campagne", "transmettre", sent, "-o", sent / "bis.txt", *BY)
    record(sent, same("retour.txt", "2020-10-18"))
    assert in_force(sent) == ("retour.txt", "accepté")


def test_who_takes_the_place_of_a_report_that_was_sent_is_told_everywhere(sent: Path, run: Run) -> None:
    record(sent, other("suite.txt", "2020-10-16"), reception(2))
    state = run("campagne", "statut", sent).out
    assert "1 bilan transmis est remplacé par un autre, qui reste à transmettre" in state
    shown = run("campagne", "requete", sent, "transmis-remplaces").out
    assert SENT.fichier in shown
    assert "suite.txt" in shown
    ended = run("campagne", "valider", sent, "--tous", *BY)
    assert "1 bilan remplace un bilan déjà transmis" in ended.err
    assert ended.out.count("déjà transmis") == 1
    run("campagne", "transmettre", sent, "-o", sent / "bis.txt", *BY)
    assert "remplacé" not in run("campagne", "statut", sent).out


def test_a_lost_txt_is_written_again_and_nothing_else_changes(sent: Path, run: Run) -> None:
    record(sent, reception(2), other("suite.txt", "2020-10-16"))
    lost = (sent / "m.txt").read_bytes()
    (sent / "m.txt").unlink()
    with ouvrir(sent / "campagne.duckdb", lecture_seule=True) as campagne:
        before = campagne.contenu()
    ended = run("campagne", "transmettre", sent, "-o", sent / "m.txt", "--deja-transmis")
    assert "1 bilan déjà transmis" in ended.out
    assert (sent / "m.txt").read_bytes() == lost
    with ouvrir(sent / "campagne.duckdb", lecture_seule=True) as campagne:
        assert campagne.contenu() == before
    never = run("campagne", "transmettre", sent, siret(2), "-o", sent / "n.txt", "--deja-transmis")
    assert never.code == 3
    assert f"Rien n’a été transmis pour le SIRET {siret(2)}" in never.err
    assert run("campagne", "transmettre", sent, "-o", sent / "n.txt").code == 2
    assert not (sent / "n.txt").exists()


def test_the_anomalies_of_a_last_faulty_report_are_counted(tmp_path: Path, run: Run) -> None:
    record(tmp_path, SENT)
    empty = run("campagne", "requete", tmp_path, "anomalies", "-o", tmp_path / "q.xlsx")
    assert "Aucun résultat." in empty.out
    record(tmp_path, faulty(1, sha256="f", fichier="faux.txt", recu_le="2020-12-01"))
    assert in_force(tmp_path)[0] == SENT.fichier
    assert "VALEUR-TYPE" in run("campagne", "requete", tmp_path, "anomalies").out


def test_the_digest_of_answers_heeds_what_goes_to_the_ministry_and_nothing_else() -> None:
    one = reception(1)
    typed = replace(one, fichier="b", valeurs=dict(reversed(list(one.valeurs.items()))))
    assert one.reponses == typed.reponses == replace(one, valeurs={**one.valeurs, "1.1.1!G001.C05": 3.0}).reponses
    others = [
        replace(one, valeurs={**one.valeurs, "1.1.1!G001.C05": 4}),
        replace(one, modules=("rec", "gpeec")),
        replace(one, illisibles=1),
        replace(one, justifications={"C-1.1.1-01": "vérifié"}),
    ]
    assert len({one.reponses, *(found.reponses for found in others)}) == 5
    assert replace(one, questionnaire="", valeurs={}).reponses == ""


def take(campagne: Campagne, action: Action, second: int, fichier: str = "") -> bool:
    """A decision, when the rules let it be taken."""
    decision = Decision("A. Martin", f"2020-06-01 10:00:{second:02}", "non")
    try:
        reports = concernes(campagne, action, [siret(1)], fichier=fichier)
    except CampagneImpossible:
        return False
    changer(campagne, action, reports, decision, choix=bool(fichier))
    return True


@settings(max_examples=6)
@given(st.lists(st.tuples(st.sampled_from(["a", "b", "faux", *"vrtc"]), st.integers(1, 28)), min_size=6, max_size=14))
def test_whatever_happens_one_report_is_in_force_and_a_choice_is_obeyed(
    events: list[tuple[str, int]],
) -> None:
    actions = {"v": VALIDER, "r": REFUSER, "t": TRANSMETTRE}
    with Campagne(en_memoire()) as campagne:
        for step in steps().values():
            campagne.connexion.execute(step.read_text(encoding="utf-8"))
        campagne.enregistrer([SENT])
        for rank, (event, number) in enumerate(events):
            name, day = f"{rank}.txt", f"2020-06-{number:02}"
            if event in actions:
                take(campagne, actions[event], rank)
            elif event == "c":
                known = [one.fichier for one in campagne.receptions()]
                chosen = known[number % len(known)]
                if take(campagne, VALIDER, rank, chosen):
                    assert [one.fichier for one in campagne.receptions() if one.en_vigueur] == [chosen]
            else:
                figure = {"a": 4, "b": 5}.get(event, 6)
                one = other(name, day, figure)
                campagne.enregistrer([replace(one, verdict="à corriger") if event == "faux" else one])
            found = campagne.receptions()
            assert [sum(one.en_vigueur for one in found), sum(one.dernier for one in found)] == [1, 1]
            assert all(one.valide for one in found if one.en_vigueur) or not any(
                one.valide and one.statut != "accepté" for one in found if not one.ecarte
            )
