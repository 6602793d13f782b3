"""An authority against its strata, over a real campaign database."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from statistics import fmean

import numpy as np
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

import schemas
from processors.campaign.base import CampagneImpossible, ouvrir
from processors.campaign.reception import Reception
from processors.campaign.transitions import REFUSER, Decision, changer, concernes
from processors.comparison.comparaison import Comparaison, Repere, comparer, publiees, reperes, valeurs
from processors.comparison.declaration import declaration_de
from processors.comparison.mesures import Mesures, mesurer
from processors.comparison.tableau import WITHHELD, ecrire_classeur, lignes_csv
from processors.example.identite import siret
from schemas.plan import plan_of
from tests.campaign.receptions import faulty, reception
from tests.cli.outils import REC, Run
from tests.comparison.campagnes import campaign
from tests.support.imports import RACINE

DECLARED = declaration_de(REC)
PAYROLL = [ratio.code for ratio in DECLARED.ratios].index("masse_salariale")


def authority(number: int, kind: str = "CCN", population: int = 700, cost: int = 0, **given: object) -> Reception:
    """An authority with a payroll of `cost` (its number by default) for 1 000 of expenses, and ten agents."""
    one = reception(number, type_collectivite=kind)
    values = {
        **one.valeurs,
        "collectivite!type_collectivite.C01": kind,
        "collectivite!population.C01": population,
        "3.4.5!L01.C01": 1000,
        "3.4.5!L02.C01": cost or 100 + 10 * number,
        "1.1.1!G001.C05": 10,
        "2.1.1.1!ABS001.C04": 365,
    }
    return replace(one, valeurs=values, **given)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """20 communes of 700 inhabitants and 4 of 3 000, 3 syndicates, a report to correct, and one that was replaced."""
    path = tmp_path_factory.mktemp("campagne") / "campagne.duckdb"
    sent = [authority(number) for number in range(1, 21)]
    sent += [authority(number, population=3000) for number in range(21, 25)]
    sent += [authority(number, "SIVU") for number in range(25, 28)]
    wrong = authority(30, cost=999)
    sent += [faulty(30, valeurs=wrong.valeurs), authority(1, cost=990, sha256="0" * 64, recu_le="2020-01-01")]
    with campaign(path, sent):
        return path


def payroll(compared: Comparaison) -> tuple[float | None, tuple[Repere | None, ...]]:
    line = compared.lignes[PAYROLL]
    return line.valeur, line.reperes


def test_median_quartiles_and_rank(base: Path) -> None:
    with ouvrir(base, lecture_seule=True) as campagne:
        compared = comparer(campagne, siret(3), ["population"])
    value, (found,) = payroll(compared)
    shares = [(100 + 10 * number) / 10 for number in range(1, 21)]
    assert value == 13.0
    assert found is not None
    assert (found.collectivites, found.rang) == (20, 18)
    assert found.mediane == pytest.approx(np.median(shares))
    assert found.q1 == pytest.approx(np.quantile(shares, 0.25), abs=0.3)
    assert found.q3 == pytest.approx(np.quantile(shares, 0.75), abs=0.3)
    assert compared.strates == ("Communes, 500 à 999 habitants",)


def test_a_small_stratum_is_withheld_and_cannot_be_subtracted(base: Path) -> None:
    """Four communes of another band: their band is hidden, and so would be any total that gives it away."""
    with ouvrir(base, lecture_seule=True) as campagne:
        compared = comparer(campagne, siret(22), ["population", "type", "ensemble"])
        line = compared.lignes[PAYROLL]
        mesures = mesurer(campagne, REC, DECLARED)
        families = [one.members for one in publiees(DECLARED, mesures) if one.ratio == PAYROLL]
    assert line.reperes[0] is None
    sizes = sorted(int(members.sum()) for members in families)
    assert 27 in sizes
    assert 24 not in sizes, "the three syndicates would be the difference"
    for one in families:
        for other in families:
            assert int((one & ~other).sum()) not in range(1, 6)


def test_what_is_published_does_not_depend_on_who_asks(base: Path) -> None:
    with ouvrir(base, lecture_seule=True) as campagne:
        mesures = mesurer(campagne, REC, DECLARED)
    told = [
        {key: replace(one, rang=None) for key, one in reperes(DECLARED, mesures, siret(number)).items()}
        for number in (1, 22, 26)
    ]
    assert told[0] == told[1] == told[2]


@pytest.mark.parametrize("count", range(6, 31))
def test_no_published_figure_is_the_value_of_one_authority(count: int) -> None:
    """Neither minimum nor maximum, and who takes its own value out of a figure still faces two others at least."""
    random = np.random.default_rng(count)
    costs = random.uniform(100, 900, count)
    mesures = Mesures(
        tuple(siret(number) for number in range(count)),
        np.tile(costs[:, None], (1, len(DECLARED.ratios))),
        np.full((count, len(DECLARED.ratios)), 1000.0),
        {axis: np.zeros(count, dtype=np.intp) for axis in DECLARED.axes},
    )
    exact = np.sort(valeurs(DECLARED.ratios[PAYROLL], mesures, PAYROLL))
    found = reperes(DECLARED, mesures, siret(0))[PAYROLL, ("ensemble", ())]
    windows = []
    for share, figure in ((0.25, found.q1), (0.5, found.mediane), (0.75, found.q3)):
        rank = share * (count - 1)
        window = range(int(rank) - 1, int(np.ceil(rank)) + 2)
        if figure is not None:
            assert len(window) >= 3
            assert figure == pytest.approx(fmean(exact[list(window)]), abs=0.051)
            windows.append(set(window))
    assert (found.q1 is None) == (found.q3 is None)
    assert sum(map(len, windows)) == len(set().union(*windows)), "no value serves twice"
    assert set().union(*windows) <= set(range(count))


@settings(max_examples=8)
@example(bands=[(12, 0.4), (8, 1.0)], seed=1)
@example(bands=[(6, 0.8), (9, 0.4), (7, 1.0)], seed=2)
@given(
    bands=st.lists(st.tuples(st.integers(4, 14), st.sampled_from([0.4, 0.8, 1.0])), min_size=1, max_size=3),
    seed=st.integers(0, 10**6),
)
def test_no_rank_gives_away_the_value_of_the_others(bands: list[tuple[int, float]], seed: int) -> None:
    """Each authority subtracts its ranks: if none stands above it in a group, the others lie between zero and it.

    That must leave them room: never may it conclude that they are all at its own value, known to be the least.
    """
    random = np.random.default_rng(seed)
    alone = replace(DECLARED, ratios=(DECLARED.ratios[PAYROLL],))
    band = np.repeat(np.arange(len(bands)), [size for size, _ in bands]).astype(np.intp)
    count = len(band)
    zeros = np.array([share for _, share in bands])[band]
    costs = np.where(random.random(count) < zeros, 0.0, random.uniform(0, 900, count))
    axes = {axis: np.zeros(count, dtype=np.intp) for axis in DECLARED.axes}
    axes |= {"population": band, "type": (band > 0).astype(np.intp)}
    names = tuple(siret(number) for number in range(count))
    mesures = Mesures(names, costs[:, None], np.full((count, 1), 1000.0), axes)
    inside = {one.strate: one.members for one in publiees(alone, mesures)}
    unit = 10.0 ** -alone.ratios[0].decimales
    own = valeurs(alone.ratios[0], mesures, 0)
    asking = np.unique(np.column_stack([band, own <= unit]), axis=0, return_index=True)[1]
    for place, name in ((one, names[one]) for one in asking):
        told = {
            strate: one.rang
            for (_, strate), one in reperes(alone, mesures, name).items()
            if one.rang is not None and inside[strate][place]
        }
        for strate, rank in told.items():
            taken = [(inside[other], smaller) for other, smaller in told.items()]
            for other, smaller in [(np.zeros(count, dtype=np.bool_), 1), *taken]:
                group = inside[strate] & ~other
                if group.any() and (other <= inside[strate]).all():
                    above = rank - smaller
                    assert above == (own[group] > own[place]).sum()
                    assert above > 0 or own[place] > unit


def test_a_group_at_one_value_is_published_for_nobody(tmp_path: Path) -> None:
    same = [authority(number, cost=500) for number in range(1, 21)]
    with campaign(tmp_path / "c.duckdb", same) as campagne:
        for number in (1, 12):
            assert payroll(comparer(campagne, siret(number), ["ensemble", "population"]))[1] == (None, None)


def test_a_refused_report_is_neither_compared_nor_counted(tmp_path: Path) -> None:
    with campaign(tmp_path / "c.duckdb", [authority(number) for number in range(1, 21)]) as campagne:
        changer(
            campagne,
            REFUSER,
            concernes(campagne, REFUSER, [siret(4)]),
            Decision("A", "2020-04-01 10:30:00", "à revoir"),
        )
        _, (found,) = payroll(comparer(campagne, siret(3), ["ensemble"]))
        assert found is not None
        assert found.collectivites == 19
        with pytest.raises(CampagneImpossible, match="Aucun bilan valide"):
            comparer(campagne, siret(4), ["ensemble"])


def test_blank_is_not_zero(base: Path) -> None:
    """An authority that did not answer does not contribute, and has no rank."""
    with ouvrir(base, lecture_seule=True) as campagne:
        compared = comparer(campagne, siret(3), ["ensemble"])
    trained = next(line for line in compared.lignes if line.ratio.code == "agents_formes")
    assert trained.valeur is None
    assert trained.reperes == (None,)


def test_every_ratio_of_an_example_is_computed(tmp_path: Path) -> None:
    from processors.example import exemple

    sent = []
    for seed in (1, 2):
        found = exemple(REC, seed, ("rec",))
        sent.append(reception(seed, valeurs=found.values, siret=found.siret, type_collectivite="CCN"))
    with campaign(tmp_path / "c.duckdb", sent) as campagne:
        lines = comparer(campagne, sent[1].siret, ["ensemble"]).lignes
    assert all(line.valeur is not None for line in lines)
    assert all(line.reperes == (None,) for line in lines)


def test_an_authority_without_valid_report_is_not_compared(base: Path) -> None:
    with ouvrir(base, lecture_seule=True) as campagne:
        for number in (30, 77):
            with pytest.raises(CampagneImpossible, match="Aucun bilan valide"):
                comparer(campagne, siret(number), ["type"])
        with pytest.raises(CampagneImpossible, match="Strates\u00a0: ensemble, type, population, effectif"):
            comparer(campagne, siret(1), ["region"])


def test_what_is_withheld_is_nowhere_in_the_files(base: Path, tmp_path: Path) -> None:
    with ouvrir(base, lecture_seule=True) as campagne:
        compared = comparer(campagne, siret(26), ["population", "type"])
    ecrire_classeur(tmp_path / "c.xlsx", compared)
    book = load_workbook(str(tmp_path / "c.xlsx"))
    (row,) = (
        row
        for row in book.get_sheet_by_name("Comparaison").to_python(skip_empty_area=False)
        if row[0] == "Poids de la masse salariale"
    )
    assert [value for value in row[3:] if value != ""] == [WITHHELD, WITHHELD]
    assert book.sheet_names == ["Comparaison"], "no chart without a published stratum"
    lines = [line for line in lignes_csv(compared).decode("utf-8-sig").splitlines() if "masse_salariale" in line]
    assert all(line.endswith(f"{WITHHELD};;;;") for line in lines)


def test_the_command_writes_a_workbook_with_charts_and_a_csv(base: Path, tmp_path: Path, run: Run) -> None:
    target = tmp_path / "c.xlsx"
    ended = run(
        "comparer", base, "--siret", siret(3), "--strate", "population", "-o", target, "--csv", tmp_path / "c.csv"
    )
    assert ended.code == 0, ended.err
    assert "ne sont pas publiés (secret statistique)" in ended.err
    assert load_workbook(str(target)).sheet_names == ["Comparaison", "Graphiques"]
    text = (tmp_path / "c.csv").read_text(encoding="utf-8-sig")
    assert ";masse_salariale;Poids de la masse salariale;%;13;Communes, 500 à 999 habitants;20;" in text
    assert run("comparer", base, "--siret", siret(3), "--strate", "age", "-o", tmp_path / "d.xlsx").code == 3


def test_every_declared_ratio_is_given_by_the_latest_edition_and_most_by_the_others() -> None:
    declared = yaml.safe_load((RACINE / "schemas" / REC.id / "ratios.yaml").read_text(encoding="utf-8"))["ratios"]
    assert [ratio.code for ratio in DECLARED.ratios] == [one["code"] for one in declared]
    usual = [one["code"] for one in declared if not one["code"].startswith("absenteisme")]
    for name in schemas.available():
        assert len(declaration_de(schemas.questionnaire(name)).ratios) >= len(usual) / 2


def test_each_absenteeism_is_also_told_of_fonctionnaires_and_of_contractuels() -> None:
    codes = {ratio.code for ratio in DECLARED.ratios}
    for kind in ("compressible", "medical", "global"):
        for whose in ("", "_fonctionnaires", "_contractuels"):
            assert f"absenteisme_{kind}{whose}" in codes


def test_the_figures_read_from_the_database_are_those_of_the_whole_report(tmp_path: Path) -> None:
    """Only the cells that ratios and strata are made of are read: the figures are those that all cells give."""
    from processors.example import exemple

    found = [exemple(REC, seed, ("rec",)) for seed in (1, 2, 3)]
    sent = [reception(number, valeurs=one.values, siret=one.siret) for number, one in enumerate(found)]
    with campaign(tmp_path / "c.duckdb", sent) as campagne:
        mesures = mesurer(campagne, REC, DECLARED)
    plan = plan_of(REC)
    block = np.vstack([plan.compute(plan.block(one.values)) for one in found])
    for rank, ratio in enumerate(DECLARED.ratios):
        np.testing.assert_array_equal(mesures.numerateurs[:, rank], ratio.numerateur(block))
        np.testing.assert_array_equal(mesures.denominateurs[:, rank], ratio.denominateur(block))
    for code, axis in DECLARED.axes.items():
        np.testing.assert_array_equal(mesures.axes[code], axis.rangs(block))
