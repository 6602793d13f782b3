"""What a lot has to say of a report beside its own findings: for the centre de gestion, never for the sender."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from processors.batch.attendus import Collectivite
from processors.batch.rapprochement import SIREN
from processors.batch.technique import CODES
from processors.campaign.base import Campagne, Recu
from processors.campaign.ecriture import ACCEPTE, TRANSMIS
from processors.campaign.transmis import derniers
from processors.findings import Finding, finding
from processors.report.mots import jour

NON_RETENU = "BILAN-NON-RETENU"
TRANSMIS_REMPLACE = "TRANSMIS-REMPLACE"
"""The remarks that ask the centre de gestion to decide."""


@dataclass(frozen=True)
class Contexte:
    """What remarks are drawn from: the report that counts of each collectivité, the list, the leads, the findings.

    `repris`: number of the last report that answers the same as the one that counts. `refuses`: by their answers, the
    reports that were sent back. `attendus` None: no list was given. `techniques`, `vides`, `transmis`: numbers of
    receptions, `transmis` of the last report sent to the ministry.
    """

    comptent: Mapping[tuple[str, str], Recu]
    repris: Mapping[tuple[str, str], int]
    refuses: Mapping[tuple[str, str], Recu]
    attendus: Sequence[Collectivite] | None
    pistes: Mapping[int, Collectivite]
    techniques: frozenset[int]
    vides: frozenset[int]
    transmis: frozenset[int]


def contexte(
    base: Campagne,
    received: Sequence[Recu],
    attendus: Sequence[Collectivite] | None,
    pistes: Mapping[int, Collectivite],
) -> Contexte:
    """Read the context in the campaign."""
    counting = {_place(one): one for one in received if one.en_vigueur}
    same = [one for one in received if one.siret and one.reponses == counting[_place(one)].reponses]
    sent_back = {(one.siret, one.reponses): one for one in received if one.refuse}
    return Contexte(
        comptent=counting,
        repris={_place(one): one.id for one in same},
        refuses=sent_back,
        attendus=attendus,
        pistes=pistes,
        techniques=_avec(base, CODES),
        vides=_vides(base),
        transmis=derniers(base),
    )


def _place(one: Recu) -> tuple[str, str]:
    return one.siret, one.questionnaire


def _avec(base: Campagne, codes: Sequence[str]) -> frozenset[int]:
    """The receptions that have one of some findings."""
    rows = base.lignes("SELECT DISTINCT reception FROM constats WHERE list_contains(?, code)", [list(codes)])
    return frozenset(number for (number,) in rows)


def _vides(base: Campagne) -> frozenset[int]:
    """The receptions of reports that answer nothing."""
    rows = base.lignes("SELECT reception FROM constats WHERE code = 'BILAN-SANS-REPONSE'")
    return frozenset(number for (number,) in rows)


class Remarques:
    """Gives the remarks on each report."""

    def __init__(self, contexte: Contexte) -> None:
        self._contexte = contexte
        listed = contexte.attendus or ()
        self._sirets = {one.siret for one in listed}
        self._by_siren = {one.siret[:SIREN]: one for one in reversed(listed)}

    def sur(self, one: Recu) -> Iterator[Finding]:
        """The remarks on a report."""
        known = self._contexte
        if one.id in known.techniques:
            yield finding("LOT-A-REFAIRE")
        if one.id in known.pistes:
            lead = known.pistes[one.id]
            yield finding("EXPEDITEUR-PROBABLE", nom=lead.nom or "sans nom", siret=lead.siret)
        if one.siret:
            yield from self._attribue(one)

    def _attribue(self, one: Recu) -> Iterator[Finding]:
        """The remarks on a report whose SIRET is known."""
        known = self._contexte
        if not one.en_vigueur:
            yield self._remplace(one, known.comptent[_place(one)])
        elif one.statut == ACCEPTE and (refused := known.refuses.get((one.siret, one.reponses))):
            yield finding("REPONSES-DEJA-REFUSEES", autre=refused.fichier, motif=refused.motif)
        if known.attendus is not None and one.siret not in self._sirets:
            near = self._by_siren.get(one.siret[:SIREN])
            said = f" Le {near.siret}, du même SIREN, y figure\u00a0: {near.nom or 'sans nom'}." if near else ""
            yield finding("SIRET-INATTENDU", siret=one.siret, proche=said)

    def _remplace(self, one: Recu, other: Recu) -> Finding:
        """Why a report does not count, `other` being the one that does."""
        known = self._contexte
        late = (one.recu_le, one.id) > (other.recu_le, other.id)
        if late and one.id in known.vides and other.id not in known.vides:
            return finding("ENVOI-VIDE-NON-RETENU", autre=other.fichier)
        if one.valide and one.reponses == other.reponses:
            return finding("MEMES-REPONSES", autre=other.fichier, statut=other.statut)
        named: dict[str, Any] = {"autre": other.fichier, "siret": one.siret, "fichier": one.fichier}
        if one.id in known.transmis and other.statut != TRANSMIS:
            return finding(TRANSMIS_REMPLACE, statut=other.statut, **named)
        if one.a_corriger:
            return finding("DERNIER-ENVOI-A-CORRIGER", **named)
        if one.valide and not one.ecarte and one.id > known.repris[_place(one)]:
            return finding(NON_RETENU, statut=other.statut, date=jour(one.recu_le), **named)
        return finding("BILAN-REMPLACE", autre=other.fichier)
