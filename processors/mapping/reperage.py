"""Finds the cells that a mapping describes in the sheets of a foreign workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from processors.findings import CellRef, Finding, finding
from processors.intake.interpretation import fold
from processors.intake.places import address
from processors.lecture import Classeur, Feuille
from processors.libelles import nommer
from processors.mapping.modele import Area, Cible, inside
from schemas.model import Questionnaire

Spot = tuple[int, int]
_CELLS = 5
ROW, COLUMN = "ligne", "colonne"


@dataclass
class Repere:
    """Where the variables stand: sheet and cell. `headers`: the cells of each sheet that were used as headers."""

    places: dict[str, tuple[Feuille, Spot]] = field(default_factory=dict)
    headers: dict[str, set[Spot]] = field(default_factory=dict)
    sheets: dict[str, Feuille] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def reperer(questionnaire: Questionnaire, workbook: Classeur, cibles: Iterable[Cible]) -> Repere:
    """Find every described cell; what is not found is told once a sheet or a header, with the variables it costs."""
    found = Repere()
    by_sheet: dict[str, list[Cible]] = {}
    for cible in cibles:
        by_sheet.setdefault(cible.feuille, []).append(cible)
    for name, described in by_sheet.items():
        sheet = _sheet(workbook, name)
        if sheet is None:
            cells = _lost(questionnaire, described, name)
            found.findings.append(finding("CORRESPONDANCE-FEUILLE-ABSENTE", cells, feuille=name, nombre=len(cells)))
            continue
        found.sheets[sheet.nom] = sheet
        _Search(questionnaire, sheet, found).run(described)
    return found


def _sheet(workbook: Classeur, name: str) -> Feuille | None:
    exact = [sheet for sheet in workbook.feuilles if sheet.nom == name]
    alike = exact or [sheet for sheet in workbook.feuilles if fold(sheet.nom) == fold(name)]
    return alike[0] if len(alike) == 1 else None


def _lost(questionnaire: Questionnaire, cibles: Iterable[Cible], sheet: str) -> list[CellRef]:
    return [CellRef(one.variable, sheet, "", None, nommer(questionnaire, one.variable)) for one in cibles]


class _Search:
    """The search in one sheet."""

    def __init__(self, questionnaire: Questionnaire, sheet: Feuille, found: Repere) -> None:
        self.questionnaire, self.sheet, self.found = questionnaire, sheet, found
        self.texts = _texts(sheet)
        self.used = found.headers.setdefault(sheet.nom, set())
        self.missing: dict[tuple[str, str, tuple[Spot, ...]], list[Cible]] = {}

    def run(self, cibles: Iterable[Cible]) -> None:
        for cible in cibles:
            spot = cible.cellule or self._crossing(cible)
            if spot is not None:
                self.found.places[cible.variable] = (self.sheet, spot)
        for (kind, header, spots), lost in self.missing.items():
            cells = _lost(self.questionnaire, lost, self.sheet.nom)
            self.found.findings.append((_ambiguous if spots else _absent)(kind, header, self.sheet.nom, spots, cells))

    def _crossing(self, cible: Cible) -> Spot | None:
        line = self._header(ROW, cible.ligne, cible)
        column = self._header(COLUMN, cible.colonne, cible)
        return (line[0], column[1]) if line is not None and column is not None else None

    def _header(self, kind: str, text: str, cible: Cible) -> Spot | None:
        spots = _within(self.texts.get(fold(text), ()), cible.zone)
        if len(spots) == 1:
            self.used.add(spots[0])
            return spots[0]
        self.missing.setdefault((kind, text, spots), []).append(cible)
        return None


def _within(spots: Iterable[Spot], zone: Area) -> tuple[Spot, ...]:
    return tuple(spot for spot in spots if inside(spot, zone))


def _texts(sheet: Feuille) -> Mapping[str, list[Spot]]:
    """The cells of a sheet by what they say; a whole number is a header too (2019)."""
    texts: dict[str, list[Spot]] = {}
    for line, row in enumerate(sheet.lignes):
        for column, raw in enumerate(row):
            if isinstance(raw, float) and raw.is_integer():
                texts.setdefault(str(int(raw)), []).append((line, column))
            elif isinstance(raw, str) and raw.strip():
                texts.setdefault(fold(raw), []).append((line, column))
    return texts


def _absent(kind: str, header: str, sheet: str, spots: tuple[Spot, ...], cells: list[CellRef]) -> Finding:
    return finding("CORRESPONDANCE-ENTETE-ABSENT", cells, sens=kind, entete=header, feuille=sheet, nombre=len(cells))


def _ambiguous(kind: str, header: str, sheet: str, spots: tuple[Spot, ...], cells: list[CellRef]) -> Finding:
    where = ", ".join(address(*spot) for spot in spots[:_CELLS]) + ("…" if len(spots) > _CELLS else "")
    return finding(
        "CORRESPONDANCE-ENTETE-AMBIGU",
        cells,
        sens=kind,
        entete=header,
        feuille=sheet,
        cellules=where,
        nombre=len(cells),
    )
