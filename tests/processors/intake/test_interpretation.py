"""Values as people type them: accepted and said when certain, refused once when not, never both, never a traceback."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from math import inf, nan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.answers import Answers
from processors.findings import catalogue
from processors.intake.interpretation import Reading, fold, read_value
from processors.validation import valider
from schemas.model import Cell, Kind
from tests.processors.reponses import IDENTITY, REC, SIRET

ENTRIES = [cell for cell in REC.cells.values() if not cell.computed]


def cell_of_type(kind: str, unit: str = "", choices: str = "") -> Cell:
    return next(
        cell
        for cell in ENTRIES
        if cell.type.kind.value == kind
        and (not unit or cell.type.unit == unit)
        and (not choices or cell.type.choices == choices)
    )


AGENTS = cell_of_type("entier", "agents")
ETPR = cell_of_type("decimal", "etpr")
JOURS = cell_of_type("decimal", "jours")
HEURES = cell_of_type("decimal", "heures")
EUROS = cell_of_type("montant", "euros")
YEAR = cell_of_type("annee")
SIRET_CELL = REC.cells["collectivite!siret.C01"]
TEXT = cell_of_type("texte")
YES_NO = cell_of_type("oui_non")
UNSURE = cell_of_type("liste", choices="reponses_oui_non_nsp")
UNDER_WAY = cell_of_type("liste", choices="reponses_oui_non_en_cours")
TYPE = cell_of_type("liste", choices="types_collectivite")
DEPARTEMENT = cell_of_type("liste", choices="departements")
NBSP, NNBSP, THIN = "\u00a0", "\u202f", "\u2009"


def read(cell: Cell, raw: Any) -> Reading:
    return read_value(REC, cell, raw)


def refusals(cell: Cell, reading: Reading) -> list[str]:
    """Every finding that forbids the answer: that of the reading, then those of the schema on this cell."""
    if reading.value is None:
        return [reading.refused] if reading.refused else []
    values = {**IDENTITY, cell.code: reading.value}
    found = valider(Answers(REC, ("rec",), values))
    return [one.code for one in found if any(ref.variable == cell.code for ref in one.cells)]


NUMBERS = [
    (ETPR, "12,5", 12.5),
    (ETPR, "12.5", 12.5),
    (AGENTS, "12", 12),
    (AGENTS, "12.0", 12),
    (AGENTS, "12,00", 12),
    (AGENTS, "  12 ", 12),
    (AGENTS, f"12{NBSP}", 12),
    (AGENTS, "12\n", 12),
    (AGENTS, "12\u200b", 12),
    (AGENTS, "+12", 12),
    (AGENTS, "007", 7),
    (AGENTS, "0", 0),
    (AGENTS, "1 234", 1234),
    (AGENTS, f"1{NBSP}234", 1234),
    (AGENTS, f"1{NNBSP}234", 1234),
    (AGENTS, f"1{THIN}234", 1234),
    (AGENTS, "1 234 567", 1234567),
    (AGENTS, "1.234.567", 1234567),
    (AGENTS, "1,234,567", 1234567),
    (ETPR, "1 234,50", 1234.5),
    (ETPR, "1.234,50", 1234.5),
    (ETPR, "1,234.50", 1234.5),
    (AGENTS, "12 agents", 12),
    (ETPR, "12,5 ETP", 12.5),
    (ETPR, "12,5 etpr", 12.5),
    (EUROS, "12 €", 12),
    (EUROS, f"1{NBSP}234{NBSP}€", 1234),
    (EUROS, "1234 euros", 1234),
    (JOURS, "12,5 j", 12.5),
    (JOURS, "12 jours", 12),
    (HEURES, "7h", 7),
    (YEAR, "2018", 2018),
    (YEAR, " 2018 ", 2018),
]


@pytest.mark.parametrize(("cell", "raw", "value"), NUMBERS, ids=[repr(raw) for _, raw, _ in NUMBERS])
def test_a_number_typed_as_text_is_understood_when_it_is_certain(cell, raw, value):
    reading = read(cell, raw)
    assert (reading.value, type(reading.value)) == (value, type(value))
    assert reading.note == "NOMBRE-EN-TEXTE"
    assert refusals(cell, reading) == []


REFUSED = [
    (AGENTS, "1.234", "NOMBRE-AMBIGU"),
    (AGENTS, "1,234", "NOMBRE-AMBIGU"),
    (ETPR, "12,500", "NOMBRE-AMBIGU"),
    (EUROS, "1.234 €", "NOMBRE-AMBIGU"),
    (AGENTS, True, "BOOLEEN-POUR-NOMBRE"),
    (AGENTS, False, "BOOLEEN-POUR-NOMBRE"),
    (YEAR, True, "BOOLEEN-POUR-NOMBRE"),
    (AGENTS, date(2019, 5, 12), "DATE-POUR-NOMBRE"),
    (AGENTS, datetime(2019, 5, 12, 8), "DATE-POUR-NOMBRE"),
    (HEURES, time(7, 30), "DATE-POUR-NOMBRE"),
    (HEURES, timedelta(hours=35), "DATE-POUR-NOMBRE"),
    (YEAR, time(7, 30), "DATE-POUR-NOMBRE"),
    (YEAR, date(1905, 7, 11), "DATE-POUR-NOMBRE"),
    (YEAR, date(1909, 7, 12), "DATE-POUR-NOMBRE"),
    (AGENTS, "néant", "NOMBRE-ATTENDU"),
    (AGENTS, "-", "NOMBRE-ATTENDU"),
    (AGENTS, "NC", "NOMBRE-ATTENDU"),
    (AGENTS, "x", "NOMBRE-ATTENDU"),
    (AGENTS, "oui", "NOMBRE-ATTENDU"),
    (AGENTS, "1 2345", "NOMBRE-ATTENDU"),
    (AGENTS, "12 34", "NOMBRE-ATTENDU"),
    (AGENTS, "0 123", "NOMBRE-ATTENDU"),
    (AGENTS, "1234 567", "NOMBRE-ATTENDU"),
    (AGENTS, "12\n345", "NOMBRE-ATTENDU"),
    (AGENTS, "12\t345", "NOMBRE-ATTENDU"),
    (AGENTS, "١٢", "NOMBRE-ATTENDU"),
    (AGENTS, "１２", "NOMBRE-ATTENDU"),
    (AGENTS, "12²", "NOMBRE-ATTENDU"),
    (AGENTS, "1e3", "NOMBRE-ATTENDU"),
    (AGENTS, "1,2,3", "NOMBRE-ATTENDU"),
    (AGENTS, "12,", "NOMBRE-ATTENDU"),
    (AGENTS, "3+4", "NOMBRE-ATTENDU"),
    (AGENTS, "=3+4", "NOMBRE-ATTENDU"),
    (AGENTS, "10-12", "NOMBRE-ATTENDU"),
    (AGENTS, "12 %", "NOMBRE-ATTENDU"),
    (AGENTS, "12 €", "NOMBRE-ATTENDU"),
    (AGENTS, "12 ETP", "NOMBRE-ATTENDU"),
    (JOURS, "12 h", "NOMBRE-ATTENDU"),
    (HEURES, "12 j", "NOMBRE-ATTENDU"),
    (HEURES, "7h30", "NOMBRE-ATTENDU"),
    (HEURES, "7:30", "NOMBRE-ATTENDU"),
    (EUROS, "12 k€", "NOMBRE-ATTENDU"),
    (AGENTS, "12/05/2019", "NOMBRE-ATTENDU"),
    (AGENTS, "#N/A", "NOMBRE-ATTENDU"),
    (AGENTS, "9" * 16, "NOMBRE-ATTENDU"),
    (AGENTS, "9" * 400, "NOMBRE-ATTENDU"),
    (AGENTS, inf, "NOMBRE-ATTENDU"),
    (AGENTS, 1e300, "VALEUR-DEMESUREE"),
    (AGENTS, 1e15, "VALEUR-DEMESUREE"),
    (AGENTS, nan, "NOMBRE-ATTENDU"),
    (AGENTS, 0.12, "ENTIER-ATTENDU"),
    (AGENTS, 12.5, "ENTIER-ATTENDU"),
    (AGENTS, "12,5", "ENTIER-ATTENDU"),
    (EUROS, "1 234,50", "ENTIER-ATTENDU"),
    (AGENTS, -3.0, "VALEUR-NEGATIVE"),
    (AGENTS, "-3", "VALEUR-NEGATIVE"),
    (AGENTS, "\u22123", "VALEUR-NEGATIVE"),
    (ETPR, 12.345, "TROP-DE-DECIMALES"),
    (ETPR, "0,125", "TROP-DE-DECIMALES"),
    (YEAR, "19", "ANNEE-HORS-LIMITES"),
    (YEAR, 2119.0, "ANNEE-HORS-LIMITES"),
    (YEAR, 2018.5, "ANNEE-HORS-LIMITES"),
    (YEAR, "2018 ou 2019", "ANNEE-HORS-LIMITES"),
    (YEAR, "45/45/2019", "ANNEE-HORS-LIMITES"),
    (YEAR, "12/05/19", "ANNEE-HORS-LIMITES"),
    (YEAR, date(2021, 1, 1), "ANNEE-HORS-LIMITES"),
    (YEAR, "2.019", "NOMBRE-AMBIGU"),
    (YEAR, inf, "ANNEE-HORS-LIMITES"),
    (SIRET_CELL, "2138018550001", "SIRET-FORMAT"),
    (SIRET_CELL, "2.13801855E+13", "SIRET-FORMAT"),
    (SIRET_CELL, "٢١٣٨٠١٨٥٥٠٠٠١٥", "SIRET-FORMAT"),
    (SIRET_CELL, 0.0, "SIRET-FORMAT"),
    (SIRET_CELL, 5.0, "SIRET-FORMAT"),
    (SIRET_CELL, 0.5, "SIRET-FORMAT"),
    (SIRET_CELL, inf, "SIRET-FORMAT"),
    (SIRET_CELL, True, "SIRET-FORMAT"),
    (SIRET_CELL, date(2019, 5, 12), "SIRET-FORMAT"),
    (SIRET_CELL, "21380185500016", "SIRET-INVALIDE"),
    (YES_NO, "peut-être", "VALEUR-HORS-LISTE"),
    (YES_NO, "-", "VALEUR-HORS-LISTE"),
    (YES_NO, 2.0, "VALEUR-HORS-LISTE"),
    (YES_NO, inf, "VALEUR-HORS-LISTE"),
    (YES_NO, date(2019, 5, 12), "VALEUR-HORS-LISTE"),
    (TYPE, "Comune", "VALEUR-HORS-LISTE"),
    (TYPE, True, "VALEUR-HORS-LISTE"),
    (TYPE, 1.0, "VALEUR-HORS-LISTE"),
    (DEPARTEMENT, "38 - Isère", "VALEUR-HORS-LISTE"),
    (TEXT, "x" * 2001, "TEXTE-TROP-LONG"),
]


@pytest.mark.parametrize(("cell", "raw", "code"), REFUSED, ids=[f"{c.type.kind}-{r!r:.25}" for c, r, _ in REFUSED])
def test_a_value_that_is_not_certain_is_refused_once(cell, raw, code):
    assert refusals(cell, read(cell, raw)) == [code]


def test_a_value_refused_at_reading_is_no_answer():
    for cell, raw, _ in REFUSED:
        reading = read(cell, raw)
        assert not (reading.refused and reading.value is not None)
        assert not (reading.refused and reading.note)


UNDERSTOOD = [
    (AGENTS, 12.0, 12, ""),
    (AGENTS, 0.0, 0, ""),
    (AGENTS, 2.9999999999999996, 3, ""),
    (ETPR, 0.1 + 0.2, 0.3, ""),
    (ETPR, 0.12, 0.12, ""),
    (YEAR, 2018.0, 2018, ""),
    (YEAR, date(2018, 5, 12), 2018, "DATE-POUR-ANNEE"),
    (YEAR, datetime(2018, 5, 12, 8), 2018, "DATE-POUR-ANNEE"),
    (YEAR, "12/05/2018", 2018, "DATE-POUR-ANNEE"),
    (YEAR, "12-05-2018", 2018, "DATE-POUR-ANNEE"),
    (YEAR, "31.12.2018", 2018, "DATE-POUR-ANNEE"),
    (YEAR, "05/2018", 2018, "DATE-POUR-ANNEE"),
    (YEAR, "2018-05-12", 2018, "DATE-POUR-ANNEE"),
    (SIRET_CELL, SIRET, SIRET, ""),
    (SIRET_CELL, float(SIRET), SIRET, ""),
    (SIRET_CELL, "213 801 855 00015", SIRET, ""),
    (SIRET_CELL, f"213{NBSP}801{NNBSP}855\t00015 ", SIRET, ""),
    (SIRET_CELL, "213.801.855-00015", SIRET, ""),
    (SIRET_CELL, 552010100014.0, "00552010100014", "SIRET-ZERO-RETABLI"),
    (TEXT, "  Grenoble\n", "Grenoble", ""),
    (TEXT, "04 76 76 36 36", "04 76 76 36 36", ""),
    (TEXT, "=1+1", "=1+1", ""),
    (TEXT, "0476763636", "0476763636", ""),
    (TEXT, 476763636.0, "476763636", "TEXTE-CONVERTI"),
    (TEXT, 12.5, "12,5", "TEXTE-CONVERTI"),
    (TEXT, True, "Vrai", "TEXTE-CONVERTI"),
    (TEXT, date(2019, 5, 12), "12/05/2019", "TEXTE-CONVERTI"),
    (TEXT, datetime(2019, 5, 12, 8, 30), "12/05/2019 08:30", "TEXTE-CONVERTI"),
    (TEXT, time(8, 30), "08:30:00", "TEXTE-CONVERTI"),
    (YES_NO, "Oui", "OUI", ""),
    (YES_NO, "Non", "NON", ""),
    (TYPE, "Commune et commune nouvelle", "CCN", ""),
    (TYPE, "CCN", "CCN", "REPONSE-INTERPRETEE"),
    (TYPE, "ccn", "CCN", "REPONSE-INTERPRETEE"),
    (TYPE, "COMMUNE  ET COMMUNE NOUVELLE ", "CCN", "REPONSE-INTERPRETEE"),
    (TYPE, "centre communal d'action sociale (ccas)", "CCAS", "REPONSE-INTERPRETEE"),
    (TYPE, f"Commune{NBSP}et commune nouvelle", "CCN", "REPONSE-INTERPRETEE"),
    (DEPARTEMENT, "Isère", "38", ""),
    (DEPARTEMENT, "isere", "38", "REPONSE-INTERPRETEE"),
    (DEPARTEMENT, "38", "38", "REPONSE-INTERPRETEE"),
    (DEPARTEMENT, 38.0, "38", "REPONSE-INTERPRETEE"),
    (DEPARTEMENT, "01", "01", "REPONSE-INTERPRETEE"),
    (DEPARTEMENT, 1.0, "01", "REPONSE-INTERPRETEE"),
    (DEPARTEMENT, "2a", "2A", "REPONSE-INTERPRETEE"),
    (UNSURE, "ne sait pas", "NSP", "REPONSE-INTERPRETEE"),
    (UNSURE, "nsp", "NSP", "REPONSE-INTERPRETEE"),
    (UNDER_WAY, "EN COURS", "EN_COURS", "REPONSE-INTERPRETEE"),
    (UNDER_WAY, "x", "OUI", "REPONSE-INTERPRETEE"),
    *[
        (YES_NO, raw, "OUI", "REPONSE-INTERPRETEE")
        for raw in ("oui", "OUI", "O", "x", "X", "1", 1.0, "VRAI", True, " Oui ")
    ],
    *[(YES_NO, raw, "NON", "REPONSE-INTERPRETEE") for raw in ("non", "N", "0", 0.0, "FAUX", False, "no")],
]


@pytest.mark.parametrize(
    ("cell", "raw", "value", "note"), UNDERSTOOD, ids=[f"{c.type.kind}-{r!r:.25}" for c, r, _, _ in UNDERSTOOD]
)
def test_a_certain_answer_is_understood_and_said_when_it_was_typed_otherwise(cell, raw, value, note):
    reading = read(cell, raw)
    assert (reading.value, type(reading.value), reading.note) == (value, type(value), note)
    assert refusals(cell, reading) == []


@pytest.mark.parametrize("cell", [AGENTS, ETPR, EUROS, YEAR, SIRET_CELL, TEXT, YES_NO, TYPE], ids=lambda c: c.type.kind)
@pytest.mark.parametrize("raw", [None, "", " ", NBSP, f" {NNBSP}\n", "\u200b"], ids=repr)
def test_a_blank_is_no_answer_and_no_finding(cell, raw):
    assert read(cell, raw) == Reading(None)


def test_a_blank_is_not_zero():
    assert read(AGENTS, "").value is None
    assert read(AGENTS, 0.0).value == 0


@pytest.mark.parametrize("name", sorted({cell.type.choices for cell in ENTRIES if cell.type.choices}))
def test_every_label_and_every_code_of_a_list_is_read_as_itself(name):
    cell = next(cell for cell in ENTRIES if cell.type.choices == name)
    for element in REC.nomenclatures[name].elements:
        for raw in (element.label, element.code, element.label.upper(), f" {element.label}{NBSP}", fold(element.label)):
            assert read(cell, raw).value == element.code


def test_every_code_of_a_reading_is_an_information_or_a_refusal():
    for cell, raw, _, note in UNDERSTOOD:
        if note:
            assert catalogue()[note].severity == "information", (cell.code, raw)
    for cell, raw, code in REFUSED:
        assert catalogue()[code].severity == "bloquant", (cell.code, raw)


RAW = st.one_of(
    st.text(max_size=30),
    st.text("0123456789 ,.-+€%hjex/\u00a0\u202f", max_size=12),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
BY_KIND = [next(cell for cell in ENTRIES if cell.type.kind is kind) for kind in Kind]


@given(st.sampled_from(BY_KIND), RAW)
def test_whatever_is_typed_is_an_answer_a_refusal_or_a_blank(cell, raw):
    reading = read(cell, raw)
    blank = isinstance(raw, str) and not raw.strip(" \u00a0\u2007\u2009\u202f\t\r\n\u200b\u2060\ufeff")
    assert (reading.value is None) == (blank or bool(reading.refused))
    assert isinstance(reading.value, int | float | str | None)
    assert not isinstance(reading.value, bool)
    if reading.note:
        assert reading.value is not None


@given(st.integers(0, 10**9), st.sampled_from(["", " ", NBSP, NNBSP]), st.sampled_from(["", " €", "€", f"{NBSP}euros"]))
def test_an_amount_is_read_as_it_is_written(amount, separator, unit):
    written = f"{amount:,}".replace(",", separator) + unit
    assert read(EUROS, written).value == amount


@given(st.decimals(0, 10**6, places=2), st.sampled_from([",", "."]))
def test_a_decimal_is_read_as_it_is_written(number, comma):
    assert read(ETPR, str(number).replace(".", comma)).value == float(number)
