"""Scan of content.xml (.ods): extents, error cells and formula cells of all sheets, in one pass over its tags.

Tags are found on bytes and names compared with their usual prefixes, as calamine does: expat's callbacks take seven
times as long. Comments, CDATA sections and inner processing instructions are blanked first, so that every `<` left
opens a tag.
"""

import re
from collections.abc import Mapping
from html import unescape
from xml.parsers.expat import ExpatError

from .balayage import Balayage, BalayageComplet, Position
from .erreurs import corrompu
from .xml_sur import analyseur

_HORS_BALISES = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_SIMPLE = (
    rb"<table:table-cell(?: (?:table:style-name|table:content-validation-name|office:[a-z-]+|calcext:value-type)"
    rb"=\"(?!error\")[^\"]*+\")*+(?:/>|>(?:<text:p>(?!VRAI<|FAUX<|TRUE<|FALSE<)[^<]*+</text:p>)?</table:table-cell>)"
)
"""A cell that is neither repeated, nor merged, nor a formula, nor an error, nor a boolean."""
_BALISES = re.compile(
    rb"((?:" + _SIMPLE + rb")++)|<table:(?:((?:covered-)?table-cell)|(table-row)|(table)|(table-source))"
    rb"((?:[\s/][^>\"']*+(?:(?:\"[^\"]*+\"|'[^']*+')[^>\"']*+)*+)?)>|<(/)table:table(?:-(row))?\s*>"
).finditer
_NOM = re.compile(rb"\stable:name\s*=\s*(?:\"([^\"]*)\"|'([^']*)')").search
_ENTIERS = {
    nom: re.compile(rb"\stable:number-" + nom.encode() + rb"\s*=\s*[\"']\s*([0-9]+)").search
    for nom in ("columns-repeated", "rows-repeated", "columns-spanned", "rows-spanned")
}
_EN_ERREUR = re.compile(rb"\scalcext:value-type\s*=\s*[\"']error[\"']").search
_PROTEGEE = re.compile(rb"\stable:protected\s*=\s*[\"']true[\"']").search
_EN_TEXTE = re.compile(rb"\soffice:value-type\s*=\s*[\"']string[\"']").search
_PARAGRAPHE = re.compile(
    rb"\s*(?:<office:annotation[\s>].*?</office:annotation>\s*)?<text:p[^>]*>([^<]*)", re.DOTALL
).match
_FRANCAIS = {
    "#DIV/0 !": "#DIV/0!",
    "#VALEUR !": "#VALUE!",
    "#VALEUR!": "#VALUE!",
    "#NOM ?": "#NAME?",
    "#NOM?": "#NAME?",
    "#REF !": "#REF!",
    "#NOMBRE !": "#NUM!",
    "#NOMBRE!": "#NUM!",
    "#NUL !": "#NULL!",
    "#NUL!": "#NULL!",
    "#N/D": "#N/A",
    "#ND": "#N/A",
}
_BOOLEENS = {b"VRAI": True, b"TRUE": True, b"FAUX": False, b"FALSE": False}
"""LibreOffice saves the booleans of an .xlsx as numbers that it displays so."""
_ANGLAIS = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"))
_POSITIONS_MAX = 1_000_000
"""Error and formula cells of one sheet: beyond, repetitions could fill the memory."""
_ESPACES_REPETEES = re.compile(rb"\stext:c\s*=\s*[\"']\s*\+?[0-9]{6,}").search


def texte_erreur(affiche: str) -> str:
    """English error text of what a French or English LibreOffice shows; other texts ('Err:502') are kept."""
    texte = affiche.strip().replace("\u00a0", " ").replace("\u202f", " ")
    return _FRANCAIS.get(texte, texte)


def _entier(nom: str, attributs: bytes) -> int:
    trouve = _ENTIERS[nom](attributs)
    return int(trouve[1]) if trouve else 1


class _Table:
    """The sheet being scanned: a cursor and what was met."""

    def __init__(self) -> None:
        self.ligne = self.colonne = 0
        self.repetition = 1
        self.lignes = self.colonnes = self.fusion = 0
        self.externe = False
        self.protegee = False
        self.erreurs: dict[Position, str] = {}
        self.formules: set[Position] = set()
        self.booleens: dict[Position, bool] = {}

    def ouvrir_ligne(self, attributs: bytes) -> None:
        self.repetition = _entier("rows-repeated", attributs) if b"repeated" in attributs else 1
        self.colonne = 0
        if attributs.endswith(b"/"):
            self.ligne += self.repetition

    def cellules_simples(self, suite: bytes) -> None:
        """A run of `_SIMPLE` cells; the extent counts the blank ones at its end."""
        self.colonne += suite.count(b"<table:table-cell")
        if b"office:" in suite:
            self._etendre()

    def _etendre(self) -> None:
        self.colonnes = max(self.colonnes, self.colonne)
        self.lignes = max(self.lignes, self.ligne + self.repetition)

    def cellule(self, attributs: bytes, suite: bytes, position: int) -> None:
        """One cell element; `suite` from `position` is its content."""
        colonne = self.colonne
        self.colonne += _entier("columns-repeated", attributs) if b"repeated" in attributs else 1
        if b"-spanned" in attributs:
            self.fusion += _entier("columns-spanned", attributs) * _entier("rows-spanned", attributs)
        formule = b"table:formula" in attributs
        if not formule and b"office:" not in attributs:
            return
        self._etendre()
        if formule:
            self.formules.update(self._positions(colonne))
        texte = _EN_TEXTE(attributs) is not None
        certaine = texte and b"error" in attributs and _EN_ERREUR(attributs) is not None
        affiche = _PARAGRAPHE(suite, position)
        if certaine or (texte and formule):
            erreur = texte_erreur(unescape(affiche[1].decode("utf-8", "replace")) if affiche else "")
            if certaine or erreur in _ANGLAIS:
                self.erreurs.update(dict.fromkeys(self._positions(colonne), erreur or "#VALUE!"))
        elif affiche and not texte and affiche[1] in _BOOLEENS:
            self.booleens.update(dict.fromkeys(self._positions(colonne), _BOOLEENS[affiche[1]]))

    def _positions(self, colonne: int) -> list[Position]:
        if self.colonne - colonne == self.repetition == 1:
            return [(self.ligne, colonne)]
        if len(self.formules) + (self.colonne - colonne) * self.repetition > _POSITIONS_MAX:
            raise corrompu("une cellule y est répétée un nombre démesuré de fois")
        lignes = range(self.ligne, self.ligne + self.repetition)
        return [(r, c) for r in lignes for c in range(colonne, self.colonne)]

    def balayage(self) -> BalayageComplet:
        return BalayageComplet(
            self.lignes,
            self.colonnes,
            self.fusion,
            self.erreurs,
            self.formules,
            self.booleens,
            self.externe,
            self.protegee,
        )


def balayer_ods(contenu: Mapping[str, bytes]) -> tuple[dict[str, Balayage], list[Balayage]]:
    """Scans by sheet name, and the same as a list. Raises LectureImpossible (FICHIER-CORROMPU)."""
    octets = contenu.get("content.xml")
    if octets is None:
        raise corrompu("la partie interne «\u00a0content.xml\u00a0» manque")
    _refuser_malforme(octets)
    if b"<!" in octets or octets.find(b"<?", 8) >= 0:
        octets = _HORS_BALISES.sub(b"", octets)
    tables = _tables(octets)
    par_nom: dict[str, Balayage] = {nom: table.balayage() for nom, table in tables.items()}
    return par_nom, list(par_nom.values())


def _refuser_malforme(octets: bytes) -> None:
    """Refuses what calamine 0.9.1 loops on for ever (an unclosed table or note) or fills the memory with (spaces)."""
    try:
        analyseur(espaces=False).Parse(octets, True)
    except ExpatError as erreur:
        raise corrompu("son contenu est mal formé") from erreur
    if _ESPACES_REPETEES(octets):
        raise corrompu("une espace y est répétée un nombre démesuré de fois")


def _tables(octets: bytes) -> dict[str, _Table]:
    tables: dict[str, _Table] = {}
    table = _Table()
    profondeur = 0
    for balise in _BALISES(octets, max(octets.find(b"<office:spreadsheet"), 0)):
        simples, cellule, ligne, ouverture, source, attributs, fermeture, fin_ligne = balise.groups()
        if simples:
            if profondeur == 1:
                table.cellules_simples(simples)
        elif ouverture and not attributs.endswith(b"/"):
            profondeur += 1
            if profondeur == 1:
                nom = _NOM(attributs)
                table = _Table()
                table.protegee = _PROTEGEE(attributs) is not None
                if nom:
                    tables[unescape((nom[1] or nom[2] or b"").decode("utf-8", "replace"))] = table
        elif fermeture and not fin_ligne:
            profondeur -= 1
        elif profondeur != 1:
            continue
        elif cellule:
            table.cellule(attributs, octets, balise.end())
        elif ligne:
            table.ouvrir_ligne(attributs)
        elif fin_ligne:
            table.ligne += table.repetition
        elif source:
            table.externe = True
    return tables
