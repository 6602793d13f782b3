"""What the workers of the tests do in place of the real work; imported by their processes."""

from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Callable
from unittest.mock import patch

from processors.batch import ouvrier
from processors.batch.ouvrier import Tache, traiter
from processors.batch.rendu import Rendu


def capricieux(tache: Tache) -> Rendu:
    """The real work, except for files whose name says what happens to their worker."""
    match tache.piece.fichier.partition("-")[0]:
        case "abandon":
            os.abort()
        case "segfault":
            ctypes.string_at(0)
        case "lent":
            time.sleep(60)
        case "gourmand":
            return _traiter_avec(tache, lambda: bytearray(4_000_000_000))
        case "bogue":
            return _traiter_avec(tache, lambda: 1 // 0)
        case "passager" if not (mark := tache.piece.chemin.parent.with_name("passager")).exists():
            mark.touch()  # beside the folder received: not in the environment, which is that of the first fork server
            os.abort()
    return traiter(tache)


def _traiter_avec(tache: Tache, accident: Callable[[], object]) -> Rendu:
    """The real work, with something that happens while the file is checked."""
    with patch.object(ouvrier, "check", lambda *_: accident()):
        return traiter(tache)
