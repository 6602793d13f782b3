"""The formats of the workbook of the agent sheets: those of the house, and a few of its own."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from schemas.registers import Field, FieldKind, Unit
from workbook_templates.styles import ACCENT, BAND, BORDER, CONDITIONAL, HEADER, INK, STYLES

_BASE: dict[str, Any] = {"font_name": "Arial", "font_size": 9, "font_color": INK, "valign": "vcenter"}
_BOX: dict[str, Any] = {"border": 1, "border_color": BORDER}
_OWN: dict[str, dict[str, Any]] = {
    "titre_court": {"font_size": 14, "bold": True, "font_color": ACCENT},
    "groupe0": {"bold": True, "bg_color": HEADER, "font_color": ACCENT},
    "groupe1": {"bold": True, "bg_color": BAND[0], "font_color": ACCENT},
    "entete_obligatoire": {**STYLES["entete"], "underline": 1},
    "libelle_question": {**_BOX, "text_wrap": True, "indent": 1},
    "libelle_exige": {**_BOX, "text_wrap": True, "indent": 1, "bold": True},
    "aide_question": {"italic": True, "text_wrap": True},
    "bande": {"bold": True, "font_size": 11, "font_color": ACCENT, "bottom": 2, "bottom_color": ACCENT},
    "etape": {"text_wrap": True, "valign": "top", "font_size": 10},
    "numero": {"bold": True, "font_size": 12, "font_color": ACCENT, "align": "center", "valign": "top"},
    "compte_lignes": {**_BOX, "num_format": "#,##0", "align": "center"},
    "papier_reponse": {"bottom": 4, "bottom_color": BORDER, "text_wrap": True},
    "papier_cases": {"text_wrap": True},
    "papier_libelle": {"text_wrap": True, "valign": "vcenter"},
    "papier_aide": {"italic": True, "font_size": 8, "text_wrap": True},
    "papier_case": {**_BOX},
    "papier_entete": {**_BOX, "bold": True, "font_size": 8, "text_wrap": True, "align": "center", "bg_color": HEADER},
    "annexe": {"font_size": 8, "text_wrap": True, "valign": "top"},
    "annexe_parent": {"font_size": 8, "bold": True, "text_wrap": True, "valign": "top"},
}
_MISSING: dict[str, Any] = {"bg_color": "#FFF2C2", "border": 1, "border_color": "#B8860B"}
_REFUSED: dict[str, Any] = {"bg_color": "#F9D5D5", "font_color": "#8A1C1C", "bold": True, "underline": 1}
_LIVE = {"sans_objet": CONDITIONAL["sans_objet"], "manquant": _MISSING, "refuse": _REFUSED}

_FORMATS = {
    FieldKind.DATE: "dd/mm/yyyy",
    FieldKind.MOIS_ANNEE: "mm/yyyy",
    FieldKind.ENTIER: "#,##0",
    FieldKind.MONTANT: "#,##0",
    FieldKind.ANNEE: "0",
}
_LEFT = frozenset({FieldKind.TEXTE, FieldKind.LISTE, FieldKind.LISTE_MULTIPLE, FieldKind.CLE, FieldKind.SIRET})


def number_format(item: Field) -> str:
    """Number format of a field: a typed date shows as a date, a key stays as typed."""
    if item.kind is FieldKind.DECIMAL:
        if item.unit is Unit.EUROS:
            return "#,##0.00"
        return "0.0000" if item.formula else "General"
    return _FORMATS.get(item.kind, "@")


class RegisterStyles:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[object, Format] = {}

    def __getitem__(self, name: str) -> Format:
        return self._format(name, _OWN.get(name) or STYLES[name])

    def _format(self, key: object, properties: dict[str, Any]) -> Format:
        if key not in self._made:
            self._made[key] = self._workbook.add_format(_BASE | properties)
        return self._made[key]

    def conditional(self, name: str) -> Format:
        key = ("si", name)
        if key not in self._made:
            self._made[key] = self._workbook.add_format(_LIVE[name])
        return self._made[key]

    def entry(self, item: Field, *, boxed: bool = False) -> Format:
        """The format of the entries of a field."""
        align = "left" if item.kind in _LEFT else "center" if item.kind.coded or item.kind.dated else "right"
        shown = number_format(item)
        properties = {"num_format": shown, "align": align, "indent": int(align == "left"), **(_BOX if boxed else {})}
        if boxed:
            properties |= {"text_wrap": True, "align": "left"}
        return self._format(("saisie", shown, align, boxed), properties)
