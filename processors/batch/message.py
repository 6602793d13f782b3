"""The message to paste in an e-mail to the sender of a report, in French."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from processors.findings import Severity, Verdict
from processors.report import Rapport, groupes
from processors.report.mots import pluriel

MOST = 12
"""Anomalies told in the message: the report has them all."""

_SUBJECTS = {
    Verdict.ACCEPTE: "accepté",
    Verdict.ACCEPTE_AVEC_ALERTES: "accepté, points à vérifier",
    Verdict.A_CORRIGER: "à corriger",
    Verdict.REJETE: "fichier à renvoyer",
}
_OPENINGS = {
    Verdict.ACCEPTE: "Nous avons bien reçu votre bilan social et nous vous en remercions. Il est "
    "accepté\u00a0: vous n’avez rien à faire.",
    Verdict.ACCEPTE_AVEC_ALERTES: "Nous avons bien reçu votre bilan social et nous vous en remercions. Il est accepté. "
    "Les points ci-dessous méritent d’être vérifiés\u00a0: renvoyez un fichier corrigé si une valeur est fausse, "
    "ne faites rien si elles sont justes.",
    Verdict.A_CORRIGER: "Nous avons bien reçu votre bilan social et nous vous en remercions. Il ne peut pas encore "
    "être transmis\u00a0: des réponses sont à corriger.",
    Verdict.REJETE: "Nous avons bien reçu votre fichier, mais il n’a pas pu être lu comme un bilan social\u00a0: "
    "aucune de ses réponses n’est prise en compte.",
}
_CLOSING = "Nous restons à votre disposition pour toute question.\n\nCordialement,\n\nLe centre de gestion\n"


def message(rapport: Rapport, jointes: Sequence[str]) -> str:
    """Subject and text; `jointes` are the names of the files to attach."""
    return "\n".join(_lines(rapport, jointes))


def objet(verdict: Verdict, nom: str) -> str:
    """The subject of the message."""
    return f"Bilan social{f' ({nom})' if nom else ''}\u00a0: {_SUBJECTS[verdict]}"


def _lines(rapport: Rapport, jointes: Sequence[str]) -> Iterator[str]:
    yield f"Objet\u00a0: {objet(rapport.verdict, rapport.nom)}"
    yield ""
    yield "Bonjour,"
    yield ""
    yield _OPENINGS[rapport.verdict]
    yield ""
    told = list(_findings(rapport, jointes))
    if told:
        yield f"Fichier contrôlé\u00a0: {rapport.fichier}"
        yield ""
        yield from told
        yield ""
    if jointes:
        yield f"En pièces jointes\u00a0: {', '.join(jointes)}."
    if rapport.verdict is Verdict.A_CORRIGER:
        yield (
            "La copie annotée du classeur contient toutes vos réponses\u00a0: chaque anomalie y est marquée sur sa "
            "cellule. Corrigez-la, enregistrez-la, puis renvoyez-la."
            if any(name.endswith(".xlsx") for name in jointes)
            else "Corrigez le fichier, enregistrez-le, puis renvoyez-le."
        )
    elif rapport.verdict is Verdict.REJETE:
        yield "Suivez ces indications, puis renvoyez-nous le fichier."
    yield ""
    yield _CLOSING


def _findings(rapport: Rapport, jointes: Sequence[str]) -> Iterator[str]:
    """One line per kind of anomaly and indicator, the blocking ones first, informations left out."""
    titles = {indicator.code: indicator.titre for indicator in rapport.indicateurs}
    rows = [
        (group.gravite, f"{part.titre(titles)}, " if part.indicateur else "", group)
        for part in groupes(rapport.constats, titles)
        for group in part.groupes
        if group.gravite is not Severity.INFORMATION
    ]
    order = list(Severity)
    rows.sort(key=lambda row: order.index(row[0]))
    for severity, where, group in rows[:MOST]:
        first = group.constats[0]
        mark = "À corriger" if severity is Severity.BLOQUANT else "À vérifier"
        more = f" ({pluriel(group.lieux, 'endroit', 'endroits')})" if group.lieux > 1 else ""
        remedy = group.remede or first.remedy
        yield f"- {mark}\u00a0: {where}{_lowered(group.titre)}{more}. {first.message} {remedy}"
    if len(rows) > MOST:
        rest = pluriel(len(rows) - MOST, "autre point", "autres points")
        detailed = any(name.endswith(".html") for name in jointes)
        yield f"- Et {rest}\u00a0: le rapport joint les détaille tous." if detailed else f"- Et {rest}."


def _lowered(title: str) -> str:
    """A title inside a sentence; acronyms keep their capitals."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]
