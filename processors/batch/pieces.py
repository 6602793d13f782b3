"""A received file, before anybody looks inside: where it stands, its digest, and when it was received."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from unicodedata import category

from processors.findings import Finding

SANS_DATE = "1970-01-01T00:00:00"
"""For a file without a date: it comes before all the others, and the reports leave its date blank."""

_SHAPELESS = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One received file.

    Attributes:
        fichier: path relative to the folder of the lot, with « / »; `archive.zip/member.xlsx` inside an archive.
        chemin: the file, or the archive that holds it.
        membre: rank of the member in the archive, None for a plain file.
        sha256: digest of the content, '' when it was not read.
        taille: bytes.
        recu_le: date of last modification, local time, ISO 8601 to the second; SANS_DATE when it has none. A member
            cannot have been received before its archive: its own date counts only when it is later.
        refus: why it goes no further than the inventory; None when it does.
        modifie_le: in an archive, the date of the member itself; '' without one.
    """

    fichier: str
    chemin: Path
    membre: int | None
    sha256: str
    taille: int
    recu_le: str
    refus: Finding | None = None
    modifie_le: str = ""

    @property
    def ordre(self) -> tuple[str, str, str]:
        """The order of reception: by date, in one archive by the date of each member, then by name."""
        return self.recu_le, self.modifie_le or self.recu_le, self.fichier

    @property
    def cle(self) -> str:
        """What makes it the same as another: its content, else its name."""
        return self.sha256 or self.fichier

    @property
    def jeton(self) -> str:
        """The same as a name for files: 64 hexadecimal digits."""
        return self.sha256 or empreinte(self.fichier.encode("utf-8", "surrogateescape"))


def empreinte(octets: bytes) -> str:
    """The digest of a content."""
    return sha256(octets).hexdigest()


def nom_lisible(nom: str) -> str:
    """A file name that can be shown and written anywhere: signs that cannot are replaced."""
    return propre(nom.replace("\\", "/"), garder="")


def propre(texte: str, garder: str = "\n") -> str:
    """A text that any file can hold and any screen show: signs that have no shape are replaced, save `garder`."""
    return "".join(sign if sign in garder or category(sign) not in _SHAPELESS else "\ufffd" for sign in texte)
