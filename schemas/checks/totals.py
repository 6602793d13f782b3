"""The total rows of the tables whose rows come from a nomenclature."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from schemas.checks.documents import Documents
from schemas.model import Nomenclature, Questionnaire, Table
from schemas.nodes import DeclarationError, Node
from schemas.nomenclature_reader import Ancestry
from schemas.table_reader import GENERAL


def total_faults(documents: Documents, questionnaire: Questionnaire) -> Iterator[DeclarationError]:
    """A total takes every row once, under headings that show it, and adds numbers of one unit."""
    for node in documents.tables():
        lines = node.node("lignes")
        nomenclature = questionnaire.nomenclatures.get(lines.get("nomenclature") or "")
        if nomenclature is None:
            if "totaux_lignes" in node.data:
                yield node.fail("totaux_lignes", "only with rows from a nomenclature")
            continue
        checker = _Checker(questionnaire, nomenclature, node, list(lines.get("groupes") or ()))
        yield from checker.group_faults()
        yield from checker.level_faults()
        table = questionnaire.tables.get(str(node["id"]))
        if table is not None and checker.levels:
            yield from checker.number_faults(table)


class _Checker:
    def __init__(self, questionnaire: Questionnaire, nomenclature: Nomenclature, node: Node, groups: list[str]) -> None:
        self.nomenclature, self.node, self.groups = nomenclature, node, groups
        self.levels = [str(total["niveau"]) for total in node.nodes("totaux_lignes")]
        ancestors = Ancestry(questionnaire.nomenclatures).of
        self.owners = [ancestors(nomenclature.name, element.code) for element in nomenclature.elements]
        self.above = _above(questionnaire, nomenclature)

    def group_faults(self) -> Iterator[DeclarationError]:
        if self.groups != [name for name in reversed(self.above) if name in self.groups]:
            above = ", ".join(reversed(self.above)) or "none"
            yield self.node.node("lignes").fail("groupes", f"{self.groups} are not, outermost first, among: {above}")

    def level_faults(self) -> Iterator[DeclarationError]:
        if self.levels != [name for name in (*self.above, GENERAL) if name in self.levels]:
            yield self.node.fail(
                "totaux_lignes", f"the levels {self.levels} are not, innermost first, among the parents"
            )
            return
        for level in self.levels:
            if level == GENERAL:
                continue
            if level not in self.groups:
                yield self.node.fail("totaux_lignes", f"a total by {level} without {level} in groupes")
            codes = [found[level].code if level in found else "" for found in self.owners]
            runs = [code for code, _ in groupby(codes)]
            if "" in codes or len(runs) != len(set(runs)):
                yield self.node.fail("totaux_lignes", f"the rows of one of the {level} do not follow each other")

    def number_faults(self, table: Table) -> Iterator[DeclarationError]:
        if len({row.type.unit if row.type else None for row in table.rows if not row.sum_of}) > 1:
            yield self.node.fail("totaux_lignes", "a total over rows of different units")
        for column in table.columns:
            greyed = all((row.code, column.code) in table.absent for row in table.rows if row.sum_of)
            if not column.type.numeric and not greyed:
                yield self.node.fail("totaux_lignes", f"a total over the column {column.code}, which holds no number")


def _above(questionnaire: Questionnaire, nomenclature: Nomenclature) -> list[str]:
    """The nomenclatures above one, innermost first."""
    names = [nomenclature.name]
    while (parent := questionnaire.nomenclatures[names[-1]].parent) and parent not in names:
        names.append(parent)
    return names[1:]
