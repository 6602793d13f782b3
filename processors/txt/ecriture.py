"""Writing the txt file. The layout is specified in `docs/format-txt.md`.

Source of the envelope (SIRET at the head of each line, year on the first, CR LF): import controls of the « bilan
social » application of the centres de gestion. The rest of the record is ours, not the ministry's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from processors.answers import Answers
from processors.findings import CellRef, Finding, finding
from processors.txt.codage import ENCODING, END_OF_LINE, SEPARATOR, MalEcrit, checksum, escape
from processors.txt.entete import SIRET_LENGTH, VERSION, Entete, with_checksum
from processors.txt.valeurs import write_value
from schemas.json_schema import MAX_TEXT, RULE_CODE
from schemas.variables import cell_of, form_order

VALUE = "V"
JUSTIFICATION = "J"
END = "F"
MAX_LINE = 100_000
"""Characters of a line, end of line left out."""

_SIRET = re.compile(rf"[0-9]{{{SIRET_LENGTH}}}")


def _record(answers: Answers, siret: str, code: str) -> str:
    """The record of a value. Raise MalEcrit when it cannot travel."""
    cell = cell_of(answers.questionnaire, code)
    if cell is None:
        raise MalEcrit("le questionnaire n’a pas cette variable")
    if cell.computed:
        raise MalEcrit("les totaux ne se transmettent pas")
    letter, field = write_value(cell.type, answers.values[code])
    line = SEPARATOR.join((siret, VALUE, code, letter, field))
    if len(line) > MAX_LINE:
        raise MalEcrit(f"l’enregistrement dépasse {MAX_LINE} caractères")
    return line


def _header_obstacle(answers: Answers) -> str:
    """Why the header cannot be written; '' when it can."""
    unknown = [code for code in answers.modules if code not in answers.questionnaire.modules]
    if not _SIRET.fullmatch(answers.siret):
        return "le numéro SIRET de la collectivité n’a pas 14 chiffres"
    if unknown:
        return f"le questionnaire n’a pas de module {unknown[0]}"
    return "" if VERSION.fullmatch(answers.version) else "la version du modèle ne s’écrit pas « 1.0.0 »"


def _records(answers: Answers) -> tuple[list[str], dict[str, str]]:
    """The records in the order of the form, and the reason of each refusal by variable code ('' for the header)."""
    reason = _header_obstacle(answers)
    obstacles = {"": reason} if reason else {}
    records = []
    siret = answers.siret
    for code in sorted(answers.values, key=lambda code: form_order(answers.questionnaire, code)):
        try:
            records.append(_record(answers, siret, code))
        except MalEcrit as error:
            obstacles[code] = str(error)
    for code, text in sorted(answers.justifications.items()):
        try:
            records.append(_justification(siret, code, text))
        except MalEcrit as error:
            obstacles[code] = str(error)
    return records, obstacles


def _justification(siret: str, code: str, text: str) -> str:
    """The record of the justification of an alert. Raise MalEcrit when it cannot travel."""
    if not (re.fullmatch(RULE_CODE, code) and text and len(text) <= MAX_TEXT):
        raise MalEcrit(f"une justification a un code de contrôle et un texte de {MAX_TEXT} caractères au plus")
    return SEPARATOR.join((siret, JUSTIFICATION, code, escape(text)))


def intransmissibles(answers: Answers) -> list[Finding]:
    """One finding per answer that `ecrire` would refuse; empty when it would write everything."""
    return [
        finding(
            "TXT-NON-TRANSMISSIBLE",
            [CellRef(code, value=answers.values[code])] if code in answers.values else [],
            quoi=code or "l’en-tête",
            motif=reason,
        )
        for code, reason in _records(answers)[1].items()
    ]


def _lot(answers: Answers, lot: tuple[int, int]) -> bytes:
    records, obstacles = _records(answers)
    if obstacles:
        reasons = "; ".join(f"{code or 'header'}: {reason}" for code, reason in obstacles.items())
        raise ValueError(f"answers that cannot be written in a txt file: {reasons}")
    fields = Entete(
        siret=answers.siret,
        annee=f"{answers.questionnaire.year:04d}",
        questionnaire=answers.questionnaire.id,
        version=answers.version,
        modules=answers.modules,
        nombre=len(records),
        lot=lot,
    ).fields()
    control = checksum([fields, *records])
    end = SEPARATOR.join((answers.siret, END, str(len(records)), control))
    lines = [with_checksum(fields, control), *records, end]
    return "".join(f"{line}{END_OF_LINE}" for line in lines).encode(ENCODING)


def ecrire(answers: Answers) -> bytes:
    """The txt file of one collectivité: the same bytes for the same answers.

    Raise ValueError when an answer cannot travel (`intransmissibles` says which, as findings): unknown or computed
    variable, value of another type than its cell, blank text, SIRET of the wrong length.
    """
    return _lot(answers, (1, 1))


def ecrire_groupe(lots: Sequence[Answers]) -> bytes:
    """The txt file of several collectivités, one lot each, in the given order. Raise ValueError as `ecrire` does."""
    if not lots:
        raise ValueError("a grouped txt file holds at least one collectivité")
    return b"".join(_lot(answers, (rank, len(lots))) for rank, answers in enumerate(lots, start=1))
