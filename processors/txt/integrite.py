"""Integrity of a lot: end record, number of records, checksum, lines that belong nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from processors.findings import finding
from processors.txt.codage import SEPARATOR, checksum
from processors.txt.decoupage import Lot, Suite
from processors.txt.ecriture import VALUE
from processors.txt.entete import Entete, checked_part
from processors.txt.journal import Journal, court
from processors.txt.valeurs import NUMBER


def check_integrity(lot: Lot, header: Entete, journal: Journal) -> None:
    """Tell what shows that the lot was cut or changed: one finding for one cause."""
    siret, count, end = court(lot.siret), len(lot.records), lot.end
    for run in lot.foreign:
        debut = court(run.first.text)
        journal.note(finding("TXT-LIGNE-ETRANGERE", lignes=_range(run), debut=debut, siret=siret))
    for run in lot.after_end:
        journal.note(finding("TXT-APRES-FIN", lignes=_range(run)))
    if end is None:
        journal.note(finding("TXT-FIN-ABSENTE", siret=siret, lus=count, annonces=header.nombre))
    elif (count, count) != (header.nombre, end.nombre):
        journal.note(finding("TXT-NOMBRE", siret=siret, lus=count, annonces=header.nombre, fin=end.nombre))
    else:
        computed = checksum(checked_lines(lot))
        if (computed, computed) != (header.controle, end.controle):
            journal.note(
                finding("TXT-CONTROLE", siret=siret, calcule=computed, annonce=header.controle, fin=end.controle)
            )


def checked_lines(lot: Lot) -> Iterator[str]:
    """The lines as the checksum sees them: without the spaces that end them, numbers with a decimal point."""
    yield checked_part(lot.first.text)
    for line in lot.records:
        fields = lot.content(line).split(SEPARATOR, 3)
        if len(fields) == 4 and fields[0] == VALUE and fields[2] == NUMBER:
            fields[3] = fields[3].replace(",", ".")
        yield SEPARATOR.join((lot.siret, *fields))


def _range(run: Suite) -> str:
    if run.count == 1:
        return f"Ligne {run.first.number}"
    return f"{run.count} lignes à partir de la ligne {run.first.number}"
