"""What `expliquer` does: from a figure of an aggregated bilan to the agents behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from processors.agents.tracabilite import Explication, Trace, chemin_sources, expliquer
from processors.answers import Answers
from processors.cli.agregation import read_trace
from processors.cli.reports import check_file
from processors.cli.terminal import REFUSED, CommandError, quoted, say
from processors.libelles import MASKED, liste, nommer, reponse
from processors.report.mots import jour, pluriel
from schemas.model import Questionnaire
from schemas.plan import Value, plan_of
from schemas.registers_reader import register
from schemas.variables import close_variables

_CELLULE = re.compile(r"(?P<feuille>.+)!\$?(?P<colonne>[A-Za-z]{1,3})\$?(?P<ligne>\d+)")
_NOMS = {"S4": "FAQ de la DGCL", "S1": "FAQ des centres de gestion", "S0": "notice de la campagne"}


def show(bilan: Path, chiffre: str) -> None:
    """Say who is behind a figure. Raise CommandError when the bilan, its side file or the figure is unknown."""
    chemin = chemin_sources(bilan)
    if not chemin.exists():
        raise CommandError(
            f"{quoted(chemin.name)} est introuvable à côté du bilan\u00a0: seul un bilan écrit par "
            "«\u00a0bilan-social agreger\u00a0» peut être expliqué.",
            REFUSED,
        )
    trace = read_trace(chemin)
    questionnaire = register().feeds
    reponses = check_file(bilan, "Lecture")[0].answers
    if reponses is not None and trace.d_une_autre(reponses.siret):
        raise CommandError(
            f"{quoted(chemin.name)} est celui d’une autre collectivité (SIRET {trace.siret})\u00a0: il ne dit rien de "
            "ce bilan.",
            REFUSED,
        )
    variable = _variable(questionnaire, chiffre, reponses)
    explication = expliquer(trace, questionnaire, variable)
    for ligne in _lignes(questionnaire, trace, explication, reponses.values if reponses else {}):
        say(ligne)
    for cle in explication.agents:
        say(f"  {cle}")


def _variable(questionnaire: Questionnaire, chiffre: str, reponses: Answers | None) -> str:
    """The variable that was meant, by its code or by a cell of the workbook."""
    voulu = chiffre.strip().replace("'", "")
    if voulu in questionnaire.cells:
        return voulu
    cellule = _CELLULE.fullmatch(voulu)
    if cellule and reponses is not None:
        feuille, adresse = cellule["feuille"].strip(), f"{cellule['colonne'].upper()}{cellule['ligne']}"
        for code, place in reponses.places.items():
            if place.address == adresse and place.sheet.casefold() == feuille.casefold():
                return code
        raise CommandError(f"La cellule {quoted(chiffre)} ne porte pas de chiffre du questionnaire.")
    proches = close_variables(questionnaire, voulu)
    conseil = f" Vouliez-vous dire\u00a0: {', '.join(proches)}\u00a0?" if proches else ""
    raise CommandError(
        f"Variable inconnue\u00a0: {quoted(chiffre)}.{conseil} Les codes des variables sont dans le dictionnaire "
        "(bilan-social dictionnaire rec2019)."
    )


def _actuel(questionnaire: Questionnaire, variable: str, valeurs: Mapping[str, Value]) -> Value | None:
    """What the bilan holds now, totals computed."""
    if not questionnaire.cells[variable].computed:
        return valeurs.get(variable)
    total = plan_of(questionnaire).totals(valeurs).get(variable)
    return int(total) if total is not None and total.is_integer() else total


def _lignes(
    questionnaire: Questionnaire, trace: Trace, explication: Explication, valeurs: Mapping[str, Value]
) -> Iterator[str]:
    variable = explication.cellule.code
    actuel = _actuel(questionnaire, variable, valeurs)
    yield f"{variable}\u00a0: {nommer(questionnaire, variable)}"
    dit = MASKED if explication.cellule.row.personal else reponse(questionnaire, variable, actuel)
    if not explication.connue:
        saisi = f"le bilan porte {dit}, saisi à la main" if actuel is not None else "la case est vide dans le bilan"
        if not explication.regles:
            yield f"Les agents ne donnent pas ce chiffre\u00a0; {saisi}."
            return
        yield f"Aucun agent des fiches ne compte dans cette case\u00a0; {saisi}."
        yield from _regles(explication)
        return
    origine = f"{trace.fiches}, agrégé le {jour(trace.date)}"
    if explication.cellule.computed:
        yield f"Total de {pluriel(len(explication.entrees), 'case', 'cases')}\u00a0: {dit} dans le bilan ({origine})"
        changees = [code for code in explication.entrees if valeurs.get(code) != trace.valeurs.get(code)]
        if saisies := [code for code in changees if valeurs.get(code) is not None]:
            yield f"  dont {pluriel(len(saisies), 'case saisie', 'cases saisies')} à la main\u00a0: {liste(saisies)}"
        if videes := [code for code in changees if valeurs.get(code) is None]:
            yield f"  dont {pluriel(len(videes), 'case effacée', 'cases effacées')} à la main\u00a0: {liste(videes)}"
    elif actuel == explication.agrege:
        yield f"Chiffre\u00a0: {dit} ({origine})"
    elif actuel is None:
        agrege = reponse(questionnaire, variable, explication.agrege)
        yield f"Chiffre\u00a0: effacé à la main dans le bilan\u00a0; {agrege} d’après les agents ({origine})"
    else:
        agrege = reponse(questionnaire, variable, explication.agrege)
        yield f"Chiffre\u00a0: {dit} dans le bilan, saisi à la main\u00a0; {agrege} d’après les agents ({origine})"
    yield from _regles(explication)
    yield pluriel(len(explication.agents), "agent derrière ce chiffre", "agents derrière ce chiffre") + (
        "\u00a0:" if explication.agents else "."
    )


def _regles(explication: Explication) -> Iterator[str]:
    for regle in explication.regles:
        yield f"Règle ({regle.tableau})\u00a0: {regle.texte}"
        yield f"  D’après\u00a0: {_sources(regle.sources)}"


def _sources(codes: tuple[str, ...]) -> str:
    """« FAQ de la DGCL (S4-014, S4-017), notice de la campagne (S0-002) »."""
    groupes: dict[str, list[str]] = {}
    for code in codes:
        groupes.setdefault(_NOMS[code.partition("-")[0]], []).append(code)
    return ", ".join(f"{nom} ({', '.join(suite)})" for nom, suite in groupes.items())
