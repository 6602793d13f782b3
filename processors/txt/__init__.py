"""The txt exchange file, both ways, without loss. Specified for publishers in `docs/format-txt.md`."""

from __future__ import annotations

from processors.txt.codage import UTF16
from processors.txt.ecriture import ecrire, ecrire_groupe, intransmissibles
from processors.txt.entete import Entete
from processors.txt.lecture import lire
from processors.txt.lu import Enregistrement, Lu

__all__ = ["UTF16", "Enregistrement", "Entete", "Lu", "ecrire", "ecrire_groupe", "intransmissibles", "lire"]
