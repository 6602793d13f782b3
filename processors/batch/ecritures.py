"""The CSV and JSON reports of a lot. What comes from received files is never a formula for who opens them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from processors.batch.relances import Relance
from processors.batch.situation import Bilan, Situation, constats
from processors.campaign.base import Campagne
from processors.campaign.reception import Constat

FORMAT = "bilan-social/lot"
FORMAT_VERSION = 1
ENTETE_LOT = (
    "fichier", "rang", "recu_le", "siret", "nom", "type_collectivite", "questionnaire", "annee", "verdict", "bloquants",
    "alertes", "statut", "motif", "compte", "rapport", "txt", "copie_annotee", "message",
)  # fmt: skip
ENTETE_RELANCES = ("siret", "nom", "courriel", "situation", "objet", "message", "pieces")
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def inerte(value: object) -> object:
    """A value that a spreadsheet takes as a text when it looks like a formula."""
    if isinstance(value, str) and value.startswith(_FORMULAS):
        return f"'{value}"
    return value


def ligne(bilan: Bilan) -> tuple[object, ...]:
    """One report as a row of `ENTETE_LOT`."""
    recu = bilan.recu
    status = "" if bilan.jointe else recu.statut
    return (
        recu.fichier, recu.rang, bilan.recu_le, recu.siret, recu.nom, recu.type_collectivite, recu.questionnaire,
        recu.annee, bilan.verdict, recu.bloquants, recu.alertes, status, bilan.motif,
        "oui" if recu.en_vigueur else "non", bilan.rapport, bilan.livrable("bilan-", ".txt"),
        bilan.livrable("annote-", ".xlsx"), bilan.message,
    )  # fmt: skip


def ligne_relance(relance: Relance) -> tuple[str, ...]:
    """One reminder as a row of `ENTETE_RELANCES`."""
    pieces = "; ".join(relance.pieces)
    return (
        relance.siret, relance.nom, relance.courriel, relance.situation, relance.objet, relance.message, pieces
    )  # fmt: skip


def ecrire_csv(path: Path, entete: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A CSV file that a French spreadsheet opens with a double click. Raise OSError."""
    with path.open("w", encoding="utf-8-sig", newline="", errors="replace") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(entete)
        for row in rows:
            writer.writerow(["" if cell is None else inerte(cell) for cell in row])


def ecrire_json(path: Path, situation: Situation, reminders: Iterable[Relance], base: Campagne) -> None:
    """The whole of a lot for machines, one report a line. Raise OSError."""
    with path.open("w", encoding="utf-8", newline="\n", errors="replace") as stream:
        for part in _json(situation, reminders, base):
            stream.write(part)


def _json(situation: Situation, reminders: Iterable[Relance], base: Campagne) -> Iterator[str]:
    head = {
        "format": FORMAT,
        "version_format": FORMAT_VERSION,
        "jour": situation.jour,
        "verdicts": dict(situation.verdicts),
        "attendus": None if situation.attendus is None else len(situation.attendus),
        "manquants": [asdict(one) | {"piste": _piste(situation, one.siret)} for one in situation.manquants],
        "a_refaire": situation.a_refaire,
        "inattendus": [bilan.recu.siret for bilan in situation.inattendus],
        "regles": [asdict(one) for one in situation.enfreintes],
        "doublons": [{"fichier": name, **_constat(found)} for name, found in situation.doublons],
        "ignores": list(situation.ignores),
        "pieces_jointes": [bilan.recu.fichier for bilan in situation.jointes],
        "renvoyes": [bilan.recu.fichier for bilan in situation.renvoyes],
        "relances": [asdict(one) for one in reminders],
    }
    yield json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "bilans": [\n'
    comma = ""
    for bilan, found in constats(base, situation.bilans):
        row: dict[str, Any] = dict(zip(ENTETE_LOT, ligne(bilan), strict=True))
        row["compte"] = bilan.recu.en_vigueur
        row["constats"] = [_constat(one) for one in found]
        yield comma + json.dumps(row, ensure_ascii=False)
        comma = ",\n"
    yield "\n ]\n}\n"


def _piste(situation: Situation, siret: str) -> str | None:
    """The unreadable file that may be that of a missing collectivité."""
    lead = situation.pistes.get(siret)
    return lead.recu.fichier if lead else None


def _constat(found: Constat) -> dict[str, Any]:
    return asdict(found) | {"cellules": list(found.cellules)}
