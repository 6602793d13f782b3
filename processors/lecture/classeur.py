"""Reads a workbook: values by python-calamine, error and formula cells by the light scans."""

import io
import os
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from .archive import Archive, ouvrir, refuser_lointaine
from .balayage import Balayage, Position
from .erreurs import corrompu
from .valeurs import VIDE, CellValue, Genre, typer


@dataclass(frozen=True, slots=True)
class Feuille:
    """One worksheet.

    `lignes` is rectangular and starts at A1: float, str, bool, date, datetime, time or timedelta (format [h]:mm).
    Blank is '' — and so is an error cell: `erreurs` tells them apart. A formula cell holds its last computed value.
    """

    nom: str
    visible: bool
    lignes: list[list[Any]]
    balayage: Balayage

    @property
    def erreurs(self) -> Mapping[Position, str]:
        """Error text ('#DIV/0!') by 0-based (row, column); may lie outside `lignes`."""
        return self.balayage.erreurs

    @property
    def formules(self) -> Set[Position]:
        """0-based (row, column) of the cells that hold a formula (of an array formula, its first cell at least)."""
        return self.balayage.formules

    @property
    def protegee(self) -> bool:
        """Whether the sheet is protected against changes."""
        return self.balayage.protegee

    def cellule(self, ligne: int, colonne: int) -> CellValue:
        """The typed content of a cell, by 0-based row and column; VIDE outside the used area.

        Raises IndexError on a negative row or column.
        """
        if ligne < 0 or colonne < 0:
            raise IndexError(f"cellule ({ligne}, {colonne})")
        erreur = self.erreurs.get((ligne, colonne))
        if erreur is not None:
            return CellValue(Genre.ERREUR, erreur)
        if ligne >= len(self.lignes) or colonne >= len(self.lignes[ligne]):
            return VIDE
        return typer(self.lignes[ligne][colonne])


@dataclass(frozen=True, slots=True)
class Classeur:
    """A workbook: `format` by content ('xlsx', 'xlsm', 'xlsb', 'ods') and its worksheets in order, hidden ones too.

    Chart sheets and macro sheets are left out: they hold no answer.
    """

    format: str
    feuilles: tuple[Feuille, ...]

    def feuille(self, nom: str) -> Feuille:
        """The worksheet of this exact name. Raises KeyError."""
        for feuille in self.feuilles:
            if feuille.nom == nom:
                return feuille
        raise KeyError(nom)


def lire_classeur(source: Path | Archive) -> Classeur:
    """Reads all the worksheets of a file, or of an archive that `ouvrir` or the gate has already opened.

    Raises LectureImpossible, with a code of `ouvrir`, CELLULE-LOINTAINE, FUSION-DEMESUREE, XLSB-INHABITUEL or
    FICHIER-CORROMPU: the parser never sees a file that the checks of `Archive` refuse.
    """
    archive = source if isinstance(source, Archive) else ouvrir(source)
    archive.refuser_hors_limites()
    try:
        with _sans_bruit(), CalamineWorkbook.from_filelike(io.BytesIO(archive.pour_lecture())) as classeur:
            feuilles = _feuilles(classeur, archive)
    except (CalamineError, OSError, ValueError, OverflowError) as erreur:
        raise corrompu("son contenu n’est pas celui d’un classeur") from erreur
    except BaseException as erreur:
        if type(erreur).__name__ != "PanicException":  # a Rust panic derives from BaseException
            raise
        raise corrompu("son contenu est incohérent") from erreur
    if not feuilles:
        raise corrompu("il ne contient aucune feuille de calcul")
    return Classeur(archive.format, feuilles)


@contextmanager
def _sans_bruit() -> Iterator[None]:
    """Calamine writes its panics to the error stream, under Python's feet, before they can be caught."""
    try:
        ecran = os.dup(2)
    except OSError:  # a process without error stream
        yield
        return
    try:
        with Path(os.devnull).open("wb") as nulle_part:
            os.dup2(nulle_part.fileno(), 2)
        yield
    finally:
        os.dup2(ecran, 2)
        os.close(ecran)


def _feuilles(classeur: CalamineWorkbook, archive: Archive) -> tuple[Feuille, ...]:
    feuilles: list[Feuille] = []
    surface = 0
    for index, meta in enumerate(classeur.sheets_metadata):
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        balayage = archive.balayages.get(meta.name)
        if balayage is None:
            raise corrompu(f"la feuille «\u00a0{meta.name}\u00a0» manque")
        if balayage.externe:
            continue
        feuille = classeur.get_sheet_by_index(index)
        surface += feuille.total_height * feuille.total_width
        refuser_lointaine(feuille.total_height, feuille.total_width, surface, archive.limites)
        feuilles.append(
            Feuille(
                meta.name,
                meta.visible == SheetVisibleEnum.Visible,
                _lignes(feuille, balayage, archive.format),
                balayage,
            )
        )
    return tuple(feuilles)


def _lignes(feuille: CalamineSheet, balayage: Balayage, format_: str) -> list[list[Any]]:
    """The values, with what calamine says differently from one format to another put right."""
    lignes: list[list[Any]] = feuille.to_python(skip_empty_area=False)
    if format_ == "xlsb":  # whole numbers arrive as int, even under a date format
        lignes = [[float(v) if type(v) is int else v for v in ligne] for ligne in lignes]
    corrections: dict[Position, Any] = dict(balayage.corrections)
    if format_ == "ods":  # error cells hold the text displayed
        corrections |= dict.fromkeys(balayage.erreurs, "")
    for (ligne, colonne), valeur in corrections.items():
        if ligne < len(lignes) and colonne < len(lignes[ligne]):
            lignes[ligne][colonne] = valeur
    return lignes
