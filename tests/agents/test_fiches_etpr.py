"""The ETPR of the lines of « Périodes » against `processors.calculs`, and the figures of the FAQ."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.agents.donnees import cadre
from processors.agents.etpr import PERIODES, calculer
from processors.calculs import Periode, etpr, etpr_heures, etpr_tache, parametres_de
from schemas.registers_reader import register

PARAMETRES = parametres_de("rec2019")
JOURS = st.dates(date(2018, 6, 1), date(2020, 6, 30))
CADRES = {None: 35, "CE005": 35, "CE017": 16, "CE019": 20}


def une(**valeurs: Any) -> float:
    fiches = register()
    return float(calculer(cadre(fiches.sheets[PERIODES], [{"id_agent": "D", **valeurs}]), fiches)[0])


@settings(max_examples=60)
@given(
    st.tuples(JOURS, JOURS).map(sorted),
    st.integers(2, 100),
    st.sampled_from([None, 4, 8.5, 16, 17.5]),
    st.sampled_from(sorted(CADRES, key=str)),
)
def test_dated_periods_are_those_of_the_calculations(
    dates: list[date], quotite: int, hebdo: float | None, cadre_emplois: str | None
) -> None:
    debut, fin = dates
    base = CADRES[cadre_emplois]
    heures = min(hebdo, base) if hebdo is not None else None
    attendu = etpr(
        [Periode(Fraction(quotite, 100), debut=debut, fin=fin, heures_hebdo=heures, base_hebdo=base)], PARAMETRES
    ).brut
    trouve = une(
        debut=pd.Timestamp(debut),
        fin=pd.Timestamp(fin),
        quotite=float(quotite),
        duree_hebdo=hebdo,
        cadre_emplois=cadre_emplois,
        temps_complet=None if hebdo is None else "NON",
    )
    assert trouve == pytest.approx(float(attendu), abs=1e-12)


@settings(max_examples=20)
@given(st.integers(0, 1820))
def test_paid_hours_are_those_of_the_calculations(heures: int) -> None:
    assert une(heures=float(heures)) == pytest.approx(float(etpr_heures(heures, PARAMETRES).brut))


@settings(max_examples=20)
@given(st.integers(0, 18_000))
def test_pay_by_the_task_is_that_of_the_calculations(paye: int) -> None:
    assert une(remuneration_tache=float(paye)) == pytest.approx(float(etpr_tache(paye, PARAMETRES).brut))


@pytest.mark.parametrize(
    ("valeurs", "attendu"),
    [
        ({"debut": "2019-01-01", "fin": "2019-12-31"}, 1.0),
        ({"debut": "2019-01-01", "fin": "2019-06-30", "quotite": 80.0}, 0.4),
        ({"debut": "2019-01-01", "fin": "2019-12-31", "duree_hebdo": 16.0}, 16 / 35),
        ({"debut": "2019-01-01", "fin": "2019-08-31", "duree_hebdo": 16.0}, 16 / 35 * 8 / 12),
        ({"debut": "2018-01-01", "fin": "2018-12-31"}, 0.0),
    ],
)
def test_figures_of_the_faq(valeurs: dict[str, Any], attendu: float) -> None:
    """Source: FAQ CDG 2019, ETPR."""
    dates = {code: pd.Timestamp(valeur) if isinstance(valeur, str) else valeur for code, valeur in valeurs.items()}
    assert une(**dates) == pytest.approx(attendu)


@pytest.mark.parametrize(
    "valeurs",
    [
        {},
        {"debut": pd.Timestamp(2019, 6, 1), "fin": pd.Timestamp(2019, 5, 1)},
        {"quotite": 101.0},
        {"debut": pd.Timestamp(2019, 1, 1), "temps_complet": "NON"},
    ],
)
def test_nothing_or_nonsense_has_no_etpr(valeurs: dict[str, Any]) -> None:
    assert pd.isna(une(**valeurs))


@pytest.mark.parametrize(("propre", "attendu"), [(None, 8 / 16), ("CE019", 8 / 20), ("CE005", 8 / 35)])
def test_a_period_without_cadre_has_that_of_its_agent(propre: str | None, attendu: float) -> None:
    fiches = register()
    agents = cadre(fiches.sheets["agents"], [{"id_agent": "D", "cadre_emplois": "CE017"}, {"id_agent": "E"}])
    ligne = {"debut": pd.Timestamp(2019, 1, 1), "temps_complet": "NON", "duree_hebdo": 8.0, "cadre_emplois": propre}
    periodes = cadre(fiches.sheets[PERIODES], [{"id_agent": "D", **ligne}, {"id_agent": "E", **ligne}])
    assert calculer(periodes, fiches, agents)[0] == pytest.approx(attendu)
    assert calculer(periodes, fiches, agents)[1] == pytest.approx(8 / CADRES[propre])


@pytest.mark.parametrize(("quotite", "attendu"), [(0.8, 0.8), (80.0, 0.8), (1.0, 1.0), (0.0, 0.0)])
def test_a_quotite_of_1_or_less_is_a_share(quotite: float, attendu: float) -> None:
    """As the reading takes it, and as the formula of the cell."""
    assert une(debut=pd.Timestamp(2019, 1, 1), quotite=quotite) == pytest.approx(attendu)
