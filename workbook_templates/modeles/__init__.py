"""The blank workbooks delivered with the project, ready to be filled without installing anything.

They are generated: after a change of a declaration or of this package, write them again with

    python -m workbook_templates.modeles

A test compares them with what the declarations give today.
"""

from __future__ import annotations

from pathlib import Path

from schemas import latest
from schemas.model import Questionnaire
from workbook_templates.builder import build

FOLDER = Path(__file__).parent
COMMAND = "python -m workbook_templates.modeles"


def delivered(questionnaire: Questionnaire) -> dict[str, tuple[str, ...]]:
    """File name → modules of the workbooks delivered for a questionnaire: its default modules, then all of them.

    None for an edition that another one of its family followed: the command `modele` writes them.
    """
    if questionnaire.id != latest(questionnaire.family):
        return {}
    every = tuple(questionnaire.modules)
    files = {f"bilan-social-{questionnaire.id}.xlsx": questionnaire.default_modules}
    if every != questionnaire.default_modules:
        files[f"bilan-social-{questionnaire.id}-complet.xlsx"] = every
    return files


def write_all(questionnaire: Questionnaire, folder: Path = FOLDER) -> list[Path]:
    """Write the workbooks of a questionnaire in a folder; return their paths."""
    paths = []
    for name, modules in delivered(questionnaire).items():
        build(folder / name, questionnaire, modules)
        paths.append(folder / name)
    return paths
