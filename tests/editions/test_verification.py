"""`verifier-edition` names the file and the key of each mistake that one makes in declaring the next edition."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

import schemas
from processors.comparison.declaration import lire
from processors.editions.verification import Faute, verifier
from schemas.declaration import declaration
from schemas.loader import load
from schemas.reprise import read_carrying
from schemas.rules import read_rules
from tests.editions.edition_mini import write

ROOT, CHANGES, NEW = "questionnaire.yaml", "differences/1.yaml", "indicateurs/1.2.1.yaml"
MOVES, BASE = "migrations/mini-suite.yaml", "../mini/"

CONDITION = """titre: "N"
  condition: {expression: "collectivite.q = 'OUI'", texte: "t"}
  lignes"""
VERSIONS = """versions:
- {version: "1.0.0", date: "2022-01-01", changements: ["Édition suivante."]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path)


def test_a_sound_edition_has_no_fault(folder: Path) -> None:
    assert verifier(folder) == []
    assert verifier(folder.parent / "mini") == []


class Mistake(NamedTuple):
    name: str
    file: str
    old: str
    new: str
    where: str
    key: str
    said: str


MISTAKES = [
    Mistake(
        "row of a total",
        NEW,
        'calcul: "L01"',
        'calcul: "L03"',
        NEW,
        "tableaux[1.2.1].lignes.liste[L02].calcul",
        "unknown cell",
    ),
    Mistake(
        "row twice",
        NEW,
        '"L02", libelle: "Total", calcul: "L01"',
        '"L01", libelle: "X"',
        NEW,
        "tableaux[1.2.1].lignes.liste[L01]",
        "stands twice",
    ),
    Mistake("chapter", NEW, 'chapitre: "1"', 'chapitre: "9"', NEW, "chapitre", "unknown chapter"),
    Mistake(
        "circle", NEW, 'calcul: "L01"', 'calcul: "L01 + L02"', NEW, "tableaux[1.2.1].lignes.liste[L02].calcul", "circle"
    ),
    Mistake(
        "condition",
        NEW,
        'titre: "Nouveau"\n  lignes',
        CONDITION,
        NEW,
        "tableaux[1.2.1].condition.expression",
        "unknown cell",
    ),
    Mistake("population", NEW, '"tous"', '"tout"', NEW, "population", "tout"),
    Mistake("year in a text", NEW, "{annee}", "{anne}", NEW, "champ", "{anne}"),
    Mistake(
        "calcul that is a number",
        NEW,
        'calcul: "L01"',
        "calcul: 3",
        NEW,
        "tableaux[1.2.1].lignes.liste[L02].calcul",
        "3",
    ),
    Mistake("source of a help", NEW, '["Usage"]', '["Usages"]', NEW, "aide[0].sources[0]", "Usages"),
    Mistake("no id", ROOT, 'id: "suite"\n', "", ROOT, "id", "mini"),
    Mistake("version", ROOT, 'version: "1.0.0"\nannee', "version: 1.0\nannee", ROOT, "version", "1.0"),
    Mistake("versions left out", ROOT, VERSIONS, "", ROOT, "versions", "1.1.0"),
    Mistake("base that is itself", ROOT, "mini@1.1.0", "suite", ROOT, "base", "comes back"),
    Mistake(
        "differences that are no list",
        CHANGES,
        "differences:\n-",
        "differences: 3\nx:\n-",
        CHANGES,
        "-",
        "« differences »",
    ),
    Mistake(
        "difference to what is not a list",
        CHANGES,
        '"C-1.1.1-01": {remede: "Vérifiez."}',
        'retirer: "C-1.1.1-01"',
        CHANGES,
        "retirer",
        "a list is expected",
    ),
    Mistake(
        "mapping instead of a list",
        CHANGES,
        '[{texte: "1.2.1", apres: "1.1.1"}]',
        '{code: "1.2.1"}',
        CHANGES,
        "ajouter",
        "a list is expected",
    ),
    Mistake(
        "code in a list of texts",
        CHANGES,
        '{texte: "1.2.1", apres: "1.1.1"}',
        '{code: "1.2.1"}',
        CHANGES,
        "ajouter",
        "holds texts",
    ),
    Mistake(
        "rule with several cells",
        BASE + "controles/1.yaml",
        "<= 1.1.1[cadre=*, C01]",
        "<= 1.1.1[cadre=*, C01:C02]",
        "controles/1.yaml",
        "controles[C-1.1.1-01].expression",
        "several cells",
    ),
    Mistake(
        "element of a scope",
        BASE + "controles/1.yaml",
        "cadre=CE1|CE2",
        "cadre=CE1|CE9",
        "controles/1.yaml",
        "controles[C-1.1.1-01].pour_chaque",
        "CE9",
    ),
    Mistake(
        "ratio",
        BASE + "ratios.yaml",
        "somme(1.1.1[C01])",
        "somme(1.1.1[C09])",
        "ratios.yaml",
        "ratios[part].numerateur",
        "C09",
    ),
    Mistake(
        "key of a ratio",
        BASE + "ratios.yaml",
        "facteur",
        "facteurs",
        "ratios.yaml",
        "ratios[part].facteurs",
        "unknown key",
    ),
    Mistake(
        "axis of a stratum",
        BASE + "strates.yaml",
        '"1.1.1!GENERAL.T01"',
        '"1.1.1!GENERAL.T09"',
        "strates.yaml",
        "axes.effectif.expression",
        "T09",
    ),
    Mistake(
        "answer of a stratum",
        BASE + "strates.yaml",
        '["OUI"]',
        '["O"]',
        "strates.yaml",
        "axes.agents.groupes[oui].valeurs",
        "'O'",
    ),
    Mistake(
        "unit of a threshold",
        BASE + "reprise.yaml",
        "agents:",
        "agent:",
        "reprise.yaml",
        "variations.seuils.agent",
        "unknown unit",
    ),
    Mistake(
        "effect", BASE + "consolidation.yaml", '"oui_si_un"', '"oui"', "consolidation.yaml", "variables[0].effet", "oui"
    ),
    Mistake(
        "type", BASE + "consolidation.yaml", '  siret: "decision"\n', "", "consolidation.yaml", "types.siret", "missing"
    ),
    Mistake(
        "movement",
        BASE + "consolidation.yaml",
        "[C02])",
        "[C02]",
        "consolidation.yaml",
        "mouvements[0].arrivees",
        "text",
    ),
    Mistake("no steps", MOVES, "etapes:\n-", "etapes:\nx:\n-", MOVES, "-", "are expected"),
    Mistake(
        "rules that are a list",
        MOVES,
        'regles: {"C-1.1.1-01": "C-1.1.1-01"}',
        'regles: ["C-1.1.1-01"]',
        MOVES,
        "regles",
        "a mapping",
    ),
    Mistake(
        "rule of a migration",
        MOVES,
        ': "C-1.1.1-01"}',
        ': "C-1.1.1-02"}',
        MOVES,
        "regles",
        "unknown rule «\u00a0C-1.1.1-02\u00a0»",
    ),
    Mistake("edition of a migration", MOVES, "mini@1.1.0", "mina@1.1.0", MOVES, "de", "unknown edition"),
    Mistake("version of a migration", MOVES, "mini@1.1.0", "mini@1.3.0", MOVES, "de", "unknown edition"),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_named_by_file_and_key(folder: Path, mistake: Mistake) -> None:
    path = folder / mistake.file
    text = path.read_text(encoding="utf-8")
    assert mistake.old in text
    path.write_text(text.replace(mistake.old, mistake.new, 1), encoding="utf-8")
    found = verifier(folder)
    assert (mistake.where, mistake.key) in {(one.fichier, one.cle) for one in found}, found
    assert any(mistake.said in one.message for one in found if one.cle == mistake.key), found


def test_empty_steps_and_unreadable_files_are_faults_too(folder: Path) -> None:
    (folder / MOVES).write_text('de: "mini@1.1.0"\nvers: "suite@1.0.0"\netapes:\n', encoding="utf-8")
    assert verifier(folder) == [Faute("suite", MOVES, "etapes", "line 3: a list of steps is expected")]
    (folder.parent / "mini" / "strates.yaml").write_text("secret: 3\n", encoding="utf-8")
    assert ("strates.yaml", "secret") in {(one.fichier, one.cle) for one in verifier(folder)}


def test_a_fault_of_an_edition_is_not_said_again_by_its_migrations(folder: Path) -> None:
    (folder / NEW).write_text("\tcode:", encoding="utf-8")
    assert [(one.fichier, one.cle) for one in verifier(folder)] == [(NEW, "-")]


def test_what_an_edition_groups_by_itself_names_its_own_cells(folder: Path) -> None:
    file = folder.parent / "mini" / "consolidation.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("q_*", "x_*").replace("[C02]", "[C09]"), encoding="utf-8")
    keys = [(one.fichier, one.cle) for one in verifier(file.parent)]
    assert keys == [("consolidation.yaml", "variables[0].variables"), ("consolidation.yaml", "mouvements[0].arrivees")]


def test_a_new_indicator_is_placed_where_the_form_has_it(folder: Path) -> None:
    codes = [indicator.code for indicator in load(folder).indicators]
    assert codes == ["collectivite", "1.1.1", "1.2.1", "1.1.2", "R.1", "H.1"]
    codes = [indicator.code for indicator in schemas.questionnaire("rec2017").indicators]
    assert codes[codes.index("1.5.8") - 1] == "1.5.7"


def test_a_recoded_table_is_followed_by_every_file(folder: Path) -> None:
    """Rules, ratios, strata and what a new year takes: none keeps the former id, nor loses the table in silence."""
    files, questionnaire = declaration(folder), load(folder)
    carried = read_carrying(questionnaire, files.yaml("reprise.yaml"))
    assert {code.partition("!")[0] for code in carried.suggestions} == {"1.1.2.8"}
    assert carried.left_out == {"1.1.1.9"}
    book = read_rules(folder, questionnaire)
    declared = lire(questionnaire, files, book.selector)
    assert {cell.table for figure in declared.figures for cell in figure.cells} == {"1.1.1.9", "collectivite"}
    assert [ratio.code for ratio in declared.ratios] == ["part"]


def test_ratios_that_an_edition_does_not_have_are_removed_by_name() -> None:
    removed = [one for one in declaration(schemas.FOLDER / "rec2017").differences if one.file == "ratios.yaml"]
    assert len(removed) == 1
    assert removed[0].note
