"""Counts in words: zero and one are singular, in the formula as in its present value."""

from __future__ import annotations

import pytest

from workbook_templates.counts import counted, counting


@pytest.mark.parametrize(("count", "told"), [(0, "0 vide"), (1, "1 vide"), (2, "2 vides")])
def test_a_count_agrees_with_its_word(count: int, told: str) -> None:
    assert counted(count, "vide", "vides") == told


def test_the_formula_chooses_as_the_text_does() -> None:
    assert counting("COUNT(A1:A9)", "vide", "vides") == 'COUNT(A1:A9)&IF(COUNT(A1:A9)>1," vides"," vide")'
