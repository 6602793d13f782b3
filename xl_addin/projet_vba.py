"""Writes a VBA project ([MS-OVBA]) from the text of its modules: what Excel keeps as `vbaProject.bin`.

Only source text is written, no compiled code: the version of `_VBA_PROJECT` tells Excel to compile it when it opens the
workbook. The project that xlwings ships is made the same way, and this one repeats its properties.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from xl_addin.fichier_compose import ecrire

CODE_PAGE = 1252
MORCEAU = 4096
"""Bytes of source that are compressed together."""

ESSAIS = 32
"""Earlier places that are compared: enough for source text."""

_CLASSEUR, _FEUILLE = "00020819", "00020820"
_OFFICE = (
    "*\\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\\Program Files\\Common Files\\Microsoft Shared\\OFFICE16"
    "\\MSO.DLL#Microsoft Office 16.0 Object Library"
)
_A_COMPILER = bytes.fromhex("cc61ffff000100")
_PROJET = """ID="{{5CF9CDAB-B77B-4FE4-BD7E-D29900070E1B}}"
{modules}
Name="VBAProject"
HelpContextID="0"
VersionCompatible32="393222000"
CMG="8D8FA61394EA98EA98EA98EA98"
DPB="8D8FA61394EF95EF95EF"
GC="8D8FA61394EF95EF9510"

[Host Extender Info]
&H00000001={{3832D640-CF90-11CF-8E43-00A0C911005A}};VBE;&H00000000

[Workspace]
{fenetres}
"""
"""Protection is none; its three lines go with the identifier."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the project: `genre` is « Module », « Class » or « Document » (of the workbook, of a sheet)."""

    nom: str
    texte: str
    genre: str = "Module"

    @property
    def octets(self) -> bytes:
        """Its source, as the editor of VBA keeps it. Raise UnicodeEncodeError for a character that it has not."""
        return "\r\n".join(self.texte.splitlines()).encode(f"cp{CODE_PAGE}") + b"\r\n"


def documents(feuilles: int, classeur: str = "") -> list[Module]:
    """The modules of the workbook, which may hold code, and of its sheets, under the names that XlsxWriter gives."""
    noms = [f"Sheet{rang}" for rang in range(1, feuilles + 1)]
    premier = Module("ThisWorkbook", f"{_attributs('ThisWorkbook', _CLASSEUR)}\n{classeur}", "Document")
    return [premier, *(Module(nom, _attributs(nom, _FEUILLE), "Document") for nom in noms)]


def _attributs(nom: str, base: str) -> str:
    vrais = {"PredeclaredId": True, "Exposed": True, "Customizable": True}
    suite = ("GlobalNameSpace", "Creatable", "PredeclaredId", "Exposed", "TemplateDerived", "Customizable")
    lignes = [f'Attribute VB_Name = "{nom}"', f'Attribute VB_Base = "0{{{base}-0000-0000-C000-000000000046}}"']
    return "\n".join([*lignes, *(f"Attribute VB_{mot} = {vrais.get(mot, False)}" for mot in suite)])


def projet(modules: Sequence[Module]) -> bytes:
    """The project, as `vbaProject.bin`."""
    lignes = [f"{module.genre}={module.nom}{'/&H00000000' * (module.genre == 'Document')}" for module in modules]
    texte = _PROJET.format(
        modules="\n".join(lignes), fenetres="\n".join(f"{module.nom}=0, 0, 0, 0, C" for module in modules)
    )
    noms = b"".join(_octets(m.nom) + b"\0" + m.nom.encode("utf-16-le") + b"\0\0" for m in modules) + b"\0\0"
    vba = {module.nom: compresser(module.octets) for module in modules}
    vba |= {"dir": compresser(_repertoire(modules)), "_VBA_PROJECT": _A_COMPILER}
    return ecrire({"PROJECT": _octets(texte.replace("\n", "\r\n")), "PROJECTwm": noms, "VBA": vba})


def _octets(texte: str) -> bytes:
    return texte.encode(f"cp{CODE_PAGE}")


def _fiche(code: int, contenu: bytes = b"") -> bytes:
    return struct.pack("<HI", code, len(contenu)) + contenu


def _double(code: int, unicode: int, texte: str) -> bytes:
    """A text in both encodings."""
    return _fiche(code, _octets(texte)) + _fiche(unicode, texte.encode("utf-16-le"))


def _entier(code: int, valeur: int) -> bytes:
    return _fiche(code, struct.pack("<I", valeur))


def _repertoire(modules: Iterable[Module]) -> bytes:
    """The `dir` stream before compression: properties, the one reference, the modules."""
    proprietes = [
        *(_entier(0x01, 3), _entier(0x02, 0x409), _entier(0x14, 0x409)),
        _fiche(0x03, struct.pack("<H", CODE_PAGE)),
        _fiche(0x04, b"VBAProject"),
        *(_double(0x05, 0x40, ""), _double(0x06, 0x3D, ""), _entier(0x07, 0), _entier(0x08, 0)),
        struct.pack("<HIIH", 0x09, 4, 0x68FBFAC5, 4),
        _double(0x0C, 0x3C, ""),
    ]
    lien = _octets(_OFFICE)
    reference = _double(0x16, 0x3E, "Office") + _fiche(0x0D, struct.pack("<I", len(lien)) + lien + bytes(6))
    fiches = [_fiche_module(module) for module in modules]
    compte = _fiche(0x0F, struct.pack("<H", len(fiches))) + _fiche(0x13, struct.pack("<H", 0xFFFF))
    return b"".join([*proprietes, reference, compte, *fiches, _fiche(0x10)])


def _fiche_module(module: Module) -> bytes:
    genre = 0x21 if module.genre == "Module" else 0x22
    return b"".join(
        [
            _double(0x19, 0x47, module.nom),
            _double(0x1A, 0x32, module.nom),
            _double(0x1C, 0x48, ""),
            *(_entier(0x31, 0), _entier(0x1E, 0)),
            _fiche(0x2C, struct.pack("<H", 0xFFFF)),
            *(_fiche(genre), _fiche(0x2B)),
        ]
    )


def compresser(source: bytes) -> bytes:
    """The compression of [MS-OVBA] 2.4.1: runs of at most eight literals or copies, chunk by chunk.

    Raise ValueError when the end, shorter than a chunk, cannot be compressed: the format has no place for it.
    """
    ecrit = bytearray(b"\x01")
    for debut in range(0, len(source), MORCEAU):
        morceau = source[debut : debut + MORCEAU]
        serre = _morceau(morceau)
        if len(serre) <= MORCEAU:
            ecrit += struct.pack("<H", 0xB000 | (len(serre) - 1)) + serre
        elif len(morceau) == MORCEAU:
            ecrit += struct.pack("<H", 0x3FFF) + morceau
        else:
            raise ValueError("the end of this source cannot be compressed")
    return bytes(ecrit)


def _morceau(source: bytes) -> bytes:
    """One chunk: a byte of flags, then eight tokens, and so on."""
    ecrit, vus = bytearray(), dict[bytes, list[int]]()
    place = 0
    while place < len(source):
        drapeaux, jetons = 0, bytearray()
        for rang in range(8):
            if place >= len(source):
                break
            longueur, recul = _copie(source, place, vus)
            if longueur:
                bits = _bits(place)
                jetons += struct.pack("<H", (recul - 1) << (16 - bits) | (longueur - 3))
                drapeaux |= 1 << rang
            else:
                jetons.append(source[place])
            for passee in range(place, place + max(longueur, 1)):
                vus.setdefault(source[passee : passee + 3], []).append(passee)
            place += max(longueur, 1)
        ecrit.append(drapeaux)
        ecrit += jetons
    return bytes(ecrit)


def _bits(place: int) -> int:
    """Bits of a copy that tell how far back it reads: enough to reach the beginning of the chunk, four at least."""
    return max((place - 1).bit_length(), 4)


def _copie(source: bytes, place: int, vus: dict[bytes, list[int]]) -> tuple[int, int]:
    """Length of the longest copy of what stands earlier, and how far back; (0, 0) under three bytes."""
    cle = source[place : place + 3]
    if len(cle) < 3:
        return 0, 0
    limite = min((0xFFFF >> _bits(place)) + 3, len(source) - place)
    meilleure = (0, 0)
    for depuis in islice(reversed(vus.get(cle, [])), ESSAIS):
        longueur = _commune(source, depuis, place, limite)
        if longueur > meilleure[0]:
            meilleure = (longueur, place - depuis)
        if longueur == limite:
            break
    return meilleure


def _commune(source: bytes, depuis: int, place: int, limite: int) -> int:
    """How many bytes are the same from both places, at most `limite`."""
    longueur = 3
    while longueur < limite and source[depuis + longueur] == source[place + longueur]:
        longueur += 1
    return longueur
