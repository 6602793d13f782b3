"""What differs between two editions around their cells: parameters, coherence rules, lines of lists without a cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from processors.calculs.parametres import FILE as CALCULS
from processors.editions.modele import Ecart
from processors.report.mots import pluriel
from schemas.figures import files_of
from schemas.migration import Migration
from schemas.model import Nomenclature, Questionnaire
from schemas.rules import Rule, rules_of

PARAMETRE, CONTROLE, LISTE = "parametre", "controle", "liste"
AUTOUR = (CONTROLE, PARAMETRE, LISTE)
"""Natures of the differences that change no cell, nor any text of the form."""
FICHES, PARAMETRES, LISTES = "Fiches d’agents", "Paramètres", "Listes"
HORS_INDICATEUR = (FICHES, PARAMETRES, LISTES)
"""What stands in place of an indicator, for a difference that is of none."""
_NAMED = 4
_SANS_CELLULE = Ecart("", "", "", "", "", "", 0, "", "")

Shift = Callable[[str], str]
"""Rewrites the years of a text of the older edition as those of the newer one."""


def autour(source: Questionnaire, target: Questionnaire, migration: Migration, shift: Shift) -> Iterator[Ecart]:
    """The differences around the cells, each with where it is from in `raison`."""
    yield from _controles(source, target, migration)
    yield from _parametres(source, target)
    yield from _listes(source, target, shift)


# Parameters


def _parametres(source: Questionnaire, target: Questionnaire) -> Iterator[Ecart]:
    for before, after in ((_de_l_edition(source), _de_l_edition(target)), (_calculs(source), _calculs(target))):
        for code in dict.fromkeys((*after, *before)):
            label = (after.get(code) or before[code])[0]
            was, now = (values.get(code, ("", ""))[1] for values in (before, after))
            if was != now:
                yield replace(
                    _SANS_CELLULE,
                    indicateur=PARAMETRES,
                    titre="contrôles et calculs",
                    nature=PARAMETRE,
                    intitule=_intitule("Paramètre", was, now),
                    avant=was,
                    apres=now,
                    raison=label,
                )


def _de_l_edition(questionnaire: Questionnaire) -> dict[str, tuple[str, str]]:
    """Label and value of each parameter, in words."""
    return {code: (one.label, _en_mots(one.value)) for code, one in questionnaire.parameters.items()}


def _calculs(questionnaire: Questionnaire) -> dict[str, tuple[str, str]]:
    files = files_of(questionnaire)
    entries: Mapping[str, Any] = files.yaml(CALCULS) if files.exists(CALCULS) else {}
    return {code: (str(one["libelle"]), _en_mots(one["valeur"])) for code, one in entries.items()}


def _en_mots(value: object) -> str:
    return str(value).removesuffix(".0").replace(".", ",")


def _intitule(what: str, was: str, now: str) -> str:
    return f"{what} {'nouveau' if not was else 'retiré' if not now else 'changé'}"


# Coherence rules


def _controles(source: Questionnaire, target: Questionnaire, migration: Migration) -> Iterator[Ecart]:
    before = {migration.rule(rule.code) or f"{rule.code} ({source.id})": rule for rule in rules_of(source)}
    after = {rule.code: rule for rule in rules_of(target)}
    neutral = _Neutral(source, target)
    for code in dict.fromkeys((*after, *before)):
        was, now = before.get(code), after.get(code)
        if was and now and was.severity == now.severity and neutral.of(was) == neutral.of(now):
            continue
        rule, home = (now, target) if now else (was, source)
        assert rule is not None
        same = was is not None and now is not None and was.severity == now.severity
        yield replace(
            _SANS_CELLULE,
            indicateur=rule.indicators[0] if rule.indicators else FICHES,
            titre=_titre(home, rule),
            nature=CONTROLE,
            intitule=_intitule("Contrôle", was.code if was else "", now.code if now else ""),
            avant=was.severity if was and not same else "",
            apres="calcul ou condition" if same else now.severity if now else "",
            raison=f"{rule.code}, {rule.title}",
        )


def _titre(questionnaire: Questionnaire, rule: Rule) -> str:
    titles = {indicator.code: indicator.title for indicator in questionnaire.indicators}
    return titles[rule.indicators[0]] if rule.indicators else "contrôles agent par agent"


class _Neutral:
    """Rules told apart by what they say, not by the ids of the tables that only one of the editions has."""

    def __init__(self, source: Questionnaire, target: Questionnaire) -> None:
        own = source.tables.keys() ^ target.tables.keys()
        homes = {table: source if table in source.tables else target for table in own}
        self.indicator = {table: home.indicator_of[table].code for table, home in homes.items()}
        choices = "|".join(re.escape(table) for table in sorted(own, key=len, reverse=True))
        self.named = re.compile(rf"(?<![\w.])(?:{choices})(?=['!])") if choices else None

    def of(self, rule: Rule) -> str:
        text = repr((rule.expression, rule.condition, rule.tolerance, rule.scope, rule.level, rule.each))
        return self.named.sub(lambda found: self.indicator[found[0]], text) if self.named else text


# Lists


def _listes(source: Questionnaire, target: Questionnaire, shift: Shift) -> Iterator[Ecart]:
    """Lines of a list that stand in one edition only, or say something else, and that no cell bears."""
    borne = _borne(source) | _borne(target)
    for name in dict.fromkeys((*target.nomenclatures, *source.nomenclatures)):
        old = _labels(source.nomenclatures.get(name), borne, shift)
        new = _labels(target.nomenclatures.get(name), borne, str)
        gone = [label for code, label in old.items() if new.get(code) != label]
        come = [label for code, label in new.items() if old.get(code) != label]
        if gone or come:
            home = target if name in target.nomenclatures else source
            yield replace(
                _SANS_CELLULE,
                indicateur=LISTES,
                titre="réponses et codes qui ne sont pas des lignes de tableau",
                nature=LISTE,
                intitule="Liste changée" if gone and come else "Liste complétée" if come else "Liste réduite",
                avant=_quelques(gone),
                apres=_quelques(come),
                raison=f"{home.nomenclatures[name].title} ({name})",
            )


def _labels(nomenclature: Nomenclature | None, borne: set[tuple[str, str]], shift: Shift) -> dict[str, str]:
    if nomenclature is None:
        return {}
    own = (one for one in nomenclature.elements if (nomenclature.name, one.code) not in borne)
    return {one.code: shift(one.label) for one in own}


def _borne(questionnaire: Questionnaire) -> set[tuple[str, str]]:
    """The lines of lists that a row or a column of a table stands for."""
    tables = questionnaire.tables.values()
    rows = (pair for table in tables for row in table.rows for pair in row.axes.items())
    columns = (pair for table in tables for column in table.columns for pair in column.axes.items())
    return {*rows, *columns}


def _quelques(labels: list[str]) -> str:
    named = ", ".join(f"«\u00a0{label}\u00a0»" for label in labels[:_NAMED])
    others = len(labels) - _NAMED
    return f"{named} et {pluriel(others, 'autre', 'autres')}" if others > 0 else named
