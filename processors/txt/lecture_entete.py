"""Controls of the header of a lot: format, encoding, SIRET, year, questionnaire, modules."""

from __future__ import annotations

import re

from stdnum.fr import siret as stdnum_siret

import schemas
from processors.findings import CellRef, finding
from processors.txt.codage import WITNESS, MalEcrit
from processors.txt.decoupage import Lot
from processors.txt.entete import MAJOR, MINOR, SIRET_LENGTH, Entete, parse
from processors.txt.journal import Journal, court
from processors.txt.lu import Resolver
from schemas.editions import MARK
from schemas.model import COLLECTIVITE, COLLECTIVITE_COLUMN, Questionnaire

SIRET_VARIABLE = f"{COLLECTIVITE}!siret.{COLLECTIVITE_COLUMN}"
_SIRET = re.compile(rf"[0-9]{{{SIRET_LENGTH}}}")


def read_header(lot: Lot, journal: Journal) -> Entete | None:
    """The header of a lot, None when nothing can be read after it."""
    number = lot.first.number
    if lot.header is None:
        if lot.ours:
            journal.note(finding("TXT-ENTETE-ABSENTE", ligne=number))
        else:
            journal.note(finding("TXT-NON-RECONNU", ligne=number))
        return None
    try:
        header = parse(lot.header.text)
    except MalEcrit as error:
        journal.note(finding("TXT-ENTETE", ligne=number, motif=error))
        return None
    version, known = ".".join(map(str, header.format_version)), f"{MAJOR}.{MINOR}"
    if header.format_version[0] > MAJOR:
        journal.note(finding("TXT-FORMAT-RECENT", ligne=number, version=version, connue=known))
        return None
    if header.temoin != WITNESS:
        journal.note(finding("TXT-ENCODAGE", ligne=number))
        return None
    if header.format_version > (MAJOR, MINOR):
        journal.note(finding("TXT-FORMAT-MINEUR", ligne=number, version=version, connue=known))
    for key in header.autres:
        journal.note(finding("TXT-CHAMP-INCONNU", ligne=number, champ=court(key)))
    return header


def siret_cell(lot: Lot) -> CellRef:
    """The SIRET of the envelope, as the cell it answers."""
    return CellRef(SIRET_VARIABLE, value=court(lot.siret), label="SIRET qui commence les lignes")


def check_siret(lot: Lot, journal: Journal, expected: str | None) -> None:
    """Check the SIRET of the envelope (key of INSEE, La Poste's own rule included) and that it is the expected one."""
    if lot.header is None:
        return
    cells, number, siret = [siret_cell(lot)], lot.first.number, court(lot.siret)
    if not (_SIRET.fullmatch(lot.siret) and stdnum_siret.is_valid(lot.siret)):
        journal.note(finding("TXT-SIRET-INVALIDE", cells, ligne=number, siret=siret))
    if expected is not None and expected != lot.siret:
        journal.note(finding("TXT-SIRET-AUTRE", cells, expected=expected, ligne=number, siret=siret, attendu=expected))


def find_questionnaire(header: Entete, number: int, journal: Journal, resolver: Resolver) -> Questionnaire | None:
    """The questionnaire of a lot, None when it is not known here. `number` is the line of the header."""
    try:
        questionnaire = resolver(header.questionnaire)
    except KeyError:
        journal.note(finding("TXT-QUESTIONNAIRE", ligne=number, questionnaire=court(header.questionnaire)))
        return None
    known = questionnaire.version
    if _numbers(header.version) > _numbers(known):
        journal.note(finding("TXT-VERSION-RECENTE", ligne=number, version=header.version, connue=known))
    elif _numbers(header.version) < _numbers(known) and header.questionnaire in schemas.available():
        return resolver(f"{header.questionnaire}{MARK}{schemas.version_read(header.questionnaire, header.version)}")
    return questionnaire


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def check_year(
    header: Entete, number: int, journal: Journal, questionnaire: Questionnaire, expected: int | None
) -> None:
    """Check the year of the envelope against the questionnaire's and the expected one."""
    for year in sorted({questionnaire.year, expected or questionnaire.year}):
        if header.annee != f"{year:04d}":
            annee = court(header.annee)
            journal.note(finding("TXT-ANNEE", expected=year, ligne=number, annee=annee, attendue=year))


def known_modules(header: Entete, number: int, journal: Journal, questionnaire: Questionnaire) -> tuple[str, ...]:
    """The modules of the header that the questionnaire has, else its default ones; those it has not are told."""
    for code in header.modules:
        if code not in questionnaire.modules:
            known = ", ".join(questionnaire.modules)
            journal.note(finding("TXT-MODULE-INCONNU", ligne=number, module=court(code), connus=known))
    named = tuple(code for code in header.modules if code in questionnaire.modules)
    return named or questionnaire.default_modules
