"""Fictitious agent sheets of any size: coherent, reproducible, and never those of a real collectivité."""

from __future__ import annotations

from processors.agents.exemple.generer import generer

__all__ = ["generer"]
