"""BIFF12 records of .xlsb parts ([MS-XLSB] 2.1.4) and the walk of a worksheet part."""

import re
from collections.abc import Callable, Iterator, Set
from datetime import timedelta
from functools import cache
from struct import error as StructError
from struct import unpack_from

from .balayage import BalayageComplet, Correction, Position
from .dates import depuis_serie
from .erreurs import LectureImpossible, corrompu

LIGNE, CELLULE_RK, CELLULE_ERREUR, FORMULE_ERREUR, FUSION, PROTECTION = 0, 2, 3, 11, 176, 535
_FORMULES = range(8, 12)
_CELLULES = range(1, 12)
_COURTES = range(12, 19)
"""BrtShortBlank … BrtShortIsst: legal, but calamine and pyxlsb skip them without a word."""
_TEXTE_RICHE = 62
ERREURS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
"""[MS-XLSB] 2.5.97.2 BErr."""

_SIMPLES = ((7, 8), (5, 12), (1, 4), (4, 5))
"""Record ids of the cells without interest here, and the size of their data after the column number."""


@cache
def _suite(styles_dates: frozenset[int]) -> Callable[[bytes, int], re.Match[bytes] | None]:
    """Matches a run of cells in columns 0 to 255 that are neither formulas nor errors nor RK numbers shown as dates."""
    simples = [bytes((genre, 4 + reste)) + rb".\x00\x00\x00.{%d}" % reste for genre, reste in _SIMPLES]
    datees = b"|".join(re.escape(style.to_bytes(3, "little")) for style in sorted(styles_dates))
    simples.append(rb"\x02\x0c.\x00\x00\x00" + (b"(?!" + datees + b")" if datees else b"") + b".{8}")
    return re.compile(b"(?:" + b"|".join(simples) + b")++", re.DOTALL).match


_COLONNES_SUITE = 256
"""Columns that a run skipped by `_SUITE` may reach (one-byte column numbers)."""


def enregistrements(octets: bytes, depart: int = 0) -> Iterator[tuple[int, int, int]]:
    """Yields (record id, start, end) of each record's data. Raises IndexError on a truncated header."""
    position, fin = depart, len(octets)
    while position < fin:
        genre, debut, position = _entete(octets, position)
        yield genre, debut, position


def _entete(octets: bytes, position: int) -> tuple[int, int, int]:
    genre = octets[position]
    position += 1
    if genre & 0x80:
        genre = genre & 0x7F | (octets[position] & 0x7F) << 7
        position += 1
    taille = decalage = 0
    while True:
        octet = octets[position]
        position += 1
        taille |= (octet & 0x7F) << decalage
        decalage += 7
        if octet < 0x80 or decalage == 28:
            return genre, position, position + taille


def texte_large(octets: bytes, position: int) -> tuple[str, int]:
    """Reads an XLWideString: its text and the position after it. A null string (0xFFFFFFFF) reads as ''."""
    (longueur,) = unpack_from("<I", octets, position)
    if longueur == 0xFFFFFFFF:
        return "", position + 4
    fin = position + 4 + 2 * longueur
    return octets[position + 4 : fin].decode("utf-16-le", "replace"), fin


class _Marche:
    """State of the walk of one worksheet part."""

    def __init__(self, octets: bytes, styles_dates: Set[int], styles_durees: Set[int], base_1904: bool) -> None:
        self._octets, self._base_1904 = octets, base_1904
        self._dates, self._durees = styles_dates, styles_durees
        self.ligne, self.lignes, self.colonnes, self.fusion = 0, 0, 0, 0
        self.protegee = False
        self.erreurs: dict[Position, str] = {}
        self.formules: set[Position] = set()
        self.corrections: dict[Position, Correction] = {}

    def parcourir(self) -> None:
        octets, fin = self._octets, len(self._octets)
        suite = _suite(frozenset(self._dates | self._durees))
        position = 0
        while position < fin:
            if passee := suite(octets, position):
                position = passee.end()
                self.lignes = max(self.lignes, self.ligne + 1)
                self.colonnes = max(self.colonnes, _COLONNES_SUITE)
                continue
            genre, debut, position = _entete(octets, position)
            if genre in _CELLULES:
                self._cellule(genre, debut)
            elif genre == LIGNE:
                (self.ligne,) = unpack_from("<I", octets, debut)
            elif genre == FUSION:
                haut, bas, gauche, droite = unpack_from("<4I", octets, debut)
                self.fusion += (bas - haut + 1) * (droite - gauche + 1)
            elif genre == PROTECTION:  # [MS-XLSB] 2.4.739: the hash of the password, then fLocked
                (verrou,) = unpack_from("<I", octets, debut + 2)
                self.protegee = bool(verrou)
            elif genre in _COURTES or genre == _TEXTE_RICHE:
                _refuser_enregistrement()

    def _cellule(self, genre: int, debut: int) -> None:
        (colonne,) = unpack_from("<I", self._octets, debut)
        ici = (self.ligne, colonne)
        if self.ligne >= self.lignes:
            self.lignes = self.ligne + 1
        if colonne >= self.colonnes:
            self.colonnes = colonne + 1
        if genre in _FORMULES:
            self.formules.add(ici)
        if genre in (CELLULE_ERREUR, FORMULE_ERREUR):
            code = self._octets[debut + 8]
            self.erreurs[ici] = ERREURS.get(code, f"#ERREUR {code}")
        elif genre == CELLULE_RK:
            style = int.from_bytes(self._octets[debut + 4 : debut + 7], "little")
            self._dater(ici, style, debut + 8)

    def _dater(self, ici: Position, style: int, debut: int) -> None:
        """Dates stored as RK integers: calamine 0.9.1 ignores their style and gives the bare serial number."""
        if style not in self._dates and style not in self._durees:
            return
        (rk,) = unpack_from("<i", self._octets, debut)
        if rk & 3 == 2:
            self.corrections[ici] = (
                timedelta(days=rk >> 2) if style in self._durees else depuis_serie(rk >> 2, self._base_1904)
            )


def _refuser_enregistrement() -> None:
    raise LectureImpossible(
        "XLSB-INHABITUEL",
        "Ce classeur .xlsb emploie une forme d’écriture que peu de logiciels relisent sans perte.",
    )


def balayer_feuille(octets: bytes, styles_dates: Set[int], styles_durees: Set[int], base_1904: bool) -> BalayageComplet:
    """Scans a worksheet part; style sets hold the indexes of the cell formats that show a date or a duration.

    The extent is exact beyond 256 columns, an upper bound below. Raises LectureImpossible: FICHIER-CORROMPU on a
    truncated part, XLSB-INHABITUEL on records that the value reader would lose.
    """
    marche = _Marche(octets, styles_dates, styles_durees, base_1904)
    try:
        marche.parcourir()
    except (IndexError, StructError, OverflowError) as erreur:
        raise corrompu("une feuille y est tronquée") from erreur
    return BalayageComplet(
        marche.lignes,
        marche.colonnes,
        marche.fusion,
        marche.erreurs,
        marche.formules,
        marche.corrections,
        protegee=marche.protegee,
    )
