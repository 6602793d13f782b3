"""Writes `docs/versions.md` from the declarations: `python -m processors.report.versions_doc > docs/versions.md`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

from processors.libelles import nombre
from processors.report.mots import jour
from schemas import FOLDER, available, questionnaire
from schemas.declaration import declaration
from schemas.differences import Difference
from schemas.migration import Kind
from schemas.migration.paths import declared, path
from schemas.model import Questionnaire

INTRODUCTION = """\
# Versions

<!-- Produit par `python -m processors.report.versions_doc > docs/versions.md` : ne pas modifier à la main. -->

Chaque édition du questionnaire a ses versions, écrites `1.0.0` : le premier nombre change quand une réponse change de
sens, le deuxième quand une question est ajoutée, retirée ou déplacée, le troisième quand seuls les textes changent. La
version figure dans la feuille «\u00a0Versions\u00a0» du classeur, dans l’en-tête du fichier texte et dans les rapports.

Un fichier d’une version antérieure se lit toujours, avec les questions de sa version. Un fichier d’une version plus
récente que le logiciel donne une alerte. [migrer](guide-migration.md#migrer) fait passer d’une version ou d’une édition
à une autre. [comparer-versions](guide-migration.md#comparer-versions) dit ce qui change.
""".replace(" :", "\u00a0:")

CERTAINTIES = {"certain": "certaine", "deduit": "déduite", "suppose": "supposée"}
KINDS = {
    Kind.KEPT: "reprises",
    Kind.RENAMED: "reprises sous un autre code",
    Kind.MOVED: "reprises dans un autre tableau",
    Kind.SUMMED: "additionnées",
    Kind.SPLIT: "à répartir",
    Kind.CHANGED: "sens changé",
    Kind.DROPPED: "plus demandées",
    Kind.NEW: "nouvelles",
}


def markdown() -> str:
    """The document: per edition, its versions and how well its form is known; then the migrations."""
    editions = [line for name in reversed(available()) for line in _edition(questionnaire(name))]
    return "\n".join([INTRODUCTION, *editions, *_migrations()])


def _edition(found: Questionnaire) -> Iterator[str]:
    yield f"## {found.id}\u00a0: {found.title}\n"
    yield "| version | date | changements |"
    yield "|---|---|---|"
    for version in found.versions:
        yield f"| {version.version} | {jour(version.date)} | {'<br>'.join(version.changes)} |"
    yield ""
    differences = declaration(FOLDER / found.id).differences
    if differences:
        yield f"### Forme de l’édition {found.year}\n"
        yield "Cette édition est déclarée par ses différences avec une autre. Voici ce que l’on sait de sa forme.\n"
        yield "| où | différence | forme |"
        yield "|---|---|---|"
        yield from _differences(differences)
        yield ""


def _differences(differences: tuple[Difference, ...]) -> Iterator[str]:
    """One line per note, with the files it is about; what is certain last."""
    places: dict[tuple[str, str], list[str]] = {}
    rank = list(CERTAINTIES)
    for one in sorted(differences, key=lambda one: -rank.index(one.certainty)):
        places.setdefault((one.certainty, one.note), []).append(_place(one.file))
    for (certainty, note), files in places.items():
        yield f"| {', '.join(dict.fromkeys(files))} | {note} | {CERTAINTIES[certainty]} |"


def _place(file: str) -> str:
    folder, _, name = file.rpartition("/")
    code = name.rpartition(".")[0]
    return {"indicateurs": code, "nomenclatures": f"liste `{code}`", "controles": f"contrôles `{code}`"}.get(
        folder, f"`{file}`"
    )


def _migrations() -> Iterator[str]:
    yield "## Migrations\n"
    yield "Ce que deviennent les cellules de saisie. Une réponse dont le sens a changé, ou qui se répartit sur"
    yield "plusieurs lignes, n’est jamais reprise d’office\u00a0: elle est listée.\n"
    yield f"| de | vers | {' | '.join(KINDS.values())} |"
    yield f"|---|---|{'---:|' * len(KINDS)}"
    for source, target in sorted(declared()):
        counts = Counter[Kind]()
        for step in path(source, target).steps:
            counts[step.kind] += max(len(step.sources), 1)
        yield f"| {source} | {target} | {' | '.join(nombre(counts[kind]) for kind in KINDS)} |"
    yield ""


if __name__ == "__main__":
    sys.stdout.write(markdown())
