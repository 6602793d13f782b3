"""The published JSON Schema: up to date, small, valid, and closed to what the questionnaire does not ask."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest

import schemas
from schemas.json_schema import json_schema, json_schema_text

REC = schemas.questionnaire("rec2019")
FILE = schemas.FOLDER / "rec2019" / "reponses.schema.json"
VALIDATOR = jsonschema_rs.Draft202012Validator(json_schema(REC))

Document = dict[str, Any]
Path = tuple[str | int, ...]

DOCUMENT: Document = {
    "format": "bilan-social/reponses",
    "version_format": 1,
    "questionnaire": "rec2019",
    "version": "1.0.0",
    "annee": 2019,
    "modules": ["rec", "rassct"],
    "reponses": {
        "collectivite": {"siret": {"C01": "21990001600011"}, "q_agents": {"C01": "OUI"}},
        "1.1.1": {"G001": {"C05": 1, "C06": 0}},
        "1.1.4": {"AD_A": {"C03": 4.35}},
        "2.1.1.1": {"ABS001": {"C04": 12.5}},
        "R.3": {"L11": {"C01": "Gestes et postures", "C02": 12}},
    },
}


def with_answer(table: str, row: str, column: str, value: object) -> Document:
    document = copy.deepcopy(DOCUMENT)
    document["reponses"].setdefault(table, {}).setdefault(row, {})[column] = value
    return document


def refusals(document: Document) -> list[Path]:
    return [tuple(error.instance_path) for error in VALIDATOR.iter_errors(document)]


def entry(wanted: Callable[[Any], bool]) -> tuple[str, str, str]:
    """Table, row and column of the first entry cell of a type."""
    cell = next(cell for cell in REC.cells.values() if not cell.computed and wanted(cell.type))
    return cell.table, cell.row.code, cell.column.code


HALF_DAY = entry(lambda cell_type: cell_type.step == 0.5)
QUARTER = entry(lambda cell_type: cell_type.step == 0.25)
YEAR = entry(lambda cell_type: cell_type.kind == "annee")
CHOICE = entry(lambda cell_type: cell_type.kind == "liste")
AMOUNT = entry(lambda cell_type: cell_type.kind == "montant")
GREYED = ("2.1.1.1", *min(REC.tables["2.1.1.1"].absent))


@pytest.mark.parametrize("name", schemas.available())
def test_the_committed_schema_is_up_to_date(name: str) -> None:
    file = schemas.FOLDER / name / "reponses.schema.json"
    refresh = f"bilan-social schema {name} -o schemas/{name}/reponses.schema.json --ecraser"
    current = file.exists() and file.read_text(encoding="utf-8") == json_schema_text(schemas.questionnaire(name))
    assert current, f"à rafraîchir : {refresh}"


def test_the_committed_schema_is_valid_and_small() -> None:
    jsonschema_rs.meta.validate(json_schema(REC))
    assert FILE.stat().st_size < 100_000


def test_a_document_is_accepted() -> None:
    assert refusals(DOCUMENT) == []


@pytest.mark.parametrize(
    ("table", "row", "column", "value"),
    [
        ("1.1.1", "G001", "C05", 0),
        ("1.1.1", "G001", "C05", 12.0),
        ("1.1.4", "AD_A", "C03", 0.29),
        (*HALF_DAY, 0.5),
        (*QUARTER, 12.75),
        (*YEAR, 1900),
        (*YEAR, 2019),
        (*AMOUNT, 1_000_000),
        ("R.3", "L01", "C01", "Formation"),
        ("R.3", "L99", "C01", "Formation"),
        ("R.3", "L999", "C02", 1),
    ],
)
def test_an_answer_of_its_type_is_accepted(table: str, row: str, column: str, value: object) -> None:
    assert refusals(with_answer(table, row, column, value)) == []


@pytest.mark.parametrize(
    ("table", "row", "column", "value"),
    [
        pytest.param("1.1.1", "G001", "C05", "1", id="text for a number"),
        pytest.param("1.1.1", "G001", "C05", None, id="null"),
        pytest.param("1.1.1", "G001", "C05", True, id="truth for a number"),
        pytest.param("1.1.1", "G001", "C05", -1, id="negative count"),
        pytest.param("1.1.1", "G001", "C05", 1.5, id="half an agent"),
        pytest.param("1.1.4", "AD_A", "C03", 0.295, id="three decimals"),
        pytest.param("1.1.4", "AD_A", "C03", -0.5, id="negative decimal"),
        pytest.param(*HALF_DAY, 0.25, id="quarter of a day"),
        pytest.param(*QUARTER, 0.3, id="no quarter"),
        pytest.param(*YEAR, 2020, id="year to come"),
        pytest.param(*YEAR, 19, id="year with two digits"),
        pytest.param(*CHOICE, "INCONNU", id="not in the list"),
        pytest.param("collectivite", "q_agents", "C01", "Oui", id="label for a code"),
        pytest.param("collectivite", "q_agents", "C01", True, id="truth for a code"),
        pytest.param(*AMOUNT, 12.5, id="cents"),
        pytest.param("collectivite", "siret", "C01", 21990001600011, id="number for a siret"),
        pytest.param("collectivite", "siret", "C01", "2199000160001", id="short siret"),
        pytest.param("R.3", "L11", "C01", "", id="empty text"),
        pytest.param("R.3", "L11", "C01", "x" * 2001, id="long text"),
    ],
)
def test_an_answer_of_another_type_is_refused_at_its_cell(table: str, row: str, column: str, value: object) -> None:
    assert (("reponses", table, row, column)) in refusals(with_answer(table, row, column, value))


@pytest.mark.parametrize(
    ("table", "row", "column", "where"),
    [
        pytest.param("9.9.9", "G001", "C05", ("reponses",), id="table"),
        pytest.param("1.1.1", "G999", "C05", ("reponses", "1.1.1"), id="row"),
        pytest.param("1.1.1", "G001", "C99", ("reponses", "1.1.1", "G001"), id="column"),
        pytest.param("1.1.1", "G001", "T3", ("reponses", "1.1.1", "G001"), id="total column"),
        pytest.param("1.1.1", "GENERAL", "C05", ("reponses", "1.1.1"), id="total row"),
        pytest.param("1.5.0.0", "RECAP", "T4", ("reponses",), id="computed table"),
        pytest.param(*GREYED, ("reponses", *GREYED[:2]), id="greyed cell"),
        pytest.param("R.3", "L00", "C01", ("reponses", "R.3"), id="row before the first"),
        pytest.param("R.3", "L1000", "C01", ("reponses", "R.3"), id="row beyond the last"),
        pytest.param("1.1.1", "L11", "C05", ("reponses", "1.1.1"), id="added row of a closed table"),
    ],
)
def test_what_is_not_asked_is_refused(table: str, row: str, column: str, where: Path) -> None:
    found = refusals(with_answer(table, row, column, 1))
    assert found and all(path[: len(where)] == where for path in found)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("auteur", "x"),
        ("format", "autre"),
        ("version_format", 2),
        ("questionnaire", "rec2017"),
        ("version", "1.0"),
        ("annee", 2020),
        ("modules", ["inconnu"]),
        ("modules", ["rec", "rec"]),
    ],
)
def test_another_header_is_refused(key: str, value: object) -> None:
    assert refusals(DOCUMENT | {key: value})


@pytest.mark.parametrize("key", list(DOCUMENT))
def test_every_header_key_is_required(key: str) -> None:
    assert refusals({name: value for name, value in DOCUMENT.items() if name != key}) == [()]


def test_the_siret_is_required() -> None:
    document = copy.deepcopy(DOCUMENT)
    del document["reponses"]["collectivite"]["siret"]
    assert refusals(document) == [("reponses", "collectivite")]


def test_every_entry_cell_has_a_place_in_the_schema_and_no_other() -> None:
    values = {"texte": "x", "siret": "21990001600011", "annee": 2019}
    document = copy.deepcopy(DOCUMENT)
    for cell in REC.cells.values():
        if not cell.computed:
            choices = cell.type.choices and REC.choices(cell.type).elements[0].code
            value = choices or values.get(cell.type.kind, 1)
            document["reponses"].setdefault(cell.table, {}).setdefault(cell.row.code, {})[cell.column.code] = value
    assert refusals(document) == []
    computed = [cell for cell in REC.cells.values() if cell.computed]
    for cell in computed:
        document["reponses"].setdefault(cell.table, {}).setdefault(cell.row.code, {})[cell.column.code] = 1
    assert not VALIDATOR.is_valid(document)
