"""The licence key of the tests: xlwings reads it when it is imported, and nothing imports it before this file.

`noncommercial` is the free key of xlwings' server part for non-commercial and government use.
"""

from __future__ import annotations

import os
from types import ModuleType

import pytest

os.environ["XLWINGS_LICENSE_KEY"] = "noncommercial"


@pytest.fixture(scope="session")
def fonctions_serveur() -> ModuleType:
    """The functions under the Office.js decorators."""
    from xl_addin.serveur import fonctions_serveur

    return fonctions_serveur()
