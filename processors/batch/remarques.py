"""What a lot has to say of a report beside its own findings: for the centre de gestion, never for the sender."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from processors.batch.attendus import Collectivite
from processors.batch.rapprochement import SIREN
from processors.batch.technique import CODES
from processors.campaign.base import Campagne, Recu
from processors.findings import Finding, finding


@dataclass(frozen=True)
class Contexte:
    """What remarks are drawn from: the report that counts of each collectivité, the list, the leads, the findings.

    `attendus` None: no list was given. `techniques`, `vides`: numbers of receptions.
    """

    comptent: Mapping[tuple[str, str], Recu]
    attendus: Sequence[Collectivite] | None
    pistes: Mapping[int, Collectivite]
    techniques: frozenset[int]
    vides: frozenset[int]


def contexte(
    base: Campagne,
    received: Sequence[Recu],
    attendus: Sequence[Collectivite] | None,
    pistes: Mapping[int, Collectivite],
) -> Contexte:
    """Read the context in the campaign."""
    counting = {(one.siret, one.questionnaire): one for one in received if one.en_vigueur}
    return Contexte(counting, attendus, pistes, _avec(base, CODES), _vides(base))


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
            other = known.comptent[one.siret, one.questionnaire]
            late = (one.recu_le, one.id) > (other.recu_le, other.id)
            blank = late and one.id in known.vides and other.id not in known.vides
            if blank:
                yield finding("ENVOI-VIDE-NON-RETENU", autre=other.fichier)
            else:
                yield finding("BILAN-REMPLACE", autre=other.fichier)
        if known.attendus is not None and one.siret not in self._sirets:
            near = self._by_siren.get(one.siret[:SIREN])
            said = f" Le {near.siret}, du même SIREN, y figure\u00a0: {near.nom or 'sans nom'}." if near else ""
            yield finding("SIRET-INATTENDU", siret=one.siret, proche=said)
