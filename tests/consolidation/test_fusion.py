"""Merged reports: nothing lost, nothing counted twice, nothing decided in place of people."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isclose

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import schemas
from processors.answers import Answers
from processors.consolidation import Consolidation, RegroupementImpossible, Sort, consolider
from processors.consolidation.effets import Effet, effets_de
from processors.consolidation.mouvements import possibles
from processors.control import check_source
from processors.example import exemple
from processors.findings import Severity
from processors.sources import Source
from schemas.json_schema import MAX_NUMBER
from schemas.model import NUMERIC, Cell
from schemas.plan import Value, plan_of
from schemas.variables import cell_of
from tests.processors.reponses import REC, reponses
from tests.support.imports import RACINE

SIRETS = ("21380185500015", "99990001200009", "99990002000010")
ENTRIES = [cell for cell in REC.cells.values() if not cell.computed]
OPEN = {table.id for table in REC.tables.values() if table.open_rows}


def lot(rank: int, values: Mapping[str, Value], modules: tuple[str, ...] = ("rec",)) -> Answers:
    found = reponses(values)
    named: dict[str, Value] = {
        "collectivite!siret.C01": SIRETS[rank],
        "collectivite!raison_sociale.C01": f"Commune {rank}",
    }
    return replace(found, values=found.values | named, modules=modules)


def drawn(cell: Cell, draw: random.Random) -> Value:
    if cell.type.kind in NUMERIC:
        whole = draw.randrange(1000)
        return whole if cell.type.step >= 1 else whole * 100 * cell.type.step / 100
    if cell.type.kind.value == "annee":
        return draw.randrange(2000, 2003)
    if cell.type.choices:
        return draw.choice(REC.choices(cell.type).elements).code
    return draw.choice(("abc", "déf"))


def random_lots(seed: int, count: int) -> list[Answers]:
    """Reports whose answers are drawn anywhere in the questionnaire, modules included."""
    draw = random.Random(seed)
    lots = []
    for rank in range(count):
        cells = draw.sample(ENTRIES, 400)
        lots.append(lot(rank, {cell.code: drawn(cell, draw) for cell in cells}, tuple(REC.modules)))
    return lots


@settings(max_examples=12)
@given(seed=st.integers(0, 10**9), count=st.integers(2, 3))
def test_nothing_is_lost_and_nothing_is_counted_twice(seed: int, count: int) -> None:
    lots = random_lots(seed, count)
    merged = consolider(lots)
    told = [[value for value in line.valeurs if value is not None] for line in merged.lignes]
    given_in = sorted((str(value), type(value).__name__) for one in lots for value in one.values.values())
    assert sorted((str(value), type(value).__name__) for values in told for value in values) == given_in
    assert len({line.variable for line in merged.lignes}) == len(merged.lignes)
    assert {line.variable: line.retenu for line in merged.lignes if line.retenu is not None} == merged.answers.values
    for line in merged.lignes:
        cell = cell_of(REC, line.variable)
        assert cell is not None
        if cell.type.kind not in NUMERIC or line.sort in (Sort.DECIDER, Sort.ECARTE):
            continue
        figures = [value for value in line.valeurs if isinstance(value, int | float)]
        assert isinstance(line.retenu, int | float)
        assert isclose(line.retenu, sum(figures), rel_tol=1e-12), line.variable


@settings(max_examples=4)
@given(seed=st.integers(0, 10**9))
def test_the_order_of_the_reports_changes_no_sum(seed: int) -> None:
    lots = random_lots(seed, 3)
    sums = [
        {line.variable: line.retenu for line in consolider(order).lignes if line.sort in (Sort.SOMME, Sort.VERIFIER)}
        for order in (lots, lots[::-1])
    ]
    assert sums[0] == sums[1]


@pytest.fixture(scope="module")
def examples() -> list[Answers]:
    return [exemple(REC, seed, ("rec",)) for seed in (1, 2, 3)]


@pytest.fixture(scope="module")
def merged(examples: list[Answers]) -> Consolidation:
    return consolider(examples, siret="21990001600011", nom="Commune nouvelle")


def test_the_merged_report_passes_the_check(merged: Consolidation) -> None:
    checked = check_source(Source(merged.answers))
    assert [found for found in checked.findings if found.severity is Severity.BLOQUANT] == []
    assert (merged.answers.siret, merged.answers.name) == ("21990001600011", "Commune nouvelle")


def test_totals_add_up_and_rates_are_recomputed(examples: list[Answers], merged: Consolidation) -> None:
    plan = plan_of(REC)
    each = [plan.totals(one.values) for one in examples]
    whole = plan.totals(merged.answers.values)
    for code in ("1.1.1!GENERAL.T3", "1.2.1!GENERAL.T6", "3.4.4!GENERAL.T3", "1.1.4!TOTAL.T1"):
        if code in whole:
            assert whole[code] == pytest.approx(sum(totals.get(code, 0.0) for totals in each)), code
    costs = [merged.answers.values[f"3.4.5!L0{row}.C01"] for row in (2, 1)]
    assert whole["3.4.5!L03.C01"] == pytest.approx(int(1000 * float(costs[0]) / float(costs[1])) / 10)
    assert whole["3.4.5!L03.C01"] != pytest.approx(sum(totals["3.4.5!L03.C01"] for totals in each))


def sorts(lots: Sequence[Answers], variable: str) -> tuple[Value | None, Sort]:
    (line,) = (line for line in consolider(lots).lignes if line.variable == variable)
    return line.retenu, line.sort


@pytest.mark.parametrize(
    ("variable", "values", "expected"),
    [
        ("1.1.1!G001.C05", (2, 3), (5, Sort.SOMME)),
        ("1.1.1!G001.C05", (2, None), (2, Sort.SOMME)),
        ("1.1.4!AD_A.C03", (0.1, 0.2), (0.3, Sort.SOMME)),
        ("1.1.1!G001.C05", (MAX_NUMBER, 1), (None, Sort.DECIDER)),
        ("2.2.5!L01.C01", ("OUI", "OUI"), ("OUI", Sort.RETENU)),
        ("2.2.5!L01.C01", ("OUI", "NON"), (None, Sort.DECIDER)),
        ("2.2.5!L01.C01", ("OUI", None), (None, Sort.DECIDER)),
        ("4.1.4!L02.C01", (2010, 2012), (None, Sort.DECIDER)),
        ("collectivite!population.C01", (100, 200), (None, Sort.DECIDER)),
        ("collectivite!effectif_0112.C01", (10, 20), (30, Sort.VERIFIER)),
        ("collectivite!q_cet.C01", ("NON", "OUI"), ("OUI", Sort.RETENU)),
        ("collectivite!q_cet.C01", ("NON", None), (None, Sort.DECIDER)),
        ("1.3.2.0!Q132.C01", ("NON", "OUI"), ("OUI", Sort.RETENU)),
        ("4.2.2.0!Q01.C01", ("OUI", None), ("OUI", Sort.RETENU)),
        ("4.3.1.1.0!Q01.C01", ("NON", "NON"), ("NON", Sort.RETENU)),
        ("2.1.7.1!L02.C01", (None, "OUI"), ("OUI", Sort.RETENU)),
        ("2.1.0!L02.C01", ("NON", "OUI"), (None, Sort.DECIDER)),
        ("2.1.0!L03.C01", (2, 1), (None, Sort.DECIDER)),
        ("collectivite!type_collectivite.C01", ("CCN", "CCAS"), ("CCN", Sort.PROPOSE)),
    ],
)
def test_each_kind_of_answer_is_grouped_as_declared(
    variable: str, values: tuple[Value | None, ...], expected: tuple[Value | None, Sort]
) -> None:
    lots = [lot(rank, {variable: value} if value is not None else {}) for rank, value in enumerate(values)]
    assert sorts(lots, variable) == expected


def test_open_rows_follow_each_other() -> None:
    table = sorted(OPEN)[0]
    rows = [{f"{table}!L{row:02d}.C01": f"{rank}-{row}" for row in (1, 4)} for rank in range(3)]
    lots = [lot(rank, values, tuple(REC.modules)) for rank, values in enumerate(rows)]
    found = consolider(lots).answers.values
    expected = ["0-1", "0-4", "1-1", "1-4", "2-1", "2-4"]
    assert [found[f"{table}!L{row:02d}.C01"] for row in range(1, 7)] == expected


def test_a_module_that_is_left_out_is_told() -> None:
    lots = [
        lot(0, {"1.1.1!G001.C05": 1, "R.6!MP97.C01": 2}, ("rec", "rassct")),
        lot(1, {"1.1.1!G001.C05": 1}),
    ]
    with pytest.raises(RegroupementImpossible, match="les modules"):
        consolider(lots)
    merged = consolider(lots, modules=("rec",))
    assert [line.variable for line in merged.lignes if line.sort is Sort.ECARTE] == ["R.6!MP97.C01"]
    assert merged.answers.values["1.1.1!G001.C05"] == 2


def test_what_cannot_be_added_up_is_refused() -> None:
    one, two = lot(0, {}), lot(1, {})
    with pytest.raises(RegroupementImpossible, match="au moins deux"):
        consolider([one])
    with pytest.raises(RegroupementImpossible, match="comptés deux fois"):
        consolider([one, two, one])
    with pytest.raises(RegroupementImpossible, match="bilan-social migrer"):
        consolider([one, replace(two, version="0.9.0")])
    with pytest.raises(RegroupementImpossible, match="rec2017"):
        consolider([one, replace(two, questionnaire=schemas.questionnaire("rec2017"))])


def test_movements_inside_the_group_are_pointed_out() -> None:
    lots = [
        lot(0, {"1.5.0.1!MD008.C01": 3, "1.5.2!CE002.C08": 4}),
        lot(1, {"1.5.0.1!MD008.C05": 1, "1.5.2!CE010.C08": 2}),
    ]
    (found,) = consolider(lots).internes
    assert (found.libelle, found.departs, found.arrivees) == ("Mutations de fonctionnaires", (3, 1), (4, 2))
    assert found.possibles == 3  # two of the three who left the first, and the one who left the second


@pytest.mark.parametrize(
    ("sent", "received", "position"),
    [
        ("1.5.0.2!MD024.C01", "1.5.2!CE002.C04", False),
        ("1.5.0.2!MD012.C04", "1.5.2!CE010.C01", False),
        ("1.5.0.1!MD009.C02", "1.5.2!CE002.C15", False),
        ("1.5.0.1!MD001.C02", "1.5.2!CE002.C16", False),
        ("1.4.1!PS003.C01", "1.4.2!PS020.C03", True),
        ("1.4.1!PS008.C02", "1.4.3!PS016.C04", True),
    ],
)
def test_every_way_to_go_from_one_to_another_is_pointed_out(sent: str, received: str, position: bool) -> None:
    found = consolider([lot(0, {sent: 3}), lot(1, {received: 2})]).internes
    assert [(one.departs, one.arrivees, one.possibles, one.position) for one in found] == [
        ((3, 0), (0, 2), 2, position)
    ]
    assert consolider([lot(0, {sent: 3, received: 2}), lot(1, {})]).internes == ()


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=3))
def test_the_most_internal_movements_is_a_largest_matching(pairs: list[tuple[int, int]]) -> None:
    departs, arrivals = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    leavers = [place for place, count in enumerate(departs) for _ in range(count)]
    seats = [place for place, count in enumerate(arrivals) for _ in range(count)]
    matched: dict[int, int] = {}

    def seat(leaver: int, tried: set[int]) -> bool:
        for number, place in enumerate(seats):
            if place != leavers[leaver] and number not in tried:
                tried.add(number)
                if number not in matched or seat(matched[number], tried):
                    matched[number] = leaver
                    return True
        return False

    assert possibles(departs, arrivals) == sum(seat(leaver, set()) for leaver in range(len(leavers)))


def test_every_declared_exception_names_real_variables() -> None:
    effects = effets_de(REC)
    declared = [effects.de(cell) for cell in ENTRIES]
    assert {note for _, note in declared if note} == {rule.note for rule in effects.regles}
    assert {effect for effect, _ in declared} == set(Effet)


@pytest.mark.parametrize("name", schemas.available())
def test_every_edition_can_be_grouped(name: str) -> None:
    declared = schemas.questionnaire(name)
    lots = [replace(lot(rank, {"1.1.1!G001.C05": 2}), questionnaire=declared, version="1.0.0") for rank in (0, 1)]
    assert consolider(lots).answers.values["1.1.1!G001.C05"] == 4


def test_every_declared_movement_is_asked_by_the_latest_edition() -> None:
    declared = yaml.safe_load((RACINE / "schemas" / REC.id / "consolidation.yaml").read_text(encoding="utf-8"))
    assert len(effets_de(REC).mouvements) == len(declared["mouvements"]) + len(declared["positions"])
