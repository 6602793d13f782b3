"""Two renderings of one language: what Python computes is what the native formulas of the workbook compute."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from schemas.checks import faults
from schemas.declaration import declaration as files_of
from schemas.expressions import parse
from schemas.loader import load
from schemas.model import Cell, Condition, Questionnaire
from schemas.plan import Value, formula_of, plan_of
from tests.schemas.declaration import FICHIERS, ecrire
from workbook_templates.formulas import Formulas
from workbook_templates.layout import Layout

ROWS = 12
"""Sets of answers: each row of the grid is one, and every expression is computed on each."""

TOTALS = 80
CONDITIONS = 150
STALE = 987_654
KNOWN_TRAPS = ["arrondi(C01 / 2; 0)", "arrondi(- C02 / 2; 0)", "arrondi(C03 * 0.5; 2)", "tronque(100 * C04; 0)"]
"""Halves, and 0.29 * 100: rare in random answers."""
TESTS_SHEET = "Conditions"

# Expressions: codes of the current row, cells of other rows, of another sheet, parameters, totals.

numbers = st.sampled_from(["0.5", "2", "3", "100"])
entries = st.sampled_from(["C01", "C02", "C03", "C04"])
cells = st.one_of(
    entries,
    entries,
    st.builds("1.1.1!R{:02}.{}".format, st.integers(1, ROWS), entries),
    st.builds("R{:02}.{}".format, st.integers(1, ROWS), entries),
    st.sampled_from(["1.1.2.1!L01.C01", "1.1.2.1!L03.C01", "parametre.seuil", "T90"]),
)
constants = st.one_of(numbers, cells, cells, cells)


def operations(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{} {} {}".format, inner, st.sampled_from("+-"), inner),
        st.builds("({} {} {})".format, inner, st.sampled_from("+-"), inner),
        st.builds("({}) {} ({})".format, inner, st.sampled_from("*/"), inner),
        st.builds("- ({})".format, inner),
        st.builds("{}({}; {})".format, st.sampled_from(["arrondi", "tronque"]), inner, st.integers(0, 3)),
    )


figures = st.one_of(
    st.lists(entries, min_size=1, max_size=4).map(" + ".join),
    st.recursive(constants, operations, max_leaves=4).filter(lambda text: "C0" in text),
)

# Conditions name their cells in full, and do not divide.

places = st.one_of(
    st.builds("1.1.1!R{:02}.{}".format, st.integers(1, ROWS), st.one_of(entries, st.just("T90"))),
    st.sampled_from(["1.1.2.1!L03.C01", "collectivite.effectif"]),
)
sides = st.one_of(
    places,
    st.builds("{} {} {}".format, places, st.sampled_from("+-"), st.one_of(places, numbers)),
    st.builds("2 * {}".format, places),
    st.builds("tronque({} + parametre.seuil; 1)".format, places),
)
answers = st.one_of(st.just("collectivite.q_agents"), st.builds("1.1.2-Q!Q{:02}.C01".format, st.integers(1, 6)))
comparisons = st.one_of(
    st.builds("{} {} {}".format, sides, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), st.one_of(sides, numbers)),
    st.builds("{} {} '{}'".format, answers, st.sampled_from(["=", "!="]), st.sampled_from(["OUI", "NON"])),
)
truths = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.builds("({} et {})".format, inner, inner),
        st.builds("({} ou {})".format, inner, inner),
        st.builds("non ({})".format, inner),
        st.builds("({} et {} et {})".format, inner, inner, inner),
    ),
    max_leaves=4,
)


def drawn(strategy: st.SearchStrategy[str], count: int) -> list[str]:
    """Distinct examples of a strategy: one workbook holds them all, for LibreOffice to compute once."""
    found: dict[str, None] = {}

    @settings(max_examples=count * 2, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def keep(text: str) -> None:
        found[text] = None

    keep()
    kept = sorted(found, key=len, reverse=True)
    assert len(kept) >= count // 2
    return random.Random(len(kept)).sample(kept, min(count, len(kept)))


@dataclass(frozen=True)
class Sheet:
    """What LibreOffice computed, beside what it was computed from."""

    questionnaire: Questionnaire
    values: dict[str, Value]
    totals: dict[str, object]
    truths: dict[str, tuple[object, object]]


def declaration(totals: list[str]) -> dict[str, str]:
    entry = '  - {{code: "C{0:02}", libelle: "c{0}", unite: "aucun", type: "decimal"}}\n'
    total = '  - {{code: "{}", libelle: "t {}", unite: "aucun", type: "decimal", calcul: "{}"}}\n'
    rows = [f'    - {{code: "R{rank:02}", libelle: "r{rank}"}}\n' for rank in range(1, ROWS + 1)]
    grid = (
        'code: "1.1.1"\ntitre: "Grille"\nchapitre: "1"\npopulation: "tous"\nchamp: "tous"\ntableaux:\n'
        '- id: "1.1.1"\n  titre: "Grille"\n  lignes:\n    liste:\n'
        + "".join(rows)
        + "  colonnes:\n"
        + "".join(entry.format(rank) for rank in range(1, 5))
        + total.format("T90", "90", "C01 + C02")
        + "".join(total.format(f"T{rank:02}", rank, text) for rank, text in enumerate(totals, 1))
        + "aide: []\nexemples: []\n"
    )
    answer = '  - {code: "C01", libelle: "Réponse", unite: "aucun", type: "oui_non"}'
    questions = "".join(f'    - {{code: "Q{rank:02}", libelle: "q{rank}"}}\n' for rank in range(1, 7))
    other = FICHIERS["indicateurs/1.1.2.yaml"].split('- id: "1.1.2-Q"')[0] + (
        '- id: "1.1.2-Q"\n  titre: "Questions"\n  lignes:\n    liste:\n'
        + questions
        + f"  colonnes:\n{answer}\naide: []\nexemples: []\n"
    )
    lists = FICHIERS["nomenclatures/cadres.csv"].replace("1.1.1\n", "\n")
    recall = FICHIERS["indicateurs/R.1.yaml"].replace("1.1.1!GENERAL.T01", "collectivite.effectif")
    return FICHIERS | {
        "indicateurs/1.1.1.yaml": grid,
        "indicateurs/1.1.2.yaml": other,
        "indicateurs/R.1.yaml": recall,
        "nomenclatures/cadres.csv": lists,
    }


def random_answers(questionnaire: Questionnaire, seed: int) -> dict[str, Value]:
    """Answers with blanks, zeros, whole numbers and hundredths; one row of the grid is all blank."""
    dice = random.Random(seed)
    values: dict[str, Value] = {}
    for cell in questionnaire.cells.values():
        if cell.computed or cell.row.code == "R01" or dice.random() < 0.3:
            continue
        if cell.type.choices:
            values[cell.code] = dice.choice(["OUI", "NON"])
        elif cell.type.numeric:
            whole = cell.type.kind == "entier"
            values[cell.code] = dice.choice(
                [0, 1, 3, dice.randint(0, 50), 2 if whole else 0.29, 5 if whole else dice.randint(0, 5000) / 100]
            )
    return values


def addressed(layout: Layout, cell: Cell) -> tuple[str, int, int]:
    place = layout.place(cell.table, cell.row.code, cell.column.code)
    assert place is not None
    return place


def write(path: Path, questionnaire: Questionnaire, values: dict[str, Value], truths: list[str]) -> Layout:
    """The answers and the formulas where the layout puts them, every cached result out of date."""
    layout = Layout(questionnaire, ("base",))
    formulas = Formulas(layout)
    with Workbook(str(path)) as workbook:
        sheets = {sheet.name: workbook.add_worksheet(sheet.name) for sheet in layout.sheets}
        for cell in questionnaire.cells.values():
            if cell.table not in layout.tables:
                continue
            name, line, column = addressed(layout, cell)
            if cell.computed:
                sheets[name].write_formula(line, column, formulas.computed(cell, name), None, STALE)
            elif cell.code in values:
                value = values[cell.code]
                if cell.type.choices:
                    value = questionnaire.choices(cell.type).by_code[str(value)].label
                sheets[name].write(line, column, value)
        tests = workbook.add_worksheet(TESTS_SHEET)
        for line, text in enumerate(truths):
            condition = Condition(parse(text), "")
            tests.write_formula(line, 0, f"={formulas.is_true(condition, TESTS_SHEET)}", None, STALE)
            tests.write_formula(line, 1, f"={formulas.is_false(condition, TESTS_SHEET)}", None, STALE)
    return layout


@pytest.fixture(scope="module")
def sheet(libreoffice: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    folder = tmp_path_factory.mktemp("expressions")
    questionnaire = load(ecrire(folder, declaration([*KNOWN_TRAPS, *drawn(figures, TOTALS)])))
    conditions = drawn(truths, CONDITIONS)
    values = random_answers(questionnaire, len(conditions))
    layout = write(folder / "expressions.xlsx", questionnaire, values, conditions)
    book = CalamineWorkbook.from_path(str(libreoffice.recalculer(folder / "expressions.xlsx", folder / "recalcule")))
    grids = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    totals: dict[str, object] = {}
    for cell in questionnaire.cells.values():
        if cell.computed and cell.table in layout.tables:
            name, line, column = addressed(layout, cell)
            totals[cell.code] = grids[name][line][column]
    found: dict[str, tuple[object, object]] = {
        text: (grids[TESTS_SHEET][line][0], grids[TESTS_SHEET][line][1]) for line, text in enumerate(conditions)
    }
    return Sheet(questionnaire, values, totals, found)


def same(python: float | str, excel: object) -> bool:
    if isinstance(python, float) and isinstance(excel, float):
        return math.isclose(python, excel, rel_tol=1e-9, abs_tol=1e-9)
    return python == excel


def differences(sheet: Sheet) -> Iterator[str]:
    expected = plan_of(sheet.questionnaire).totals(sheet.values)
    for code, excel in sheet.totals.items():
        python = expected.get(code, "")
        if not same(python, excel):
            row = {key: value for key, value in sheet.values.items() if key.startswith(code.rpartition(".")[0])}
            formula = formula_of(sheet.questionnaire.cells[code])
            yield f"{code} : Python {python!r}, tableur {excel!r} ; {formula} ; {row}"


def test_the_synthetic_declaration_is_one_that_the_loader_accepts(tmp_path: Path) -> None:
    folder = ecrire(tmp_path, declaration(["C01 + C02 + C04", "arrondi(100 * C01 / T90; 2)"]))
    assert list(faults(files_of(folder), load(folder))) == []


def test_totals_are_those_of_the_spreadsheet(sheet: Sheet) -> None:
    assert len(sheet.totals) > TOTALS // 2 * ROWS
    assert STALE not in sheet.totals.values()
    assert sum(value == "" for value in sheet.totals.values()) > ROWS
    assert "\n".join(differences(sheet)) == ""


def test_conditions_are_those_of_the_spreadsheet(sheet: Sheet) -> None:
    plan = plan_of(sheet.questionnaire)
    block = plan.compute(plan.block(sheet.values))
    truth = {text: float(plan.holds(Condition(parse(text), ""), block)[0]) for text in sheet.truths}
    wrong = {
        text: (truth[text], excel)
        for text, excel in sheet.truths.items()
        if tuple(map(bool, excel)) != (truth[text] == 1.0, truth[text] == 0.0) or not {*excel} <= {True, False}
    }
    assert wrong == {}
    assert {str(value) for value in truth.values()} == {"1.0", "0.0", "nan"}
