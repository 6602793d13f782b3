"""A value that is refused is told once: the rules that it alone breaks say nothing more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from processors.coherence import verifier_coherence
from processors.control import check_source
from processors.findings import CellRef, Finding, Severity, Verdict
from processors.sources import Source
from schemas.plan import Value
from tests.coherence.rec2019 import changed


def told(variable: str, value: Value, **others: Value | None) -> list[str]:
    """The codes of the findings that one value adds to those of the other changes."""
    whole = changed(1, **others)
    before = [(one.code, one.message) for one in check_source(Source(whole)).findings]
    after = check_source(Source(replace(whole, values=whole.values | {variable: value})))
    assert after.verdict is Verdict.A_CORRIGER
    return [one.code for one in after.findings if (one.code, one.message) not in before]


@pytest.mark.parametrize("variable", ["1.1.1!G001.C05", "1.4.1!PS008.C01", "1.4.1!PS011.C01"])
def test_a_negative_figure_is_told_once(variable: str) -> None:
    typed = changed(1, **{variable: -2})
    assert verifier_coherence(typed), "no rule looks at it: the test proves nothing"
    assert told(variable, -2) == ["VALEUR-NEGATIVE"]


def test_what_fails_whatever_the_refused_value_stays() -> None:
    elsewhere: dict[str, Value | None] = {"1.1.1!G005.C05": 500}
    whole = {one.code for one in verifier_coherence(changed(1, **elsewhere))}
    typed = changed(1, **elsewhere, **{"1.1.1!G001.C05": -2})
    found = [one.code for one in check_source(Source(typed)).findings]
    assert "VALEUR-NEGATIVE" in found
    assert "C-1.7.1-01" in whole
    assert "C-1.7.1-01" in found


def test_a_cell_whose_content_could_not_be_read_is_not_compared_as_a_blank() -> None:
    answers = changed(1, **{"1.4.1!PS008.C01": None, "1.4.1!PS009.C01": 3})
    assert "C-1.4.1-52" in [one.code for one in check_source(Source(answers)).findings]
    unread = Finding("ILLISIBLE", Severity.BLOQUANT, "Illisible.", "", (CellRef("1.4.1!PS008.C01"),))
    assert "C-1.4.1-52" not in [one.code for one in check_source(Source(answers, (unread,))).findings]
