"""The VBA of the Windows mode, written here without Excel and read by oletools. No test pretends that Excel ran."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.imports import RACINE
from xl_addin import fonctions, vba
from xl_addin.inscription import aides_de, declarees

DECLAREES = declarees(fonctions)
LIGNE_MAXIMUM = 1023
"""Characters of a line of VBA; 24 continuations at most."""


@pytest.fixture(scope="module")
def texte() -> str:
    return vba.generer()


def test_every_function_has_its_wrapper(texte):
    enveloppes = dict(re.findall(r"^Function (\w+)\((.*)\)$", texte, re.MULTILINE))
    assert enveloppes.keys() == DECLAREES.keys()
    assert enveloppes["ETPR_TACHE"] == "remuneration, Optional smic_horaire, Optional arrondir, Optional plafonner"
    for nom in DECLAREES:
        assert f'XLPy.CallUDF("xl_addin.fonctions", "{nom}"' in texte


def test_every_function_has_its_help(texte):
    aides = texte[texte.index("Sub DecrireFonctions()") :]
    assert re.findall(r'Macro:="(\w+)"', aides) == list(DECLAREES)
    for fonction in DECLAREES.values():
        for aide in (fonction.__doc__ or "", *aides_de(fonction).values()):
            assert aide.replace('"', '""') in aides


def test_the_text_is_one_that_vba_reads(texte):
    texte.encode(vba.ENCODAGE)  # raises on a character that the editor has not
    assert all(len(ligne) <= LIGNE_MAXIMUM for ligne in texte.splitlines())
    for mot in ("Function", "Sub"):
        assert len(re.findall(rf"^(?:Private )?{mot} ", texte, re.MULTILINE)) == texte.count(f"\nEnd {mot}\n")
    assert max(len(suite) for suite in re.findall(r"(?:.* _\n)+", texte)) < LIGNE_MAXIMUM * 24
    assert vba.octets().count(b"\r\n") == texte.count("\n")


def test_oletools_finds_the_macros(tmp_path: Path, texte):
    # In a process of its own: oletools warns at import.
    (tmp_path / "fonctions.bas").write_bytes(vba.octets())
    code = (
        "import json, sys\nfrom oletools.olevba import VBA_Parser\n"
        "lu = VBA_Parser(sys.argv[1])\n"
        "print(json.dumps([lu.type, lu.detect_vba_macros(), [m[3] for m in lu.extract_macros()]]))"
    )
    trace = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, str(tmp_path / "fonctions.bas")],
        cwd=RACINE,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert trace.returncode == 0, trace.stderr
    nature, presentes, macros = json.loads(trace.stdout.splitlines()[-1])
    assert (nature, presentes) == ("Text", True)
    assert all(f"Function {nom}(" in macros[0] for nom in DECLAREES)


def test_the_stand_ins_leave_no_trace(texte):
    assert not {"pythoncom", "pywintypes", "win32com", "xlwings.udfs"} & sys.modules.keys()


def test_the_wrappers_do_not_touch_the_ordinary_functions(texte):
    assert not hasattr(fonctions.ETPR, "__xlfunc__")
