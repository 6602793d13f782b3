"""The coherence rules of a questionnaire over answers: states, findings, waivers, justifications."""

from processors.coherence.derogations import Derogation, DerogationError, appliquer, lire_derogations
from processors.coherence.justifications import justifier
from processors.coherence.moteur import Etat, Moteur, Resultats, moteur_de
from processors.coherence.redaction import constats, verifier_coherence

__all__ = [
    "Derogation",
    "DerogationError",
    "Etat",
    "Moteur",
    "Resultats",
    "appliquer",
    "constats",
    "justifier",
    "lire_derogations",
    "moteur_de",
    "verifier_coherence",
]
