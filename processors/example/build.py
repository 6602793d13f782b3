"""From a seed to the answers of a questionnaire."""

from __future__ import annotations

from collections.abc import Mapping

import schemas
from processors.answers import Answers
from processors.example import generic
from processors.example.asked import Asked
from processors.example.draws import Draws
from processors.example.grid import Grid, facts
from processors.example.registry import FILLERS, Filler
from processors.example.simulation import Situation, simuler
from processors.example.tables import (
    collectivite,
    conditions,
    droits,
    effectifs,
    formation,
    gpeec,
    handitorial,
    mouvements,
    rassct,
    remunerations,
    temps,
)
from processors.example.transposition import as_it_was, newer, transpose
from schemas.migration import Migration
from schemas.model import Questionnaire, Table

FAMILIES = (
    collectivite,
    effectifs,
    mouvements,
    temps,
    remunerations,
    conditions,
    formation,
    droits,
    rassct,
    handitorial,
    gpeec,
)
"""The modules whose functions are registered, by being imported."""

GENERIC_ROUNDS = 2
"""A generic answer may open another table: fill again, once."""


def exemple(questionnaire: Questionnaire, graine: int, modules: tuple[str, ...]) -> Answers:
    """A synthetic, coherent set of answers of a fictitious collectivité.

    Args:
        questionnaire: a declared questionnaire.
        graine: any whole number; the same one always gives the same answers, whatever the modules chosen.
        modules: codes of the modules to answer; the « Collectivité » sheet always is.

    Raises:
        KeyError: a module that the questionnaire has not.
    """
    for module in modules:
        questionnaire.modules[module]
    grid = fill(questionnaire, graine, modules)
    return Answers(questionnaire, modules, grid.rounded())


def fill(questionnaire: Questionnaire, graine: int, modules: tuple[str, ...]) -> Grid:
    """The grid behind `exemple`, before rounding."""
    migration = newer(questionnaire)
    if migration is not None:
        return _as_newest(questionnaire, migration, graine, modules)
    situation = simuler(questionnaire, graine)
    grid = Grid(questionnaire)
    tables = [table for indicator in questionnaire.select(modules) for table in indicator.tables]
    fillers = {place.table: FILLERS[name] for name, place in grid.places.items() if name in FILLERS}
    _own_fillers(grid, fillers, situation)
    for table in tables:
        if table.id in fillers:
            grid.zeros(table, facts(situation.agents))
    chosen = {table.id for table in tables}
    grid.values = {code: value for code, value in grid.values.items() if code.partition("!")[0] in chosen}
    for _ in range(GENERIC_ROUNDS):
        _close(grid, tables, situation)
    return grid


def _as_newest(questionnaire: Questionnaire, migration: Migration, graine: int, modules: tuple[str, ...]) -> Grid:
    """The grid of an older edition, from that of the newest one."""
    newest = schemas.questionnaire(str(migration.target))
    newest = as_it_was(questionnaire, newest)
    known = fill(newest, graine, tuple(module for module in modules if module in newest.modules))
    grid = Grid(questionnaire)
    grid.values = transpose(questionnaire, migration, known.values)
    tables = [table for indicator in questionnaire.select(modules) for table in indicator.tables]
    for _ in range(GENERIC_ROUNDS):
        _close(grid, tables, simuler(newest, graine))
    return grid


def _own_fillers(grid: Grid, fillers: Mapping[str, Filler], situation: Situation) -> None:
    """Call each filler (by table id) once, in the order of the form: the draws do not depend on the modules."""
    called = []
    for table in grid.questionnaire.tables:
        filler = fillers.get(table)
        if filler and filler not in called:
            called.append(filler)
            filler(grid, situation)


def _close(grid: Grid, tables: list[Table], situation: Situation) -> None:
    """Take away the answers that are not asked, and answer the tables that are asked and still empty."""
    questions = Asked(grid.questionnaire, grid.values)
    asked = {table.id: questions.cells(table) for table in tables}
    codes = {cell.code for cells in asked.values() for cell in cells}
    grid.values = {code: value for code, value in grid.values.items() if code in codes}
    answered = {code.partition("!")[0] for code in grid.values}
    for table in tables:
        if asked[table.id] and table.id not in answered:
            draws = Draws(f"{situation.graine} {table.id}")
            grid.values |= generic.fill(grid.questionnaire, asked[table.id], draws, situation.taille)
