"""Two editions or versions of a questionnaire side by side, and what a migration does of each difference."""

from processors.editions.ecarts import comparer, natures
from processors.editions.modele import Ecart
from processors.editions.sorties import csv_ecarts, html_ecarts, lignes_ecarts

__all__ = ["Ecart", "comparer", "csv_ecarts", "html_ecarts", "lignes_ecarts", "natures"]
