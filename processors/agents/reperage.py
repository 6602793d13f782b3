"""Finds the sheets and the columns of the agent workbook by their anchors, wherever they have gone.

A line of anchors that was deleted is replaced by the line of headers, when most labels are still there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from processors.intake.interpretation import fold
from processors.lecture import Classeur, Feuille
from schemas.registers import KEY, Register, Sheet
from workbook_templates.registers.layout import ANCHORS, HEADER, anchor

_SEARCHED = 60
"""Lines searched for anchors and headers: lines may have been inserted above a table."""

_MOST = 0.6
"""Share of the labels of a sheet that make a line its header."""


@dataclass(frozen=True, slots=True)
class Lieu:
    """Where a sheet was found (0-based): its columns by field and the first line that may hold an agent.

    For « Collectivité », `lignes` gives the line of each question and `colonne` that of the answers.
    """

    feuille: Feuille
    colonnes: Mapping[str, int] = field(default_factory=dict)
    premiere: int = 0
    lignes: Mapping[str, int] = field(default_factory=dict)
    colonne: int = 0
    par_libelles: bool = False


@dataclass
class Reperage:
    """The sheets that were found; `doubles`: sheets found twice → names in the file; `autres`: the rest, visible."""

    lieux: dict[str, Lieu] = field(default_factory=dict)
    doubles: dict[str, list[str]] = field(default_factory=dict)
    autres: list[Feuille] = field(default_factory=list)


def reperer(fiches: Register, classeur: Classeur) -> Reperage:
    """Find every declared sheet of a workbook."""
    trouve = Reperage()
    titres = {sheet.title for sheet in fiches.sheets.values()}
    sans: list[Feuille] = []
    # Of a sheet and its copy, the one that kept the name comes first.
    for feuille in sorted(classeur.feuilles, key=lambda feuille: feuille.nom not in titres):
        trouves = list(_par_ancres(fiches, feuille))
        if not trouves:
            sans.append(feuille)
        for code, lieu in trouves:
            _garder(trouve, code, lieu)
    for feuille in sans:
        sheet = _par_libelles(fiches, feuille, trouve)
        if sheet is None and feuille.visible:
            trouve.autres.append(feuille)
    return trouve


def _garder(trouve: Reperage, code: str, lieu: Lieu) -> None:
    if code in trouve.lieux:
        trouve.doubles.setdefault(code, [trouve.lieux[code].feuille.nom]).append(lieu.feuille.nom)
    else:
        trouve.lieux[code] = lieu


def _par_ancres(fiches: Register, feuille: Feuille) -> Iterator[tuple[str, Lieu]]:
    """The declared sheets whose anchors stand on a sheet of the file: usually one."""
    ancres = _ancres(fiches)
    en_ligne: dict[str, dict[int, dict[str, int]]] = {}
    questions: dict[str, dict[str, tuple[int, int]]] = {}
    for numero, ligne in enumerate(feuille.lignes):
        for rang, texte in enumerate(ligne if numero < _SEARCHED else ligne[:8]):
            if not isinstance(texte, str) or texte not in ancres:
                continue
            sheet, code = ancres[texte]
            if sheet.tabular:
                en_ligne.setdefault(sheet.code, {}).setdefault(numero, {}).setdefault(code, rang)
            else:
                questions.setdefault(sheet.code, {}).setdefault(code, (numero, rang))
    for nom, lignes in en_ligne.items():
        numero, colonnes = max(lignes.items(), key=lambda paire: len(paire[1]))
        yield nom, Lieu(feuille, colonnes, _premiere(fiches.sheets[nom], feuille, numero, colonnes))
    for nom, places in questions.items():
        colonne = _colonne_reponses(fiches.sheets[nom], feuille, places)
        yield nom, Lieu(feuille, lignes={code: ligne for code, (ligne, _) in places.items()}, colonne=colonne)


def _ancres(fiches: Register) -> dict[str, tuple[Sheet, str]]:
    return {anchor(sheet.code, code): (sheet, code) for sheet in fiches.sheets.values() for code in sheet.codes}


def _premiere(sheet: Sheet, feuille: Feuille, ancres: int, colonnes: Mapping[str, int]) -> int:
    """The line under the header, which is recognised by its labels; else as many lines below as in a new workbook."""
    for numero in range(ancres + 1, min(ancres + _SEARCHED, len(feuille.lignes))):
        ligne = feuille.lignes[numero]
        memes = sum(_dit(ligne, rang, sheet.by_code[code].label) for code, rang in colonnes.items())
        if memes >= _MOST * len(colonnes):
            return numero + 1
    return ancres + HEADER - ANCHORS + 1


def _dit(ligne: list[object], rang: int, libelle: str) -> bool:
    return rang < len(ligne) and isinstance(ligne[rang], str) and fold(str(ligne[rang])) == fold(libelle)


def _colonne_reponses(sheet: Sheet, feuille: Feuille, places: Mapping[str, tuple[int, int]]) -> int:
    """The column of the answers: right of the labels, which may have moved."""
    for code, (numero, rang) in places.items():
        ligne = feuille.lignes[numero]
        for colonne in range(rang + 1, len(ligne)):
            if _dit(ligne, colonne, sheet.by_code[code].label):
                return colonne + 1
    return next((rang + 2 for _, rang in places.values()), 2)


def _par_libelles(fiches: Register, feuille: Feuille, trouve: Reperage) -> Sheet | None:
    """A sheet whose anchors are gone, by the labels of its header."""
    for sheet in fiches.tables:
        if sheet.code in trouve.lieux:
            continue
        par_libelle = {fold(item.label): item.code for item in sheet.fields}
        for numero, ligne in enumerate(feuille.lignes[:_SEARCHED]):
            colonnes: dict[str, int] = {}
            for rang, texte in enumerate(ligne):
                if isinstance(texte, str) and (code := par_libelle.get(fold(texte))) is not None:
                    colonnes.setdefault(code, rang)
            if KEY in colonnes and len(colonnes) >= _MOST * len(sheet.fields):
                trouve.lieux[sheet.code] = Lieu(feuille, colonnes, numero + 1, par_libelles=True)
                return sheet
    return None
