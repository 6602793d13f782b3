"""The report for people: one self-contained HTML page, to be read on screen or printed on A4."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from processors.findings import Verdict
from processors.libelles import nombre
from processors.report.groupes import groupes, lieux
from processors.report.mots import MARKS, MEANINGS, NAMES, contenu, jour, pluriel
from processors.report.rapport import Rapport

if TYPE_CHECKING:
    from jinja2 import Environment

MAX_PLACES = 50
"""Places shown per group: the others are counted, and listed in the JSON report."""

STYLES = {
    Verdict.ACCEPTE: "accepte",
    Verdict.ACCEPTE_AVEC_ALERTES: "alertes",
    Verdict.A_CORRIGER: "corriger",
    Verdict.REJETE: "rejete",
}


def html_rapport(rapport: Rapport) -> str:
    """The report as one HTML page, every text of the workbook escaped and shortened."""
    titres = {indicateur.code: indicateur.titre for indicateur in rapport.indicateurs}
    return (
        _environment()
        .get_template("rapport.html.j2")
        .render(
            rapport=rapport,
            style=STYLES[rapport.verdict],
            groupes=groupes(rapport.constats, titres),
            titres=titres,
        )
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"valeur": contenu, "nombre": nombre, "jour": jour}
    environment.globals |= {
        "lieux": lieux,
        "pluriel": pluriel,
        "marques": MARKS,
        "noms": NAMES,
        "sens": MEANINGS,
        "max_lieux": MAX_PLACES,
    }
    return environment
