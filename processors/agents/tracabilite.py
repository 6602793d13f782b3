"""The agents behind each figure of an aggregated bilan, in a side file that stays with the collectivité.

The file lies beside the bilan and bears its name: `bilan.xlsx` has `bilan.sources.json`. It holds keys of agents: it is
never part of the bilan, and never sent. It also remembers each aggregated figure, to recognise those typed since.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from processors.agents.agregation import Agregat, Regle
from processors.agents.agregation.grille import grille
from processors.agents.agregation.regles import lire_regles
from schemas.model import COLLECTIVITE, COLLECTIVITE_COLUMN, Cell, Questionnaire
from schemas.plan import Value, operands

FORMAT = "bilan-social/sources"
VERSION = "1.0"
SUFFIXE = ".sources.json"
AVERTISSEMENT = (
    "Ce fichier contient les clés des agents\u00a0: il reste dans la collectivité et ne se transmet jamais avec le "
    "bilan."
)


class TraceError(ValueError):
    """A side file that cannot be used; the message is for the user, in French."""


@dataclass(frozen=True)
class Trace:
    """What is remembered of an aggregation. `agents` are keys; `sources` gives ranks in it, by variable code.

    `valeurs` are the figures and answers as they were aggregated, the person to contact left out.
    """

    questionnaire: str
    fiches: str
    date: str
    valeurs: Mapping[str, Value]
    agents: tuple[str, ...]
    sources: Mapping[str, list[int]]

    @property
    def siret(self) -> str:
        """The collectivité that was aggregated, '' when its sheets did not say."""
        return str(self.valeurs.get(f"{COLLECTIVITE}!siret.{COLLECTIVITE_COLUMN}") or "")

    def d_une_autre(self, siret: str) -> bool:
        """Whether it is certainly of another collectivité than that of a bilan."""
        return bool(siret and self.siret and siret != self.siret)

    def cles(self, variable: str) -> tuple[str, ...]:
        """The keys of the agents behind one entry."""
        return tuple(self.agents[rang] for rang in self.sources.get(variable, ()))


@dataclass(frozen=True)
class Explication:
    """The answer to « where does this figure come from? ». `agents` are the keys, each once, in their order.

    `entrees` are the entries that a total adds up, the cell itself for an entry; `connue`: the agents give this cell.
    `regles` are those that could have counted somebody there; none for a cell that agents never give.
    """

    cellule: Cell
    agrege: Value | None
    agents: tuple[str, ...]
    entrees: tuple[str, ...]
    regles: tuple[Regle, ...]
    connue: bool


def chemin_sources(bilan: Path) -> Path:
    """The side file of a bilan."""
    return bilan.with_name(f"{bilan.stem}{SUFFIXE}")


def trace_de(agregat: Agregat, questionnaire: Questionnaire, fiches: str, date: str) -> Trace:
    """What to remember of an aggregation made on a day (ISO 8601) from a file of that name."""
    return Trace(
        questionnaire=questionnaire.id,
        fiches=fiches,
        date=date,
        valeurs={code: un for code, un in agregat.valeurs.items() if not questionnaire.cells[code].row.personal},
        agents=tuple(agregat.sources.cles),
        sources={code: agregat.sources.rangs(code) for code in agregat.sources},
    )


def trace_json(trace: Trace) -> str:
    """The side file as text."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "avertissement": AVERTISSEMENT,
        "questionnaire": trace.questionnaire,
        "fiches": trace.fiches,
        "date": trace.date,
        "agents": list(trace.agents),
        "valeurs": dict(trace.valeurs),
        "sources": dict(trace.sources),
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def lire_trace(chemin: Path) -> Trace:
    """Read a side file. Raise `TraceError` when it is not one, or OSError when the system refuses."""
    try:
        document = json.loads(chemin.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, ValueError) as erreur:
        raise TraceError(f"«\u00a0{chemin.name}\u00a0» n’est pas un fichier de sources lisible") from erreur
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise TraceError(f"«\u00a0{chemin.name}\u00a0» n’est pas le fichier de sources d’un bilan agrégé")
    try:
        return _trace(document)
    except (KeyError, TypeError, ValueError, IndexError) as erreur:
        raise TraceError(f"«\u00a0{chemin.name}\u00a0» est incomplet ou abîmé") from erreur


def _trace(document: Mapping[str, Any]) -> Trace:
    agents = tuple(str(cle) for cle in document["agents"])
    sources = {str(code): [int(rang) for rang in rangs] for code, rangs in document["sources"].items()}
    if any(not 0 <= rang < len(agents) for rangs in sources.values() for rang in rangs):
        raise IndexError("rank of an agent")
    return Trace(
        questionnaire=str(document["questionnaire"]),
        fiches=str(document["fiches"]),
        date=str(document["date"]),
        valeurs={str(code): valeur for code, valeur in document["valeurs"].items()},
        agents=agents,
        sources=sources,
    )


def expliquer(trace: Trace, questionnaire: Questionnaire, variable: str) -> Explication:
    """Who is behind a figure, and by which rule. Raise KeyError for an unknown variable.

    A total has the agents of all the entries that it adds up, each once.
    """
    cellule = questionnaire.cells[variable]
    entrees = tuple(dict.fromkeys(_entrees(questionnaire, cellule)))
    rangs = sorted({rang for code in entrees for rang in trace.sources.get(code, ())})
    tableaux = dict.fromkeys(code.partition("!")[0] for code in entrees)
    toutes = [
        regle
        for regle in lire_regles(annee=questionnaire.year)
        if regle.tableau in tableaux and _couvre(questionnaire, regle, entrees)
    ]
    return Explication(
        cellule=cellule,
        agrege=trace.valeurs.get(variable),
        agents=tuple(trace.agents[rang] for rang in rangs),
        entrees=entrees,
        regles=tuple(toutes),
        connue=any(code in trace.valeurs for code in entrees),
    )


def _couvre(questionnaire: Questionnaire, regle: Regle, entrees: Iterable[str]) -> bool:
    """Whether a rule fills one of these entries."""
    codes = {
        cellule.code for mesure in regle.mesures for cellule in grille(questionnaire, regle.tableau, mesure).cellules
    }
    return not codes.isdisjoint(entrees)


def _entrees(questionnaire: Questionnaire, cellule: Cell) -> Iterator[str]:
    if not cellule.computed:
        yield cellule.code
        return
    for autre in operands(questionnaire, cellule):
        yield from _entrees(questionnaire, autre)
