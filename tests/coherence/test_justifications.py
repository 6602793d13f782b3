"""The justification of an alert travels with the answers and stands beside the alert; it erases nothing."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from processors.answers import Answers, to_document
from processors.control import check_source
from processors.findings import Verdict
from processors.report import html_rapport, json_rapport, rapport_de, texte_rapport
from processors.sources import Source, read
from processors.txt import ecrire, intransmissibles, lire
from processors.validation import valider, valider_document
from tests.coherence.rec2019 import changed

ALERT = "C-3.4.5-03"
TEXT = "Budget annexe, compté à part | « régie »\nligne 2 ≤ 3"
BROKEN = {"3.4.5!L02.C01": 10}


def justified(code: str = ALERT, text: str = TEXT) -> Answers:
    return replace(changed(1, **BROKEN), justifications={code: text})


def findings(answers: Answers):
    return check_source(Source(answers, validated=True))


def test_the_alert_stays_and_carries_its_justification():
    checked = findings(justified())
    (alert,) = [item for item in checked.findings if item.code == ALERT]
    assert alert.justification == TEXT
    assert checked.verdict is Verdict.ACCEPTE_AVEC_ALERTES


def test_a_justification_does_not_excuse_a_blocking_anomaly():
    answers = replace(changed(1, **{"1.1.2!CE002.C01": 40}), justifications={"C-1.1.2-01": "c’est ainsi"})
    assert findings(answers).verdict is Verdict.A_CORRIGER


def test_a_justification_without_alert_is_told():
    told = [item.code for item in findings(justified("C-1.1.4-02")).findings]
    assert "JUSTIFICATION-SANS-OBJET" in told


def test_the_reports_show_it_beside_the_alert():
    answers = justified(text="Budget <b>annexe</b>")
    rapport = rapport_de(answers, findings(answers).findings, fichier="a.xlsx", sha256="", date="2020-01-01")
    assert "Justifié&nbsp;: Budget &lt;b&gt;annexe&lt;/b&gt;" in html_rapport(rapport)
    assert "Justifié\u00a0: Budget" in texte_rapport(rapport)
    assert "Budget <b>annexe</b>" in {item["justification"] for item in json_rapport(rapport)["constats"]}


def test_it_travels_in_the_document(tmp_path):
    answers = justified()
    document = to_document(answers)
    assert document["justifications"] == {ALERT: TEXT}
    assert [item for item in valider_document(document) if item.severity.value == "bloquant"] == []
    assert valider(answers) == []
    path = tmp_path / "reponses.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    (source,) = read(path)
    assert source.answers is not None
    assert dict(source.answers.justifications) == {ALERT: TEXT}


def test_a_document_without_any_has_no_such_key():
    assert "justifications" not in to_document(changed(1))


@pytest.mark.parametrize("wrong", [{"sans forme": "x"}, {ALERT: ""}, {ALERT: 3}, ["x"], {ALERT: "x" * 2001}])
def test_badly_written_justifications_of_a_document_are_refused(wrong):
    document = {**to_document(changed(1)), "justifications": wrong}
    assert [item.code for item in valider_document(document)] == ["DOCUMENT-JUSTIFICATIONS"]


def test_it_travels_in_the_txt():
    answers = justified()
    data = ecrire(answers)
    assert f"|J|{ALERT}|".encode() in data
    (lu,) = lire(data)
    assert lu.findings == []
    assert lu.answers is not None
    assert dict(lu.answers.justifications) == {ALERT: TEXT}
    assert lu.answers.values == answers.values
    assert ecrire(lu.answers) == data


@pytest.mark.parametrize(("code", "text"), [("sans forme", "x"), (ALERT, ""), (ALERT, "x" * 2001), (ALERT, "\ud800")])
def test_what_the_txt_cannot_hold_is_told_before(code, text):
    answers = replace(changed(1), justifications={code: text})
    assert [item.code for item in intransmissibles(answers)] == ["TXT-NON-TRANSMISSIBLE"]
    with pytest.raises(ValueError, match="cannot be written"):
        ecrire(answers)


def lines(*records: str) -> bytes:
    """The txt of consistent answers with records added before the end."""
    first, *rest, end, _ = ecrire(changed(1)).decode("cp1252").split("\r\n")
    siret = first[:14]
    return "\r\n".join([first, *rest, *(f"{siret}|{record}" for record in records), end, ""]).encode("cp1252")


@pytest.mark.parametrize(
    ("records", "code"),
    [
        (["J|C-1.1.1-01|"], "TXT-JUSTIFICATION"),
        (["J|C-1.1.1-01|\\x"], "TXT-JUSTIFICATION"),
        (["J|C-1.1.1-01|un", "J|C-1.1.1-01|deux"], "TXT-JUSTIFICATION"),
        (["J|C-1.1.1-01"], "TXT-LIGNE-ILLISIBLE"),
        (["J|sans forme|x"], "TXT-LIGNE-ILLISIBLE"),
    ],
)
def test_badly_written_records_are_told(records, code):
    (lu,) = lire(lines(*records))
    assert code in {item.code for item in lu.findings}


def test_of_two_justifications_the_first_is_kept():
    (lu,) = lire(lines("J|C-1.1.1-01|un", "J|C-1.1.1-01|deux"))
    assert lu.answers is not None
    assert dict(lu.answers.justifications) == {"C-1.1.1-01": "un"}
