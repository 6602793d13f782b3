"""The list of differences for the terminal, as CSV, and as a page to read and print."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from processors.editions.cadre import AUTOUR
from processors.editions.ecarts import DOUTE, TEXTE, natures, sens_inverse
from processors.editions.modele import Ecart
from processors.report.mots import pluriel
from schemas.model import Questionnaire

NO_WAY = (
    "Aucune migration ne va dans ce sens\u00a0: aucune réponse ne peut être reprise. La liste lit à l’envers celle de "
    "l’autre sens\u00a0; ses raisons parlent de l’autre sens."
)
"""Told above a list that goes back in time."""
_WITHOUT_CELLS = {
    "Textes changés, sans effet sur les réponses": (TEXTE,),
    "Paramètres, contrôles et listes": AUTOUR,
}
HEADER = ("indicateur", "titre", "nature", "avant", "apres", "cellules", "raison", "reprise")


def lignes_ecarts(source: Questionnaire, target: Questionnaire, ecarts: list[Ecart]) -> Iterator[str]:
    """The list in words, one line of text each; grouped by indicator."""
    yield f"{_title(source)}\u00a0→\u00a0{_title(target)}"
    if not ecarts:
        yield "Aucune différence."
        return
    if sens_inverse(source, target):
        yield NO_WAY
    yield from (f"  {one}\u00a0: {count}" for one, count in _counts(ecarts))
    for code, group in groupby(ecarts, key=lambda ecart: ecart.indicateur):
        found = list(group)
        yield ""
        yield f"{code}  {found[0].titre}"
        for ecart in found:
            yield from _words(ecart)


def _title(questionnaire: Questionnaire) -> str:
    return f"{questionnaire.title}, version {questionnaire.version}"


def _counts(ecarts: Iterable[Ecart]) -> list[tuple[str, str]]:
    """How much of each kind there is: cells, then what changes none."""
    found = list(ecarts)
    cells = natures(ecart for ecart in found if ecart.reprise)
    counts = [(one, pluriel(count, "cellule", "cellules")) for one, count in cells.items()]
    for title, kinds in _WITHOUT_CELLS.items():
        if number := sum(ecart.nature in kinds for ecart in found):
            counts.append((title, pluriel(number, "différence", "différences")))
    return counts


def _words(ecart: Ecart) -> Iterator[str]:
    if ecart.nature == TEXTE:
        change = f"«\u00a0{ecart.avant}\u00a0» devient «\u00a0{ecart.apres}\u00a0»"
        yield f"  · {ecart.intitule} ({ecart.raison})\u00a0: {change}"
        return
    if ecart.nature == DOUTE:
        yield f"  · {ecart.intitule}\u00a0: {ecart.raison}"
        return
    places = "\u00a0→ ".join(part for part in (ecart.avant, ecart.apres) if part)
    if ecart.nature in AUTOUR:
        yield f"  · {ecart.intitule} ({ecart.raison})\u00a0: {places}"
        return
    cells = pluriel(ecart.cellules, "cellule", "cellules")
    yield f"  · {ecart.intitule}\u00a0: {places} ({cells})"
    fate = f"    Réponses {ecart.reprise}."
    yield f"{fate} {ecart.raison}".rstrip()


def csv_ecarts(ecarts: Iterable[Ecart]) -> str:
    """The list as CSV: semicolons, a header, one line per difference."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\n")
    writer.writerow(HEADER)
    for one in ecarts:
        writer.writerow(
            (one.indicateur, one.titre, one.intitule, one.avant, one.apres, one.cellules, one.raison, one.reprise)
        )
    return stream.getvalue()


def html_ecarts(source: Questionnaire, target: Questionnaire, ecarts: list[Ecart]) -> str:
    """The list as one self-contained page, every text escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    groups = [(code, list(group)) for code, group in groupby(ecarts, key=lambda ecart: ecart.indicateur)]
    return environment.get_template("ecarts.html.j2").render(
        source=_title(source),
        target=_title(target),
        comptes=_counts(ecarts),
        groupes=groups,
        remarque=NO_WAY if sens_inverse(source, target) else "",
    )
