"""What is written for the sender of a report: txt, HTML and JSON reports, annotated copy, message."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from unicodedata import normalize

from processors.batch.message import message
from processors.batch.pieces import Piece
from processors.batch.reglages import ANNOTE, HTML, JSON, MESSAGE, TXT, Reglages
from processors.control import Checked, annotate
from processors.findings import Verdict
from processors.report import Rapport, html_rapport, json_rapport, rapport_de
from processors.txt import ecrire

FOLDER = "bilans"
NO_SIRET = "sans-siret"
_SIRET = re.compile(r"[0-9]{14}")
_LONGEST_STEM = 40


def produire(piece: Piece, checked: Checked, rang: int, reglages: Reglages) -> dict[str, bytes]:
    """The files of one report by their path in the results, in a fixed order. Raise OSError, MemoryError."""
    rapport = rapport_sur(piece, checked, reglages)
    folder, stem = _place(piece, rapport.siret, rang)
    wanted = {f"{folder}/{name}": content for name, content in _files(stem, rapport, checked, reglages)}
    if MESSAGE in reglages.livrables:
        attached = [PurePosixPath(path).name for path in wanted if not path.endswith((".txt", ".json"))]
        wanted[f"{folder}/message-{stem}.txt"] = message(rapport, attached).encode()
    return wanted


def rapport_sur(piece: Piece, checked: Checked, reglages: Reglages) -> Rapport:
    """The report on a piece, under its bare name: the folders are those of the centre de gestion."""
    day = reglages.jour.isoformat()
    name = PurePosixPath(piece.fichier).name
    if checked.answers is None:
        return Rapport(name, piece.sha256, day, constats=checked.findings)
    return rapport_de(checked.answers, checked.findings, fichier=name, sha256=piece.sha256, date=day)


def _files(stem: str, rapport: Rapport, checked: Checked, reglages: Reglages) -> Iterator[tuple[str, bytes]]:
    asked = reglages.livrables
    if HTML in asked:
        yield f"rapport-{stem}.html", html_rapport(rapport).encode()
    if JSON in asked:
        yield f"rapport-{stem}.json", json.dumps(json_rapport(rapport), ensure_ascii=False, indent=1).encode()
    if TXT in asked and (text := _txt(checked)):
        yield f"bilan-{stem}.txt", text
    if ANNOTE in asked and checked.answers is not None and rapport.verdict is Verdict.A_CORRIGER:
        yield f"annote-{stem}.xlsx", _annotated(checked)


def _txt(checked: Checked) -> bytes:
    """The exchange file; nothing when a value of the report could not be read or cannot travel."""
    if not checked.complete:
        return b""
    try:
        return ecrire(checked.usable())
    except ValueError:
        return b""


def _annotated(checked: Checked) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "annote.xlsx"
        annotate(path, checked)
        return path.read_bytes()


def _place(piece: Piece, siret: str, rang: int) -> tuple[str, str]:
    """Folder and stem of the files of a report: the same for the same file, and of our own making."""
    folder = siret if _SIRET.fullmatch(siret) else NO_SIRET
    plain = normalize("NFKD", PurePosixPath(piece.fichier).stem).encode("ascii", "ignore").decode("ascii")
    words = re.sub(r"[^A-Za-z0-9_-]+", "-", plain)[:_LONGEST_STEM].strip("-")
    mark = piece.jeton[:8]
    return f"{FOLDER}/{folder}", "-".join(filter(None, (words, mark, str(rang) if rang > 1 else "")))
