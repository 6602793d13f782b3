"""The files of `should_pass/`, read without any finding above information."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import metadata
from pathlib import Path
from zipfile import ZipFile

from tests.corpus.binaires import binary_cell, extended, of_rec
from tests.corpus.bureautique import by_libreoffice
from tests.corpus.classeurs import BASE, EMPTY, TOTAL, Book, Spot, cell, filled, said
from tests.corpus.contenus import BLANK, Content, day, formula, number, text, truth
from tests.processors.reponses import SIRET

HERE = Path(__file__).parent


def with_macros(path: Path) -> None:
    package = metadata.distribution("xlwings")
    with ZipFile(str(package.locate_file("xlwings/quickstart_standalone.xlsm"))) as archive:
        macros = archive.read("xl/vbaProject.bin")
    book = Book().replace(
        "[Content_Types].xml",
        r"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main\+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    kind = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    book.replace("[Content_Types].xml", "</Types>", kind)
    link = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    relation = f'<Relationship Id="rIdVba" Type="{link}" Target="vbaProject.bin"/></Relationships>'
    book.replace("xl/_rels/workbook.xml.rels", "</Relationships>", relation)
    book.add(xl__vbaProject_DOT_bin=macros).save(path)
    licence = next(file for file in package.files or () if file.name == "LICENSE.txt")
    (HERE / "LICENCE-xlwings.txt").write_text(Path(str(licence.locate())).read_text(encoding="utf-8"), encoding="utf-8")


def with_company(path: Path) -> None:
    """Links to another file, a data connection and an embedded object, which are listed and never followed."""
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"
    link = f'{rels}Type="{kind}" Target="file:///P:/RH/paie.xlsx" TargetMode="External"/></Relationships>'
    book = Book()
    book.parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = link.encode()
    book.parts["xl/connections.xml"] = (
        b'<connections xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    )
    book.parts["xl/embeddings/oleObject1.bin"] = b"objet"
    book.save(path)


def mistyped(path: Path) -> None:
    """Certain answers typed in every unusual way."""
    cells: dict[Spot, Content] = {
        "collectivite!siret.C01": number(int(SIRET)),
        "collectivite!type_collectivite.C01": text("COMMUNE ET COMMUNE NOUVELLE"),
        "collectivite!q_agents.C01": truth(True),
        "collectivite!repondant_tel.C01": number(476763636),
        "R.1!L01.C01": text("x"),
        "R.2!L01.C01": text("1\u202f234"),
        "R.2!L02.C01": formula("2+2", "4"),
        "R.3!L02.C01": day(43597),
        "collectivite!siret_rattachement.C01": number(552010100014),
        "R.8!TA001.C02": text("12,5"),
    }
    Book().put(cells).save(path)


def lost_totals(path: Path) -> None:
    """Totals pasted as values, erased or out of date, that contradict nothing."""
    cells: dict[Spot, Content] = {
        TOTAL: number(7),
        "R.2!TOTAL.C02": BLANK,
        "R.8!TA001.P01": formula("1+1", "99"),
        "R.9!TA001.P01": number(0),
    }
    Book({**BASE, "R.2!L01.C02": 2}).put(cells).save(path)


def never_computed(path: Path) -> None:
    """Written by software that does not compute: formulas without results."""
    book = Book()
    part = book.sheet("IND R.2")
    book.parts[part] = re.sub(
        rb"(<c [^>]*?)(?: t=\"str\")?><f>([^<]*)</f><v>[^<]*</v></c>", rb"\1><f>\2</f></c>", book.parts[part]
    )
    book.save(path)


def unprotected(path: Path) -> None:
    book = Book()
    book.replace(book.sheet("IND R.2"), r"<sheetProtection[^>]*/>", "").save(path)


def rearranged(path: Path) -> None:
    """A sheet renamed, another moved, one of notes added, a row typed under an open table."""
    book = Book()
    sheets = re.findall(r"<sheet [^>]*/>", book.parts["xl/workbook.xml"].decode())
    moved = next(one for one in sheets if 'name="IND R.4"' in one)
    book.replace("xl/workbook.xml", re.escape(moved), "").replace("xl/workbook.xml", "<sheets>", f"<sheets>{moved}")
    book.replace("xl/workbook.xml", '<sheet name="IND R.6"', '<sheet name="Maladies"')
    book.replace("xl/workbook.xml", r"<definedNames>.*</definedNames>", "")
    book.save(path)


SHOULD_PASS: Mapping[str, Callable[[Path], None]] = {
    "rempli.xlsx": filled(BASE),
    "bilan-a-vide.xlsx": filled(EMPTY),
    "avec-macros.xlsm": with_macros,
    "format-binaire.xlsb": binary_cell(),
    "annee-datee.xlsb": of_rec("4.1.4!L02.C01", datetime(2018, 5, 12), whole=True),
    "enregistre-par-libreoffice.xlsx": by_libreoffice("xlsx"),
    "enregistre-par-libreoffice.ods": by_libreoffice("ods"),
    "extension-fausse.xlsm": filled(BASE),
    "liens-connexions-objets.xlsx": with_company,
    "saisies-inhabituelles.xlsx": mistyped,
    "totaux-sans-formule.xlsx": lost_totals,
    "formules-jamais-calculees.xlsx": never_computed,
    "feuille-deprotegee.xlsx": unprotected,
    "feuilles-renommees-et-deplacees.xlsx": rearranged,
    "ligne-et-feuille-ajoutees.xlsb": extended,
    "modele-ancien.xlsx": cell(*said("version", "0.9.0").items()),
    "zeros-sans-objet.xlsx": filled({**BASE, "R.1!L01.C01": "NON", "R.1!L02.C01": "NON"}),
}
