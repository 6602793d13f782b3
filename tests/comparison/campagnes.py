"""Campaign databases of these tests."""

from __future__ import annotations

from pathlib import Path

from processors.campaign.base import Campagne, ouvrir
from processors.campaign.reception import Reception


def campaign(path: Path, sent: list[Reception]) -> Campagne:
    """A database with these receptions, open."""
    found = ouvrir(path)
    found.enregistrer(sent)
    return found
