"""Receptions for the tests: plain values, no file."""

from __future__ import annotations

from collections.abc import Mapping

from processors.campaign.reception import Constat, Reception
from processors.example.identite import siret
from schemas.plan import Value

VALUES: Mapping[str, Value] = {"1.1.1!G001.C05": 3, "1.1.4!AD_A.C03": 2.75, "4.1.4!L01.C01": "OUI"}


def reception(number: int, **given: object) -> Reception:
    """The report of the fictitious authority of this number; `given` replaces its fields."""
    one = siret(number)
    name = f"Commune n° {number}"
    values = dict(VALUES) | {
        "collectivite!siret.C01": one,
        "collectivite!raison_sociale.C01": name,
        "collectivite!type_collectivite.C01": "CCN",
        "collectivite!q_agents.C01": "OUI",
    }
    fields: dict[str, object] = {
        "fichier": f"recu/{number}.xlsx",
        "sha256": f"{number:064x}",
        "taille": 1000 + number,
        "recu_le": "2020-03-01",
        "verdict": "accepté",
        "siret": one,
        "nom": name,
        "type_collectivite": "CCN",
        "questionnaire": "rec2019",
        "version": "1.0.0",
        "annee": 2019,
        "modules": ("rec",),
        "valeurs": values,
    }
    return Reception(**(fields | given))  # type: ignore[arg-type]


BLOCKING = Constat("VALEUR-TYPE", "bloquant", "Un nombre est attendu.", "Corrigez.", "1.1.1", ("IND 1.1.1!D9",))
WARNING = Constat("C-1.1.1-01", "alerte", "À vérifier.", cellules=("1.1.1!G001.C05", "1.1.1!G001.C06"))


def faulty(number: int, **given: object) -> Reception:
    """A report that the check sends back."""
    return reception(number, **({"verdict": "à corriger", "constats": (BLOCKING, WARNING)} | given))
