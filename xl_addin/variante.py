"""The variant of the workbooks that carries the add-in: xlwings' VBA, ours, the buttons, the settings.

Everything is made from text: `xlwings.bas` and `Dictionary.cls` of the installed xlwings, whose version the libraries
that it loads must match, the wrappers of the functions, the macros of the buttons.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from importlib.resources import files

from processors.cli.terminal import CommandError
from workbook_templates.complement import Button, Complement
from xl_addin import vba
from xl_addin.inscription import FONCTIONS
from xl_addin.projet_vba import Module, documents, projet

BOUTONS = (
    Button("Contrôler", "BilanControler", "contrôle le classeur et ouvre le rapport dans le navigateur."),
    Button(
        "Exporter le txt",
        "BilanExporter",
        "écrit le fichier texte à transmettre, à côté du classeur.",
        report_only=True,
    ),
    Button(
        "Importer un txt", "BilanImporter", "demande un fichier texte, et ouvre un nouveau classeur qui le contient."
    ),
)
REGLAGES = (("UDF MODULES", FONCTIONS), ("ADD_WORKBOOK_TO_PYTHONPATH", "false"))
"""No Python is ever looked for beside a workbook that came from elsewhere."""

_OUVERTURE = """Private Sub Workbook_Open()
    On Error Resume Next
    DecrireFonctions
    ThisWorkbook.Saved = True
End Sub
"""
"""The help of the functions in Excel's wizard, which a workbook does not keep whole."""

_ENTETE_CLASSE = """Attribute VB_Name = "Dictionary"
Attribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = False
Attribute VB_Exposed = True
Attribute VB_TemplateDerived = False
Attribute VB_Customizable = False
' The MIT License (MIT)
'
' Copyright (c) 2017 Tim Hall
'
' Permission is hereby granted, free of charge, to any person obtaining a copy
' of this software and associated documentation files (the "Software"), to deal
' in the Software without restriction, including without limitation the rights
' to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
' copies of the Software, and to permit persons to whom the Software is
' furnished to do so, subject to the following conditions:
'
' The above copyright notice and this permission notice shall be included in all
' copies or substantial portions of the Software.
'
' THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
' IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
' FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
' AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
' LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
' OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
' SOFTWARE.
'
"""
"""The attributes of the class, and the licence that the file of xlwings only names: it is that of VBA-Dictionary."""


def complement() -> Complement:
    """The variant « complement » of `bilan-social modele`. Raise CommandError without xlwings."""
    if importlib.util.find_spec("xlwings") is None:
        raise CommandError(
            "La variante «\u00a0complement\u00a0» a besoin de xlwings, qui n’est pas installé. Le classeur ordinaire "
            'n’en a pas besoin. Pour installer le complément\u00a0: pip install "bilan-social[complement]".'
        )
    return Complement(_projet, BOUTONS, REGLAGES)


def modules() -> list[Module]:
    """The modules with code: xlwings', its dictionary for Mac, our functions and our buttons."""
    return [
        Module("xlwings", _texte("xlwings", "xlwings.bas")),
        Module("Dictionary", _ENTETE_CLASSE + _corps(_texte("xlwings", "addin", "Dictionary.cls")), "Class"),
        Module(vba.MODULE_VBA, vba.generer()),
        Module("bilan_social_boutons", _texte("xl_addin", "boutons.bas")),
    ]


@cache
def _projet(feuilles: int) -> bytes:
    return projet([*documents(feuilles, _OUVERTURE), *modules()])


def _texte(paquet: str, *chemin: str) -> str:
    return files(paquet).joinpath(*chemin).read_text(encoding="cp1252")


def _corps(classe: str) -> str:
    """The text of an exported class without its header, which says how to import it."""
    lignes = classe.splitlines(keepends=True)
    premiere = next(rang for rang, ligne in enumerate(lignes) if ligne.startswith("'"))
    return "".join(lignes[premiere:])
