"""Characters, escape and checksum of the txt file (`docs/format-txt.md`, « Caractères » and « Contrôle »)."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterable

SEPARATOR = "|"
END_OF_LINE = "\r\n"
ENCODING = "cp1252"
WITNESS = "é€"
"""Field of the header that betrays the encoding: its bytes differ in Windows-1252, Latin-9, Mac and UTF-8."""

UTF16 = re.compile(rb"\xff\xfe|\xfe\xff|(?:[\t-~]\x00){2}|(?:\x00[\t-~]){2}|[\t-~]\x00{3}|\x00{3}[\t-~]")
"""How a file in UTF-16 or UTF-32 begins: a byte order mark, or null bytes beside its first characters."""

UNREADABLE = "\ufffd"
"""What stands for bytes that the encoding does not know."""

MAX_CODE_POINT = 0x10FFFF
_ESCAPE = re.compile(r"\\u\{([0-9A-Fa-f]{1,6})\}")
_FIRST_LINE = re.compile(rb"[\s]*([^\r\n]*)")


class MalEcrit(ValueError):
    """A field that does not follow the format; the text of the exception is the reason, in French."""


LITERAL = "".join(bytes([byte]).decode(ENCODING, "ignore") for byte in (*range(0x20, 0x7F), *range(0x80, 0x100)))
"""The printable characters of Windows-1252."""

_TO_ESCAPE = re.compile(rf"[^{re.escape(LITERAL)}]|[|\\]| \Z")
_FORBIDDEN = re.compile(f"[\x00-\x1f\x7f-\x9f\ud800-\udfff{UNREADABLE}|]")


def is_surrogate(character: str) -> bool:
    """Whether it is half of a UTF-16 pair, which is no character and cannot be exchanged."""
    return "\ud800" <= character <= "\udfff"


def escape(text: str) -> str:
    r"""The field that stands for a text: `\u{hexadecimal code point}` for what cannot be written as it is.

    A last space is escaped too, because readers drop the spaces that end a line. Raise MalEcrit for a lone surrogate.
    """
    if any(map(is_surrogate, text)):
        raise MalEcrit("le texte contient une moitié de paire UTF-16, qui n’est pas un caractère")
    return _TO_ESCAPE.sub(lambda found: f"\\u{{{ord(found[0]):X}}}", text)


def unescape(field: str) -> str:
    """The text of a field. Characters that need an escape only for want of room in Windows-1252 may stand as they are.

    Raise MalEcrit for a stray backslash, a raw separator or control, a code point that is no character.
    """
    forbidden = _FORBIDDEN.search(field)
    if forbidden and forbidden[0] == UNREADABLE:
        raise MalEcrit("un octet n’est pas un caractère dans l’encodage du fichier")
    if forbidden:
        raise MalEcrit(f"le caractère U+{ord(forbidden[0]):04X} doit être échappé")
    if "\\" in _ESCAPE.sub("", field):
        raise MalEcrit("une barre oblique inverse ne commence pas un échappement \\u{…}")
    return _ESCAPE.sub(_character, field)


def _character(found: re.Match[str]) -> str:
    point = int(found[1], 16)
    if point > MAX_CODE_POINT or is_surrogate(chr(point)):
        raise MalEcrit(f"l’échappement {found[0]} ne désigne aucun caractère")
    return chr(point)


def decode(data: bytes) -> str:
    """The text of a file, whose encoding is told by the witness of its first line.

    Without a witness: UTF-8 when the whole file is, else Windows-1252. Unknown bytes become U+FFFD.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    first = _FIRST_LINE.match(data)
    line = first[1] if first else b""
    for encoding in ("utf-8", ENCODING):
        if f"{SEPARATOR}{WITNESS}{SEPARATOR}".encode(encoding) in line:
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(ENCODING, "replace")


def checksum(lines: Iterable[str]) -> str:
    """CRC-32 (the one of zip and PNG) of the lines in UTF-8, each followed by LF: 8 hexadecimal digits.

    It reveals accidents, not fraud.
    """
    crc = 0
    for line in lines:
        crc = zlib.crc32(f"{line}\n".encode("utf-8", "replace"), crc)
    return f"{crc:08X}"
