"""Reads the tables of a declaration: their columns, their rows in one of three forms, their total rows."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.model import (
    DEFAULT_STEP,
    YES_NO,
    CellType,
    Column,
    Condition,
    Element,
    Kind,
    Nomenclature,
    Row,
    Table,
    TypeOverride,
)
from schemas.nodes import Node
from schemas.nomenclature_reader import Ancestry, Calendar, list_file

GENERAL = "general"
"""Level of the total of all the rows."""


class TableReader:
    """Builds tables over the nomenclatures of one questionnaire."""

    def __init__(self, nomenclatures: Mapping[str, Nomenclature], calendar: Calendar) -> None:
        self._nomenclatures = nomenclatures
        self._ancestors = Ancestry(nomenclatures).of
        self._dated = calendar.dated

    def table(self, node: Node) -> Table:
        """The table of a node. Raise `DeclarationError` when it cannot be built."""
        columns = tuple(self._column(column) for column in node.nodes("colonnes"))
        if not columns:
            raise node.fail("colonnes", "at least one column is expected")
        lines = node.node("lignes")
        absent = {(str(gap["ligne"]), column) for gap in node.nodes("cellules_absentes") for column in gap["colonnes"]}
        return Table(
            id=node["id"],
            title=self._dated(node["titre"]),
            rows=self._rows(node, lines),
            columns=columns,
            label_title=self._dated(lines.get("titre")),
            number=node.get("numero") or "",
            population=node.get("population") or "",
            scope=self._dated(node.get("champ")),
            notes=tuple(self._dated(note) for note in node.get("notes") or ()),
            condition=self.condition(node),
            absent=frozenset(absent),
            nomenclature=lines.get("nomenclature"),
            open_rows="libres" in lines.data,
        )

    def condition(self, node: Node) -> Condition | None:
        """The condition declared in a node, None when there is none."""
        if "condition" not in node.data:
            return None
        condition = node.node("condition")
        expression = condition.expression("expression")
        if expression is None:
            raise condition.fail("expression", "missing")
        return Condition(expression, self._dated(condition["texte"]))

    def _nomenclature(self, node: Node, key: str, name: str) -> Nomenclature:
        if name not in self._nomenclatures:
            raise node.fail(key, f"unknown nomenclature « {name} »")
        return self._nomenclatures[name]

    # Types, columns, rows

    def _override(self, node: Node) -> TypeOverride | None:
        """The type declared on a row (or on a column, by `_column`), in part or in whole."""
        if node.data.keys().isdisjoint(("type", "unite", "pas", "modalites")):
            return None
        try:
            kind = Kind(node["type"]) if "type" in node.data else None
        except ValueError as error:
            raise node.fail("type", f"unknown type « {node['type']} »") from error
        choices = YES_NO if kind is Kind.OUI_NON else node.get("modalites")
        if kind is Kind.LISTE and not choices:
            raise node.fail("modalites", "missing, required with type liste")
        if choices:
            self._nomenclature(node, "modalites", choices)
        step = node.number("pas") if "pas" in node.data else None
        return TypeOverride(kind, node.get("unite"), step, choices)

    def _type(self, node: Node) -> CellType:
        """The type of a column."""
        declared = self._override(node)
        if declared is None or declared.kind is None:
            raise node.fail("type", "missing")
        return declared.over(CellType(declared.kind, node["unite"], DEFAULT_STEP.get(declared.kind, 1.0)))

    def _headings(self, node: Node) -> tuple[str, ...]:
        return tuple(self._dated(text) for text in node.get("groupe") or ())

    def _column(self, node: Node) -> Column:
        return Column(
            code=node["code"],
            label=self._dated(node["libelle"]),
            type=self._type(node),
            headings=self._headings(node),
            number=node.get("numero") or "",
            formula=node.expression("calcul"),
            condition=self.condition(node),
            part_of=node.get("dont_de") or "",
            axes=node.get("axes") or {},
            note=self._dated(node.get("note")),
        )

    def _row(self, node: Node) -> Row:
        return Row(
            code=str(node["code"]),
            label=self._dated(node["libelle"]),
            headings=self._headings(node),
            number=node.get("numero") or "",
            type=self._override(node),
            formula=node.expression("calcul"),
            condition=self.condition(node),
            part_of=node.get("dont_de") or "",
            axes=node.get("axes") or {},
            note=self._dated(node.get("note")),
            required=bool(node.get("obligatoire")),
            personal=bool(node.get("personnel")),
            help=self._dated(node.get("aide")),
        )

    # The three forms of rows

    def _rows(self, table: Node, lines: Node) -> tuple[Row, ...]:
        if "liste" in lines.data:
            return tuple(self._row(node) for node in lines.nodes("liste"))
        if "libres" in lines.data:
            return tuple(Row(f"L{rank:02d}", "") for rank in range(1, lines.whole("libres") + 1))
        nomenclature = self._nomenclature(lines, "nomenclature", lines["nomenclature"])
        groups = tuple(lines.get("groupes") or ())
        axes = {
            column: kind
            for column, kind in nomenclature.columns.items()
            if isinstance(kind, str) and kind in self._nomenclatures
        }
        rows = [self._row_of(nomenclature, element, groups, axes) for element in nomenclature.elements]
        return self._with_totals(table, nomenclature, rows)

    def _row_of(
        self, nomenclature: Nomenclature, element: Element, groups: tuple[str, ...], typed: Mapping[str, str]
    ) -> Row:
        """The row of an element. `typed`: the columns of the nomenclature that hold codes of another, and which."""
        ancestors = self._ancestors(nomenclature.name, element.code)
        axes = {nomenclature.name: element.code} | {name: found.code for name, found in ancestors.items()}
        axes |= {typed[column]: code for column, code in element.attributes.items() if column in typed}
        declared = {column: element.attributes[column] for column in ("type", "unite") if column in element.attributes}
        override = self._override(Node(list_file(nomenclature.name), element.code, declared)) if declared else None
        headings = tuple(ancestors[name].label for name in groups if name in ancestors)
        return Row(element.code, element.label, headings, type=override, axes=axes)

    def _with_totals(self, table: Node, nomenclature: Nomenclature, rows: list[Row]) -> tuple[Row, ...]:
        """Insert the total rows after the rows they add up; each level adds the totals of the level below."""
        labels = {str(total["niveau"]): str(total["libelle"]) for total in table.nodes("totaux_lignes")}
        levels = list(labels)
        placed: list[Row] = []
        pending: dict[str, list[str]] = {level: [] for level in levels}
        owners = [self._owners(nomenclature, row, levels) for row in rows]
        for rank, row in enumerate(rows):
            placed.append(row)
            if levels:
                pending[levels[0]].append(row.code)
            last = rank + 1 == len(rows)
            for depth, level in enumerate(levels):
                owner = owners[rank][level]
                if not last and owners[rank + 1][level] == owner:
                    break
                total = self._total_row(level, owner, labels[level], tuple(pending[level]), table)
                placed.append(total)
                pending[level] = []
                if depth + 1 < len(levels):
                    pending[levels[depth + 1]].append(total.code)
        return tuple(placed)

    def _owners(self, nomenclature: Nomenclature, row: Row, levels: list[str]) -> dict[str, str]:
        """For each level, the code of the total that a row belongs to; '' for the general total."""
        ancestors = self._ancestors(nomenclature.name, row.code)
        return {level: ancestors[level].code if level in ancestors else "" for level in levels}

    def _total_row(self, level: str, owner: str, label: str, sum_of: tuple[str, ...], table: Node) -> Row:
        if level == GENERAL:
            return Row("GENERAL", self._dated(label), sum_of=sum_of, level=level)
        if not owner:
            raise table.fail("totaux_lignes", f"a row has no {level}")
        title = self._nomenclature(table, "totaux_lignes", level).by_code[owner].label
        text = self._dated(label.replace("{libelle}", title))
        return Row(f"TOTAL_{owner}", text, sum_of=sum_of, level=level, axes={level: owner})
