"""What is kept on disk while a lot is processed, so that it can be interrupted at any moment and resumed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from processors.batch.pieces import Piece
from processors.batch.rendu import Rendu, lire_receptions
from processors.campaign.reception import Reception

FOLDER = ".travail"
FORMAT = 1


@dataclass(frozen=True)
class Etat:
    """What a lot was started with. `termine`: it went to its end."""

    dossier: str
    empreinte: str
    jour: date
    termine: bool = False


class Journal:
    """The folder `.travail` of the results: drafts, and one entry per processed file until the campaign has it.

    Every file is written whole beside its place, then moved there: what is read is never half-written.
    """

    def __init__(self, resultats: Path) -> None:
        self.resultats = resultats
        self.folder = resultats / FOLDER
        self._entries = self.folder / "journal"
        self._drafts = self.folder / "brouillons"
        self._state = self.folder / "lot.json"

    def preparer(self) -> None:
        """Make the folders, and throw away the drafts of a lot that was interrupted."""
        self._entries.mkdir(parents=True, exist_ok=True)
        self._drafts.mkdir(exist_ok=True)
        for draft in self._drafts.iterdir():
            draft.unlink()

    def etat(self) -> Etat | None:
        """What the last lot was started with; None when there was none, or when it cannot be read."""
        try:
            data = json.loads(self._state.read_text(encoding="utf-8"))
            return Etat(data["dossier"], data["empreinte"], date.fromisoformat(data["jour"]), bool(data["termine"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def noter_etat(self, etat: Etat) -> None:
        """Keep what the lot was started with."""
        data = {"format": FORMAT, **etat.__dict__, "jour": etat.jour.isoformat()}
        self.ecrire(self._state, json.dumps(data, ensure_ascii=False, indent=1).encode())

    def ecrire(self, path: Path, octets: bytes) -> None:
        """Write a whole file, or nothing."""
        draft = self._drafts / f"{os.getpid()}-{path.name}"
        draft.write_bytes(octets)
        draft.replace(path)

    @contextmanager
    def remplacer(self, nom: str) -> Iterator[Path]:
        """A draft that takes the place of a file of the results once complete."""
        draft = self._drafts / f"{os.getpid()}-{nom}"
        yield draft
        draft.replace(self.resultats / nom)

    def noter(self, piece: Piece, rendu: Rendu) -> None:
        """Write the files of a piece, then its entry: an entry says that everything before it is there."""
        for name, octets in rendu.livrables.items():
            path = self.resultats / name
            path.parent.mkdir(parents=True, exist_ok=True)
            self.ecrire(path, octets)
        self.ecrire(self._entry(piece), rendu.receptions)

    def connus(self) -> set[str]:
        """The tokens of the pieces that have an entry; one that a power cut damaged is thrown away."""
        found = set()
        for entry in self._entries.iterdir():
            try:
                lire_receptions(entry.read_bytes())
            except ValueError:
                entry.unlink()
            else:
                found.add(entry.name)
        return found

    def receptions(self, piece: Piece) -> list[Reception]:
        """What was noted of a piece. Raise OSError, ValueError when it cannot be read."""
        return lire_receptions(self._entry(piece).read_bytes())

    def oublier(self, pieces: Iterable[Piece]) -> None:
        """Throw away the entries that the campaign has."""
        for piece in pieces:
            self._entry(piece).unlink(missing_ok=True)

    def _entry(self, piece: Piece) -> Path:
        return self._entries / piece.jeton


def par_paquets(pieces: Iterable[Piece], taille: int) -> Iterator[list[Piece]]:
    """Pieces by packets, in order."""
    packet: list[Piece] = []
    for piece in pieces:
        packet.append(piece)
        if len(packet) == taille:
            yield packet
            packet = []
    if packet:
        yield packet
