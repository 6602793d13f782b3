"""The grouped txt of the validated reports, for the ministry."""

from __future__ import annotations

from collections.abc import Sequence

import schemas
from processors.answers import Answers
from processors.campaign.base import Campagne, CampagneImpossible, Recu
from processors.txt import ecrire_groupe, intransmissibles
from schemas.plan import Value


def reponses(campagne: Campagne, reception: int) -> Answers:
    """The answers of a reception, the person to contact left out. Raise CampagneImpossible for an unknown edition."""
    row = campagne.lignes("SELECT questionnaire, version, modules FROM receptions WHERE id = ?", [reception])
    name, version, modules = row[0]
    if name not in schemas.available():
        raise CampagneImpossible(
            f"Le questionnaire «\u00a0{name}\u00a0» n’est pas connu de cette version de bilan-social."
        )
    rows = campagne.lignes("SELECT variable, nombre, texte FROM valeurs WHERE reception = ?", [reception])
    values = {code: text if number is None else _number(number) for code, number, text in rows}
    told = dict(campagne.lignes("SELECT regle, texte FROM justifications WHERE reception = ?", [reception]))
    return Answers(schemas.reading(name, version), tuple(modules), values, version, justifications=told)


def _number(figure: float) -> Value:
    return int(figure) if figure.is_integer() else figure


def txt_groupe(campagne: Campagne, reports: Sequence[Recu]) -> bytes:
    """The grouped txt of reports, by SIRET.

    Raise CampagneImpossible when there is none, or when one holds what cannot travel.
    """
    if not reports:
        raise CampagneImpossible("Aucun bilan n’est validé\u00a0: il n’y a rien à transmettre.")
    lots = [reponses(campagne, one.id) for one in sorted(reports, key=lambda one: (one.siret, one.questionnaire))]
    obstacles = [(lot.siret, found) for lot in lots for found in intransmissibles(lot)]
    if obstacles:
        said = [f"{siret}\u00a0: {found.message} {found.remedy}" for siret, found in obstacles]
        raise CampagneImpossible("\n".join([*said, "Rien n’a été transmis."]))
    return ecrire_groupe(lots)
