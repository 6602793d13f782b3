"""The single boundary to spreadsheet files: nothing else in the house imports a library that reads them."""

from .archive import Archive, lire_octets, ouvrir
from .classeur import Classeur, Feuille, lire_classeur
from .erreurs import LectureImpossible
from .limites import Limites
from .valeurs import CellValue, Genre

__all__ = [
    "Archive",
    "CellValue",
    "Classeur",
    "Feuille",
    "Genre",
    "LectureImpossible",
    "Limites",
    "lire_classeur",
    "lire_octets",
    "ouvrir",
]
