"""A file that was cut, changed or badly made is told, with the line and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace as remplacer
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import schemas
from processors.answers import Answers
from processors.findings import Verdict, verdict
from processors.txt import Lu, ecrire, ecrire_groupe, lire
from processors.txt.codage import checksum
from processors.txt.entete import checked_part, with_checksum
from processors.txt.journal import LIMIT
from tests.processors.txt_exemples import AUTRE_SIRET, REC, SIRET, SIRET_VARIABLE, codes, exemple, reponses

LIGNES = ecrire(exemple()).decode("cp1252").split("\r\n")[:-1]
ACTUELLE = f"version={REC.version}"


def fichier(lignes: list[str]) -> bytes:
    return "".join(f"{ligne}\r\n" for ligne in lignes).encode("cp1252")


def scelle(lignes: list[str]) -> bytes:
    """A lot whose number of records and checksum are made right again: only the fault of the test remains."""
    entete = re.sub(r"\|nombre=\d+", f"|nombre={len(lignes) - 2}", checked_part(lignes[0]) or lignes[0])
    controle = checksum([entete, *lignes[1:-1]])
    fin = f"{lignes[-1].split('|')[0]}|F|{len(lignes) - 2}|{controle}"
    return fichier([with_checksum(entete, controle), *lignes[1:-1], fin])


def avec(*lignes: str) -> Lu:
    """The example with more lines after its header, sealed."""
    (lu,) = lire(scelle([LIGNES[0], *(f"{SIRET}|{ligne}" for ligne in lignes), *LIGNES[1:]]))
    return lu


def entete_avec(ancien: str, nouveau: str, **attendus: Any) -> Lu:
    assert ancien in LIGNES[0]
    (lu,) = lire(scelle([LIGNES[0].replace(ancien, nouveau), *LIGNES[1:]]), **attendus)
    return lu


def valeurs(lu: Lu) -> dict[str, object]:
    assert lu.answers is not None
    return dict(lu.answers.values)


# Cut or changed files


@pytest.mark.parametrize("garde", range(len(LIGNES)))
def test_a_file_cut_after_any_line_is_told(garde: int) -> None:
    (lu,) = lire(fichier(LIGNES[:garde]))
    assert codes(lu.findings) == ["TXT-FIN-ABSENTE" if garde else "TXT-VIDE"]
    assert len(lu.lignes) == max(garde - 1, 0)


@pytest.mark.parametrize("garde", range(1, len(LIGNES)))
def test_a_file_without_its_beginning_is_told(garde: int) -> None:
    (lu,) = lire(fichier(LIGNES[garde:]))
    assert codes(lu.findings) == ["TXT-ENTETE-ABSENTE"]
    assert lu.answers is None


@given(st.integers(0, len(fichier(LIGNES)) - 3), st.booleans())
def test_a_file_cut_anywhere_is_told(octets: int, utf8: bool) -> None:
    data = "\r\n".join(LIGNES).encode() if utf8 else fichier(LIGNES)
    assert any(lu.findings for lu in lire(data[:octets]))


@pytest.mark.parametrize("perdue", range(1, len(LIGNES) - 1))
def test_a_lost_line_is_told(perdue: int) -> None:
    (lu,) = lire(fichier(LIGNES[:perdue] + LIGNES[perdue + 1 :]))
    assert codes(lu.findings) == ["TXT-NOMBRE"]


@given(reponses(), st.data())
def test_any_edited_value_is_told(answers: Answers, data: st.DataObject) -> None:
    lignes = ecrire(answers).decode("cp1252").split("\r\n")[:-1]
    rang = data.draw(st.integers(1, len(lignes) - 2))
    debut, _, valeur = lignes[rang].rpartition("|")
    nouvelle = data.draw(st.text("0123456789abc", min_size=1, max_size=8).filter(lambda texte: texte != valeur))
    (lu,) = lire(fichier([*lignes[:rang], f"{debut}|{nouvelle}", *lignes[rang + 1 :]]))
    assert "TXT-CONTROLE" in codes(lu.findings)


def test_edited_header_and_end_are_told() -> None:
    for ancien, nouveau in (("modules=rec,rassct", "modules=rec"), (ACTUELLE, "version=0.9.0")):
        (lu,) = lire(fichier([LIGNES[0].replace(ancien, nouveau), *LIGNES[1:]]))
        assert codes(lu.findings) == ["TXT-CONTROLE"]
    (lu,) = lire(fichier([*LIGNES[:-1], f"{SIRET}|F|9|00000000"]))
    assert codes(lu.findings) == ["TXT-CONTROLE"]


def test_lines_of_another_siret_and_after_the_end_are_told() -> None:
    etrangeres = [f"{AUTRE_SIRET}|V|1.1.1!G002.C05|N|1", "n’importe quoi"]
    (lu,) = lire(fichier([*LIGNES[:3], *etrangeres, *LIGNES[3:], LIGNES[2], LIGNES[3]]))
    assert codes(lu.findings) == ["TXT-LIGNE-ETRANGERE", "TXT-APRES-FIN"]
    assert lu.findings[0].message.startswith("2 lignes à partir de la ligne 4")
    assert valeurs(lu) == exemple().values


def test_a_missing_or_repeated_lot_of_a_grouped_export_is_told() -> None:
    un, deux = ecrire_groupe([exemple(), exemple(AUTRE_SIRET)]).split(f"{AUTRE_SIRET}2019".encode())
    assert [codes(lu.findings) for lu in lire(un)] == [["TXT-LOTS"]]
    assert [codes(lu.findings) for lu in lire(AUTRE_SIRET.encode() + b"2019" + deux)] == [["TXT-LOTS"]]
    assert [codes(lu.findings) for lu in lire(fichier(LIGNES + LIGNES))] == [[], ["TXT-LOT-REPETE"]]


def test_a_lot_of_a_group_that_lost_its_header_does_not_spoil_the_first() -> None:
    autre = ecrire(exemple(AUTRE_SIRET)).decode("cp1252").split("\r\n")[1:-1]
    premier, second = lire(fichier(LIGNES + autre))
    assert premier.findings == []
    assert (second.siret, second.answers, codes(second.findings)) == (AUTRE_SIRET, None, ["TXT-ENTETE-ABSENTE"])


# Header


@pytest.mark.parametrize(
    ("ancien", "nouveau", "attendu"),
    [
        ("|1.1|", "|un|", "TXT-ENTETE"),
        ("|1.1|", "|2.0|", "TXT-FORMAT-RECENT"),
        ("|1.1|", "|1.7|", "TXT-FORMAT-MINEUR"),
        ("é€", "?", "TXT-ENCODAGE"),
        ("é€", "éÿ", "TXT-ENCODAGE"),
        ("|questionnaire=rec2019", "", "TXT-ENTETE"),
        ("questionnaire=rec2019", "questionnaire=autre", "TXT-QUESTIONNAIRE"),
        (ACTUELLE, "version=1", "TXT-ENTETE"),
        (ACTUELLE, "version=1.99.0", "TXT-VERSION-RECENTE"),
        (ACTUELLE, "version=10.0.0", "TXT-VERSION-RECENTE"),
        ("modules=rec,", "modules=rec,autre,", "TXT-MODULE-INCONNU"),
        ("|nombre=", "|zone=3|nombre=", "TXT-CHAMP-INCONNU"),
        ("|nombre=", "|zone|nombre=", "TXT-ENTETE"),
        ("|nombre=", "|nombre=9|nombre=", "TXT-ENTETE"),
        ("|nombre=", "|lot=deux|nombre=", "TXT-ENTETE"),
        ("|nombre=", "|logiciel=\\x|nombre=", "TXT-ENTETE"),
        (f"{SIRET}2019", f"{SIRET}2018", "TXT-ANNEE"),
        (f"{SIRET}2019", f"{SIRET}20l9", "TXT-ANNEE"),
    ],
)
def test_a_wrong_header_is_told(ancien: str, nouveau: str, attendu: str) -> None:
    lu = entete_avec(ancien, nouveau)
    assert codes(lu.findings) == [attendu]
    assert "Ligne 1\u00a0:" in lu.findings[0].message
    rejete = verdict(lu.findings) is Verdict.REJETE
    assert (lu.answers is None) is rejete
    if not rejete:
        assert valeurs(lu) == exemple().values


@pytest.mark.parametrize("encodage", ["ascii", "iso8859-15", "mac_roman", "cp850"])
def test_accents_spoiled_by_another_encoding_are_told(encodage: str) -> None:
    (lu,) = lire("\r\n".join(LIGNES).encode(encodage, "replace"))
    assert codes(lu.findings) == ["TXT-ENCODAGE"]


def test_accents_encoded_twice_are_told() -> None:
    (lu,) = lire("\r\n".join(LIGNES).encode().decode("cp1252").encode())
    assert codes(lu.findings) == ["TXT-ENCODAGE"]


def test_a_file_of_two_encodings_is_told() -> None:
    lus = lire(fichier(LIGNES) + ecrire(exemple(AUTRE_SIRET)).decode("cp1252").encode())
    assert [codes(lu.findings) for lu in lus] == [[], ["TXT-ENCODAGE"]]


def test_checksum_must_be_the_last_field() -> None:
    (lu,) = lire(fichier([f"{LIGNES[0]}|zone=3", *LIGNES[1:]]))
    assert codes(lu.findings) == ["TXT-ENTETE"]


def test_name_of_the_software_is_known() -> None:
    lu = entete_avec("|nombre=", "|logiciel=Paie \\u{7C} RH 3|nombre=")
    assert lu.findings == []
    assert lu.entete is not None
    assert lu.entete.logiciel == "Paie | RH 3"


def test_an_older_template_is_read() -> None:
    lu = entete_avec(ACTUELLE, "version=0.1.0")
    assert lu.findings == []
    assert lu.answers is not None
    assert lu.answers.version == "0.1.0"


@pytest.mark.parametrize("siret", ["21990001600012", "2199000160001", "2199000160001X", ""])
def test_an_invalid_siret_is_told(siret: str) -> None:
    lignes = [LIGNES[0].replace(SIRET, siret, 1), *(ligne.replace(SIRET, siret) for ligne in LIGNES[1:])]
    (lu,) = lire(scelle([ligne for ligne in lignes if "siret.C01" not in ligne]))
    assert codes(lu.findings) == ["TXT-SIRET-INVALIDE"]
    assert valeurs(lu)["1.1.1!G001.C05"] == 1


@pytest.mark.parametrize("modules", ["modules=", "modules=zzz"])
def test_a_header_that_names_no_module_means_those_by_default(modules: str) -> None:
    """As in a JSON document: otherwise no rule would be checked, and no sheet would hold the answers."""
    (lu,) = lire(scelle([LIGNES[0].replace("modules=rec,rassct", modules), *LIGNES[1:]]))
    assert lu.answers is not None
    assert lu.answers.modules == REC.default_modules


def test_a_cell_that_is_told_has_a_name_and_hides_what_is_personal() -> None:
    personnelle = next(cell.code for cell in REC.cells.values() if cell.row.personal and not cell.computed)
    lignes = [f"{SIRET}|V|1.1.1!G001.C05|T|trois", f"{SIRET}|V|{personnelle}|N|Mme Martin"]
    (lu,) = lire(scelle([LIGNES[0], *lignes, LIGNES[-1]]))
    assert codes(lu.findings) == ["TXT-VALEUR", "TXT-VALEUR"]
    assert all(item.cells[0].label for item in lu.findings)
    assert "Martin" not in repr(lu.findings)


def test_siret_of_la_poste_is_valid() -> None:
    (lu,) = lire(ecrire(exemple("35600000049837")))
    assert lu.findings == []


def test_expected_siret_and_year_are_checked() -> None:
    (lu,) = lire(fichier(LIGNES), siret_attendu=AUTRE_SIRET, annee_attendue=2021)
    assert codes(lu.findings) == ["TXT-SIRET-AUTRE", "TXT-ANNEE"]
    assert [item.expected for item in lu.findings] == [AUTRE_SIRET, 2021]


def test_siret_answered_differs_from_envelope() -> None:
    lignes = [LIGNES[0], LIGNES[1].replace(f"T|{SIRET}", f"T|{AUTRE_SIRET}"), *LIGNES[2:]]
    (lu,) = lire(scelle(lignes))
    assert codes(lu.findings) == ["TXT-SIRET-CONTRADICTOIRE"]
    assert valeurs(lu) == exemple().values


def test_siret_of_the_envelope_is_an_answer() -> None:
    (lu,) = lire(scelle([ligne for ligne in LIGNES if "siret.C01" not in ligne]))
    assert lu.findings == []
    assert valeurs(lu)[SIRET_VARIABLE] == SIRET


@pytest.mark.parametrize(
    "data",
    [
        b"219900016000112019\r\n21990001600011CE060 H0001\r\n",
        b"SIRET;ANNEE\r\n1;2\r\n",
        b"PK\x03\x04\x14\x00\x06\x00",
        b"\x00" * 1000,
    ],
)
def test_a_file_of_another_kind_is_told(data: bytes) -> None:
    (lu,) = lire(data)
    assert codes(lu.findings) == ["TXT-NON-RECONNU"]
    assert verdict(lu.findings) is Verdict.REJETE
    assert "DGCL" in lu.findings[0].remedy


@pytest.mark.parametrize("encodage", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_a_file_in_utf16_is_told_as_such(encodage: str) -> None:
    (lu,) = lire(fichier(LIGNES).decode("cp1252").encode(encodage))
    assert codes(lu.findings) == ["TXT-UTF16"]
    assert verdict(lu.findings) is Verdict.REJETE
    assert "UTF-8" in lu.findings[0].remedy


@pytest.mark.parametrize("data", [b"", b"\r\n \r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_told(data: bytes) -> None:
    assert [codes(lu.findings) for lu in lire(data)] == [["TXT-VIDE"]]


def test_a_file_too_big_is_not_read() -> None:
    assert [codes(lu.findings) for lu in lire(fichier(LIGNES), taille_max=100)] == [["TXT-TAILLE"]]


@given(st.binary(max_size=300) | st.lists(st.sampled_from(LIGNES)).map(fichier))
def test_nothing_makes_the_reading_crash(data: bytes) -> None:
    assert lire(data)


# Records


@pytest.mark.parametrize(
    ("ligne", "attendu"),
    [
        ("V|1.1.1!G001.C05|N|1", "TXT-DOUBLON"),
        ("V|1.1.1!G001.C05|N|1.0", "TXT-DOUBLON"),
        ("V|1.1.1!G001.T1|N|1", "TXT-TOTAL"),
        ("V|1.1.1!G999.C05|N|1", "TXT-VARIABLE-INCONNUE"),
        ("V|R.3!L1000.C02|N|1", "TXT-VARIABLE-INCONNUE"),
        ("V|R.3!L011.C02|N|1", "TXT-VARIABLE-INCONNUE"),
        ("V|douze|N|1", "TXT-VARIABLE-INCONNUE"),
        ("V||N|1", "TXT-VARIABLE-INCONNUE"),
        ("V|1.1.1!G002.C05|N|douze", "TXT-VALEUR"),
        ("V|1.1.1!G002.C05|N|1 200", "TXT-VALEUR"),
        ("V|1.1.1!G002.C05|N|1e3", "TXT-VALEUR"),
        ("V|1.1.1!G002.C05|N|.5", "TXT-VALEUR"),
        ("V|1.1.1!G002.C05|N|1.234.5", "TXT-VALEUR"),
        ("V|1.1.1!G002.C05|N|0.123456789012345678", "TXT-VALEUR"),
        ("V|1.1.1!G002.C05|N|" + "9" * 5000, "TXT-VALEUR"),
        ("V|1.1.1!G002.C05|N|", "TXT-VALEUR"),
        ("V|1.1.1!G002.C05|T|12", "TXT-VALEUR"),
        ("V|1.1.1!G002.C05|X|12", "TXT-VALEUR"),
        ("V|R.3!L12.C01|T|barre|nue", "TXT-VALEUR"),
        ("V|R.3!L12.C01|T|a\\b", "TXT-VALEUR"),
        ("V|R.3!L12.C01|T|\\u{110000}", "TXT-VALEUR"),
        ("V|R.3!L12.C01|T|\\u{D800}", "TXT-VALEUR"),
        ("V|R.3!L12.C01|T|a\tb", "TXT-VALEUR"),
        ("V|1.1.1!G002.C05|N", "TXT-LIGNE-ILLISIBLE"),
        ("F|trois", "TXT-LIGNE-ILLISIBLE"),
        ("v|1.1.1!G002.C05|N|1", "TXT-LIGNE-ILLISIBLE"),
        ("", "TXT-LIGNE-ILLISIBLE"),
        ("V|R.3!L12.C01|T|" + "a" * 100_000, "TXT-LIGNE-LONGUE"),
        ("K|CTL-001|T|Travaux en cours", "TXT-ENREGISTREMENT-INCONNU"),
    ],
)
def test_a_wrong_record_is_told_and_the_others_are_read(ligne: str, attendu: str) -> None:
    lu = avec(ligne)
    assert codes(lu.findings) == [attendu]
    assert re.match(r"Ligne \d+\u00a0:", lu.findings[0].message)
    assert len(lu.findings[0].message) < 300
    assert valeurs(lu) == exemple().values


def test_two_values_of_a_variable_are_both_left_out() -> None:
    lu = avec("V|1.1.1!G001.C05|N|4", "V|1.1.1!G001.C05|N|4")
    assert codes(lu.findings) == ["TXT-DOUBLON", "TXT-DOUBLON-DIFFERENT"]
    assert "1.1.1!G001.C05" not in valeurs(lu)
    assert "1.1.1!G001.C05" not in lu.lignes


def test_an_unknown_variable_is_told_with_the_closest() -> None:
    (anomalie,) = avec("V|1.1.1!g001.c05|N|4").findings
    assert "1.1.1!G001.C05" in anomalie.remedy


def test_an_unknown_record_is_kept() -> None:
    (autre,) = avec("K|CTL-001|T|Travaux en cours").autres
    assert (autre.ligne, autre.type, autre.contenu) == (2, "K", "CTL-001|T|Travaux en cours")


def test_unreadable_bytes_spoil_only_their_line() -> None:
    data = ecrire(exemple()).replace(b"Commune", b"Comm\x81ne")
    (lu,) = lire(data)
    assert codes(lu.findings) == ["TXT-VALEUR", "TXT-CONTROLE"]
    assert len(valeurs(lu)) == len(exemple().values) - 1


def test_a_shown_value_is_short_and_has_no_control() -> None:
    (anomalie,) = avec("V|1.1.1!G002.C05|N|\x1b[31mMadame Unetelle 12 rue des Lilas").findings
    assert "Lilas" not in anomalie.message
    assert "\x1b" not in anomalie.message
    assert "Lilas" not in str(anomalie.cells)


def test_findings_are_counted_beyond_a_limit() -> None:
    lu = avec(*["V|1.1.1!G999.C05|N|1"] * (LIMIT + 7))
    assert codes(lu.findings) == ["TXT-VARIABLE-INCONNUE"] * LIMIT + ["TXT-SUITE"]
    assert "7 (sur 107)" in lu.findings[-1].message


def test_every_record_ends_in_a_value_or_a_finding() -> None:
    lignes = [
        "V|1.1.1!G002.C05|N|3",
        "V|1.1.1!G001.C05|N|1",
        "V|1.1.1!G001.T1|N|1",
        "X9|?",
        "V|a|b",
        "V|R.3!L12.C02|N|?",
    ]
    lu = avec(*lignes)
    assert len(lignes) + len(LIGNES) - 2 == len(valeurs(lu)) + len(lu.findings)


def test_the_resolver_gives_the_questionnaire_in_the_version_of_the_file() -> None:
    demandes = []

    def resolver(nom: str) -> schemas.Questionnaire:
        demandes.append(nom)
        return remplacer(REC, version="2.0.0") if nom == "rec2019" else schemas.questionnaire(nom)

    lecture: Callable[..., list[Lu]] = lire
    (lu,) = lecture(fichier(LIGNES), resolver)
    assert lu.answers is not None
    assert demandes == ["rec2019", f"rec2019@{REC.version}"]
    assert lu.answers.version == lu.answers.questionnaire.version == REC.version
