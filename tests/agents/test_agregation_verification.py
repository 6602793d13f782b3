"""A rule of aggregation, or a question, that names what does not exist is refused, instead of counting nobody."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from processors.agents.agregation import agreger
from processors.agents.agregation.regles import DOSSIER, SOUS_DOSSIER
from processors.agents.agregation.verification import fautes
from processors.agents.donnees import vides
from schemas.nodes import DeclarationError
from schemas.registers_reader import register

CONDITIONS, QUESTIONS = "4-conditions-de-travail.yaml", "questions.yaml"


@pytest.fixture
def dossier(tmp_path: Path) -> Iterator[Path]:
    shutil.copytree(DOSSIER / SOUS_DOSSIER, tmp_path / SOUS_DOSSIER)
    yield tmp_path


def test_the_delivered_rules_are_without_fault(dossier: Path) -> None:
    assert list(fautes(register(), dossier)) == []


@pytest.mark.parametrize(
    ("fichier", "avant", "apres", "dit"),
    [
        (CONDITIONS, '- tableau: "4.1.1"', '- tableau: "4.1.9"', "4.1.9: unknown table of rec2019"),
        (CONDITIONS, 'vue: "missions"', 'vue: "mission"', "unknown view «\u00a0mission\u00a0»"),
        (
            CONDITIONS,
            'missions_prevention: "mission"',
            'missions_prevention: "missionn"',
            "unknown field «\u00a0missionn\u00a0»",
        ),
        (CONDITIONS, "missions_prevention: ", "missions_prev: ", "unknown nomenclature «\u00a0missions_prev\u00a0»"),
        (CONDITIONS, 'zeros: "tableau"', 'zeros: "tableaux"', "zeros: «\u00a0tableaux\u00a0» is not one of"),
        (CONDITIONS, '{colonnes: "C01"}', '{colonnes: "C07"}', "unknown row or column"),
        (CONDITIONS, '{colonnes: "C01"}', '{colonnes: ["C01"]}', "mesures[0].colonnes: a column or a span"),
        (CONDITIONS, 'somme: "jours"', 'somme: "jour"', "«\u00a0jour\u00a0» is no number of the view"),
        (CONDITIONS, "paye: true", 'paye: "oui"', "paye: never holds ['oui']"),
        (CONDITIONS, '"INAP001"', '"INAP999"', "INAP999"),
        (QUESTIONS, '"2.1.7.1!L01.C01", vue', '"2.1.7.9!L01.C01", vue', "unknown cell «\u00a02.1.7.9!L01.C01\u00a0»"),
        (QUESTIONS, 'vue: "agents"', 'vues: "agents"', "unknown keys: vues"),
        (QUESTIONS, "paye: true", "payee: true", "unknown field «\u00a0payee\u00a0»"),
    ],
)
def test_a_mistake_is_named_by_its_file(dossier: Path, fichier: str, avant: str, apres: str, dit: str) -> None:
    chemin = dossier / SOUS_DOSSIER / fichier
    texte = chemin.read_text(encoding="utf-8")
    assert avant in texte
    chemin.write_text(texte.replace(avant, apres, 1), encoding="utf-8")
    trouvees = list(fautes(register(), dossier))
    assert {faute.file for faute in trouvees} == {f"{SOUS_DOSSIER}/{fichier}"}
    assert any(dit in str(faute) for faute in trouvees), trouvees


def test_rules_that_the_questionnaire_cannot_follow_are_not_left_out() -> None:
    """When an edition recodes a table, its rule has to be written again: nothing is counted until then."""
    fiches = register()
    recodes = {("1.1.1.9" if nom == "1.1.1" else nom): table for nom, table in fiches.feeds.tables.items()}
    recodee = replace(fiches, feeds=_sans(fiches.feeds, recodes))
    with pytest.raises(DeclarationError, match="unknown table"):
        agreger(vides(), None, recodee)


def _sans(questionnaire, tables):
    """The questionnaire with other ids of tables."""
    autre = replace(questionnaire)
    autre.__dict__["tables"] = tables
    return autre
