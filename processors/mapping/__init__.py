"""Workbooks of a foreign layout, read through a mapping file (`docs/correspondances.md`)."""

from processors.mapping.fichier import lire_correspondance
from processors.mapping.lecture import lire_par_correspondance
from processors.mapping.modele import Correspondance, MappingError

__all__ = ["Correspondance", "MappingError", "lire_correspondance", "lire_par_correspondance"]
