"""Writes a compound file ([MS-CFB], version 3): the container of a VBA project. Written whole, never changed."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Dossier = Mapping[str, bytes]

SECTEUR, PETIT_SECTEUR, SEUIL = 512, 64, 4096
"""Bytes of a sector and of a small one; a stream shorter than `SEUIL` lives in small sectors."""

_LIBRE, _FIN, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_DOSSIER, _FLUX, _RACINE = 1, 2, 5
_PAR_SECTEUR = SECTEUR // 128
_INUTILISEE = bytes(68) + struct.pack("<3I", _LIBRE, _LIBRE, _LIBRE) + bytes(48)
"""An entry of the directory that names nothing: no neighbour, no child ([MS-CFB] 2.6.4), all else 0."""
_TABLES_MAXIMUM = 109
"""Sectors of the allocation table that the header can name: 7 MB of content."""


@dataclass
class _Entree:
    nom: str
    genre: int
    contenu: bytes = b""
    gauche: int = _LIBRE
    droite: int = _LIBRE
    enfant: int = _LIBRE
    debut: int = _FIN


@dataclass
class _Zone:
    """Sectors of one size, and the table that chains them."""

    taille: int
    octets: bytearray = field(default_factory=bytearray)
    table: list[int] = field(default_factory=list)

    def ajouter(self, contenu: bytes) -> int:
        """Append a chain of sectors; return the number of its first one."""
        if not contenu:
            return _FIN
        premier = len(self.table)
        nombre = -(-len(contenu) // self.taille)
        self.octets += contenu.ljust(nombre * self.taille, b"\0")
        self.table += [*range(premier + 1, premier + nombre), _FIN]
        return premier


def ecrire(racine: Mapping[str, bytes | Dossier]) -> bytes:
    """A compound file: streams by name, and folders of streams by name. Raise ValueError when it is too large."""
    entrees = _entrees(racine)
    zone, petite = _Zone(SECTEUR), _Zone(PETIT_SECTEUR)
    for entree in entrees:
        if entree.genre == _FLUX:
            entree.debut = (petite if len(entree.contenu) < SEUIL else zone).ajouter(entree.contenu)
    entrees[0].contenu = bytes(petite.octets)
    entrees[0].debut = zone.ajouter(entrees[0].contenu)
    petite_table = zone.ajouter(_nombres(petite.table))
    repertoire = zone.ajouter(b"".join(map(_ligne, entrees)) + _INUTILISEE * (-len(entrees) % _PAR_SECTEUR))
    occupes = len(zone.table)
    tables = -(-occupes // (SECTEUR // 4 - 1))
    if tables > _TABLES_MAXIMUM:
        raise ValueError(f"{occupes * SECTEUR} bytes: too large a compound file")
    zone.table += [_TABLE] * tables
    entete = struct.pack(
        "<8s16x5H6x10I",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6),
        *(0, tables, repertoire, 0, SEUIL),
        *(petite_table, -(-len(petite.table) * 4 // SECTEUR), _FIN, 0, occupes),
    )
    reste = [*range(occupes + 1, occupes + tables), *[_LIBRE] * (_TABLES_MAXIMUM - tables)]
    return entete + struct.pack(f"<{len(reste)}I", *reste) + bytes(zone.octets) + _nombres(zone.table)


def _nombres(table: Sequence[int]) -> bytes:
    """An allocation table, its last sector filled with free marks."""
    complet = [*table, *[_LIBRE] * (-len(table) % (SECTEUR // 4))]
    return struct.pack(f"<{len(complet)}I", *complet)


def _entrees(racine: Mapping[str, bytes | Dossier]) -> list[_Entree]:
    entrees = [_Entree("Root Entry", _RACINE)]
    entrees[0].enfant = _ranger(entrees, racine)
    return entrees


def _ranger(entrees: list[_Entree], contenu: Mapping[str, bytes | Dossier]) -> int:
    """Add the entries of a folder, as a balanced tree; return the number of its root."""
    rangs = {}
    for nom, valeur in sorted(contenu.items(), key=lambda paire: (len(paire[0]), paire[0].upper())):
        rangs[nom] = len(entrees)
        if isinstance(valeur, bytes):
            entrees.append(_Entree(nom, _FLUX, valeur))
        else:
            entrees.append(_Entree(nom, _DOSSIER))
    for nom, rang in rangs.items():
        valeur = contenu[nom]
        if not isinstance(valeur, bytes):
            entrees[rang].enfant = _ranger(entrees, valeur)
    return _equilibrer(entrees, list(rangs.values()))


def _equilibrer(entrees: list[_Entree], rangs: list[int]) -> int:
    if not rangs:
        return _LIBRE
    milieu = len(rangs) // 2
    entree = entrees[rangs[milieu]]
    entree.gauche = _equilibrer(entrees, rangs[:milieu])
    entree.droite = _equilibrer(entrees, rangs[milieu + 1 :])
    return rangs[milieu]


def _ligne(entree: _Entree) -> bytes:
    """The 128 bytes of an entry of the directory. Every node is black, as other writers of such trees do."""
    nom = f"{entree.nom}\0".encode("utf-16-le")
    liens = (entree.gauche, entree.droite, entree.enfant)
    debut = 0 if entree.genre == _DOSSIER else entree.debut
    return struct.pack(
        "<64sHBB3I36xIQ", nom.ljust(64, b"\0"), len(nom), entree.genre, 1, *liens, debut, len(entree.contenu)
    )
