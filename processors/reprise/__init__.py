"""A new year from the previous report: what is carried, and what varies strongly from one to the other."""

from processors.reprise.variations import verifier_precedent

__all__ = ["verifier_precedent"]
