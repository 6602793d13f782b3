"""From the journal to the campaign: what is still to be done, and what is recorded, in the order of reception."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from processors.batch.decouverte import Inventaire
from processors.batch.journal import Journal, par_paquets
from processors.batch.pieces import Piece
from processors.batch.technique import CODES
from processors.campaign.base import Campagne

PACKET = 50
"""Files recorded in one transaction."""


@dataclass(frozen=True)
class _Ancien:
    """A recorded reception that a technical cause refused: its number and its files."""

    id: int
    livrables: tuple[str, ...]


@dataclass(frozen=True)
class _Acquis:
    """What the campaign holds: the keys of the files that are done, and of those to do again."""

    cles: frozenset[str]
    refaire: Mapping[str, tuple[_Ancien, ...]]


@dataclass(frozen=True, order=True, slots=True)
class _Entree:
    """One entry of the journal to record, in the order of reception."""

    ordre: tuple[str, str, str]
    jeton: str
    cle: str


def a_traiter(inventaire: Inventaire, journal: Journal, base: Campagne) -> list[Piece]:
    """The files that nothing holds yet, and those that a technical cause refused."""
    acquis, noted = _acquis(base), journal.connus()
    return [piece for piece in inventaire.pieces if piece.cle not in acquis.cles and piece.jeton not in noted]


def enregistrer(inventaire: Inventaire, journal: Journal, base: Campagne) -> list[str]:
    """Give the campaign what it has not, in the order of reception.

    Return the files that were processed before an interruption and have left the folder since: they count all the same.
    """
    acquis = _acquis(base)
    pieces = {piece.jeton for piece in inventaire.pieces}
    gone = [entree for token in journal.jetons() - pieces for entree in _partie(journal, token)]
    here = [_Entree(piece.ordre, piece.jeton, piece.cle) for piece in inventaire.pieces]
    todo = sorted(entree for entree in (*here, *gone) if entree.cle not in acquis.cles)
    for packet in par_paquets(todo, PACKET):
        received = [one for entree in packet for one in journal.receptions(entree.jeton)]
        old = [one for entree in packet for one in acquis.refaire.get(entree.cle, ())]
        kept = {name for one in received for name in one.livrables}
        journal.retirer(name for one in old for name in one.livrables if name not in kept)
        base.enregistrer(received, [one.id for one in old])
        journal.oublier(entree.jeton for entree in packet)
    journal.oublier(journal.jetons())
    return sorted(entree.ordre[-1] for entree in gone)


def _partie(journal: Journal, jeton: str) -> list[_Entree]:
    """The entry of a file that is no longer in the folder; none when it cannot be read."""
    try:
        received = journal.receptions(jeton)
    except ValueError:
        return []
    return [
        _Entree((one.recu_le, one.modifie_le or one.recu_le, one.fichier), jeton, one.sha256 or one.fichier)
        for one in received[:1]
    ]


def _acquis(base: Campagne) -> _Acquis:
    rows = base.lignes(
        "SELECT id, CASE WHEN sha256 = '' THEN fichier ELSE sha256 END, livrables, id IN ("
        "SELECT reception FROM constats WHERE list_contains(?, code)) FROM receptions ORDER BY id",
        [list(CODES)],
    )
    again: dict[str, tuple[_Ancien, ...]] = {}
    for number, key, files, technical in rows:
        if technical:
            again[key] = (*again.get(key, ()), _Ancien(number, tuple(files)))
    return _Acquis(frozenset(key for _, key, _, technical in rows if not technical), again)
