"""Who must be reminded, and the message to paste for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from processors.batch.attendus import Collectivite
from processors.batch.situation import Bilan, Situation
from processors.report.mots import jour, pluriel

MANQUANT, ILLISIBLE, A_CORRIGER = "manquant", "fichier illisible", "à corriger"
_END = "Nous vous remercions de votre envoi et restons à votre disposition.\n\nCordialement,\n\nLe centre de gestion"


@dataclass(frozen=True)
class Relance:
    """One reminder. `pieces` are the files to attach, by their path in the results."""

    siret: str
    nom: str
    courriel: str
    situation: str
    objet: str
    message: str
    pieces: tuple[str, ...] = ()


def relances(situation: Situation) -> list[Relance]:
    """The reminders: those who sent nothing, then those who have to correct, by SIRET."""
    return [*_missing(situation), *_to_correct(situation)]


def _missing(situation: Situation) -> Iterator[Relance]:
    for one in sorted(situation.manquants, key=lambda one: one.siret):
        lead = situation.pistes.get(one.siret)
        if lead is not None:
            attached = tuple(filter(None, (lead.livrable("rapport-", ".html"),)))
            subject = f"Bilan social{_of(one.nom)}\u00a0: fichier à renvoyer"
            yield Relance(one.siret, one.nom, one.courriel, ILLISIBLE, subject, _unread(one, lead, attached), attached)
            continue
        text = (
            "Bonjour,\n\nSauf erreur de notre part, nous n’avons pas encore reçu le bilan social de votre "
            f"collectivité ({_named(one)}). Si vous l’avez envoyé, renvoyez-le-nous\u00a0: "
            f"il a pu se perdre.\n\n{_END}"
        )
        subject = f"Bilan social{_of(one.nom)}\u00a0: en attente de votre envoi"
        yield Relance(one.siret, one.nom, one.courriel, MANQUANT, subject, text)


def _to_correct(situation: Situation) -> Iterator[Relance]:
    addresses = {one.siret: one for one in situation.attendus or ()}
    for bilan in sorted(situation.a_corriger, key=lambda bilan: (bilan.recu.siret, bilan.recu.id)):
        recu = bilan.recu
        if not recu.siret:  # nobody to write to: the report of the lot lists it
            continue
        expected = addresses.get(recu.siret)
        name = recu.nom or (expected.nom if expected else "")
        subject = f"Bilan social{_of(name)}\u00a0: à corriger"
        attached = _attached(bilan)
        address = expected.courriel if expected else ""
        yield Relance(recu.siret, name, address, A_CORRIGER, subject, _text(bilan, attached), attached)


def _attached(bilan: Bilan) -> tuple[str, ...]:
    """What goes with a reminder: nothing for a report sent back, which its own reports call accepted."""
    if bilan.renvoye:
        return ()
    return tuple(filter(None, (bilan.livrable("rapport-", ".html"), bilan.livrable("annote-", ".xlsx"))))


def _of(name: str) -> str:
    return f" ({name})" if name else ""


def _named(one: Collectivite) -> str:
    return f"{one.nom}, SIRET {one.siret}" if one.nom else f"SIRET {one.siret}"


def _unread(one: Collectivite, lead: Bilan, attached: Sequence[str]) -> str:
    """The message to whom an unreadable file may come from."""
    why = " Le rapport joint dit pourquoi." if attached else ""
    name = PurePosixPath(lead.recu.fichier).name
    return (
        f"Bonjour,\n\nNous n’avons pas pu lire le bilan social de votre collectivité ({_named(one)}). Nous avons reçu "
        f"un fichier illisible qui est peut-être le vôtre\u00a0: «\u00a0{name}\u00a0».{why} Renvoyez-nous votre bilan, "
        f"enregistré au format .xlsx et sans mot de passe.\n\n{_END}"
    )


def _text(bilan: Bilan, attached: Sequence[str]) -> str:
    """The message for a report to correct: it promises what is attached, nothing else."""
    recu = bilan.recu
    when = f", reçu le {jour(bilan.recu_le)}," if bilan.recu_le else ""
    if recu.refuse:  # whatever the check found: the centre de gestion says why, and must
        why = recu.motif if recu.motif.endswith((".", "!", "?")) else f"{recu.motif}."
    else:
        why = f"il comporte {pluriel(recu.bloquants, 'anomalie bloquante', 'anomalies bloquantes')}."
    report = any(path.endswith(".html") for path in attached)
    copy = any(path.endswith(".xlsx") for path in attached)
    parts = [
        "Le rapport joint explique ce qui est à corriger." if report else "",
        "La copie annotée du classeur, jointe, montre chaque anomalie sur sa cellule\u00a0: corrigez-la, "
        "enregistrez-la, puis renvoyez-la."
        if copy
        else "Corrigez votre fichier, enregistrez-le, puis renvoyez-le.",
    ]
    said = " ".join(filter(None, parts))
    return f"Bonjour,\n\nVotre bilan social{when} ne peut pas encore être transmis\u00a0: {why} {said}\n\n{_END}"
