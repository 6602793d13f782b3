"""The lines of a lot that became no answer: those refused one by one, those set aside, those announced and missing."""

from __future__ import annotations

from processors.libelles import MASKED
from processors.pertes import Perdue, Pertes
from processors.txt.codage import SEPARATOR
from processors.txt.decoupage import Lot
from processors.txt.ecriture import END, VALUE
from processors.txt.entete import Entete
from processors.txt.journal import court
from processors.txt.valeurs import NUMBER, TEXT
from schemas.model import Questionnaire
from schemas.variables import cell_of

FOREIGN = "La ligne porte un autre SIRET\u00a0: elle n’a pas été reprise."
AFTER_END = "La ligne est après la fin du fichier\u00a0: elle n’a pas été reprise."
_SHOWN = 60


def perdue(questionnaire: Questionnaire, number: int, content: str, motif: str) -> Perdue:
    """The line `number`, given without its SIRET."""
    kind, *fields = content.split(SEPARATOR, 3)
    if kind != VALUE or len(fields) != 3:
        return Perdue(number, "", MASKED, motif)
    code, letter, written = fields
    cell = cell_of(questionnaire, code)
    if cell is None:
        return Perdue(number, "", court(written, _SHOWN) if letter == NUMBER else MASKED, motif)
    shown = letter != TEXT and not cell.row.personal
    return Perdue(number, code, court(written, _SHOWN) if shown else MASKED, motif)


def compter(lot: Lot, header: Entete, questionnaire: Questionnaire, pertes: Pertes) -> Pertes:
    """Add to the lines refused one by one those set aside, and how many of those announced are not there."""
    aside = 0
    for runs, motif in ((lot.foreign, FOREIGN), (lot.after_end, AFTER_END)):
        for line in (line for run in runs for line in run.lines):
            content = line.text.partition(SEPARATOR)[2]
            if not content.startswith(END + SEPARATOR):
                pertes.add(perdue(questionnaire, line.number, content, motif))
                aside += 1
    announced = max(header.nombre, lot.end.nombre if lot.end is not None else 0)
    pertes.manquantes += max(0, announced - len(lot.records) - aside)
    return pertes
