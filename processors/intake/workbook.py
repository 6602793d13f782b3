"""Reads a filled workbook: the answers, what the totals held, and the findings of the reading itself.

Every value that stands in the file ends in the answers or in a finding: nothing is lost silently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_cell_to_rowcol

from processors.answers import Answers, Place
from processors.findings import CellRef, Finding, finding
from processors.gate import verifier
from processors.intake.anchors import TablePlace, locate
from processors.intake.identity import recognise
from processors.intake.interpretation import LARGEST, quoted, raw_answer, read_value
from processors.intake.places import Places
from processors.intake.precedent import Precedent, read_precedent, read_rework_lines
from processors.intake.strays import is_filled, shown, stray_cell, stray_findings
from processors.intake.structure import structure_findings
from processors.lecture import Classeur, Feuille, LectureImpossible, Limites, lire_classeur, ouvrir
from processors.libelles import MASKED, nommer
from processors.totals import LuTotal
from schemas.model import Cell, Questionnaire
from schemas.plan import Value
from schemas.variables import cell_of
from workbook_templates.layout import CHECKS_SHEET, Layout
from workbook_templates.live_checks.justifications import read_justifications
from workbook_templates.rework_lines import Rework

Where = tuple[int, int]

UNKNOWN_NAME = "#NAME?"
"""What a file holds where its spreadsheet had not the function of a formula: Excel shows « #NOM? » in French."""


@dataclass
class Intake:
    """What was read from one file. `answers` None: the file was refused, `findings` says why.

    `raw` holds, as they were typed, the contents that became no answer: by variable code, or by sheet and address.
    `totals` are the computed cells that show something or that lost their formula, by variable code. `precedent` is
    the previous report that the workbook carries, if it does. `agents`: the workbook, when it holds agent sheets.
    `rework`: the lines of its « À reprendre » sheet.
    """

    answers: Answers | None
    totals: dict[str, LuTotal] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    raw: dict[str | tuple[str, str], object] = field(default_factory=dict)
    precedent: Precedent | None = None
    agents: Classeur | None = None
    rework: list[Rework] = field(default_factory=list)


def opened(path: Path, limites: Limites | None = None) -> tuple[Classeur | None, list[Finding]]:
    """Any workbook file that the gate lets through, with what it noticed; None and the reason when it is refused."""
    try:
        archive = ouvrir(path, limites)
        observations = verifier(archive)
        workbook = lire_classeur(archive)
    except LectureImpossible as error:
        return None, [finding(error.code, motif=error.message_fr)]
    return workbook, [finding(seen.code, **_shown_values(seen.valeurs)) for seen in observations]


def read_workbook(path: Path) -> Intake:
    """Read a workbook file (.xlsx, .xlsm, .xlsb, .ods). Never raises for what the file holds: the findings say it."""
    workbook, findings = opened(path)
    if workbook is None:
        return Intake(None, findings=findings)
    identity = recognise(workbook)
    findings += identity.findings
    questionnaire = identity.questionnaire
    if questionnaire is None:
        return Intake(None, findings=findings, agents=workbook if identity.agents else None)
    layout = _layout(questionnaire, identity.modules)
    location = locate(layout, workbook.feuilles)
    tables = {name: replace(place, rows=dict(place.rows)) for name, place in location.tables.items()}
    places = Places(tables)
    reader = CellReader(questionnaire, places)
    for place in tables.values():
        reader.read(place)
    strays = list(stray_findings(layout, tables))
    findings += [*structure_findings(layout, workbook, location), *strays, *reader.all_findings()]
    answers = Answers(questionnaire, identity.modules, reader.values, identity.version, places)
    answers.justifications = _justifications(workbook, tables)
    raw = reader.refused | _stray_contents(workbook, strays)
    return Intake(answers, reader.totals, findings, raw, read_precedent(workbook), rework=read_rework_lines(workbook))


def _justifications(workbook: Classeur, tables: Mapping[str, TablePlace]) -> dict[str, str]:
    """The justifications of alerts, on the sheet of the checks; on any sheet without a table when it was renamed."""
    named = [sheet for sheet in workbook.feuilles if sheet.nom == CHECKS_SHEET]
    with_tables = {place.sheet.nom for place in tables.values()}
    found: dict[str, str] = {}
    for sheet in named or [sheet for sheet in workbook.feuilles if sheet.nom not in with_tables]:
        found |= read_justifications(sheet.lignes)
    return found


def _stray_contents(workbook: Classeur, strays: list[Finding]) -> dict[str | tuple[str, str], object]:
    """What stands beside the tables, by sheet and address."""
    sheets = {sheet.nom: sheet for sheet in workbook.feuilles}
    contents: dict[str | tuple[str, str], object] = {}
    for cell in (cell for found in strays for cell in found.cells):
        line, column = xl_cell_to_rowcol(cell.address)
        sheet = sheets[cell.sheet]
        contents[cell.sheet, cell.address] = sheet.erreurs.get((line, column)) or sheet.lignes[line][column]
    return contents


@cache
def _layout(questionnaire: Questionnaire, modules: tuple[str, ...]) -> Layout:
    return Layout(questionnaire, modules)


def _shown_values(values: dict[str, Any]) -> dict[str, Any]:
    return {key: ", ".join(value) if isinstance(value, list) else str(value) for key, value in values.items()}


class CellReader:
    """Reads the cells of the tables of one workbook, one table after the other.

    A reader of another layout gives it the contents one by one: `typed`, `erroneous`.
    """

    def __init__(self, questionnaire: Questionnaire, places: Mapping[str, Place]) -> None:
        self.questionnaire, self.places = questionnaire, places
        self.values: dict[str, Value] = {}
        self.totals: dict[str, LuTotal] = {}
        self.refused: dict[str | tuple[str, str], object] = {}
        self._findings: list[Finding] = []
        self._notes: dict[str, list[CellRef]] = {}

    def all_findings(self) -> list[Finding]:
        """The refusals in the order of the cells, then what was understood, one finding a kind."""
        return self._findings + [_note(code, cells) for code, cells in self._notes.items()]

    def read(self, place: TablePlace) -> None:
        """Read one table: every cell that is not blank, and the totals that lost their formula."""
        grid = self.questionnaire.grid[place.table.id]
        lines, columns, formulas = place.sheet.lignes, place.columns, place.sheet.formules
        errors = bool(place.sheet.erreurs)
        first = min(columns.values(), default=0)
        self._added_rows(place)
        for row, line in place.rows.items():
            raws = lines[line]
            width = len(raws)
            if not errors and raws[first:] == [""] * (width - first) and not _is_total(place, row):
                continue
            for cell in grid.get(row) or self._shaped(place, row):
                column = columns.get(cell.column.code, width)
                raw = raws[column] if column < width else ""
                if raw != "" or errors or (cell.computed and column < width and (line, column) not in formulas):
                    self._cell(cell, place.sheet, (line, column), raw)
        self._greyed(place)
        self._unanswered_formulas(place)

    def _shaped(self, place: TablePlace, row: str) -> list[Cell]:
        """The cells of a row that was added to an open table."""
        codes = (place.table.variable(row, column) for column in place.columns)
        return [cell for code in codes if (cell := cell_of(self.questionnaire, code)) is not None]

    # Cells

    def _cell(self, cell: Cell, sheet: Feuille, where: Where, raw: Any) -> None:
        error = sheet.erreurs.get(where)
        if cell.computed:
            value = error if error is not None else (None if raw == "" else raw)
            formula = where in sheet.formules
            if value is not None or not formula:
                self.totals[cell.code] = LuTotal(value, formula, error is not None)
        elif error is not None:
            self.erroneous(cell, error)
        elif raw != "":
            if type(raw) is float and cell.type.numeric and raw.is_integer() and abs(raw) < LARGEST:
                self.values[cell.code] = int(raw)
            else:
                self.typed(cell, raw)
            # LibreOffice writes a typed truth value as a formula: it is none of the user's.
            if where in sheet.formules and not isinstance(raw, bool):
                self._mention("FORMULE-EN-SAISIE", cell, raw)

    def _greyed(self, place: TablePlace) -> None:
        """Keep what stands in the greyed cells of a table as it is: the schema refuses it."""
        table, sheet = place.table, place.sheet
        for row, column in table.absent:
            if row not in place.rows or column not in place.columns:
                continue
            where = place.rows[row], place.columns[column]
            if is_filled(sheet, *where):
                raw = sheet.erreurs.get(where) or sheet.lignes[where[0]][where[1]]
                self.values[table.variable(row, column)] = raw_answer(raw)

    def _unanswered_formulas(self, place: TablePlace) -> None:
        """Mention the formulas of entry cells that show nothing: some software writes them without their result."""
        table = place.table
        rows = {line: row for row, line in place.rows.items() if not _is_total(place, row)}
        columns = {rank: code for code, rank in place.columns.items() if not table.column_by_code[code].computed}
        entries = [where for where in place.sheet.formules if where[0] in rows and where[1] in columns]
        for line, column in sorted(entries):
            cell = cell_of(self.questionnaire, table.variable(rows[line], columns[column]))
            if cell is not None and not is_filled(place.sheet, line, column):
                self._mention("FORMULE-SANS-RESULTAT", cell, "")

    def erroneous(self, cell: Cell, error: str) -> None:
        """Refuse an entry cell that shows an error: `#DIV/0!`, or `#NAME?` where a function is missing."""
        if error == UNKNOWN_NAME:
            self.refuse("CELLULE-NOM-INCONNU", cell, error)
        else:
            self.refuse("CELLULE-EN-ERREUR", cell, error)

    def typed(self, cell: Cell, raw: Any) -> None:
        """Take the content of an entry cell as an answer, or say why it cannot be one."""
        reading = read_value(self.questionnaire, cell, raw)
        if reading.refused:
            self.refuse(reading.refused, cell, raw)
        if reading.note:
            self._mention(reading.note, cell, raw)
        if reading.value is not None:
            self.values[cell.code] = reading.value

    def _reference(self, cell: Cell, raw: Any) -> CellRef:
        place = self.places[cell.code]
        value = MASKED if cell.row.personal else shown(raw)
        return CellRef(cell.code, place.sheet, place.address, value, nommer(self.questionnaire, cell.code))

    def _mention(self, code: str, cell: Cell, raw: Any) -> None:
        self._notes.setdefault(code, []).append(self._reference(cell, raw))

    def refuse(self, code: str, cell: Cell, raw: Any, **told: Any) -> None:
        """Keep a content that is no answer, with the finding that says why; `told` completes its message."""
        self.refused[cell.code] = raw
        reference = self._reference(cell, raw)
        indicator = self.questionnaire.indicator_of[cell.table].code
        values: dict[str, Any] = {"valeur": f"« {quoted(reference.value)} »", "cellule": reference.label}
        self._findings.append(finding(code, [reference], indicator=indicator, **values, **told))

    def _added_rows(self, place: TablePlace) -> None:
        """Give codes to the rows typed into an open table: the next ones, even where a declared row was deleted."""
        if not place.added:
            return
        assert isinstance(place.rows, dict)
        table, sheet = place.table, place.sheet
        known = {*table.row_by_code, *place.rows}
        number = max(int(code[1:]) for code in known)
        for rank, line in enumerate(place.added, start=number + 1):
            place.rows[f"L{rank:02d}"] = line
        spots = [(line, column) for line in place.added for column in place.columns.values()]
        cells = [stray_cell(sheet, spot) for spot in spots if is_filled(sheet, *spot)]
        code = self.questionnaire.indicator_of[table.id].code
        self._findings.append(finding("LIGNE-AJOUTEE-REPRISE", cells, indicator=code, tableau=table.id))


def _is_total(place: TablePlace, row: str) -> bool:
    declared = place.table.row_by_code.get(row)
    return declared is not None and declared.computed


def _note(code: str, cells: list[CellRef]) -> Finding:
    exemple = f"« {quoted(cells[0].value)} »"
    return finding(code, cells, nombre=len(cells), exemple=exemple, cellule=cells[0].label)
