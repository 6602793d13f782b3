"""What `comparer` says on the screen."""

from __future__ import annotations

import pytest

from processors.cli.regroupement import non_publies


@pytest.mark.parametrize(
    ("tus", "said"), [(1, "1 ratio sur 14 n’est pas publié"), (3, "3 ratios sur 14 ne sont pas publiés")]
)
def test_what_secrecy_withholds_is_told_in_the_right_number(tus: int, said: str) -> None:
    assert non_publies("Communes", tus, 14) == f"Communes\u00a0: {said} (secret statistique)."
