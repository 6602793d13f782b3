"""Findings of rules: both sides with cells, figures and totals; grouped; the verdict follows."""

from __future__ import annotations

from processors.answers import Answers, Place
from processors.coherence import verifier_coherence
from processors.control import check_source
from processors.findings import Verdict
from processors.report import groupes, html_rapport, json_rapport, rapport_de
from processors.sources import Source
from tests.coherence.rec2019 import MODULES, REC, changed


def only(answers: Answers, code: str):
    (found,) = [item for item in verifier_coherence(answers) if item.code == code]
    return found


def test_both_sides_are_told_with_element_and_figures():
    found = only(changed(1, **{"1.1.2!CE002.C01": 40}), "C-1.1.2-01")
    assert found.message.startswith("Attachés\u00a0: ")
    assert "(40)" in found.message
    assert found.title == "Temps plein + temps partiel différents des fonctionnaires à temps complet"
    assert [cell.variable for cell in found.cells] == ["1.1.2!CE002.T3"]
    assert found.cells[0].value == 40
    assert [cell.variable for cell in found.others] == ["1.1.1!TOTAL_CE002.C01"]
    assert found.expected == 0


def test_a_long_sum_is_shown_by_the_total_of_the_workbook():
    found = only(changed(1, **{"1.1.1!G005.C05": 50}), "C-1.7.1-01")
    assert [cell.variable for cell in found.others] == ["1.1.1!GENERAL.C05"]
    assert found.others[0].value == found.expected


def test_what_makes_an_implication_demand_something_is_on_the_other_side():
    values = {code: None for code in changed(1).values if code.startswith("3.1.1!")}
    found = only(changed(1, **values), "C-3.1.1-03")
    assert {cell.variable.partition("!")[0] for cell in found.cells} == {"3.1.1"}
    assert {cell.variable.partition("!")[0] for cell in found.others} == {"1.1.1"}


def test_cells_know_their_place_in_the_workbook():
    answers = changed(1, **{"3.4.5!L02.C01": 10})
    answers.places = {"3.4.5!L02.C01": Place("3.4.5", "C9")}
    found = only(answers, "C-3.4.5-03")
    assert (found.others[0].sheet, found.others[0].address) == ("3.4.5", "C9")


def test_a_figure_is_written_in_french():
    found = only(changed(1, **{"3.4.5!L02.C01": 10}), "C-3.4.5-03")
    assert "\u202f" in found.message


def test_one_rule_that_fails_many_times_is_one_group():
    rows = [row.code for row in REC.tables["1.1.1"].rows if not row.computed][:40]
    findings = [
        item
        for item in verifier_coherence(changed(1, **{f"1.1.1!{row}.C01": 5000 for row in rows}))
        if item.code == "C-1.1.1-01"
    ]
    (bloc,) = groupes(findings)
    (groupe,) = bloc.groupes
    assert len(groupe.constats) == len(findings) == 40
    assert groupe.titre == findings[0].title


def test_the_verdict_follows_the_severity_of_the_rules():
    def verdict_of(**values):
        return check_source(Source(changed(1, **values), validated=True)).verdict

    assert verdict_of() is Verdict.ACCEPTE
    assert verdict_of(**{"3.4.5!L02.C01": 10}) is Verdict.ACCEPTE_AVEC_ALERTES
    assert verdict_of(**{"1.1.2!CE002.C01": 40}) is Verdict.A_CORRIGER


def test_the_reports_hold_the_findings():
    answers = changed(1, **{"1.1.2!CE002.C01": 40})
    rapport = rapport_de(answers, verifier_coherence(answers), fichier="a.xlsx", sha256="", date="2020-01-01")
    page = html_rapport(rapport)
    assert "Attachés" in page
    codes = {constat["code"]: constat for constat in json_rapport(rapport)["constats"]}
    assert codes["C-1.1.2-01"]["titre"]
    assert codes["C-1.1.2-01"]["en_regard"]


def test_answers_without_any_value_raise_no_finding():
    assert verifier_coherence(Answers(REC, MODULES, {})) == []
