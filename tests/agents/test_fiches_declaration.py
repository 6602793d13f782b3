"""The declaration of the agent sheets: consistent, and refused with its file and key when it is not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import schemas
from schemas.nodes import DeclarationError
from schemas.registers import AGENTS, FieldKind
from schemas.registers_reader import load_register, register
from workbook_templates.registers.conditions import ConditionFormulas
from workbook_templates.registers.layout import RegisterLayout
from workbook_templates.registers.lists import annexes


def test_labels_are_said_once_on_a_sheet_and_in_a_list() -> None:
    for sheet in register().sheets.values():
        labels = [item.label.casefold() for item in sheet.fields]
        assert len(set(labels)) == len(labels), sheet.code
    for choices in annexes(register()):
        assert len(choices.by_label) == len(choices.elements), choices.nomenclature.name


def test_every_condition_is_a_formula() -> None:
    formulas = ConditionFormulas(RegisterLayout(register()))
    for sheet in register().tables:
        for item in sheet.fields:
            if item.condition is not None:
                assert formulas.is_true(item.condition, sheet)
                assert formulas.is_false(item.condition, sheet)


def test_a_list_within_another_has_its_parents_together() -> None:
    """OFFSET takes one run of the list: the answers of one parent follow each other."""
    for sheet in register().tables:
        for item in sheet.fields:
            if item.within and item.choices:
                parents = [element.parent for element in item.choices.elements]
                assert parents == sorted(parents, key=parents.index)
                mother = sheet.by_code[item.within].choices
                assert mother is not None
                assert set(parents) <= set(mother.shown)


def test_fields_feed_indicators_of_the_questionnaire() -> None:
    known = {indicator.code for indicator in register().feeds.indicators}
    for sheet in register().sheets.values():
        for item in sheet.fields:
            assert set(item.indicators) <= known, (sheet.code, item.code)


def test_no_field_asks_for_a_social_security_number() -> None:
    for sheet in register().sheets.values():
        for item in sheet.fields:
            assert "sécurité sociale" not in item.label.casefold()


def test_what_names_a_person_is_erased_by_the_anonymous_copy() -> None:
    by_code = register().sheets[AGENTS].by_code
    assert {item.code for item in by_code.values() if item.anonymised == "effacer"} == {"nom", "prenom", "commentaire"}
    assert by_code["naissance"].anonymised == "tranche"
    keys = [item for sheet in register().tables for item in sheet.fields if item.kind is FieldKind.CLE]
    assert len(keys) == len(register().tables)
    assert {item.anonymised for item in keys} == {"remplacer"}


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [
        ("fiches.yaml", 'alimente: "rec2019"', 'alimente: "rec1999"', "alimente"),
        ("feuilles/formations.yaml", 'modalites: "types_formation"', 'modalites: "inconnue"', "modalites"),
        ("feuilles/formations.yaml", 'code: "cpf"', 'code: "cpf", couleur: "bleu"', "couleur"),
        ("feuilles/heures.yaml", '"heures_compl vide"', '"heures_perdues vide"', "heures_sup"),
        ("feuilles/periodes.yaml", 'parmi: "filiere"', 'parmi: "foret"', "cadre_emplois"),
        ("feuilles/periodes.yaml", 'calcule: "etpr"', 'calcule: "pi"', "calcule"),
        ("synonymes.csv", "sexes;H;homme", "sexes;X;homme", "line 2"),
    ],
)
def test_a_fault_names_its_file_and_key(tmp_path: Path, file: str, old: str, new: str, key: str) -> None:
    folder = tmp_path / "fiches"
    shutil.copytree(schemas.FOLDER / "fiches", folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DeclarationError) as refusal:
        load_register(folder)
    assert refusal.value.file == file
    assert key in refusal.value.key
