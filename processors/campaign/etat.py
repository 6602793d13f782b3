"""Where the campaign is, in words: the counts by status, or the history of one collectivité."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from processors.campaign.base import Campagne, CampagneImpossible, Recu
from processors.campaign.ecriture import STATUTS
from processors.campaign.transmis import remplaces
from processors.report.mots import jour, pluriel


def avancement(campagne: Campagne) -> Iterator[str]:
    """The lines of the state of the whole campaign."""
    reports = campagne.receptions()
    current = [one for one in reports if one.en_vigueur]
    anonymous = [one for one in reports if not one.siret]
    yield (
        f"{pluriel(len(reports), 'bilan reçu', 'bilans reçus')}, de "
        f"{pluriel(len({one.siret for one in current}), 'collectivité', 'collectivités')}."
    )
    counts = Counter(one.statut for one in current)
    for status in STATUTS:
        if counts[status]:
            yield f"  {status:<12}{counts[status]:>6}"
    if replaced := remplaces(campagne):
        said = pluriel(len(replaced), "bilan transmis est remplacé", "bilans transmis sont remplacés")
        yield f"  {said} par un autre, qui reste à transmettre (requête «\u00a0transmis-remplaces\u00a0»)."
    waiting = [one for one in reports if one.siret and one.a_corriger and not one.en_vigueur]
    if waiting:
        said = pluriel(len(waiting), "dernier envoi à corriger", "derniers envois à corriger")
        yield f"  {said}, un bilan plus ancien restant en vigueur\u00a0: {_named(waiting)}"
    if anonymous:
        unread = pluriel(len(anonymous), "fichier sans SIRET lisible", "fichiers sans SIRET lisible")
        yield f"  {unread}\u00a0: {_named(anonymous)}"
    ((expected,),) = campagne.lignes("SELECT count(*) FROM attendus")
    if expected:
        missing = len(campagne.manquants())
        yield (
            f"{pluriel(expected, 'collectivité attendue', 'collectivités attendues')}, "
            f"dont {missing} sans aucun envoi (requête «\u00a0manquants\u00a0»)."
        )


def _named(reports: Sequence[Recu]) -> str:
    return ", ".join(one.fichier for one in reports[:5]) + ("…" if len(reports) > 5 else "")


def _standing(one: Recu) -> str:
    if one.en_vigueur:
        return ", en vigueur"
    return ", dernier envoi à corriger" if one.a_corriger else ""


def histoire(campagne: Campagne, siret: str) -> Iterator[str]:
    """The lines of the history of one collectivité. Raise CampagneImpossible when nothing came from it."""
    reports = campagne.receptions(siret)
    if not reports:
        known = campagne.lignes("SELECT nom FROM attendus WHERE siret = ?", [siret])
        if known:
            raise CampagneImpossible(f"Rien n’a été reçu de {siret} ({known[0][0]}), qui est attendu.")
        raise CampagneImpossible(f"Aucun bilan reçu pour le SIRET {siret}.")
    yield f"{siret} – {reports[-1].nom}"
    for one in reports:
        place = f", bilan n° {one.rang} du fichier" if one.rang > 1 else ""
        yield f"{one.fichier}{place}, {one.verdict}{_standing(one)}"
        query = "SELECT le::VARCHAR, statut, par, motif FROM transitions WHERE reception = ? ORDER BY ordre"
        for when, status, who, why in campagne.lignes(query, [one.id]):
            yield f"  {jour(when)} {when[11:16]}  {status:<12}{who}{f' – {why}' if why else ''}"
