"""`comparer-versions`: what differs between two editions, why, and what a migration does of it."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

import schemas
from processors.cli.main import app
from processors.cli.terminal import CommandError
from processors.editions import Ecart, comparer, csv_ecarts, html_ecarts, lignes_ecarts
from processors.editions.ecarts import DOUTE, TEXTE
from processors.editions.inversion import inverse
from processors.editions.sorties import NO_WAY
from schemas.migration import Edition, Kind, path
from schemas.rules import rules_of

OLD, NEW = schemas.questionnaire("rec2017"), schemas.questionnaire("rec2019")


@pytest.fixture(scope="module")
def ecarts() -> list[Ecart]:
    return comparer(OLD, NEW)


def of(ecarts: list[Ecart], indicateur: str, nature: str) -> list[Ecart]:
    return [one for one in ecarts if (one.indicateur, one.nature) == (indicateur, nature)]


def test_every_cell_that_is_not_kept_is_in_one_difference(ecarts: list[Ecart]) -> None:
    steps = path(Edition.of(OLD), Edition.of(NEW)).steps
    for kind in Kind:
        cells = sum(len(step.targets if kind is Kind.NEW else step.sources) for step in steps if step.kind is kind)
        listed = sum(one.cellules for one in ecarts if one.nature == kind.value)
        assert listed == (0 if kind is Kind.KEPT else cells)
    assert all(one.raison for one in ecarts)


def test_a_difference_says_where_why_and_what_becomes_of_the_answers(ecarts: list[Ecart]) -> None:
    (summed,) = of(ecarts, "1.3.1", "somme")[:1]
    assert summed.avant.startswith("1.3.1.1, lignes «\u00a0Contrats uniques")
    assert summed.apres == "1.3.1.1, ligne «\u00a0Personnes ayant bénéficié d’un emploi aidé\u00a0»"
    assert (summed.cellules, summed.reprise) == (12, "additionnées")
    assert summed.raison == "Les trois lignes d’emplois aidés sont réunies en une seule."


def test_texts_differ_otherwise_than_by_the_year(ecarts: list[Ecart]) -> None:
    scopes = {one.indicateur: (one.avant, one.apres) for one in ecarts if one.raison == "champ"}
    assert scopes["2.1.1"] == ("présents au moins un jour en 2017", "présents au 31/12/2019")
    assert "1.1.1" not in {one.indicateur for one in ecarts if one.nature == TEXTE}


def test_parameters_that_changed_are_listed_with_both_values(ecarts: list[Ecart]) -> None:
    smic = [one for one in of(ecarts, "Paramètres", "parametre") if one.raison.startswith("SMIC horaire")]
    assert [(one.intitule, one.avant, one.apres) for one in smic] == [("Paramètre changé", "9,76", "10,03")]
    added = [one.apres for one in of(ecarts, "Paramètres", "parametre") if one.intitule == "Paramètre nouveau"]
    assert added == ["10", "400"]


def test_rules_that_came_or_changed_are_listed_and_a_mere_recoding_is_none(ecarts: list[Ecart]) -> None:
    (changed,) = of(ecarts, "1.5.6", "controle")
    assert changed.intitule == "Contrôle changé"
    assert changed.apres == "calcul ou condition"
    codes = [one.raison for one in ecarts if one.intitule == "Contrôle changé"]
    assert not [code for code in codes if code.startswith("C-2.1.1-")]
    news = [one for one in ecarts if one.nature == "controle" and one.intitule == "Contrôle nouveau"]
    assert len(news) == len(rules_of(NEW)) - len(rules_of(OLD))
    assert {one.apres for one in news} == {"bloquant", "alerte", "information"}


def test_lines_of_lists_without_a_cell_are_listed(ecarts: list[Ecart]) -> None:
    (absences,) = of(ecarts, "Listes", "liste")
    assert (absences.intitule, absences.avant) == ("Liste complétée", "")
    assert absences.apres == "«\u00a0Pour présence parentale\u00a0», «\u00a0Pour solidarité familiale\u00a0»"


def test_what_is_around_the_cells_is_told_backwards_too() -> None:
    backwards = comparer(NEW, OLD)
    smic = [one for one in of(backwards, "Paramètres", "parametre") if one.raison.startswith("SMIC horaire")]
    assert [(one.avant, one.apres) for one in smic] == [("10,03", "9,76")]
    gone = {one.intitule for one in backwards if one.nature == "controle" and not one.apres}
    assert gone == {"Contrôle retiré"}


def test_what_is_not_known_for_certain_is_told(ecarts: list[Ecart]) -> None:
    (doubt,) = of(ecarts, "2.1.7", DOUTE)
    assert "forme supposée" in doubt.raison


def test_indicators_follow_the_form(ecarts: list[Ecart]) -> None:
    order = [indicator.code for indicator in NEW.indicators]
    known = [one.indicateur for one in ecarts if one.indicateur in order]
    assert known == sorted(known, key=order.index)


def test_an_edition_has_no_difference_with_itself() -> None:
    assert comparer(NEW, NEW) == []
    assert list(lignes_ecarts(NEW, NEW, []))[-1] == "Aucune différence."


def test_a_migration_is_read_backwards_where_none_goes_that_way(ecarts: list[Ecart]) -> None:
    """What was moved, renamed or added up is matched, not shown as removed; nothing is said to be carried."""
    past = schemas.questionnaire("rec2019@1.0.1")
    assert [(one.indicateur, one.nature, one.cellules) for one in comparer(NEW, past)] == [("7.1.1", "abandonne", 2)]
    backwards = comparer(NEW, OLD)
    summed = of(backwards, "1.3.1", "reparti")[0]
    assert summed.avant == "1.3.1.1, ligne «\u00a0Personnes ayant bénéficié d’un emploi aidé\u00a0»"
    assert summed.raison == "Dans l’autre sens\u00a0: Les trois lignes d’emplois aidés sont réunies en une seule."
    (moved,) = of(backwards, "1.5.6", "deplace")
    assert moved.apres.startswith("1.5.8")
    assert of(backwards, "1.5.0", "renomme")
    assert all("non reprises" in one.reprise for one in backwards if one.reprise)
    cells = {code for code, cell in OLD.cells.items() if not cell.computed}
    matched = [code for step in inverse(path(Edition.of(OLD), Edition.of(NEW))).steps for code in step.targets]
    assert sorted(matched) == sorted(cells)


def test_a_list_that_goes_back_says_so(ecarts: list[Ecart]) -> None:
    backwards = comparer(NEW, OLD)
    assert list(lignes_ecarts(NEW, OLD, backwards))[1] == NO_WAY
    assert NO_WAY in html_ecarts(NEW, OLD, backwards)
    assert NO_WAY not in "\n".join(lignes_ecarts(OLD, NEW, ecarts)) + html_ecarts(OLD, NEW, ecarts)


def test_without_any_declared_migration_the_codes_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("processors.editions.ecarts._declared", lambda *_: None)
    backwards = comparer(NEW, schemas.questionnaire("rec2019@1.0.1"))
    assert [(one.indicateur, one.nature, one.cellules) for one in backwards] == [("7.1.1", "abandonne", 2)]


def test_the_list_is_the_same_in_every_form(ecarts: list[Ecart]) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_ecarts(ecarts)), delimiter=";"))
    assert [row["raison"] for row in rows] == [one.raison for one in ecarts]
    page, text = html_ecarts(OLD, NEW, ecarts), "\n".join(lignes_ecarts(OLD, NEW, ecarts))
    for one in ecarts[:20]:
        assert one.raison in page
        assert one.raison in text
    assert "<script" not in page


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    app(["comparer-versions", *arguments], standalone_mode=False)
    return capsys.readouterr().out


def test_the_command_shows_or_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = run(capsys, "rec2019@1.0.0", "rec2019")
    assert "Montant (facultatif)" in shown
    assert "(5) Lauréat déjà présent en 2019" in shown
    target = tmp_path / "d.csv"
    assert str(target) in run(capsys, "rec2019@1.0.0", "rec2019", "-o", str(target))
    assert target.read_bytes().startswith(b"\xef\xbb\xbfindicateur;titre")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("rec2019@9.9.9", "rec2019"), f"Versions de rec2019\u00a0: {NEW.version}, 1.0.1, 1.0.0"),
        (("rec2001", "rec2019"), "Questionnaire inconnu"),
        (("rec2017", "rec2019", "-o", "x.docx"), ".csv ou .html"),
    ],
)
def test_a_wrong_use_is_explained(arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(CommandError, match=re.escape(message)):
        app(["comparer-versions", *arguments], standalone_mode=False)
