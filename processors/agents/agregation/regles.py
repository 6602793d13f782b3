"""The rules of aggregation as declared in `schemas/fiches/agregation/*.yaml`: who is counted, where, and how.

A rule fills a table of the questionnaire from one view of the agent data (`vues`). It keeps the lines of the view that
answer to `parmi` and not to `sauf`, and places each of them by `axes`: the nomenclature that the rows or the columns of
the table bear, and the field of the view that holds its code. Cells are therefore never named one by one.
The format is described in `docs/declarations.md`, « The rules of aggregation ».
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from schemas import FOLDER
from schemas.nodes import DeclarationError, read_yaml
from schemas.nomenclature_reader import Calendar

DOSSIER = FOLDER / "fiches"
SOUS_DOSSIER = "agregation"
QUESTIONS = "questions.yaml"

_REGLE = {"tableau", "tableaux", "texte", "vue", "parmi", "sauf", "axes", "mesures", "hors_table", "zeros", "renseigne"}
_REGLE |= {"sources"}
_MESURE = {"colonnes", "lignes", "parmi", "sauf", "axes", "somme", "compte"}


class Zeros(StrEnum):
    """Where a 0 is meant when nobody is counted: the rows that hold a figure, the whole table, nowhere."""

    LIGNES = "lignes"
    TABLEAU = "tableau"
    JAMAIS = "jamais"


Filtre = tuple[tuple[str, frozenset[Any]], ...]
"""The values that fields of a view must hold, or must not."""


@dataclass(frozen=True, slots=True)
class Mesure:
    """One figure of a rule: distinct agents, or lines, or the sum of a field, over some columns (and rows).

    `axes` are (nomenclature, field of the view).
    """

    colonnes: str
    lignes: tuple[str, ...]
    parmi: Filtre
    sauf: Filtre
    axes: tuple[tuple[str, str], ...]
    somme: str
    par_lignes: bool


@dataclass(frozen=True, slots=True)
class Regle:
    """How one table, or a part of it, is counted. `texte` says it to the user, `sources` to whom the rule is due.

    `hors_table`: a line that has no cell in the table is usual (it belongs to another one) and is not reported.
    `renseigne`: fields of which one agent at least must have an answer for a 0 to be meant.
    """

    tableau: str
    texte: str
    vue: str
    parmi: Filtre
    sauf: Filtre
    mesures: tuple[Mesure, ...]
    hors_table: bool
    zeros: Zeros
    renseigne: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """An opening question that the agents answer: « Oui » when the view has such a line, « Non » when it has none.

    `fiche` is the line of the « Collectivité » sheet of the fiches that answers first; `si` the question of which this
    one is the rest; `jamais_non`: no such line says nothing.
    """

    variable: str
    fiche: str
    si: str
    vue: str
    parmi: Filtre
    renseigne: tuple[str, ...]
    jamais_non: bool


@cache
def lire_regles(dossier: Path = DOSSIER, annee: int = 2019) -> tuple[Regle, ...]:
    """The rules in the order of the files. Raise `DeclarationError` (file, key) for one that is not well written."""
    return tuple(
        regle
        for chemin in sorted((dossier / SOUS_DOSSIER).glob("*.yaml"))
        if chemin.name != QUESTIONS
        for regle in _fichier(dossier, f"{SOUS_DOSSIER}/{chemin.name}", Calendar(annee))
    )


@cache
def lire_questions(dossier: Path = DOSSIER) -> tuple[Question, ...]:
    """The questions in the order of the file."""
    fichier = f"{SOUS_DOSSIER}/{QUESTIONS}"
    return tuple(
        Question(
            variable=entree["variable"],
            fiche=entree.get("fiche", ""),
            si=entree.get("si", ""),
            vue=entree["vue"],
            parmi=_filtre(entree.get("parmi")),
            renseigne=tuple(entree.get("renseigne") or ()),
            jamais_non=bool(entree.get("jamais_non")),
        )
        for entree in read_yaml(dossier, fichier)
    )


def _fichier(dossier: Path, fichier: str, calendrier: Calendar) -> Iterator[Regle]:
    for rang, entree in enumerate(read_yaml(dossier, fichier) or ()):
        cle = f"{entree.get('tableau') or entree.get('tableaux')}"
        if inconnues := set(entree) - _REGLE:
            raise DeclarationError(fichier, cle, f"unknown keys: {', '.join(sorted(inconnues))} (rule {rang + 1})")
        regle = Regle(
            tableau=entree.get("tableau", ""),
            texte=calendrier.dated(entree["texte"]),
            vue=entree["vue"],
            parmi=_filtre(entree.get("parmi")),
            sauf=_filtre(entree.get("sauf")),
            mesures=tuple(_mesure(fichier, cle, mesure, entree.get("axes") or {}) for mesure in entree["mesures"]),
            hors_table=entree.get("hors_table") == "ignore",
            zeros=Zeros(entree.get("zeros", Zeros.LIGNES)),
            renseigne=tuple(entree.get("renseigne") or ()),
            sources=tuple(entree["sources"]),
        )
        if regle.tableau:
            yield regle
        else:
            for tableau, population in entree["tableaux"].items():
                du_statut = (("population", frozenset({population})), *regle.parmi)
                yield replace(regle, tableau=tableau, parmi=du_statut)


def _mesure(fichier: str, cle: str, entree: Mapping[str, Any], axes: Mapping[str, str]) -> Mesure:
    if inconnues := set(entree) - _MESURE:
        raise DeclarationError(fichier, cle, f"unknown keys: {', '.join(sorted(inconnues))}")
    return Mesure(
        colonnes=entree["colonnes"],
        lignes=tuple(entree.get("lignes") or ()),
        parmi=_filtre(entree.get("parmi")),
        sauf=_filtre(entree.get("sauf")),
        axes=tuple({**axes, **(entree.get("axes") or {})}.items()),
        somme=entree.get("somme", ""),
        par_lignes=entree.get("compte") == "lignes",
    )


def _filtre(entree: Mapping[str, Any] | None) -> Filtre:
    return tuple(
        (champ, frozenset(valeur) if isinstance(valeur, list) else frozenset({valeur}))
        for champ, valeur in (entree or {}).items()
    )
