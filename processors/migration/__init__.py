"""Answers of one edition carried into another, with a ledger in which every value of the source is accounted for."""

from processors.migration.application import Migre, migrer
from processors.migration.registre import Ligne, Nature, Solde, Sort

__all__ = ["Ligne", "Migre", "Nature", "Solde", "Sort", "migrer"]
