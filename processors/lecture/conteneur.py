"""The zip container: every part inflated once, under a cap, from verified bytes; and written back, stored.

The parsers are given the container that this module writes, never the one received: what was checked is what is read,
and duplicate entries, overlapping entries or contradictory headers cannot make the two differ.
"""

import io
import struct
import zlib
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from .erreurs import LectureImpossible, chiffre, corrompu
from .limites import Limites

_ENTETE_LOCAL = 30
_DRAPEAU_CHIFFRE = 0x1
_DRAPEAU_UTF8 = 0x800


def decompresser(octets: bytes, limites: Limites) -> dict[str, bytes]:
    """Inflates every part of a zip file; names use '/' and keep their case.

    Raises LectureImpossible: FICHIER-CORROMPU, FICHIER-CHIFFRE, BOMBE-ZIP, TROP-DE-PARTIES, NOM-DE-PARTIE-DANGEREUX.
    """
    entrees = _repertoire(octets)
    if len(entrees) > limites.parties_max:
        raise LectureImpossible(
            "TROP-DE-PARTIES",
            f"Le classeur est composé de {len(entrees)} parties internes, au-delà de la limite de "
            f"{limites.parties_max}.",
        )
    _refuser_bombe_declaree(entrees, len(octets), limites)
    parties: dict[str, bytes] = {}
    vus: set[str] = set()
    for entree in entrees:
        nom = _nom_sur(entree.filename)
        if nom.endswith("/"):
            continue
        if nom.lower() in vus:
            raise corrompu(f"la partie interne «\u00a0{nom}\u00a0» y figure deux fois")
        vus.add(nom.lower())
        parties[nom] = _decompresser_partie(octets, entree, nom)
    return parties


def _repertoire(octets: bytes) -> list[ZipInfo]:
    try:
        with ZipFile(io.BytesIO(octets)) as archive:
            return archive.infolist()
    except (BadZipFile, LargeZipFile, NotImplementedError, ValueError, struct.error, EOFError) as erreur:
        raise corrompu("sa structure interne (zip) est illisible") from erreur


def _refuser_bombe_declaree(entrees: list[ZipInfo], taille: int, limites: Limites) -> None:
    total = sum(entree.file_size for entree in entrees)
    trop_dense = total > limites.taux_controle_des and total > taille * limites.taux_compression_max
    if total > limites.taille_decompressee_max or trop_dense:
        raise _bombe(f"{total / 1e6:.0f} Mo pour un fichier de {taille / 1e6:.1f} Mo")


def _bombe(mesure: str) -> LectureImpossible:
    return LectureImpossible(
        "BOMBE-ZIP",
        f"Une fois décompressé, le contenu du fichier est démesuré ({mesure})\u00a0: il n’a pas été lu, par sécurité.",
    )


def _nom_sur(nom: str) -> str:
    nom = nom.replace("\\", "/")
    if nom.startswith("/") or ":" in nom or "\0" in nom or ".." in nom.split("/"):
        raise LectureImpossible(
            "NOM-DE-PARTIE-DANGEREUX",
            "Le fichier contient une partie dont le nom désigne un emplacement extérieur au classeur\u00a0: il n’a "
            "pas été lu, par sécurité.",
        )
    return nom


def _decompresser_partie(octets: bytes, entree: ZipInfo, nom: str) -> bytes:
    if entree.flag_bits & _DRAPEAU_CHIFFRE:
        raise chiffre()
    tete = entree.header_offset
    if octets[tete : tete + 4] != b"PK\x03\x04" or len(octets) < tete + _ENTETE_LOCAL:
        raise corrompu(f"la partie interne «\u00a0{nom}\u00a0» manque")
    nom_len, extra_len = struct.unpack_from("<HH", octets, tete + 26)
    debut = tete + _ENTETE_LOCAL + nom_len + extra_len
    brut = octets[debut : debut + entree.compress_size]
    contenu = _developper(brut, entree, nom)
    if len(contenu) != entree.file_size or zlib.crc32(contenu) != entree.CRC:
        raise corrompu(f"le contenu de la partie interne «\u00a0{nom}\u00a0» est altéré")
    return contenu


def _developper(brut: bytes, entree: ZipInfo, nom: str) -> bytes:
    if entree.compress_type == ZIP_STORED:
        return brut
    if entree.compress_type != ZIP_DEFLATED:
        raise corrompu(f"la partie interne «\u00a0{nom}\u00a0» emploie une compression inhabituelle")
    try:
        contenu = zlib.decompressobj(-zlib.MAX_WBITS).decompress(brut, entree.file_size + 1)
    except zlib.error as erreur:
        raise corrompu(f"la partie interne «\u00a0{nom}\u00a0» ne se décompresse pas") from erreur
    if len(contenu) > entree.file_size:
        raise _bombe(f"la partie «\u00a0{nom}\u00a0» est plus grande qu’elle ne le déclare")
    return contenu


def recomposer(parties: Mapping[str, bytes]) -> bytes:
    """Writes parts as a zip file without compression, in order."""
    morceaux: list[bytes] = []
    repertoire: list[bytes] = []
    position = 0
    for nom, contenu in parties.items():
        nom_octets = nom.encode()
        commun = struct.pack(
            "<HHHHHIIIHH",
            20,
            _DRAPEAU_UTF8,
            ZIP_STORED,
            0,
            0x21,
            zlib.crc32(contenu),
            len(contenu),
            len(contenu),
            len(nom_octets),
            0,
        )
        morceaux += (b"PK\x03\x04", commun, nom_octets, contenu)
        repertoire += (
            b"PK\x01\x02\x14\x00",
            commun,
            struct.pack("<HHHII", 0, 0, 0, 0, position),
            nom_octets,
        )
        position += _ENTETE_LOCAL + len(nom_octets) + len(contenu)
    central = b"".join(repertoire)
    fin = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, len(parties), len(parties), len(central), position, 0)
    return b"".join((*morceaux, central, fin))
