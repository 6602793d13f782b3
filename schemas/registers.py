"""The model of the agent-level sheets (« fiches »): what a collectivité keeps, agent by agent, to count its bilan from.

A register holds sheets, a sheet holds fields: the columns of a table with one line per agent or several, or the lines
of the « Collectivité » sheet. `schemas.registers_reader` builds it from `schemas/<id>/fiches.yaml` and the files beside
it; the format is described in `docs/declarations.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from schemas.model import Condition, Element, Kind, Nomenclature, Questionnaire, Version

AGENTS = "agents"
COLLECTIVITE = "collectivite"
KEY = "id_agent"


class FieldKind(StrEnum):
    """What a field may hold. `CLE` is the key of an agent; dates are days, `MOIS_ANNEE` a month of a year."""

    CLE = "cle"
    TEXTE = "texte"
    SIRET = "siret"
    ENTIER = "entier"
    DECIMAL = "decimal"
    MONTANT = "montant"
    OUI_NON = "oui_non"
    LISTE = "liste"
    LISTE_MULTIPLE = "liste_multiple"
    DATE = "date"
    MOIS_ANNEE = "mois_annee"
    ANNEE = "annee"

    @property
    def coded(self) -> bool:
        return self in {FieldKind.OUI_NON, FieldKind.LISTE, FieldKind.LISTE_MULTIPLE}

    @property
    def numeric(self) -> bool:
        return self in {FieldKind.ENTIER, FieldKind.DECIMAL, FieldKind.MONTANT, FieldKind.ANNEE}

    @property
    def dated(self) -> bool:
        return self in {FieldKind.DATE, FieldKind.MOIS_ANNEE}

    @property
    def cell(self) -> Kind:
        """The kind of questionnaire cell that is typed the same way. Raise KeyError for a date."""
        return _CELL[self]


_CELL = {
    FieldKind.CLE: Kind.TEXTE,
    FieldKind.TEXTE: Kind.TEXTE,
    FieldKind.SIRET: Kind.SIRET,
    FieldKind.ENTIER: Kind.ENTIER,
    FieldKind.DECIMAL: Kind.DECIMAL,
    FieldKind.MONTANT: Kind.MONTANT,
    FieldKind.OUI_NON: Kind.OUI_NON,
    FieldKind.LISTE: Kind.LISTE,
    FieldKind.LISTE_MULTIPLE: Kind.LISTE,
    FieldKind.ANNEE: Kind.ANNEE,
}


class PerAgent(StrEnum):
    """Lines that an agent may have on a sheet; none on that of the collectivité."""

    UNE = "une"
    PLUSIEURS = "plusieurs"
    AUCUNE = "aucune"


class Anonymised(StrEnum):
    """What the anonymous copy does of a field: nothing, blank it, replace it, keep its age band or its year only."""

    NON = ""
    EFFACER = "effacer"
    REMPLACER = "remplacer"
    TRANCHE = "tranche"
    ANNEE = "annee"


class Unit(StrEnum):
    """What a number is of: people may write it after the figure (« 12,5 j »)."""

    JOURS = "jours"
    HEURES = "heures"
    EUROS = "euros"
    POURCENT = "pourcent"


@dataclass(frozen=True)
class Choices:
    """The answers of a coded field, and how they are shown: each label is said once, whatever the nomenclature says."""

    nomenclature: Nomenclature
    elements: tuple[Element, ...]

    @cached_property
    def shown(self) -> Mapping[str, str]:
        """Code → label shown in the drop-down list."""
        return {element.code: self._shown(element) for element in self.elements}

    @cached_property
    def by_label(self) -> Mapping[str, str]:
        return {label: code for code, label in self.shown.items()}

    @cached_property
    def _repeated(self) -> frozenset[str]:
        labels = [element.label for element in self.nomenclature.elements]
        return frozenset(label for label in labels if labels.count(label) > 1)

    def _shown(self, element: Element) -> str:
        return f"{element.label} ({element.code})" if element.label in self._repeated else element.label


@dataclass(frozen=True)
class Field:
    """A column of an agent sheet, or a line of the « Collectivité » sheet.

    `condition`: when it applies; else it is greyed and must stay blank. `required_if`: when a blank is a fault;
    `required` without it: whenever the field applies. `within` is the field whose answer restricts the choices (the
    cadre d'emplois of a filière). `personal` data is never shown outside. `formula` names what fills the cell.
    `indicators` are those that the field feeds. `step` and `maximum` bound a number; `unit` is that of a number.
    """

    code: str
    label: str
    kind: FieldKind
    group: str = ""
    choices: Choices | None = None
    condition: Condition | None = None
    required: bool = False
    required_if: Condition | None = None
    within: str = ""
    personal: bool = False
    anonymised: Anonymised = Anonymised.NON
    help: str = ""
    indicators: tuple[str, ...] = ()
    step: float = 1.0
    unit: Unit | None = None
    maximum: float | None = None
    formula: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the answers, in order; none for a field that is not coded."""
        return tuple(element.code for element in self.choices.elements) if self.choices else ()


@dataclass(frozen=True)
class Sheet:
    """A sheet: its fields in the order of its columns (of its lines for « Collectivité »).

    `carried` are the codes of the fields that the sheets of the next year take over.
    """

    code: str
    title: str
    presentation: str
    per_agent: PerAgent
    fields: tuple[Field, ...]
    carried: tuple[str, ...] = ()

    @cached_property
    def by_code(self) -> Mapping[str, Field]:
        return {item.code: item for item in self.fields}

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(item.code for item in self.fields)

    @property
    def tabular(self) -> bool:
        """Whether the sheet is a table of lines; that of the collectivité is a list of questions."""
        return self.per_agent is not PerAgent.AUCUNE


@dataclass(frozen=True, eq=False)
class Register:
    """The agent-level sheets of a year. `feeds` is the questionnaire that they are counted into."""

    id: str
    version: str
    year: int
    title: str
    feeds: Questionnaire
    sheets: Mapping[str, Sheet]
    nomenclatures: Mapping[str, Nomenclature] = field(default_factory=dict)
    versions: tuple[Version, ...] = ()
    synonyms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By nomenclature, other spellings that people use of an answer → its code."""

    @property
    def tables(self) -> tuple[Sheet, ...]:
        """The sheets that hold lines of agents, « Agents » first."""
        return tuple(sheet for sheet in self.sheets.values() if sheet.tabular)

    def find(self, sheet: str, code: str) -> Field:
        """A field. Raise KeyError."""
        return self.sheets[sheet].by_code[code]


def kept(
    elements: Iterable[Element], only: tuple[str, ...], without: tuple[str, ...], parents: tuple[str, ...]
) -> tuple[Element, ...]:
    """The elements of a nomenclature that a field offers."""
    return tuple(
        element
        for element in elements
        if (not only or element.code in only)
        and element.code not in without
        and (not parents or element.parent in parents)
    )


__all__ = [
    "AGENTS",
    "COLLECTIVITE",
    "KEY",
    "Anonymised",
    "Choices",
    "Field",
    "FieldKind",
    "PerAgent",
    "Register",
    "Sheet",
    "Unit",
    "kept",
]
