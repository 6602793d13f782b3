"""What a new year takes from the previous report: `reprise.yaml` of an edition (`docs/declarations.md`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from schemas.declaration import declaration
from schemas.model import Cell, Questionnaire
from schemas.nodes import DeclarationError, Node
from schemas.plan import operands

FILE = "reprise.yaml"
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Threshold:
    """A variation is strong when it exceeds both a share of the previous figure and a difference, in the unit."""

    share: float
    gap: float

    def exceeded(self, before: float, now: float) -> bool:
        """Whether a figure varies strongly."""
        gap = abs(now - before)
        return gap >= self.gap and gap > self.share * abs(before)


@dataclass(frozen=True)
class Carrying:
    """`values` are written as they are, `suggestions` wait for a confirmation: variable codes, none personal.

    `thresholds` are by unit; the final totals of the tables of `left_out` are not compared.
    """

    values: frozenset[str] = frozenset()
    suggestions: frozenset[str] = frozenset()
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()


@cache
def carrying_of(questionnaire: Questionnaire) -> Carrying:
    """What is declared for a questionnaire; nothing is carried nor compared when it declares nothing.

    Raise `DeclarationError` (file, key) for an unknown table, row or unit, a personal row, a wrong threshold.
    """
    files = declaration(_FOLDER / questionnaire.id)
    if not files.exists(FILE):
        return Carrying()
    return read_carrying(questionnaire, files.yaml(FILE), own=(_FOLDER / questionnaire.id / FILE).is_file())


def read_carrying(questionnaire: Questionnaire, document: object, *, own: bool = True) -> Carrying:
    """The content of a file. What is inherited from another edition (not `own`) may name what this one has not."""
    reader = _Reader(questionnaire, own)
    root = Node(FILE, "", document)
    values, suggestions = (reader.variables(root, name) for name in ("valeurs", "suggestions"))
    if both := values & suggestions:
        raise root.fail("suggestions", f"« {min(both)} » is among « valeurs » too")
    variations = root.node("variations")
    left_out = reader.tables(variations)
    return Carrying(values, suggestions, reader.thresholds(variations.node("seuils")), left_out)


class _Reader:
    def __init__(self, questionnaire: Questionnaire, own: bool) -> None:
        self.questionnaire, self.own = questionnaire, own

    def variables(self, root: Node, name: str) -> frozenset[str]:
        return frozenset(cell.code for node in root.nodes(name) for cell in self._cells(node))

    def _cells(self, node: Node) -> Iterator[Cell]:
        table, rows = self._table(node, "tableau", str(node["tableau"])), node.get("lignes")
        grid = self.questionnaire.grid.get(table, {})
        for row in rows if rows is not None else grid:
            if row not in grid:
                if self.own:
                    raise node.fail("lignes", f"unknown row « {row} »")
                continue
            entries = [cell for cell in grid[row] if not cell.computed]
            if any(cell.row.personal for cell in entries):
                raise node.fail("lignes", f"row « {row} » is personal: it is never carried")
            yield from entries

    def _table(self, node: Node, key: str, table: str) -> str:
        if table not in self.questionnaire.tables and self.own:
            raise node.fail(key, f"unknown table « {table} »")
        return table

    def tables(self, node: Node) -> frozenset[str]:
        return frozenset(self._table(node, "sauf", str(table)) for table in node.get("sauf") or ())

    def thresholds(self, node: Node) -> dict[str, Threshold]:
        found = {}
        for unit in node.data:
            if unit not in self.questionnaire.units:
                raise node.fail(unit, "unknown unit")
            limits = node.node(unit)
            found[unit] = Threshold(limits.number("part"), limits.number("ecart"))
            if min(found[unit].share, found[unit].gap) < 0:
                raise node.fail(unit, "a threshold is not negative")
        return found


@cache
def final_totals(questionnaire: Questionnaire) -> tuple[Cell, ...]:
    """The figures that each table comes down to: computed from it alone, and that no other cell of it uses."""
    computed = [cell for cell in questionnaire.cells.values() if cell.computed and cell.type.numeric]
    uses = {cell.code: operands(questionnaire, cell) for cell in computed}
    used = {other.code for cell in computed for other in uses[cell.code] if other.table == cell.table}
    elsewhere = {cell.code for cell in computed if any(other.table != cell.table for other in uses[cell.code])}
    while spread := {
        cell.code
        for cell in computed
        if cell.code not in elsewhere and any(other.code in elsewhere for other in uses[cell.code])
    }:
        elsewhere |= spread
    return tuple(cell for cell in computed if cell.code not in used | elsewhere)


__all__ = ["FILE", "Carrying", "DeclarationError", "Threshold", "carrying_of", "final_totals", "read_carrying"]
