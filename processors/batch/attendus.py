"""The list of the expected collectivités: a CSV file as spreadsheets write it."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from stdnum.fr import siret as siret_rules

_ENCODINGS = ("utf-8-sig", "cp1252")
_NAMES = {
    "siret": {"siret", "numero siret", "n siret"},
    "nom": {"nom", "raison sociale", "collectivite", "libelle", "nom de la collectivite"},
    "courriel": {"courriel", "mail", "email", "e mail", "adresse electronique", "mel"},
    "type_collectivite": {"type", "type de collectivite", "type collectivite"},
}


class AttendusInvalides(ValueError):
    """A list that cannot be used; the message, in French, says where and why."""


@dataclass(frozen=True, slots=True)
class Collectivite:
    """An expected collectivité."""

    siret: str
    nom: str = ""
    courriel: str = ""
    type_collectivite: str = ""


def lire_attendus(path: Path) -> tuple[Collectivite, ...]:
    """The collectivités of a list, in its order. Raise AttendusInvalides."""
    rows = list(csv.reader(_lines(path), delimiter=_separator(path)))
    head = next((rank for rank, row in enumerate(rows) if any(cell.strip() for cell in row)), None)
    if head is None:
        raise AttendusInvalides(f"La liste «\u00a0{path}\u00a0» est vide.")
    columns = _columns(path, rows[head])
    found: dict[str, Collectivite] = {}
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        if not any(cell.strip() for cell in row):
            continue
        cells = {name: row[rank].strip() if rank < len(row) else "" for name, rank in columns.items()}
        cells["siret"] = _siret(path, number, cells["siret"])
        if cells["siret"] in found:
            raise AttendusInvalides(
                f"Liste «\u00a0{path}\u00a0», ligne {number}\u00a0: le SIRET {cells['siret']} y figure déjà."
            )
        found[cells["siret"]] = Collectivite(**cells)
    if not found:
        raise AttendusInvalides(f"La liste «\u00a0{path}\u00a0» n’a aucune collectivité sous son en-tête.")
    return tuple(found.values())


def _text(path: Path) -> str:
    try:
        octets = path.read_bytes()
    except OSError as error:
        raise AttendusInvalides(
            f"La liste «\u00a0{path}\u00a0» ne peut pas être lue\u00a0: vérifiez son nom et son emplacement."
        ) from error
    if octets.startswith((b"PK", b"\xd0\xcf")):
        raise AttendusInvalides(f"«\u00a0{path}\u00a0» est un classeur\u00a0: enregistrez la liste au format CSV.")
    for encoding in _ENCODINGS:
        try:
            return octets.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AttendusInvalides(
        f"«\u00a0{path}\u00a0» n’est pas un fichier CSV\u00a0: enregistrez la liste au format CSV UTF-8."
    )


def _lines(path: Path) -> Iterator[str]:
    return iter(_text(path).splitlines(keepends=True))


def _separator(path: Path) -> str:
    first = next((line for line in _lines(path) if line.strip()), "")
    return max(";,\t", key=first.count)


def _plain(title: str) -> str:
    """A title without accent, sign nor capital."""
    bare = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()


def _columns(path: Path, titles: list[str]) -> dict[str, int]:
    plain = [_plain(title) for title in titles]
    found = {
        name: rank
        for name, words in _NAMES.items()
        for rank, title in reversed(list(enumerate(plain)))
        if title in words
    }
    if "siret" not in found:
        raise AttendusInvalides(
            f"La liste «\u00a0{path}\u00a0» n’a pas de colonne «\u00a0siret\u00a0»\u00a0: sa première ligne "
            "doit nommer les colonnes (siret, nom, courriel)."
        )
    return found


def _siret(path: Path, number: int, text: str) -> str:
    digits = re.sub(r"[\s\u00a0\u202f]", "", text)
    if not siret_rules.is_valid(digits):
        hint = (
            " Le tableur l’a arrondi\u00a0: mettez la colonne au format texte."
            if re.search(r"E\+", text, re.IGNORECASE)
            else ""
        )
        raise AttendusInvalides(
            f"Liste «\u00a0{path}\u00a0», ligne {number}\u00a0: «\u00a0{text[:40]}\u00a0» n’est pas un SIRET "
            f"valide.{hint}"
        )
    return digits
