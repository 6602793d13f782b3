"""Whose an unreadable file may be, by its name or the names of its folders: a lead for people, never a count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from processors.batch.attendus import Collectivite
from processors.campaign.base import Recu

SIREN = 9
SHORTEST = 4
"""Letters of a name below which it would be found anywhere."""

_KINDS = {
    "commune", "ville", "mairie", "de", "du", "des", "la", "le", "les", "d", "l", "communaute", "communes", "cc", "ca",
    "agglomeration", "departement", "region", "syndicat", "ccas",
}  # fmt: skip


def pistes(recus: Iterable[Recu], attendus: Sequence[Collectivite]) -> Mapping[int, Collectivite]:
    """The missing collectivité that the name of each report without SIRET points to, by number of reception.

    A name that points to a collectivité whose report was received points to nobody else.
    """
    recus = list(recus)
    received = {recu.siret for recu in recus}
    sirets = {one.siret: one for one in attendus}
    sirens = {one.siret[:SIREN]: one for one in reversed(attendus)}
    names = {name: one for one in attendus if len(name := _plain(one.nom)) >= SHORTEST}
    shared = {name for name in names if sum(_plain(one.nom) == name for one in attendus) > 1}
    found = {}
    for recu in recus:
        if recu.siret:
            continue
        one = _by_number(recu.fichier, sirets, sirens) or _by_name(recu.fichier, names)
        if one is None or one.siret in received:  # the folder may be that of who sent it for another
            one = _by_name(PurePosixPath(recu.fichier).name, names)
        if one is not None and one.siret not in received:
            if _plain(one.nom) in shared and not re.search(one.siret[:SIREN], _digits(recu.fichier)):
                continue
            found[recu.id] = one
    return found


def _digits(fichier: str) -> str:
    """A path whose numbers are written without spaces: `219 900 001 00012`."""
    return re.sub(r"(?<=\d)[ ._\u00a0](?=\d)", "", fichier)


def _by_number(
    fichier: str, sirets: Mapping[str, Collectivite], sirens: Mapping[str, Collectivite]
) -> Collectivite | None:
    for number in re.findall(r"(?<!\d)(?:\d{14}|\d{9})(?!\d)", _digits(fichier)):
        if one := sirets.get(number) or sirens.get(number[:SIREN]):
            return one
    return None


def _by_name(fichier: str, names: Mapping[str, Collectivite]) -> Collectivite | None:
    """The longest name that stands in the path, whole words only; none when two of one length do."""
    path = f" {_words(fichier)} "
    there = sorted((name for name in names if f" {name} " in path), key=len)
    if not there or (len(there) > 1 and len(there[-2]) == len(there[-1])):
        return None
    return names[there[-1]]


def _words(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())


def _plain(name: str) -> str:
    """A name without what many names begin with: « Commune de Saint-Martin » is looked for as « saint martin »."""
    words = _words(name).split()
    while words and words[0] in _KINDS:
        words.pop(0)
    return " ".join(words)
