"""Seeded mutations of real files: of the raw bytes, of the zip container, of the parts inside it.

Every mutation takes a random generator and returns bytes; the same seed gives the same file.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from random import Random

from processors.lecture import LectureImpossible, Limites
from processors.lecture.conteneur import decompresser, recomposer

Parties = dict[str, bytes]

NOMBRES = (b"0", b"-1", b"1", b"65536", b"2147483648", b"99999999999999999999", b"1e308", b"1e999", b"NaN", b"", b"1,5")
TEXTES = (
    b"=cmd|' /C calc'!A0",
    b"\x00",
    b"\xff\xfe",
    "\u202e\u0000é".encode(),
    b"A" * 40_000,
    b"<![CDATA[<c r='XFD1048576'/>]]>",
    b"&#0;",
    b"&lol;",
    b"]]>",
)
REFERENCES = (b"XFD1048576", b"A0", b"A1048577", b"ZZZZ1", b"1A", b"A-1", b"$A$1", b"a1", b"")
ENTITES = b'<!DOCTYPE d [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_NOMBRE = re.compile(rb'="[0-9]+"')
_REFERENCE = re.compile(rb'(?<=r=")[A-Z]+[0-9]+(?=")')
_ELEMENT = re.compile(rb"<(\w[\w:]*)[^<>]*?(?:/>|>[^<]*</\1>)")
_TEXTE = re.compile(rb">[^<>]+<")


def _position(hasard: Random, octets: bytes) -> int:
    return hasard.randrange(len(octets)) if octets else 0


def retourner_des_bits(hasard: Random, octets: bytes) -> bytes:
    """Flip bits of one to eight bytes."""
    change = bytearray(octets)
    for _ in range(hasard.randint(1, 8) if change else 0):
        change[_position(hasard, octets)] ^= 1 << hasard.randrange(8)
    return bytes(change)


def tronquer(hasard: Random, octets: bytes) -> bytes:
    """Keep the beginning only."""
    return octets[: _position(hasard, octets)]


def repeter(hasard: Random, octets: bytes) -> bytes:
    """Write a slice twice, or many times when it is short."""
    debut = _position(hasard, octets)
    tranche = octets[debut : debut + hasard.choice((1, 40, 4_000))]
    return octets[:debut] + tranche * hasard.choice((2, 2, 50)) + octets[debut + len(tranche) :]


def couper(hasard: Random, octets: bytes) -> bytes:
    """Remove a slice."""
    debut = _position(hasard, octets)
    return octets[:debut] + octets[debut + hasard.choice((1, 40, 4_000)) :]


def glisser_un_texte(hasard: Random, octets: bytes) -> bytes:
    """Insert a hostile text somewhere."""
    debut = _position(hasard, octets)
    return octets[:debut] + hasard.choice(TEXTES) + octets[debut:]


def _remplacer(hasard: Random, octets: bytes, motif: re.Pattern[bytes], par: bytes) -> bytes:
    """Replace one match of a pattern, met after a random place."""
    trouve = motif.search(octets, _position(hasard, octets)) or motif.search(octets)
    return octets if trouve is None else octets[: trouve.start()] + par + octets[trouve.end() :]


def outrer_un_nombre(hasard: Random, octets: bytes) -> bytes:
    """Give an attribute an extreme number."""
    return _remplacer(hasard, octets, _NOMBRE, b'="' + hasard.choice(NOMBRES) + b'"')


def deplacer_une_cellule(hasard: Random, octets: bytes) -> bytes:
    """Give a cell another address, far or impossible."""
    return _remplacer(hasard, octets, _REFERENCE, hasard.choice(REFERENCES))


def changer_un_texte(hasard: Random, octets: bytes) -> bytes:
    """Replace the text of an element."""
    return _remplacer(hasard, octets, _TEXTE, b">" + hasard.choice((*TEXTES, *NOMBRES)) + b"<")


def effacer_un_element(hasard: Random, octets: bytes) -> bytes:
    """Remove a leaf element."""
    return _remplacer(hasard, octets, _ELEMENT, b"")


def doubler_un_element(hasard: Random, octets: bytes) -> bytes:
    """Repeat a leaf element, twice or 2,000 times."""
    trouve = _ELEMENT.search(octets, _position(hasard, octets)) or _ELEMENT.search(octets)
    if trouve is None:
        return octets
    return octets[: trouve.end()] + trouve[0] * hasard.choice((1, 2_000)) + octets[trouve.end() :]


def emboiter(hasard: Random, octets: bytes) -> bytes:
    """Nest elements very deep."""
    debut = octets.find(b">", _position(hasard, octets)) + 1
    return octets[:debut] + b"<x>" * 20_000 + b"</x>" * 20_000 + octets[debut:]


def declarer_des_entites(hasard: Random, octets: bytes) -> bytes:
    """Put a document type after the XML declaration."""
    debut = octets.find(b"?>") + 2 if b"?>" in octets[:200] else 0
    return octets[:debut] + ENTITES + octets[debut:]


def changer_de_codage(hasard: Random, octets: bytes) -> bytes:
    """Announce or use another encoding."""
    if hasard.random() < 0.5:
        return octets.replace(b"UTF-8", hasard.choice((b"UTF-16", b"latin-1", b"utf-7", b"x")), 1)
    return octets.decode("utf-8", "replace").encode("utf-16")


DES_OCTETS: tuple[Callable[[Random, bytes], bytes], ...] = (
    retourner_des_bits,
    tronquer,
    repeter,
    couper,
    glisser_un_texte,
)
DU_XML = (
    outrer_un_nombre,
    deplacer_une_cellule,
    changer_un_texte,
    effacer_un_element,
    doubler_un_element,
    emboiter,
    declarer_des_entites,
    changer_de_codage,
)


def changer_une_partie(hasard: Random, parties: Parties) -> Parties:
    """Change the content of a part, by its bytes or as XML."""
    nom = hasard.choice(list(parties))
    en_xml = nom.endswith((".xml", ".rels")) and hasard.random() < 0.8
    return parties | {nom: hasard.choice(DU_XML if en_xml else DES_OCTETS)(hasard, parties[nom])}


def retirer_une_partie(hasard: Random, parties: Parties) -> Parties:
    """Remove a part."""
    nom = hasard.choice(list(parties))
    return {autre: octets for autre, octets in parties.items() if autre != nom}


def permuter_deux_parties(hasard: Random, parties: Parties) -> Parties:
    """Exchange the contents of two parts."""
    un, deux = hasard.choice(list(parties)), hasard.choice(list(parties))
    return parties | {un: parties[deux], deux: parties[un]}


def renommer_une_partie(hasard: Random, parties: Parties) -> Parties:
    """Give a part another name, possibly dangerous."""
    nom = hasard.choice(list(parties))
    autre = hasard.choice(("../" + nom, nom.upper(), nom + "/", "C:" + nom, "xl/" + "a" * 3_000, "é\u202e" + nom))
    return {(autre if n == nom else n): octets for n, octets in parties.items()}


DES_PARTIES = (
    *(changer_une_partie,) * 12,
    retirer_une_partie,
    permuter_deux_parties,
    renommer_une_partie,
)


def fausser_le_repertoire(hasard: Random, octets: bytes) -> bytes:
    """Falsify a field of the zip headers: sizes, offsets, method, flags, lengths."""
    signature = hasard.choice((b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"))
    debut = octets.find(signature, _position(hasard, octets))
    if debut < 0:
        debut = octets.find(signature)
    champ = debut + hasard.randrange(4, 42, 2)
    largeur, forme = hasard.choice(((2, "<H"), (4, "<I")))
    valeur = struct.pack(forme, hasard.choice((0, 1, 8, 99, 0x7FFF, 0xFFFF)))
    return octets[:champ] + valeur + octets[champ + largeur :]


def mutant(base: bytes, graine: int) -> bytes:
    """A mutated copy of a real file; one to three mutations, of its container or of what it holds."""
    hasard = Random(graine)
    if base.startswith(b"PK") and hasard.random() < 0.85:
        try:
            parties = decompresser(base, Limites())
        except LectureImpossible as refus:
            raise ValueError("the base must be a sound file") from refus
        for _ in range(hasard.choice((1, 1, 2, 3))):
            parties = hasard.choice(DES_PARTIES)(hasard, parties)
        return recomposer(parties)
    if base.startswith(b"PK") and hasard.random() < 0.6:
        return fausser_le_repertoire(hasard, base)
    return hasard.choice(DES_OCTETS)(hasard, base)
