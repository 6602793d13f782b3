"""What the centre de gestion decides of a report: who, when, why; never an illegal step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from processors.campaign.base import Campagne, CampagneImpossible, Recu
from processors.campaign.ecriture import A_CORRIGER, ACCEPTE, TRANSMIS, VALIDE
from processors.campaign.transmis import derniers
from processors.findings import Verdict
from processors.report.mots import jour, pluriel


@dataclass(frozen=True, slots=True)
class Action:
    """A decision: the statuses it starts from, the one it leads to. `motif`: a reason is required."""

    nom: str
    depuis: tuple[str, ...]
    vers: str
    motif: bool = False


VALIDER = Action("valider", (ACCEPTE,), VALIDE)
VALIDER_MALGRE = Action("valider", (ACCEPTE, A_CORRIGER), VALIDE, motif=True)
"""A report that keeps blocking anomalies, validated all the same: the reason says why."""
REFUSER = Action("refuser", (ACCEPTE, VALIDE), A_CORRIGER, motif=True)
TRANSMETTRE = Action("transmettre", (VALIDE,), TRANSMIS)
NOTHING = "Rien n’a été changé."


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides, when (ISO date and time), why."""

    par: str
    le: str
    motif: str = ""


def concernes(campagne: Campagne, action: Action, sirets: Sequence[str], *, fichier: str = "") -> list[Recu]:
    """The report in force of each SIRET; without SIRET, every one that the action may take.

    `fichier`: the report of this file instead, the only SIRET's. Raise CampagneImpossible when a SIRET has no report,
    or one that the action cannot take: nothing is done by halves.
    """
    if fichier:
        return [_named(campagne, action, sirets[0], fichier)]
    reports: dict[str, list[Recu]] = {}
    for one in campagne.receptions():
        if one.en_vigueur:
            reports.setdefault(one.siret, []).append(one)
    if not sirets:
        return [one for found in reports.values() for one in found if one.statut in action.depuis]
    if unknown := [siret for siret in sirets if siret not in reports]:
        raise CampagneImpossible(f"Aucun bilan reçu pour le SIRET {', '.join(unknown)}.")
    chosen = [one for siret in dict.fromkeys(sirets) for one in reports[siret]]
    refused = [reason for one in chosen if (reason := obstacle(action, one))]
    if action is VALIDER_MALGRE:
        refused += _undecided(campagne, chosen)
    if refused:
        raise CampagneImpossible("\n".join([*refused, NOTHING]))
    return chosen


def _named(campagne: Campagne, action: Action, siret: str, fichier: str) -> Recu:
    """The last report of a SIRET in a file, named by its path or by its end. Raise CampagneImpossible."""
    reports = campagne.receptions(siret)
    if not reports:
        raise CampagneImpossible(f"Aucun bilan reçu pour le SIRET {siret}.")
    found = [one for one in reports if one.fichier == fichier] or [
        one for one in reports if one.fichier.endswith(f"/{fichier}")
    ]
    names = ", ".join(dict.fromkeys(one.fichier for one in found or reports))
    if len({one.fichier for one in found}) != 1:
        said = "Plusieurs fichiers de ce SIRET se nomment" if found else "Aucun bilan de ce SIRET ne vient de"
        raise CampagneImpossible(f"{said} «\u00a0{fichier}\u00a0». Ses fichiers\u00a0: {names}.")
    chosen = max(found, key=lambda one: (one.recu_le, one.id))
    if not _chosen_again(action, chosen) and (reason := obstacle(action, chosen)):
        raise CampagneImpossible(f"{reason}\n{NOTHING}")
    return chosen


def _chosen_again(action: Action, report: Recu) -> bool:
    """Whether naming a report that was validated or sent already puts it back in force: that is a choice, no step."""
    return action.vers == VALIDE and report.statut in (VALIDE, TRANSMIS) and not report.en_vigueur


def _undecided(campagne: Campagne, chosen: Sequence[Recu]) -> Iterator[str]:
    """The SIRET of which both a valid report and a newer faulty one could be meant."""
    for one in chosen:
        for last in campagne.receptions(one.siret):
            if last.a_corriger and last.questionnaire == one.questionnaire and last.id != one.id:
                yield (
                    f"{one.siret}\u00a0: le bilan en vigueur est {one.fichier}, le dernier envoi, à corriger, est "
                    f"{last.fichier}. Dites lequel valider, après --fichier."
                )


def obstacle(action: Action, report: Recu) -> str:
    """Why an action cannot take a report, in French; '' when it can."""
    if report.statut in action.depuis and report.verdict != Verdict.REJETE.value:
        return ""
    name = f"{report.siret} ({report.nom})" if report.nom else report.siret
    if report.verdict == Verdict.REJETE.value:
        return f"{name}\u00a0: le fichier n’a pas pu être lu, il ne peut pas être {_PAST[action.nom]}."
    since = f"«\u00a0{report.statut}\u00a0» depuis le {jour(report.depuis)}"
    wanted = " ou ".join(f"«\u00a0{status}\u00a0»" for status in action.depuis)
    said = f"{name}\u00a0: le bilan est {since}. On ne peut {action.nom} qu’un bilan {wanted}."
    return said + _hint(action, report.statut)


_PAST = {"valider": "validé", "refuser": "refusé", "transmettre": "transmis"}


def _hint(action: Action, status: str) -> str:
    match action.nom, status:
        case "valider", "à corriger":
            return " Attendez un fichier corrigé, ou ajoutez --malgre-anomalies et --motif."
        case "refuser", "transmis":
            return (
                " Demandez un nouveau fichier\u00a0: il prendra la place de celui-ci à sa réception. S’il est déjà "
                "reçu, choisissez-le avec «\u00a0campagne valider … --fichier\u00a0»."
            )
        case "transmettre", "accepté":
            return " Validez-le d’abord."
    return ""


def changer(
    campagne: Campagne, action: Action, reports: Sequence[Recu], decision: Decision, *, choix: bool = False
) -> dict[int, str]:
    """Add the transition of each report; the caller holds the transaction. Return the new statuses, by number.

    `choix`: the report to validate was named by its file: from now on it comes before all those received so far,
    whatever their dates. One that was the last sent to the ministry stays sent.
    Raise CampagneImpossible without author, or without a reason when one is required.
    """
    exiger(action, decision)
    ((last,),) = campagne.lignes("SELECT coalesce(max(id), 0) FROM receptions")
    reached = {}
    for one in reports:
        stays = _chosen_again(action, one) and one.id in derniers(campagne)
        reached[one.id] = TRANSMIS if stays else action.vers
        campagne.connexion.execute(
            "INSERT INTO transitions SELECT ?, max(ordre) + 1, ?, ?, ?, ?, ? FROM transitions WHERE reception = ?",
            [one.id, reached[one.id], decision.le, decision.par, decision.motif, last if choix else 0, one.id],
        )
    return reached


def exiger_lisibles(reports: Sequence[Recu], *, partiel: bool) -> None:
    """Raise CampagneImpossible when values of a report to validate could not be read, unless `partiel`."""
    left = [pertes(one) for one in reports if one.illisibles]
    if left and not partiel:
        raise CampagneImpossible("\n".join([*left, f"{NOTHING} Ajoutez --partiel pour le valider sans elles."]))


def pertes(report: Recu) -> str:
    """What of a report will not be in the txt, in French."""
    words = ("valeur illisible n’entre", "valeurs illisibles n’entrent")
    return f"{report.siret} ({report.nom})\u00a0: {pluriel(report.illisibles, *words)} pas dans le txt."


def exiger(action: Action, decision: Decision) -> None:
    """Raise CampagneImpossible when a decision lacks its author, or the reason that the action requires."""
    if not decision.par.strip():
        raise CampagneImpossible("Dites qui décide, après --par.")
    if action.motif and not decision.motif.strip():
        raise CampagneImpossible("Dites pourquoi, après --motif.")
