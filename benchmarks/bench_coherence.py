"""What the coherence rules cost: `python -m benchmarks.bench_coherence`.

- all rules on one workbook, findings included when a few fail, against python-calamine's bare read of the same file: at
  most half;
- the same on many workbooks at once, per workbook.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np

import schemas
from benchmarks.bench_principal import QUESTIONNAIRE, lecture_nue
from benchmarks.mesure import Ligne, comparer, conclure
from processors.answers import Answers
from processors.coherence import moteur_de, verifier_coherence
from processors.example import exemple
from schemas.model import Questionnaire
from schemas.plan import plan_of
from workbook_templates.builder import build

CLASSEURS = 256
FAUTES = {"1.1.2!CE002.C01": 40, "3.4.5!L02.C01": 10}


def lignes(dossier: Path, questionnaire: Questionnaire) -> list[Ligne]:
    """The comparisons of durations."""
    modules = tuple(questionnaire.modules)
    values = {**exemple(questionnaire, 1, modules).values, **FAUTES}
    answers = Answers(questionnaire, modules, values)
    classeur = dossier / "rempli.xlsx"
    build(classeur, questionnaire, modules, values)
    plan = plan_of(questionnaire)
    block = plan.compute(plan.block(values))
    many = np.repeat(block, CLASSEURS, axis=0)
    moteur = moteur_de(questionnaire)
    lot = comparer(
        f"règles sur {CLASSEURS} classeurs, contre autant de lectures nues",
        lambda: moteur.evaluer(many, [modules] * CLASSEURS),
        lambda: lecture_nue(classeur),
    )
    return [
        comparer(
            "règles et constats sur un classeur, contre la lecture nue",
            lambda: verifier_coherence(answers, block),
            lambda: lecture_nue(classeur),
            cible=0.5,
        ),
        Ligne(lot.quoi, lot.temps / CLASSEURS, lot.reference),
    ]


def main() -> int:
    """Print the table (`conclure` does); 1 when a target is missed."""
    with tempfile.TemporaryDirectory() as dossier:
        mesures = lignes(Path(dossier), schemas.questionnaire(QUESTIONNAIRE))
    return conclure(mesures)


if __name__ == "__main__":
    sys.exit(main())
