"""The model of a questionnaire: small frozen values, built once by `schemas.loader`.

A questionnaire holds indicators, an indicator holds tables, a table is a grid of rows and columns. Each cell of the
grid has one stable variable code, `<table>!<row>.<column>` (for instance `1.1.1!G001.C05`).
The keys of the declaration files are described in `docs/declarations.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from schemas.expressions import Expression

COLLECTIVITE = "collectivite"
"""Code of the table of the « Collectivité » sheet; `collectivite.x` in an expression is its row `x`."""

COLLECTIVITE_COLUMN = "C01"


class Kind(StrEnum):
    """What a cell may hold."""

    ENTIER = "entier"
    DECIMAL = "decimal"
    MONTANT = "montant"
    OUI_NON = "oui_non"
    LISTE = "liste"
    ANNEE = "annee"
    TEXTE = "texte"
    SIRET = "siret"


NUMERIC = frozenset({Kind.ENTIER, Kind.DECIMAL, Kind.MONTANT})
CODED = frozenset({Kind.OUI_NON, Kind.LISTE})
YES_NO = "reponses_oui_non"


@dataclass(frozen=True, slots=True)
class CellType:
    """Type of a cell: `unit` is a key of the questionnaire's `unites`, `step` the smallest step of an entry.

    `choices` names the nomenclature whose codes are the answers (kinds `liste` and `oui_non` only).
    """

    kind: Kind
    unit: str
    step: float = 1.0
    choices: str | None = None

    @property
    def numeric(self) -> bool:
        return self.kind in NUMERIC


DEFAULT_STEP = {Kind.DECIMAL: 0.01}


@dataclass(frozen=True, slots=True)
class TypeOverride:
    """What a row says of the type of its cells; what it leaves out comes from the column."""

    kind: Kind | None = None
    unit: str | None = None
    step: float | None = None
    choices: str | None = None

    def over(self, column: CellType) -> CellType:
        """The type of the cell where the row crosses a column of that type."""
        kind = self.kind or column.kind
        inherited = column.step if kind is column.kind else DEFAULT_STEP.get(kind, 1.0)
        choices = self.choices or (column.choices if kind is column.kind else None)
        return CellType(kind, self.unit or column.unit, self.step or inherited, choices)


@dataclass(frozen=True, slots=True)
class Element:
    """One line of a nomenclature; `attributes` holds its typed columns."""

    code: str
    label: str
    parent: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Nomenclature:
    """A list of codes: the rows of tables, or the answers of a question. `columns` are its typed columns, by name."""

    name: str
    title: str
    parent: str | None
    columns: Mapping[str, str | list[str]]
    elements: tuple[Element, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Element]:
        return {element.code: element for element in self.elements}

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Rank of each code: how a coded answer is held in an array of numbers."""
        return {element.code: rank for rank, element in enumerate(self.elements)}

    @cached_property
    def by_label(self) -> Mapping[str, str]:
        return {element.label: element.code for element in self.elements}


@dataclass(frozen=True, slots=True)
class Condition:
    """When a table, a row or a column applies: True applies, False must stay blank, unknown stays open."""

    expression: Expression
    text: str


@dataclass(frozen=True, slots=True)
class Help:
    """A counting rule, worded for the person who fills the form, with the sources it comes from."""

    text: str
    sources: tuple[str, ...]
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. `headings` are the labels above it, outermost first.

    `personal`: the answer names a person; it travels, but no report shows it.
    `sum_of` holds the codes of the rows that a total row of a nomenclature adds up; `level` names its level.
    """

    code: str
    label: str
    headings: tuple[str, ...] = ()
    number: str = ""
    type: TypeOverride | None = None
    formula: Expression | None = None
    sum_of: tuple[str, ...] = ()
    level: str = ""
    condition: Condition | None = None
    part_of: str = ""
    axes: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    required: bool = False
    personal: bool = False
    help: str = ""

    @property
    def computed(self) -> bool:
        return self.formula is not None or bool(self.sum_of)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `headings` are the labels above it, outermost first; `part_of` the column it is part of."""

    code: str
    label: str
    type: CellType
    headings: tuple[str, ...] = ()
    number: str = ""
    formula: Expression | None = None
    condition: Condition | None = None
    part_of: str = ""
    axes: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    @property
    def computed(self) -> bool:
        return self.formula is not None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, entered or computed; `index` is its place in the arrays of `schemas.plan`."""

    code: str
    table: str
    row: Row
    column: Column
    type: CellType
    computed: bool
    index: int


@dataclass(frozen=True)
class Table:
    """A grid. `rows` are in the order of the form, total rows included; `absent` cells are greyed, never asked.

    `open_rows`: the respondent may add rows after the last one (`L11`, `L12`… after `L10`).
    """

    id: str
    title: str
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    label_title: str = ""
    number: str = ""
    population: str = ""
    scope: str = ""
    notes: tuple[str, ...] = ()
    condition: Condition | None = None
    absent: frozenset[tuple[str, str]] = frozenset()
    nomenclature: str | None = None
    open_rows: bool = False

    @cached_property
    def row_by_code(self) -> Mapping[str, Row]:
        return {row.code: row for row in self.rows}

    @cached_property
    def column_by_code(self) -> Mapping[str, Column]:
        return {column.code: column for column in self.columns}

    def variable(self, row: str, column: str) -> str:
        return f"{self.id}!{row}.{column}"


@dataclass(frozen=True)
class Indicator:
    """One form of the questionnaire, its tables and its counting rules."""

    code: str
    title: str
    chapter: str
    population: str
    scope: str
    tables: tuple[Table, ...]
    help: tuple[Help, ...] = ()
    examples: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Module:
    """A part of the questionnaire, chosen when a workbook is generated."""

    code: str
    title: str
    chapters: tuple[str, ...]
    default: bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure that formulas use and that changes with the year."""

    code: str
    label: str
    value: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """An edition of the declaration; `date` is written YYYY-MM-DD."""

    version: str
    date: str
    changes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Questionnaire:
    """A questionnaire edition. `indicators` starts with the « Collectivité » sheet, then follows the form."""

    id: str
    family: str
    version: str
    year: int
    title: str
    modules: Mapping[str, Module]
    chapters: Mapping[str, str]
    indicators: tuple[Indicator, ...]
    nomenclatures: Mapping[str, Nomenclature]
    parameters: Mapping[str, Parameter]
    units: Mapping[str, str]
    versions: tuple[Version, ...]
    empty_report: Condition
    """« Bilan à vide »: true when the collectivité declares that it paid no agent in the year."""

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        return {table.id: table for indicator in self.indicators for table in indicator.tables}

    @cached_property
    def indicator_of(self) -> Mapping[str, Indicator]:
        """Indicator of each table id."""
        return {table.id: indicator for indicator in self.indicators for table in indicator.tables}

    @cached_property
    def module_of_chapter(self) -> Mapping[str, str]:
        return {chapter: module.code for module in self.modules.values() for chapter in module.chapters}

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        """Every cell of every table, by variable code, in the order of the form."""
        return {cell.code: cell for cell in self._iter_cells()}

    @cached_property
    def grid(self) -> Mapping[str, Mapping[str, tuple[Cell, ...]]]:
        """The cells of each row of each table: table id → row code → cells in the order of the columns."""
        grid: dict[str, dict[str, list[Cell]]] = {table: {} for table in self.tables}
        for cell in self.cells.values():
            grid[cell.table].setdefault(cell.row.code, []).append(cell)
        return {table: {row: tuple(cells) for row, cells in rows.items()} for table, rows in grid.items()}

    def _iter_cells(self) -> Iterator[Cell]:
        index = 0
        for table in self.tables.values():
            absent = table.absent
            for row in table.rows:
                for column in table.columns:
                    if absent and (row.code, column.code) in absent:
                        continue
                    computed = row.computed or column.computed
                    cell_type = row.type.over(column.type) if row.type else column.type
                    yield Cell(table.variable(row.code, column.code), table.id, row, column, cell_type, computed, index)
                    index += 1

    def select(self, modules: tuple[str, ...]) -> tuple[Indicator, ...]:
        """The indicators of the chosen modules, the « Collectivité » sheet first."""
        chosen = set(modules)
        return tuple(
            indicator
            for indicator in self.indicators
            if indicator.code == COLLECTIVITE or self.module_of_chapter[indicator.chapter] in chosen
        )

    @property
    def default_modules(self) -> tuple[str, ...]:
        return tuple(module.code for module in self.modules.values() if module.default)

    def choices(self, cell_type: CellType) -> Nomenclature:
        """The list of answers of a coded type. Raise KeyError for another type."""
        return self.nomenclatures[cell_type.choices or ""]
