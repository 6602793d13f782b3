"""Every code that plays a role is one of its nomenclature, in the edition or in the agent sheets."""

from __future__ import annotations

import pytest

import schemas
from schemas.registers_reader import register
from schemas.roles import roles


@pytest.mark.parametrize("role", roles())
def test_every_code_of_a_role_is_in_its_nomenclature(role: str) -> None:
    declared = roles()[role]
    known = {**schemas.questionnaire("rec2019").nomenclatures, **register().nomenclatures}
    codes = declared.get("codes") or [declared["code"]]
    assert set(codes) <= set(known[declared["nomenclature"]].by_code)
