"""What is kept on disk while a lot is processed, so that it can be interrupted at any moment and resumed."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from processors.batch.pieces import Piece
from processors.batch.rendu import Rendu, lire_receptions
from processors.batch.technique import a_refaire
from processors.campaign.reception import Reception

FOLDER = ".travail"
FORMAT = 1

T = TypeVar("T")


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
        self.brouillons = self.folder / "brouillons"
        self._state = self.folder / "lot.json"

    def preparer(self) -> None:
        """Make the folders, and throw away the drafts of a lot that was interrupted."""
        self._entries.mkdir(parents=True, exist_ok=True)
        self.nettoyer()
        self.brouillons.mkdir(exist_ok=True)

    def nettoyer(self) -> None:
        """Throw away the drafts, those of workers that died included: they hold received contents."""
        shutil.rmtree(self.brouillons, ignore_errors=True)

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
        draft = self.brouillons / f"{os.getpid()}-{path.name}"
        draft.write_bytes(octets)
        draft.replace(path)

    @contextmanager
    def remplacer(self, nom: str) -> Iterator[Path]:
        """A draft that takes the place of a file of the results once complete."""
        draft = self.brouillons / f"{os.getpid()}-{nom}"
        yield draft
        draft.replace(self.resultats / nom)

    def noter(self, piece: Piece, rendu: Rendu) -> None:
        """Write the files of a piece, then its entry: an entry says that everything before it is there.

        The files of an entry that is done again go away, save those written again.
        """
        for name, octets in rendu.livrables.items():
            path = self.resultats / name
            path.parent.mkdir(parents=True, exist_ok=True)
            self.ecrire(path, octets)
        entry = self._entries / piece.jeton
        if entry.exists():
            old = {name for one in self.receptions(piece.jeton) for name in one.livrables}
            self.retirer(old - rendu.livrables.keys())
        self.ecrire(entry, rendu.receptions)

    def connus(self) -> set[str]:
        """The tokens of the pieces that are done; those to do again are left out.

        An entry that a power cut damaged is thrown away.
        """
        found = set()
        for token in self.jetons():
            try:
                received = self.receptions(token)
            except ValueError:
                self.oublier([token])
            else:
                if not a_refaire(received):
                    found.add(token)
        return found

    def jetons(self) -> set[str]:
        """The tokens of all the entries."""
        return {entry.name for entry in self._entries.iterdir()}

    def receptions(self, jeton: str) -> list[Reception]:
        """What was noted of a piece, by its token. Raise OSError, ValueError when it cannot be read."""
        return lire_receptions((self._entries / jeton).read_bytes())

    def oublier(self, jetons: Iterable[str]) -> None:
        """Throw away the entries that the campaign has."""
        for token in jetons:
            (self._entries / token).unlink(missing_ok=True)

    def retirer(self, noms: Iterable[str]) -> None:
        """Remove files of the results that something else replaces."""
        for name in noms:
            (self.resultats / name).unlink(missing_ok=True)


def par_paquets(elements: Iterable[T], taille: int) -> Iterator[list[T]]:
    """Elements by packets, in order."""
    packet: list[T] = []
    for element in elements:
        packet.append(element)
        if len(packet) == taille:
            yield packet
            packet = []
    if packet:
        yield packet
