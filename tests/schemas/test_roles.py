"""Every code that plays a role is one of its nomenclature: the loader refuses another."""

from __future__ import annotations

import pytest

from schemas.nodes import DeclarationError
from schemas.registers_reader import register
from schemas.roles import code_of, codes_of, read_roles, roles


def test_the_roles_of_the_agent_sheets_are_verified():
    roles().verify(register().nomenclatures)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"nomenclature": "sexes", "code": "X"}, "« X » is not a code of sexes"),
        ({"nomenclature": "sexes", "codes": ["H", "X"]}, "« X » is not a code of sexes"),
        ({"nomenclature": "inconnue", "code": "H"}, "unknown nomenclature « inconnue »"),
        ({"nomenclature": "sexes"}, "either one code or several"),
        ({"nomenclature": "sexes", "code": "H", "codes": ["F"]}, "either one code or several"),
    ],
)
def test_a_role_that_names_what_does_not_exist_is_refused(said, found):
    with pytest.raises(DeclarationError, match=found) as refused:
        read_roles("roles.yaml", {"homme": said}).verify(register().nomenclatures)
    assert "homme" in str(refused.value)


def test_a_role_of_several_codes_is_not_asked_as_one():
    assert code_of("retraite") in register().nomenclatures["motifs_depart"].by_code
    with pytest.raises(DeclarationError, match="missing"):
        code_of("disponibilites")
    with pytest.raises(DeclarationError, match="missing"):
        codes_of("retraite")
