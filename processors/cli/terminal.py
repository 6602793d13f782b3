"""What the command says, and on what: messages, progress and data, whatever the terminal can show."""

from __future__ import annotations

import codecs
import errno
import sys
import unicodedata
from contextlib import AbstractContextManager
from functools import cache
from io import TextIOWrapper
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

OK, TO_CORRECT, USAGE, REFUSED, INTERNAL, INTERRUPTED = 0, 1, 2, 3, 4, 130
"""Exit codes of the command. 130 is what shells expect after Ctrl+C."""

_POOR_TERMINAL = "bilan-social"
_SIGNS = {
    "«": '"',
    "»": '"',
    "’": "'",
    "–": "-",
    "—": "-",
    "→": "->",
    "✖": "x",
    "▲": "!",
    "●": "o",
    "œ": "oe",
    "Œ": "OE",
}
_REASONS = {
    errno.ENOENT: "cet emplacement n’existe pas",
    errno.EACCES: "accès refusé. Fermez-le s’il est ouvert dans un tableur, et vérifiez vos droits sur le dossier",
    errno.EPERM: "accès refusé. Vérifiez vos droits sur le dossier",
    errno.EROFS: "le dossier est en lecture seule",
    errno.ENOSPC: "le disque est plein",
    errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "une partie de ce chemin n’est pas un dossier",
    errno.ENAMETOOLONG: "le nom est trop long",
}


class CommandError(Exception):
    """A message for the user, in French, and an exit code."""

    def __init__(self, message: str, code: int = USAGE) -> None:
        super().__init__(message)
        self.code = code


def quoted(text: object) -> str:
    """A name between French quotation marks."""
    return f"«\u00a0{text}\u00a0»"


def reason(error: OSError) -> str:
    """Why the system refused, in French when it is a usual reason."""
    return _REASONS.get(error.errno or 0, error.strerror or type(error).__name__)


def prepare_streams() -> None:
    """A sign that the terminal cannot show becomes its nearest plain one, instead of an error."""
    codecs.register_error(_POOR_TERMINAL, _nearest)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=_POOR_TERMINAL)


def _nearest(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return "".join(map(_plain, error.object[error.start : error.end])), error.end


def _plain(sign: str) -> str:
    """The sign in ASCII, without its accent; a question mark when there is nothing near."""
    near = unicodedata.normalize("NFKD", _SIGNS.get(sign, sign))
    return near.encode("ascii", "ignore").decode("ascii") or "?"


@cache
def console(*, stderr: bool = False) -> Console:
    """The rich console of a stream. It never cuts a line nor reads a file name as markup: names stay ready to copy."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=True)


def say(text: str) -> None:
    """A result, on the standard output."""
    console().print(text)


def warn(text: str, style: str = "yellow") -> None:
    """What deserves attention, on the standard error."""
    console(stderr=True).print(text, style=style)


def working(text: str) -> AbstractContextManager[object]:
    """Shows on a terminal that something is going on, until it ends."""
    return console(stderr=True).status(text, spinner="line")


def print_data(text: str) -> None:
    """Data for another program: always UTF-8 once redirected, whatever the locale."""
    stream: TextIO = sys.stdout
    if stream.isatty() or not isinstance(stream, TextIOWrapper):
        stream.write(text)
    else:
        stream.flush()
        stream.buffer.write(text.encode("utf-8"))
    stream.flush()
