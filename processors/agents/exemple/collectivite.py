"""The fictitious collectivité around the agents: who it is, what it has set up, which modules it answers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from processors.agents.exemple.tirages import NON, OUI
from processors.example.draws import Draws
from processors.example.identite import lieu, siret
from schemas.model import Questionnaire
from schemas.register_example import draws
from schemas.registers import Register
from schemas.roles import code_of

HABITANTS_PAR_AGENT = 60
SEUIL_CET, SEUIL_TELETRAVAIL, SEUIL_COMITE = 10, 30, 50


@dataclass(frozen=True)
class Decor:
    """The collectivité, and the declaration of its sheets. `collectivite`: its answers by code of field."""

    fiches: Register
    collectivite: dict[str, Any]

    @property
    def annee(self) -> int:
        return self.fiches.year

    @property
    def questionnaire(self) -> Questionnaire:
        return self.fiches.feeds

    def repond_oui(self, question: str) -> bool:
        return bool(self.collectivite.get(question) == OUI)

    @property
    def fondements(self) -> dict[str, float]:
        """The grounds of contract that the population allows, with their weights."""
        petites, seuils = draws()["fondements_des_petites_communes"], draws()["population_des_petites_communes"]
        permis = {code: poids for code, poids in petites.items() if self._habitants < seuils[code]}
        return {**draws()["fondements"], **permis}

    @property
    def _habitants(self) -> int:
        return int(self.collectivite["population"])

    def codes(self, nomenclature: str) -> list[str]:
        """The codes of a list, in order."""
        return [element.code for element in self.fiches.nomenclatures[nomenclature].elements]


def planter(fiches: Register, agents: int, graine: int, modules: Collection[str] | None = None) -> Decor:
    """A commune of the size that goes with its agents. The same seed gives the same one."""
    hasard = Draws(f"fiches {graine}")
    place = lieu(hasard)
    departement = hasard.choice(fiches.feeds.nomenclatures["departements"].elements)
    reponses: dict[str, Any] = {
        "siret": siret(graine),
        "raison_sociale": f"Commune fictive de {place}",
        "type_collectivite": code_of("commune"),
        "departement": departement.code,
        "population": float(agents * HABITANTS_PAR_AGENT + hasard.integer(0, 99)),
        "cdg": f"Centre de gestion fictif ({departement.label})",
        "affiliee": _oui_non(agents < 350),
        "ct_cdg": _oui_non(agents < SEUIL_COMITE),
        "chsct_propre": _oui_non(agents >= SEUIL_COMITE),
        "effectif_0112": float(agents),
        "repondant_nom": "Camille Exemple (personne fictive)",
        "repondant_tel": "01 99 00 00 00",
        "repondant_mail": "rh@collectivite-fictive.example",
        "q_cet": _oui_non(agents >= SEUIL_CET),
        "q_teletravail": _oui_non(agents >= SEUIL_TELETRAVAIL),
        "q_heures": OUI,
        **{f"module_{code}": _oui_non(modules is None or code in modules) for code in fiches.feeds.modules},
    }
    connus = fiches.sheets["collectivite"].by_code
    return Decor(fiches, {code: reponse for code, reponse in reponses.items() if code in connus})


def _oui_non(vrai: bool) -> str:
    return OUI if vrai else NON
