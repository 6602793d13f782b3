"""A new year from the previous report: what is carried, what varies strongly, what is still to be taken up again."""

from processors.reprise.reste import verifier_reste
from processors.reprise.variations import verifier_precedent

__all__ = ["verifier_precedent", "verifier_reste"]
