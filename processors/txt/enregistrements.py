"""Reading the records of a lot: each line ends in a value, a kept record or a finding."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field

from processors.findings import CellRef, finding
from processors.libelles import MASKED, nommer
from processors.pertes import Perdue, Pertes
from processors.txt.codage import SEPARATOR, MalEcrit, unescape
from processors.txt.decoupage import Ligne, Lot
from processors.txt.ecriture import END, JUSTIFICATION, MAX_LINE, VALUE
from processors.txt.journal import Journal, court
from processors.txt.lecture_entete import SIRET_VARIABLE, siret_cell
from processors.txt.lu import Enregistrement
from processors.txt.pertes import perdue
from processors.txt.valeurs import read_value
from schemas.json_schema import MAX_TEXT, RULE_CODE
from schemas.model import Cell, Questionnaire
from schemas.plan import Value
from schemas.variables import cell_of, close_variables

MAX_SHOWN_VARIABLE = 60
REFUSED = "La ligne n’a pas pu être lue comme une réponse."
CONTRADICTORY = "Le fichier donne à cette variable des valeurs différentes\u00a0: aucune n’a été reprise."
_CODE = re.compile(RULE_CODE)
_TYPE = re.compile(r"[A-Z][A-Z0-9]{0,7}")


@dataclass
class Enregistrements:
    """The values of a lot, the line of each, the justifications, the records of unknown types, and what is lost."""

    lot: Lot
    questionnaire: Questionnaire
    journal: Journal
    values: dict[str, Value] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    justifications: dict[str, str] = field(default_factory=dict)
    others: list[Enregistrement] = field(default_factory=list)
    lost: Pertes = field(default_factory=Pertes)
    _contradictory: set[str] = field(default_factory=set)

    def read(self) -> None:
        """Read every record of the lot."""
        for line in self.lot.records:
            self._record(line)
        self._envelope_siret()
        self.lines = {code: number for code, number in self.lines.items() if code in self.values}

    def _record(self, line: Ligne) -> None:
        content = self.lot.content(line)
        if len(line.text) > MAX_LINE:
            self.journal.note(finding("TXT-LIGNE-LONGUE", ligne=line.number, longueur=len(line.text), limite=MAX_LINE))
            self._lose(line.number, "")
            return
        kind, _, rest = content.partition(SEPARATOR)
        fields = rest.split(SEPARATOR, 2)
        if kind == VALUE and len(fields) == 3:
            self._value(line.number, *fields)
        elif kind == JUSTIFICATION and _CODE.fullmatch(fields[0]) and len(fields) > 1:
            self._justification(line.number, *rest.split(SEPARATOR, 1))
        elif kind not in (VALUE, JUSTIFICATION, END) and _TYPE.fullmatch(kind):
            self.others.append(Enregistrement(line.number, kind, rest))
            self.journal.note(finding("TXT-ENREGISTREMENT-INCONNU", ligne=line.number, type=kind))
            self._lose(line.number, content)
        else:
            self.journal.note(finding("TXT-LIGNE-ILLISIBLE", ligne=line.number, debut=court(content)))
            self._lose(line.number, content)

    def _lose(self, number: int, content: str, why: str = REFUSED) -> None:
        """Keep account of a line that becomes no answer."""
        self.lost.add(perdue(self.questionnaire, number, content, why))

    def _justification(self, number: int, code: str, written: str) -> None:
        """Keep the justification of a rule; of several, the first."""
        text = ""
        with suppress(MalEcrit):
            text = unescape(written)
        usable = bool(text) and len(text) <= MAX_TEXT
        if not usable or self.justifications.setdefault(code, text) != text:
            self.journal.note(finding("TXT-JUSTIFICATION", ligne=number, regle=court(code, MAX_SHOWN_VARIABLE)))
            self._lose(number, "")

    def _value(self, number: int, code: str, letter: str, written: str) -> None:
        note, shown = self.journal.note, court(code, MAX_SHOWN_VARIABLE)
        content = SEPARATOR.join((VALUE, code, letter, written))
        cell = cell_of(self.questionnaire, code)
        if cell is None:
            near = close_variables(self.questionnaire, code) if self.journal.room("TXT-VARIABLE-INCONNUE") else []
            advice = f" Codes proches\u00a0: {', '.join(near)}." if near else ""
            refs = [CellRef(shown, value=court(written), label=nommer(self.questionnaire, shown))]
            note(finding("TXT-VARIABLE-INCONNUE", refs, ligne=number, variable=shown, proches=advice))
            self._lose(number, content, f"Le questionnaire n’a pas de variable «\u00a0{shown}\u00a0».")
            return
        if cell.computed:
            note(finding("TXT-TOTAL", self._refs(cell, written), ligne=number, variable=code))
            return
        try:
            value = read_value(cell.type, letter, written)
        except MalEcrit as error:
            refs = self._refs(cell, written)
            note(finding("TXT-VALEUR", refs, ligne=number, variable=code, valeur=refs[0].value, motif=error))
            self._lose(number, content)
            return
        self._keep(number, cell, value, written)

    def _refs(self, cell: Cell, written: str) -> list[CellRef]:
        """The cell of a record, as a finding shows it."""
        value = MASKED if cell.row.personal else court(written)
        return [CellRef(cell.code, value=value, label=nommer(self.questionnaire, cell.code))]

    def _keep(self, number: int, cell: Cell, value: Value, written: str) -> None:
        """Keep a value, or, when the file gives two, tell it; two values that differ are both left out."""
        code = cell.code
        first = self.lines.setdefault(code, number)
        if first == number:
            self.values[code] = value
        elif code not in self._contradictory and self.values[code] == value:
            refs = self._refs(cell, written)
            self.journal.note(finding("TXT-DOUBLON", refs, ligne=number, premiere=first, variable=code))
        else:
            self._contradictory.add(code)
            refs = self._refs(cell, written)
            both = (number, value), (first, self.values.pop(code, None))
            for line, given in both:
                if given is not None:
                    self.lost.add(Perdue(line, code, MASKED if cell.row.personal else given, CONTRADICTORY))
            self.journal.note(finding("TXT-DOUBLON-DIFFERENT", refs, ligne=number, premiere=first, variable=code))

    def _envelope_siret(self) -> None:
        """The SIRET of the envelope is the answer to « Numéro SIRET », which a publisher may leave out."""
        if SIRET_VARIABLE not in self.questionnaire.cells:
            return
        if self.values.setdefault(SIRET_VARIABLE, self.lot.siret) != self.lot.siret:
            self.values[SIRET_VARIABLE] = self.lot.siret
            number = self.lines[SIRET_VARIABLE]
            self.journal.note(finding("TXT-SIRET-CONTRADICTOIRE", [siret_cell(self.lot)], ligne=number))
