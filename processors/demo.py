"""The demonstration: the whole trip of a report, on a fictitious collectivité, in an empty folder."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import schemas
from processors.answers import Answers
from processors.cli.terminal import say, working
from processors.control import Checked, check, report
from processors.example import exemple
from processors.findings import Verdict
from processors.report import html_rapport, json_rapport
from processors.report.mots import pluriel
from processors.txt import ecrire
from schemas.model import COLLECTIVITE, COLLECTIVITE_COLUMN, Kind
from schemas.plan import Value
from workbook_templates.builder import build

QUESTIONNAIRE, SEED = schemas.latest(), 1
BLANK, FILLED, EXCHANGE = "1-modele-vierge.xlsx", "2-exemple-rempli.xlsx", "4-echange.txt"
REBUILT, FAULTY = "5-classeur-reimporte.xlsx", "6-exemple-avec-erreurs.xlsx"

WRONG_SIRET = "12345678901234"


def run(folder: Path) -> bool:
    """Make every file of the trip in `folder`, telling each step; whether all went as expected."""
    questionnaire = schemas.questionnaire(QUESTIONNAIRE)
    say(f"Démonstration dans le dossier «\u00a0{folder}\u00a0», avec des données fictives.")
    with _step(f"1. Le classeur vierge à remplir\u00a0: {BLANK}", f"modele {QUESTIONNAIRE} -o {BLANK}"):
        build(folder / BLANK, questionnaire)
    answers = exemple(questionnaire, SEED, questionnaire.default_modules)
    told = f"{answers.name}, {pluriel(len(answers.values), 'réponse', 'réponses')}"
    with _step(f"2. Le même, rempli ({told})\u00a0: {FILLED}", f"exemple {QUESTIONNAIRE} --graine {SEED} -o {FILLED}"):
        build(folder / FILLED, questionnaire, answers.modules, answers.values)
    checked = _controlled(folder, 3, FILLED)
    with _step(f"4. Le fichier d’échange\u00a0: {EXCHANGE}", f"exporter {FILLED} -o {EXCHANGE}"):
        (folder / EXCHANGE).write_bytes(ecrire(checked.usable()))
    with _step(f"5. Le classeur refait à partir du txt\u00a0: {REBUILT}", f"importer {EXCHANGE} -o {REBUILT}"):
        returned = check(folder / EXCHANGE)[0].usable()
        build(folder / REBUILT, questionnaire, returned.modules, returned.values)
        same = check(folder / REBUILT)[0].usable().values == answers.values
    say("   Aucune réponse n’est perdue." if same else "   Des réponses DIFFÈRENT.")
    faulty = _faulty(folder, answers)
    say("\nOuvrez 3-rapport.html et 7-rapport.html dans un navigateur, et les classeurs dans votre tableur.")
    fine = checked.verdict in (Verdict.ACCEPTE, Verdict.ACCEPTE_AVEC_ALERTES)
    return same and fine and faulty.verdict is Verdict.A_CORRIGER


class _step:
    """Tells a step and the command that does the same, once it is done."""

    def __init__(self, title: str, command: str) -> None:
        self._title, self._command = title, command
        self._working = working(f"{title}…")

    def __enter__(self) -> None:
        self._working.__enter__()

    def __exit__(self, kind: type[BaseException] | None, *details: object) -> None:
        self._working.__exit__(None, None, None)
        if kind is None:
            say(f"\n{self._title}\n   bilan-social {self._command}")


def _controlled(folder: Path, step: int, name: str) -> Checked:
    """Check a workbook of the folder and write its reports."""
    page, data = f"{step}-rapport.html", f"{step}-rapport.json"
    with _step(f"{step}. Son contrôle\u00a0: {page} et {data}", f"controler {name} --html {page} --json {data}"):
        checked = check(folder / name)[0]
        rapport = report(folder / name, checked, date.today())
        (folder / page).write_text(html_rapport(rapport), encoding="utf-8")
        text = json.dumps(json_rapport(rapport), ensure_ascii=False, indent=1)
        (folder / data).write_text(text + "\n", encoding="utf-8")
    say(f"   Verdict\u00a0: {checked.verdict}")
    return checked


def _damaged(answers: Answers) -> dict[str, Value]:
    """The answers with two mistakes: a SIRET with a wrong key, and a year to come in the first cell of a year."""
    cells, year = answers.questionnaire.cells, answers.questionnaire.year
    first = next(code for code in answers.values if cells[code].type.kind is Kind.ANNEE)
    return answers.values | {f"{COLLECTIVITE}!siret.{COLLECTIVITE_COLUMN}": WRONG_SIRET, first: year + 12}


def _faulty(folder: Path, answers: Answers) -> Checked:
    """A workbook with mistakes, and the report that explains them."""
    with working("Production d’un classeur avec des erreurs…"):
        build(folder / FAULTY, answers.questionnaire, answers.modules, _damaged(answers))
    say(f"\n6. Un classeur avec des erreurs\u00a0: {FAULTY}")
    return _controlled(folder, 7, FAULTY)
