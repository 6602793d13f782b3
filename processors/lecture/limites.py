"""How large a workbook may be before it is refused unread."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limites:
    """Bounds on an untrusted file. The defaults leave room to a filled questionnaire (5 MB inflated, 13 in .ods).

    Sizes are in bytes, areas in cells. Each bound answers a file that was tried: python-calamine aborts the process on
    two cells A1 and XFD1048576, openpyxl hangs on a merge of the whole sheet, 500 kB inflate to 200 MB.
    """

    taille_max: int = 30_000_000
    taille_decompressee_max: int = 40_000_000
    taux_compression_max: int = 150
    taux_controle_des: int = 10_000_000
    parties_max: int = 5_000
    lignes_max: int = 20_000
    colonnes_max: int = 1_000
    surface_max: int = 5_000_000
    surface_fusionnee_max: int = 1_000_000
