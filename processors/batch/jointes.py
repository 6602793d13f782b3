"""The documents that came with a report, a letter or a scan: no report, and nobody to be asked for another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import PurePosixPath

from processors.campaign.base import Campagne, Recu
from processors.findings import Finding, catalogue, finding

CODES = tuple(code for code, kind in catalogue().items() if kind.foreign)
"""What the check says of a file that holds no workbook and no exchange file."""

_ARCHIVE = ".zip"


def jointes(base: Campagne, recus: Sequence[Recu], pistes: Collection[int]) -> dict[int, Finding]:
    """The remark on each document that came with a report, by number of reception.

    With a report: in the same archive, or in the same folder when this folder holds the reports of one collectivité
    only, the folder of the lot left out. `pistes`: receptions that may be the report of somebody who is missing.
    """
    foreign = {number for (number,) in base.lignes(_FOREIGN, [list(CODES)])}
    reports: dict[str, list[Recu]] = {}
    for one in recus:
        if one.siret:
            reports.setdefault(_enveloppe(one.fichier), []).append(one)
    return dict(_found(recus, foreign - set(pistes), reports))


_FOREIGN = "SELECT DISTINCT reception FROM constats WHERE list_contains(?, code)"


def _found(
    recus: Sequence[Recu], numbers: Collection[int], reports: dict[str, list[Recu]]
) -> Iterator[tuple[int, Finding]]:
    for one in recus:
        envelope = _enveloppe(one.fichier)
        beside = reports.get(envelope, [])
        if one.id not in numbers or not envelope or not beside:
            continue
        if envelope.lower().endswith(_ARCHIVE) or len({other.siret for other in beside}) == 1:
            yield one.id, finding("PIECE-JOINTE", autre=beside[-1].fichier)


def _enveloppe(fichier: str) -> str:
    """The archive that holds a file, else its folder; '' for a file of the folder of the lot."""
    folders = PurePosixPath(fichier).parents
    archives = [folder for folder in folders if folder.suffix.lower() == _ARCHIVE]
    found = archives[-1] if archives else folders[0]
    return "" if found == PurePosixPath() else str(found)
