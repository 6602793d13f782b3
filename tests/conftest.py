"""Fixtures and settings shared by every test."""

from __future__ import annotations

import os
from types import ModuleType

import pytest
from hypothesis import settings

from tests.support import libreoffice as harnais

EN_CI = bool(os.environ.get("CI"))

# No deadline: timings on a shared machine prove nothing. In CI, the same examples at every run: a red build is about
# the change under test; locally, new examples at every run, so that somebody meets the rare case.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if EN_CI else "local")


@pytest.fixture(scope="session")
def libreoffice() -> ModuleType:
    """The harness `tests.support.libreoffice`; without LibreOffice, skips the test, or fails it in CI."""
    manquants = harnais.outils_manquants()
    if manquants:
        message = f"à installer : {', '.join(manquants)}"
        if EN_CI:
            pytest.fail(message)
        pytest.skip(message)
    return harnais


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that open LibreOffice, so that `pytest -m "not libreoffice"` leaves them out."""
    for item in items:
        if "libreoffice" in getattr(item, "fixturenames", ()):
            item.add_marker("libreoffice")
