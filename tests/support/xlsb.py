"""A small BIFF12 writer, for tests: Python values → a .xlsb that calamine, pyxlsb and LibreOffice read.

Record layouts are those of [MS-XLSB] 2.4; only what a test needs is written.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

CODES_ERREUR = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}
_GENERAL, _DATE, _HORODATE = 0, 1, 2
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class Erreur:
    """An error cell: '#DIV/0!', '#N/A', …"""

    texte: str


@dataclass(frozen=True)
class Formule:
    """A formula cell with its last result: float, str, bool or Erreur. The formula itself is the constant 1."""

    resultat: float | str | bool | Erreur


def ecrire_xlsb(chemin: Path, feuilles: Mapping[str, Sequence[Sequence[object]]], masquees: Iterable[str] = ()) -> Path:
    """Write {sheet name: rows of values from A1}; None leaves the cell out. Whole numbers are stored as RK integers."""
    chaines: dict[str, int] = {}
    noms = list(feuilles)
    parties = [_feuille(feuilles[nom], chaines) for nom in noms]
    with ZipFile(chemin, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _types(len(noms)))
        archive.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook.bin")]))
        cibles = [("worksheet", f"worksheets/sheet{i}.bin") for i in range(1, len(noms) + 1)]
        cibles += [("styles", "styles.bin"), ("sharedStrings", "sharedStrings.bin")]
        archive.writestr("xl/_rels/workbook.bin.rels", _relations(cibles))
        archive.writestr("xl/workbook.bin", _classeur(noms, set(masquees)))
        archive.writestr("xl/styles.bin", _styles())
        archive.writestr("xl/sharedStrings.bin", _chaines(chaines))
        for i, partie in enumerate(parties, 1):
            archive.writestr(f"xl/worksheets/sheet{i}.bin", partie)
    return chemin


def enregistrement(genre: int, donnees: bytes = b"") -> bytes:
    """One record: variable-length id, variable-length size, data."""
    tete = bytes([genre]) if genre < 0x80 else bytes([genre & 0x7F | 0x80, genre >> 7])
    taille, octets = len(donnees), bytearray()
    while taille > 0x7F:
        octets.append(taille & 0x7F | 0x80)
        taille >>= 7
    octets.append(taille)
    return tete + bytes(octets) + donnees


def _texte(texte: str) -> bytes:
    octets = texte.encode("utf-16-le")
    return struct.pack("<I", len(octets) // 2) + octets


def _feuille(lignes: Sequence[Sequence[object]], chaines: dict[str, int]) -> bytes:
    largeur = max((len(ligne) for ligne in lignes), default=1) or 1
    morceaux = [
        enregistrement(129),
        enregistrement(148, struct.pack("<4I", 0, max(len(lignes) - 1, 0), 0, largeur - 1)),
        enregistrement(145),
    ]
    for r, ligne in enumerate(lignes):
        morceaux.append(
            enregistrement(0, struct.pack("<IIHHBI", r, 0, 300, 0, 0, 1) + struct.pack("<2I", 0, largeur - 1))
        )
        morceaux += [_cellule(c, valeur, chaines) for c, valeur in enumerate(ligne) if valeur is not None]
    return b"".join([*morceaux, enregistrement(146), enregistrement(130)])


def _cellule(colonne: int, valeur: object, chaines: dict[str, int]) -> bytes:
    def tete(style: int = _GENERAL) -> bytes:
        return struct.pack("<II", colonne, style)

    match valeur:
        case Formule(resultat):
            return _formule(tete(), resultat)
        case Erreur(texte):
            return enregistrement(3, tete() + bytes([CODES_ERREUR[texte]]))
        case bool():
            return enregistrement(4, tete() + bytes([valeur]))
        case datetime():
            ecart = valeur - datetime(1899, 12, 30)
            return enregistrement(5, tete(_HORODATE) + struct.pack("<d", ecart.days + ecart.seconds / 86_400))
        case date():
            return enregistrement(2, tete(_DATE) + _rk((valeur - date(1899, 12, 30)).days))
        case int():
            return enregistrement(2, tete() + _rk(valeur))
        case float():
            return enregistrement(5, tete() + struct.pack("<d", valeur))
        case str():
            return enregistrement(7, tete() + struct.pack("<I", chaines.setdefault(valeur, len(chaines))))
    raise TypeError(f"valeur sans équivalent : {valeur!r}")


def _rk(entier: int) -> bytes:
    return struct.pack("<i", entier << 2 | 2)


def _formule(tete: bytes, resultat: float | str | bool | Erreur) -> bytes:
    expression = struct.pack("<HI", 0, 3) + b"\x1e\x01\x00" + struct.pack("<I", 0)  # grbitFlags, PtgInt 1, no rgcb
    match resultat:
        case Erreur(texte):
            return enregistrement(11, tete + bytes([CODES_ERREUR[texte]]) + expression)
        case bool():
            return enregistrement(10, tete + bytes([resultat]) + expression)
        case str():
            return enregistrement(8, tete + _texte(resultat) + expression)
    return enregistrement(9, tete + struct.pack("<d", resultat) + expression)


def _classeur(noms: Sequence[str], masquees: set[str]) -> bytes:
    feuilles = b"".join(
        enregistrement(156, struct.pack("<II", nom in masquees, i) + _texte(f"rId{i}") + _texte(nom))
        for i, nom in enumerate(noms, 1)
    )
    proprietes = enregistrement(153, struct.pack("<II", 0x10000, 0) + _texte(""))
    return b"".join(
        [enregistrement(131), proprietes, enregistrement(143), feuilles, enregistrement(144), enregistrement(132)]
    )


def _chaines(chaines: Mapping[str, int]) -> bytes:
    elements = b"".join(enregistrement(19, b"\0" + _texte(texte)) for texte in chaines)
    return enregistrement(159, struct.pack("<II", len(chaines), len(chaines))) + elements + enregistrement(160)


def _styles() -> bytes:
    def bloc(debut: int, elements: Sequence[bytes]) -> bytes:
        return enregistrement(debut, struct.pack("<I", len(elements))) + b"".join(elements) + enregistrement(debut + 1)

    def xf(parent: int, format_: int) -> bytes:
        return enregistrement(47, struct.pack("<5H", parent, format_, 0, 0, 0) + b"\0\0\x10\x10\0\0")

    couleur = b"\x07\xff\0\0\0\0\0\xff"
    police = enregistrement(43, struct.pack("<6H", 220, 0, 400, 0, 0, 0x02) + couleur + b"\x02" + _texte("Calibri"))
    fonds = [enregistrement(45, struct.pack("<I", motif) + couleur * 2 + bytes(48)) for motif in (0, 17)]
    bordure = enregistrement(46, b"\0" + (b"\0\0" + couleur) * 5)
    return b"".join(
        [
            enregistrement(278),
            enregistrement(615, struct.pack("<I", 1)),
            enregistrement(44, struct.pack("<H", 164) + _texte('dd/mm/yyyy" à "hh:mm')),
            enregistrement(616),
            bloc(611, [police]),
            bloc(603, fonds),
            bloc(613, [bordure]),
            bloc(626, [xf(0xFFFF, 0)]),
            bloc(617, [xf(0, 0), xf(0, 14), xf(0, 164)]),
            bloc(619, [enregistrement(48, struct.pack("<IHBB", 0, 1, 0, 0) + _texte("Normal"))]),
            enregistrement(279),
        ]
    )


def _relations(cibles: Sequence[tuple[str, str]]) -> str:
    lignes = "".join(
        f'<Relationship Id="rId{i}" Type="{_REL}/{genre}" Target="{cible}"/>'
        for i, (genre, cible) in enumerate(cibles, 1)
    )
    return f'{_XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lignes}</Relationships>'


def _types(nombre: int) -> str:
    base = "application/vnd.ms-excel."
    types = {"workbook": "sheet.binary.macroEnabled.main", "styles": "styles", "sharedStrings": "sharedStrings"}
    types |= {f"worksheets/sheet{i}": "worksheet" for i in range(1, nombre + 1)}
    lignes = "".join(f'<Override PartName="/xl/{nom}.bin" ContentType="{base}{t}"/>' for nom, t in types.items())
    return (
        f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="bin" ContentType="{base}sheet.binary.macroEnabled.main"/>{lignes}</Types>'
    )
