"""Real files, frozen: those that must pass are accepted whole, those that must fail are refused by name.

How they were made, and by whom: `tests/corpus/fabrique.py`. The rules of coherence (codes in C-) are not their subject.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from processors.control import Checked, check, report
from processors.findings import Severity, Verdict, catalogue
from tests.corpus.classeurs import BASE, EMPTY

CORPUS = Path(__file__).parents[2] / "corpus"
SHOULD_PASS = sorted((CORPUS / "should_pass").iterdir())
SHOULD_FAIL = sorted((CORPUS / "should_fail").iterdir())
EXPECTED = json.loads((CORPUS / "attendu.json").read_text(encoding="utf-8"))
LIMIT = 4_000_000
AGE = {"CLASSEUR-VERSION-ANCIENNE"}
"""What the frozen files earn by growing old: they follow version 1.0.0 of the questionnaire."""

GATE_AND_READING = re.findall(
    r"\S+",
    """
    FICHIER-VIDE FICHIER-XLS FICHIER-CHIFFRE FICHIER-CORROMPU FORMAT-INCONNU BOMBE-ZIP TROP-DE-PARTIES
    NOM-DE-PARTIE-DANGEREUX ENTITE-XML ENCODAGE-XML CELLULE-LOINTAINE FUSION-DEMESUREE XLSB-INHABITUEL
    CLASSEUR-ETRANGER QUESTIONNAIRE-INCONNU CLASSEUR-FORMAT-RECENT CLASSEUR-VERSION-RECENTE CLASSEUR-VERSION-ANCIENNE
    IDENTITE-PERDUE EXTENSION-DIFFERENTE MACRO-PRESENTE LIENS-EXTERNES CONNEXIONS-DONNEES OBJETS-INTEGRES
    CELLULE-EN-ERREUR CELLULE-NOM-INCONNU
    BOOLEEN-POUR-NOMBRE DATE-POUR-NOMBRE NOMBRE-AMBIGU NOMBRE-EN-TEXTE TEXTE-CONVERTI
    REPONSE-INTERPRETEE FORMULE-EN-SAISIE FORMULE-SANS-RESULTAT LIGNE-OU-COLONNE-AJOUTEE LIGNE-OU-COLONNE-SUPPRIMEE
    LIGNES-PERMUTEES VALEUR-HORS-TABLEAU FEUILLE-RENOMMEE FEUILLES-DEPLACEES FEUILLE-EN-DOUBLE FEUILLE-SUPPRIMEE
    FEUILLE-IGNOREE LIGNE-AJOUTEE-REPRISE SIRET-ZERO-RETABLI DATE-POUR-ANNEE PROTECTION-RETIREE
    TOTAL-REMPLACE TOTAL-CONSTANTE TOTAL-EFFACE TOTAL-PERIME TOTAL-ABSENT TOTAL-ERREUR
    VALEUR-NEGATIVE NOMBRE-ATTENDU ENTIER-ATTENDU PAS-NON-RESPECTE TROP-DE-DECIMALES ANNEE-HORS-LIMITES
    SIRET-FORMAT SIRET-INVALIDE SIRET-MANQUANT TEXTE-TROP-LONG VALEUR-HORS-LISTE CASE-GRISEE
    CONDITION-NON-REMPLIE REPONSE-SANS-OBJET BILAN-A-VIDE-REMPLI BILAN-SANS-REPONSE CHAMP-OBLIGATOIRE
    QUESTION-SANS-REPONSE
""",
)
"""Every code that a workbook can earn before the rules of coherence."""


def codes(checked: Checked) -> set[str]:
    return {found.code for found in checked.findings if not found.code.startswith("C-")}


def wanted(path: Path) -> str:
    return path.name.partition("--")[0]


@pytest.mark.parametrize("path", SHOULD_PASS, ids=lambda path: path.name)
def test_a_good_file_is_accepted_with_all_its_answers(path):
    (checked,) = check(path)
    assert checked.answers is not None
    assert checked.complete
    assert len(checked.answers.values) == EXPECTED[path.name]["reponses"]
    assert sorted(codes(checked) - AGE) == sorted(set(EXPECTED[path.name]["codes"]) - AGE)
    assert {catalogue()[code].severity for code in codes(checked)} <= {Severity.INFORMATION}


@pytest.mark.parametrize("path", SHOULD_FAIL, ids=lambda path: path.name)
def test_a_bad_file_gives_the_finding_of_its_name(path):
    (checked,) = check(path)
    assert wanted(path) in codes(checked)
    kind = catalogue()[wanted(path)]
    assert checked.verdict is not Verdict.ACCEPTE
    assert (checked.verdict is Verdict.REJETE) == kind.rejects
    assert (checked.answers is None) == kind.rejects


@pytest.mark.parametrize("path", [*SHOULD_PASS, *SHOULD_FAIL], ids=lambda path: path.name)
def test_every_file_has_a_report(path):
    for checked in check(path):
        assert report(path, checked, date(2020, 1, 1)).constats == checked.findings


def test_the_same_answers_are_read_whatever_the_software_and_the_format():
    same = [
        "rempli.xlsx", "enregistre-par-libreoffice.xlsx", "enregistre-par-libreoffice.ods", "format-binaire.xlsb",
        "avec-macros.xlsm", "feuilles-renommees-et-deplacees.xlsx", "formules-jamais-calculees.xlsx",
    ]  # fmt: skip
    for name in same:
        (checked,) = check(CORPUS / "should_pass" / name)
        assert checked.answers is not None
        assert checked.answers.values == BASE, name
    (empty,) = check(CORPUS / "should_pass" / "bilan-a-vide.xlsx")
    assert empty.answers is not None
    assert empty.answers.values == EMPTY


def test_every_code_of_the_gate_and_of_the_reading_has_a_file():
    covered = {wanted(path) for path in SHOULD_FAIL} | {code for one in EXPECTED.values() for code in one["codes"]}
    assert sorted(set(GATE_AND_READING) - covered) == []


def test_the_corpus_stays_small():
    assert sum(path.stat().st_size for path in CORPUS.rglob("*") if path.is_file()) < LIMIT
