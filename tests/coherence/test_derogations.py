"""Waivers soften or disable a rule for a time, and the report says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from processors.coherence import DerogationError, lire_derogations
from processors.control import check_source
from processors.findings import Severity, Verdict
from processors.sources import Source
from tests.coherence.rec2019 import changed

DAY = date(2020, 6, 1)
BROKEN = {"1.1.2!CE002.C01": 40}
ENTRY = """\
derogations:
- regle: "{regle}"
  effet: "{effet}"
  du: "{du}"
  au: "{au}"
  qui: "CDG 99"
  pourquoi: "La règle est discutée"
"""


def write(tmp_path: Path, regle="C-1.1.2-01", effet="desactiver", du="2020-01-01", au="2020-12-31") -> Path:
    path = tmp_path / "derogations.yaml"
    path.write_text(ENTRY.format(regle=regle, effet=effet, du=du, au=au), encoding="utf-8")
    return path


def checked(path: Path, day: date = DAY):
    return check_source(Source(changed(1, **BROKEN), validated=True), lire_derogations(path), day)


def codes(one) -> set[str]:
    return {item.code for item in one.findings}


def test_a_disabled_rule_is_not_told_but_the_waiver_is(tmp_path):
    one = checked(write(tmp_path))
    assert "C-1.1.2-01" not in codes(one)
    (said,) = [item for item in one.findings if item.code == "DEROGATION-APPLIQUEE"]
    assert "désactivé par CDG 99 (du 01/01/2020 au 31/12/2020)" in said.message
    assert said.message.endswith("La règle est discutée. Constats concernés\u00a0: 1.")


def test_a_softened_rule_no_longer_blocks(tmp_path):
    (found,) = [item for item in checked(write(tmp_path, effet="alerte")).findings if item.code == "C-1.1.2-01"]
    assert found.severity is Severity.ALERTE


@pytest.mark.parametrize("effect", [Severity.ALERTE, Severity.INFORMATION])
def test_a_waiver_never_makes_a_rule_graver(tmp_path, effect):
    """C-1.5.4-04 is an information already."""
    answers = changed(1, **{"1.5.4!TS008.C01": 9})
    waivers = lire_derogations(write(tmp_path, "C-1.5.4-04", effect.value))
    findings = check_source(Source(answers, validated=True), waivers, DAY).findings
    assert {item.severity for item in findings if item.code == "C-1.5.4-04"} == {Severity.INFORMATION}


@pytest.mark.parametrize(
    ("day", "in_force"),
    [(date(2019, 12, 31), False), (date(2020, 1, 1), True), (date(2020, 12, 31), True), (date(2021, 1, 1), False)],
)
def test_a_waiver_holds_from_its_first_to_its_last_day(tmp_path, day, in_force):
    one = checked(write(tmp_path), day)
    assert ("C-1.1.2-01" not in codes(one)) is in_force
    assert ("DEROGATION-HORS-DATE" in codes(one)) is not in_force


def test_a_waiver_of_an_unknown_rule_is_an_alert(tmp_path):
    one = checked(write(tmp_path, regle="C-0.0.0-99"))
    assert {"DEROGATION-INCONNUE", "C-1.1.2-01"} <= codes(one)


def test_a_disabled_rule_lets_the_report_through(tmp_path):
    path = tmp_path / "derogations.yaml"
    rules = {
        item.code
        for item in check_source(Source(changed(1, **BROKEN), validated=True)).findings
        if item.severity is Severity.BLOQUANT
    }
    entries = "".join(
        ENTRY.format(regle=rule, effet="desactiver", du="2020-01-01", au="2020-12-31").partition("\n")[2]
        for rule in sorted(rules)
    )
    path.write_text("derogations:\n" + entries, encoding="utf-8")
    assert checked(path).verdict is Verdict.ACCEPTE


@pytest.mark.parametrize(
    "text",
    [
        "autre: 1",
        "derogations: [1]",
        "derogations:\n- {regle: a, effet: desactiver, du: 2020-01-01, qui: x}",
        "derogations:\n- {regle: a, effet: oublier, du: 2020-01-01, qui: x, pourquoi: y}",
        "derogations:\n- {regle: a, effet: alerte, du: hier, qui: x, pourquoi: y}",
        "derogations:\n- {regle: a, effet: alerte, du: 2020-01-01, qui: ' ', pourquoi: y}",
        "derogations:\n- {regle: a, effet: alerte, du: 2020-01-01, qui: x, pourquoi: y, zone: z}",
        "[",
    ],
)
def test_a_file_that_is_no_list_of_signed_and_dated_waivers_is_refused(tmp_path, text):
    path = tmp_path / "derogations.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DerogationError):
        lire_derogations(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(DerogationError):
        lire_derogations(tmp_path / "absent.yaml")


def test_the_command_refuses_a_faulty_file_before_it_reads_any_report(tmp_path):
    from processors.cli.reports import waivers
    from processors.cli.terminal import USAGE, CommandError

    assert waivers(None) == ()
    assert len(waivers(write(tmp_path))) == 1
    with pytest.raises(CommandError) as refused:
        waivers(tmp_path / "absent.yaml")
    assert refused.value.code == USAGE
