"""The VBA of the Windows mode, written on any system: the wrappers of xlwings, and the help of Excel's wizard.

xlwings writes the wrappers from the decorated functions; its generator imports pywin32, of which it uses nothing here:
empty modules stand in for it where it is missing. Only the import of the result into a workbook needs Excel.
"""

from __future__ import annotations

import importlib
import io
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any

from xl_addin.inscription import AIDE_MAXIMUM, CATEGORIE, FONCTIONS, Decorateurs, aides_de, charger, declarees

MODULE_VBA = "bilan_social_fonctions"
ENCODAGE = "cp1252"
"""What the editor of VBA reads in a .bas file."""

_CLASSEUR = SimpleNamespace(Name="bilan_social.xlsm")
_ENTETE = f"""Attribute VB_Name = "{MODULE_VBA}"
' Fichier produit par bilan-social (xl_addin/vba.py) : ne pas modifier.
#Const App = "Microsoft Excel"
"""
_ECHEC = r"    \1 = Echec(Application.Caller, Err.Description)"
_ECHOUE = """' Python ne repond pas : le motif, ou une erreur pour une formule qui sait la remplacer (IFERROR).
Private Function Echec(appelant, motif)
    Echec = motif
    On Error Resume Next
    If InStr(appelant.Formula, "IFERROR(") > 0 Then Echec = CVErr(xlErrNA)
End Function
"""
_ABSENTS = ("pythoncom", "pywintypes", "win32com", "win32com.client")


def generer() -> str:
    """The VBA module, as text: one wrapper for each function, and `DecrireFonctions`, which sets their help."""
    with _sans_com() as udfs:
        module = charger(Decorateurs(udfs.xlfunc, udfs.xlarg))
        corps = io.StringIO()
        udfs.generate_vba_wrapper(FONCTIONS, module, corps, _CLASSEUR)
    enveloppes = re.sub(r"^    (\w+) = Err\.Description$", _ECHEC, corps.getvalue().rstrip(), flags=re.MULTILINE)
    return f"{_ENTETE}\n{_ECHOUE}\n{enveloppes}\n\n{_descriptions(declarees(module))}"


def octets() -> bytes:
    """The module as a .bas file: Windows-1252, CRLF. A character that it lacks becomes « ? » (none today, tested)."""
    return generer().replace("\n", "\r\n").encode(ENCODAGE, errors="replace")


@contextmanager
def _sans_com() -> Iterator[Any]:
    """The module `xlwings.udfs`, its COM libraries replaced by empty ones where they are missing, for a while."""
    if importlib.util.find_spec("pythoncom") is not None:
        yield importlib.import_module("xlwings.udfs")
        return
    import xlwings  # before the stand-ins: its own choice of decorators must not see them

    sys.modules.update({nom: ModuleType(nom) for nom in _ABSENTS})
    sys.modules["pythoncom"].CoInitialize = lambda: None  # type: ignore[attr-defined]  # stand-in
    sys.modules["pywintypes"].com_error = OSError  # type: ignore[attr-defined]  # stand-in
    sys.modules["win32com.client"].Dispatch = None  # type: ignore[attr-defined]  # stand-in
    try:
        yield importlib.import_module("xlwings.udfs")
    finally:
        for nom in (*_ABSENTS, "xlwings.udfs"):
            sys.modules.pop(nom, None)
        vars(xlwings).pop("udfs", None)


def _descriptions(fonctions: dict[str, Callable[..., Any]]) -> str:
    """`DecrireFonctions`: what « Import Functions » of xlwings does through COM, to be run once in a workbook."""
    lignes = ["Sub DecrireFonctions()"]
    for nom, fonction in fonctions.items():
        lignes += [
            f"    Application.MacroOptions Macro:={_texte(nom)}, Category:={_texte(CATEGORIE)}, _",
            f"        Description:={_texte(fonction.__doc__ or '')}, _",
            "        ArgumentDescriptions:=Array( _",
            *_suite([_texte(aide) for aide in aides_de(fonction).values()]),
        ]
    return "\n".join([*lignes, "End Sub", ""])


def _suite(textes: list[str]) -> list[str]:
    """Arguments of Array, one a line."""
    fins = [", _"] * (len(textes) - 1) + [")"]
    return [f"            {texte}{fin}" for texte, fin in zip(textes, fins, strict=True)]


def _texte(lu: str) -> str:
    """A text of VBA on one line, at most as long as the wizard shows."""
    return '"' + lu[:AIDE_MAXIMUM].replace('"', '""') + '"'
