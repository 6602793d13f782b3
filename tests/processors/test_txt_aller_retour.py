"""What is written is read back, whatever a mail program or an editor did to the envelope of the characters."""

from __future__ import annotations

import codecs
import random
import re

import pytest
from hypothesis import given

from processors.answers import Answers
from processors.txt import ecrire, ecrire_groupe, intransmissibles, lire
from tests.processors.txt_exemples import AUTRE_SIRET, REC, SIRET, SIRET_VARIABLE, codes, exemple, reponses


def relu(data: bytes) -> Answers:
    (lu,) = lire(data, siret_attendu=SIRET, annee_attendue=2019)
    assert lu.findings == []
    assert lu.autres == ()
    assert lu.answers is not None
    assert lu.lignes.keys() == lu.answers.values.keys()
    return lu.answers


def memes(lues: Answers, ecrites: Answers) -> bool:
    types = {code: type(value) for code, value in lues.values.items()}
    exacts = all(
        types[code] is (int if isinstance(value, float) and value == int(value) else type(value))
        for code, value in ecrites.values.items()
    )
    return exacts and (lues.questionnaire, lues.modules, lues.version, lues.values) == (
        ecrites.questionnaire,
        ecrites.modules,
        ecrites.version,
        ecrites.values,
    )


def utf8(data: bytes) -> bytes:
    return data.decode("cp1252").encode()


TRANSFORMATIONS = {
    "as_written": lambda data: data,
    "lf": lambda data: data.replace(b"\r\n", b"\n"),
    "cr": lambda data: data.replace(b"\r\n", b"\r"),
    "utf8": utf8,
    "utf8_bom": lambda data: codecs.BOM_UTF8 + utf8(data),
    "blank_lines": lambda data: b"\r\n" + data.replace(b"\r\n", b"\r\n \t\r\n\r\n"),
    "trailing_spaces": lambda data: data.replace(b"\r\n", b" \t \r\n"),
    "no_last_end_of_line": lambda data: data.removesuffix(b"\r\n"),
    "decimal_comma": lambda data: re.sub(rb"(?m)(\|N\|-?\d+)\.(\d+\r?$)", rb"\1,\2", data),
}


@given(reponses())
def test_every_answer_comes_back_through_every_transformation(answers: Answers) -> None:
    data = ecrire(answers)
    for nom, transformer in TRANSFORMATIONS.items():
        assert memes(relu(transformer(data)), answers), nom


@given(reponses())
def test_the_bytes_do_not_depend_on_the_order_of_the_answers(answers: Answers) -> None:
    melangees = list(answers.values.items())
    random.Random(0).shuffle(melangees)
    assert ecrire(Answers(REC, answers.modules, dict(melangees), answers.version)) == ecrire(answers)
    assert ecrire(relu(ecrire(answers))) == ecrire(answers)


@given(reponses(SIRET, 4), reponses(AUTRE_SIRET, 4))
def test_a_grouped_export_is_split_by_siret(une: Answers, autre: Answers) -> None:
    lus = lire(ecrire_groupe([une, autre]))
    assert [lu.siret for lu in lus] == [SIRET, AUTRE_SIRET]
    assert [lu.findings for lu in lus] == [[], []]
    for lu, ecrites in zip(lus, (une, autre), strict=True):
        assert lu.answers is not None
        assert memes(lu.answers, ecrites)


def test_a_whole_form_comes_back() -> None:
    values = {
        code: rank % 50
        for rank, (code, cell) in enumerate(REC.cells.items())
        if cell.type.numeric and not cell.computed
    }
    answers = Answers(REC, REC.default_modules, {**values, SIRET_VARIABLE: SIRET})
    assert len(values) > 10_000
    assert relu(ecrire(answers)).values == answers.values


def test_files_put_end_to_end_by_hand_are_read() -> None:
    lus = lire(ecrire(exemple()) + ecrire(exemple(AUTRE_SIRET)))
    assert [(lu.siret, lu.findings) for lu in lus] == [(SIRET, []), (AUTRE_SIRET, [])]


def test_envelope_is_the_published_one() -> None:
    data = ecrire(exemple())
    lignes = data.split(b"\r\n")
    assert lignes.pop() == b""
    assert b"\n" not in b"".join(lignes)
    assert all(ligne.startswith(SIRET.encode()) for ligne in lignes)
    assert lignes[0][14:18] == b"2019"


@pytest.mark.parametrize(
    ("code", "valeur"),
    [
        ("1.1.1!G001.C05", "douze"),
        ("1.1.1!G001.C05", float("nan")),
        ("1.1.1!G001.C05", float("inf")),
        ("1.1.1!G001.C05", True),
        ("1.1.1!G001.T1", 3),
        ("1.1.1!G001.C99", 3),
        ("R.3!L1000.C02", 3),
        ("R.3!L11.C01", 3),
        ("R.3!L11.C01", ""),
        ("R.3!L11.C01", "\ud83d"),
        ("R.3!L11.C01", "a" * 100_000),
        ("collectivite!q_agents.C01", 1),
        (SIRET_VARIABLE, "1234"),
    ],
)
def test_what_cannot_travel_is_told_and_refused(code: str, valeur: str | float) -> None:
    answers = exemple()
    answers.values[code] = valeur
    assert codes(intransmissibles(answers))[0] == "TXT-NON-TRANSMISSIBLE"
    with pytest.raises(ValueError, match="cannot be written"):
        ecrire(answers)


def test_header_that_cannot_travel_is_refused() -> None:
    for answers in (Answers(REC, ("inconnu",), exemple().values), Answers(REC, (), exemple().values, "un")):
        assert codes(intransmissibles(answers)) == ["TXT-NON-TRANSMISSIBLE"]
    with pytest.raises(ValueError, match="at least one"):
        ecrire_groupe([])


def test_nothing_is_told_of_answers_that_travel() -> None:
    assert intransmissibles(exemple()) == []
