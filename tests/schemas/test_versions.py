"""Editions declared as differences, past versions, and the files that follow them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import schemas
from processors.control import check, report
from processors.findings import Verdict
from processors.report import versions_doc
from processors.txt import ecrire, lire
from processors.validation import valider_document
from schemas.checks import faults
from schemas.declaration import declaration
from schemas.differences import CERTAINTIES
from schemas.expressions import references
from schemas.loader import DeclarationError, load
from tests.schemas.declaration import FICHIERS
from tests.schemas.declaration import ecrire as ecrire_declaration

ROOT = Path(__file__).parents[2]
PAST = ROOT / "tests" / "data" / "versions"
CURRENT = schemas.questionnaire("rec2019").version
MINI2 = """
base: "mini@1.1.0"
id: "mini2"
version: "2.0.0"
annee: 2017
versions:
- {version: "2.0.0", date: "2020-03-01", changements: ["Autre édition."]}
"""


@pytest.fixture
def editions(tmp_path: Path):
    """Declare `mini2` as differences from `mini`; give the function that loads it."""
    ecrire_declaration(tmp_path, FICHIERS)
    folder = tmp_path / "mini2"
    (folder / "differences").mkdir(parents=True)
    (folder / "questionnaire.yaml").write_text(MINI2.lstrip("\n"), encoding="utf-8")

    def read(*entries: str) -> schemas.Questionnaire:
        text = "differences:\n" + "".join(f"- {entry}\n" for entry in entries)
        (folder / "differences" / "d.yaml").write_text(text, encoding="utf-8")
        found = load(folder)
        assert list(faults(declaration(folder), found)) == []
        return found

    return read


def test_an_edition_is_its_base_but_for_its_differences(editions) -> None:
    found = editions(
        '{indicateur: "1.1.1", titre: "Présents au 31/12/{annee}", tableaux: {"1.1.1": {colonnes: {ajouter: '
        '[{code: "C04", apres: "C02", libelle: "Inconnus", unite: "agents", type: "entier"}], '
        '"T01": {calcul: "C01 + C02 + C04"}}}}, aide: {retirer: ["Comptez les présents"]}}',
        '{nomenclature: "cadres", retirer: ["CE3"], "CE1": {libelle: "Attaché"}, '
        'ajouter: [{code: "CE4", libelle: "Ingénieurs", parent: "TE", categorie: "A", filiere: "TE"}]}',
        '{indicateur: "1.1.2", recoder: {"1.1.2.1": "1.1.2.3"}}',
        '{fichier: "questionnaire.yaml", modules: {autre: null}, chapitres: {"H": null}, '
        'indicateurs: {retirer: ["H.1"]}}',
    )
    assert (found.id, found.year, found.version) == ("mini2", 2017, "2.0.0")
    table = found.tables["1.1.1"]
    assert [column.code for column in table.columns] == ["C01", "C02", "C04", "T01", "C03"]
    assert [row.label for row in table.rows if not row.level] == ["Attaché", "Rédacteurs", "Ingénieurs"]
    assert found.indicators[1].title == "Présents au 31/12/2017"
    assert found.indicators[1].help == ()
    assert "H.1" not in found.tables
    assert "1.1.2.1" not in found.tables
    assert "1.1.2.3!L03.C01" in found.cells


def test_a_table_with_a_new_id_is_named_so_in_every_expression(editions) -> None:
    found = editions('{indicateur: "1.1.1", recoder: {"1.1.1": "1.1.1.7"}}')
    formula = found.tables["R.1.2"].rows[0].formula
    assert formula is not None
    assert [reference.name for reference in references(formula)] == ["1.1.1.7!GENERAL.T01"]
    assert found.nomenclatures["cadres"].by_code["CE1"].attributes["tableau"] == "1.1.1.7"


REFUSED = [
    ('{indicateur: "1.1.1", titre: "Agents au 31/12/{annee}"}', "titre", "it is so already"),
    ('{indicateur: "1.1.1", tableaux: {"1.1.9": {titre: "x"}}}', "1.1.9", "no « 1.1.9 »"),
    ('{indicateur: "1.1.1", tableaux: {"1.1.1": {colonnes: {retirer: ["C09"]}}}}', "retirer", "no « C09 »"),
    (
        '{indicateur: "1.1.1", tableaux: {"1.1.1": {colonnes: {ajouter: [{code: "C01"}]}}}}',
        "ajouter",
        "is there already",
    ),
    ('{indicateur: "1.1.1", tableaux: {"1.1.1": {notes: null}}}', "notes", "nothing to remove"),
    ('{indicateur: "1.1.1", aide: {retirer: ["Rien de tel"]}}', "retirer", "no « Rien de tel »"),
    ('{indicateur: "9.9.9", titre: "x"}', "indicateurs/9.9.9.yaml", "the base has no such file"),
    ('{indicateur: "1.1.1"}', "indicateur", "no change"),
    ('{titre: "x"}', "differences", "is expected"),
    ('{indicateur: "1.1.1", titre: "x", certitude: "peut-être"}', "certitude", "is not one of"),
    ('{indicateur: "1.1.1", recoder: {"1.1.7": "1.1.8"}}', "recoder", "no table « 1.1.7 »"),
    ('{nomenclature: "cadres", "CE1": {couleur: "bleu"}}', "CE1", "unknown column"),
]


@pytest.mark.parametrize(("entry", "key", "message"), REFUSED, ids=[case[1] + " " + case[2] for case in REFUSED])
def test_a_difference_that_touches_nothing_is_refused(editions, entry: str, key: str, message: str) -> None:
    with pytest.raises(DeclarationError) as refused:
        editions(entry)
    assert refused.value.key == key
    assert message in refused.value.message
    if refused.value.file.startswith("differences/"):
        assert "line 2" in refused.value.message


def test_an_unknown_base_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "mini2"
    folder.mkdir()
    (folder / "questionnaire.yaml").write_text(MINI2, encoding="utf-8")
    with pytest.raises(DeclarationError, match="unknown edition « mini »"):
        load(folder)


def test_a_past_version_is_the_differences_from_the_next_one(tmp_path: Path) -> None:
    folder = ecrire_declaration(tmp_path, FICHIERS)
    (folder / "versions").mkdir()
    text = 'base: "1.1.0"\ndifferences:\n- {indicateur: "H.1", tableaux: {"H.1": {titre: "Ancien titre"}}}\n'
    (folder / "versions" / "1.0.0.yaml").write_text(text, encoding="utf-8")
    past = load(folder, "1.0.0", strict=True)
    assert (past.id, past.version, [one.version for one in past.versions]) == ("mini", "1.0.0", ["1.0.0"])
    assert (past.tables["H.1"].title, load(folder).tables["H.1"].title) == ("Ancien titre", "Handicap")
    with pytest.raises(KeyError):
        load(folder, "0.9.0")


def test_names_with_a_version() -> None:
    assert schemas.questionnaire(f"rec2019@{CURRENT}") is schemas.questionnaire("rec2019")
    assert schemas.versions("rec2019") == [CURRENT, "1.0.1", "1.0.0"]
    for unknown in ("rec2019@0.1.0", "rec2019@x", "rec1999@1.0.0"):
        with pytest.raises(KeyError):
            schemas.questionnaire(unknown)
    read = {version: schemas.version_read("rec2019", version) for version in ("0.3.0", "1.0.0", "1.0.5", "9.0.0", "?")}
    assert read == {"0.3.0": "1.0.0", "1.0.0": "1.0.0", "1.0.5": CURRENT, "9.0.0": CURRENT, "?": CURRENT}


# Files of a past version


@pytest.mark.parametrize("suffix", ["xlsx", "xlsb", "txt", "json"])
def test_a_file_of_a_past_version_is_read_with_its_questions(suffix: str) -> None:
    path = PAST / f"rec2019-1.0.0.{suffix}"
    (checked,) = check(path)
    assert checked.verdict is Verdict.ACCEPTE
    assert checked.answers is not None
    assert checked.answers.questionnaire is schemas.questionnaire("rec2019@1.0.0")
    assert len(checked.answers.values) == 2424
    assert report(path, checked, date(2026, 11, 21)).version == "1.0.0"


def test_a_newer_version_is_an_alert_whatever_the_file() -> None:
    document = json.loads((PAST / "rec2019-1.0.0.json").read_text(encoding="utf-8")) | {"version": "7.0.0"}
    assert [found.code for found in valider_document(document)] == ["DOCUMENT-VERSION-RECENTE"]
    assert valider_document(document | {"version": CURRENT}) == []
    (lu,) = lire((PAST / "rec2019-1.0.0.txt").read_bytes())
    assert lu.answers is not None
    lu.answers.version = "7.0.0"
    (again,) = lire(ecrire(lu.answers))
    assert [found.code for found in again.findings] == ["TXT-VERSION-RECENTE"]


# The documents


def test_the_documentation_of_versions_is_up_to_date() -> None:
    refresh = "python -m processors.report.versions_doc > docs/versions.md"
    assert (ROOT / "docs" / "versions.md").read_text(encoding="utf-8") == versions_doc.markdown(), refresh


def test_every_certainty_has_a_word() -> None:
    assert tuple(versions_doc.CERTAINTIES) == CERTAINTIES
