"""What was sent to the ministry: the last report of each collectivité, and those that take its place."""

from __future__ import annotations

from collections.abc import Sequence

from processors.campaign.base import Campagne, CampagneImpossible, Recu

_LAST = (
    "SELECT id FROM receptions JOIN transitions ON reception = id AND statut = 'transmis' "
    "QUALIFY row_number() OVER (PARTITION BY siret, questionnaire ORDER BY le DESC, id DESC) = 1"
)


def derniers(campagne: Campagne) -> frozenset[int]:
    """The numbers of the reports that were the last sent of their collectivité, in force or not."""
    return frozenset(number for (number,) in campagne.lignes(_LAST))


def deja_transmis(campagne: Campagne, sirets: Sequence[str]) -> list[Recu]:
    """The last report sent of some SIRET; without SIRET, of every one. Raise CampagneImpossible when one has none."""
    numbers = derniers(campagne)
    sent = [one for one in campagne.receptions() if one.id in numbers]
    known = {one.siret for one in sent}
    if unknown := [siret for siret in sirets if siret not in known]:
        raise CampagneImpossible(f"Rien n’a été transmis pour le SIRET {', '.join(unknown)}.")
    if not sent:
        raise CampagneImpossible("Aucun bilan n’a encore été transmis.")
    return [one for one in sent if not sirets or one.siret in sirets]


def remplaces(campagne: Campagne) -> dict[int, Recu]:
    """The reports sent whose place another one took that is still to be sent, by number of the latter."""
    numbers = derniers(campagne)
    reports = campagne.receptions()
    sent = {(one.siret, one.questionnaire): one for one in reports if one.id in numbers and not one.en_vigueur}
    current = [one for one in reports if one.en_vigueur]
    return {one.id: sent[place] for one in current if (place := (one.siret, one.questionnaire)) in sent}
