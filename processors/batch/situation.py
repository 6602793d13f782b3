"""Where the campaign stands after a lot: each report, what counts, who is missing, who must be reminded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from processors.batch.attendus import Collectivite
from processors.batch.decouverte import Inventaire
from processors.batch.jointes import jointes
from processors.batch.pieces import SANS_DATE
from processors.batch.rapprochement import pistes
from processors.batch.remarques import NON_RETENU, TRANSMIS_REMPLACE, Remarques, contexte
from processors.batch.technique import PREFIX
from processors.campaign.base import Campagne, Recu
from processors.campaign.ecriture import CONTROLE
from processors.campaign.reception import ACCEPTES, Constat, constat_de
from processors.findings import Verdict, catalogue, finding
from schemas import available, questionnaire
from schemas.rules import rules_of

JOINTE = "pièce jointe"
_SLICE = 500


@dataclass(frozen=True)
class Bilan:
    """One received report, its files, and what the lot has to say of it beside its own findings.

    `jointe`: it is no report, but a document that came with one.
    """

    recu: Recu
    livrables: tuple[str, ...]
    remarques: tuple[Constat, ...] = ()
    jointe: bool = False

    def livrable(self, prefix: str, suffix: str) -> str:
        """The path of one of its files; '' without it."""
        names = ((path, path.rpartition("/")[2]) for path in self.livrables)
        return next((path for path, name in names if name.startswith(prefix) and name.endswith(suffix)), "")

    @property
    def rapport(self) -> str:
        return self.livrable("rapport-", ".html") or self.livrable("rapport-", ".json")

    @property
    def message(self) -> str:
        """The message to its sender; '' when what the check wrote must not be sent any more."""
        return "" if self.jointe or self.renvoye else self.livrable("message-", ".txt")

    @property
    def renvoye(self) -> bool:
        """The centre de gestion sent it back, although the check accepts it: its reports say nothing of why."""
        return self.recu.refuse and self.recu.verdict in ACCEPTES

    @property
    def motif(self) -> str:
        """Why the centre de gestion decided of its status; '' when only the check did."""
        return "" if self.recu.par == CONTROLE else self.recu.motif

    @property
    def verdict(self) -> str:
        """The verdict of the check, unless the centre de gestion decided otherwise since; JOINTE for no report."""
        if self.jointe:
            return JOINTE
        return Verdict.A_CORRIGER.value if self.renvoye else self.recu.verdict

    @property
    def recu_le(self) -> str:
        """When it was received; '' when its file has no date."""
        return "" if SANS_DATE.startswith(self.recu.recu_le) else self.recu.recu_le


@dataclass(frozen=True)
class Enfreinte:
    """How often a rule is broken by the reports that count."""

    code: str
    titre: str
    gravite: str
    bilans: int
    fois: int


@dataclass(frozen=True)
class Situation:
    """The campaign after a lot. `attendus` None: no list was given. `bilans` are in the order of reception.

    `pistes`: by SIRET of an expected collectivité, the unreadable file that may be its own.
    """

    jour: str
    bilans: tuple[Bilan, ...]
    attendus: tuple[Collectivite, ...] | None
    doublons: tuple[tuple[str, Constat], ...]
    ignores: tuple[str, ...]
    enfreintes: tuple[Enfreinte, ...]
    pistes: Mapping[str, Bilan]

    @property
    def verdicts(self) -> Mapping[str, int]:
        """Number of reports by verdict, all of them; those that were sent back are to correct."""
        counts = Counter(bilan.verdict for bilan in self.bilans if not bilan.jointe)
        return {verdict.value: counts[verdict.value] for verdict in Verdict}

    @property
    def comptent(self) -> list[Bilan]:
        """The report that counts of each collectivité."""
        return [bilan for bilan in self.bilans if bilan.recu.en_vigueur]

    @property
    def a_corriger(self) -> list[Bilan]:
        """The reports to send back: the last of each collectivité, and those that no SIRET can be read of."""
        return [bilan for bilan in self.bilans if bilan.recu.a_corriger and not bilan.jointe]

    @property
    def jointes(self) -> list[Bilan]:
        """The documents that came with a report."""
        return [bilan for bilan in self.bilans if bilan.jointe]

    @property
    def renvoyes(self) -> list[Bilan]:
        """The reports that the check accepts and that the centre de gestion sent back."""
        return [bilan for bilan in self.bilans if bilan.renvoye]

    @property
    def non_retenus(self) -> list[Bilan]:
        """The valid reports that only their date keeps from counting: the centre de gestion has to choose."""
        return self._remarques(NON_RETENU)

    @property
    def transmis_remplaces(self) -> list[Bilan]:
        """The reports that were sent to the ministry, and that a report still to be sent replaced."""
        return self._remarques(TRANSMIS_REMPLACE)

    def _remarques(self, code: str) -> list[Bilan]:
        return [bilan for bilan in self.bilans if any(found.code == code for found in bilan.remarques)]

    @property
    def a_refaire(self) -> int:
        """How many files a technical cause refused: the next resume does them again."""
        return sum(found.code.startswith(PREFIX) for bilan in self.bilans for found in bilan.remarques)

    @property
    def manquants(self) -> list[Collectivite]:
        """The expected collectivités of which nothing was received."""
        received = {bilan.recu.siret for bilan in self.bilans}
        return [one for one in self.attendus or () if one.siret not in received]

    @property
    def inattendus(self) -> list[Bilan]:
        """The reports that count of collectivités that the list has not."""
        known = {one.siret for one in self.attendus or ()}
        return [bilan for bilan in self.comptent if self.attendus is not None and bilan.recu.siret not in known]


def situer(base: Campagne, inventaire: Inventaire, attendus: Sequence[Collectivite] | None, jour: str) -> Situation:
    """Read the situation in the campaign."""
    received = base.receptions()
    files = dict(base.lignes("SELECT id, livrables FROM receptions"))
    leads = pistes(received, attendus or ())
    remarks = Remarques(contexte(base, received, attendus, leads))
    beside = {number: constat_de(found) for number, found in jointes(base, received, leads).items()}
    bilans = tuple(
        Bilan(one, tuple(files[one.id]), (beside[one.id],), jointe=True)
        if one.id in beside
        else Bilan(one, tuple(files[one.id]), tuple(map(constat_de, remarks.sur(one))))
        for one in received
    )
    return Situation(
        jour=jour,
        bilans=bilans,
        attendus=None if attendus is None else tuple(attendus),
        doublons=tuple(_copies(base, inventaire)),
        ignores=inventaire.ignores,
        enfreintes=tuple(_broken(base)),
        pistes={lead.siret: bilan for bilan in bilans if (lead := leads.get(bilan.recu.id))},
    )


def _copies(base: Campagne, inventaire: Inventaire) -> Iterator[tuple[str, Constat]]:
    """The files whose content stands elsewhere: in this lot, or in one received before under another name."""
    query = "SELECT sha256, min_by(fichier, id), bool_or(a_corriger) FROM suivi JOIN receptions USING (id, fichier) "
    rows = base.lignes(f"{query} WHERE sha256 <> '' GROUP BY sha256")
    names = {digest: (name, wrong) for digest, name, wrong in rows}
    pairs = [(copy.fichier, *names.get(first.sha256, (first.fichier, False))) for copy, first in inventaire.doublons]
    pairs += [(one.fichier, *names.get(one.sha256, (one.fichier, False))) for one in inventaire.pieces]
    for fichier, other, wrong in sorted(pairs):
        if fichier != other:
            kind = finding("FICHIER-RENVOYE", autre=other) if wrong else finding("FICHIER-EN-DOUBLE", autre=other)
            yield fichier, constat_de(kind)


def _broken(base: Campagne) -> Iterator[Enfreinte]:
    query = (
        "SELECT code, min(gravite), count(DISTINCT reception), count(*) FROM constats "
        "JOIN suivi ON suivi.id = reception WHERE (en_vigueur OR a_corriger) AND gravite <> 'information' "
        "GROUP BY code ORDER BY 3 DESC, 4 DESC, 1"
    )
    titles = titres(name for (name,) in base.lignes("SELECT DISTINCT questionnaire FROM receptions"))
    for code, severity, reports, times in base.lignes(query):
        yield Enfreinte(code, titles.get(code, code), severity, reports, times)


def titres(questionnaires: Iterable[str]) -> dict[str, str]:
    """The title of every finding, and of every rule of some questionnaires, by code."""
    known = sorted(set(questionnaires) & set(available()))
    rules = {rule.code: rule.title for name in known for rule in rules_of(questionnaire(name))}
    return rules | {code: kind.title for code, kind in catalogue().items()}


def constats(base: Campagne, bilans: Iterable[Bilan]) -> Iterator[tuple[Bilan, list[Constat]]]:
    """The findings of each report, read a slice at a time: the memory does not grow with the campaign."""
    slice_: list[Bilan] = []
    for bilan in bilans:
        slice_.append(bilan)
        if len(slice_) == _SLICE:
            yield from _constats(base, slice_)
            slice_ = []
    yield from _constats(base, slice_)


def _constats(base: Campagne, bilans: Sequence[Bilan]) -> Iterator[tuple[Bilan, list[Constat]]]:
    if not bilans:
        return
    query = (
        "SELECT reception, code, gravite, message, remede, indicateur, cellules FROM constats "
        "WHERE reception BETWEEN ? AND ? ORDER BY reception, ordre"
    )
    numbers = [bilan.recu.id for bilan in bilans]
    found: dict[int, list[Constat]] = {}
    for reception, code, severity, text, remedy, indicator, cells in base.lignes(query, [min(numbers), max(numbers)]):
        one = Constat(code, severity, text, remedy, indicator, tuple(cells))
        found.setdefault(reception, []).append(one)
    for bilan in bilans:
        yield bilan, [*bilan.remarques, *found.get(bilan.recu.id, [])]
