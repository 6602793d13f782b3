"""Colours, fonts and cell formats of the workbooks. Readable in grey: entries are the only white boxed cells."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from schemas.model import CellType, Kind

INK = "#1F2A37"
ACCENT = "#1D4E79"
ENTRY = "#FFFFFF"
TOTAL = "#E3EAF2"
HEADER = "#D5E0EC"
BAND = ("#EEF2F6", "#F6F8FA")
GREYED = "#C9CED6"
BORDER = "#8A94A3"

_BASE: dict[str, Any] = {"font_name": "Arial", "font_size": 9, "font_color": INK, "valign": "vcenter"}
_BOX: dict[str, Any] = {"border": 1, "border_color": BORDER}

STYLES: dict[str, dict[str, Any]] = {
    "titre": {"font_size": 13, "bold": True, "font_color": ACCENT, "text_wrap": True},
    "sous_titre": {"italic": True, "text_wrap": True},
    "lien": {"font_color": "#0B5CAD", "underline": 1},
    "tableau": {"font_size": 11, "bold": True, "font_color": ACCENT, "text_wrap": True, "top": 2, "top_color": ACCENT},
    "condition": {"italic": True, "bold": True, "text_wrap": True},
    "entete": {**_BOX, "bold": True, "text_wrap": True, "align": "center", "bg_color": HEADER},
    "entete_libelle": {**_BOX, "bold": True, "text_wrap": True, "bg_color": HEADER},
    "bande0": {**_BOX, "bold": True, "bg_color": BAND[0], "text_wrap": True},
    "bande_compte": {**_BOX, "bold": True, "bg_color": BAND[0], "align": "center"},
    "bande_texte": {**_BOX, "bg_color": BAND[0], "text_wrap": True, "valign": "top"},
    "bande_lien": {**_BOX, "bg_color": BAND[0], "font_color": "#0B5CAD", "underline": 1, "bold": True, "valign": "top"},
    "bande1": {**_BOX, "italic": True, "bg_color": BAND[1], "indent": 1, "text_wrap": True},
    "libelle": {**_BOX, "text_wrap": True, "indent": 1},
    "libelle_total": {**_BOX, "text_wrap": True, "bold": True, "bg_color": TOTAL},
    "note": {"italic": True, "text_wrap": True, "valign": "top"},
    "grise": {**_BOX, "pattern": 14, "bg_color": "#FFFFFF", "fg_color": GREYED},
    "cache": {"font_color": "#999999"},
    "texte": {"text_wrap": True, "valign": "top"},
    "gras": {"bold": True, "text_wrap": True, "valign": "top"},
    "cellule": {**_BOX, "text_wrap": True, "valign": "top"},
    "cellule_gras": {**_BOX, "text_wrap": True, "bold": True, "valign": "top"},
    "cellule_lien": {**_BOX, "font_color": "#0B5CAD", "underline": 1, "valign": "top"},
    "pourcentage": {**_BOX, "num_format": "0%", "bold": True, "align": "center"},
    "compte": {**_BOX, "num_format": "#,##0", "align": "center", "valign": "top"},
    "etat": {**_BOX, "align": "center", "valign": "top"},
    "justification": {**_BOX, "text_wrap": True, "valign": "top", "num_format": "@", "locked": False},
    "sans_justification": {**_BOX, "text_wrap": True, "valign": "top", "num_format": "@", "bg_color": BAND[0]},
    "texte_court": {"bold": True},
    "sous_titre_court": {"italic": True},
    "choix": {**_BOX, "align": "center", "valign": "top", "locked": False},
    "choix_gras": {**_BOX, "align": "center", "valign": "top", "bold": True, "locked": False},
    "gravite_bloquant": {**_BOX, "valign": "top", "bold": True, "underline": 1, "bg_color": "#F9D5D5"},
    "gravite_alerte": {**_BOX, "valign": "top", "bold": True, "bg_color": "#FFF2C2"},
    "gravite_information": {**_BOX, "valign": "top", "italic": True, "bg_color": "#E3EEF9"},
    "hors_tableau": {**_BOX, "border": 5, "border_color": "#B00020", "locked": False},
    "grand": {"font_size": 16, "bold": True, "font_color": ACCENT, "text_wrap": True},
    "avis": {"bold": True, "text_wrap": True, "font_color": "#8A1C1C"},
}

_WRONG: dict[str, Any] = {"font_color": "#8A0015", "bold": True, "underline": 1}

CONDITIONAL: dict[str, dict[str, Any]] = {
    "sans_objet": {"pattern": 14, "bg_color": "#FFFFFF", "fg_color": GREYED, "font_color": "#555555"},
    "etat_vide": {"font_color": "#6B2B00", "bg_color": "#FBE3D0"},
    "etat_en_cours": {"font_color": "#5A4500", "bg_color": "#FFF2C2", "italic": True},
    "etat_rempli": {"font_color": "#0F4C2A", "bg_color": "#D6EFDF", "bold": True},
    "etat_incoherent": {"font_color": "#8A1C1C", "bg_color": "#F9D5D5", "bold": True, "underline": 1},
    "incoherent": {**_WRONG, "bg_color": "#FBE1E1", "border": 4, "border_color": "#B00020"},
    "incoherent_libelle": {**_WRONG, "left": 1, "left_color": "#B00020"},
    "etat_sans_objet": {"font_color": "#555555", "bg_color": "#ECEEF1"},
    "ligne_faite": {"font_color": "#777777"},
}

_MARKED: dict[str, dict[str, Any]] = {
    "bloquant": {"bg_color": "#F9C9C9", "border": 5, "border_color": "#B00020", "bold": True},
    "alerte": {"bg_color": "#FFE9A8", "border": 2, "border_color": "#8A6100"},
    "information": {"bg_color": "#DCEBFA", "border": 4, "border_color": "#1D4E79"},
}
"""How the cells of an annotated copy are marked, by severity: as many kinds of border as of fills."""

_ALIGNMENTS = {Kind.TEXTE: "left", Kind.LISTE: "left", Kind.SIRET: "left", Kind.OUI_NON: "center", Kind.ANNEE: "center"}
_NUMBER_FORMATS = {Kind.ENTIER: "#,##0", Kind.MONTANT: "#,##0", Kind.ANNEE: "0", Kind.SIRET: "@", Kind.TEXTE: "@"}


def number_format(cell_type: CellType) -> str:
    """Number format of a cell: as many decimals as an entry may have."""
    if cell_type.kind is Kind.DECIMAL:
        if cell_type.step >= 1:
            return "#,##0"
        return "#,##0.0" if cell_type.step in (0.5, 0.1) else "#,##0.00"
    return _NUMBER_FORMATS.get(cell_type.kind, "@")


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[object, Format] = {}

    def __getitem__(self, name: str) -> Format:
        if name not in self._made:
            self._made[name] = self._workbook.add_format(_BASE | STYLES[name])
        return self._made[name]

    def conditional(self, name: str) -> Format:
        """A format for conditional formatting: it only says what it changes."""
        if name not in self._made:
            self._made[name] = self._workbook.add_format(CONDITIONAL[name])
        return self._made[name]

    def value(self, cell_type: CellType, *, computed: bool, severity: str = "", shown: str = "") -> Format:
        """The format of an entry cell (unlocked) or of a computed cell (locked).

        `severity` marks the cell of an annotated copy; `shown` is the number format of another kind of content.
        """
        align = _ALIGNMENTS.get(cell_type.kind, "right")
        key = (shown or number_format(cell_type), align, computed, severity)
        if key not in self._made:
            properties = _BASE | _BOX | {"num_format": key[0], "locked": computed}
            properties |= {"bg_color": TOTAL, "bold": True} if computed else {"bg_color": ENTRY}
            properties |= {"align": "left", "indent": 1, "text_wrap": True} if align == "left" else {"align": align}
            self._made[key] = self._workbook.add_format(properties | _MARKED.get(severity, {}))
        return self._made[key]
