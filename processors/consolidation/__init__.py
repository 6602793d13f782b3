"""Merged collectivités: one report from several, and what somebody must still decide."""

from __future__ import annotations

from processors.consolidation.fusion import Consolidation, Ligne, Sort, consolider
from processors.consolidation.refus import RegroupementImpossible, verifier

__all__ = ["Consolidation", "Ligne", "RegroupementImpossible", "Sort", "consolider", "verifier"]
