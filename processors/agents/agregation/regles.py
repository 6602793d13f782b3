"""The rules of aggregation as declared in `schemas/fiches/agregation/*.yaml`: who is counted, where, and how.

A rule fills a table of the questionnaire from one view of the agent data (`vues`). It keeps the lines of the view that
answer to `parmi` and not to `sauf`, and places each of them by `axes`: the nomenclature that the rows or the columns of
the table bear, and the field of the view that holds its code. Cells are therefore never named one by one.
The format is described in `docs/declarations.md`, « The rules of aggregation ».
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from schemas import FOLDER
from schemas.model import Questionnaire
from schemas.nodes import DeclarationError, Node, read_yaml
from schemas.nomenclature_reader import Calendar
from schemas.registers_reader import register

DOSSIER = FOLDER / "fiches"
SOUS_DOSSIER = "agregation"
QUESTIONS = "questions.yaml"

_REGLE = {"tableau", "tableaux", "texte", "vue", "parmi", "sauf", "axes", "mesures", "hors_table", "zeros", "renseigne"}
_REGLE |= {"sources"}
_MESURE = {"colonnes", "lignes", "parmi", "sauf", "axes", "somme", "compte"}
_QUESTION = {"variable", "fiche", "si", "vue", "parmi", "renseigne", "jamais_non"}
_SUJETS = ("tableau", "tableaux", "variable")
"""The keys that name a rule or a question in a message."""


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
    `renseigne`: fields that every agent who is asked must have answered for a 0 to be meant.
    `fichier`: the file that declares it, for messages.
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
    fichier: str = ""


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
def lire_regles(dossier: Path = DOSSIER, annee: int | None = None) -> tuple[Regle, ...]:
    """The rules in the order of the files, their texts for a year: that of the declared sheets by default.

    Raise `DeclarationError` (file, key) for one that is not well written.
    """
    calendrier = Calendar(register().year if annee is None else annee)
    return tuple(
        regle
        for chemin in sorted((dossier / SOUS_DOSSIER).glob("*.yaml"))
        if chemin.name != QUESTIONS
        for regle in _fichier(dossier, f"{SOUS_DOSSIER}/{chemin.name}", calendrier)
    )


@cache
def lire_questions(dossier: Path = DOSSIER) -> tuple[Question, ...]:
    """The questions in the order of the file. Raise `DeclarationError` (file, key) for one that is not well written."""
    fichier = f"{SOUS_DOSSIER}/{QUESTIONS}"
    return tuple(_question(noeud) for noeud in _noeuds(dossier, fichier))


def verifier_tableaux(regles: Iterable[Regle], questions: Iterable[Question], questionnaire: Questionnaire) -> None:
    """Raise `DeclarationError` for a rule or a question that names what the questionnaire does not have.

    A table that an edition recodes has another meaning: its rules are written again, never applied to it as they are.
    """
    for regle in regles:
        if regle.tableau not in questionnaire.tables:
            raise DeclarationError(regle.fichier, regle.tableau, f"unknown table of {questionnaire.id}")
    for question in questions:
        for variable in filter(None, (question.variable, question.si)):
            if variable not in questionnaire.cells:
                fichier, inconnue = (
                    f"{SOUS_DOSSIER}/{QUESTIONS}",
                    f"unknown cell «\u00a0{variable}\u00a0» of {questionnaire.id}",
                )
                raise DeclarationError(fichier, question.variable, inconnue)


def _noeuds(dossier: Path, fichier: str) -> Iterator[Node]:
    """The mappings of a file, each named by what it is about."""
    entrees = read_yaml(dossier, fichier) or ()
    if not isinstance(entrees, list):
        raise DeclarationError(fichier, "-", "a list is expected")
    for rang, entree in enumerate(entrees):
        sujets = [entree.get(cle) for cle in _SUJETS] if isinstance(entree, Mapping) else []
        sujet = next((un for un in sujets if un), f"[{rang + 1}]")
        yield Node(fichier, ", ".join(sujet) if isinstance(sujet, Mapping) else str(sujet), entree)


def _question(noeud: Node) -> Question:
    _connues(noeud, _QUESTION)
    return Question(
        variable=str(noeud["variable"]),
        fiche=str(noeud.get("fiche", "")),
        si=str(noeud.get("si", "")),
        vue=str(noeud["vue"]),
        parmi=_filtre(noeud, "parmi"),
        renseigne=_textes(noeud, "renseigne"),
        jamais_non=bool(noeud.get("jamais_non")),
    )


def _fichier(dossier: Path, fichier: str, calendrier: Calendar) -> Iterator[Regle]:
    for noeud in _noeuds(dossier, fichier):
        _connues(noeud, _REGLE)
        _parmi_les_mots(noeud, "hors_table", ("ignore",))
        _parmi_les_mots(noeud, "zeros", tuple(Zeros))
        regle = Regle(
            tableau=str(noeud.get("tableau", "")),
            texte=calendrier.dated(noeud["texte"]),
            vue=str(noeud["vue"]),
            parmi=_filtre(noeud, "parmi"),
            sauf=_filtre(noeud, "sauf"),
            mesures=tuple(_mesure(mesure, _axes(noeud)) for mesure in noeud.nodes("mesures")),
            hors_table=noeud.get("hors_table") == "ignore",
            zeros=Zeros(noeud.get("zeros", Zeros.LIGNES)),
            renseigne=_textes(noeud, "renseigne"),
            sources=_textes(noeud, "sources"),
            fichier=fichier,
        )
        if not regle.mesures:
            raise noeud.fail("mesures", "missing")
        if regle.tableau:
            yield regle
        else:
            for tableau, population in noeud.node("tableaux").data.items():
                du_statut = (("population", frozenset({population})), *regle.parmi)
                yield replace(regle, tableau=tableau, parmi=du_statut)


def _mesure(noeud: Node, axes: Mapping[str, str]) -> Mesure:
    _connues(noeud, _MESURE)
    _parmi_les_mots(noeud, "compte", ("lignes",))
    if not isinstance(noeud["colonnes"], str):
        raise noeud.fail("colonnes", "a column or a span is expected, C01 or C01:C06")
    return Mesure(
        colonnes=noeud["colonnes"],
        lignes=_textes(noeud, "lignes"),
        parmi=_filtre(noeud, "parmi"),
        sauf=_filtre(noeud, "sauf"),
        axes=tuple({**axes, **_axes(noeud)}.items()),
        somme=str(noeud.get("somme", "")),
        par_lignes=noeud.get("compte") == "lignes",
    )


def _connues(noeud: Node, cles: Set[str]) -> None:
    if inconnues := noeud.data.keys() - cles:
        raise noeud.fail(sorted(inconnues)[0], f"unknown keys: {', '.join(sorted(inconnues))}")


def _parmi_les_mots(noeud: Node, cle: str, mots: tuple[str, ...]) -> None:
    if cle in noeud.data and noeud[cle] not in mots:
        raise noeud.fail(cle, f"«\u00a0{noeud[cle]}\u00a0» is not one of {', '.join(mots)}")


def _textes(noeud: Node, cle: str) -> tuple[str, ...]:
    if not isinstance(noeud.get(cle, []), list):
        raise noeud.fail(cle, "a list is expected")
    return tuple(map(str, noeud.get(cle, [])))


def _axes(noeud: Node) -> Mapping[str, str]:
    return noeud.node("axes").data if "axes" in noeud.data else {}


def _filtre(noeud: Node, cle: str) -> Filtre:
    entree = noeud.node(cle).data if cle in noeud.data else {}
    return tuple(
        (champ, frozenset(valeur) if isinstance(valeur, list) else frozenset({valeur}))
        for champ, valeur in entree.items()
    )
