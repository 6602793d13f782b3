"""From the agent sheets to the indicators: every rule of `schemas/fiches/agregation`, over the data of one year."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace

import numpy as np

from processors.agents.agregation.agregat import Agregat, Cause, NonFourni, SansCase, Sources
from processors.agents.agregation.moteur import appliquer, sources, valeurs
from processors.agents.agregation.questions import OUI, poser_questions, reponses_collectivite, sans_objet
from processors.agents.agregation.regles import Question, Regle, lire_questions, lire_regles, verifier_tableaux
from processors.agents.agregation.vues import Vues
from processors.agents.donnees import LIGNE, Donnees
from schemas.model import COLLECTIVITE, Questionnaire
from schemas.registers import Register
from schemas.registers_reader import register

_MODULE = "module_"


def modules_demandes(donnees: Donnees, questionnaire: Questionnaire) -> tuple[str, ...]:
    """The modules that the « Collectivité » sheet of the fiches asks, those by default included."""
    demandes = {code for code in questionnaire.modules if donnees.collectivite.get(f"{_MODULE}{code}") == OUI}
    return tuple(code for code in questionnaire.modules if code in demandes | set(questionnaire.default_modules))


def agreger(donnees: Donnees, modules: tuple[str, ...] | None = None, fiches: Register | None = None) -> Agregat:
    """The figures that the agents give, for the modules asked (by default those of the « Collectivité » sheet).

    A module alone (« gpeec ») only gets its own indicators. What agents do not say stays blank and is in `non_fournis`.
    Source: `schemas/fiches/agregation`, rule by rule.
    """
    declarees = fiches or register()
    questionnaire = declarees.feeds
    choisis = modules if modules is not None else modules_demandes(donnees, questionnaire)
    tableaux = frozenset(table.id for indicateur in questionnaire.select(choisis) for table in indicateur.tables)
    regles, questions = lire_regles(annee=declarees.year), lire_questions()
    verifier_tableaux(regles, questions, questionnaire)
    voulues = tuple(regle for regle in regles if regle.tableau in tableaux)
    vues = Vues(donnees, declarees)
    resultat = appliquer(vues, voulues)
    reponses = valeurs(questionnaire, resultat)
    reponses |= reponses_collectivite(questionnaire, donnees.collectivite)
    poser_questions(vues, questions, reponses, tableaux - {COLLECTIVITE})
    fermees = sans_objet(questionnaire, choisis, reponses)
    zeros = {code for code in fermees if reponses.get(code) == 0}
    return Agregat(
        valeurs={code: valeur for code, valeur in reponses.items() if code not in zeros},
        sources=sources(questionnaire, resultat, vues.cles),
        regles=_par_tableau(voulues),
        sans_case=tuple(_fusionnes(resultat.sans_case)),
        non_fournis=tuple(_non_fournis(questionnaire, tableaux, resultat.couverts, reponses.keys() | fermees)),
        etpr_absents=_etpr_absents(vues),
        agents=len(vues.agents),
        numeros=dict(zip(vues.cles, vues.agents[LIGNE].tolist(), strict=True)),
        departs_ecartes=tuple(sorted(set(vues.mouvements.ecartes.index.tolist()))),
    )


def _par_tableau(voulues: Iterable[Regle]) -> dict[str, tuple[Regle, ...]]:
    par_tableau: dict[str, tuple[Regle, ...]] = {}
    for regle in voulues:
        par_tableau[regle.tableau] = (*par_tableau.get(regle.tableau, ()), regle)
    return par_tableau


def _fusionnes(perdues: Iterable[SansCase]) -> Iterable[SansCase]:
    """The lines without a cell, once per table, field and cause: several measures of a table lose the same ones."""
    fusion: dict[tuple[str, str, Cause, str], SansCase] = {}
    for une in perdues:
        quoi = (une.tableau, une.champ, une.cause, une.feuille)
        avant = fusion.get(quoi, une)
        fusion[quoi] = replace(
            une,
            lignes=max(une.lignes, avant.lignes),
            agents=tuple(dict.fromkeys([*avant.agents, *une.agents])),
            numeros=tuple(sorted({*avant.numeros, *une.numeros})),
        )
    return fusion.values()


def _non_fournis(
    questionnaire: Questionnaire, tableaux: frozenset[str], couverts: set[int], connues: AbstractSet[str]
) -> Iterable[NonFourni]:
    """What the agents do not give, table by table, in the order of the form. `connues`: answered, or pointless."""
    for table in questionnaire.tables.values():
        if table.id == COLLECTIVITE or table.id not in tableaux:
            continue
        saisies = [
            cellule for ligne in questionnaire.grid[table.id].values() for cellule in ligne if not cellule.computed
        ]
        manquantes = [cellule for cellule in saisies if cellule.index not in couverts and cellule.code not in connues]
        if manquantes:
            yield NonFourni(table.id, table.title, len(manquantes), len(manquantes) < len(saisies))


def _etpr_absents(vues: Vues) -> tuple[str, ...]:
    """Agents paid in the year without any period that counts."""
    couverts = np.zeros(len(vues.agents), dtype=np.bool_)
    couverts[vues["etpr"].rangs] = True
    payes = vues.agents["paye"].to_numpy(np.bool_)
    return tuple(vues.cles[rang] for rang in np.flatnonzero(payes & ~couverts).tolist())


__all__ = ["Agregat", "Cause", "NonFourni", "Question", "Regle", "SansCase", "Sources", "agreger", "modules_demandes"]
