"""Files of the corpus that LibreOffice makes: other formats, passwords. They differ at every run."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from tests.corpus.classeurs import Book
from tests.support import libreoffice
from tests.support.libreoffice import _lancer, _profil


def old_xls(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "bilan.xlsx"
        with xlsxwriter.Workbook(str(source)) as book:
            book.add_worksheet("IND R.2").write_row(0, 0, ["Bilan", 12])
        path.write_bytes(libreoffice.convertir(source, "xls", Path(folder) / "xls").read_bytes())


_ENCRYPT = """
import sys, time, uno
from com.sun.star.connection import NoConnectException
def named(name, value):
    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue"); made.Name, made.Value = name, value; return made
local = uno.getComponentContext()
find = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
for _ in range(600):
    try:
        context = find.resolve(sys.argv[1]); break
    except NoConnectException:
        time.sleep(0.1)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
document = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, (named("Hidden", True),))
document.Sheets.getByIndex(0).getCellByPosition(0, 0).String = "Bilan"
if sys.argv[2].endswith(".ods"):
    how = named("FilterName", "calc8"), named("Password", "bilan")
else:
    def key(name, value):
        made = uno.createUnoStruct("com.sun.star.beans.NamedValue"); made.Name, made.Value = name, value; return made
    keys = uno.Any("[]com.sun.star.beans.NamedValue", (key("CryptoType", "Standard"), key("OOXPassword", "bilan")))
    how = named("FilterName", "Calc MS Excel 2007 XML"), named("EncryptionData", keys)
document.storeToURL(sys.argv[2], how)
document.close(True); desktop.terminate()
"""


def encrypted(path: Path) -> None:
    """A workbook with a password to open it, by LibreOffice."""
    python = libreoffice.python_uno()
    assert python is not None
    with _profil(recalculer=False) as profile, _lancer(profile, [f"--accept=pipe,name={profile.name};urp;"]):
        url = f"uno:pipe,name={profile.name};urp;StarOffice.ComponentContext"
        subprocess.run([python, "-c", _ENCRYPT, url, path.resolve().as_uri()], check=True, timeout=120)


def by_libreoffice(format_: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "bilan.xlsx"
            Book().save(source)
            path.write_bytes(libreoffice.convertir(source, format_, Path(folder) / "sortie").read_bytes())

    return make
