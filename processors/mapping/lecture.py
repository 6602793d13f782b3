"""Reads a foreign workbook through a mapping: the answers, and a finding for everything that was left aside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from processors.answers import Answers, Place
from processors.findings import CellRef, Finding, finding
from processors.intake.interpretation import fold, quoted
from processors.intake.places import address
from processors.intake.strays import is_filled
from processors.intake.workbook import CellReader, opened
from processors.lecture import Classeur, Feuille
from processors.libelles import liste
from processors.mapping.modele import Cible, Correspondance, inside
from processors.mapping.reperage import Repere, Spot, reperer
from processors.sources import Source
from schemas.model import CODED
from schemas.variables import cell_of

A_TEXT = "(texte)"
TRANSLATION = "CORRESPONDANCE-TRADUCTION"


def lire_par_correspondance(path: Path, correspondance: Correspondance) -> Source:
    """Read any workbook (.xlsx, .xlsm, .xlsb, .ods). Never raises for what it holds: the findings say it."""
    workbook, findings = opened(path)
    if workbook is None:
        return Source(None, tuple(findings))
    questionnaire = correspondance.questionnaire
    found = reperer(questionnaire, workbook, correspondance.cibles)
    places = {code: Place(sheet.nom, address(*spot)) for code, (sheet, spot) in found.places.items()}
    reader = CellReader(questionnaire, places)
    for cible in correspondance.cibles:
        if cible.variable in found.places:
            _take(reader, correspondance, cible, *found.places[cible.variable])
    left = {sheet.nom: list(_left(correspondance, found, sheet)) for sheet in found.sheets.values()}
    findings += [*found.findings, *reader.all_findings()]
    findings += [_unmapped(name, cells) for name, cells in left.items() if cells]
    findings += _unread(workbook, correspondance, found)
    raw: dict[str | tuple[str, str], object] = dict(reader.refused)
    raw |= {(cell.sheet, cell.address): cell.value for cells in left.values() for cell in cells}
    answers = Answers(questionnaire, correspondance.modules, reader.values, places=places)
    return Source(answers, tuple(findings), raw=raw)


def _take(reader: CellReader, correspondance: Correspondance, cible: Cible, sheet: Feuille, spot: Spot) -> None:
    """Read one cell, through its translation when it has one."""
    cell = cell_of(correspondance.questionnaire, cible.variable)
    assert cell is not None
    if (error := sheet.erreurs.get(spot)) is not None:
        reader.erroneous(cell, error)
        return
    raw = _raw(sheet, spot)
    if raw == "" or not cible.traduction:
        reader.typed(cell, raw)
        return
    meaning = correspondance.traductions[cible.traduction].get(fold(quoted(raw)))
    if meaning is None:
        reader.refuse(TRANSLATION, cell, raw, table=cible.traduction)
    elif cell.type.kind in CODED:
        reader.values[cell.code] = meaning
    else:
        reader.typed(cell, meaning)


def _raw(sheet: Feuille, spot: Spot) -> Any:
    line, column = spot
    inside_sheet = line < len(sheet.lignes) and column < len(sheet.lignes[line])
    raw = sheet.lignes[line][column] if inside_sheet else ""
    return "" if isinstance(raw, str) and not raw.strip() else raw


def _left(correspondance: Correspondance, found: Repere, sheet: Feuille) -> Iterator[CellRef]:
    """The filled cells of a sheet that are neither read, nor headers, nor declared without interest."""
    read = {spot for owner, spot in found.places.values() if owner.nom == sheet.nom}
    areas = [one.zone for one in correspondance.ignorees if fold(one.feuille) == fold(sheet.nom)]
    spots = {(line, column) for line, row in enumerate(sheet.lignes) for column in range(len(row))}
    for spot in sorted((spots | sheet.erreurs.keys()) - read - found.headers[sheet.nom]):
        if any(inside(spot, zone) for zone in areas):
            continue
        error = sheet.erreurs.get(spot)
        if error is not None or is_filled(sheet, *spot):
            value = _told(_raw(sheet, spot)) if error is None else error
            yield CellRef("", sheet.nom, address(*spot), value, "cellule hors de la correspondance")


def _told(raw: Any) -> object:
    """What is said of a content that nothing describes: a text may name somebody."""
    return A_TEXT if isinstance(raw, str) else raw


def _unmapped(sheet: str, cells: list[CellRef]) -> Finding:
    first = cells[0]
    return finding(
        "CORRESPONDANCE-CELLULE-IGNOREE",
        cells,
        feuille=sheet,
        nombre=len(cells),
        adresse=first.address,
        exemple=f"«\u00a0{quoted(first.value)}\u00a0»",
    )


def _unread(workbook: Classeur, correspondance: Correspondance, found: Repere) -> Iterator[Finding]:
    known = {fold(name) for name in found.sheets} | {fold(one.feuille) for one in correspondance.ignorees}
    names = [
        sheet.nom
        for sheet in workbook.feuilles
        if fold(sheet.nom) not in known and any(value != "" for row in sheet.lignes for value in row)
    ]
    if names:
        yield finding("CORRESPONDANCE-FEUILLE-IGNOREE", feuilles=liste(names))
