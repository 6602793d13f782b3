"""How a lot is processed: what every worker needs to know, plain and ready to be sent anywhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from processors.coherence import Derogation

TXT, HTML, JSON, ANNOTE, MESSAGE = LIVRABLES = ("txt", "html", "json", "annote", "message")
PAR_DEFAUT = (TXT, HTML, ANNOTE, MESSAGE)


@dataclass(frozen=True)
class Reglages:
    """The settings of a lot.

    Attributes:
        jour: the day of the checks, on which `derogations` must be in force; kept when the lot is resumed.
        livrables: what is written for each report.
        delai: seconds given to one file.
        memoire: megabytes that a worker may take beyond what it holds once ready; 0: no limit.
        brouillons: where the workers of this machine leave what they write on the way; the lot sweeps it.
    """

    jour: date
    livrables: tuple[str, ...] = PAR_DEFAUT
    derogations: tuple[Derogation, ...] = ()
    delai: float = 60.0
    memoire: int = 1_000
    brouillons: Path | None = None

    @property
    def empreinte(self) -> str:
        """What decides of the results, `jour` left out: two lots of equal digests give the same from one file."""
        said = json.dumps([sorted(self.livrables), sorted(map(repr, self.derogations))])
        return sha256(said.encode()).hexdigest()
