"""The icon of the add-in, drawn rather than stored: three rising bars, as a PNG of any size."""

from __future__ import annotations

import struct
import zlib

_FOND, _BARRE = b"\x1f\x4e\x79", b"\xff\xff\xff"
_BARRES = ((0.18, 0.55), (0.42, 0.38), (0.66, 0.20))
"""Left edge and top of each bar, as parts of the side."""

_LARGEUR, _BAS = 0.16, 0.82


def icone(cote: int) -> bytes:
    """A square PNG of `cote` pixels."""
    lignes = b"".join(b"\x00" + b"".join(_point(x / cote, y / cote) for x in range(cote)) for y in range(cote))
    entete = struct.pack(">IIBBBBB", cote, cote, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _morceau(b"IHDR", entete)
        + _morceau(b"IDAT", zlib.compress(lignes))
        + _morceau(b"IEND", b"")
    )


def _point(x: float, y: float) -> bytes:
    dans = any(gauche <= x < gauche + _LARGEUR and haut <= y < _BAS for gauche, haut in _BARRES)
    return _BARRE if dans else _FOND


def _morceau(nature: bytes, contenu: bytes) -> bytes:
    return struct.pack(">I", len(contenu)) + nature + contenu + struct.pack(">I", zlib.crc32(nature + contenu))
