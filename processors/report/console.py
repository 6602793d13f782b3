"""The report in the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING

from processors.findings import Finding, Severity, Verdict
from processors.report.groupes import Groupe, groupes, lieux
from processors.report.mots import MARKS, NAMES, attendu, pluriel
from processors.report.rapport import Rapport

if TYPE_CHECKING:
    from rich.console import Console

MAX_LINES = 12
"""Lines shown per group: the terminal gives the gist, the HTML report the list."""

COLOURS = {Severity.BLOQUANT: "bold red", Severity.ALERTE: "yellow", Severity.INFORMATION: "cyan"}
VERDICT_COLOURS = {
    Verdict.ACCEPTE: "bold green",
    Verdict.ACCEPTE_AVEC_ALERTES: "bold yellow",
    Verdict.A_CORRIGER: "bold red",
    Verdict.REJETE: "bold red",
}


def texte_rapport(rapport: Rapport, width: int = 100) -> str:
    """The report as plain text, for logs and tests."""
    from rich.console import Console

    stream = StringIO()
    afficher(rapport, Console(file=stream, width=width, no_color=True))
    return stream.getvalue()


def afficher(rapport: Rapport, console: Console) -> None:
    """Write the report on a rich console. Nothing of the workbook is read as rich markup."""
    from rich.text import Text

    for line, style in _lignes(rapport):
        for part in plier(line, console.width):
            console.print(Text(part, style=style), soft_wrap=True)


def plier(line: str, width: int) -> list[str]:
    """The line cut at the width, at plain spaces only: rich would cut at the no-break ones too."""
    indent = line[: len(line) - len(line.lstrip(" "))]
    return textwrap.wrap(line, width, subsequent_indent=indent, break_on_hyphens=False) or [""]


def _lignes(rapport: Rapport) -> Iterator[tuple[str, str]]:
    """The lines of the report with their style."""
    yield f"{rapport.intitule} {rapport.siret if rapport.lu else ''}".strip(), "bold"
    if rapport.lu:
        answers = pluriel(rapport.valeurs_lues, "réponse lue", "réponses lues")
        read = answers if rapport.agents is None else pluriel(rapport.agents, "agent lu", "agents lus")
        yield f"{rapport.fichier}\u00a0: {read}", ""
    yield rapport.verdict.value.capitalize(), VERDICT_COLOURS[rapport.verdict]
    yield rapport.suite, ""
    counts = [pluriel(count, *NAMES[gravite]) for gravite, count in rapport.comptes.items() if count]
    if counts:
        yield ", ".join(counts), ""
    titres = {indicateur.code: indicateur.titre for indicateur in rapport.indicateurs}
    for bloc in groupes(rapport.constats, titres):
        yield "", ""
        yield bloc.titre(titres), "bold underline"
        for groupe in bloc.groupes:
            yield from _lignes_groupe(groupe)


def _lignes_groupe(groupe: Groupe) -> Iterator[tuple[str, str]]:
    places = pluriel(groupe.lieux, "endroit", "endroits")
    yield f"{MARKS[groupe.gravite]} {groupe.titre} ({groupe.code}, {places})", COLOURS[groupe.gravite]
    lines = [line for constat in groupe.constats for line in _lignes_constat(constat, groupe.remede is None)]
    yield from lines[:MAX_LINES]
    if len(lines) > MAX_LINES:
        yield "    … la suite est dans le rapport HTML.", "dim"
    if groupe.remede:
        yield f"  → {groupe.remede}", ""


def _lignes_constat(constat: Finding, with_remedy: bool) -> Iterator[tuple[str, str]]:
    yield f"  {constat.message}", ""
    if constat.justification:
        yield f"  Justifié\u00a0: {constat.justification}", "italic"
    if with_remedy:
        yield f"  → {constat.remedy}", ""
    for lieu in lieux(constat):
        where = f"{lieu.cell.sheet}!{lieu.cell.address}" if lieu.cell.address else lieu.cell.variable
        expected = "" if lieu.expected is None else f" (attendu\u00a0: {attendu(lieu.expected)})"
        yield f"    {where} – {lieu.cell.label}\u00a0: {attendu(lieu.cell.value)}{expected}", "dim"
