"""What an update of a bilan changed and kept, and what remains to be filled by hand: as lines and as .csv files."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from processors.agents.agregation import Agregat, NonFourni
from processors.agents.reprise import Ecart, Reprise, Sort
from processors.libelles import nommer, reponse
from processors.report.mots import pluriel
from schemas.model import Questionnaire

MONTRES = 30
"""Differences of one kind shown on the terminal; the .csv file has them all."""

_TITRES = {
    Sort.REMPLACEE: ("chiffre saisi à la main est remplacé", "chiffres saisis à la main sont remplacés"),
    Sort.GARDEE: ("chiffre saisi à la main est gardé", "chiffres saisis à la main sont gardés"),
    Sort.ACTUALISEE: ("chiffre est actualisé", "chiffres sont actualisés"),
    Sort.RETIREE: ("chiffre n’a plus d’agent et redevient vide", "chiffres n’ont plus d’agent et redeviennent vides"),
}


def lignes_ecarts(questionnaire: Questionnaire, reprise: Reprise) -> Iterator[str]:
    """The differences cell by cell, what was typed first."""
    for sort, titre in _TITRES.items():
        ecarts = [ecart for ecart in reprise.ecarts if ecart.sort is sort]
        if not ecarts:
            continue
        yield f"{pluriel(len(ecarts), *titre)}\u00a0:"
        for ecart in ecarts[:MONTRES]:
            nom = nommer(questionnaire, ecart.variable)
            yield f"  {ecart.variable} ({nom})\u00a0: {_chiffres(questionnaire, ecart)}"
        if len(ecarts) > MONTRES:
            yield f"  … et {pluriel(len(ecarts) - MONTRES, 'autre', 'autres')} (--ecarts les écrit tous)"


def _chiffres(questionnaire: Questionnaire, ecart: Ecart) -> str:
    ancien, bilan, nouveau = (
        reponse(questionnaire, ecart.variable, valeur) for valeur in (ecart.ancien, ecart.bilan, ecart.nouveau)
    )
    if ecart.saisie:
        return f"{ancien} à la dernière agrégation, {bilan} dans le bilan, {nouveau} d’après les fiches"
    return f"{bilan} devient {nouveau}"


def csv_ecarts(questionnaire: Questionnaire, ecarts: Iterable[Ecart]) -> bytes:
    """Every difference, one a line."""
    entetes = ["variable", "cellule", "ancien agrégé", "bilan", "nouvel agrégé", "suite"]
    lignes = (
        [
            ecart.variable,
            nommer(questionnaire, ecart.variable),
            *(_brut(valeur) for valeur in (ecart.ancien, ecart.bilan, ecart.nouveau)),
            ecart.sort.value,
        ]
        for ecart in ecarts
    )
    return _csv(entetes, lignes)


def csv_a_completer(questionnaire: Questionnaire, non_fournis: Iterable[NonFourni]) -> bytes:
    """What the agents do not give, one table a line."""
    lignes = (
        [
            questionnaire.indicator_of[un.tableau].code,
            un.tableau,
            un.titre,
            str(un.cellules),
            "en partie" if un.en_partie else "rien",
        ]
        for un in non_fournis
    )
    return _csv(["indicateur", "tableau", "titre", "cases à remplir", "donné par les agents"], lignes)


def lignes_a_completer(questionnaire: Questionnaire, agregat: Agregat) -> Iterator[str]:
    """What the agents do not give, by chapter."""
    manquants = agregat.non_fournis
    if not manquants:
        return
    cases = pluriel(sum(un.cellules for un in manquants), "case", "cases")
    yield (
        f"Les agents ne donnent pas {pluriel(len(manquants), 'tableau', 'tableaux')} ({cases}), à remplir à la main "
        "dans le bilan\u00a0:"
    )
    par_chapitre: dict[str, list[str]] = {}
    for un in manquants:
        chapitre = questionnaire.indicator_of[un.tableau].chapter
        par_chapitre.setdefault(chapitre, []).append(f"{un.tableau}{' (en partie)' if un.en_partie else ''}")
    for chapitre, tableaux in par_chapitre.items():
        yield f"  {questionnaire.chapters[chapitre]}\u00a0: {', '.join(tableaux)}"


def _brut(valeur: object) -> str:
    if valeur is None:
        return ""
    return str(valeur).replace(".", ",") if isinstance(valeur, float) else str(valeur)


def _csv(entetes: list[str], lignes: Iterable[list[str]]) -> bytes:
    """A .csv file that a French spreadsheet opens as it is."""
    texte = StringIO()
    ecrivain = csv.writer(texte, delimiter=";", lineterminator="\n")
    ecrivain.writerow(entetes)
    ecrivain.writerows(lignes)
    return texte.getvalue().encode("utf-8-sig")
