"""The list of the expected collectivités, as spreadsheets write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from processors.batch.attendus import AttendusInvalides, Collectivite, lire_attendus
from tests.batch.fabrique import siret

UN, DEUX = siret(1), siret(2)


@pytest.mark.parametrize(
    "octets",
    [
        f"siret;nom;courriel\n{UN};Été;a@b.fr\n".encode(),
        f"\ufeffSIRET,Raison sociale,E-mail\r\n{UN},Été,a@b.fr\r\n\r\n".encode(),
        f"Adresse électronique;N° SIRET;Nom de la collectivité\na@b.fr;{UN[:9]} {UN[9:]};Été\n".encode("cp1252"),
    ],
)
def test_the_usual_forms_are_read(tmp_path: Path, octets: bytes) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(octets)
    assert lire_attendus(path) == (Collectivite(UN, "Été", "a@b.fr"),)


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        (b"", "est vide"),
        (b"nom;courriel\nX;a@b.fr\n", "pas de colonne"),
        (b"siret;nom\n", "aucune collectivit"),
        (b"siret;nom\n123;X\n", "ligne 2.*SIRET valide"),
        (b"siret;nom\n2,1990E+13;X\n", "format texte"),
        (f"siret\n{UN}\n{DEUX}\n{UN}\n".encode(), "ligne 4.*figure déjà"),
        (b"PK\x03\x04", "enregistrez la liste au format CSV"),
    ],
)
def test_what_cannot_be_used_is_said_with_its_line(tmp_path: Path, octets: bytes, said: str) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(octets)
    with pytest.raises(AttendusInvalides, match=said):
        lire_attendus(path)


def test_a_missing_list_is_said(tmp_path: Path) -> None:
    with pytest.raises(AttendusInvalides, match="vérifiez son nom"):
        lire_attendus(tmp_path / "rien.csv")
