"""What the centre de gestion decides of a report: who, when, why; never an illegal step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from processors.campaign.base import Campagne, CampagneImpossible, Recu
from processors.campaign.ecriture import A_CORRIGER, ACCEPTE, TRANSMIS, VALIDE
from processors.findings import Verdict
from processors.report.mots import jour


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


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides, when (ISO date and time), why."""

    par: str
    le: str
    motif: str = ""


def concernes(campagne: Campagne, action: Action, sirets: Sequence[str]) -> list[Recu]:
    """The report in force of each SIRET; without SIRET, every one that the action may take.

    Raise CampagneImpossible when a SIRET has no report, or one that the action cannot take: nothing is done by halves.
    """
    reports: dict[str, list[Recu]] = {}
    for one in campagne.receptions():
        if one.en_vigueur:
            reports.setdefault(one.siret, []).append(one)
    if not sirets:
        return [one for found in reports.values() for one in found if one.statut in action.depuis]
    if unknown := [siret for siret in sirets if siret not in reports]:
        raise CampagneImpossible(f"Aucun bilan reçu pour le SIRET {', '.join(unknown)}.")
    chosen = [one for siret in dict.fromkeys(sirets) for one in reports[siret]]
    if refused := [reason for one in chosen if (reason := obstacle(action, one))]:
        raise CampagneImpossible("\n".join([*refused, "Rien n’a été changé."]))
    return chosen


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
            return " Demandez un nouveau fichier\u00a0: il prendra la place de celui-ci à sa réception."
        case "transmettre", "accepté":
            return " Validez-le d’abord."
    return ""


def changer(campagne: Campagne, action: Action, reports: Sequence[Recu], decision: Decision) -> None:
    """Add the transition of each report; the caller holds the transaction.

    Raise CampagneImpossible without author, or without a reason when one is required.
    """
    exiger(action, decision)
    for one in reports:
        campagne.connexion.execute(
            "INSERT INTO transitions SELECT ?, max(ordre) + 1, ?, ?, ?, ? FROM transitions WHERE reception = ?",
            [one.id, action.vers, decision.le, decision.par, decision.motif, one.id],
        )


def exiger(action: Action, decision: Decision) -> None:
    """Raise CampagneImpossible when a decision lacks its author, or the reason that the action requires."""
    if not decision.par.strip():
        raise CampagneImpossible("Dites qui décide, après --par.")
    if action.motif and not decision.motif.strip():
        raise CampagneImpossible("Dites pourquoi, après --motif.")
