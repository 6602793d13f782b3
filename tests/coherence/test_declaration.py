"""The rules as data: closed objects, bound expressions, French texts; and the part of the language that they use."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import jsonschema
import pytest
import yaml

import schemas
from processors.report.phrases import phrase
from schemas.expressions import ExpressionError, Operation, Selection, parse
from schemas.instances import instances_of
from schemas.rules import DeclarationError, read_rules
from tests.coherence.rec2019 import EVALUATED, REC, RULES

FOLDER = schemas.FOLDER / "rec2019"
FILES = sorted((FOLDER / "controles").glob("*.yaml"))
SCHEMA = json.loads((schemas.FOLDER / "controles.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_the_objects_are_closed(file):
    jsonschema.validate(yaml.safe_load(file.read_text(encoding="utf-8")), SCHEMA)


def test_every_file_is_in_the_index():
    index = yaml.safe_load((FOLDER / "controles.yaml").read_text(encoding="utf-8"))
    assert sorted(index["fichiers"]) == [path.stem for path in FILES]


@pytest.mark.parametrize("code", EVALUATED)
def test_a_rule_has_instances_and_a_sentence(code):
    assert instances_of(REC)[code]
    text = phrase(REC, RULES[code])
    assert text.endswith(".")
    assert "'" not in text and "=*" not in text


@pytest.mark.parametrize("code", RULES)
def test_french_typography(code):
    rule = RULES[code]
    for text in (rule.title, rule.message, rule.remedy):
        assert "'" not in text
        assert not re.search(r"[ ][:;?!»%€]|«[ ]", text), text
        assert not re.search(r"\w[;?]|\w»|«\w", text), text
        assert "  " not in text and "..." not in text
    assert ("{element}" in rule.message) == bool(rule.scope), "a rule with a scope names its element"


def test_the_words_of_the_incumbent_are_not_cited():
    assert all("incohéren" not in f"{rule.message}{rule.remedy}".lower() for rule in RULES.values())


# The reader refuses


def edition(tmp_path: Path, change) -> Path:
    folder = tmp_path / "rec2019"
    (folder / "controles").mkdir(parents=True)
    shutil.copy(FOLDER / "controles.yaml", folder)
    for file in FILES:
        shutil.copy(file, folder / "controles")
    target = folder / "controles" / "5-formation.yaml"
    target.write_text(change(target.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('gravite: "bloquant"', 'gravite: "grave"', "gravite"),
        ('sources: ["CDG"]', 'sources: ["Nous"]', "sources"),
        ("message: ", "mesage: ", "mesage"),
        ("5.1.1.1[categorie=*, C01]", "5.1.1.9[categorie=*, C01]", "expression"),
        ("5.1.1.1[categorie=*, C01]", "5.1.1.1[categorie=*, C99]", "expression"),
        ("5.1.1.1[categorie=*, C01]", "5.1.1.1[grade=*, C01]", "expression"),
        ("5.1.1.1[categorie=*, C01]", "5.1.1.1[categorie=*, C01", "expression"),
        ('pour_chaque: ["categorie"]', 'pour_chaque: ["sexe"]', "pour_chaque"),
        ('pour_chaque: ["categorie"]', 'pour_chaque: ["categorie sauf"]', "pour_chaque"),
        ("{gauche}", "{gauch}", "message"),
        ('indicateurs: ["5.1.1", "1.1.1"]', 'indicateurs: ["5.1.9"]', "indicateurs"),
        ('code: "C-5.1.1-02"', 'code: "C-5.1.1-01"', "code"),
        ("parametre.taux_cnfpt_minimal", "parametre.taux_cnfpt", "expression"),
    ],
)
def test_a_faulty_rule_is_refused_with_file_and_key(tmp_path, old, new, key):
    folder = edition(tmp_path, lambda text: text.replace(old, new, 1))
    with pytest.raises(DeclarationError) as refused:
        read_rules(folder, REC)
    assert refused.value.file == "controles/5-formation.yaml"
    assert refused.value.key.endswith(key)


def test_a_questionnaire_without_rules_has_none(tmp_path):
    assert read_rules(tmp_path, REC).rules == ()


# The language


def test_a_selection_names_table_filters_and_columns():
    node = parse("1.1.1[categorie=A|B, ligne=L02:L05, C05:C06, T1]")
    assert isinstance(node, Selection)
    assert (node.table, node.columns) == ("1.1.1", ("C05:C06", "T1"))
    assert [(kept.dimension, kept.codes) for kept in node.filters] == [
        ("categorie", ("A", "B")),
        ("ligne", ("L02:L05",)),
    ]


def test_a_chain_is_the_conjunction_of_its_comparisons():
    assert parse("1 < a.b <= 3") == parse("1 < a.b et a.b <= 3")


def test_implication_and_equivalence():
    implied = parse("si a.b > 0 alors c.d = 'OUI'")
    assert isinstance(implied, Operation) and implied.operator == "si"
    same = parse("(a.b > 0) ssi (c.d > 0)")
    assert isinstance(same, Operation) and same.operator == "ssi"


def test_blank_and_not_blank():
    assert parse("a.b non vide") == Operation("non", (parse("a.b vide"),))


@pytest.mark.parametrize(
    "text", ["si a.b > 0", "a.b alors c.d", "1.1.1[C01", "1.1.1[]", "1.1.1[=A]", "a.b vide vide", "somme()"]
)
def test_what_is_not_of_the_language_is_refused(text):
    with pytest.raises(ExpressionError):
        parse(text)
