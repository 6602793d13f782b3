"""Who must be reminded, and the message to paste for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from processors.batch.situation import Bilan, Situation
from processors.report.mots import jour, pluriel

MANQUANT, A_CORRIGER = "manquant", "à corriger"
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
        named = f"{one.nom}, " if one.nom else ""
        text = (
            "Bonjour,\n\nSauf erreur de notre part, nous n’avons pas encore reçu le bilan social de votre "
            f"collectivité ({named}SIRET {one.siret}). Si vous l’avez envoyé, renvoyez-le-nous\u00a0: "
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
        attached = tuple(filter(None, (bilan.rapport, bilan.livrable("annote-", ".xlsx"))))
        address = expected.courriel if expected else ""
        yield Relance(recu.siret, name, address, A_CORRIGER, subject, _text(bilan), attached)


def _of(name: str) -> str:
    return f" ({name})" if name else ""


def _text(bilan: Bilan) -> str:
    recu = bilan.recu
    count = pluriel(recu.bloquants, "anomalie bloquante", "anomalies bloquantes")
    return (
        f"Bonjour,\n\nVotre bilan social, reçu le {jour(recu.recu_le)}, ne peut pas encore être transmis\u00a0: il "
        f"comporte {count}. Le rapport joint explique chacune, et la copie annotée du classeur les montre sur "
        f"les cellules. Corrigez-la, enregistrez-la, puis renvoyez-la.\n\n{_END}"
    )
