"""The specification is enough: its examples are what is written, and a reader made from it alone reads the same."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema_rs
from hypothesis import given

from processors.answers import Answers, flatten, to_document
from processors.txt import ecrire, ecrire_groupe, lire
from schemas.json_schema import json_schema
from tests.processors.txt_exemples import AUTRE_SIRET, REC, codes, exemple, reponses

DOCS = Path(__file__).parents[2] / "docs"
TXT = (DOCS / "format-txt.md").read_text(encoding="utf-8")
REPONSES = (DOCS / "format-reponses.md").read_text(encoding="utf-8")


def extrait(document: str, langue: str) -> str:
    found = re.search(rf"<!-- exemple -->\n```{langue}\n(.*?)```", document, re.DOTALL)
    assert found
    return found[1]


def crc(data: bytes) -> int:
    """The pseudo-code of the specification, word for word."""
    registre = 0xFFFFFFFF
    for octet in data:
        registre ^= octet
        for _ in range(8):
            registre = (registre >> 1) ^ 0xEDB88320 if registre & 1 else registre >> 1
    return registre ^ 0xFFFFFFFF


def retablir(champ: str) -> str:
    return re.sub(r"\\u\{([0-9A-Fa-f]{1,6})\}", lambda found: chr(int(found[1], 16)), champ)


def lecteur_independant(data: bytes) -> dict[str, dict[str, object]]:
    """SIRET → header fields and values, from the specification alone: no code of the project."""
    lots: dict[str, dict[str, object]] = {}
    lignes: list[str] = []
    for ligne in data.decode("cp1252").split("\r\n")[:-1]:
        siret, champs = ligne[:14], ligne.split("|")
        if champs[0] != siret:
            assert champs[1:4] == ["bilan-social/txt", "1.1", "é€"]
            entete = dict(champ.split("=", 1) for champ in champs[4:])
            lots[siret] = {"annee": champs[0][14:], "modules": entete["modules"], "version": entete["version"]}
            lignes = [ligne[: ligne.index("|controle=")]]
        elif champs[1] == "F":
            controle = f"{crc(b''.join(une.encode() + bytes([10]) for une in lignes)):08X}"
            assert champs[2:] == [str(len(lignes) - 1), controle] == [entete["nombre"], entete["controle"]]
        else:
            _, kind, variable, lettre, valeur = champs
            assert kind == "V"
            lus = {"N": lambda texte: float(texte) if "." in texte else int(texte), "C": retablir, "T": retablir}
            lots[siret][variable] = lus[lettre](valeur)
            lignes.append(ligne)
    return lots


def attendu(answers: Answers) -> dict[str, object]:
    return {"annee": "2019", "modules": ",".join(answers.modules), "version": answers.version, **answers.values}


def test_the_example_is_exactly_what_is_written() -> None:
    assert extrait(TXT, "text") == ecrire(exemple()).decode("cp1252").replace("\r\n", "\n")


def test_the_example_is_read() -> None:
    (lu,) = lire(extrait(TXT, "text").encode())
    assert codes(lu.findings) == []
    assert lu.answers is not None
    assert lu.answers.values == exemple().values


def test_the_text_of_the_example_is_the_one_shown() -> None:
    texte = exemple().values["R.3!L11.C01"]
    assert f"```text\n{texte}\n```" in TXT


def test_check_values_of_the_checksum() -> None:
    for data in (b"123456789", b"123456789\n"):
        assert f"`{crc(data):08X}`" in TXT


def test_the_set_of_literal_characters_is_the_one_shown() -> None:
    liste = re.search(r"27 caractères .*? : `(.*?)`;|27 caractères .*?`([^`]*€[^`]*)`", TXT)
    assert liste
    montres = (liste[1] or liste[2]).split()
    assert montres == [one for one in bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")]


@given(reponses())
def test_an_independent_reader_reads_the_same(answers: Answers) -> None:
    assert list(lecteur_independant(ecrire(answers)).values()) == [attendu(answers)]


def test_an_independent_reader_reads_a_grouped_export() -> None:
    lots = [exemple(), exemple(AUTRE_SIRET)]
    assert list(lecteur_independant(ecrire_groupe(lots)).values()) == [attendu(answers) for answers in lots]


def test_the_json_example_holds_the_same_answers_and_follows_the_schema() -> None:
    document = json.loads(extrait(REPONSES, "json"))
    assert document == to_document(exemple())
    assert flatten(document["reponses"]) == exemple().values
    assert jsonschema_rs.validator_for(json_schema(REC)).is_valid(document)
