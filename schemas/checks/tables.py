"""The lines of the tables: codes, labels, types, parts, greyed cells, conditions side by side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from schemas.checks.documents import Documents, column_key, row_key, table_fault
from schemas.model import CODED, CellType, Column, Kind, Questionnaire, Row, Table
from schemas.nodes import DeclarationError, Node
from schemas.nomenclature_reader import list_file

_ROW_CODE = re.compile(r"(?!\d+(\.\d+)?$)[A-Za-z0-9_./-]+")

Line = Row | Column


def table_faults(documents: Documents, questionnaire: Questionnaire) -> Iterator[DeclarationError]:
    """What does not hold together inside each table, its expressions aside."""
    for node in documents.tables():
        for column in node.nodes("colonnes"):
            yield from _declared_faults(column)
        for row in node.node("lignes").nodes("liste"):
            yield from _declared_faults(row)
    for table in questionnaire.tables.values():
        checker = _Checker(questionnaire, table)
        yield from checker.line_faults(table.rows, row_key)
        yield from checker.line_faults(table.columns, column_key)
        yield from checker.row_code_faults()
        yield from checker.cell_faults()
        yield from checker.condition_faults()


def _declared_faults(line: Node) -> Iterator[DeclarationError]:
    """Keys of a row or column that do not go together."""
    for key in ("condition", "pas", "obligatoire"):
        if "calcul" in line.data and key in line.data:
            yield line.fail(key, "never together with calcul")
    if "modalites" in line.data and line.get("type") != Kind.LISTE:
        yield line.fail("modalites", "only with type liste")
    if "pas" in line.data and line.get("type", Kind.DECIMAL) not in (Kind.ENTIER, Kind.MONTANT, Kind.DECIMAL):
        yield line.fail("pas", "only with numbers")


class _Checker:
    def __init__(self, questionnaire: Questionnaire, table: Table) -> None:
        self.questionnaire, self.table = questionnaire, table

    def fault(self, key: str, message: str) -> DeclarationError:
        return table_fault(self.questionnaire, self.table.id, key, message)

    def line_faults(self, lines: Sequence[Line], key: Callable[[str], str]) -> Iterator[DeclarationError]:
        """Faults of the rows, or of the columns, of the table."""
        codes = Counter(line.code for line in lines)
        titles = Counter((line.headings, line.label) for line in lines)
        by_code = {line.code: line for line in lines}
        for line in lines:
            if codes[line.code] > 1:
                yield self.fault(key(line.code), "this code stands twice")
            if not self.table.open_rows and titles[line.headings, line.label] > 1:
                yield self.fault(f"{key(line.code)}.libelle", f"« {line.label} » stands twice under the same headings")
            for name, code in line.axes.items():
                nomenclature = self.questionnaire.nomenclatures.get(name)
                if nomenclature is None or code not in nomenclature.by_code:
                    yield self.fault(f"{key(line.code)}.axes", f"no code « {code} » in a nomenclature « {name} »")
            yield from self._part_faults(line, by_code, key)

    def _part_faults(
        self, line: Line, by_code: Mapping[str, Line], key: Callable[[str], str]
    ) -> Iterator[DeclarationError]:
        """`dont_de` names another line that counts the same thing, and does not come back to this one."""
        place, seen = f"{key(line.code)}.dont_de", {line.code}
        whole: Line = line
        while whole.part_of:
            if whole.part_of in seen:
                yield self.fault(place, f"« {line.part_of} » is itself a part of it")
                return
            if whole.part_of not in by_code:
                if whole is line:
                    yield self.fault(place, f"unknown line « {line.part_of} »")
                return
            whole = by_code[whole.part_of]
            seen.add(whole.code)
        if line.part_of and self._units(line) != self._units(by_code[line.part_of]):
            yield self.fault(place, f"« {line.part_of} » does not hold numbers of the same unit")

    def _units(self, line: Line) -> set[str]:
        """Units of the numbers of a row or column; '' for a cell that holds no number."""
        cells = self.questionnaire.grid[self.table.id]
        crossed = (cell for row in cells.values() for cell in row)
        same = [cell.type for cell in crossed if line in (cell.row, cell.column)]
        return {cell_type.unit if cell_type.numeric else "" for cell_type in same}

    def row_code_faults(self) -> Iterator[DeclarationError]:
        for row in self.table.rows:
            if not _ROW_CODE.fullmatch(row.code):
                place = f"{list_file(self.table.nomenclature)}, " if self.table.nomenclature else ""
                yield self.fault(row_key(row.code), f"{place}« {row.code} » is not the code of a row")
            if row.code in self.table.column_by_code:
                yield self.fault(row_key(row.code), "this code is also that of a column: an expression could mean both")

    def cell_faults(self) -> Iterator[DeclarationError]:
        """Greyed cells exist, and every cell is of a known unit and, when coded, has distinct answers."""
        for row, column in sorted(self.table.absent):
            if row not in self.table.row_by_code or column not in self.table.column_by_code:
                yield self.fault("cellules_absentes", f"no cell {row}.{column}")
        if len(self.table.absent) == len(self.table.rows) * len(self.table.columns):
            yield self.fault("cellules_absentes", "no cell is left")
        seen: dict[CellType, str] = {}
        for cells in self.questionnaire.grid[self.table.id].values():
            for cell in cells:
                key = row_key(cell.row.code) if cell.row.type else column_key(cell.column.code)
                seen.setdefault(cell.type, key)
        for cell_type, key in seen.items():
            if cell_type.unit not in self.questionnaire.units:
                yield self.fault(f"{key}.unite", f"unknown unit « {cell_type.unit} »")
            if cell_type.kind in CODED:
                choices = self.questionnaire.choices(cell_type)
                if len(choices.by_label) != len(choices.elements):
                    yield self.fault(f"{key}.modalites", f"two answers of « {choices.name} » have the same label")

    def condition_faults(self) -> Iterator[DeclarationError]:
        """The workbook closes a cell by one hidden state, of its row or of its column."""
        by_row = [row for row in self.table.rows if row.condition]
        by_column = [column for column in self.table.columns if column.condition]
        if by_row and by_column:
            yield self.fault(
                f"{column_key(by_column[0].code)}.condition",
                "a table has conditions on rows or on columns, not on both",
            )
