"""Reading the txt file: one `Lu` per collectivité, with what is wrong as findings.

The controls of the envelope are those of the import of the « bilan social » application of the centres de gestion
(year, SIRET, prefix of each line), extended by ours. All or nothing is the caller's business.
"""

from __future__ import annotations

from collections.abc import Iterable

import schemas
from processors.answers import Answers
from processors.findings import finding
from processors.txt.codage import UTF16, decode
from processors.txt.decoupage import Lot, split
from processors.txt.enregistrements import Enregistrements
from processors.txt.integrite import check_integrity
from processors.txt.journal import Journal
from processors.txt.lecture_entete import check_siret, check_year, find_questionnaire, known_modules, read_header
from processors.txt.lu import Lu, Resolver
from processors.txt.pertes import compter

MAX_BYTES = 50_000_000


def lire(
    data: bytes,
    questionnaire_resolver: Resolver = schemas.questionnaire,
    *,
    siret_attendu: str | None = None,
    annee_attendue: int | None = None,
    taille_max: int = MAX_BYTES,
) -> list[Lu]:
    """Read a txt file, at least one `Lu`; never raises for what the file holds.

    `questionnaire_resolver` gives the questionnaire of an id, or raises KeyError. `siret_attendu`, `annee_attendue`:
    what every lot must carry, when known. `taille_max` in bytes.
    """
    if len(data) > taille_max:
        return [Lu("", None, [finding("TXT-TAILLE", taille=len(data), limite=taille_max)])]
    if UTF16.match(data):
        return [Lu("", None, [finding("TXT-UTF16")])]
    lots = split(decode(data))
    if not lots:
        return [Lu("", None, [finding("TXT-VIDE")])]
    read = [_read_lot(lot, questionnaire_resolver, siret_attendu, annee_attendue) for lot in lots]
    _check_repeated(read)
    _check_group(read)
    return read


def _read_lot(lot: Lot, resolver: Resolver, siret_attendu: str | None, annee_attendue: int | None) -> Lu:
    journal, number = Journal(), lot.first.number
    check_siret(lot, journal, siret_attendu)
    header = read_header(lot, journal)
    questionnaire = find_questionnaire(header, number, journal, resolver) if header else None
    if header is None or questionnaire is None:
        return Lu(lot.siret, None, journal.close(), header)
    check_year(header, number, journal, questionnaire, annee_attendue)
    modules = known_modules(header, number, journal, questionnaire)
    records = Enregistrements(lot, questionnaire, journal)
    records.read()
    check_integrity(lot, header, journal)
    answers = Answers(questionnaire, modules, records.values, header.version, justifications=records.justifications)
    lost = compter(lot, header, questionnaire, records.lost)
    return Lu(lot.siret, answers, journal.close(), header, records.lines, tuple(records.others), lost)


def _check_repeated(read: Iterable[Lu]) -> None:
    seen: set[tuple[str, str]] = set()
    for lu in read:
        key = (lu.siret, lu.entete.questionnaire if lu.entete else "")
        if lu.entete and key in seen:
            lu.findings.append(finding("TXT-LOT-REPETE", siret=lu.siret))
        seen.add(key)


def _check_group(read: list[Lu]) -> None:
    """A grouped export says the rank of each lot: a missing one is told on the last lot that was read."""
    ranks: dict[int, set[int]] = {}
    for lu in read:
        if lu.entete:
            rank, total = lu.entete.lot
            ranks.setdefault(total, set()).add(rank)
    for total, found in ranks.items():
        present = sum(1 for rank in found if 1 <= rank <= total)
        if present != total:
            read[-1].findings.append(finding("TXT-LOTS", annonces=total, lus=present))
