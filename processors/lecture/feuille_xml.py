"""Scan of a worksheet part (.xlsx, .xlsm): by regular expressions on bytes, by expat for unusual writers.

A part is « canonique » when it has no comment, no CDATA section, no inner processing instruction, no prefixed cell
element, and every cell element begins `<c r="A1"`: Excel, LibreOffice, Google Sheets, XlsxWriter and openpyxl write so.
There, `<` being always escaped in text and attributes, each `<c ` is a cell. Any other part goes through expat.
"""

import re
from collections.abc import Mapping, Set
from functools import cached_property

from .balayage import COLONNES, POSITIONS, BalayageComplet, Correction, Etendue, Position
from .feuille_expat import balayer_expat, surface

_HORS_NORME = re.compile(rb'<c(?:[\t\r\n/>]| (?!r="[A-Z]{1,3}+[0-9]{1,7}+"))').search
_HORS_NORME_OU_LOIN = re.compile(rb'<c(?:[\t\r\n/>]| (?!r="[A-Z]{1,2}+[0-9]{1,4}+"))').search
_PROCHE = Etendue(9_999, 702)
"""Furthest cell that `_HORS_NORME_OU_LOIN` lets through: ZZ9999."""
_REFERENCES = re.compile(rb'<c r="([A-Z]+)([0-9]+)"').findall
_FORMULES = re.compile(rb'<c r="([A-Z0-9]++)"[^<]*+<f[\s/>]').findall
_ERREURS = re.compile(
    rb'<c r="([A-Z]+)([0-9]+)"[^>]*?\st\s*=\s*["\']e["\'][^>]*>'
    rb"\s*(?:<f[\s/>][^<]*(?:</f>)?\s*)?<v[^>]*>\s*([^<]*?)\s*</v>"
).findall
_PREFIXE_POSSIBLE = re.compile(rb":(?:c|f|row)[\s/>]").search
_PREFIXE = re.compile(rb"<[^<>\s:/]+:(?:c|f|v|row)[\s/>]").search
_FUSIONS = re.compile(rb"<(?:[^<>\s:/]+:)?mergeCell\s[^>]*?\bref\s*=\s*[\"']([^\"']*)[\"']").findall


_PROTECTION = re.compile(rb"<(?:[^<>\s:/]+:)?sheetProtection\s[^>]*?\bsheet\s*=\s*[\"'](?:1|true|on)[\"']").search


class FeuilleXml:
    """Lazy scan of one worksheet part; satisfies `Balayage`."""

    corrections: Mapping[Position, Correction] = {}
    externe = False

    def __init__(self, octets: bytes) -> None:
        self._octets = octets

    @cached_property
    def _proche(self) -> bool:
        """Canonical, with no cell beyond `_PROCHE`: the usual case, known in one pass."""
        return self._sans_detour and not _HORS_NORME_OU_LOIN(self._octets)

    @cached_property
    def _sans_detour(self) -> bool:
        octets = self._octets
        if b"!" in octets and b"<!" in octets:
            return False
        if octets.find(b"?", octets.find(b"?>") + 2) >= 0 and octets.find(b"<?", 8) >= 0:
            return False
        return not (_PREFIXE_POSSIBLE(octets) and _PREFIXE(octets))

    @cached_property
    def _canonique(self) -> bool:
        return self._proche or (self._sans_detour and not _HORS_NORME(self._octets))

    @cached_property
    def _complet(self) -> BalayageComplet:
        return balayer_expat(self._octets)

    def etendue(self, lignes: int, colonnes: int) -> Etendue:
        """An upper bound when it respects the bounds given, else the exact extent.

        Raises LectureImpossible (FICHIER-CORROMPU) on malformed XML in an unusual part.
        """
        if self._proche and lignes >= _PROCHE.lignes and colonnes >= _PROCHE.colonnes:
            return _PROCHE
        if not self._canonique:
            return Etendue(self._complet.lignes, self._complet.colonnes)
        references = _REFERENCES(self._octets)
        if not references:
            return Etendue(0, 0)
        return Etendue(
            max(map(int, {ligne for _, ligne in references})),
            max(COLONNES[lettres] for lettres in {lettres for lettres, _ in references}) + 1,
        )

    @cached_property
    def surface_fusionnee(self) -> int:
        """Sum of the areas of the merged ranges, in cells."""
        premiere = self._octets.find(b"mergeCell")
        if premiere < 0:
            return 0
        return sum(map(surface, _FUSIONS(self._octets, max(self._octets.rfind(b"<", 0, premiere), 0))))

    @cached_property
    def protegee(self) -> bool:
        """Whether the sheet is protected; the mark stands after the cells."""
        return _PROTECTION(self._octets, max(self._octets.rfind(b"sheetData"), 0)) is not None

    @cached_property
    def erreurs(self) -> Mapping[Position, str]:
        """Error text by position."""
        if b'"e"' not in self._octets and (b"'" not in self._octets or b"'e'" not in self._octets):
            return {}
        if not self._canonique:
            return self._complet.erreurs
        return {(int(ligne) - 1, COLONNES[lettres]): texte.decode() for lettres, ligne, texte in _ERREURS(self._octets)}

    @cached_property
    def formules(self) -> Set[Position]:
        """Positions of the cells that hold a formula, shared ones included."""
        if not self._canonique:
            return self._complet.formules
        return set(map(POSITIONS.__getitem__, _FORMULES(self._octets)))
