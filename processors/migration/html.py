"""The journal of a migration for people: one self-contained page, to be read on screen or printed on A4."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from processors.findings import Finding, Severity
from processors.libelles import nombre
from processors.migration.a_reprendre import a_reprendre
from processors.migration.application import Migre
from processors.migration.journal import Ecrite, ecrite
from processors.migration.registre import Nature, Sort, comptes
from processors.report.mots import jour, pluriel

if TYPE_CHECKING:
    from jinja2 import Environment

LISTED = {
    Sort.A_DECIDER: "À décider",
    Sort.NON_LUE: "Non lues",
    Sort.NON_REPRISE: "Cellules non reprises",
    Sort.ABANDONNEE: "Abandonnées",
    Sort.ADDITIONNEE: "Additionnées",
    Sort.DEPLACEE: "Déplacées",
    Sort.RENOMMEE: "Renommées",
}
"""What is listed line by line, what asks for attention first; what is merely kept is counted by indicator."""

MEANINGS = {
    Sort.A_DECIDER: "La réponse n’est pas dans le nouveau classeur\u00a0: la feuille «\u00a0À reprendre\u00a0» mène "
    "aux cellules concernées.",
    Sort.NON_LUE: "Le contenu n’a pas pu être lu comme une réponse.",
    Sort.NON_REPRISE: "La cellule est hors des réponses du questionnaire\u00a0: un titre, une note, un calcul.",
    Sort.ABANDONNEE: "Le nouveau questionnaire ne la demande plus.",
    Sort.ADDITIONNEE: "Plusieurs réponses s’ajoutent dans une seule cellule.",
    Sort.DEPLACEE: "La réponse est dans un autre tableau.",
    Sort.RENOMMEE: "La réponse est dans le même tableau, sous un autre code.",
    Sort.CONSERVEE: "La réponse est dans la même cellule.",
}
MAX_LINES = 400
"""Lines shown of one kind, by reason; the CSV journal gives them all."""


def journal_html(migre: Migre, fichier: str, date: str) -> str:
    """The page. `fichier`: name of the source file; `date`: day of the migration, ISO 8601."""
    counts = comptes(migre.journal)
    by_sort: dict[Sort, dict[str, list[Ecrite]]] = {sort: {} for sort in LISTED}
    room = dict.fromkeys(LISTED, MAX_LINES)
    for ligne in migre.journal:
        if ligne.nature is Nature.REPONSE and room.get(ligne.sort):
            room[ligne.sort] -= 1
            by_sort[ligne.sort].setdefault(ligne.motif, []).append(ecrite(migre, ligne))
    others = [ecrite(migre, ligne) for ligne in migre.journal if ligne.nature is not Nature.REPONSE]
    return (
        _environment()
        .get_template("journal.html.j2")
        .render(
            migre=migre,
            fichier=fichier,
            date=date,
            source=migre.source.questionnaire,
            cible=migre.answers.questionnaire,
            comptes={sort: counts[sort] for sort in (Sort.CONSERVEE, *reversed(LISTED))},
            listes={sort: by_reason for sort, by_reason in by_sort.items() if by_reason},
            autres=others,
            conservees=_kept(migre),
            feuille=len(a_reprendre(migre)),
            constats=lus(migre.constats),
        )
    )


def lus(constats: Iterable[Finding]) -> list[Finding]:
    """What the reading says that deserves attention, the gravest first."""
    return [found for grave in Severity for found in constats if found.severity is grave is not Severity.INFORMATION]


def _kept(migre: Migre) -> list[tuple[str, str, int]]:
    """Code, title and number of the answers that were merely kept, by indicator of the old form."""
    kept = [ligne for ligne in migre.journal if ligne.sort is Sort.CONSERVEE and ligne.nature is Nature.REPONSE]
    counts = Counter(ligne.source.partition("!")[0] for ligne in kept)
    indicators = migre.source.questionnaire.indicators
    totals = [(one.code, one.title, sum(counts[table.id] for table in one.tables)) for one in indicators]
    return [line for line in totals if line[2]]


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    here = Path(__file__).parent
    environment = Environment(
        loader=FileSystemLoader([here, here.parent / "report"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"nombre": nombre, "jour": jour, "exact": _exact}
    environment.globals |= {"pluriel": pluriel, "titres": LISTED, "sens": MEANINGS, "max_lignes": MAX_LINES}
    return environment


def _exact(figure: object) -> str:
    """An exact figure in French: 1234,5."""
    text = f"{figure:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
