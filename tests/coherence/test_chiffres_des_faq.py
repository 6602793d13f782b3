"""The worked figures of the FAQs that touch the coherence rules."""

from __future__ import annotations

import pytest

from processors.applicability import verifier_applicabilite
from processors.calculs import Arret, jours_greve, parametres_de
from processors.coherence import verifier_coherence
from processors.findings import Severity
from schemas.plan import plan_of
from tests.coherence.rec2019 import REC, RULES, changed


def codes(**values: object) -> set[str]:
    return {item.code for item in verifier_coherence(changed(1, **values))}


def test_25_strikers_for_2_hours_are_7_days_and_agree_with_the_answer():
    days = jours_greve([Arret(25, heures=2)], parametres_de("rec2019"))
    assert days == 7
    strike = {"6.1.3.0!Q01.C01": "OUI", "6.1.3!MG001.C01": days, "6.1.3!MG002.C01": None, "6.1.3!MG003.C01": None}
    assert "C-6.1.3-51" not in codes(**strike)
    assert "C-6.1.3-51" in codes(**{**strike, "6.1.3!MG001.C01": None})


def test_2_strikers_for_3_days_are_6_days():
    assert jours_greve([Arret(2, jours=3)], parametres_de("rec2019")) == 6


def test_the_rows_of_6_1_4_are_the_sanctions_of_each_statut():
    """Titulaires in four groups, stagiaires without the 2nd to 4th, contractuels on their own (FAQ CDG, 6.1.4)."""
    entries = {
        table: [row.code for row in REC.tables[table].rows if not row.computed]
        for table in ("6.1.4.1", "6.1.4.2", "6.1.4.3")
    }
    assert entries["6.1.4.1"] == [f"S{rank:02}" for rank in range(1, 11)]
    assert entries["6.1.4.2"] == ["S01", "S02", "S03", "S06", "S11"]
    assert entries["6.1.4.3"] == ["S01", "S02", "S12", "S13", "S14"]


@pytest.mark.parametrize(
    ("code", "table"), [("C-6.1.4-01", "6.1.4.1"), ("C-6.1.4-02", "6.1.4.2"), ("C-6.1.4-03", "6.1.4.3")]
)
def test_the_sanction_of_an_agent_is_one_of_its_statut(code, table):
    rule = RULES[code]
    assert rule.level == "agent"
    assert f"'{table}'" in repr(rule.expression)


def test_each_sanction_has_one_motive():
    assert "C-6.1.4-04" in codes(**{"6.1.4.1!S01.C01": 3, "6.1.4.4!MS001.C01": None})


def test_advancements_of_grade_are_computed_and_shared_out_by_filiere():
    """Choix + examen + concours: the cell is never entered (FAQ DGCL, 1.5.5)."""
    answers = changed(1, **{"1.5.5!CHOIX.C01": 2, "1.5.5!EXAMEN.C01": 1, "1.5.5!CONCOURS.C01": 1})
    assert plan_of(REC).totals(answers.values)["1.5.5!GRADE.C01"] == 4
    assert REC.cells["1.5.5!GRADE.C01"].computed
    found = [item for item in verifier_coherence(answers) if item.code == "C-1.5.6-01"]
    assert [item.cells for item in found] and "(4)" in found[0].message


def test_the_two_tables_of_5_1_2_hold_the_same_agents():
    """« Le tableau (2) doit égaler la partie droite du tableau (1) » (FAQ DGCL, 5.1.2)."""
    row = {"5.1.2.1!EF005.C07": 3, "5.1.2.2!EF005.C01": 3}
    assert "C-5.1.2-04" not in codes(**row)
    assert "C-5.1.2-04" in codes(**{**row, "5.1.2.2!EF005.C01": 2})
    assert RULES["C-5.1.2-04"].severity == Severity.BLOQUANT


def test_4_by_choice_2_by_examination_and_1_by_competition_are_7_advancements():
    ways = {"1.5.5!CHOIX.C01": 4, "1.5.5!EXAMEN.C01": 2, "1.5.5!CONCOURS.C01": 1}
    assert plan_of(REC).totals(changed(1, **ways).values)["1.5.5!GRADE.C01"] == 7


def test_3_men_and_5_women_trained_are_the_same_in_both_tables_of_5_1_2():
    right = {"5.1.2.1!EF005.C07": 3, "5.1.2.1!EF005.C08": 5}
    same = {"5.1.2.2!EF005.C01": 3, "5.1.2.2!EF005.C02": 5}
    assert "C-5.1.2-04" not in codes(**right, **same)
    assert "C-5.1.2-04" in codes(**right, **same | {"5.1.2.2!EF005.C01": 5, "5.1.2.2!EF005.C02": 3})


@pytest.mark.parametrize(
    "code",
    ["C-2.1.4-01", "C-2.1.4-02", *(f"C-4.2.1-0{rank}" for rank in range(5, 9)), "C-4.2.2-01", "C-4.2.2-02"],
)
def test_populations_that_differ_only_make_an_alert(code):
    """2.1.x counts those present at 31/12, 2.1.4 and 4.2.x all of the year (FAQ DGCL)."""
    assert RULES[code].severity == Severity.ALERTE


def test_more_paternity_leaves_than_in_the_absences_does_not_block():
    answers = changed(1, **{"2.1.4!A.C01": 3, "2.1.4!A.C02": 33})
    found = [item for item in verifier_coherence(answers) if item.indicator == "2.1.4"]
    assert {item.code for item in found} == {"C-2.1.4-01", "C-2.1.4-02"}
    assert {item.severity for item in found} == {Severity.ALERTE}


def test_training_days_count_agents_times_days():
    """1 day × 3 agents is 3 days: 1 day for 3 agents is less than half a day each (FAQ CDG, 4.1.2)."""
    row = {"4.1.2!AP003.C03": 3}
    assert "C-4.1.2-02" not in codes(**{**row, "4.1.2!AP003.C02": 3})
    assert "C-4.1.2-02" in codes(**{**row, "4.1.2!AP003.C02": 1})


def test_a_contractuel_arrived_and_appointed_in_the_year_is_no_gap():
    """In 1.5.2 and 1.5.4, not in 1.5.0 (FAQ CDG, 1.5.4)."""
    assert "C-1.5.4-01" not in codes(**{"1.5.4!TS007.C01": 5})


def test_an_empty_report_says_no_everywhere():
    answers = changed(1, **{"collectivite!q_agents.C01": "NON"})
    assert "C-FILTRE-VIDE" in {item.code for item in verifier_coherence(answers)}


def test_a_cet_holds_60_days_at_most():
    row = {"2.2.3.1!A.C01": 2}
    assert "C-2.2.3-07" not in codes(**{**row, "2.2.3.2!A.C01": 120})
    assert "C-2.2.3-07" in codes(**{**row, "2.2.3.2!A.C01": 121})


def test_answers_under_a_closed_question_are_told_once():
    """What the rules C-FILTRE of the reference said is CONDITION-NON-REMPLIE."""
    answers = changed(1, **{"collectivite!q_fonctionnaires_3112.C01": "NON"})
    assert "CONDITION-NON-REMPLIE" in {item.code for item in verifier_applicabilite(answers)}
    assert not any(code.startswith("C-FILTRE-Q") for code in RULES)
