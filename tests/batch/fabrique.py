"""Received files for the tests of lots: small, quick to make, each of its own collectivité."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from stdnum import luhn

import schemas
from processors.answers import Answers
from processors.example import exemple
from processors.txt import ecrire
from tests.support.imports import RACINE

REC = schemas.questionnaire("rec2019")
CORPUS = RACINE / "tests" / "corpus"
JOUR = datetime(2026, 3, 2, 9, 0)


def siret(number: int) -> str:
    """A valid SIRET of a collectivité of our own."""
    siren = f"2199{number:04d}"
    bare = f"{siren}{luhn.calc_check_digit(siren)}0001"
    return f"{bare}{luhn.calc_check_digit(bare)}"


@cache
def reponses() -> Answers:
    """The smallest accepted report."""
    return exemple(REC, 1, ("gpeec",))


def bilan(number: int, *, faux: bool = False, nom: str = "") -> bytes:
    """The txt of a collectivité, accepted; `faux`: to correct."""
    answers = reponses()
    values = answers.values | {
        "collectivite!siret.C01": siret(number),
        "collectivite!raison_sociale.C01": nom or f"Commune {number}",
    }
    if faux:
        del values["collectivite!raison_sociale.C01"]
    return ecrire(replace(answers, values=values))


def vide(number: int) -> bytes:
    """The txt of a collectivité that gives its identity and nothing else."""
    answers = reponses()
    identity = {code: value for code, value in answers.values.items() if code.startswith("collectivite!")}
    return ecrire(replace(answers, values=identity | {"collectivite!siret.C01": siret(number)}))


def poser(dossier: Path, nom: str, octets: bytes, jour: datetime = JOUR) -> Path:
    """A received file, dated."""
    path = dossier / nom
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(octets)
    os.utime(path, (jour.timestamp(), jour.timestamp()))
    return path


def archive(membres: dict[str | ZipInfo, bytes], jour: datetime = JOUR) -> bytes:
    """A .zip; a name given as a ZipInfo keeps what it says."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as written:
        for nom, octets in membres.items():
            info = nom if isinstance(nom, ZipInfo) else ZipInfo(nom, jour.timetuple()[:6])
            info.compress_type = ZIP_DEFLATED
            written.writestr(info, octets)
    return stream.getvalue()


def retoucher(classeur: bytes, marque: str) -> bytes:
    """The same workbook in other bytes: a comment at the end of its zip."""
    stream = BytesIO(classeur)
    with ZipFile(stream, "a") as opened:
        opened.comment = marque.encode()
    return stream.getvalue()
